package names

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
	"sync"

	"gloss/cmd/gloss/internal/names/everyday"
	"gloss/cmd/gloss/internal/term"
)

// Table holds all names of one edition. It is immutable and safe for concurrent use.
type Table struct {
	morph  morphology
	terms  []*term.Term // sorted by slug, then path
	paths  []int32      // terms sorted by path
	hashes []uint64     // of what an answer says about each term
	target []int32      // the term that an entry with see points to, itself for others
	// entries are the names; those at the end of one path are chained.
	entries []entry
	// slots is an open hash table with linear probing.
	slots []slot
	used  int
	// filter has the bit of each path set, by its hash's upper bits, about one bit in eight. Most words of a text begin no name, and
	// the filter is small enough for the processor's cache where slots is not.
	filter      []uint64
	filterShift uint8
	// caseful says that titles that begin with a small letter are usual here, so that a capital means something.
	caseful bool
	// addresses finds terms by the key of their slug or path; several may share a key.
	addresses []address
	// all is a hash of every answer.
	all     uint64
	nearest nearestIndex
	// scratches lends working memory to Askers.
	scratches sync.Pool
}

// slot is one path: the hash of one or more first words of names.
type slot struct {
	key  uint32 // 0 marks an empty slot
	head int32  // the first entry whose name ends here, or none
	next uint32 // for each token that goes on from here, one bit
}

// bitOf is a token's bit in slot.next.
func bitOf(token uint32) uint32 { return 1 << (token >> 27) }

const none = -1

// maxTokens is the length of the longest name that is looked for in texts.
const maxTokens = 16

// maxChain is how many names at the end of one path are compared with a text. More have one spelling only in a glossary that is
// broken, and the time must stay linear.
const maxChain = 64

// entry is one name at the end of a path.
type entry struct {
	text   string
	target *term.Term // the term that the name stands for: the entry's own, or where its see leads
	term   int32
	next   int32
	kind   Kind
	flags  flags
	class  everyday.Class
}

type flags uint8

const (
	// exactCase names stand only as they are written.
	exactCase flags = 1 << iota
	// needCapital names stand only with a capital first letter.
	needCapital
	oneWord
	background
	short
	capitals
	// plainPage names are for [[...]] alone.
	plainPage
	// asciiWord names are one word in ASCII and nothing else.
	asciiWord
)

// root is the path of no words.
const root uint32 = 0x9747b28c

func newTable(terms []*term.Term, opts Options) *Table {
	t := &Table{morph: newMorphology(opts.Language)}
	t.terms = slices.Clone(terms)
	// The order of files on disk must not show in entries or diagnostics.
	slices.SortFunc(t.terms, func(a, b *term.Term) int {
		return cmp.Or(strings.Compare(a.Slug, b.Slug), strings.Compare(a.File.Path, b.File.Path))
	})
	t.paths = make([]int32, len(t.terms))
	for i := range t.paths {
		t.paths[i] = int32(i)
	}
	slices.SortFunc(t.paths, func(a, b int32) int { return strings.Compare(t.terms[a].File.Path, t.terms[b].File.Path) })
	t.caseful = caseful(t.terms)
	t.slots = make([]slot, sizeFor(3*len(terms)))
	t.entries = make([]entry, 0, 2*len(terms))
	b := builder{table: t, opts: opts}
	for i, one := range t.terms {
		b.addTerm(int32(i), one)
	}
	t.entries = slices.Clip(t.entries)
	t.resize(sizeFor(t.used))
	t.reverseChains()
	t.buildFilter()
	t.distinguishCase()
	t.resolveSee()
	for i := range t.entries {
		t.entries[i].target = t.terms[t.target[t.entries[i].term]]
	}
	t.hashTerms()
	return t
}

// caseful reports whether titles distinguish case: at least one in five begins with a small letter.
func caseful(terms []*term.Term) bool {
	small, all := 0, 0
	for _, one := range terms {
		if one.Kind == term.KindTerm && one.Title != "" {
			all++
			if c := one.Title[0]; c >= 'a' && c <= 'z' {
				small++
			}
		}
	}
	return small*5 >= all && small > 0
}

