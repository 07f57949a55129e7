package build

import (
	"context"
	"errors"
	"io"
	"os"
	"path"
	"path/filepath"
	"sync"

	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/output"
	"gloss/layouts"
)

// FilesDir is the folder of the site that holds the files beside the terms.
const FilesDir = "files"

// writeAll runs RENDER, INDEX, EXPORT and WRITE. Pages are rendered, staged and forgotten one at a time; the site changes only when
// all of them succeeded. Search is made while the pages are: its last steps run on one core, and the pages wait for the disk.
func (b *Builder) writeAll(ctx context.Context, r *Result, p *plan, publish func(func() error) error) (diag.List, error) {
	return b.write(ctx, r, b.out.Open, publish, func(w *output.Writer) (diag.List, *placed, error) {
		searched := make(chan error, 1)
		go func() {
			if b.opts.PagesOnly {
				searched <- nil
				return
			}
			searched <- b.putSearch(w, b.wanted(p.site, r.Config))
		}()
		diags, now, err := b.putWhole(ctx, w, r, p)
		b.progress(Progress{Stage: "indexing", Total: r.Terms})
		if err := errors.Join(err, <-searched); err != nil || diags.HasErrors() || ctx.Err() != nil {
			return diags, nil, err
		}
		return diags, now, b.putOffline(w, r.Config.Outputs.Offline, p.theme.WordsFor(r.Config.Language).Offline)
	})
}

// write opens the site's folder, stages what put puts, and moves it into place. What is in its place then is remembered.
func (b *Builder) write(ctx context.Context, r *Result, open func(dir string) (*output.Writer, error), publish func(func() error) error,
	put func(w *output.Writer) (diag.List, *placed, error)) (diag.List, error) {
	w, err := open(r.OutDir)
	if err != nil {
		return outputProblem(r.OutDir, err)
	}
	if !w.Known() {
		b.put = placed{}
		if b.keep != nil {
			b.put = b.keep.placed
		}
	}
	diags, now, err := put(w)
	if err == nil {
		err = ctx.Err()
	}
	if err != nil || diags.HasErrors() {
		return diags, errors.Join(err, w.Abort())
	}
	err = publish(func() (err error) {
		r.Changes, err = w.Commit()
		return err
	})
	if err != nil {
		b.put = placed{}
		found, err := outputProblem(r.OutDir, err)
		return append(diags, found...), err
	}
	b.put = *now
	return diags, nil
}

// outputProblem turns what a writer of glossaries can mend into a diagnostic.
func outputProblem(dir string, err error) (diag.List, error) {
	var foreign *output.ForeignError
	switch {
	case errors.As(err, &foreign):
		var diags diag.List
		for _, sitePath := range foreign.Paths {
			diags = append(diags, diag.Diagnostic{File: path.Join(filepath.ToSlash(dir), sitePath), Rule: "foreign-file",
				Text: "a page has to go here, and this file was not written by gloss", Hint: "move the file away, or choose another folder with --out"})
		}
		return diags, nil
	case errors.Is(err, output.ErrLocked):
		return diag.List{{File: filepath.ToSlash(dir), Rule: "output-locked", Text: "another gloss is writing this folder",
			Hint: "wait for it to end, or choose another folder with --out"}}, nil
	}
	return nil, err
}

// putWhole stages all but search and what lists the other files: the theme's files, those beside the terms, those for programs, and the
// pages.
func (b *Builder) putWhole(ctx context.Context, w *output.Writer, r *Result, p *plan) (diag.List, *placed, error) {
	var diags diag.List
	var failed error
	var beside sync.WaitGroup // joining the theme's files takes 10 ms of one core
	beside.Go(func() { diags, failed = b.putFiles(w, r, p) })
	err := b.putMachine(ctx, w, p)
	beside.Wait()
	if err = errors.Join(failed, err); err != nil || diags.HasErrors() {
		return diags, nil, err
	}
	return b.putPages(ctx, w, r, p, false)
}

// putFiles stages the theme's files and those beside the terms.
func (b *Builder) putFiles(w *output.Writer, r *Result, p *plan) (diag.List, error) {
	problem, err := b.putAssets(w, p)
	if problem != nil {
		return diag.List{renderProblem(r.LayoutsDir, problem)}, nil
	} else if err != nil {
		return nil, err
	}
	for _, f := range p.assets {
		open := func() (io.ReadCloser, error) { return f.Open(p.open.FS()) }
		if err := w.Copy(path.Join(FilesDir, f.Path), f.Hash, f.Size, open); err != nil {
			return nil, err
		}
	}
	return nil, nil
}

// themeProblem turns the theme's own problem, which knows no diagnostics, into one.
func themeProblem(dir string, problem layouts.Problem) diag.Diagnostic {
	name := filepath.Join(dir, filepath.FromSlash(problem.File))
	d := diag.Diagnostic{File: filepath.ToSlash(name), Line: problem.Line, Rule: "layout", Text: problem.Text, Hint: problem.Hint}
	if problem.Warning {
		d.Severity = diag.Warning
	}
	if data, err := os.ReadFile(name); err == nil && problem.Line > 0 {
		d.Source = diag.SourceLine(data, problem.Line)
	}
	return d
}

// renderProblem is themeProblem for an error of Render.
func renderProblem(dir string, err error) diag.Diagnostic {
	var problem layouts.Problem
	if !errors.As(err, &problem) {
		problem = layouts.Problem{File: ".", Text: err.Error()}
	}
	return themeProblem(dir, problem)
}
