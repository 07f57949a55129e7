package site

import (
	"slices"

	"gloss/layouts"
)

// aroundShown is the number of neighbours in the picture of a term.
const aroundShown = 12

// around draws the terms that mention e and those that its page links to. A term that does both stands among those that mention it.
func (v *Viewer) around(s *Site, at place, e *entry) *layouts.Neighbourhood {
	linked, in, out := s.appendLinked(v.leads[:0], e), v.in[:0], v.out[:0]
	for _, b := range e.mentioned {
		if len(in) == aroundShown {
			break
		}
		if from := s.all[b.from]; from.isTerm() {
			in = append(in, from)
		}
	}
	for _, other := range linked {
		if !slices.ContainsFunc(e.mentioned, func(b backlink) bool { return b.from == other.id }) {
			out = append(out, other)
		}
	}
	v.leads, v.in, v.out = linked, in, out
	// Each side has half of the room, and what the other leaves free.
	in = in[:min(len(in), max(aroundShown/2, aroundShown-len(out)))]
	out = out[:min(len(out), aroundShown-len(in))]
	v.inLinks, v.outLinks = appendBare(v.inLinks[:0], at, in), appendBare(v.outLinks[:0], at, out)
	return v.sketch.Neighbourhood(e.title, v.inLinks, v.outLinks, func(i int) bool { return slices.Contains(linked, in[i]) })
}

// appendLinked appends to an empty list the terms that a term's page leads to, each once: links in its text in their order, then those that
// the writer names as related.
func (s *Site) appendLinked(list []*entry, e *entry) []*entry {
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

func appendBare(links []layouts.Link, at place, list []*entry) []layouts.Link {
	for _, e := range list {
		links = append(links, bare(at, e))
	}
	return links
}
