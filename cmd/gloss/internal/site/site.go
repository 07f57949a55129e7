// Package site assembles the converted terms into a site: which pages there are, what stands on each, and what search is told.
//
// Assemble looks at all terms once and keeps what several pages share (order, letters, tags, backlinks). The view of one page is
// made only when it is asked for, so that rendered pages can stream.
package site

import (
	"strings"
	"sync"

	"gloss/cmd/gloss/internal/address"
	"gloss/cmd/gloss/internal/config"
	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/machine"
	"gloss/cmd/gloss/internal/markdown"
	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/term"
	"gloss/layouts"
)

// Input is what a site is made of. Terms and Bodies have the same length and order; drafts are left out by the caller.
type Input struct {
	Config *config.Config
	Terms  []*term.Term
	Bodies []*markdown.Body
	Table  *names.Table
	// Days are the days of the files' last changes, "2006-01-02", by File.Path; it may be nil.
	Days map[string]string
	// Drawing keeps the map's layout from build to build; it may be nil.
	Drawing *Drawing
	// Logo is the bytes of the logo that the settings name, nil when there is none.
	Logo []byte
	// Words are the words of the interface in the site's language.
	Words layouts.Words
}

// Site is an assembled site. It is immutable; View may be called from several goroutines.
type Site struct {
	in        Input
	shared    *layouts.Site
	entries   []*entry // terms in title order
	plain     []*entry // pages that are not terms, in title order
	home      *entry   // content/index.md, or nil
	bySlug    map[string]*entry
	letters   []letterGroup
	initials  initials
	tags      []tagGroup
	tagURL    map[string]string
	senses    []names.Homograph
	sharing   map[string][]string // slug -> slugs of terms that share a name
	pages     []Page
	machine   *machine.Plan
	described *machine.Site
	// relations is made when the first page asks what is related to it.
	relations func() *relations
}

// entry is a term with what other files say about it.
type entry struct {
	*term.Term
	body      *markdown.Body
	url       string   // Term.URL, made once: it is asked for a dozen times a page
	key       string   // collation key of the title
	summary   string   // the writer's, else the first paragraph
	position  int      // in Site.entries
	related   []*entry // the writer's
	see       *entry
	mentioned []backlink
	linkedBy  int // pages that mention it
	// Updated is the writer's date, else the day of the file's last change: it hides Term.Updated, which is the writer's alone.
	Updated string
}

// URL returns the address of the entry's page from the site's root.
func (e *entry) URL() string { return e.url }

// from returns the entry's address as it is written on the page at another address. Between two terms, nine in ten of all links, that
// is the file's name, found without allocating.
func (e *entry) from(at string) string {
	name, isTerm := strings.CutPrefix(e.url, termFolder)
	if page, beside := strings.CutPrefix(at, termFolder); isTerm && beside && !strings.Contains(page, "/") && !strings.ContainsAny(name, "/:?#") {
		return name
	}
	return address.Relative(at, e.url)
}

// termFolder holds the pages of all terms.
const termFolder = "terms/"

// backlink is a page that mentions a term, with the mention that shows it best.
type backlink struct {
	from    *entry
	mention markdown.Mention
	count   int // of mentions on the page
}

// Page is one page of the site before its view is made.
type Page struct {
	// Path is the page's address from the site's root.
	Path string
	view func() layouts.View
}

// View makes the page's view, one of the types of package layouts.
func (p Page) View() layouts.View { return p.view() }

// Assemble builds the site. Diagnostics are about what no single file shows: related terms and redirects that lead nowhere,
// addresses taken twice.
func Assemble(in Input) (*Site, diag.List) {
	s := &Site{in: in, bySlug: map[string]*entry{}, tagURL: map[string]string{}, sharing: map[string][]string{}}
	s.order()
	s.resolve()
	s.collectBacklinks()
	s.groupLetters()
	s.groupTags()
	s.groupSenses()
	s.relations = sync.OnceValue(func() *relations { return newRelations(s) })
	s.shared = s.sharedView()
	if err := s.planMachine(); err != nil {
		panic(err) // a font that we ship cannot be read
	}
	s.shared.Links, s.shared.ThemeColour, s.shared.App = headLinks(s.machine.Links("")), s.described.ThemeColour(), s.in.Config.Outputs.App
	diags := append(s.listPages(), s.checkLinks()...)
	return s, diags
}

// Pages returns all pages in a fixed order.
func (s *Site) Pages() []Page { return s.pages }

// Brand returns what the settings say about the theme's look.
func (s *Site) Brand() layouts.Brand { return s.shared.Brand }

// Shared returns what all pages share. Nobody may change it.
func (s *Site) Shared() *layouts.Site { return s.shared }

// Terms returns the number of terms, pages that are not terms left out.
func (s *Site) Terms() int { return len(s.entries) }

// Links returns the number of links between terms that stand in running text.
func (s *Site) Links() int {
	n := 0
	for _, b := range s.in.Bodies {
		for _, m := range b.Mentions {
			if m.Linked {
				n++
			}
		}
	}
	return n
}
