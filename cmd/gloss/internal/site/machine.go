package site

import (
	"path"

	"gloss/cmd/gloss/internal/machine"
	"gloss/layouts"
)

// dataLimit is the number of terms up to which "outputs.json: auto" writes the glossary as data. Beyond, the data would be about as
// large as all pages together.
const dataLimit = 10_000

// Files returns the files for programs, in a fixed order.
func (s *Site) Files() []machine.File { return s.machine.Files() }

// planMachine decides which files programs get, and what the pages' heads say.
func (s *Site) planMachine() error {
	o := s.in.Config.Outputs
	described := s.describe()
	plan, err := machine.New(described, machine.Outputs{
		Sitemap: o.Sitemap, Robots: o.Robots, Feeds: o.Feeds, LLMs: o.LLMs, Markdown: o.Markdown, App: o.App,
		Data:           o.JSON == "always" || o.JSON == "auto" && len(s.entries) <= dataLimit,
		StructuredData: o.StructuredData, Images: images[o.Images],
	})
	s.machine, s.described = plan, described
	return err
}

// images are the values of outputs.images.
var images = map[string]machine.Images{"off": machine.NoImages, "site": machine.SiteImage, "terms": machine.TermImages}

// head fills in what the head of a page tells programs. e is the page's term or nil. Without a base URL nobody can link to the
// site from outside, and what other sites and search engines read would cost a fifth of a short page's bytes for nobody.
func (s *Site) head(p layouts.Page, e *entry) layouts.Page {
	var described *machine.Entry
	if e != nil {
		described = &s.described.Entries[e.position]
		p.Links = append(p.Links, headLinks(s.machine.TermLinks(described))...)
	}
	if s.in.Config.BaseURL == "" {
		return p
	}
	for _, property := range s.machine.Properties(p.Path, p.Title, p.Description, described) {
		p.Properties = append(p.Properties, layouts.Property(property))
	}
	data, err := s.machine.StructuredData(p.Path, described)
	if err != nil {
		panic(err) // only for values that JSON cannot hold, and these are texts
	}
	p.StructuredData = data
	return p
}

func headLinks(links []machine.Link) []layouts.HeadLink {
	all := make([]layouts.HeadLink, len(links))
	for i, l := range links {
		all[i] = layouts.HeadLink(l)
	}
	return all
}

// describe tells of the site in machine's terms.
func (s *Site) describe() *machine.Site {
	c, logo := s.in.Config, s.in.Logo
	m := &machine.Site{Title: c.Title, Description: c.Description, BaseURL: c.BaseURL, Language: c.Language, Direction: s.shared.Direction,
		Author: c.Author, Accent: c.Theme.Accent, LogoData: logo}
	if c.Theme.Logo != "" {
		m.Logo = path.Join("files", c.Theme.Logo)
	}
	m.Pages = append(m.Pages, machine.Page{Kind: machine.Home, Path: "index.html", Title: c.Title})
	if s.home != nil {
		m.Pages[0].Updated = s.home.Updated
	}
	for _, e := range s.plain {
		m.Pages = append(m.Pages, machine.Page{Kind: machine.Plain, Path: e.URL(), Title: e.Title, Summary: e.summary, Updated: e.Updated})
	}
	for i := range s.letters {
		for part := range s.letters[i].pages() {
			m.Pages = append(m.Pages, machine.Page{Kind: machine.Letter, Path: s.letters[i].path(part), Title: s.letters[i].label})
		}
	}
	for i := range s.tags {
		m.Pages = append(m.Pages, machine.Page{Kind: machine.Tag, Path: s.tags[i].path, Title: s.tags[i].label})
	}
	for _, h := range s.senses {
		if s.bySlug[h.Slug] != nil {
			continue // the term of that slug has the address
		}
		m.Pages = append(m.Pages, machine.Page{Kind: machine.Other, Path: "terms/" + h.Slug + ".html", Title: h.Name})
	}
	for _, e := range s.entries {
		m.Entries = append(m.Entries, machineEntry(e))
	}
	return m
}

func machineEntry(e *entry) machine.Entry {
	m := machine.Entry{Slug: e.Slug, Path: e.URL(), Title: e.Title, Abbreviation: e.Abbreviation, Domain: e.Domain, Summary: e.summary,
		Updated: e.Updated, BodyHTML: e.body.HTML, BodyText: e.body.Text}
	for _, alias := range e.Aliases {
		m.Aliases = append(m.Aliases, alias.Text)
	}
	for _, tag := range e.Tags {
		m.Tags = append(m.Tags, tag.Text)
	}
	for _, other := range e.related {
		m.Related = append(m.Related, other.Slug)
	}
	if e.see != nil {
		m.See = e.see.Slug
	}
	for _, q := range e.body.FAQ {
		m.FAQ = append(m.FAQ, machine.Question{Question: q.Question, AnswerHTML: q.Answer})
	}
	return m
}
