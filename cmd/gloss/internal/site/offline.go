package site

import (
	"html/template"

	"gloss/layouts"
)

// offlinePath is the page that lists what a reader keeps; internal/offline, which knows no site, calls it Page.
const offlinePath = "offline.html"

// offlineView is a page whose lists a script fills, in the browser that keeps the pages.
func (s *Site) offlineView() layouts.View {
	words := s.shared.Words.Offline
	return &layouts.Plain{Page: s.page("page", offlinePath, words.Title, words.Explain),
		Body: template.HTML("<p>" + template.HTMLEscapeString(words.Explain) + `</p><div id="offline-pages"></div>`)}
}
