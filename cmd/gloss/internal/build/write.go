package build

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sync"

	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/output"
	"gloss/layouts"
	"gloss/search"
)

// theme is the loaded theme; an alias keeps the passes' signatures short.
type theme = layouts.Theme

// FilesDir is the folder of the site that holds the files beside the terms.
const FilesDir = "files"

// write runs RENDER, INDEX, EXPORT and WRITE. Pages are rendered, staged and forgotten one at a time; the site changes only when
// all of them succeeded.
func (b *Builder) write(ctx context.Context, r *Result, p *plan, publish func(func() error) error) (diag.List, error) {
	defer p.open.Close()
	w, err := output.Open(r.OutDir)
	if err != nil {
		return outputProblem(r.OutDir, err)
	}
	diags, err := b.put(ctx, w, r, p)
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
		found, err := outputProblem(r.OutDir, err)
		return append(diags, found...), err
	}
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

// put stages every file of the site. Search is made while the pages are: its last steps run on one core, and the pages wait for the
// disk.
func (b *Builder) put(ctx context.Context, w *output.Writer, r *Result, p *plan) (diag.List, error) {
	searched := make(chan error, 1)
	go func() { searched <- b.putSearch(w, r, p) }()
	diags, err := b.putRest(ctx, w, r, p)
	b.progress(Progress{Stage: "indexing", Total: r.Terms})
	if err := errors.Join(err, <-searched); err != nil || diags.HasErrors() || ctx.Err() != nil {
		return diags, err
	}
	return diags, putOffline(w, r.Config.Outputs.Offline, p.theme.WordsFor(r.Config.Language).Offline)
}

// putRest stages all but search: the theme's files, those beside the terms, those for programs, and the pages.
func (b *Builder) putRest(ctx context.Context, w *output.Writer, r *Result, p *plan) (diag.List, error) {
	assets, err := p.theme.Assets(p.site.Shared())
	if err != nil {
		return diag.List{renderProblem(r.LayoutsDir, err)}, nil
	}
	for _, asset := range assets {
		if err := w.Put(asset.Path, asset.Data); err != nil {
			return nil, err
		}
	}
	for _, f := range p.assets {
		open := func() (io.ReadCloser, error) { return f.Open(p.open.FS()) }
		if err := w.Copy(path.Join(FilesDir, f.Path), f.Hash, f.Size, open); err != nil {
			return nil, err
		}
	}
	if err := b.putMachine(ctx, w, p); err != nil {
		return nil, err
	}
	return b.putPages(ctx, w, r, p)
}

// putPages renders and stages the pages on all workers.
func (b *Builder) putPages(ctx context.Context, w *output.Writer, r *Result, p *plan) (diag.List, error) {
	pages := p.site.Pages()
	buffers := sync.Pool{New: func() any { return new(bytes.Buffer) }}
	renderErrors, writeErrors := make([]error, len(pages)), make([]error, len(pages))
	b.each(ctx, "writing", len(pages), func(i int) {
		buffer := buffers.Get().(*bytes.Buffer)
		buffer.Reset()
		if renderErrors[i] = p.theme.Render(buffer, pages[i].View()); renderErrors[i] == nil {
			writeErrors[i] = w.Put(pages[i].Path, buffer.Bytes())
		}
		buffers.Put(buffer)
	})
	var diags diag.List
	for i := range pages {
		if renderErrors[i] != nil {
			diags = append(diags, renderProblem(r.LayoutsDir, renderErrors[i]))
		}
		if writeErrors[i] != nil {
			return diags, writeErrors[i]
		}
	}
	return diags, nil
}

// putSearch runs INDEX and EXPORT, unless the documents are those of the last build.
func (b *Builder) putSearch(w *output.Writer, r *Result, p *plan) error {
	if b.opts.PagesOnly {
		return nil
	}
	documents := p.site.Documents()
	opts := search.Options{Language: r.Config.Language, Workers: b.opts.Workers}
	key := hashOfDocuments(documents, opts.Language)
	if b.memory.index.files == nil || b.memory.index.documents != key {
		files, err := buildIndex(documents, opts)
		if err != nil {
			return err
		}
		b.memory.index = indexed{documents: key, files: files}
	}
	for _, f := range b.memory.index.files {
		if !r.Config.Search.Bleve && bleveFile(f.Path) {
			continue
		}
		if err := w.Put(f.Path, f.Data); err != nil {
			return err
		}
	}
	return nil
}

const bleveDir = "search/bleve"

func bleveFile(sitePath string) bool {
	return len(sitePath) > len(bleveDir) && sitePath[:len(bleveDir)+1] == bleveDir+"/"
}

// buildIndex makes the files of search.
func buildIndex(documents []search.Document, opts search.Options) (files []search.File, err error) {
	err = search.Files(documents, opts, func(f search.File) error {
		files = append(files, f)
		return nil
	})
	return files, err
}

// loadTheme loads the default theme under the user's files.
func (b *Builder) loadTheme(dir string) (*theme, diag.List) {
	var user fs.FS
	if info, err := os.Stat(dir); err == nil && info.IsDir() {
		user = os.DirFS(dir)
	}
	loaded, problems := layouts.Load(user)
	var diags diag.List
	for _, problem := range problems {
		diags = append(diags, themeProblem(dir, problem))
	}
	return loaded, diags
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
