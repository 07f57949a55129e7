package layouts

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"fmt"
	"html/template"
	"io"
	"io/fs"
	"path"
	"reflect"
	"regexp"
	"sort"
	"strings"
	"sync"
	"text/template/parse"
)

//go:embed templates styles scripts assets words
var defaults embed.FS

// View is one of the views: *Home, *Term, *List, *Plain, *Senses, *Search, *Map, *Book, *NotFound, *Redirect and Frame. Page.Kind names the
// template. Pointers are rendered by compiled templates, values by html/template: the same bytes, many times slower.
type View interface{ frame() Frame }

func (f Frame) frame() Frame { return f }

func (p Page) frame() Frame {
	f := Frame{Site: p.Site, Kind: p.Kind, Root: p.Root}
	if p.Kind == "notfound" || p.Kind == "map" {
		f.Current = p.Path
	}
	for i := range p.Site.Pages {
		if p.Site.Pages[i].URL == p.Path {
			f.Current = p.Path
		}
	}
	return f
}

// Theme is a loaded theme. It is safe for concurrent use and never changes.
type Theme struct {
	files     *overlay
	templates map[string]*template.Template
	programs  map[programKey]*program
	words     map[string]Words
	hash      string
	states    sync.Pool // of *state
}

// kinds are the kinds of pages, each with a template of that name.
var kinds = []string{"book", "home", "letter", "map", "notfound", "page", "redirect", "search", "senses", "tag", "term"}

// Load reads the default theme with the user's files over it; user is the layouts folder of a glossary and may be nil. A file in
// templates/, styles/, scripts/, assets/ or words/ replaces the default one of the same name; words do so phrase by phrase. Each template
// is one file and is called by its name without ".html".
//
// All problems are returned; if one of them is an error, there is no theme. Each kind of page is rendered once with sample
// data, so that a misspelled field is found here and not by a reader.
func Load(user fs.FS) (*Theme, Problems) {
	files, problems := newOverlay(user)
	t := &Theme{files: files, templates: map[string]*template.Template{}}
	t.states.New = func() any { return &state{out: new(bytes.Buffer)} }
	words, wrong := loadWords(files)
	t.words = words
	problems = append(problems, wrong...)
	problems = append(problems, t.parse()...)
	if !problems.Failed() {
		problems = append(problems, t.rehearse()...)
	}
	if !problems.Failed() {
		t.compile()
	}
	if err := t.sum(); err != nil {
		problems = append(problems, Problem{File: ".", Text: err.Error()})
	}
	sort.SliceStable(problems, func(i, j int) bool { // files are read in several passes
		a, b := problems[i], problems[j]
		return a.File < b.File || a.File == b.File && a.Line < b.Line
	})
	if problems.Failed() {
		return nil, problems
	}
	return t, problems
}

// parse reads every template into one set and looks up those of the pages.
func (t *Theme) parse() Problems {
	var problems Problems
	set := template.New("").Funcs(template.FuncMap{
		"minus":  func(a, b int) int { return a - b },
		"shared": func(name string, view View) (template.HTML, error) { return t.shared(name, view.frame()) },
	})
	for _, name := range t.files.in("templates") {
		if path.Ext(name) != ".html" {
			continue
		}
		data, err := t.files.read(name)
		if err != nil {
			problems = append(problems, Problem{File: name, Text: err.Error()})
			continue
		}
		short := strings.TrimSuffix(strings.TrimPrefix(name, "templates/"), ".html")
		parsed, err := set.New(short).Parse(string(data))
		if err != nil {
			problems = append(problems, templateProblem(name, err))
			continue
		}
		if !bytes.Contains(data, []byte("<pre")) && !bytes.Contains(data, []byte("<textarea")) {
			squeeze(parsed.Tree.Root)
		}
	}
	for _, parsed := range set.Templates() { // each into its own place, in no order
		t.templates[parsed.Name()] = parsed
	}
	return problems
}

