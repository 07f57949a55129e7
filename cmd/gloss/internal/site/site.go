// Package site assembles the converted terms into a site: which pages there are, what stands on each, and what search is told.
//
// Assemble looks at all terms once and keeps what several pages share (order, letters, tags, backlinks). The view of one page is
// made only when it is asked for, so that rendered pages can stream.
package site

import (
	"sync"

	"gloss/cmd/gloss/internal/config"
	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/machine"
	"gloss/cmd/gloss/internal/markdown"
	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/term"
	"gloss/layouts"
)

// Input is what a site is made of. Terms and Bodies have the same length and order, that of the files' paths; drafts are left out by
// the caller.
type Input struct {
	Config *config.Config
	Terms  []*term.Term
	Bodies []*markdown.Body
	Table  *names.Table
	// Names is a number for what Table answers: tables with one number answer all questions alike. 0 means that nothing is known.
	Names uint64
	// Changed are the questions that Table answers otherwise than the table with the number before Names.
	Changed []names.Key
	// Days are the days of the files' last changes, "2006-01-02", by File.Path; it may be nil.
	Days map[string]string
	// Marks are, for each of Terms, a hash of all that its file says and became, for the digests of pages; nil when nobody asks for them.
	Marks [][16]byte
	// Memory keeps what one call of Assemble finds out for the next; it may be nil.
	Memory *Memory
	// Logo is the bytes of the logo that the settings name, nil when there is none.
	Logo []byte
	// Words are the words of the interface in the site's language.
	Words layouts.Words
	// Counts is that of the theme; nil stands for one that says yes to all kinds.
	Counts func(kind string) bool
}

// Site is an assembled site. It does not change before the next Assemble with the same Memory; until then View may be called from several
// goroutines.
type Site struct {
	*Memory
	in    Input
	pages []Page
	plan  func() *machine.Plan // of the files for programs, made when it is asked for

	frames     map[string]stamp // by kind of page
	redirected []redirect
	addresses  *addresses
	editable   bool // it is known where files are edited
}

// Assemble builds the site. Diagnostics are about what no single file shows: related terms and redirects that lead nowhere,
// addresses taken twice.
func Assemble(in Input) (*Site, diag.List) {
	m := in.Memory
	if m == nil {
		m = new(Memory)
	}
	m.begin(&in)
	named := in.Names == 0 || in.Names != m.table
	touched := m.read(&in)
	if m.order(touched) {
		m.groupLetters()
	}
	m.inTitleOrder(touched)
	var beside sync.WaitGroup // tags and words know nothing of the rest, nor that of them: at 100,000 terms they take 0.12 s of one core
	beside.Go(func() { m.groupTags(touched) })
	beside.Go(func() { m.kin.words.update(m, touched) })
	renamed := m.resolve(&in, touched)
	m.collectBacklinks(touched)
	if named {
		m.groupSenses(in.Table.Homographs())
	}
	if m.any == m.call || named {
		m.any = m.call
		m.relate(touched, renamed, &beside)
		m.listHome()
	}
	beside.Wait()
	m.gatherSpecial(touched)
	s := &Site{Memory: m, in: in, frames: map[string]stamp{}, editable: in.Config.EditURL("a.md") != ""}
	if err := s.planMachine(); err != nil {
		panic(err) // a font that we ship cannot be read
	}
	s.share(s.sharedView())
	diags := append(s.listPages(), s.checkLinks()...)
	s.digestPages()
	for i := range touched {
		touched[i].working.was = nil
	}
	if m.once {
		s.forget()
	}
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
func (s *Site) Links() int { return s.links }
