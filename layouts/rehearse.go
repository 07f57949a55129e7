package layouts

import "io"

// rehearse renders each kind of page twice, with everything that a view can hold and with nothing, because the template
// packages find unknown fields and unsafe places only while they run.
func (t *Theme) rehearse() Problems {
	var problems Problems
	seen := map[Problem]bool{}
	for _, full := range []bool{true, false} {
		for _, view := range samples(t.WordsFor("en"), full) {
			err := t.Render(io.Discard, view)
			if p, ok := err.(Problem); ok && !seen[p] {
				seen[p] = true
				problems = append(problems, p)
			} else if err != nil && !ok {
				problems = append(problems, Problem{File: templateFile(view.frame().Kind), Text: err.Error()})
			}
		}
	}
	return problems
}

// samples returns a view of each kind: with every field filled, or with those only that are never empty.
func samples(words Words, full bool) []View {
	site := &Site{Title: "Glossary", Language: "en", Direction: "ltr", Words: words}
	page := func(kind string) Page {
		p := Page{Site: site, Kind: kind, Title: "Title", Path: "terms/term.html", Root: "../"}
		if full {
			p.Description, p.Canonical = "Description", "https://example.org/terms/term.html"
		}
		return p
	}
	if !full {
		return []View{
			&Home{Page: page("home")}, &Term{Page: page("term"), Slug: "term"}, &List{Page: page("letter"), Heading: "A"},
			&List{Page: page("tag"), Heading: "tag"}, &Plain{Page: page("page")}, &Senses{Page: page("senses"), Name: "CRM"},
			&Search{Page: page("search")}, &NotFound{Page: page("notfound")}, &Map{Page: page("map")}, &Book{Page: page("book")},
			&Redirect{Page: page("redirect"), Target: Link{Title: "Term", URL: "term.html"}},
		}
	}
	link := Link{Title: "Term", URL: "term.html", Summary: "Summary.", Count: 2, Current: true}
	links := []Link{link, link}
	site.Description, site.Terms, site.Repository = "About terms", 2, "https://example.org/source"
	site.Letters = []Letter{{Label: "A", Link: link}, {Label: "B", Link: link}}
	site.Pages, site.Map, site.Book, site.Offline = links, "map.html", "print.html", true
	site.Brand = Brand{Accent: "#0b5a73", Logo: "logo.svg", Favicon: "icon.svg", Fonts: "serif", Radius: "4px"}
	headings := []Heading{{ID: "one", Text: "One", Level: 2}, {ID: "two", Text: "Two", Level: 3}}
	entry := Entry{Link: link, Abbreviation: "T", Domain: "software"}
	alias := Entry{Link: link, SeeOf: "Term"}
	groups := []Group{{Label: "A", ID: "a", Entries: []Entry{entry, alias}}}
	mention := Mention{Link: link, Before: "A ", Match: "term", After: " here."}
	list := func(kind string) *List {
		return &List{Page: page(kind), Heading: "A to B", Groups: groups, Previous: &link, Next: &link, Parts: links}
	}
	return []View{
		&Home{Page: page("home"), Introduction: "<p>Hello</p>", Groups: groups, Tags: links, Recent: links, MostLinked: links, Random: &link},
		&Home{Page: page("home"), Introduction: "<p>Hello</p>"},
		&Term{Page: page("term"), Slug: "term", Abbreviation: "T", Aliases: []string{"t1", "t2"}, Domain: "software",
			Summary: "Summary.", SummaryShown: true, Body: "<p>Body</p>", Contents: headings, Tags: links, Related: links,
			Mentions: []Mention{mention, mention, mention, mention, mention, mention, mention, mention}, MentionsLeft: 3, Senses: links, See: &link,
			Previous: &link, Next: &link, EditURL: "https://example.org/edit", Updated: "2026-11-22",
			Around: NewNeighbourhood("Title", links, links, func(int) bool { return true })},
		list("letter"), list("tag"),
		&Plain{Page: page("page"), Body: "<p>Body</p>", Contents: headings, EditURL: "https://example.org/edit", Updated: "2026-11-22"},
		&Senses{Page: page("senses"), Name: "CRM", Entries: []Entry{entry, alias}, Domains: []string{"software", ""}},
		&Search{Page: page("search")}, &NotFound{Page: page("notfound"), Base: "/glossary/"},
		&Map{Page: page("map"), Width: 1000, Height: 600, Lines: "M1 2L3 4", Groups: groups, Left: 3,
			Nodes: []MapNode{{Link: link, X: 1, Y: 2, Size: 1}, {Link: link, X: 3, Y: 4, Size: 6, Level: MaxLevel}}},
		&Book{Page: page("book"), Letters: []BookLetter{{Label: "A", Terms: []BookTerm{
			{ID: "t:a", Title: "A", Abbreviation: "a", Aliases: []string{"b", "c"}, Domain: "software", Summary: "Summary.", See: &link, Body: "<p>Body</p>"},
			{ID: "t:b", Title: "B"}}}}},
		&Redirect{Page: page("redirect"), Target: link},
	}
}
