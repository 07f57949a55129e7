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

	index, part int32 // of the letter, tag, senses or redirect, or the id of the term; part of a letter
	site        *Site
}

// Version tells two states of a page apart. It is comparable.
type Version struct {
	kind    pageKind
	subject int32 // what the page is about, where a page of one path may be about another: the id of an entry, or the number of a name
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

// View makes the page's view in memory of its own.
func (p Page) View() layouts.View { return new(Viewer).View(&p) }

// entry returns the term that the page is about, nil when it is of another kind.
func (p *Page) entry() *entry {
	if p.Version.kind != termPage {
		return nil
	}
	return p.site.all[p.index]
}

// Done lets go of what no other page shows. It is for a page whose View is not asked for again, and may run beside Views of others.
func (p Page) Done() {
	if e := p.entry(); e != nil && !p.site.hasBook() {
		e.body.DropPage()
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
	add("index.html", "the home page", Page{Version: Version{homePage, s.homeSubject(), s.homeStamp()}})
	if s.hasMap() {
		add(mapPath, "the map", Page{Version: Version{mapPage, 0, max(s.frameOf("map"), s.any)}, Later: true})
	}
	if s.hasBook() {
		add(bookPath, "the page to print", Page{Version: Version{bookPage, 0, max(s.frameOf("book"), s.any)}, Later: true})
	}
	add("search.html", "the search page", Page{Version: Version{searchPage, 0, s.frameOf("search")}})
	add("404.html", "the page for unknown addresses", Page{Version: Version{notFoundPage, 0, s.frameOf("notfound")}})
	if s.shared.Offline {
		add(offlinePath, "the list of what a reader keeps", Page{Version: Version{offlinePage, 0, s.frameOf("page")}})
	}
	for i := range s.letters {
		for part := range s.letters[i].parts {
			add(s.letters[i].parts[part].path, "a letter page", Page{Version: Version{letterPage, 0, s.letterStamp(i, part)}, index: int32(i), part: int32(part)})
		}
	}
	for i, g := range s.tags {
		add(g.path, "a tag page", Page{Version: Version{tagPage, 0, s.tagStamp(g)}, index: int32(i)})
	}
	s.addTerms()
	var diags diag.List
	for _, e := range s.plain {
		if owner, clash := taken.owner(e.URL()); clash {
			d := diag.At(e.path, e.term.File.Data, 1, 0, 0)
			d.Rule, d.Text = "address-taken", fmt.Sprintf("%s is the address of %s", e.URL(), owner)
			d.Hint = "give the page another slug"
			diags = append(diags, d)
			continue
		}
		add(e.URL(), e.path, Page{Version: Version{plainPage, e.id, max(s.frameOf("page"), e.own)}, index: e.id})
	}
	for i := range s.senses {
		h := &s.senses[i]
		if _, clash := taken.owner(h.path()); !clash {
			add(h.path(), "the page of the senses of "+h.name, Page{Version: Version{sensesPage, h.number, s.sensesStamp(h)}, index: int32(i)})
		}
	}
	redirects, problems := s.redirects(taken)
	s.redirected = redirects
	for i, r := range redirects {
		s.pages = append(s.pages, Page{Path: r.path, Version: Version{redirectPage, r.to.id, max(s.frameOf("redirect"), r.to.own, r.to.shown)}, site: s, index: int32(i)})
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
			Link: layouts.Link{Title: g.label, URL: g.parts[0].path, Count: len(g.entries)}})
	}
	for _, e := range s.plain {
		shared.Pages = append(shared.Pages, layouts.Link{Title: e.title, URL: e.URL()})
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
