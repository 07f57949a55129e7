package site

import (
	"slices"

	"gloss/search"
)

// Documents returns the terms for search, in title order. An entry that only points to another is no document of its own: its
// names become names of the entry it leads to.
func (s *Site) Documents() []search.Document {
	pointed := map[*entry][]string{}
	n := 0 // of other names and tags, at most
	for _, e := range s.entries {
		n += len(e.more.aliases) + len(e.tagged)
		if e.see != nil {
			all := namesOf(e)
			pointed[e.see] = append(pointed[e.see], all...)
			n += len(all)
		}
	}
	documents := make([]search.Document, 0, len(s.entries))
	texts := make([]string, 0, n) // of all documents: 116,000 lists of their own at 100,000 terms
	for _, e := range s.entries {
		if e.see != nil {
			continue
		}
		d := search.Document{ID: e.slug(), URL: e.URL(), Title: e.title, Abbreviation: e.more.abbreviation, Summary: e.summary, Body: e.body.Text}
		first := len(texts)
		for _, alias := range e.more.aliases {
			texts = append(texts, alias.Text)
		}
		for _, name := range pointed[e] {
			if name != e.title && name != e.more.abbreviation && !slices.Contains(texts[first:], name) {
				texts = append(texts, name)
			}
		}
		d.Aliases = texts[first:len(texts):len(texts)]
		first = len(texts)
		for _, t := range e.tagged {
			texts = append(texts, t.text)
		}
		d.Tags = texts[first:len(texts):len(texts)]
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
