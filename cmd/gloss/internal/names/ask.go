package names

import (
	"slices"

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
	// turn tells the words of this page, which need not be remembered again.
	turn       uint32
	asked      []Key
	sorting    []Key
	tokens     []token
	words      []wordInText
	nameTokens []token
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
	a.sorting = sortKeys(a.asked, a.sorting)
	a.kept = slices.Clone(slices.Compact(a.asked))
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

// sortKeys sorts by the four bytes of the keys in turn, which for the hundred keys and more of a page is several times as fast
// as comparing. It returns its working memory for the next time.
func sortKeys(keys, working []Key) []Key {
	if len(keys) < 40 {
		slices.Sort(keys)
		return working
	}
	working = slices.Grow(working[:0], len(keys))[:len(keys)]
	var ends [4][256]int32
	for _, key := range keys {
		ends[0][key&255]++
		ends[1][key>>8&255]++
		ends[2][key>>16&255]++
		ends[3][key>>24]++
	}
	from, to := keys, working
	for pass := range ends {
		shift, ends, end := 8*pass, &ends[pass], int32(0)
		for i, count := range ends {
			ends[i] = end
			end += count
		}
		for _, key := range from {
			at := &ends[key>>shift&255]
			to[*at] = key
			*at++
		}
		from, to = to, from
	}
	return working
}
