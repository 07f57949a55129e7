package build

import (
	"crypto/sha256"
	"errors"

	"gloss/cmd/gloss/internal/config"
	"gloss/cmd/gloss/internal/output"
	"gloss/search"
)

// indexed is what is known of the files of search without making them again.
type indexed struct {
	documents settingsHash
	files     []searchFile // nil when nothing is known
	shown     *shown       // by the last BuildPages, if that left search to Finish
}

type searchFile struct {
	path string
	hash [sha256.Size]byte
	size int64
}

// searchOptions are the settings that the files of search depend on.
func (b *Builder) searchOptions(cfg *config.Config) search.Options {
	return search.Options{Language: cfg.Language, Workers: b.opts.Workers, NoBleve: !cfg.Search.Bleve, NoPassages: !cfg.Search.Sentences}
}

// putSearch runs INDEX and EXPORT, unless the documents are those of the last build and all files are in place.
func (b *Builder) putSearch(w *output.Writer, r *Result, p *plan) error {
	if b.opts.PagesOnly {
		return nil
	}
	documents, opts := p.site.Documents(), b.searchOptions(r.Config)
	key := hashOfSearch(documents, opts)
	if there, err := b.keepSearch(w, key); there || err != nil {
		return err
	}
	made := indexed{documents: key, files: []searchFile{}}
	put := func(f madeFile) error {
		made.files = append(made.files, searchFile{f.Path, f.hash, int64(len(f.Data))})
		return w.PutHashed(f.Path, f.hash, f.Data)
	}
	var err error
	if ahead := b.indexing; ahead.made(key) {
		for i := range ahead.files {
			err = errors.Join(err, put(ahead.files[i]))
		}
	} else {
		err = search.Files(documents, opts, func(f search.File) error { return put(madeFile{f, sha256.Sum256(f.Data)}) })
	}
	if err == nil {
		b.index, b.indexing = made, nil
	}
	return err
}

// keepSearch lists the files of the last build if they are those of the documents and in place.
func (b *Builder) keepSearch(w *output.Writer, key settingsHash) (bool, error) {
	if b.index.files == nil || b.index.documents != key {
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
