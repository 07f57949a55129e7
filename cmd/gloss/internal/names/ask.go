package names

import (
	"slices"

	"gloss/cmd/gloss/internal/term"
)

// Asker is the view of the table that the conversion of one page gets. It remembers each question, so that the converted body
// can be kept for as long as the answers stay the same. It is not safe for concurrent use.
type Asker struct {
	table *Table
	asked []Key
	text  string
	depth int
	*scratch
}

// scratch is an Asker's working memory, lent by the table.
type scratch struct {
	// recent keeps the commonest repetitions out of asked.
	recent     [256]Key
	tokens     []token
	nameTokens []token
	found      []Found
	word       []byte
	buffers    [5][96]byte
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
}

// Release gives the working memory back once the matches of Find are no longer used. The questions asked are kept, and the Asker may
// be used again.
func (a *Asker) Release() {
	if a.scratch == nil {
		return
	}
	clear(a.recent[:])
	if cap(a.found) > 4096 || cap(a.tokens) > 1<<16 {
		a.scratch = new(scratch) // one huge page must not keep its memory for all
	}
	clear(a.found[:cap(a.found)]) // nor may names of this page be held
	a.table.scratches.Put(a.scratch)
	a.scratch, a.text = nil, ""
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
	sortKeys(a.asked)
	a.asked = slices.Compact(a.asked)
	return slices.Clone(a.asked)
}

func (a *Asker) remember(key Key) {
	if seen := &a.recent[key&255]; *seen != key || key == 0 {
		*seen = key
		a.asked = append(a.asked, key)
	}
}

// slot looks a path up and remembers it.
func (a *Asker) slot(path uint32) *slot {
	a.remember(Key(path))
	if !a.table.mayHave(path) {
		return nil
	}
	return a.table.find(path)
}

// sortKeys sorts by the four bytes of the keys in turn, which for the hundreds of keys of a page is several times as fast as
// comparing.
func sortKeys(keys []Key) {
	if len(keys) < 128 {
		slices.Sort(keys)
		return
	}
	from, to := keys, make([]Key, len(keys))
	for shift := 0; shift < 32; shift += 8 {
		var ends [256]int
		for _, key := range from {
			ends[key>>shift&255]++
		}
		end := 0
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
}
