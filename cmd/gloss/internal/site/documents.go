package site

import (
	"slices"

	"gloss/search"
)

// Documents returns the terms for search, in title order. An entry that only points to another is no document of its own: its
// names become names of the entry it leads to.
func (s *Site) Documents() []search.Document {
	pointed := map[*entry][]string{}
	for _, e := range s.entries {
		if e.see != nil {
			pointed[e.see] = append(pointed[e.see], namesOf(e)...)
		}
	}
	documents := make([]search.Document, 0, len(s.entries))
	for _, e := range s.entries {
		if e.see != nil {
			continue
		}
		d := search.Document{ID: e.slug(), URL: e.URL(), Title: e.title, Abbreviation: e.more.abbreviation, Summary: e.summary, Body: e.body.Text}
		for _, alias := range e.more.aliases {
			d.Aliases = append(d.Aliases, alias.Text)
		}
		for _, name := range pointed[e] {
			if name != e.title && name != e.more.abbreviation && !slices.Contains(d.Aliases, name) {
				d.Aliases = append(d.Aliases, name)
			}
		}
		for _, t := range e.tagged {
			d.Tags = append(d.Tags, t.text)
		}
		documents = append(documents, d)
	}
	return documents
}

func namesOf(e *entry) []string {
	all := []string{e.title}
	if e.more.abbreviation != "" {
		all = append(all, e.more.abbreviation)
	}
	for _, alias := range e.more.aliases {
		all = append(all, alias.Text)
	}
	return all
}
