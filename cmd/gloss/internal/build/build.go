// Package build is the conductor: it alone knows the order of the passes.
//
// A Builder builds the same site again and again, as watch mode does. Its memory holds results of passes under the hash of all
// their inputs; a first build is the same code with an empty memory.
package build

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"sync"

	"gloss/cmd/gloss/internal/config"
	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/history"
	"gloss/cmd/gloss/internal/kept"
	"gloss/cmd/gloss/internal/markdown"
	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/output"
	"gloss/cmd/gloss/internal/site"
	"gloss/cmd/gloss/internal/source"
	"gloss/cmd/gloss/internal/term"
	"gloss/search"
)

// Options are what the command line adds to gloss.yaml.
type Options struct {
	// Dir is the glossary's folder, the one with gloss.yaml.
	Dir string
	// Content and Out replace the folders named in gloss.yaml when they are not empty; relative ones are relative to Dir.
	Content, Out string
	// Drafts includes terms marked as drafts.
	Drafts bool
	// Strict makes each warning an error.
	Strict bool
	// Workers bounds the goroutines of each pass; 0 means one a processor. The output does not depend on it.
	Workers int
	// PagesOnly leaves search out: no index, and none of the browser's files. Only measurements want that.
	PagesOnly bool
	// Progress is told what is done; it may be nil. It is called from one goroutine at a time.
	Progress func(Progress)
	// Recalled is called by BuildKept, at most once, when it has found what an earlier process made of the texts; it may be nil.
	Recalled func()
}

// Progress is a report on a running build.
type Progress struct {
	Stage       string // "reading", "linking", "indexing", "writing"
	Done, Total int
}

// Result says what was built. After an error in the glossary it holds what is known so far.
type Result struct {
	Config       *config.Config
	ContentDir   string
	OutDir       string
	LayoutsDir   string
	Terms, Pages int
	Links        int
	Changes      output.Changes
}

// Builder builds one glossary. It must not be used by two goroutines at once.
type Builder struct {
	opts   Options
	memory memory
	tables uint64                      // counts names tables that answer some question otherwise than the one before
	report sync.Mutex                  // of Progress
	ahead  *loading                    // the content folder, when BuildKept has read it already
	once   bool                        // no other build of this process follows: nothing is kept in memory for it
	keep   *keeping                    // what the process before left and the next one is left; nil but in BuildKept
	texts  func(kept.Key) []kept.Block // what the process before left of texts, while it is read

	// What follows is no part of memory, which is dropped when the settings change: each holds its own inputs.
	reader    source.Reader
	readerDir string
	assembled site.Memory
	changes   history.Memory
	days      history.Days // of the last whole look
	dayDiags  diag.List
	styling   styling
	index     indexed
	indexing  *indexing     // in the background, or nil
	searched  search.Memory // of indexing
	want      *wanted       // while search is made, or nil
	shown     *shown        // by the last BuildPages, until Finish
	out       output.Memory
	put       placed
}

// New returns a Builder with an empty memory.
func New(opts Options) *Builder {
	if opts.Workers <= 0 {
		opts.Workers = runtime.GOMAXPROCS(0)
	}
	if opts.Progress == nil {
		opts.Progress = func(Progress) {}
	}
	return &Builder{opts: opts}
}

// Build runs all passes once. Problems of the glossary are in the list; if one of them is an error, nothing was written. The
// error is for what the glossary cannot help: a full disk, a folder that may not be written, a cancelled context.
func (b *Builder) Build(ctx context.Context) (Result, diag.List, error) {
	return b.BuildWithin(ctx, func(commit func() error) error { return commit() })
}

// BuildWithin is Build for a caller who must know when the site's files change: that happens only while publish runs commit.
func (b *Builder) BuildWithin(ctx context.Context, publish func(commit func() error) error) (Result, diag.List, error) {
	return b.build(ctx, look{}, publish, b.writeAll)
}

// writeFunc is one of the ways to write what was read.
type writeFunc func(ctx context.Context, r *Result, p *plan, publish func(commit func() error) error) (diag.List, error)

// build is the order of a build: settings, everything from files to the assembled site, and, if there was no error, writing.
func (b *Builder) build(ctx context.Context, how look, publish func(commit func() error) error, write writeFunc) (Result, diag.List, error) {
	r, diags := b.settings()
	if diags.HasErrors() {
		diags.Sort()
		return r, diags, nil
	}
	plan, found, err := b.read(ctx, &r, how)
	diags = append(diags, found...)
	diags.Sort()
	if b.opts.Strict {
		for i := range diags {
			diags[i].Severity = diag.Error
		}
	}
	if plan != nil {
		defer plan.open.Close()
	}
	if err != nil || diags.HasErrors() {
		return r, diags, err
	}
	found, err = write(ctx, &r, plan, publish)
	diags = append(diags, found...)
	diags.Sort()
	return r, diags, err
}

// plan is a site that is ready to be written.
type plan struct {
	site   *site.Site
	theme  *theme
	terms  []*term.Term // and bodies and table: nil in a process that builds once
	bodies []*markdown.Body
	table  *names.Table
	assets []source.File
	open   *os.Root
}

