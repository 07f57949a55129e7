package site

import (
	"gloss/cmd/gloss/internal/markdown"
	"gloss/layouts"
)

// Viewer makes the views of pages one after the other in the same memory: a view is good until the next. The zero Viewer is ready; it is for
// one goroutine at a time. Views of their own were a fifth of all that a build of 100,000 terms allocates.
type Viewer struct {
	term layouts.Term
	list layouts.List

	see, previous, next      layouts.Link
	aliases                  []string
	tags, related, senses    []layouts.Link
	contents                 []layouts.Heading
	mentions                 []layouts.Mention
	group                    [1]layouts.Group
	entries                  []layouts.Entry
	texts                    []string
	leads, in, out           []*entry
	inLinks, outLinks, parts []layouts.Link
	sketch                   layouts.Sketch

	near []*entry // of fetch
	said [][]markdown.Mention
	sum  byte
}

// View makes the page's view, one of the types of package layouts.
func (v *Viewer) View(p *Page) layouts.View {
	s := p.site
	switch p.Version.kind {
	case homePage:
		return s.homeView()
	case mapPage:
		return s.mapView()
	case bookPage:
		return s.bookView()
	case searchPage:
		return &layouts.Search{Page: s.page("search", "search.html", s.shared.Words.Search, s.shared.Words.SearchHint)}
	case notFoundPage:
		return s.notFoundView()
	case offlinePage:
		return s.offlineView()
	case letterPage:
		return v.letter(s, int(p.index), int(p.part))
	case tagPage:
		return v.tag(s, s.tags[p.index])
	case termPage:
		return v.termOf(s, s.all[p.index])
	case plainPage:
		return v.plain(s, s.all[p.index])
	case sensesPage:
		return v.sensesOf(s, &s.senses[p.index])
	}
	return s.redirectView(s.redirected[p.index])
}
