package names

import (
	"math/bits"
	"slices"

	"gloss/cmd/gloss/internal/slab"
	"gloss/cmd/gloss/internal/term"
)

// Asker is the view of the table that the conversion of one page gets. It remembers each question, so that the converted body
// can be kept for as long as the answers stay the same. It is not safe for concurrent use.
type Asker struct {
	table *Table
	kept  []Key // questions up to the last Release, sorted and distinct
	text  string
	depth int
	*scratch
}

// scratch is an Asker's working memory, lent by the table.
type scratch struct {
	lexicon lexicon // nil until Find is called
	lexemes slab.Slab[lexeme]
	// turn tells the words of this page, which need not be remembered again.
	turn       uint32
	asked      []Key
	keys       slab.Slab[Key] // what is kept of all pages
	sorting    []Key
	ends       []int32 // of the buckets of sortKeys
	tokens     []token
	words      []wordInText
	nameTokens []token
	spelled    []spelled
	found      []Found
	slab       []Found
	matches    []Match
	joint      []byte
	buffers    [5][96]byte
	memory     *memory
}

// Key identifies one question to the table. Keys of different questions may collide; then a body is converted again for nothing.
type Key uint32

// Ask returns a fresh Asker.
func (t *Table) Ask() *Asker {
	a := &Asker{table: t}
	a.borrow()
	return a
}

// borrow makes sure that there is working memory.
func (a *Asker) borrow() {
	if a.scratch != nil {
		return
	}
	var lent bool
	if a.scratch, lent = a.table.scratches.Get().(*scratch); !lent {
		a.scratch = new(scratch)
	}
	if a.turn++; a.turn == 0 { // all turns are used up
		clear(a.lexicon)
		a.turn = 1
	}
}

// Release gives the working memory back once the matches of Find are no longer used. The questions asked are kept, and the Asker may
// be used again.
func (a *Asker) Release() {
	if a.scratch == nil {
		return
	}
	a.keep()
	if cap(a.matches) <= 1<<12 && cap(a.tokens) <= 1<<16 { // one huge page must not keep its memory for all
		a.table.scratches.Put(a.scratch)
	}
	a.scratch, a.text = nil, ""
}

// keep adds what was asked since the last time to the questions kept.
func (a *Asker) keep() {
	if len(a.asked) == 0 {
		return
	}
	a.asked = append(a.asked, a.kept...)
	a.sortKeys()
	a.kept = a.keys.Copy(slices.Compact(a.asked))
	a.asked = a.asked[:0]
}

// Lookup is Table.Lookup, remembered.
func (a *Asker) Lookup(name string) []*term.Term {
	t := a.table
	found := t.lookupWith(a, name)
	return t.termsOf(found)
}

// BySlug is Table.BySlug, remembered.
func (a *Asker) BySlug(slug string) *term.Term {
	a.borrow()
	a.remember(Key(keyOfAddress(slugAddress, slug)))
	return a.table.BySlug(slug)
}

// ByPath is Table.ByPath, remembered.
func (a *Asker) ByPath(path string) *term.Term {
	a.borrow()
	a.remember(Key(keyOfAddress(pathAddress, path)))
	return a.table.ByPath(path)
}

// Nearest is Table.Nearest, remembered. Its answer depends on every name, so a page that asks for it is converted again whenever
// any name changes; only pages with a dead link do.
func (a *Asker) Nearest(name string) string {
	a.borrow()
	a.remember(allNames)
	return a.table.Nearest(name)
}

// allNames is the key of questions that depend on every name.
const allNames Key = 0

// Keys returns the questions asked so far, sorted and distinct.
func (a *Asker) Keys() []Key {
	if a.scratch != nil {
		a.keep()
	}
	return slices.Clip(a.kept)
}

func (a *Asker) remember(key Key) { a.asked = append(a.asked, key) }

// further looks up a path of several words and remembers it. It is known not to exist unless possible.
func (a *Asker) further(path uint32, possible bool) (head int32, going uint32, found bool) {
	a.remember(Key(path))
	if !possible {
		return none, 0, false
	}
	s := a.lookUp(path)
	if s == nil {
		return none, 0, false
	}
	return s.head, s.next, true
}

// slot looks a path of several words up and remembers it.
func (a *Asker) slot(path uint32) *slot {
	a.remember(Key(path))
	return a.lookUp(path)
}

// lookUp finds a path that is remembered already.
func (a *Asker) lookUp(path uint32) *slot {
	if !a.table.mayHave(path) {
		return nil
	}
	return a.table.find(path)
}

// sortKeys sorts keys, which are hashes and therefore spread evenly: it deals them by their upper bits into as many buckets as there are
// keys, and few buckets hold more than three. The hundred keys of a page take 0.7 to 0.9 µs so, and 2.2 to 4.4 in four rounds by their bytes;
// thousands take as long both ways.
func (s *scratch) sortKeys() {
	keys := s.asked
	if len(keys) < 24 {
		slices.Sort(keys)
		return
	}
	shift := 32 - bits.Len(uint(len(keys)))
	s.ends = slices.Grow(s.ends[:0], 1<<(32-shift))[:1<<(32-shift)]
	clear(s.ends)
	for _, key := range keys {
		s.ends[key>>shift]++
	}
	end := int32(0)
	for i, count := range s.ends {
		s.ends[i] = end
		end += count
	}
	dealt := slices.Grow(s.sorting[:0], len(keys))[:len(keys)]
	for _, key := range keys {
		at := &s.ends[key>>shift]
		dealt[*at] = key
		*at++
	}
	begin := int32(0)
	for _, end := range s.ends {
		if end-begin > 1 {
			sortFew(dealt[begin:end])
		}
		begin = end
	}
	s.asked, s.sorting = dealt, keys
}

// sortFew sorts by insertion if there are few keys. A page may ask one question a thousand times.
func sortFew(keys []Key) {
	if len(keys) > 8 {
		slices.Sort(keys)
		return
	}
	for i := 1; i < len(keys); i++ {
		for j := i; j > 0 && keys[j] < keys[j-1]; j-- {
			keys[j], keys[j-1] = keys[j-1], keys[j]
		}
	}
}
