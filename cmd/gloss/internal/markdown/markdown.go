// Package markdown turns a term's Markdown into linked HTML, plain text, headings and mentions. It is the only package that knows
// goldmark: the tree is born, linked and rendered inside Convert.
//
// What goes in: a parsed term, the table of all names, and whether a file exists. What comes out: a Body that is never changed
// again. Input is CommonMark with GitHub's tables, strikethrough, task lists, autolinks and alerts, footnotes, definition lists,
// [[wiki links]] and typographic punctuation.
//
// What it never does: read or write a file, stop at a problem (problems are diagnostics), or let a writer's raw HTML or URL schemes
// through without a look, unless Options.TrustHTML says so.
package markdown

import (
	"fmt"
	"slices"
	"sync"

	"github.com/microcosm-cc/bluemonday"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"

	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/linker"
	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/term"
)

// Options are the settings a body depends on.
type Options struct {
	// Language is a BCP 47 tag; it chooses typographic quotes.
	Language string
	// TrustHTML passes raw HTML and all URL schemes through. Off by default.
	TrustHTML bool
	// Linker holds the linking settings.
	Linker linker.Options
	// AlertTitles overrides the words above alerts, by "note", "tip", "important", "warning", "caution". Missing ones are in the
	// words of Language where Gloss knows them, else in English.
	AlertTitles map[string]string
}

// Heading is a heading of a body.
type Heading struct {
	Level int    // 2 to 6: the page's title is the one heading of level 1, so a body that uses # is moved down a level
	ID    string // unique on the page
	Text  string // plain text
}

// Question is one entry of a FAQ.
type Question struct {
	ID, Question string
	Answer       string // HTML
}

// Mention is one mention of another term in the running text, linked or not.
type Mention struct {
	Target string // slug
	// Sentence is the sentence around it, or 240 bytes of that cut at words: a part of Body.Text, so that many mentions take little memory.
	// CutBefore and CutAfter say that the sentence goes on.
	Sentence            string
	CutBefore, CutAfter bool
	Linked              bool // by the linker or by the writer
	ByHand              bool // linked by the writer
	Lead                bool // before the first heading
	// Start and End are the byte range of the mention in Sentence.
	Start, End int32
}

// Fragment is a link to a section of another page. Whether that section is there can only be checked when all bodies are known:
// see CheckFragment.
type Fragment struct {
	Target     string // slug of the page linked to
	ID         string // what stands after the #
	Diagnostic diag.Diagnostic
}

// PageLink is a link to a page of the site that no term file stands for ("tags/sales.html"). The caller knows which pages there are,
// and adds Diagnostic when Path is none of them.
type PageLink struct {
	Path       string // site path
	Diagnostic diag.Diagnostic
}

// Body is what Convert makes of a term. It is never changed afterwards and may be kept between builds.
type Body struct {
	HTML string
	// Text is the visible text for search: blocks separated by "\n", code included.
	Text string
	// Summary is the first paragraph as plain text, for terms without a summary of their own.
	Summary  string
	Headings []Heading
	Mentions []Mention
	// Anchors are the ids of the body that a link can lead to, sorted.
	Anchors []string
	// Asked are the questions to the names table that HTML and Mentions depend on.
	Asked []names.Key
	// Rare is never nil in a body of Convert or SetRare. It must not be written to, because bodies share one.
	*Rare
}

// Rare is what few bodies have: half of the room of a body, if each had its own.
type Rare struct {
	FAQ []Question
	// Assets are the content paths of files beside the term that the body refers to, sorted; they are published under files/.
	Assets []string
	// Missing are the content paths that were asked for and not there, sorted. A kept body is true for as long as hasFile still
	// says yes to all Assets and no to all Missing.
	Missing []string
	// Fragments and Pages are links whose target only the caller can check.
	Fragments []Fragment
	Pages     []PageLink
	// Diags are the page's problems; Diagnostics adds what only the list of all files tells.
	Diags  diag.List
	absent []absentFile
}

// common is the Rare of bodies that have none of it; it stays empty.
var common = new(Rare)

// SetRare gives a body its Rare: one that is shared if it holds nothing.
func (b *Body) SetRare(r Rare) {
	b.Rare = common
	if len(r.FAQ)+len(r.Assets)+len(r.Missing)+len(r.Fragments)+len(r.Pages)+len(r.Diags)+len(r.absent) > 0 {
		own := r // else each r would be made on the heap
		b.Rare = &own
	}
}

