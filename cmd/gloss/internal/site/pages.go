package site

import (
	"fmt"
	"html/template"
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

func link(from string, e *entry) layouts.Link {
	return layouts.Link{Title: e.Title, URL: e.from(from), Summary: e.summary}
}

// bare is link for the many places that do not show the summary.
func bare(from string, e *entry) layouts.Link {
	return layouts.Link{Title: e.Title, URL: e.from(from)}
}

func listEntry(from string, e *entry) layouts.Entry {
	le := layouts.Entry{Link: link(from, e), Abbreviation: e.Abbreviation, Domain: e.Domain}
	if e.see != nil {
		le.SeeOf = e.see.Title
		if le.Summary == "" {
			le.Summary = e.see.summary
		}
	}
	return le
}

func (s *Site) homeView() layouts.View {
	const at = "index.html"
	home := &layouts.Home{Page: s.page("home", at, s.in.Config.Title, s.in.Config.Description)}
	if s.home != nil {
		home.Introduction = template.HTML(s.home.body.HTML)
		if home.Description == "" {
			home.Description = s.home.summary
		}
	}
	if home.Description == "" {
		home.Description = s.in.Config.Title + ": " + s.shared.Words.Terms.Of(len(s.entries))
	}
	home.Page = s.head(home.Page, nil)
	if len(s.entries) <= homeListLimit {
		for i := range s.letters {
			home.Groups = append(home.Groups, group(at, &s.letters[i], s.letters[i].entries))
		}
	}
	for i := range s.tags {
		home.Tags = append(home.Tags, s.tagLink(at, s.tags[i]))
	}
	if e := s.lists.random; e != nil {
		home.Random = &layouts.Link{Title: e.Title, URL: e.from(at)}
	}
	home.Recent, home.MostLinked = shownLinks(at, s.lists.recent), shownLinks(at, s.lists.most)
	return home
}

func group(at string, g *letterGroup, entries []*entry) layouts.Group {
	view := layouts.Group{Label: g.label, ID: "letter-" + g.name}
	for _, e := range entries {
		view.Entries = append(view.Entries, listEntry(at, e))
	}
	return view
}

func (s *Site) letterView(i, part int) layouts.View {
	g := &s.letters[i]
	at := g.path(part)
	list := &layouts.List{Page: s.head(s.page("letter", at, g.label, s.describeList(g.label, g.part(part))), nil), Heading: g.label, Groups: []layouts.Group{group(at, g, g.part(part))}}
	if parts := g.pages(); parts > 1 {
		for p := range parts {
			first, last := g.entries[p*letterPageSize], g.entries[min((p+1)*letterPageSize, len(g.entries))-1]
			list.Parts = append(list.Parts, layouts.Link{Title: first.Title + " – " + last.Title,
				URL: address.Relative(at, g.path(p)), Current: p == part})
		}
	}
	step := func(i, part int) *layouts.Link {
		g := &s.letters[i]
		return &layouts.Link{Title: g.label, URL: address.Relative(at, g.path(part))}
	}
	switch {
	case part > 0:
		list.Previous = step(i, part-1)
	case i > 0:
		list.Previous = step(i-1, s.letters[i-1].pages()-1)
	}
	switch {
	case part+1 < g.pages():
		list.Next = step(i, part+1)
	case i+1 < len(s.letters):
		list.Next = step(i+1, 0)
	}
	return list
}

func (s *Site) tagLink(at string, g *tagGroup) layouts.Link {
	return layouts.Link{Title: g.label, URL: address.Relative(at, g.path), Count: len(g.entries)}
}

func (s *Site) tagView(g *tagGroup) layouts.View {
	list := &layouts.List{Page: s.head(s.page("tag", g.path, g.label, s.describeList(g.label, g.entries)), nil), Heading: g.label}
	var view layouts.Group
	for _, e := range g.entries {
		view.Entries = append(view.Entries, listEntry(g.path, e))
	}
	list.Groups = []layouts.Group{view}
	return list
}

func (s *Site) sensesView(h *senses) layouts.View {
	at := h.path()
	view := &layouts.Senses{Page: s.head(s.page("senses", at, h.name, describe(s.shared.Words.SensesLead, h.entries)), nil), Name: h.name}
	for _, e := range h.entries {
		view.Entries = append(view.Entries, listEntry(at, e))
		view.Domains = append(view.Domains, e.Domain)
	}
	return view
}

func (s *Site) plainView(e *entry) layouts.View {
	return &layouts.Plain{Page: s.head(s.page("page", e.URL(), e.Title, e.summary), nil), Body: template.HTML(e.body.HTML), Contents: contents(e),
		EditURL: s.in.Config.EditURL(e.File.Path), Updated: e.Updated}
}

func (s *Site) notFoundView() layouts.View {
	view := &layouts.NotFound{Page: s.page("notfound", "404.html", s.shared.Words.NotFoundTitle, s.shared.Words.NotFound)}
	if base, err := url.Parse(s.in.Config.BaseURL); err == nil && s.in.Config.BaseURL != "" {
		view.Base = base.EscapedPath()
	}
	return view
}

func (s *Site) redirectView(r redirect) layouts.View {
	p := s.page("redirect", r.path, r.to.Title, "")
	if s.in.Config.BaseURL != "" {
		p.Canonical = s.in.Config.BaseURL + escapedPath(r.to.URL())
	}
	return &layouts.Redirect{Page: p, Target: bare(r.path, r.to)}
}
