package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// isFAQ reports whether a heading opens a FAQ. The words are those of the languages that Gloss has words for.
func isFAQ(heading string) bool {
	if heading == "" || strings.IndexByte("dfhpvDFHPV", heading[0]) < 0 {
		return false // before a copy in small letters is made
	}
	switch strings.ToLower(strings.TrimRight(heading, " :?!.")) {
	case "faq", "faqs", "frequently asked questions", "frequently asked questions (faq)",
		"häufige fragen", "häufig gestellte fragen", "fragen und antworten",
		"foire aux questions", "questions fréquentes", "preguntas frecuentes", "domande frequenti",
		"veelgestelde vragen", "perguntas frequentes":
		return true
	}
	return false
}

// foldQuestions turns a heading "FAQ" and the headings one level below it, up to the next heading of its own level, into a list of
// questions that open. A FAQ without questions as headings stays as it is.
func (p *page) foldQuestions(doc ast.Node) {
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		h, ok := n.(*ast.Heading)
		if !ok {
			continue
		}
		if is := p.named(h); is == nil || !isFAQ(is.Text) {
			continue
		}
		level := questionLevel(h)
		if level == 0 {
			continue
		}
		section := &faq{}
		doc.InsertBefore(doc, h, section)
		p.moveFAQ(h, section, level)
		n = section
	}
}

// questionLevel is the level of the first heading below h, 0 when there is none.
func questionLevel(h *ast.Heading) int {
	for n := h.NextSibling(); n != nil; n = n.NextSibling() {
		if below, ok := n.(*ast.Heading); ok {
			if below.Level > h.Level {
				return below.Level
			}
			return 0
		}
	}
	return 0
}

// moveFAQ moves h and all that belongs to it into section.
func (p *page) moveFAQ(h *ast.Heading, section *faq, level int) {
	var into ast.Node = section
	for n := ast.Node(h); n != nil; {
		after := n.NextSibling()
		below, isHeading := n.(*ast.Heading)
		switch {
		case n == ast.Node(h):
		case isHeading && below.Level <= h.Level, n.Kind() == east.KindFootnoteList:
			return
		case isHeading && below.Level <= level:
			q := &question{}
			if is := p.named(below); is != nil {
				q.id, q.text = is.ID, is.Text
			}
			section.AppendChild(section, q)
			p.questions = append(p.questions, q)
			into = q
		}
		into.AppendChild(into, n)
		n = after
	}
}
