package markdown

import (
	"github.com/yuin/goldmark/ast"

	"gloss/cmd/gloss/internal/term"
)

// The nodes below replace goldmark's once their addresses are known, so that rendering decides nothing.

var (
	kindAnchor   = ast.NewNodeKind("Anchor")
	kindPicture  = ast.NewNodeKind("Picture")
	kindWiki     = ast.NewNodeKind("Wiki")
	kindGlyph    = ast.NewNodeKind("Glyph")
	kindPlain    = ast.NewNodeKind("Plain")
	kindForeign  = ast.NewNodeKind("Foreign")
	kindMarkup   = ast.NewNodeKind("Markup")
	kindAlert    = ast.NewNodeKind("Alert")
	kindFAQ      = ast.NewNodeKind("FAQ")
	kindQuestion = ast.NewNodeKind("Question")
	kindLabel    = ast.NewNodeKind("Label")
	kindAbbr     = ast.NewNodeKind("Abbr")
)

// anchor is a link; its children are the link's text.
type anchor struct {
	ast.BaseInline
	href   string // as it stands in the attribute, not yet HTML-escaped
	title  string
	kind   linkKind
	target *term.Term // of a link to a term or page, else nil
	label  string     // the text, when there are no children
}

func (n *anchor) Kind() ast.NodeKind       { return kindAnchor }
func (n *anchor) Dump(src []byte, lvl int) { ast.DumpHelper(n, src, lvl, nil, nil) }

// picture is an image of the site, or a data: image.
type picture struct {
	ast.BaseInline
	src, alt, title string
}

func (n *picture) Kind() ast.NodeKind       { return kindPicture }
func (n *picture) Dump(src []byte, lvl int) { ast.DumpHelper(n, src, lvl, nil, nil) }

// wiki is [[target]] or [[target|label]] before it is resolved.
type wiki struct {
	ast.BaseInline
	embed         bool // ![[target]]
	target, label string
	start, end    int // in the source, brackets included
}

func (n *wiki) Kind() ast.NodeKind       { return kindWiki }
func (n *wiki) Dump(src []byte, lvl int) { ast.DumpHelper(n, src, lvl, nil, nil) }

// glyph is what the typographer put in the place of a character.
type glyph struct {
	ast.BaseInline
	text  string
	start int // in the source
}

func (n *glyph) Kind() ast.NodeKind       { return kindGlyph }
func (n *glyph) Dump(src []byte, lvl int) { ast.DumpHelper(n, src, lvl, nil, nil) }

// plain holds a name that the writer does not want linked.
type plain struct{ ast.BaseInline }

func (n *plain) Kind() ast.NodeKind       { return kindPlain }
func (n *plain) Dump(src []byte, lvl int) { ast.DumpHelper(n, src, lvl, nil, nil) }

// foreign is a shortcode of another generator, shown as it was written.
type foreign struct {
	ast.BaseInline
	start, end int
}

func (n *foreign) Kind() ast.NodeKind       { return kindForeign }
func (n *foreign) Dump(src []byte, lvl int) { ast.DumpHelper(n, src, lvl, nil, nil) }

// markup is raw HTML that is safe to write as it stands, balanced within its parent.
type markup struct {
	ast.BaseInline
	html string
	text string // what of it the reader sees
}

func (n *markup) Kind() ast.NodeKind       { return kindMarkup }
func (n *markup) Dump(src []byte, lvl int) { ast.DumpHelper(n, src, lvl, nil, nil) }

// label holds a check box and the words that name it.
type label struct{ ast.BaseInline }

func (n *label) Kind() ast.NodeKind       { return kindLabel }
func (n *label) Dump(src []byte, lvl int) { ast.DumpHelper(n, src, lvl, nil, nil) }

// abbr is an abbreviation where the page uses it first.
type abbr struct {
	ast.BaseInline
	title string // the long form
}

func (n *abbr) Kind() ast.NodeKind       { return kindAbbr }
func (n *abbr) Dump(src []byte, lvl int) { ast.DumpHelper(n, src, lvl, nil, nil) }

// alert is one of GitHub's five, made from a quotation.
type alert struct {
	ast.BaseBlock
	name, title string
}

func (n *alert) Kind() ast.NodeKind       { return kindAlert }
func (n *alert) Dump(src []byte, lvl int) { ast.DumpHelper(n, src, lvl, nil, nil) }

// faq holds the heading of a FAQ, what stands before the first question, and the questions.
type faq struct{ ast.BaseBlock }

func (n *faq) Kind() ast.NodeKind       { return kindFAQ }
func (n *faq) Dump(src []byte, lvl int) { ast.DumpHelper(n, src, lvl, nil, nil) }

// question holds a heading and the answer after it.
type question struct {
	ast.BaseBlock
	id, text   string
	start, end int // of the answer in the rendered HTML
}

func (n *question) Kind() ast.NodeKind       { return kindQuestion }
func (n *question) Dump(src []byte, lvl int) { ast.DumpHelper(n, src, lvl, nil, nil) }
