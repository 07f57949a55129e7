// Package machine makes what programs read: sitemap, robots.txt, feeds, the glossary as data, llms.txt, Markdown of each term, cards
// and icons, the web application's manifest, and what stands in the <head> of a page for search engines and other sites.
//
// What goes in: a Site, a neutral description of the glossary, and which Outputs are wanted. What comes out: a Plan. Its Files are
// made one at a time, in any order and on any number of goroutines; its Links, Properties and StructuredData are for the pages.
//
// What it never does: read or write a file, look at a clock, or let bytes depend on the machine. Dates are those of the entries;
// pictures are drawn in whole numbers, because a processor that fuses floating-point operations rounds them otherwise.
//
// An absolute address needs the site's base URL. What cannot be without one (the sitemap, feeds, canonical addresses) is left out.
package machine

import (
	"cmp"
	"net/url"
	"slices"
	"strings"
)

// Site describes a glossary. It must not change once it was given to New.
type Site struct {
	Title       string // plain text
	Description string // plain text, may be empty
	BaseURL     string // absolute, ends in "/"; empty when unknown
	Language    string // BCP 47
	Direction   string // "ltr" or "rtl"
	Author      string // plain text; the title stands for it when empty
	Accent      string // "#rgb" or "#rrggbb"; anything else means the theme's own accent
	// Logo is the site path of the logo and LogoData its bytes; both empty when there is none.
	Logo     string
	LogoData []byte
	// Pages are the pages that are not terms and that a search engine should know, the home page first.
	Pages []Page
	// Entries are the terms in the order of the A-Z. Their slugs differ. They may be left out where Outputs.NeedEntries says no; then Terms
	// is their number.
	Entries []Entry
	Terms   int
}

// Page is a page that is not a term.
type Page struct {
	Kind    PageKind
	Path    string // site path, not escaped: "about.html"
	Title   string // plain text
	Summary string // plain text, may be empty
	Updated string // "2006-01-02" or empty
}

// PageKind says what a page is for.
type PageKind uint8

const (
	// Home is index.html.
	Home PageKind = iota
	// Plain is a page that a writer wrote.
	Plain
	// Letter is a page of the A-Z.
	Letter
	// Tag lists the terms of a tag.
	Tag
	// Other is any other page, such as one that tells homographs apart.
	Other
)

// Entry is a term.
type Entry struct {
	Slug         string // names the term for good
	Path         string // site path, not escaped: "terms/crm.html"
	Title        string // plain text
	Abbreviation string // plain text, may be empty
	Aliases      []string
	Domain       string
	Summary      string // plain text
	Tags         []string
	Related      []string // slugs
	See          string   // slug of the entry that this one only points to, or empty
	Updated      string   // "2006-01-02" or empty
	BodyHTML     string   // as it stands on the page: addresses are relative to Path
	BodyText     string   // plain text, blocks separated by "\n"
	FAQ          []Question
}

// Question is one entry of a term's FAQ.
type Question struct {
	Question   string // plain text
	AnswerHTML string
}

// Images says which pages get a picture of their own for links to them elsewhere.
type Images uint8

const (
	// NoImages draws none.
	NoImages Images = iota
	// SiteImage draws one for the glossary.
	SiteImage
	// TermImages draws one for the glossary and one for each term.
	TermImages
)

// Outputs says what is wanted.
type Outputs struct {
	Sitemap        bool
	Robots         bool
	Feeds          bool
	Data           bool // terms.json
	LLMs           bool // llms.txt
	Markdown       bool // terms/<slug>.md
	App            bool // manifest.webmanifest and icons
	StructuredData bool
	Images         Images
}

// NeedEntries reports whether some file is made of what stands in Site.Entries, for a site with this base URL and number of terms. At 100,000
// terms without a base URL none is, and telling of them all would take 40 MB.
func (o Outputs) NeedEntries(baseURL string, terms int) bool {
	return o.Data || o.Markdown || o.LLMs && terms <= llmsTerms || baseURL != "" && (o.Sitemap || o.Feeds || o.Images == TermImages)
}

