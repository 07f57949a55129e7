package build

import (
	"crypto/sha256"
	"errors"

	"gloss/cmd/gloss/internal/output"
	"gloss/search"
)

// indexed is what is known of the files of search without making them again.
type indexed struct {
	documents settingsHash
	files     []searchFile // nil when nothing is known
}

type searchFile struct {
	path string
	hash [sha256.Size]byte
	size int64
}

// holds reports whether the files are those of the documents.
func (x *indexed) holds(documents settingsHash) bool {
	return x.files != nil && x.documents == documents
}

// putSearch runs INDEX and EXPORT, unless the documents are those of the last build and all files are in place.
func (b *Builder) putSearch(w *output.Writer, want *wanted) error {
	if there, err := b.keepSearch(w, want.key); there || err != nil {
		return err
	}
	made := indexed{documents: want.key, files: []searchFile{}}
	put := func(f search.File) (err error) {
		kept := false
		if f.Write != nil && f.Size > 0 { // the last process made these bytes
			kept, err = w.Keep(f.Path, f.Hash, f.Size)
		}
		switch {
		case kept || err != nil:
		case f.Write != nil:
			f.Hash, f.Size, err = w.PutStream(f.Path, f.Write)
		default:
			err = w.PutHashed(f.Path, f.Hash, f.Data)
		}
		made.files = append(made.files, searchFile{f.Path, f.Hash, f.Size})
		return err
	}
	var err error
	if ahead := b.indexing; ahead.made(want.key) {
		for _, f := range ahead.files {
			err = errors.Join(err, put(f))
		}
	} else {
		if b.keep != nil {
			want.opts.Memory = b.keptSearch()
		}
		err = search.Files(want.documents, want.opts, put)
	}
	b.want = nil // at 100,000 terms 20 MB
	if err == nil {
		b.index, b.indexing = made, nil
	}
	return err
}

// keepSearch lists the files of the last build if they are those of the documents and in place.
func (b *Builder) keepSearch(w *output.Writer, key settingsHash) (bool, error) {
	if !b.index.holds(key) {
		return false, nil
	}
	for _, f := range b.index.files {
		if !w.Present(f.path, f.hash, f.size) {
			return false, nil
		}
	}
	for _, f := range b.index.files {
		kept, err := w.Keep(f.path, f.hash, f.size)
		if err == nil && !kept {
			err = errors.New(f.path + " went while the site was built; build again")
		}
		if err != nil {
			return false, err
		}
	}
	return true, nil
}
