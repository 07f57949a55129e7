package build

import (
	"context"
	"errors"
	"slices"
	"strings"

	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/output"
	"gloss/cmd/gloss/internal/site"
	"gloss/cmd/gloss/internal/source"
	"gloss/search"
)

// BuildPages is the first part of a live build: it brings the pages and the files that they need up to date and leaves to BuildSearch and
// Finish what takes longer and can follow (search, files for programs, the map, offline lists). Those of the last build stay in place
// meanwhile.
//
// changed are paths of files and folders that changed since the last call, absolute or relative to the working directory, as a watcher
// names them; nil or empty means that anything may have changed. They only make the look at the files shorter: a changed file that they
// do not name is found by Finish. publish is that of BuildWithin. After an error in the list or another error nothing was written, and
// there is nothing to finish.
func (b *Builder) BuildPages(ctx context.Context, changed []string, publish func(commit func() error) error) (Result, diag.List, error) {
	b.shown = nil
	r, diags, err := b.build(ctx, look{changed: changed}, publish, b.writePages)
	if b.shown != nil {
		b.shown.result, b.shown.diags = r, diags
	}
	return r, diags, err
}

// shown is what the last BuildPages left to be finished.
type shown struct {
	site   *site.Site
	result Result
	diags  diag.List
}

// writePages writes the part of the site that readers of pages need.
func (b *Builder) writePages(ctx context.Context, r *Result, p *plan, publish func(func() error) error) (diag.List, error) {
	diags, err := b.write(ctx, r, b.out.OpenPart, publish, func(w *output.Writer) (diag.List, *placed, error) {
		if b.put.theme != p.theme || b.put.shared != p.site.Shared() || !slices.EqualFunc(b.put.files, p.assets, sameFile) {
			if diags, err := b.putFiles(w, r, p); err != nil || diags.HasErrors() {
				return diags, nil, err
			}
			for _, name := range b.goneFiles(p) {
				w.Remove(name)
			}
		}
		return b.putPages(ctx, w, r, p, true)
	})
	if err == nil && !diags.HasErrors() {
		b.shown = &shown{site: p.site}
	}
	return diags, err
}

func sameFile(a, b source.File) bool { return a.Path == b.Path && a.Hash == b.Hash }

// BuildSearch is the second part of a live build: it brings search in browsers up to date with what BuildPages read, and tells what that
// told. The bleve index is left to Finish, because readers of the preview do not wait for it. If the context ends the site stays as it was, and the error is the context's.
func (b *Builder) BuildSearch(ctx context.Context, publish func(commit func() error) error) (Result, diag.List, error) {
	if b.shown == nil {
		return Result{}, nil, errors.New("build: search is made of what BuildPages read, and there is nothing")
	}
	r, diags := b.shown.result, b.shown.diags
	r.Changes = output.Changes{}
	want := b.wanted(b.shown.site, r.Config).forBrowsers()
	if b.opts.PagesOnly || b.index.holds(want.key) {
		return r, diags, nil
	}
	if err := b.awaitIndex(ctx, want); err != nil {
		return r, diags, err
	}
	found, err := b.write(ctx, &r, b.out.OpenPart, publish, func(w *output.Writer) (diag.List, *placed, error) {
		before := b.index.files
		err := b.putSearch(w, want)
		for _, gone := range missing(before, b.index.files) {
			if strings.HasPrefix(gone, search.BleveFolder) && r.Config.Search.Bleve {
				continue // it stays until Finish
			}
			w.Remove(gone)
		}
		now := b.put
		return nil, &now, err
	})
	return r, append(diags, found...), err
}

// missing returns the paths of files that are not among the later ones.
func missing(before, later []searchFile) (gone []string) {
	there := make(map[string]bool, len(later))
	for _, f := range later {
		there[f.path] = true
	}
	for _, f := range before {
		if !there[f.path] {
			gone = append(gone, f.path)
		}
	}
	return gone
}

// Finish is the last part of a live build: a look at all files, whatever BuildPages was told, and everything that is left. After it the
// site is that of a clean build, byte for byte. Its list holds all that a build would tell, as that of BuildPages does. If the context
// ends the site stays as it was, and the error is the context's; the Finish after the next BuildPages does it all.
func (b *Builder) Finish(ctx context.Context, publish func(commit func() error) error) (Result, diag.List, error) {
	b.shown = nil
	return b.build(ctx, look{}, publish, b.writeRest)
}

// Close deletes what live builds leave in the site's folder for the next one.
func (b *Builder) Close() error { return b.out.Close() }

// writeRest is writeAll with search made in the background first, where it can be left alone when the context ends.
func (b *Builder) writeRest(ctx context.Context, r *Result, p *plan, publish func(func() error) error) (diag.List, error) {
	if !b.opts.PagesOnly {
		if err := b.awaitIndex(ctx, b.wanted(p.site, r.Config)); err != nil {
			return nil, err
		}
	}
	return b.writeAll(ctx, r, p, publish)
}
