package site

import (
	"slices"

	"gloss/layouts"
)

// aroundShown is the number of neighbours in the picture of a term.
const aroundShown = 12

// around draws the terms that mention e and those that its page links to. A term that does both stands among those that mention it.
func (s *Site) around(at string, e *entry) *layouts.Neighbourhood {
	out := s.linkedFrom(e)
	var in []*entry
	for _, b := range e.mentioned {
		if s.isTerm(b.from) {
			in = append(in, b.from)
		}
	}
	both := map[string]bool{}
	for _, other := range out {
		if slices.Contains(in, other) {
			both[other.from(at)] = true
		}
	}
	out = slices.DeleteFunc(out, func(other *entry) bool { return slices.Contains(in, other) })
	// Each side has half of the room, and what the other leaves free.
	inShown := min(len(in), max(aroundShown/2, aroundShown-len(out)))
	outShown := min(len(out), aroundShown-inShown)
	return layouts.NewNeighbourhood(e.Title, links(at, in[:inShown]), links(at, out[:outShown]), func(l layouts.Link) bool { return both[l.URL] })
}

// linkedFrom returns the terms that a term's page leads to, each once: links in its text in their order, then those that the writer
// names as related.
func (s *Site) linkedFrom(e *entry) []*entry {
	var list []*entry
	add := func(to *entry) {
		if to != nil && to != e && s.isTerm(to) && !slices.Contains(list, to) {
			list = append(list, to)
		}
	}
	for _, m := range e.body.Mentions {
		if m.Linked {
			add(s.bySlug[m.Target])
		}
	}
	for _, to := range e.related {
		add(to)
	}
	return list
}

func (s *Site) isTerm(e *entry) bool {
	return e.position < len(s.entries) && s.entries[e.position] == e
}

func links(at string, list []*entry) []layouts.Link {
	var all []layouts.Link
	for _, e := range list {
		all = append(all, bare(at, e))
	}
	return all
}
