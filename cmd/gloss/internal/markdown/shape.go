package markdown

import (
	"bytes"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"golang.org/x/text/unicode/norm"
)

// shape changes the tree's blocks before links are looked at: the title is not repeated, no heading is of level 1, and quotations that
// are alerts become such.
func (p *page) shape(doc ast.Node) {
	if !p.converter.keepLevels {
		p.dropTitle(doc)
		p.lowerHeadings(doc)
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
func (p *page) lowerHeadings(doc ast.Node) {
	var headings []*ast.Heading
	top := 6
	walkBlocks(doc, func(n ast.Node) {
		if h, ok := n.(*ast.Heading); ok {
			headings = append(headings, h)
			top = min(top, h.Level)
		}
	})
	for _, h := range headings {
		if top == 1 {
			h.Level = min(h.Level+1, 6)
		}
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

// nameHeadings gives each heading its id and fills Body.Headings.
func (p *page) nameHeadings(doc ast.Node) {
	if p.ids == nil {
		p.ids = ids{}
	}
	walkBlocks(doc, func(n ast.Node) {
		h, ok := n.(*ast.Heading)
		if !ok {
			return
		}
		text := joinSpaces(p.textOf(h))
		wanted := slugify(text)
		if given, ok := h.AttributeString("id"); ok {
			if raw, ok := given.([]byte); ok && len(raw) > 0 && validID(string(raw)) {
				wanted = string(raw)
			}
		}
		// Writers may set an id; class, style and event attributes are goldmark's and not ours.
		h.RemoveAttributes()
		id := p.ids.take(wanted)
		h.SetAttributeString("id", id)
		p.body.Headings = append(p.body.Headings, Heading{Level: h.Level, ID: id, Text: text})
		p.body.Anchors = append(p.body.Anchors, id)
	})
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
