package site

import (
	"cmp"
	"fmt"
	"html/template"
	"net/url"
	"slices"

	"gloss/cmd/gloss/internal/address"
	"gloss/cmd/gloss/internal/diag"
	"gloss/layouts"
)

// homeListLimit is the number of terms up to which the home page lists them all; beyond, it leads to the letters' pages.
const homeListLimit = 400

// listPages decides which pages there are and refuses two pages with one address.
func (s *Site) listPages() diag.List {
	var diags diag.List
	taken := map[string]string{}
	add := func(sitePath, owner string, view func() layouts.View) {
		taken[address.Clash(sitePath)] = owner
		s.pages = append(s.pages, Page{Path: sitePath, view: view})
	}
	add("index.html", "the home page", func() layouts.View { return s.homeView() })
	if s.hasMap() {
		add(mapPath, "the map", func() layouts.View { return s.mapView() })
	}
	if s.hasBook() {
		add(bookPath, "the page to print", func() layouts.View { return s.bookView() })
	}
	add("search.html", "the search page", func() layouts.View {
		return &layouts.Search{Page: s.page("search", "search.html", s.shared.Words.Search, "")}
	})
	add("404.html", "the page for unknown addresses", func() layouts.View {
		return s.notFoundView()
	})
	if s.shared.Offline {
		add(offlinePath, "the page of what a reader keeps", func() layouts.View { return s.offlineView() })
	}
	for i := range s.letters {
		for part := range s.letters[i].pages() {
			add(s.letters[i].path(part), "a letter page", func() layouts.View { return s.letterView(i, part) })
		}
	}
	for i := range s.tags {
		add(s.tags[i].path, "a tag page", func() layouts.View { return s.tagView(&s.tags[i]) })
	}
	for _, e := range s.entries {
		add(e.URL(), e.File.Path, func() layouts.View { return s.termView(e) })
	}
	for _, e := range s.plain {
		if owner, clash := taken[address.Clash(e.URL())]; clash {
			d := diag.At(e.File.Path, e.File.Data, 1, 0, 0)
			d.Rule, d.Text = "address-taken", fmt.Sprintf("%s is the address of %s", e.URL(), owner)
			d.Hint = "give the page another slug"
			diags = append(diags, d)
			continue
		}
		add(e.URL(), e.File.Path, func() layouts.View { return s.plainView(e) })
	}
	for _, h := range s.senses {
		sitePath := "terms/" + h.Slug + ".html"
		if _, clash := taken[address.Clash(sitePath)]; !clash {
			add(sitePath, "the page of the senses of "+h.Name, func() layouts.View { return s.sensesView(h) })
		}
	}
	redirects, problems := s.redirects(taken)
	for _, r := range redirects {
		s.pages = append(s.pages, Page{Path: r.path, view: func() layouts.View { return s.redirectView(r) }})
	}
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
	le := layouts.Entry{Link: link(from, e), Abbreviation: e.Abbreviation}
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
	home.Page = s.head(home.Page, nil)
	if len(s.entries) <= homeListLimit {
		for i := range s.letters {
			home.Groups = append(home.Groups, group(at, &s.letters[i], s.letters[i].entries))
		}
	}
	for i := range s.tags {
		home.Tags = append(home.Tags, s.tagLink(at, &s.tags[i]))
	}
	home.Random = s.random(at)
	const shown = 8
	home.Recent = s.top(at, shown, func(a, b *entry) int { return cmp.Compare(b.Updated, a.Updated) }, func(e *entry) bool { return e.Updated != "" })
	home.MostLinked = s.top(at, shown, func(a, b *entry) int { return cmp.Compare(b.linkedBy, a.linkedBy) }, func(e *entry) bool { return e.linkedBy > 1 })
	return home
}

// top returns the first n entries in an order; ties are in title order.
func (s *Site) top(at string, n int, order func(a, b *entry) int, keep func(*entry) bool) []layouts.Link {
	list := slices.DeleteFunc(slices.Clone(s.entries), func(e *entry) bool { return !keep(e) })
	slices.SortStableFunc(list, order)
	var links []layouts.Link
	for _, e := range list[:min(n, len(list))] {
		l := link(at, e)
		l.Count = e.linkedBy
		links = append(links, l)
	}
	return links
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
	shown := g.entries[part*letterPageSize : min((part+1)*letterPageSize, len(g.entries))]
	list := &layouts.List{Page: s.head(s.page("letter", at, g.label, ""), nil), Heading: g.label, Groups: []layouts.Group{group(at, g, shown)}}
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
	list := &layouts.List{Page: s.head(s.page("tag", g.path, g.label, ""), nil), Heading: g.label}
	var view layouts.Group
	for _, e := range g.entries {
		view.Entries = append(view.Entries, listEntry(g.path, e))
	}
	list.Groups = []layouts.Group{view}
	return list
}

func (s *Site) sensesView(h senses) layouts.View {
	at := "terms/" + h.Slug + ".html"
	view := &layouts.Senses{Page: s.head(s.page("senses", at, h.Name, ""), nil), Name: h.Name}
	for _, t := range h.Terms {
		e := s.bySlug[t.Slug]
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
	view := &layouts.NotFound{Page: s.page("notfound", "404.html", s.shared.Words.NotFoundTitle, "")}
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
