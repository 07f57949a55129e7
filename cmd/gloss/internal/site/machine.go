package site

import (
	"path"
	"sync"

	"gloss/cmd/gloss/internal/machine"
	"gloss/layouts"
)

// dataLimit is the number of terms up to which "outputs.json: auto" writes the glossary as data. Beyond, the data would be about as
// large as all pages together.
const dataLimit = 10_000

// Files returns the files for programs, in a fixed order. Where nothing is kept for another call of Assemble, it describes the whole site
// anew each time: at 100,000 terms that is 35 MB, which need not stay while the pages are written.
func (s *Site) Files() []machine.File { return s.plan().Files() }

// planMachine decides which files programs get, and what the pages' heads say. The heads need no list of terms: they only differ by
// whether there is a dated one, because then there are feeds.
func (s *Site) planMachine() error {
	o := s.in.Config.Outputs
	outputs := machine.Outputs{
		Sitemap: o.Sitemap, Robots: o.Robots, Feeds: o.Feeds, LLMs: o.LLMs, Markdown: o.Markdown, App: o.App,
		Data:           o.JSON == "always" || o.JSON == "auto" && len(s.entries) <= dataLimit,
		StructuredData: o.StructuredData, Images: images[o.Images],
	}
	s.plan = func() *machine.Plan {
		plan, err := machine.New(s.describe(outputs.NeedEntries(s.in.Config.BaseURL, len(s.entries))), outputs)
		if err != nil {
			panic(err) // that of the heads was made with the same font
		}
		return plan
	}
	if s.in.Memory != nil {
		s.plan = sync.OnceValue(s.plan)
	}
	if s.heads != nil && s.dates == (s.dated > 0) {
		return nil
	}
	described := s.describeSite()
	if s.dates = s.dated > 0; s.dates {
		described.Entries = []machine.Entry{{Slug: "dated", Updated: "2006-01-02"}}
	}
	plan, err := machine.New(described, outputs)
	s.heads = plan
	return err
}

// images are the values of outputs.images.
var images = map[string]machine.Images{"off": machine.NoImages, "site": machine.SiteImage, "terms": machine.TermImages}

// head fills in what the head of a page tells programs. e is the page's term or nil. Without a base URL nobody can link to the
// site from outside, and what other sites and search engines read would cost a fifth of a short page's bytes for nobody.
func (v *Viewer) head(s *Site, p layouts.Page, e *entry) layouts.Page {
	if s.in.Config.BaseURL == "" && !s.in.Config.Outputs.Markdown {
		return p
	}
	var described *machine.Entry
	if e != nil {
		var one machine.Entry
		one, v.texts = machineEntry(e, v.texts[:0])
		described = &one
		p.Links = append(p.Links, headLinks(s.heads.TermLinks(described))...)
	}
	if s.in.Config.BaseURL == "" {
		return p
	}
	for _, property := range s.heads.Properties(p.Path, p.Title, p.Description, described) {
		p.Properties = append(p.Properties, layouts.Property(property))
	}
	data, err := s.heads.StructuredData(p.Path, described)
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

// describeSite tells of the site in machine's terms, without its pages and terms.
func (s *Site) describeSite() *machine.Site {
	c, logo := s.in.Config, s.in.Logo
	m := &machine.Site{Title: c.Title, Description: c.Description, BaseURL: c.BaseURL, Language: c.Language, Direction: direction(c.Language),
		Author: c.Author, Accent: c.Theme.Accent, LogoData: logo}
	if c.Theme.Logo != "" {
		m.Logo = path.Join("files", c.Theme.Logo)
	}
	return m
}

// describe tells of the whole site, of its terms only if they are wanted.
func (s *Site) describe(terms bool) *machine.Site {
	c, m := s.in.Config, s.describeSite()
	m.Pages = append(m.Pages, machine.Page{Kind: machine.Home, Path: "index.html", Title: c.Title})
	if s.home != nil {
		m.Pages[0].Updated = s.home.updated
	}
	for _, e := range s.plain {
		m.Pages = append(m.Pages, machine.Page{Kind: machine.Plain, Path: e.URL(), Title: e.title, Summary: e.summary, Updated: e.updated})
	}
	for i := range s.letters {
		for _, part := range s.letters[i].parts {
			m.Pages = append(m.Pages, machine.Page{Kind: machine.Letter, Path: part.path, Title: s.letters[i].label})
		}
	}
	for i := range s.tags {
		m.Pages = append(m.Pages, machine.Page{Kind: machine.Tag, Path: s.tags[i].path, Title: s.tags[i].label})
	}
	for _, h := range s.senses {
		if s.shownOf(h.slug) != nil {
			continue // the term of that slug has the address
		}
		m.Pages = append(m.Pages, machine.Page{Kind: machine.Other, Path: h.path(), Title: h.name})
	}
	if m.Terms = len(s.entries); !terms {
		return m
	}
	n := 0
	for _, e := range s.entries {
		n += len(e.more.aliases) + len(e.tagged) + len(e.related)
	}
	m.Entries = make([]machine.Entry, len(s.entries))
	texts := make([]string, 0, n) // in one list: 250,000 of their own at 100,000 terms
	for i, e := range s.entries {
		m.Entries[i], texts = machineEntry(e, texts)
	}
	return m
}

// machineEntry tells of a term. Its lists are parts of texts, to which it appends them.
func machineEntry(e *entry, texts []string) (machine.Entry, []string) {
	m := machine.Entry{Slug: e.slug(), Path: e.URL(), Title: e.title, Abbreviation: e.more.abbreviation, Domain: e.more.domain, Summary: e.summary,
		Updated: e.updated, BodyHTML: e.body.HTML, BodyText: e.body.Text}
	begin := len(texts)
	taken := func() []string {
		part := texts[begin:len(texts):len(texts)]
		begin = len(texts)
		return part
	}
	for _, alias := range e.more.aliases {
		texts = append(texts, alias.Text)
	}
	m.Aliases = taken()
	for _, t := range e.tagged {
		texts = append(texts, t.text)
	}
	m.Tags = taken()
	for _, other := range e.related {
		texts = append(texts, other.slug())
	}
	m.Related = taken()
	if e.see != nil {
		m.See = e.see.slug()
	}
	for _, q := range e.body.FAQ {
		m.FAQ = append(m.FAQ, machine.Question{Question: q.Question, AnswerHTML: q.Answer})
	}
	return m, texts
}
