package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
)

// textOf returns the visible text of the inline nodes in n; line breaks are spaces.
func (p *page) textOf(n ast.Node) string {
	if a, ok := n.(*anchor); ok && n.FirstChild() == nil {
		return a.label
	}
	first := n.FirstChild()
	if first == nil {
		return ""
	}
	if first.NextSibling() == nil {
		return p.textOfNode(first)
	}
	var b strings.Builder
	for c := first; c != nil; c = c.NextSibling() {
		b.WriteString(p.textOfNode(c))
	}
	return b.String()
}

// textOfNode is textOf for one inline node itself.
func (p *page) textOfNode(n ast.Node) string {
	switch n := n.(type) {
	case *ast.Text:
		text := p.plainText(n)
		if n.SoftLineBreak() || n.HardLineBreak() {
			text += " "
		}
		return text
	case *ast.String:
		return string(n.Value)
	case *glyph:
		return n.text
	case *ast.CodeSpan:
		return p.codeText(n)
	case *foreign:
		return string(p.source[n.start:n.end])
	case *wiki:
		if n.label != "" {
			return n.label
		}
		return n.target
	case *ast.AutoLink:
		return string(n.Label(p.source))
	case *markup:
		return n.text
	case *picture:
		return ""
	}
	return p.textOf(n)
}

func (p *page) plainText(n *ast.Text) string {
	value := n.Segment.Value(p.source)
	if n.IsRaw() {
		return string(value)
	}
	var b strings.Builder
	unescape(value, func(run []byte, _, _ int, _ bool) { b.Write(run) })
	return b.String()
}

// codeText is the text of a code span, line ends as spaces.
func (p *page) codeText(n *ast.CodeSpan) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if t, ok := c.(*ast.Text); ok {
			b.Write(t.Segment.Value(p.source))
		}
	}
	return strings.ReplaceAll(b.String(), "\n", " ")
}
