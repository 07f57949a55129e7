package build

import (
	"context"
	"crypto/sha256"

	"gloss/cmd/gloss/internal/site"
	"gloss/search"
)

// shown is what search is to be made of after BuildPages.
type shown struct {
	site *site.Site
	opts search.Options
}

// indexing is search being made in the background. It can only be waited for: what follows a change of one term need not wait.
type indexing struct {
	documents settingsHash
	done      chan struct{}
	files     []madeFile
	err       error
}

type madeFile struct {
	search.File
	hash [sha256.Size]byte
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
func (b *Builder) indexAhead(documents []search.Document, opts search.Options) {
	key := hashOfSearch(documents, opts)
	if b.indexing != nil && !b.indexing.ended() || b.indexing.made(key) || b.index.documents == key && b.index.files != nil {
		return
	}
	opts.Memory = &b.searched // only here, one at a time: a build that is not repeated need not pay for it
	x := &indexing{documents: key, done: make(chan struct{})}
	b.indexing = x
	go func() {
		defer close(x.done)
		x.err = search.Files(documents, opts, func(f search.File) error {
			x.files = append(x.files, madeFile{f, sha256.Sum256(f.Data)})
			return nil
		})
	}()
}

// awaitIndex waits until the files of search are made, unless those in place are those of the documents. One that is being made may turn
// out to be the one that is wanted.
func (b *Builder) awaitIndex(ctx context.Context, p *plan, opts search.Options) error {
	if b.opts.PagesOnly {
		return nil
	}
	documents := p.site.Documents()
	key := hashOfSearch(documents, opts)
	for b.index.documents != key || b.index.files == nil {
		b.indexAhead(documents, opts)
		x := b.indexing
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-x.done:
		}
		if x.made(key) {
			return nil
		}
		b.indexing = nil
		if x.documents == key {
			return x.err
		}
	}
	return nil
}
