package site

import (
	"html/template"
	"net/url"

	"gloss/cmd/gloss/internal/address"
	"gloss/layouts"
)

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
