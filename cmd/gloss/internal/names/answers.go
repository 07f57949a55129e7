package names

import (
	"cmp"
	"slices"
	"strings"

	"gloss/cmd/gloss/internal/term"
)

// sum is FNV-1a with 64 bits, over fields that are told apart by their ends.
type sum uint64

const newSum sum = 14695981039346656037

func (s sum) byte(b byte) sum { return (s ^ sum(b)) * 1099511628211 }

func (s sum) text(text string) sum {
	for i := 0; i < len(text); i++ {
		s = s.byte(text[i])
	}
	return s.byte(0xff) // no byte of UTF-8
}

func (s sum) number(n uint64) sum {
	for range 8 {
		s = s.byte(byte(n))
		n >>= 8
	}
	return s
}

func (s sum) values(values []term.Value) sum {
	for _, v := range values {
		s = s.text(v.Text)
	}
	return s.byte(0xfe)
}

// hashTerms computes what an answer says about each term: all that a converted body may depend on. Summaries are not among it.
func (t *Table) hashTerms() {
	t.hashes = make([]uint64, len(t.terms))
	for i, one := range t.terms {
		s := newSum.text(one.File.Path).text(one.Slug).text(one.Title).text(one.Abbreviation).text(one.Domain).text(one.See.Text)
		s = s.values(one.Aliases).values(one.Inflections).values(one.Tags).values(one.Related)
		t.hashes[i] = uint64(s.byte(byte(one.Kind)).byte(byte(one.Autolink)))
	}
	t.addresses = make([]address, sizeFor(2*len(t.terms)))
	for i, one := range t.terms {
		t.addAddress(keyOfAddress(slugAddress, one.Slug), int32(i))
		t.addAddress(keyOfAddress(pathAddress, one.File.Path), int32(i))
	}
	s := newSum.byte(boolByte(t.caseful))
	for i, h := range t.hashes {
		s = s.number(h).number(uint64(t.target[i]))
	}
	for i := range t.entries {
		s = s.byte(byte(t.entries[i].flags))
	}
	t.all = uint64(s)
}

func boolByte(b bool) byte {
	if b {
		return 1
	}
	return 0
}

type addressKind byte

const (
	slugAddress addressKind = 's'
	pathAddress addressKind = 'p'
)

func keyOfAddress(kind addressKind, address string) uint32 {
	h := hashByte(hashStart, byte(kind))
	for i := 0; i < len(address); i++ {
		h = hashByte(h, address[i])
	}
	return max(finish(h), 1)
}

// addAddress keeps every address: several may share a key.
func (t *Table) addAddress(key uint32, index int32) {
	i := home(key, len(t.addresses))
	for t.addresses[i].key != 0 {
		i = after(i, len(t.addresses))
	}
	t.addresses[i] = address{key, index}
}

// Answers returns a hash of everything that the table would answer to these questions (slugs, titles, domains, tags: whatever
// an answer depends on). Two tables with equal Answers for a page's keys convert that page to the same body.
func (t *Table) Answers(keys []Key) uint64 {
	s := newSum
	for _, key := range keys {
		s = s.number(t.answer(key))
	}
	return uint64(s)
}

// answer is the hash of the answers to all questions that share the key.
func (t *Table) answer(key Key) uint64 {
	if key == allNames {
		return t.all
	}
	s := newSum
	if slot := t.find(uint32(key)); slot != nil {
		s = s.byte(1)
		for i := slot.head; i != none; i = t.entries[i].next {
			e := &t.entries[i]
			s = s.text(e.text).byte(byte(e.kind)).byte(byte(e.flags)).byte(byte(e.class))
			s = s.number(t.hashes[e.term]).number(t.hashes[t.target[e.term]])
		}
	}
	for i := home(uint32(key), len(t.addresses)); t.addresses[i].key != 0; i = after(i, len(t.addresses)) {
		if t.addresses[i].key == uint32(key) {
			s = s.byte(2).number(t.hashes[t.addresses[i].term])
		}
	}
	return uint64(s)
}

// Changed returns the questions, sorted and distinct, to which t and old answer differently. A page none of whose keys is among
// them converts to the same body with both. It is quick when nothing changed.
func (t *Table) Changed(old *Table) []Key {
	if t.all == old.all && len(t.entries) == len(old.entries) {
		return nil
	}
	var changed []Key
	compare := func(key uint32) {
		if key != 0 && t.answer(Key(key)) != old.answer(Key(key)) {
			changed = append(changed, Key(key))
		}
	}
	for _, table := range []*Table{t, old} {
		for _, s := range table.slots {
			compare(s.key)
		}
		for _, a := range table.addresses {
			compare(a.key)
		}
	}
	changed = append(changed, allNames)
	slices.Sort(changed)
	return slices.Compact(changed)
}

