package markdown

import (
	"bytes"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

// newRenderer returns goldmark's renderer with ours before it. It keeps no state of a page: all that a node needs is in the node.
func newRenderer() renderer.Renderer {
	m := goldmark.New(goldmark.WithExtensions(
		extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignNone)),
		extension.Strikethrough, extension.TaskList, extension.Footnote, extension.DefinitionList,
	))
	m.Renderer().AddOptions(renderer.WithNodeRenderers(util.Prioritized(nodeRenderer{}, 100)))
	return m.Renderer()
}

// output is a buffer that goldmark writes to without one of its own, so that a node can ask where it stands. It holds the links to be
// set in texts, in order of the tree.
type output struct {
	bytes.Buffer
	page  *page // whose headings these are; nil without one
	links []textLink
	next  int // the first that is not written
}

func (o *output) reset() {
	o.Reset()
	clear(o.links)
	o.links, o.next, o.page = o.links[:0], 0, nil
}

func (*output) Buffered() int { return 0 }
func (*output) Flush() error  { return nil }

// render fills Body.HTML and the answers of Body.FAQ.
func (p *page) render(doc ast.Node) {
	out := &p.scratch.out
	out.page = p
	if err := p.converter.renderer.Render(out, p.source, doc); err != nil {
		panic(err) // a buffer takes all; convert reports it
	}
	if out.next != len(out.links) {
		panic("a link's text is not where it was")
	}
	p.body.HTML = out.String()
	for _, q := range p.questions {
		r := p.body.rare()
		r.FAQ = append(r.FAQ, Question{ID: q.id, Question: q.text, Answer: p.body.HTML[q.start:q.end]})
	}
}

// nodeRenderer renders our nodes and those of goldmark's that we render otherwise.
type nodeRenderer struct{}

func (r nodeRenderer) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(kindAnchor, r.anchor)
	reg.Register(kindPicture, r.picture)
	reg.Register(kindGlyph, r.glyph)
	reg.Register(kindForeign, r.foreign)
	reg.Register(kindMarkup, r.markup)
	reg.Register(kindAlert, r.alert)
	reg.Register(kindFAQ, r.faq)
	reg.Register(kindQuestion, r.question)
	reg.Register(kindLabel, r.label)
	reg.Register(kindAbbr, r.abbr)
	reg.Register(ast.KindHeading, r.heading)
	reg.Register(ast.KindCodeBlock, r.code)
	reg.Register(ast.KindFencedCodeBlock, r.code)
	reg.Register(ast.KindString, r.text)
	reg.Register(ast.KindText, r.plainText)
	reg.Register(east.KindTable, r.table)
	reg.Register(east.KindTableCell, r.tableCell)
	reg.Register(east.KindTaskCheckBox, r.checkBox)
}

// escape writes s as HTML text or as the value of an attribute in double quotes.
func escape(w util.BufWriter, s string) {
	_, _ = w.Write(util.EscapeHTML(util.StringToReadOnlyBytes(s)))
}

func attribute(w util.BufWriter, name, value string) {
	_, _ = w.WriteString(" " + name + `="`)
	escape(w, value)
	_ = w.WriteByte('"')
}

func (nodeRenderer) anchor(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		_, _ = w.WriteString("</a>")
		return ast.WalkContinue, nil
	}
	n := node.(*anchor)
	_, _ = w.WriteString("<a")
	switch n.kind {
	case linkTerm:
		_, _ = w.WriteString(` class="term"`)
	case linkExternal:
		_, _ = w.WriteString(` class="external" rel="noopener"`)
	}
	attribute(w, "href", n.href)
	if n.title != "" {
		attribute(w, "title", n.title)
	}
	_ = w.WriteByte('>')
	if n.FirstChild() == nil {
		escape(w, n.label)
	}
	return ast.WalkContinue, nil
}

func (nodeRenderer) picture(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*picture)
	_, _ = w.WriteString("<img")
	attribute(w, "src", n.src)
	attribute(w, "alt", n.alt)
	if n.title != "" {
		attribute(w, "title", n.title)
	}
	_ = w.WriteByte('>')
	return ast.WalkSkipChildren, nil
}

