package markdown

import (
	"bytes"
	"sort"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/term"
)

// page is the state of one conversion.
type page struct {
	converter *Converter
	term      *term.Term
	asker     *names.Asker
	hasFile   func(string) bool
	source    []byte
	origin    origin
	body      *Body

	hasRaw       bool              // raw HTML stands in the tree
	foreign      bool              // the one warning about another generator's syntax was given
	ids          ids               // taken ids
	ownFragments []Fragment        // links to sections of this page
	shut         map[ast.Node]bool // nodes inside raw elements that may hold no link
	blocks       []block
	questions    []*question
}

// origin maps offsets in the text that goldmark sees to offsets in the file.
type origin struct {
	base    int   // offset of the body in the file
	removed []int // offsets in the seen text before which one carriage return was taken out, ascending
}

// newSource returns body with line ends made "\n" and invalid UTF-8 replaced, so that a file from Windows gives the same page, and
// the way back to the file's offsets. body itself is returned when it needs no change.
func newSource(body []byte, base int) ([]byte, origin) {
	o := origin{base: base}
	if !utf8.Valid(body) {
		// The reader refuses such files; here it only has to be harmless.
		body = bytes.ToValidUTF8(body, []byte("\uFFFD"))
	}
	if bytes.IndexByte(body, '\r') < 0 {
		return body, o
	}
	clean := make([]byte, 0, len(body))
	for i, c := range body {
		switch {
		case c != '\r':
			clean = append(clean, c)
		case i+1 < len(body) && body[i+1] == '\n':
			o.removed = append(o.removed, len(clean))
		default:
			clean = append(clean, '\n') // a lone carriage return ends a line, CommonMark section 2.1
		}
	}
	return clean, o
}

func (o origin) offset(i int) int {
	return o.base + i + sort.SearchInts(o.removed, i+1)
}

// diagnostic places a diagnostic on a byte range of the seen text.
func (p *page) diagnostic(start, end int, severity diag.Severity, rule, text, hint string) diag.Diagnostic {
	d := diag.AtOffset(p.term.File.Path, p.term.File.Data, p.origin.offset(start),
		p.origin.offset(max(start, end-1))+1) // the end of the last character, not the start of the next: a "\r" may lie between
	d.Severity, d.Rule, d.Text, d.Hint = severity, rule, text, hint
	return d
}

func (p *page) report(start, end int, severity diag.Severity, rule, text, hint string) {
	p.body.Diags = append(p.body.Diags, p.diagnostic(start, end, severity, rule, text, hint))
}

// maxDepth is the number of quotation and list markers that may open on one line. Browsers stop nesting at 512 elements; goldmark's
// time grows with the square of the depth.
const maxDepth = 200

// tooDeep reports a line that opens more containers than any text needs, and with that keeps conversion linear in the input.
func (p *page) tooDeep() bool {
	for start := 0; start < len(p.source); {
		line := p.source[start:]
		next := len(p.source)
		if i := bytes.IndexByte(line, '\n'); i >= 0 {
			line, next = line[:i], start+i+1
		}
		if len(line) > maxDepth && markers(line) > maxDepth {
			p.report(start, start+1, diag.Error, "nested-too-deep", "this line opens more than 200 quotations or lists", "")
			return true
		}
		start = next
	}
	return false
}

// markers counts the container markers at a line's start.
func markers(line []byte) int {
	count := 0
	for i, c := range line {
		spaced := i+1 < len(line) && (line[i+1] == ' ' || line[i+1] == '\t')
		switch {
		case c == '>', spaced && (c == '-' || c == '+' || c == '*' || c == ':' || c == '.' || c == ')'):
			count++
		case c == ' ', c == '\t', c >= '0' && c <= '9', c == '.', c == ')':
		case c == '-', c == '*', c == '_', c == '+', c == ':':
			return 0 // a rule, an underline, a table's delimiter row, emphasis
		default:
			return count
		}
	}
	return bytes.Count(line, []byte(">"))
}

// children visits the children of n; visit may take its node out of the tree or put others around it.
func children(n ast.Node, visit func(ast.Node)) {
	for c := n.FirstChild(); c != nil; {
		after := c.NextSibling()
		visit(c)
		c = after
	}
}
