package site

import (
	"slices"

	"gloss/layouts"
)

// aroundShown is the number of neighbours in the picture of a term.
const aroundShown = 12

// around draws the terms that mention e and those that its page links to. A term that does both stands among those that mention it.
func (s *Site) around(at string, e *entry) *layouts.Neighbourhood {
	linked := s.linkedFrom(e)
	in := make([]*entry, 0, aroundShown)
	for _, b := range e.mentioned {
		if len(in) < aroundShown && b.from.isTerm() {
			in = append(in, b.from)
		}
	}
	out := make([]*entry, 0, len(linked))
	for _, other := range linked {
		if !slices.ContainsFunc(e.mentioned, func(b backlink) bool { return b.from == other }) {
			out = append(out, other)
		}
	}
	// Each side has half of the room, and what the other leaves free.
	in = in[:min(len(in), max(aroundShown/2, aroundShown-len(out)))]
	out = out[:min(len(out), aroundShown-len(in))]
	return layouts.NewNeighbourhood(e.Title, links(at, in), links(at, out), func(i int) bool { return slices.Contains(linked, in[i]) })
}

// linkedFrom returns the terms that a term's page leads to, each once: links in its text in their order, then those that the writer
// names as related.
func (s *Site) linkedFrom(e *entry) []*entry {
	list := make([]*entry, 0, len(e.leads)+len(e.related))
	for _, id := range e.leads {
		if to := s.all[id]; to.isTerm() {
			list = append(list, to)
		}
	}
	for _, to := range e.related {
		if to != e && to.isTerm() && !slices.Contains(list, to) {
			list = append(list, to)
		}
	}
	return list
}

func links(at string, list []*entry) []layouts.Link {
	all := make([]layouts.Link, len(list))
	for i, e := range list {
		all[i] = bare(at, e)
	}
	return all
}
