package markdown

import (
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"golang.org/x/text/unicode/norm"
)

// ids are the ids taken on a page, each with the next number to try behind it.
type ids map[string]int

// reserved reports whether an id belongs to the theme's templates (g:...), to footnotes, to the browser (#top), or is the name of the
// scripts' one global, which an id would hide; a heading that would get it has a number behind it.
func reserved(id string) bool {
	return id == "top" || id == "gloss" || id == "a-z" || strings.HasPrefix(id, "g:") || strings.HasPrefix(id, "fn:") ||
		strings.HasPrefix(id, "fnref")
}

// take returns wanted, or wanted with the first free number behind it.
func (s ids) take(wanted string) string {
	id, next := wanted, max(1, s[wanted])
	for s[id] > 0 || reserved(id) {
		id = wanted + "-" + strconv.Itoa(next)
		next++
	}
	s[wanted] = next
	s[id] = max(1, s[id])
	return id
}

// slugify makes the id of a heading as GitHub does: lower case, spaces as hyphens, no punctuation, letters of all scripts kept.
func slugify(text string) string {
	var b strings.Builder
	for _, r := range norm.NFC.String(strings.ToLower(strings.TrimSpace(text))) {
		switch {
		case unicode.IsLetter(r), unicode.IsNumber(r), unicode.IsMark(r), r == '-', r == '_':
			b.WriteRune(r)
		case unicode.IsSpace(r):
			b.WriteByte('-')
		}
	}
	if b.Len() == 0 {
		return "section"
	}
	return b.String()
}

// naming is a heading's text, without spaces that are not seen, and the id that it wants.
type naming struct{ text, id string }

// maxUsual is the number of headings that are remembered from page to page, and the length of their texts in bytes: the sections of most
// glossaries are called alike, and bodies that share their names hold two pieces of memory less a heading.
const maxUsual = 64

// naming returns what a heading is called. A heading that other pages have is not worked out again.
func (p *page) naming(h *ast.Heading) naming {
	only, ok := h.FirstChild().(*ast.Text)
	if !ok || only.NextSibling() != nil || only.Segment.Len() > maxUsual || !plainBytes(only.Segment.Value(p.source)) {
		text := joinSpaces(p.textOf(h))
		return naming{text, slugify(text)}
	}
	written := only.Segment.Value(p.source)
	known, ok := p.scratch.usual[string(written)]
	if !ok {
		text := joinSpaces(string(written))
		known = naming{text, slugify(text)}
		if len(p.scratch.usual) < maxUsual {
			p.scratch.usual[string(written)] = known
		}
	}
	return known
}

// nameHeadings gives each heading its id and fills Body.Headings.
func (p *page) nameHeadings() {
	count := len(p.scratch.headings)
	if count == 0 {
		return
	}
	p.body.Headings, p.body.Anchors = p.scratch.sections.Take(count)[:0], p.scratch.anchors.Take(count)[:0]
	for _, h := range p.scratch.headings {
		is := p.naming(h)
		if given, ok := h.AttributeString("id"); ok {
			if raw, ok := given.([]byte); ok && len(raw) > 0 && validID(string(raw)) {
				is.id = string(raw)
			}
		}
		id := p.ids.take(is.id)
		p.body.Headings = append(p.body.Headings, Heading{Level: h.Level, ID: id, Text: is.text})
		p.body.Anchors = append(p.body.Anchors, id)
	}
}

// named returns what nameHeadings made of a heading, nil if it has not seen it. Headings are asked for in order of the text, so the one
// after the last is nearly always the right one.
func (p *page) named(h *ast.Heading) *Heading {
	for range p.scratch.headings {
		i := p.nextHeading
		if p.nextHeading++; p.nextHeading == len(p.scratch.headings) {
			p.nextHeading = 0
		}
		if p.scratch.headings[i] == h {
			return &p.body.Headings[i]
		}
	}
	return nil
}

// validID reports whether a writer may use id: letters, digits, marks and -_:. of any script.
func validID(id string) bool {
	for _, r := range id {
		if !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r) && !strings.ContainsRune("-_:.", r) {
			return false
		}
	}
	return id != ""
}