// Lookup returns the terms called name (case, accents, hyphens and spaces folded): first those with a name of exactly this text,
// then those whose title it is, then by slug. If no name is written so, it returns the terms that have name as an inflection.
func (t *Table) Lookup(name string) []*term.Term {
	return t.termsOf(t.lookupWith(&Asker{table: t}, name))
}

func (t *Table) termsOf(found []int32) []*term.Term {
	var terms []*term.Term
	for _, i := range found {
		if one := t.terms[t.target[i]]; !slices.Contains(terms, one) {
			terms = append(terms, one)
		}
	}
	return terms
}

// lookup returns the indexes of the terms called name, but not the term except itself.
func (t *Table) lookup(name string, except int32) []int32 {
	a := t.Ask()
	found := t.lookupWith(a, name)
	a.Release()
	return slices.DeleteFunc(found, func(i int32) bool { return i == except })
}

func (t *Table) lookupWith(a *Asker, name string) []int32 {
	a.borrow()
	name = clean(name)
	a.text = name
	a.tokens = t.morph.tokenize(name, a.tokens[:0])
	best := map[int32]int{}
	a.spell(root, 0, best)
	if len(best) == 0 {
		return nil
	}
	least := costDerived + 1
	for _, rank := range best {
		least = min(least, rank>>4)
	}
	var found []int32
	for i, rank := range best {
		if rank>>4 == least || least == costSame && rank&sameLettersOtherCase != 0 {
			found = append(found, i)
		}
	}
	// Map order must not show.
	slices.SortFunc(found, func(x, y int32) int { return cmp.Or(best[x]-best[y], int(x-y)) })
	if first := slices.IndexFunc(found, func(i int32) bool { return best[i]&sameLettersOtherCase != 0 }); first > 0 && least > costSame {
		found = found[:first] // they come last
	}
	return found
}

// sameLettersOtherCase marks the rank of a term that is called so but for a case that matters.
const sameLettersOtherCase = 8

// spell follows all paths that the whole of the Asker's text spells, compound words open and closed.
func (a *Asker) spell(path uint32, next int, best map[int32]int) {
	if next == len(a.tokens) {
		s := a.table.find(path)
		if next == 0 || s == nil {
			return
		}
		for i := s.head; i != none; i = a.table.entries[i].next {
			e := &a.table.entries[i]
			if cost, _, ok := a.compare(e, a.tokens); ok {
				rank := cost << 4
				if e.text != a.text {
					rank |= 2
				}
				if wrongCase(e, a.text, sameLetters(e.text, a.text)) {
					// [[streams]] is the plural of stream before it is STREAMS.
					if rank |= 4; cost == costSame {
						rank |= costPlural<<4 | sameLettersOtherCase
					}
				}
				if e.kind != Title {
					rank |= 1
				}
				if old, seen := best[e.term]; !seen || rank < old {
					best[e.term] = rank
				}
			}
		}
		return
	}
	if longer := step(path, a.tokens[next].key); a.slot(longer) != nil {
		a.spell(longer, next+1, best)
	}
	if next+1 < len(a.tokens) && a.tokens[next+1].gap == hyphened {
		one, two := a.tokens[next], a.tokens[next+1]
		joined := step(path, a.table.morph.keyOf(a.text[one.start:one.end]+a.text[two.start:two.end]))
		if a.slot(joined) != nil {
			a.spell(joined, next+2, best)
		}
	}
}

// BySlug returns the term or page with that slug, or nil.
func (t *Table) BySlug(slug string) *term.Term {
	i, ok := slices.BinarySearchFunc(t.terms, slug, func(one *term.Term, slug string) int { return strings.Compare(one.Slug, slug) })
	if !ok {
		return nil
	}
	return t.terms[i]
}

// ByPath returns the term read from that path below the content folder, or nil.
func (t *Table) ByPath(path string) *term.Term {
	i, ok := slices.BinarySearchFunc(t.paths, path, func(i int32, path string) int {
		return strings.Compare(t.terms[i].File.Path, path)
	})
	if !ok {
		return nil
	}
	return t.terms[t.paths[i]]
}
