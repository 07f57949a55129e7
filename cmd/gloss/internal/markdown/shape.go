package markdown

import (
	"bytes"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// shape changes the tree's blocks before links are looked at: the title is not repeated, no heading is of level 1, and quotations that
// are alerts become such.
func (p *page) shape(doc ast.Node) {
	if !p.converter.keepLevels {
		p.dropTitle(doc)
	}
	walkBlocks(doc, func(n ast.Node) {
		if h, ok := n.(*ast.Heading); ok {
			p.scratch.headings = append(p.scratch.headings, h)
		}
	})
	if !p.converter.keepLevels {
		p.lowerHeadings()
	}
	p.makeAlerts(doc)
}

// dropTitle takes away a first heading that only repeats the title, as files from other generators have it.
func (p *page) dropTitle(doc ast.Node) {
	h, ok := doc.FirstChild().(*ast.Heading)
	if ok && h.Level == 1 && strings.EqualFold(joinSpaces(p.textOf(h)), joinSpaces(p.term.Title)) {
		doc.RemoveChild(doc, h)
	}
}

// lowerHeadings moves all headings down a level when one has level 1, which belongs to the page's title.
func (p *page) lowerHeadings() {
	if !slices.ContainsFunc(p.scratch.headings, func(h *ast.Heading) bool { return h.Level == 1 }) {
		return
	}
	for _, h := range p.scratch.headings {
		h.Level = min(h.Level+1, 6)
	}
}

// walkBlocks visits the block nodes below n in order of the text. visit may replace its node by another.
func walkBlocks(n ast.Node, visit func(ast.Node)) {
	switch n.Kind() {
	case ast.KindParagraph, ast.KindHeading, ast.KindTextBlock, east.KindTableCell:
		return
	}
	children(n, func(c ast.Node) {
		if c.Type() == ast.TypeInline {
			return
		}
		walkBlocks(c, visit)
		visit(c)
	})
}

// alertMark is the first line of an alert.
var alertMark = regexp.MustCompile(`(?i)^\[!(note|tip|important|warning|caution)\]$`)

// alertTitles returns the words above alerts.
func alertTitles(language string, given map[string]string) map[string]string {
	base, _, _ := strings.Cut(strings.ToLower(language), "-")
	words := map[string][5]string{
		"de": {"Hinweis", "Tipp", "Wichtig", "Warnung", "Vorsicht"},
		"en": {"Note", "Tip", "Important", "Warning", "Caution"},
		"es": {"Nota", "Consejo", "Importante", "Advertencia", "Precaución"},
		"fr": {"Remarque", "Conseil", "Important", "Avertissement", "Attention"},
		"it": {"Nota", "Suggerimento", "Importante", "Avviso", "Attenzione"},
		"nl": {"Opmerking", "Tip", "Belangrijk", "Waarschuwing", "Let op"},
		"pt": {"Nota", "Dica", "Importante", "Aviso", "Cuidado"},
	}
	if _, known := words[base]; !known {
		base = "en"
	}
	titles := make(map[string]string, 5)
	for i, name := range []string{"note", "tip", "important", "warning", "caution"} {
		titles[name] = words[base][i]
		if given[name] != "" {
			titles[name] = given[name]
		}
	}
	return titles
}

// makeAlerts turns quotations that begin with a line [!NOTE] into alerts.
func (p *page) makeAlerts(doc ast.Node) {
	walkBlocks(doc, func(n ast.Node) {
		quote, ok := n.(*ast.Blockquote)
		if !ok {
			return
		}
		first, ok := quote.FirstChild().(*ast.Paragraph)
		if !ok || first.Lines().Len() == 0 {
			return
		}
		line := first.Lines().At(0)
		mark := alertMark.FindSubmatch(bytes.TrimSpace(line.Value(p.source)))
		if mark == nil {
			return
		}
		dropFirstLine(first)
		if !first.HasChildren() {
			quote.RemoveChild(quote, first)
		}
		name := strings.ToLower(string(mark[1]))
		a := &alert{name: name, title: p.converter.alerts[name]}
		children(quote, func(c ast.Node) { a.AppendChild(a, c) })
		quote.Parent().ReplaceChild(quote.Parent(), quote, a)
	})
}

// dropFirstLine removes the inline nodes up to the first line break.
func dropFirstLine(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = n.FirstChild() {
		t, ok := c.(*ast.Text)
		n.RemoveChild(n, c)
		if ok && (t.SoftLineBreak() || t.HardLineBreak()) {
			return
		}
	}
}
