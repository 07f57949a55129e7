package build

import (
	"context"
	"slices"

	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/output"
	"gloss/cmd/gloss/internal/source"
)

// BuildPages is the first part of a live build: it brings the pages and the files that they need up to date and leaves to Finish what
// takes longer and can follow (search, files for programs, the map, offline lists). Those of the last build stay in place meanwhile.
//
// changed are paths of files and folders that changed since the last call, absolute or relative to the working directory, as a watcher
// names them; nil or empty means that anything may have changed. They only make the look at the files shorter: a changed file that they
// do not name is found by Finish. publish is that of BuildWithin. After an error in the list or another error nothing was written, and
// there is nothing to finish.
func (b *Builder) BuildPages(ctx context.Context, changed []string, publish func(commit func() error) error) (Result, diag.List, error) {
	return b.build(ctx, look{changed: changed}, publish, b.writePages)
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
	b.index.shown = nil
	if err == nil && !diags.HasErrors() {
		b.index.shown = &shown{p.site, b.searchOptions(r.Config)}
	}
	return diags, err
}

func sameFile(a, b source.File) bool { return a.Path == b.Path && a.Hash == b.Hash }

// Finish is the second part of a live build: a look at all files, whatever BuildPages was told, and everything that it left. After it the
// site is that of a clean build, byte for byte. Its list holds all that a build would tell, as that of BuildPages does. If the context
// ends the site stays as BuildPages left it, and the error is the context's; the Finish after the next BuildPages does it all.
func (b *Builder) Finish(ctx context.Context, publish func(commit func() error) error) (Result, diag.List, error) {
	if s := b.index.shown; s != nil && !b.opts.PagesOnly { // what the look will find is known already, but for what the watcher missed
		b.indexAhead(s.site.Documents(), s.opts)
	}
	return b.build(ctx, look{}, publish, b.writeRest)
}

// Close deletes what live builds leave in the site's folder for the next one.
func (b *Builder) Close() error { return b.out.Close() }

// writeRest is writeAll with search made in the background first, where it can be left alone when the context ends.
func (b *Builder) writeRest(ctx context.Context, r *Result, p *plan, publish func(func() error) error) (diag.List, error) {
	if err := b.awaitIndex(ctx, p, b.searchOptions(r.Config)); err != nil {
		return nil, err
	}
	return b.writeAll(ctx, r, p, publish)
}