// DropPage lets go of what only the body's own page shows: HTML, Headings and FAQ.
func (b *Body) DropPage() {
	b.HTML, b.Headings = "", nil
	if len(b.FAQ) > 0 {
		rest := *b.Rare
		rest.FAQ = nil
		b.SetRare(rest)
	}
}

// rare returns the body's own Rare, to write to it.
func (b *Body) rare() *Rare {
	if b.Rare == common {
		b.Rare = new(Rare)
	}
	return b.Rare
}

// Converter holds the configured goldmark. It is safe for concurrent use.
type Converter struct {
	opts     Options
	parser   parser.Parser
	plain    parser.Parser // for texts that have no addresses
	renderer renderer.Renderer
	policy   func() *bluemonday.Policy // made when the first page has raw HTML
	alerts   map[string]string
	// scratches holds the working memory of conversions.
	scratches *sync.Pool
	// keepLevels leaves headings as deep as the source has them, for the CommonMark vectors.
	keepLevels bool
	// longWay looks for everything in every text and sets every link by cutting the tree, for the tests that compare it with the short ways.
	longWay bool
	// observe is told what was decided on a page; nil but for Explain.
	observe func(*page, []linker.Decision)
}

// New returns a Converter.
func New(opts Options) *Converter {
	return &Converter{
		opts:     opts,
		parser:   newParser(opts.Language, true),
		plain:    newParser(opts.Language, false),
		renderer: newRenderer(),
		policy:   sync.OnceValue(newPolicy),
		alerts:   alertTitles(opts.Language, opts.AlertTitles),

		scratches: newScratches(),
	}
}

// Convert never fails; problems are in Body.Diags. hasFile reports whether a path below the content folder exists (a file that
// is not Markdown).
func (c *Converter) Convert(t *term.Term, table *names.Table, hasFile func(path string) bool) *Body {
	return c.convert(t, table.Ask(), hasFile, nil)
}

// decideFunc is linker.Decide or one like it; tests hand in decisions of their own.
type decideFunc func(*names.Asker, linker.Page, linker.Options) ([]linker.Decision, []linker.Doubt)

// convert is the order of the passes over the tree of one page.
func (c *Converter) convert(t *term.Term, asker *names.Asker, hasFile func(string) bool, decide decideFunc) (body *Body) {
	scratch := c.scratches.Get().(*scratch)
	body = scratch.bodies.New()
	body.Rare = common
	// A fault of ours or of goldmark in one file must name the file and let the others be reported.
	defer func() {
		if fault := recover(); fault != nil {
			body = &Body{Asked: asker.Keys(), Rare: &Rare{Diags: diag.List{{File: t.File.Path, Rule: "markdown-fault",
				Text: fmt.Sprintf("this file cannot be converted: %v", fault),
				Hint: "please report it together with the file"}}}}
		}
	}()
	source, origin := newSource(t.Body, t.BodyOffset)
	p := &scratch.page
	*p = page{converter: c, term: t, asker: asker, hasFile: hasFile, source: source, origin: origin, body: body, ids: scratch.ids, scratch: scratch}
	if p.tooDeep() {
		return body
	}
	doc := c.parse(source, scratch.context)
	p.shape(doc)
	p.resolveLinks(doc)
	p.labelBoxes()
	p.cleanRawHTML(doc)
	p.nameHeadings()
	p.foldQuestions(doc)
	p.collect(doc)
	p.link(doc, decide)
	p.render(doc)
	p.checkOwnFragments()
	p.finish()
	p.release()
	return body
}

// parse returns goldmark's tree of a text.
func (c *Converter) parse(source []byte, state *context) ast.Node {
	parser := c.parser
	if !c.longWay && !mayHaveAddress(source) {
		parser = c.plain
	}
	return parser.Parse(text.NewReader(source), state.asOptions...)
}

// finish sorts what was gathered in order of the text, so that equal pages have equal bodies.
func (p *page) finish() {
	sorted := func(list []string) []string {
		slices.Sort(list)
		return slices.Compact(list)
	}
	p.body.Anchors = sorted(p.body.Anchors)
	p.body.Asked = p.asker.Keys()
	if r := p.body.Rare; r != common {
		r.Assets, r.Missing = sorted(r.Assets), sorted(r.Missing)
		r.Diags.Sort()
	}
}
