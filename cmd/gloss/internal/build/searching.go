package build

import (
	"crypto/sha256"
	"errors"
	"io"
	"strings"

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

// bleveDir holds the files of the index for other programs, which a setting leaves out.
const bleveDir = "search/bleve/"

// putSearch runs INDEX and EXPORT, unless the documents are those of the last build and all files are in place.
func (b *Builder) putSearch(w *output.Writer, r *Result, p *plan) error {
	if b.opts.PagesOnly {
		return nil
	}
	documents := p.site.Documents()
	opts := search.Options{Language: r.Config.Language, Workers: b.opts.Workers}
	key := hashOfDocuments(documents, opts.Language)
	wanted := func(sitePath string) bool { return r.Config.Search.Bleve || !strings.HasPrefix(sitePath, bleveDir) }
	if there, err := b.keepSearch(w, key, wanted); there || err != nil {
		return err
	}
	made := indexed{documents: key, files: []searchFile{}}
	put := func(f search.File) error {
		one := searchFile{f.Path, sha256.Sum256(f.Data), int64(len(f.Data))}
		made.files = append(made.files, one)
		if !wanted(f.Path) {
			return nil
		}
		return w.PutHashed(f.Path, one.hash, f.Data)
	}
	var err error
	if ahead := b.indexing; ahead.made(key) {
		for i := range ahead.files {
			err = errors.Join(err, put(ahead.files[i]))
		}
	} else {
		err = search.Files(documents, opts, put)
	}
	if err == nil {
		b.index, b.indexing = made, nil
	}
	return err
}

// keepSearch lists the files of the last build if they are those of the documents and in place.
func (b *Builder) keepSearch(w *output.Writer, key settingsHash, wanted func(string) bool) (bool, error) {
	if b.index.files == nil || b.index.documents != key {
		return false, nil
	}
	for _, f := range b.index.files {
		if wanted(f.path) && !w.Present(f.path, f.hash, f.size) {
			return false, nil
		}
	}
	for _, f := range b.index.files {
		if !wanted(f.path) {
			continue
		}
		err := w.Copy(f.path, f.hash, f.size, func() (io.ReadCloser, error) {
			return nil, errors.New(f.path + " went while the site was built; build again")
		})
		if err != nil {
			return false, err
		}
	}
	return true, nil
}