// File is one file of the site that is not made yet.
type File struct {
	// Path is the file's site path.
	Path string
	// Key is a hash of everything that the bytes depend on, for files that are worth keeping between builds; else empty.
	Key string
	// Make returns the bytes. It is safe for concurrent use with the Make of any file; each call makes them anew.
	Make func() ([]byte, error)
}

// Paths of the files. An entry's own files stand beside its page.
const (
	SitemapPath  = "sitemap.xml"
	RobotsPath   = "robots.txt"
	AtomPath     = "atom.xml"
	JSONFeedPath = "feed.json"
	DataPath     = "terms.json"
	SchemaPath   = "terms.schema.json"
	LLMsPath     = "llms.txt"
	ManifestPath = "manifest.webmanifest"
	FaviconPath  = "favicon.ico"
	TouchPath    = "icons/apple-touch-icon.png"
	CardPath     = "card.png"
)

// Plan knows which files there are and what pages say about them. It is safe for concurrent use.
type Plan struct {
	site    *Site
	outputs Outputs
	bySlug  []*Entry // in order of slugs
	recent  []*Entry // what feeds show, the latest first
	painter *painter // nil when nothing is drawn
	icons   iconSource
}

// New returns the plan of a site. The only error is a font that cannot be read, which is a mistake of ours.
func New(site *Site, outputs Outputs) (*Plan, error) {
	p := &Plan{site: site, outputs: outputs, bySlug: make([]*Entry, len(site.Entries))}
	for i := range site.Entries {
		p.bySlug[i] = &site.Entries[i]
	}
	// A new title moves an entry in the A-Z, but nothing in the data files.
	slices.SortFunc(p.bySlug, func(a, b *Entry) int { return cmp.Compare(a.Slug, b.Slug) })
	p.recent = latest(p.bySlug)
	if outputs.Images != NoImages || outputs.App {
		var err error
		if p.painter, err = newPainter(); err != nil {
			return nil, err
		}
		p.icons = newIconSource(site, p.painter)
	}
	return p, nil
}

// Files returns the files in a fixed order.
func (p *Plan) Files() []File {
	var files []File
	if p.hasSitemap() {
		files = append(files, p.sitemapFiles()...)
	}
	if p.outputs.Robots {
		files = append(files, File{Path: RobotsPath, Make: p.robots})
	}
	if p.hasFeeds() {
		files = append(files, File{Path: AtomPath, Make: p.atom}, File{Path: JSONFeedPath, Make: p.jsonFeed})
	}
	if p.outputs.Data {
		files = append(files, p.dataFiles()...)
	}
	if p.outputs.LLMs {
		files = append(files, File{Path: LLMsPath, Make: p.llms})
	}
	if p.outputs.App {
		files = append(files, p.iconFiles()...)
		files = append(files, File{Path: ManifestPath, Make: p.manifest})
	}
	if p.outputs.Markdown {
		files = append(files, p.markdownFiles()...)
	}
	return append(files, p.cardFiles()...)
}

func (p *Plan) hasSitemap() bool { return p.outputs.Sitemap && p.site.BaseURL != "" }
func (p *Plan) hasFeeds() bool {
	return p.outputs.Feeds && p.site.BaseURL != "" && len(p.recent) > 0
}

// terms is the number of terms.
func (s *Site) terms() int { return max(s.Terms, len(s.Entries)) }

// Canonical returns the absolute address of a page, empty without a base URL. The home page is the base URL itself.
func (s *Site) Canonical(sitePath string) string {
	if s.BaseURL == "" || sitePath == "index.html" {
		return s.BaseURL
	}
	return s.BaseURL + escaped(sitePath)
}

// escaped percent-encodes a site path (RFC 3986).
func escaped(sitePath string) string { return (&url.URL{Path: sitePath}).EscapedPath() }

// author is who stands for the feeds, which need a name (RFC 4287, 4.1.1).
func (s *Site) author() string { return cmp.Or(s.Author, s.Title) }

// beside replaces the end of a page's path: "terms/crm.html" and ".md" give "terms/crm.md".
func beside(sitePath, extension string) string {
	return strings.TrimSuffix(sitePath, ".html") + extension
}
