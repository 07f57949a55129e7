package site

import (
	"html/template"
	"net/url"
	"slices"

	"gloss/cmd/gloss/internal/address"
	"gloss/layouts"
)

func link(from place, e *entry) layouts.Link {
	return layouts.Link{Title: e.title, URL: e.from(from), Summary: e.summary}
}

// bare is link for the many places that do not show the summary.
func bare(from place, e *entry) layouts.Link {
	return layouts.Link{Title: e.title, URL: e.from(from)}
}

func listEntry(from place, e *entry) layouts.Entry {
	le := layouts.Entry{Link: link(from, e), Abbreviation: e.more.abbreviation, Domain: e.more.domain}
	if e.see != nil {
		le.SeeOf = e.see.title
		if le.Summary == "" {
			le.Summary = e.see.summary
		}
	}
	return le
}

func (s *Site) homeView() layouts.View {
	const path = "index.html"
	at, v := placeOf(path), new(Viewer)
	home := &layouts.Home{Page: s.page("home", path, s.in.Config.Title, s.in.Config.Description)}
	if s.home != nil {
		home.Introduction = template.HTML(s.home.body.HTML)
		if home.Description == "" {
			home.Description = s.home.summary
		}
	}
	if home.Description == "" {
		home.Description = s.in.Config.Title + ": " + s.shared.Words.Terms.Of(len(s.entries))
	}
	home.Page = v.head(s, home.Page, nil)
	if len(s.entries) <= homeListLimit {
		for i := range s.letters {
			home.Groups = append(home.Groups, v.listed(at, &s.letters[i], s.letters[i].entries))
		}
	}
	for i := range s.tags {
		home.Tags = append(home.Tags, s.tagLink(at, s.tags[i]))
	}
	if e := s.lists.random; e != nil {
		home.Random = &layouts.Link{Title: e.title, URL: e.from(at)}
	}
	home.Recent, home.MostLinked = shownLinks(at, s.lists.recent), shownLinks(at, s.lists.most)
	return home
}

// listed is a list of terms of a letter; it stays when others are made by the same Viewer within one view.
func (v *Viewer) listed(at place, g *letterGroup, entries []*entry) layouts.Group {
	return layouts.Group{Label: g.label, ID: "letter-" + g.name, Entries: v.entriesOf(at, entries)}
}

// entriesOf appends terms to those of the view and returns them.
func (v *Viewer) entriesOf(at place, list []*entry) []layouts.Entry {
	first := len(v.entries)
	v.entries = slices.Grow(v.entries, len(list))
	v.fetchAll(list)
	for _, e := range list {
		v.entries = append(v.entries, listEntry(at, e))
	}
	return v.entries[first:len(v.entries):len(v.entries)]
}

// listOf begins the view of a list.
func (v *Viewer) listOf(page layouts.Page, heading string, group layouts.Group) *layouts.List {
	v.group[0] = group
	v.list = layouts.List{Page: page, Heading: heading, Groups: v.group[:]}
	return &v.list
}

func (v *Viewer) letter(s *Site, i, part int) layouts.View {
	g := &s.letters[i]
	at := placeOf(g.parts[part].path)
	v.entries = v.entries[:0]
	list := v.listOf(v.head(s, s.page("letter", at.path, g.label, s.describeList(g.label, g.part(part))), nil), g.label, v.listed(at, g, g.part(part)))
	v.parts = v.parts[:0]
	if len(g.parts) > 1 {
		for p := range g.parts {
			v.parts = append(v.parts, layouts.Link{Title: g.parts[p].title, URL: address.Relative(at.path, g.parts[p].path), Current: p == part})
		}
	}
	list.Parts = v.parts
	step := func(i, part int) *layouts.Link {
		g := &s.letters[i]
		return &layouts.Link{Title: g.label, URL: address.Relative(at.path, g.parts[part].path)}
	}
	switch {
	case part > 0:
		list.Previous = step(i, part-1)
	case i > 0:
		list.Previous = step(i-1, len(s.letters[i-1].parts)-1)
	}
	switch {
	case part+1 < len(g.parts):
		list.Next = step(i, part+1)
	case i+1 < len(s.letters):
		list.Next = step(i+1, 0)
	}
	return list
}

func (s *Site) tagLink(at place, g *tagGroup) layouts.Link {
	return layouts.Link{Title: g.label, URL: address.Relative(at.path, g.path), Count: len(g.entries)}
}

func (v *Viewer) tag(s *Site, g *tagGroup) layouts.View {
	v.entries = v.entries[:0]
	page := v.head(s, s.page("tag", g.path, g.label, s.describeList(g.label, g.entries)), nil)
	return v.listOf(page, g.label, layouts.Group{Entries: v.entriesOf(placeOf(g.path), g.entries)})
}

func (v *Viewer) sensesOf(s *Site, h *senses) layouts.View {
	at := placeOf(h.path())
	v.entries = v.entries[:0]
	view := &layouts.Senses{Page: v.head(s, s.page("senses", at.path, h.name, describe(s.shared.Words.SensesLead, h.entries)), nil), Name: h.name,
		Entries: v.entriesOf(at, h.entries)}
	for _, e := range h.entries {
		view.Domains = append(view.Domains, e.more.domain)
	}
	return view
}

func (v *Viewer) plain(s *Site, e *entry) layouts.View {
	return &layouts.Plain{Page: v.head(s, s.page("page", e.URL(), e.title, e.summary), nil), Body: template.HTML(e.body.HTML), Contents: v.contentsOf(e),
		EditURL: s.editURL(e), Updated: e.updated}
}

func (s *Site) notFoundView() layouts.View {
	view := &layouts.NotFound{Page: s.page("notfound", "404.html", s.shared.Words.NotFoundTitle, s.shared.Words.NotFound)}
	if base, err := url.Parse(s.in.Config.BaseURL); err == nil && s.in.Config.BaseURL != "" {
		view.Base = base.EscapedPath()
	}
	return view
}

func (s *Site) redirectView(r redirect) layouts.View {
	p := s.page("redirect", r.path, r.to.title, "")
	if s.in.Config.BaseURL != "" {
		p.Canonical = s.in.Config.BaseURL + escapedPath(r.to.URL())
	}
	return &layouts.Redirect{Page: p, Target: bare(placeOf(r.path), r.to)}
}