// address is the key of a slug or path and the term that has it.
type address struct {
	key  uint32 // 0 marks an empty place
	term int32
}

// sizeFor returns the size of a hash table for so many keys: three quarters are full.
func sizeFor(keys int) int { return keys*4/3 + 8 }

// home returns where a key belongs in a hash table of that size. Keys are spread evenly, so their upper bits choose.
func home(key uint32, size int) int { return int(uint64(key) * uint64(size) >> 32) }

// after returns the place after i.
func after(i, size int) int {
	if i++; i < size {
		return i
	}
	return 0
}

// find returns the slot of a path, or nil.
func (t *Table) find(key uint32) *slot {
	for i := home(key, len(t.slots)); ; i = after(i, len(t.slots)) {
		switch s := &t.slots[i]; s.key {
		case key:
			return s
		case 0:
			return nil
		}
	}
}

// buildFilter sets the bits of all paths.
func (t *Table) buildFilter() {
	size := max(bits.Len(uint(8*t.used)), 6)
	t.filterShift = uint8(32 - size)
	t.filter = make([]uint64, 1<<(size-6))
	for _, s := range t.slots {
		if s.key != 0 {
			bit := s.key >> t.filterShift
			t.filter[bit>>6] |= 1 << (bit & 63)
		}
	}
}

// mayHave reports whether the table may have a path; false is certain.
func (t *Table) mayHave(key uint32) bool {
	bit := key >> t.filterShift
	return t.filter[bit>>6]&(1<<(bit&63)) != 0
}

// path returns the slot of a path, made if it is new.
func (t *Table) path(key uint32) *slot {
	if s := t.find(key); s != nil {
		return s
	}
	if (t.used+1)*4 > len(t.slots)*3 {
		t.resize(2 * len(t.slots))
	}
	t.used++
	s := t.free(key)
	*s = slot{key: key, head: none}
	return s
}

func (t *Table) free(key uint32) *slot {
	i := home(key, len(t.slots))
	for t.slots[i].key != 0 {
		i = after(i, len(t.slots))
	}
	return &t.slots[i]
}

func (t *Table) resize(size int) {
	old := t.slots
	t.slots = make([]slot, size)
	for _, s := range old {
		if s.key != 0 {
			*t.free(s.key) = s
		}
	}
}

// step adds a token's key to a path. 0 is no path.
func step(path, key uint32) uint32 {
	if next := extend(path, key); next != 0 {
		return next
	}
	return 1
}

// reverseChains brings the names at the end of each path into the order in which they came: terms by slug.
func (t *Table) reverseChains() {
	for i := range t.slots {
		head := int32(none)
		for at := t.slots[i].head; t.slots[i].key != 0 && at != none; {
			next := t.entries[at].next
			t.entries[at].next = head
			head, at = at, next
		}
		if t.slots[i].key != 0 {
			t.slots[i].head = head
		}
	}
}

// distinguishCase finds names of different terms that differ by case alone; each then stands only as it is written.
func (t *Table) distinguishCase() {
	var folded [2][128]byte
	for i := range t.entries {
		for j, n := t.entries[i].next, 0; j != none && n < maxChain; j, n = t.entries[j].next, n+1 {
			a, b := &t.entries[i], &t.entries[j]
			if a.term == b.term || a.text == b.text || (a.flags|b.flags)&plainPage != 0 {
				continue
			}
			if string(fold(folded[0][:0], a.text)) == string(fold(folded[1][:0], b.text)) {
				a.flags |= exactCase
				b.flags |= exactCase
			}
		}
	}
}

// resolveSee follows entries that only point to another, over at most eight steps.
func (t *Table) resolveSee() {
	t.target = make([]int32, len(t.terms))
	for i, one := range t.terms {
		t.target[i] = int32(i)
		if one.See.Text == "" {
			continue
		}
		at := int32(i)
		for range 8 {
			next := t.lookup(t.terms[at].See.Text, at)
			if len(next) == 0 || next[0] == int32(i) {
				break
			}
			at = next[0]
			if t.terms[at].See.Text == "" {
				t.target[i] = at
				break
			}
		}
	}
}
