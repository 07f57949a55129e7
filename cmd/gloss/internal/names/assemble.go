package names

import (
	"sync"
	"sync/atomic"

	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/term"
)

// newTable builds the table in the order of what depends on what: each term's own names, the paths of all, and then what the names
// of several terms decide together.
func newTable(terms []*term.Term, opts Options) (*Table, diag.List) {
	t := &Table{morph: newMorphology(opts.Language)}
	last := opts.Last
	if last == nil || last.morph.language != t.morph.language {
		last = &Table{}
	}
	known := t.order(terms, last)
	t.stateFacts(last, known, opts.Workers)
	t.numberTopics(last, known)
	t.caseful = caseful(t.facts)
	t.describeTerms(last, known, opts.Workers)
	t.settle(opts.Census)
	t.enterPaths(max(last.used, 2*len(terms)))
	t.buildFilter()
	t.distinguishCase()
	t.resolveSee()
	t.markAbbreviated()
	t.claims = t.findClaims()
	t.listAddresses()
	t.hashAll()
	return t, t.check(last, known, opts.Workers)
}

// describeTerms fills entries, firsts and keys. Names of terms that the last table had are taken from it: they depend on nothing
// but the term, and deriving them is four fifths of the time for a table. The rest is derived by several workers.
func (t *Table) describeTerms(last *Table, known []int32, workers int) {
	builders := make([]*builder, chunks(len(t.terms)))
	spread(len(t.terms), workers, func(n, from, to int) {
		b := &builder{morph: &t.morph, entries: make([]entry, 0, 2*chunk), keys: make([]uint32, 0, 4*chunk)}
		for i := from; i < to; i++ {
			b.firsts = append(b.firsts, int32(len(b.entries)))
			if known[i] != none {
				b.copyTerm(int32(i), last, known[i])
			} else {
				b.addTerm(int32(i), t.terms[i])
			}
		}
		builders[n] = b
	})
	entries, keys := 0, 0
	for _, b := range builders {
		entries, keys = entries+len(b.entries), keys+len(b.keys)
	}
	t.entries, t.keys = make([]entry, 0, entries), make([]uint32, 0, keys)
	t.firsts = make([]int32, 0, len(t.terms)+1)
	for _, b := range builders {
		for _, first := range b.firsts {
			t.firsts = append(t.firsts, first+int32(len(t.entries)))
		}
		from := len(t.entries)
		t.entries = append(t.entries, b.entries...)
		for i := from; i < len(t.entries); i++ {
			t.entries[i].keys += uint32(len(t.keys))
		}
		t.keys = append(t.keys, b.keys...)
	}
	t.firsts = append(t.firsts, int32(len(t.entries)))
}

// chunk is how many terms one worker takes at a time.
const chunk = 256

func chunks(terms int) int { return (terms + chunk - 1) / chunk }

// spread calls work for the terms from to to-1 of each chunk n, on several workers.
func spread(terms, workers int, work func(n, from, to int)) {
	var next atomic.Int64
	var group sync.WaitGroup
	for range max(1, min(workers, chunks(terms))) {
		group.Go(func() {
			for n := int(next.Add(1)) - 1; n < chunks(terms); n = int(next.Add(1)) - 1 {
				work(n, n*chunk, min((n+1)*chunk, terms))
			}
		})
	}
	group.Wait()
}

// settle sets the flags that depend on the glossary as a whole.
func (t *Table) settle(census *Census) {
	for i := range t.entries {
		e := &t.entries[i]
		if e.flags&capitalized != 0 {
			e.flags &^= needCapital | capitals
			if t.caseful {
				e.flags |= needCapital | capitals
			}
		}
		if e.number > 0 && census.background(e.number-1) {
			e.flags |= background
		}
	}
}

// enterPaths enters the paths of all entries into slots, of which there are probably about so many. Entries come last to first, so
// that each chain is in their order.
func (t *Table) enterPaths(about int) {
	t.slots = make([]slot, sizeFor(about))
	for i := len(t.entries) - 1; i >= 0; i-- {
		e := &t.entries[i]
		keys := t.pathOf(e)
		path := root
		for n, key := range keys {
			path = step(path, key)
			if s := t.path(path); n+1 < len(keys) {
				s.next |= bitOf(keys[n+1])
			} else {
				e.next = s.head
				s.head = int32(i)
			}
		}
	}
	if size := sizeFor(t.used); len(t.slots) > size+size/16 || len(t.slots) < size {
		t.resize(size)
	}
}

// endOf returns the path of an entry.
func (t *Table) endOf(e *entry) uint32 {
	path := root
	for _, key := range t.pathOf(e) {
		path = step(path, key)
	}
	return path
}

// pathOf returns the keys of an entry's path.
func (t *Table) pathOf(e *entry) []uint32 { return t.keys[e.keys : int(e.keys)+int(e.length)] }

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
				a.makeTwin()
				b.makeTwin()
			}
		}
	}
}

// markAbbreviated finds the names of terms that have an abbreviation, also by an entry that only points to them.
func (t *Table) markAbbreviated() {
	has := make([]bool, len(t.terms))
	for i := range t.entries {
		if e := &t.entries[i]; e.kind == Abbreviation {
			has[t.target[e.term]] = true
		}
	}
	for i := range t.entries {
		if e := &t.entries[i]; has[t.target[e.term]] {
			e.flags |= abbreviated
		}
	}
}

func (e *entry) makeTwin() {
	if e.flags&exactCase == 0 {
		e.flags |= exactCase | twin
	}
}

// resolveSee follows entries that only point to another, over at most eight steps.
func (t *Table) resolveSee() {
	t.target = make([]int32, len(t.terms))
	for i := range t.terms {
		t.target[i] = int32(i)
		if t.facts[i].traits&pointing == 0 {
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
