package site

import (
	"bytes"
	"reflect"
	"slices"

	"gloss/cmd/gloss/internal/machine"
	"gloss/layouts"
)

// Memory keeps what Assemble found out, so that the next call looks only at what is different. The zero Memory is empty, and a site
// assembled with it is a clean one: there is one path for both.
//
// Each thing that a page may show has a stamp, the number of the call at which it last differed: a term's own text, what others show of
// it, its place in the alphabet, who mentions it, what is related to it. A page's version is the greatest stamp among all that it shows,
// and what was worked out from several things is good while none of them has a later stamp. So a page is made again if, and only if, one
// of its inputs changed, and nothing has to be told that something else changed.
//
// It must not be used by two calls at once, and a Site reads from it: a Site is good until the next call with the same Memory.
type Memory struct {
	drawing drawing

	once   bool  // there is no other call: what only that would need is not made
	call   stamp // the number of the last call
	frame  stamp // when what all pages share last differed, counts left out
	counts stamp // when the number of terms or the letters last differed
	any    stamp // when anything last differed
	set    settings
	shared *layouts.Site
	heads  *machine.Plan
	dates  bool // heads knows of dates

	terms   []reading // of the last call, in order of paths
	days    map[string]string
	all     []*entry // by id, those included that no file stands for any more
	room    room     // for entries to come
	bySlug  map[string]*entry
	odd     map[string]*entry // by address.Clash of the address, where that is not the address
	ranks   []uint32          // by id: entry.position, of pages after terms
	gone    int               // of all
	doubled bool              // two terms have one slug: an error that the names table tells

	entries []*entry // terms in title order
	plain   []*entry // pages that are not terms, in title order
	home    *entry   // content/index.md, or nil
	special []*entry // with redirects or links to check, in order of paths
	links   int      // in running text
	dated   int      // terms with a date
	slugs   uint64   // a hash of the terms' slugs in title order

	table   uint64 // Input.Names
	senses  []senses
	named   int32               // names that were ever among senses
	sharers map[*entry][]*entry // entries that share a name

	initials initialTable
	letters  []letterGroup
	lettersS stamp
	groups   map[string]*tagGroup // by the tag's file name
	numbered []*tagGroup          // all that ever were, by number
	spelled  map[string]*tag
	tags     []*tagGroup
	tagsS    stamp
	lists    homeLists
	kin      *relations

	leaving, met []bool // working memory of invert, by id
}

// stamp is the number of a call of Assemble.
type stamp = uint32

// settings are the inputs of a site that are the same for all pages and change rarely. With others, everything is made anew.
type settings struct {
	config [32]byte
	words  layouts.Words
	logo   []byte
}

// begin counts the call and forgets everything if the settings are others than those of the last.
func (m *Memory) begin(in *Input) {
	now := settings{config: in.Config.Hash(), words: in.Words, logo: in.Logo}
	same := m.call > 0 && m.set.config == now.config && bytes.Equal(m.set.logo, now.logo) && reflect.DeepEqual(m.set.words, now.words)
	// Terms that went are kept, because others may still name them, until they are as many as those that are there.
	if !same || m.doubled || m.gone > 1000+len(m.all)/2 {
		*m = Memory{drawing: m.drawing, call: m.call, set: now, kin: newRelations(),
			bySlug: map[string]*entry{}, odd: map[string]*entry{}, groups: map[string]*tagGroup{}, spelled: map[string]*tag{}}
	}
	m.call++
	m.once = in.Memory == nil
}

// share keeps what all pages share if it says the same as that of the last call, with all that was printed for it. The number of terms
// and the letters are told apart: nearly every new term changes them, and few kinds of pages show them.
func (m *Memory) share(shared *layouts.Site) {
	if m.shared == nil || !sameSite(m.shared, shared, uncounted) {
		m.frame = m.call
	}
	if m.frame == m.call || !sameSite(m.shared, shared, counted) {
		m.shared, m.counts, m.any = shared, m.call, m.call
	}
}

// counted reports whether a field of layouts.Site is one of those that layouts.Theme.Counts is about.
func counted(field string) bool   { return field == "Terms" || field == "Letters" }
func uncounted(field string) bool { return !counted(field) }

// sameSite compares the fields of two values that are chosen, but none of what they keep for themselves.
func sameSite(a, b *layouts.Site, chosen func(field string) bool) bool {
	x, y := reflect.ValueOf(a).Elem(), reflect.ValueOf(b).Elem()
	for i := range x.NumField() {
		field := x.Type().Field(i)
		if field.IsExported() && chosen(field.Name) && !reflect.DeepEqual(x.Field(i).Interface(), y.Field(i).Interface()) {
			return false
		}
	}
	return true
}

// frameOf is when what pages of a kind share last differed. It is not for several goroutines.
func (s *Site) frameOf(kind string) stamp {
	frame, known := s.frames[kind]
	if !known {
		if frame = s.frame; s.in.Counts == nil || s.in.Counts(kind) {
			frame = max(frame, s.counts)
		}
		s.frames[kind] = frame
	}
	return frame
}

// forget drops what only the next call would need and no view shows: a third of a large site's memory.
func (s *Site) forget() {
	s.in.Terms, s.in.Bodies, s.in.Table, s.in.Changed, s.in.Marks = nil, nil, nil, nil, nil
	s.terms, s.kin, s.leaving, s.met, s.ranks, s.room = nil, nil, nil, nil, nil, room{}
	for _, e := range s.all {
		e.working = nil
	}
}

// entryOf returns the entry of a slug, which is the same in all calls; one that no file stands for is not alive.
func (m *Memory) entryOf(slug string) *entry {
	e := m.bySlug[slug]
	if e == nil {
		e = m.room.entry()
		e.id = int32(len(m.all))
		m.room.text = append(append(append(m.room.text[:0], climb+termFolder...), slug...), ".html"...)
		e.setUp(m.room.texts.copy(m.room.text))
		m.all = append(m.all, e)
		m.bySlug[slug] = e
		m.gone++
	}
	return e
}

// room is where entries are made, side by side: a few long lists take the collector less than 100,000 entries one by one.
type room struct {
	entries []entry
	working []working
	texts   texts
	text    []byte // working memory of one text
}

func (r *room) entry() *entry {
	if len(r.entries) == 0 {
		const more = 16
		r.entries, r.working = make([]entry, more), make([]working, more)
	}
	e := &r.entries[0]
	e.working = &r.working[0]
	r.entries, r.working = r.entries[1:], r.working[1:]
	return e
}

// reserve makes room for the entries of so many files of all.
func (m *Memory) reserve(n, all int) {
	if n < all/2 || n <= len(m.room.entries) {
		return
	}
	m.room.entries, m.room.working = make([]entry, n), make([]working, n)
	m.all = slices.Grow(m.all, n)
	if len(m.bySlug) == 0 {
		m.bySlug = make(map[string]*entry, n)
	}
}

// shownOf returns the alive entry of a slug, or nil.
func (m *Memory) shownOf(slug string) *entry {
	if e := m.bySlug[slug]; e != nil && e.alive {
		return e
	}
	return nil
}
