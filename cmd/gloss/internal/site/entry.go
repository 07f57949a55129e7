package site

import (
	"strings"

	"gloss/cmd/gloss/internal/address"
	"gloss/cmd/gloss/internal/markdown"
	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/term"
)

// entry is a term with what other files say about it. There is one for each term until the site is written, so what only the passes of
// Assemble need is apart. What other pages show of it stands first, in one line of the processor's cache: they wait for it.
type entry struct {
	title string
	up    string // the address as the pages of letters and tags write it: "../" and Term.URL
	// summary is the writer's with the punctuation of the body, else the first paragraph.
	summary    string
	id         int32 // its place in Memory.all
	position   int32 // in Memory.entries or Memory.plain
	kind       term.Kind
	alive      bool // a file stands for it
	bare       bool // other terms lead to it by the name of its file
	odd        bool // its address is another one on some systems: it stands in Memory.odd
	shared     bool // others share a name with it: they stand in Memory.sharers
	summarised bool // the summary is the writer's

	*working
	more      *more
	path      string // of the file
	body      *markdown.Body
	initial   *initial // the letter that it stands under
	see       *entry
	related   []*entry // the writer's
	leads     []int32  // ids of the entries that its text links to
	mentioned []backlink
	tagged    []*tag // in the writer's order; of pages none
	suggested []suggestion
	updated   string // the writer's date, else the day of the file's last change
}

// more is what a term may have and many do not.
type more struct {
	abbreviation, domain string
	aliases              []term.Value
}

// nothingMore is the more of terms that have nothing of it.
var nothingMore more

// working is what passes of Assemble need of an entry and no page shows. A process that assembles once drops it at the end, and the terms, of
// 400 bytes each, with it.
type working struct {
	term     *term.Term
	key      string      // collation key of the title
	asked    []names.Key // for related and see
	mentions []mention
	cited    []int32 // ids of the entries in whose backlinks it stands; nil in a process that assembles once
	words    []uint32
	was      *former // before this call, nil if no file stood for it
	linked   int32   // links in its text

	// When something last differed: the file; what others show of it (outline); related and see; mentioned; previous and next;
	// suggested; sharing.
	own, shown, resolved, listed, placed, kin, shares stamp
	suggestedAt                                       stamp
	// The call in which it was met by one of the passes.
	touched, moved, regrouped, renamed, retold, chosen stamp
}

// former is an entry before a call changed it.
type former struct {
	outline outline
	body    *markdown.Body
	words   []uint32
}

// URL returns the address of the entry's page from the site's root.
func (e *entry) URL() string { return e.up[len(climb):] }

// slug is that of the file, also where none stands for it any more.
func (e *entry) slug() string {
	name := strings.TrimSuffix(e.URL(), ".html")
	if e.kind == term.KindPage {
		return name
	}
	return name[len(termFolder):]
}

// setURL gives the entry its address.
func (e *entry) setURL(url string) { e.setUp(climb + url) }

// setUp gives the entry its address as it is kept.
func (e *entry) setUp(up string) {
	name, isTerm := strings.CutPrefix(up, climb+termFolder)
	e.up, e.bare = up, isTerm && !strings.ContainsAny(name, "/:?#")
}

// place is a page on which addresses are written.
type place struct {
	path          string
	terms, beside bool // it stands where the pages of terms stand, or in another folder of the site's root
}

const (
	// termFolder holds the pages of all terms.
	termFolder = "terms/"
	// climb leads from a folder of the site's root to the root.
	climb = "../"
)

func placeOf(path string) place {
	folder, name, inside := strings.Cut(path, "/")
	inside = inside && !strings.Contains(name, "/")
	terms := inside && len(folder)+1 == len(termFolder) && strings.HasPrefix(path, termFolder)
	return place{path, terms, inside && !terms}
}

// from returns the entry's address as it is written on another page. For nearly all links that is a part of what it has.
func (e *entry) from(at place) string {
	switch {
	case e.bare && at.terms:
		return e.up[len(climb)+len(termFolder):]
	case e.bare && at.beside:
		return e.up
	}
	return address.Relative(at.path, e.URL())
}

// isTerm reports whether the entry is one of Memory.entries.
func (e *entry) isTerm() bool { return e.alive && e.kind == term.KindTerm }

// backlink is a page that mentions a term, with the mention that shows it best.
type backlink struct {
	from   int32  // id of the page
	best   int32  // place in the Mentions of its body
	weight uint32 // of that mention and how many there are: the greatest comes first
}

// mention is what one page says of another.
type mention struct {
	to     int32 // id
	best   int32 // the mention that shows it best, by its place in Body.Mentions
	weight uint32
}

// A weight is what a mention is worth to a reader, from 0 to 7, and in its last bits how many mentions there are.
const mentionBits = 29

// weigh replaces the worth in a weight.
func weigh(worth int, weight uint32) uint32 {
	return uint32(worth)<<mentionBits | weight&(1<<mentionBits-1)
}
