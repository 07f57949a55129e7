package site

import (
	"fmt"
	"net/url"

	"gloss/cmd/gloss/internal/address"
	"gloss/cmd/gloss/internal/diag"
	"gloss/layouts"
)

// homeListLimit is the number of terms up to which the home page lists them all; beyond, it leads to the letters' pages.
const homeListLimit = 400

// Page is one page of the site before its view is made.
type Page struct {
	// Path is the page's address from the site's root.
	Path string
	// Version is the version of what stands on the page: with one Memory, a page of the same path and version shows the same.
	Version Version
	// Digest is the version for other processes, if Input.Marks were given.
	Digest Digest
	// Later marks a page that takes long to make and that no reader waits for: the map and the page to print.
	Later bool

	site  *Site
	index int // of the letter, tag, senses or redirect
	part  int // of a letter
}

// Version tells two states of a page apart. It is comparable.
type Version struct {
	kind    pageKind
	subject any // what the page is about: an *entry, a *tagGroup, a name, or nil
	latest  stamp
}

type pageKind uint8

const (
	homePage pageKind = iota
	mapPage
	bookPage
	searchPage
	notFoundPage
	offlinePage
	letterPage
	tagPage
	termPage
	plainPage
	sensesPage
	redirectPage
)

// View makes the page's view, one of the types of package layouts.
func (p Page) View() layouts.View {
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
		return s.letterView(p.index, p.part)
	case tagPage:
		return s.tagView(s.tags[p.index])
	case termPage:
		return s.termView(p.Version.subject.(*entry))
	case plainPage:
		return s.plainView(p.Version.subject.(*entry))
	case sensesPage:
		return s.sensesView(&s.senses[p.index])
	}
	return s.redirectView(s.redirected[p.index])
}

// Done lets go of what no other page shows. It is for a page whose View is not asked for again, and may run beside Views of others.
func (p Page) Done() {
	if e, ok := p.Version.subject.(*entry); ok && p.Version.kind == termPage && !p.site.hasBook() {
		e.body.HTML, e.body.Headings, e.body.FAQ = "", nil, nil
	}
}

// listPages decides which pages there are and refuses two pages with one address.
func (s *Site) listPages() diag.List {
	taken := &addresses{s, map[string]string{}}
	s.pages = make([]Page, 0, len(s.entries)+len(s.plain)+len(s.tags)+len(s.entries)/letterPageSize+64)
	add := func(sitePath, owner string, page Page) {
		taken.take(sitePath, owner)
		page.Path, page.site = sitePath, s
		s.pages = append(s.pages, page)
	}
	add("index.html", "the home page", Page{Version: Version{homePage, s.home, s.homeStamp()}})
	if s.hasMap() {
		add(mapPath, "the map", Page{Version: Version{mapPage, nil, max(s.frameOf("map"), s.any)}, Later: true})
	}
	if s.hasBook() {
		add(bookPath, "the page to print", Page{Version: Version{bookPage, nil, max(s.frameOf("book"), s.any)}, Later: true})
	}
	add("search.html", "the search page", Page{Version: Version{searchPage, nil, s.frameOf("search")}})
	add("404.html", "the page for unknown addresses", Page{Version: Version{notFoundPage, nil, s.frameOf("notfound")}})
	if s.shared.Offline {
		add(offlinePath, "the list of what a reader keeps", Page{Version: Version{offlinePage, nil, s.frameOf("page")}})
	}
	for i := range s.letters {
		for part := range s.letters[i].pages() {
			add(s.letters[i].path(part), "a letter page", Page{Version: Version{letterPage, nil, s.letterStamp(i, part)}, index: i, part: part})
		}
	}
	for i, g := range s.tags {
		add(g.path, "a tag page", Page{Version: Version{tagPage, g, s.tagStamp(g)}, index: i})
	}
	s.addTerms()
	var diags diag.List
	for _, e := range s.plain {
		if owner, clash := taken.owner(e.url); clash {
			d := diag.At(e.File.Path, e.File.Data, 1, 0, 0)
			d.Rule, d.Text = "address-taken", fmt.Sprintf("%s is the address of %s", e.url, owner)
			d.Hint = "give the page another slug"
			diags = append(diags, d)
			continue
		}
		add(e.url, e.File.Path, Page{Version: Version{plainPage, e, max(s.frameOf("page"), e.own)}})
	}
	for i := range s.senses {
		h := &s.senses[i]
		if _, clash := taken.owner(h.path()); !clash {
			add(h.path(), "the page of the senses of "+h.name, Page{Version: Version{sensesPage, h.name, s.sensesStamp(h)}, index: i})
		}
	}
	redirects, problems := s.redirects(taken)
	s.redirected = redirects
	for i, r := range redirects {
		s.pages = append(s.pages, Page{Path: r.path, Version: Version{redirectPage, r.to, max(s.frameOf("redirect"), r.to.own, r.to.shown)}, site: s, index: i})
	}
	s.addresses = taken
	return append(diags, problems...)
}

func (s *Site) page(kind, sitePath, title, description string) layouts.Page {
	p := layouts.Page{Site: s.shared, Kind: kind, Title: title, Description: description, Path: sitePath, Root: address.Root(sitePath)}
	if base := s.in.Config.BaseURL; base != "" {
		p.Canonical = base + escapedPath(sitePath)
		if sitePath == "index.html" {
			p.Canonical = base
		}
	}
	return p
}

// escapedPath percent-encodes a site path for an absolute address (RFC 3986).
func escapedPath(sitePath string) string { return (&url.URL{Path: sitePath}).EscapedPath() }

func (s *Site) sharedView() *layouts.Site {
	c := s.in.Config
	shared := &layouts.Site{
		Title: c.Title, Description: c.Description, Author: c.Author, Language: c.Language, Direction: direction(c.Language), Terms: len(s.entries),
		Words: s.in.Words, Repository: c.Repository, Offline: c.Outputs.Offline,
		Brand: layouts.Brand{Accent: c.Theme.Accent, Logo: published(c.Theme.Logo), Favicon: published(c.Theme.Favicon), Fonts: c.Theme.Fonts, Radius: c.Theme.Radius, Heading: c.Title},
	}
	if s.hasMap() {
		shared.Map = mapPath
	}
	if s.hasBook() {
		shared.Book = bookPath
	}
	for i := range s.letters {
		g := &s.letters[i]
		shared.Letters = append(shared.Letters, layouts.Letter{Label: g.label,
			Link: layouts.Link{Title: g.label, URL: g.path(0), Count: len(g.entries)}})
	}
	for _, e := range s.plain {
		shared.Pages = append(shared.Pages, layouts.Link{Title: e.Title, URL: e.URL()})
	}
	shared.Links, shared.ThemeColour, shared.App = headLinks(s.heads.Links("")), s.describeSite().ThemeColour(), c.Outputs.App
	return shared
}

// published is the address of a file that lies beside the terms, from the site's root.
func published(file string) string {
	if file == "" {
		return ""
	}
	return "files/" + file
}
