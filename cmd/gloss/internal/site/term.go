package site

import (
	"html/template"

	"golang.org/x/text/language"

	"gloss/cmd/gloss/internal/address"
	"gloss/layouts"
)

// contentsFrom is the number of headings from which a page gets a table of contents.
const contentsFrom = 3

// mentionsListed is the number of pages that a term's page lists as mentioning it, with their sentences: at 100,000 terms, thousands
// mention the commonest, and their pages would be half a megabyte each.
const mentionsListed = 100

func (s *Site) termView(e *entry) layouts.View { return new(Viewer).termOf(s, e) }

func (v *Viewer) termOf(s *Site, e *entry) layouts.View {
	at := placeOf(e.URL())
	v.fetch(s, e, e.mentioned[:min(len(e.mentioned), mentionsListed)])
	v.term = layouts.Term{
		Page: v.head(s, s.page("term", at.path, e.title, e.summary), e), Slug: e.slug(), Abbreviation: e.more.abbreviation, Domain: e.more.domain,
		Summary: e.summary, SummaryShown: e.summarised, Body: template.HTML(e.body.HTML), Contents: v.contentsOf(e),
		EditURL: s.editURL(e), Updated: e.updated,
	}
	v.listNames(at, e)
	v.relatedTo(s, at, e)
	if e.see != nil {
		v.see = link(at, e.see)
		v.term.See = &v.see
	}
	v.term.Around = v.around(s, at, e)
	v.mentionsOf(s, at, e)
	previous, next := beside(s.entries, int(e.position))
	if previous != nil {
		v.previous = bare(at, previous)
		v.term.Previous = &v.previous
	}
	if next != nil {
		v.next = bare(at, next)
		v.term.Next = &v.next
	}
	return &v.term
}

// listNames lists the term's other names and its tags.
func (v *Viewer) listNames(at place, e *entry) {
	v.aliases = v.aliases[:0]
	for _, alias := range e.more.aliases {
		v.aliases = append(v.aliases, alias.Text)
	}
	v.tags = v.tags[:0]
	for _, t := range e.tagged {
		l := layouts.Link{Title: t.text, URL: t.group.up}
		if !at.terms {
			l.URL = address.Relative(at.path, t.group.path)
		}
		v.tags = append(v.tags, l)
	}
	v.term.Aliases, v.term.Tags = v.aliases, v.tags
}

// relatedTo lists related terms, the writer's first, and those that share a name with it.
func (v *Viewer) relatedTo(s *Site, at place, e *entry) {
	v.related, v.senses = v.related[:0], v.senses[:0]
	for _, other := range e.related {
		v.related = append(v.related, link(at, other))
	}
	for i := range e.suggested {
		more := &e.suggested[i]
		l := link(at, s.all[more.id])
		l.Reason = s.inWords(more.reason)
		v.related = append(v.related, l)
	}
	for _, other := range s.sharing(e) {
		v.senses = append(v.senses, link(at, other))
	}
	v.term.Related, v.term.Senses = v.related, v.senses
}

// mentionsOf lists the pages that mention the term, as many as are shown.
func (v *Viewer) mentionsOf(s *Site, at place, e *entry) {
	listed := e.mentioned[:min(len(e.mentioned), mentionsListed)]
	v.mentions = v.mentions[:0]
	for i := range listed {
		v.mentions = append(v.mentions, s.mentionView(at, listed[i]))
	}
	v.term.Mentions, v.term.MentionsLeft = v.mentions, len(e.mentioned)-len(listed)
}

func (s *Site) mentionView(at place, b backlink) layouts.Mention {
	from := s.all[b.from]
	said := &from.body.Mentions[b.best]
	m := layouts.Mention{Link: bare(at, from), Before: said.Sentence}
	if 0 <= said.Start && said.Start <= said.End && int(said.End) <= len(said.Sentence) {
		m.Before, m.Match, m.After = said.Sentence[:said.Start], said.Sentence[said.Start:said.End], said.Sentence[said.End:]
	}
	if said.CutBefore {
		m.Before = "…" + m.Before
	}
	if said.CutAfter {
		m.After += "…"
	}
	return m
}

// editURL is the address at which a term's file is edited, empty when it is not known. To find none took a fifteenth of a view's time.
func (s *Site) editURL(e *entry) string {
	if !s.editable {
		return ""
	}
	return s.in.Config.EditURL(e.path)
}

// contentsOf returns the headings of the two highest levels, when there are enough of them to need a table.
func (v *Viewer) contentsOf(e *entry) []layouts.Heading {
	v.contents = v.contents[:0]
	for _, h := range e.body.Headings {
		if h.Level == 2 || h.Level == 3 {
			v.contents = append(v.contents, layouts.Heading{ID: h.ID, Text: h.Text, Level: h.Level})
		}
	}
	if len(v.contents) < contentsFrom {
		return nil
	}
	return v.contents
}

// direction is the writing direction of the language's usual script.
func direction(tag string) string {
	parsed, err := language.Parse(tag)
	if err != nil {
		return "ltr"
	}
	script, _ := parsed.Script()
	switch script.String() {
	case "Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg", "Mand", "Samr":
		return "rtl"
	}
	return "ltr"
}
