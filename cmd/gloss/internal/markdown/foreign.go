package markdown

import (
	"bytes"
	"regexp"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"gloss/cmd/gloss/internal/diag"
)

// foreignParser reads the shortcodes of Hugo, Zola, Jekyll and Eleventy, so that what is in them is not taken for Markdown or HTML:
// {{< x >}}, {{% x %}}, {% x %}. They are shown as written.
type foreignParser struct{}

func (foreignParser) Trigger() []byte { return []byte{'{'} }

func (foreignParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, segment := block.PeekLine()
	length := shortcode(line)
	if length == 0 {
		return nil
	}
	block.Advance(length)
	return &foreign{start: segment.Start, end: segment.Start + length}
}

// shortcode returns the length of the shortcode that line begins with, or 0.
func shortcode(line []byte) int {
	if len(line) < 4 {
		return 0
	}
	closer := ""
	switch string(line[:2]) {
	case "{%":
		closer = "%}"
	case "{{":
		switch line[2] {
		case '<':
			closer = ">}}"
		case '%':
			closer = "%}}"
		default:
			return 0 // {{name}} is a blank of mail templates as well, and plain text anyway
		}
	default:
		return 0
	}
	if i := bytes.Index(line[2:min(len(line), maxWiki)], []byte(closer)); i > 0 {
		return 2 + i + len(closer)
	}
	return 0
}

// container is the opening of a Docusaurus, VitePress or Pandoc container.
var container = regexp.MustCompile(`^:::+ ?\{?[.A-Za-z]`)

// warnForeign gives the one warning of a page about another generator's syntax.
func (p *page) warnForeign(start, end int) {
	if p.foreign {
		return
	}
	p.foreign = true
	p.report(start, end, diag.Warning, "foreign-shortcode",
		"another generator's shortcode is shown as text: "+joinSpaces(string(p.source[start:end])),
		"write it in Markdown, or put it in backticks if it is meant as text")
}
