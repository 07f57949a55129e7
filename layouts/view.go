// Package layouts is the look of the site: the views that templates are given, the default theme (templates, styles, page
// scripts), and the overlay of a user's own files over it.
//
// A view is plain data, complete and typed. Every address in a view is already relative to the page it stands on, so that a
// template writes {{.URL}} and nothing else; only Canonical addresses are absolute.
package layouts

import (
	"html/template"
	"strings"
	"sync"
)

// Site is what all pages share.
type Site struct {
	Title       string
	Description string // plain text, may be empty
	Author      string // who is cited as the author, may be empty
	Language    string // BCP 47 tag for <html lang>
	Direction   string // "ltr" or "rtl"
	Terms       int    // number of terms
	// Letters are the groups of the A-Z in collation order, with addresses relative to the root: prefix them with Page.Root.
	Letters []Letter
	// Plain pages (about.html), addresses relative to the root.
	Pages []Link
	// Words are the words of the interface in the site's language.
	Words Words
	// Theme holds what a team sets to brand the theme.
	Brand Brand
	// Links are the links that each page's head has, addresses relative to the root; ThemeColour is "#rrggbb".
	Links       []HeadLink
	ThemeColour string
	// App says that the site can be installed: there is a manifest.webmanifest.
	App bool
	// Offline says that readers can save the site: there is a service worker.
	Offline bool
	// Repository is the address of the source repository, or empty.
	Repository string
	// Map and Book are the addresses of the map and of the page to print, relative to the root; empty when there is none.
	Map, Book string

	// frames keeps what shared templates printed. So a Site must not change, nor be copied, once a page was rendered with it.
	frames sync.Map // of frameKey to template.HTML
}

// Frame is the view of the templates that print the same on many pages: the top and the end of a page and its assets. They are
// printed once for all pages that have the same Frame, so nothing of a single page can stand in them.
type Frame struct {
	Site *Site
	Kind string
	Root string
	// Current is the page's address from the root if it is the map, one of Site.Pages or the page "not found", else empty.
	Current string
}

// Brand is the values that brand the theme; an empty value keeps the default.
type Brand struct {
	Accent  string // CSS colour
	Logo    string // site path of an image
	Favicon string // site path of an image
	Fonts   string // CSS font-family list
	Radius  string // CSS length
	Heading string // plain text at the head of each printed page, usually the site's title
}

// Link is a link to a page of the site.
type Link struct {
	Title   string
	URL     string
	Summary string // plain text, may be empty
	Count   int    // of what stands behind the link (terms of a tag), 0 when it does not matter
	Current bool   // the page that it stands on
	// Reason says why a related term is shown that the writer did not name, for readers who hover over it; else empty.
	Reason string
}

// HeadLink is a <link> in a page's head. Only Rel and Href are never empty.
type HeadLink struct{ Rel, Type, Href, Sizes, Title string }

// Property is a <meta> of a page's head: its property attribute (Open Graph, ogp.me), or its name where it begins with "twitter:".
type Property struct{ Name, Content string }

// Named reports whether the name attribute holds the property's name.
func (p Property) Named() bool { return strings.HasPrefix(p.Name, "twitter:") }

// Letter is one group of the A-Z.
type Letter struct {
	Label string // "A", "0–9", "#"
	Link
}

// Page is what each page has. All views embed it.
type Page struct {
	Site *Site
	// Kind is the template's name: "home", "term", "letter", "tag", "page", "senses", "search", "map", "book", "redirect", "notfound".
	Kind        string
	Title       string // of the page, without the site's title
	Description string // plain text for <meta name=description>
	Path        string // address from the root: "terms/crm.html"
	Root        string // "../" or "": prefix for addresses from the root
	Canonical   string // absolute address, empty without base_url
	// Links, Properties and StructuredData are what the head tells programs; Site.Links stands on every page besides.
	Links          []HeadLink
	Properties     []Property
	StructuredData template.JS // JSON-LD without "<", or empty
}

// Heading is an entry of a page's table of contents.
type Heading struct {
	ID, Text string
	Level    int // 2 or 3
}

// Mention is a page that mentions the term.
type Mention struct {
	Link
	Before, Match, After string // the sentence around the mention, plain text
}

// Term is the view of terms/<slug>.html.
type Term struct {
	Page
	Slug         string
	Abbreviation string
	Aliases      []string
	Domain       string
	Summary      string // plain text
	SummaryShown bool   // false when the summary is the body's first paragraph, which would repeat it
	Body         template.HTML
	Contents     []Heading // empty for short pages
	Tags         []Link
	Related      []Link
	Mentions     []Mention // "Mentioned in"
	MentionsLeft int       // pages that mention the term and that Mentions leaves out
	Senses       []Link    // other terms that share a name with this one
	See          *Link     // this entry only points there
	Previous     *Link
	Next         *Link
	EditURL      string
	Updated      string // "2006-01-02" or empty
	// Around is the picture of the terms that it links to and that link to it, nil when there are none.
	Around *Neighbourhood
}

// MoreMentions is the number of pages that mention the term beyond the first n.
func (t *Term) MoreMentions(n int) int { return len(t.Mentions) + t.MentionsLeft - n }

// Entry is a term in a list, with its summary.
type Entry struct {
	Link
	Abbreviation string
	Domain       string // the field in which the name has this meaning; may be empty
	SeeOf        string // title of the term that this name leads to, for aliases shown in a list; else empty
}

// Group is a run of a list under one label.
type Group struct {
	Label   string
	ID      string
	Entries []Entry
}

// Home is the view of index.html.
type Home struct {
	Page
	Introduction template.HTML
	Groups       []Group // the A-Z; empty when the glossary is long, then Site.Letters leads to the letters' pages
	Tags         []Link
	Recent       []Link
	MostLinked   []Link
	// Random is some term, the same in each build; a script chooses another at each visit. Nil in an empty glossary.
	Random *Link
}

// List is the view of letter and tag pages.
type List struct {
	Page
	Heading string
	Groups  []Group
	// Previous and Next lead to the neighbouring page of a long list or the neighbouring letter.
	Previous, Next *Link
	// Parts are the pages of a long list, empty when there is one.
	Parts []Link
}

// Plain is the view of a page that is not a term.
type Plain struct {
	Page
	Body     template.HTML
	Contents []Heading
	EditURL  string
	Updated  string
}

// Senses is the view of a disambiguation page: one name, several terms.
type Senses struct {
	Page
	Name    string
	Entries []Entry
	Domains []string // of Entries, "" where not stated
}

// Search is the view of search.html.
type Search struct{ Page }

// NotFound is the view of 404.html, which a host serves in place of any missing page, at any depth.
type NotFound struct {
	Page
	// Base is the address of the site's root on its host ("/" or "/glossary/"), so that the page's links work below folders too.
	// It is known only from the base URL; empty without one, and then the page's links work at the top level only.
	Base string
}

// Redirect is the view of an old address that leads to a new one.
type Redirect struct {
	Page
	Target Link
}
