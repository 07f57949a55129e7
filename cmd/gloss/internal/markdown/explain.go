package markdown

import (
	"strings"

	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/linker"
	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/term"
)

// RuleByHand is the rule of a mention that stays plain because the writer links the same term by hand nearby; it joins the linker's
// own rules (see linker.Decision).
const RuleByHand = "linked-by-hand"

// Candidate is a place in a term's file where a name stands, and what was decided about it.
type Candidate struct {
	// Place holds the file, line, column, width and source line; its other fields are empty.
	Place diag.Diagnostic
	// Text is the name as the reader sees it, and Sentence[Start:End] is where it stands.
	Text       string
	Sentence   string
	Start, End int
	// Target is the term meant; nil when a name of several terms stayed unresolved. Name is the name that was found.
	Target *term.Term
	Name   names.Name
	// Linked says that the place is a link, Mention that it means the term, linked or not, Rule by which rule.
	Linked, Mention bool
	Rule            string
}

// Explain converts like Convert and returns every place where a name stands, in order of the text, instead of the body. Links that
// the writer set are not among them.
func (c *Converter) Explain(t *term.Term, table *names.Table, hasFile func(path string) bool) []Candidate {
	var found []Candidate
	observed := *c
	observed.observe = func(p *page, decisions []linker.Decision) { found = p.candidates(decisions) }
	observed.Convert(t, table, hasFile)
	return found
}

// candidates turns decisions into what a writer can be shown.
func (p *page) candidates(decisions []linker.Decision) []Candidate {
	list := make([]Candidate, 0, len(decisions))
	split := sentences{block: -1}
	for _, d := range decisions {
		b := &p.blocks[d.Block]
		split.enter(d.Block, b.shown)
		at := p.diagnostic(b.sourceOffset(d.Start), b.sourceEnd(d.End, d.End), diag.Info, "", "", "")
		one := Candidate{Place: at, Text: strings.ReplaceAll(b.Text[d.Start:d.End], "\n", " "), Target: d.Target, Name: d.Found.Name,
			Linked: d.Linked, Mention: d.Mention, Rule: d.Rule}
		start, end := b.visibleOffset(d.Start), b.visibleOffset(d.End)
		one.Sentence, one.Start, one.End = split.around(start, end).excerpt(b.shown, start, end)
		list = append(list, one)
	}
	return list
}

// Rules documents all rules that a Candidate can have.
func Rules() []linker.RuleDoc {
	return append(linker.Rules(), linker.RuleDoc{Name: RuleByHand, Doc: "The writer links the same term by hand, as near as autolink.first looks."})
}
