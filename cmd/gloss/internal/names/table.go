package names

import (
	"math/bits"
	"sync"

	"gloss/cmd/gloss/internal/names/everyday"
	"gloss/cmd/gloss/internal/term"
)

// Table holds all names of one edition. It is immutable and safe for concurrent use.
type Table struct {
	morph  morphology
	terms  []*term.Term // sorted by slug, then path
	paths  []int32      // terms sorted by path
	facts  []facts      // of each term
	target []int32      // the term that an entry with see points to, itself for others
	// entries are the names in order of terms; those at the end of one path are chained in that order. Those of term i begin at
	// firsts[i].
	entries []entry
	firsts  []int32
	// related are the paths by which the related entries of all terms name another, 0 for those that name it in another way or not at
	// all. Those of term i begin at relations[i].
	related   []uint32
	relations []int32
	// keys are the paths of all entries, one after the other, as keys of tokens.
	keys []uint32
	// slots is an open hash table with linear probing.
	slots  []slot
	used   int
	topics topics
	// filter has the bit of each path set, by its hash's upper bits, about one bit in eight. Most words of a text begin no name, and
	// the filter is small enough for the processor's cache where slots is not.
	filter      []uint64
	filterShift uint8
	// caseful says that titles that begin with a small letter are usual here, so that a capital means something.
	caseful bool
	// addresses finds terms by the key of their slug or path; several may share a key.
	addresses []address
	// all is a hash of every answer.
	all uint64
	// claims are the names that several terms have.
	claims  []claim
	nearest nearestIndex
	// scratches lends working memory to Askers.
	scratches sync.Pool
	// met are the words of texts so far. It is made when the first text is read.
	met     *sharedLexicon
	meeting sync.Once
}

// facts are what passes over all terms need of one. They stand side by side and are copied from table to table, because a term and its
// strings are several lookups in memory away.
type facts struct {
	hash uint64 // of what an answer says about the term
	kin  Kin
	// The keys of the term's slug, of its file's path, and of its page's address, folded.
	slug, path, page uint32
	traits           traits
}

type traits uint8

const (
	// headed terms are entries of the glossary with a title, lowered ones those whose title begins with a small letter.
	headed traits = 1 << iota
	lowered
	// pointing entries have see, relating ones related, moved ones redirect_from.
	pointing
	relating
	moved
	// The term's autolink, if it is not the default.
	autolinkOn
	autolinkOff
	autolinkExact
)

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
	text string
	// letters is lettersOf(text) and first its first byte: most names at the end of a path are told apart by them, and text need not be
	// fetched.
	letters uint32
	keys    uint32 // where its path begins in Table.keys
	term    int32
	next    int32
	number  uint16 // one more than the everyday number of a name of one dictionary word, 0 for others
	flags   flags
	first   byte
	length  uint8 // of the path, in tokens
	kind    Kind
	class   everyday.Class
}

type flags uint16

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
	// capitalized names are one word with a capital first letter, which means something where titles distinguish case.
	capitalized
	// abbreviated names are of terms that have an abbreviation.
	abbreviated
	// twin names have exactCase because another term's name differs from them by case alone.
	twin
)

// settled are the flags that depend on other terms.
const settled = background | twin | abbreviated

// root is the path of no words.
const root uint32 = 0x9747b28c

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
