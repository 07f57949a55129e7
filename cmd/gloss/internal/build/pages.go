package build

import (
	"bytes"
	"context"
	"crypto/sha256"
	"path"
	"runtime"
	"slices"
	"sync"

	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/output"
	"gloss/cmd/gloss/internal/site"
	"gloss/cmd/gloss/internal/source"
	"gloss/layouts"
)

// placed is what stands in the site's folder since the last commit of this Builder.
type placed struct {
	theme  *theme
	shared *layouts.Site // for which the theme's files were made
	assets []layouts.Asset
	files  []source.File // beside the terms
	pages  []page        // in the site's order
}

// page is a page as it was rendered: with one theme, a page of the same path and version is the same bytes.
type page struct {
	path    string
	version site.Version
	digest  site.Digest // the version for other processes
	hash    [sha256.Size]byte
	size    int64
}

// findPages looks for each page among those in place. Both lists are nearly in the same order; a page that is not found beside its
// neighbour is looked up. It returns the places in the old list, -1 for new pages, and the old pages that the site has no more.
func findPages(old []page, pages []site.Page) (at []int32, gone []string) {
	at = make([]int32, len(pages))
	taken := make([]bool, len(old))
	var byPath map[string]int32
	next, found := 0, 0
	for i := range pages {
		where := int32(-1)
		switch name := pages[i].Path; {
		case next < len(old) && old[next].path == name:
			where = int32(next)
		case next+1 < len(old) && old[next+1].path == name:
			where = int32(next + 1)
		default:
			if byPath == nil {
				byPath = make(map[string]int32, len(old))
				for k := range old {
					byPath[old[k].path] = int32(k)
				}
			}
			if k, there := byPath[name]; there {
				where = k
			}
		}
		if at[i] = where; where >= 0 {
			next = int(where) + 1
			taken[where] = true
			found++
		}
	}
	if found < len(old) {
		for k := range old {
			if !taken[k] {
				gone = append(gone, old[k].path)
			}
		}
	}
	return at, gone
}

// putPages renders and stages the pages on all workers. One whose version and theme are those in place is not rendered; in a part of
// the site it is not even looked at, and pages that come later stay as they are.
func (b *Builder) putPages(ctx context.Context, w *output.Writer, r *Result, p *plan, part bool) (diag.List, *placed, error) {
	pages := p.site.Pages()
	old := b.put.pages
	if b.put.theme != p.theme {
		for i := range old {
			old[i].version, old[i].digest = site.Version{}, site.Digest{}
		}
	}
	at, gone := findPages(old, pages)
	fresh := make([]page, len(pages))
	var work []int
	for i := range pages {
		same := at[i] >= 0 && (old[at[i]].version == pages[i].Version || pages[i].Digest != site.Digest{} && old[at[i]].digest == pages[i].Digest)
		if at[i] >= 0 {
			fresh[i] = old[at[i]]
		}
		if part && (same || pages[i].Later) {
			continue
		}
		fresh[i].path, fresh[i].version, fresh[i].digest = pages[i].Path, pages[i].Version, pages[i].Digest
		if !same {
			fresh[i].size = -1
		}
		work = append(work, i)
	}
	diags, err := b.renderPages(ctx, w, r, p, work, fresh)
	if err != nil || diags.HasErrors() {
		return diags, nil, err
	}
	if part {
		for _, name := range gone {
			w.Remove(name)
		}
		fresh = slices.DeleteFunc(fresh, func(one page) bool { return one.path == "" }) // pages that come later and are new
	}
	return diags, &placed{theme: p.theme, shared: p.site.Shared(), assets: b.styling.assets, files: p.assets, pages: fresh}, nil
}

// press is what one worker makes pages in.
type press struct {
	views site.Viewer
	page  bytes.Buffer
}

// renderPages renders the pages at these places, or only looks for those whose bytes are known whether they are there.
func (b *Builder) renderPages(ctx context.Context, w *output.Writer, r *Result, p *plan, work []int, fresh []page) (diag.List, error) {
	pages := p.site.Pages()
	if b.once {
		defer b.idleProcessor()()
	}
	presses := sync.Pool{New: func() any { return new(press) }}
	renderErrors, writeErrors := make([]error, len(work)), make([]error, len(work))
	b.each(ctx, "writing", len(work), func(k int) {
		one, made := &fresh[work[k]], &pages[work[k]]
		if one.size >= 0 {
			kept, err := w.Keep(one.path, one.hash, one.size)
			if writeErrors[k] = err; kept || err != nil {
				return
			}
		}
		at := presses.Get().(*press)
		at.page.Reset()
		if renderErrors[k] = p.theme.Render(&at.page, at.views.View(made)); renderErrors[k] == nil {
			one.hash, one.size = sha256.Sum256(at.page.Bytes()), int64(at.page.Len())
			writeErrors[k] = w.PutHashed(one.path, one.hash, at.page.Bytes())
		}
		if b.once {
			made.Done()
		}
		presses.Put(at)
	})
	var diags diag.List
	for k := range work {
		if renderErrors[k] != nil {
			diags = append(diags, renderProblem(r.LayoutsDir, renderErrors[k]))
		}
		if writeErrors[k] != nil {
			return diags, writeErrors[k]
		}
	}
	return diags, nil
}

// idleProcessor lets Go use one processor more than there are workers, until the function that it returns is called. A worker that is in a call of
// the system for 20 µs loses its processor where no other is idle, and a thread is woken that finds nothing to do: writing 10,000 pages,
// threads then take turns 4,000 times, and so 2,500 times.
func (b *Builder) idleProcessor() (restore func()) {
	before := runtime.GOMAXPROCS(0)
	runtime.GOMAXPROCS(max(before, b.opts.Workers+1))
	return func() { runtime.GOMAXPROCS(before) }
}

// goneFiles returns the paths of the theme's files and those beside the terms that are in place and no part of the site any more.
func (b *Builder) goneFiles(p *plan) (gone []string) {
	for _, old := range b.put.assets {
		if !slices.ContainsFunc(b.styling.assets, func(a layouts.Asset) bool { return a.Path == old.Path }) {
			gone = append(gone, old.Path)
		}
	}
	there := make(map[string]bool, len(p.assets))
	for _, f := range p.assets {
		there[f.Path] = true
	}
	for _, f := range b.put.files {
		if !there[f.Path] {
			gone = append(gone, path.Join(FilesDir, f.Path))
		}
	}
	return gone
}