// Line breaks with the white space around them: beside a tag that begins or ends a block they mean nothing, elsewhere one space.
var (
	blockTag    = `</?(?:html|head|meta|title|link|base|script|body|header|nav|main|article|section|footer|form|div|h[1-6]|p|ul|ol|li|dl|dt|dd|pre|details|summary|option|noscript|path|rect|circle|g|text)\b`
	afterBlock  = regexp.MustCompile(`(` + blockTag + `[^<>]*>|<!doctype html>)[ \t]*\n\s*`)
	beforeBlock = regexp.MustCompile(`[ \t]*\n\s*(` + blockTag + `)`)
	whiteSpace  = regexp.MustCompile(`[ \t]*\n\s*`)
)

// squeeze takes indentation and line breaks out of a template's own text, never out of what it prints.
func squeeze(node parse.Node) {
	switch n := node.(type) {
	case *parse.ListNode:
		if n == nil {
			return
		}
		for _, child := range n.Nodes {
			squeeze(child)
		}
	case *parse.TextNode:
		n.Text = afterBlock.ReplaceAll(n.Text, []byte("$1"))
		n.Text = beforeBlock.ReplaceAll(n.Text, []byte("$1"))
		n.Text = whiteSpace.ReplaceAll(n.Text, []byte("\n"))
	case *parse.IfNode:
		squeeze(n.List)
		squeeze(n.ElseList)
	case *parse.RangeNode:
		squeeze(n.List)
		squeeze(n.ElseList)
	case *parse.WithNode:
		squeeze(n.List)
		squeeze(n.ElseList)
	}
}

// shared prints a template for a Frame, once.
func (t *Theme) shared(name string, frame Frame) (template.HTML, error) {
	key := frameKey{t, name, frame}
	if printed, ok := frame.Site.frames.Load(key); ok {
		return printed.(template.HTML), nil
	}
	shared := t.templates[name]
	if shared == nil {
		return "", fmt.Errorf("no template is called %q", name)
	}
	var printed strings.Builder
	if err := shared.Execute(&printed, frame); err != nil {
		return "", templateProblem(templateFile(name), err)
	}
	frame.Site.frames.Store(key, template.HTML(printed.String()))
	return template.HTML(printed.String()), nil
}

// frameKey is what a shared template's output depends on.
type frameKey struct {
	theme *Theme
	name  string
	frame Frame
}

// Render writes the page of a view. An error of the template is a Problem with file and line; nothing is written then.
func (t *Theme) Render(w io.Writer, view View) error {
	kind := view.frame().Kind
	page := t.templates[kind]
	if page == nil || !contains(kinds, kind) {
		return fmt.Errorf("layouts: a view of kind %q, which no template is for", kind)
	}
	s := t.states.Get().(*state)
	defer t.states.Put(s)
	if !t.runCompiled(s, kind, view) {
		s.out.Reset()
		if err := page.Execute(s.out, view); err != nil {
			return templateProblem(templateFile(kind), err)
		}
	}
	_, err := w.Write(s.out.Bytes())
	return err
}

// runCompiled renders a page by the compiled template, if there is one for this view and nothing goes wrong.
func (t *Theme) runCompiled(s *state, kind string, view View) bool {
	s.out.Reset()
	s.failed = false
	dot := reflect.ValueOf(view)
	p := t.programs[programKey{kind, dot.Type()}]
	if p == nil {
		return false
	}
	p.run(s, dot)
	return !s.failed
}

// compile compiles the pages for the views that are given as pointers. It comes after each page was executed once, because
// only then html/template has put the escapers in.
func (t *Theme) compile() {
	c := &compiler{theme: t, programs: map[programKey]*program{}}
	for _, view := range samples(t.WordsFor("en"), false) {
		c.compile(view.frame().Kind, reflect.TypeOf(view))
	}
	t.programs = c.programs
}

// Hash is a hash of all files of the theme: it changes when one of them does.
func (t *Theme) Hash() string { return t.hash }

func (t *Theme) sum() error {
	sum := sha256.New()
	for _, name := range t.files.paths {
		for _, layer := range t.files.layersOf(name) {
			data, err := fs.ReadFile(layer, name)
			if err != nil {
				return err
			}
			fmt.Fprintf(sum, "%s %d\n", name, len(data))
			sum.Write(data)
		}
	}
	t.hash = hex.EncodeToString(sum.Sum(nil))
	return nil
}
