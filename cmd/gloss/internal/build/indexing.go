package build

import (
	"context"
	"crypto/sha256"

	"gloss/cmd/gloss/internal/config"
	"gloss/cmd/gloss/internal/site"
	"gloss/search"
)

// wanted is what search is to be made of.
type wanted struct {
	site      *site.Site
	documents []search.Document
	opts      search.Options
	key       settingsHash // of both
}

// wanted returns what search of a site is made of. The last answer is kept, because the steps of one build all ask.
func (b *Builder) wanted(s *site.Site, cfg *config.Config) *wanted {
	if b.want == nil || b.want.site != s {
		b.want = &wanted{site: s, documents: s.Documents(), opts: search.Options{Language: cfg.Language, Workers: b.opts.Workers,
			NoBleve: !cfg.Search.Bleve, NoPassages: !cfg.Search.Sentences}}
		b.want.key = b.keyOfSearch(b.want)
	}
	return b.want
}

// keyOfSearch is a hash of what search is made of. Where the terms are marked their marks do: among 100,000 terms, hashing all texts would
// be a thirtieth of the time of an edit, with search waiting for it.
func (b *Builder) keyOfSearch(w *wanted) settingsHash {
	if b.keep == nil || b.keep.marked == (settingsHash{}) {
		return hashOfSearch(w.documents, w.opts)
	}
	return hashOfParts(b.keep.marked[:], hashParts(w.opts.Language, w.opts.NoBleve, w.opts.NoPassages))
}

// forBrowsers is what the files of search for browsers alone are made of, which readers of the preview wait for: at 10,000 terms they take
// 130 ms and with the bleve index 280.
func (w *wanted) forBrowsers() *wanted {
	only := *w
	only.opts.NoBleve = true
	only.key = hashOfSearch(only.documents, only.opts)
	return &only
}

// indexing is search being made in the background. It can only be waited for: what follows a change of one term need not wait.
type indexing struct {
	documents settingsHash
	done      chan struct{}
	files     []search.File
	err       error
}

// made reports whether the files of these documents lie ready.
func (x *indexing) made(documents settingsHash) bool {
	return x != nil && x.documents == documents && x.ended() && x.err == nil
}

func (x *indexing) ended() bool {
	select {
	case <-x.done:
		return true
	default:
		return false
	}
}

// indexAhead begins to make search in the background, unless the files in place are those of the documents, or another one is being made:
// only one may use what is remembered of the last.
func (b *Builder) indexAhead(want *wanted) {
	if b.indexing != nil && !b.indexing.ended() || b.indexing.made(want.key) || b.index.holds(want.key) {
		return
	}
	opts := want.opts
	opts.Memory = &b.searched // only here, one at a time: a build that is not repeated need not pay for it
	x := &indexing{documents: want.key, done: make(chan struct{})}
	b.indexing = x
	go func() {
		defer close(x.done)
		x.err = search.Files(want.documents, opts, func(f search.File) error {
			data, err := f.Bytes()
			made := search.File{Path: f.Path, Data: data, Hash: f.Hash, Size: int64(len(data))}
			if f.Size == 0 {
				made.Hash = sha256.Sum256(data)
			}
			x.files = append(x.files, made)
			return err
		})
	}()
}

// awaitIndex waits until the files of search are made, unless those in place are those of the documents. One that is being made may turn
// out to be the one that is wanted.
func (b *Builder) awaitIndex(ctx context.Context, want *wanted) error {
	for !b.index.holds(want.key) {
		b.indexAhead(want)
		x := b.indexing
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-x.done:
		}
		if x.made(want.key) {
			return nil
		}
		b.indexing = nil
		if x.documents == want.key {
			return x.err
		}
	}
	return nil
}
