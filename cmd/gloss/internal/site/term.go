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

func (s *Site) termView(e *entry) layouts.View {
	at := e.URL()
	v := &layouts.Term{
		Page: s.head(s.page("term", at, e.Title, e.summary), e), Slug: e.Slug, Abbreviation: e.Abbreviation, Domain: e.Domain,
		Summary: e.summary, SummaryShown: e.Term.Summary != "", Body: template.HTML(e.body.HTML), Contents: contents(e),
		EditURL: s.in.Config.EditURL(e.File.Path), Updated: e.Updated,
	}
	for _, alias := range e.Aliases {
		v.Aliases = append(v.Aliases, alias.Text)
	}
	for i, tag := range e.Tags {
		v.Tags = append(v.Tags, layouts.Link{Title: tag.Text, URL: address.Relative(at, "tags/"+e.tagNames[i]+".html")})
	}
	for _, other := range e.related {
		v.Related = append(v.Related, link(at, other))
	}
	for _, more := range e.suggested {
		l := link(at, more.entry)
		l.Reason = s.inWords(more.reason)
		v.Related = append(v.Related, l)
	}
	for _, other := range e.sharing {
		v.Senses = append(v.Senses, link(at, other))
	}
	if e.see != nil {
		see := link(at, e.see)
		v.See = &see
	}
	v.Around = s.around(at, e)
	if listed := e.mentioned[:min(len(e.mentioned), mentionsListed)]; len(listed) > 0 {
		v.Mentions, v.MentionsLeft = make([]layouts.Mention, len(listed)), len(e.mentioned)-len(listed)
		for i := range listed {
			v.Mentions[i] = mentionView(at, listed[i])
		}
	}
	if e.previous != nil {
		previous := bare(at, e.previous)
		v.Previous = &previous
	}
	if e.next != nil {
		next := bare(at, e.next)
		v.Next = &next
	}
	return v
}

func mentionView(at string, b backlink) layouts.Mention {
	said := b.mention
	m := layouts.Mention{Link: bare(at, b.from), Before: said.Sentence}
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

// contents returns the headings of the two highest levels, when there are enough of them to need a table.
func contents(e *entry) []layouts.Heading {
	var all []layouts.Heading
	for _, h := range e.body.Headings {
		if h.Level == 2 || h.Level == 3 {
			all = append(all, layouts.Heading{ID: h.ID, Text: h.Text, Level: h.Level})
		}
	}
	if len(all) < contentsFrom {
		return nil
	}
	return all
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
