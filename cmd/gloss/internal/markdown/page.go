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

	hasRaw       bool       // raw HTML stands in the tree
	boxes        []ast.Node // check boxes of task lists
	ruler        ruler
	foreign      bool              // the one warning about another generator's syntax was given
	ids          ids               // taken ids
	nextHeading  int               // where named begins to look
	ownFragments []Fragment        // links to sections of this page
	shut         map[ast.Node]bool // nodes inside raw elements that may hold no link
	blocks       []block
	scratch      *scratch
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

// ruler finds lines and columns of rising offsets without counting from the file's start each time.
type ruler struct {
	line, lineStart int    // of the last offset
	offset, col     int    // the last offset and the characters before it on its line
	text            string // the last line
}

// seek moves the ruler to an offset of data.
func (r *ruler) seek(data []byte, offset int) {
	if r.line == 0 || offset < r.offset {
		*r = ruler{line: 1}
	}
	if n := bytes.Count(data[r.offset:offset], []byte{'\n'}); n > 0 || r.text == "" {
		r.line += n
		r.lineStart = bytes.LastIndexByte(data[:offset], '\n') + 1
		r.offset, r.col = r.lineStart, 0
		end := len(data)
		if i := bytes.IndexByte(data[r.lineStart:], '\n'); i >= 0 {
			end = r.lineStart + i
		}
		r.text = diag.SourceLine(data[r.lineStart:end], 1)
	}
	r.col += utf8.RuneCount(data[r.offset:offset])
	r.offset = offset
}

// diagnostic places a diagnostic on a byte range of the seen text.
func (p *page) diagnostic(start, end int, severity diag.Severity, rule, text, hint string) diag.Diagnostic {
	data := p.term.File.Data
	// The end of the last character, not the start of the next: a "\r" may lie between.
	from, to := p.origin.offset(start), p.origin.offset(max(start, end-1))+1
	from = min(max(from, 0), len(data))
	to = min(max(to, from), len(data))
	if i := bytes.IndexAny(data[from:to], "\r\n"); i >= 0 {
		to = from + i
	}
	p.ruler.seek(data, from)
	return diag.Diagnostic{File: p.term.File.Path, Line: p.ruler.line, Col: p.ruler.col + 1, Width: max(1, utf8.RuneCount(data[from:to])),
		Severity: severity, Rule: rule, Text: text, Hint: hint, Source: p.ruler.text}
}

func (p *page) report(start, end int, severity diag.Severity, rule, text, hint string) {
	p.tell(p.diagnostic(start, end, severity, rule, text, hint))
}

func (p *page) tell(d diag.Diagnostic) {
	r := p.body.rare()
	r.Diags = append(r.Diags, d)
}

// maxDepth is the number of quotation and list markers that may open on one line. Browsers stop nesting at 512 elements; goldmark's
// time grows with the square of the depth.
const maxDepth = 200

// maxOpenLinks is the number of links without an end on one line; goldmark reads the rest of the line for each.
const maxOpenLinks = 1000

// tooDeep reports a line that opens more than any text needs, and with that keeps conversion linear in the input.
func (p *page) tooDeep() bool {
	for start := 0; start < len(p.source); {
		line := p.source[start:]
		next := len(p.source)
		if i := bytes.IndexByte(line, '\n'); i >= 0 {
			line, next = line[:i], start+i+1
		}
		switch {
		case len(line) > maxDepth && markers(line) > maxDepth:
			p.report(start, start+1, diag.Error, "nested-too-deep", "this line opens more than 200 quotations or lists", "")
			return true
		case len(line) > 2*maxOpenLinks && bytes.Count(line, []byte("]("))-bytes.Count(line, []byte(")")) > maxOpenLinks:
			p.report(start, start+1, diag.Error, "nested-too-deep", "this line opens more than 1000 links without an end", "")
			return true
		}
		start = next
	}
	return false
}

// markers counts the container markers at a line's start: of quotations, lists, definitions, footnotes.
func markers(line []byte) int {
	if len(bytes.Trim(line, "-*_ \t")) == 0 {
		return 0 // a rule
	}
	count := 0
	for i := 0; i < len(line); i++ {
		c := line[i]
		spaced := i+1 == len(line) || line[i+1] == ' ' || line[i+1] == '\t'
		switch {
		case c == '>', spaced && (c == '-' || c == '+' || c == '*' || c == ':' || c == '.' || c == ')'):
			count++
		case c == ' ', c == '\t', c >= '0' && c <= '9', c == '.', c == ')':
		case c == '[':
			end := bytes.Index(line[i:min(len(line), i+200)], []byte("]:"))
			if end < 0 {
				return count
			}
			count++
			i += end + 1
		default:
			return count
		}
	}
	return count
}

// children visits the children of n; visit may take its node out of the tree or put others around it.
func children(n ast.Node, visit func(ast.Node)) {
	for c := n.FirstChild(); c != nil; {
		after := c.NextSibling()
		visit(c)
		c = after
	}
}