func (nodeRenderer) foreign(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if n := node.(*foreign); entering {
		escape(w, string(source[n.start:n.end]))
	}
	return ast.WalkContinue, nil
}

func (nodeRenderer) markup(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = w.WriteString(node.(*markup).html)
	}
	return ast.WalkContinue, nil
}

func (nodeRenderer) alert(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		_, _ = w.WriteString("</aside>\n")
		return ast.WalkContinue, nil
	}
	n := node.(*alert)
	_, _ = w.WriteString(`<aside class="alert alert-` + n.name + `"><p class="alert-title">`)
	escape(w, n.title)
	_, _ = w.WriteString("</p>\n")
	return ast.WalkContinue, nil
}

func (nodeRenderer) faq(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = w.WriteString("<section class=\"faq\">\n")
	} else {
		_, _ = w.WriteString("</section>\n")
	}
	return ast.WalkContinue, nil
}

func (r nodeRenderer) question(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*question)
	if !entering {
		n.end = w.(*output).Len()
		_, _ = w.WriteString("</details>\n")
		return ast.WalkContinue, nil
	}
	_, _ = w.WriteString(`<details class="question"`)
	attribute(w, "id", n.id)
	_, _ = w.WriteString("><summary>")
	return ast.WalkContinue, nil
}

// heading ends the summary of a question when it is that question's.
func (r nodeRenderer) heading(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.Heading)
	q, ok := n.Parent().(*question)
	asks := ok && q.FirstChild() == node
	level := "0123456"[n.Level]
	if entering {
		_, _ = w.WriteString("<h")
		_ = w.WriteByte(level)
		if of := w.(*output).page; of != nil && !asks { // a question has the id itself
			if is := of.named(n); is != nil {
				_, _ = w.WriteString(` id="`)
				escape(w, is.ID)
				_ = w.WriteByte('"')
			}
		}
		_ = w.WriteByte('>')
		return ast.WalkContinue, nil
	}
	_, _ = w.WriteString("</h")
	_ = w.WriteByte(level)
	_ = w.WriteByte('>')
	if asks {
		_, _ = w.WriteString("</summary>")
		q.start = w.(*output).Len() + 1
	}
	_ = w.WriteByte('\n')
	return ast.WalkContinue, nil
}

func (nodeRenderer) glyph(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = w.WriteString(node.(*glyph).text) // quotes and dashes need no escape
	}
	return ast.WalkContinue, nil
}

// text renders what link resolution put in: plain text, never Markdown.
func (nodeRenderer) text(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = w.Write(util.EscapeHTML(node.(*ast.String).Value))
	}
	return ast.WalkContinue, nil
}

func (nodeRenderer) label(w util.BufWriter, _ []byte, _ ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = w.WriteString("<label>")
	} else {
		_, _ = w.WriteString("</label>")
	}
	return ast.WalkContinue, nil
}

func (nodeRenderer) abbr(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		_, _ = w.WriteString("</abbr>")
		return ast.WalkContinue, nil
	}
	_, _ = w.WriteString("<abbr")
	attribute(w, "title", node.(*abbr).title)
	_ = w.WriteByte('>')
	return ast.WalkContinue, nil
}

func (nodeRenderer) checkBox(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		checked := ""
		if node.(*east.TaskCheckBox).IsChecked {
			checked = " checked"
		}
		_, _ = w.WriteString(`<input type="checkbox" disabled` + checked + `> `)
	}
	return ast.WalkContinue, nil
}

func (nodeRenderer) code(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	language := ""
	if fenced, ok := node.(*ast.FencedCodeBlock); ok {
		language = plainValue(fenced.Language(source))
	}
	highlightCode(w, string(codeLines(source, node)), language)
	return ast.WalkContinue, nil
}

// codeLines is the text of a code block, with the blanks that a tab is cut into.
func codeLines(source []byte, node ast.Node) []byte {
	var b bytes.Buffer
	for i := range node.Lines().Len() {
		line := node.Lines().At(i)
		b.Write(line.Value(source))
	}
	return b.Bytes()
}