// read runs the passes from the files to the assembled site. It writes nothing.
func (b *Builder) read(ctx context.Context, r *Result, how look) (*plan, diag.List, error) {
	root, files, diags := b.load(r, how)
	if root == nil {
		return nil, diags, nil
	}
	changed := b.lastChanges(ctx, r, how)
	defer changed() // it must not outlive this build, whichever way that ends
	all, assets := b.parse(ctx, r.Config, files)
	if ctx.Err() != nil {
		return nil, nil, errors.Join(ctx.Err(), root.Close())
	}
	terms, census, found := b.published(r.Config, all)
	diags = append(diags, found...)
	table, renamed, found := b.name(r.Config, terms, census)
	diags = append(diags, found...)
	bodies, found := b.convert(ctx, r.Config, terms, table, renamed, assets)
	diags = append(diags, found...)
	if ctx.Err() != nil {
		return nil, nil, errors.Join(ctx.Err(), root.Close())
	}
	var marks [][16]byte
	if b.keep != nil {
		marks = b.keepTexts(ctx, terms, bodies)
	}
	known := &b.assembled
	if b.once {
		known, b.memory, b.reader = nil, memory{settings: b.memory.settings, pictures: b.memory.pictures}, source.Reader{}
		forgetSources(terms, bodies)
	}
	for i := range diags {
		diags[i].File = path.Join(filepath.ToSlash(r.ContentDir), diags[i].File)
	}
	loaded, found := b.loadTheme(r.LayoutsDir)
	diags = append(diags, found...)
	if loaded == nil {
		return nil, diags, root.Close()
	}
	days, found := changed()
	diags = append(diags, found...)
	assembled, found := site.Assemble(site.Input{Config: r.Config, Terms: terms, Bodies: bodies, Table: table, Names: b.tables, Changed: renamed, Words: loaded.WordsFor(r.Config.Language), Counts: loaded.Counts,
		Logo: readLogo(root, r.Config.Theme.Logo), Days: days, Marks: marks, Memory: known})
	for i := range found {
		found[i].File = path.Join(filepath.ToSlash(r.ContentDir), found[i].File)
	}
	diags = append(diags, found...)
	weighDeadLinks(diags, r.Config.DeadLinks)
	diags = append(diags, b.checkBrand(r.Config, assembled.Brand(), lookupIn(assets))...)
	r.Terms, r.Pages, r.Links = assembled.Terms(), len(assembled.Pages()), assembled.Links()
	p := &plan{site: assembled, theme: loaded, assets: assets, open: root}
	if !b.once {
		p.terms, p.bodies, p.table = terms, bodies, table
	}
	return p, diags, nil
}

// forgetSources drops what was needed to convert terms and what tells whether they have to be converted again. The text of a term that
// assembling may have something to say about stays.
func forgetSources(terms []*term.Term, bodies []*markdown.Body) {
	for i, t := range terms {
		bodies[i].Asked = nil
		if t.Kind == term.KindTerm && len(t.RedirectFrom) == 0 {
			t.File.Data, t.Body = nil, nil
		}
	}
}

// weighDeadLinks gives links that lead nowhere the severity that the settings say. The list holds copies: a kept body's own
// diagnostics stay as they are.
func weighDeadLinks(diags diag.List, severity diag.Severity) {
	for i := range diags {
		switch diags[i].Rule {
		case "dead-link", "dead-fragment", "missing-file", "ambiguous-link", "unknown-related", "unknown-see":
			diags[i].Severity = severity
		}
	}
}

// progress tells how far the build is, one call at a time.
func (b *Builder) progress(p Progress) {
	b.report.Lock()
	defer b.report.Unlock()
	b.opts.Progress(p)
}

// Folders returns what is known without reading a term: the settings and the folders.
func (b *Builder) Folders() (Result, diag.List) { return b.settings() }

// settings reads gloss.yaml and settles the folders.
func (b *Builder) settings() (Result, diag.List) {
	cfg, diags := config.Load(os.DirFS(b.opts.Dir), config.FileName)
	r := Result{Config: cfg}
	if diags.HasErrors() {
		return r, diags
	}
	folder := func(override, configured string) string {
		if override != "" {
			configured = override
		}
		if filepath.IsAbs(configured) {
			return filepath.Clean(configured)
		}
		return filepath.Join(b.opts.Dir, filepath.FromSlash(configured))
	}
	r.ContentDir, r.OutDir, r.LayoutsDir = folder(b.opts.Content, cfg.Content), folder(b.opts.Out, cfg.Output), folder("", cfg.Layouts)
	return r, append(diags, checkFolders(r)...)
}

// checkFolders refuses an output folder that holds the content or lies in it: a build would then read what it wrote, or delete
// what the writer wrote.
func checkFolders(r Result) diag.List {
	content, out := realPath(r.ContentDir), realPath(r.OutDir)
	d := diag.Diagnostic{File: r.OutDir, Rule: "output-folder"}
	switch {
	case content == out:
		d.Text = "the output folder is the content folder"
	case holds(content, out):
		d.Text = fmt.Sprintf("the output folder lies in the content folder %s", r.ContentDir)
	case holds(out, content):
		d.Text = fmt.Sprintf("the output folder holds the content folder %s", r.ContentDir)
	default:
		return nil
	}
	d.Hint = "choose another folder with output: in gloss.yaml or --out"
	return diag.List{d}
}

// realPath resolves symbolic links of the part of a path that exists.
func realPath(name string) string {
	abs, err := filepath.Abs(name)
	if err != nil {
		return name
	}
	if resolved, err := filepath.EvalSymlinks(abs); err == nil {
		return resolved
	}
	if parent := filepath.Dir(abs); parent != abs {
		return filepath.Join(realPath(parent), filepath.Base(abs))
	}
	return abs
}

func holds(outer, inner string) bool {
	rel, err := filepath.Rel(outer, inner)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}
