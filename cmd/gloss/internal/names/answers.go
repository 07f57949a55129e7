package names

import (
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

// hashTerm hashes what an answer says about a term: all that a converted body may depend on. Summaries are not among it.
func hashTerm(one *term.Term) uint64 {
	s := newSum.text(one.File.Path).text(one.Slug).text(one.Title).text(one.Abbreviation).text(one.Domain).text(one.See.Text)
	s = s.values(one.Aliases).values(one.Inflections).values(one.Tags).values(one.Related)
	return uint64(s.byte(byte(one.Kind)).byte(byte(one.Autolink)))
}

// listAddresses fills addresses.
func (t *Table) listAddresses() {
	t.addresses = make([]address, sizeFor(2*len(t.terms)))
	for i := range t.facts {
		addAddress(t.addresses, t.facts[i].slug, int32(i))
		addAddress(t.addresses, t.facts[i].path, int32(i))
	}
}

// hashAll computes the hash of all answers.
func (t *Table) hashAll() {
	s := newSum.byte(boolByte(t.caseful)).text(t.morph.language)
	for i := range t.facts {
		s = s.number(t.facts[i].hash).number(uint64(t.target[i]))
	}
	for i := range t.entries {
		s = s.byte(byte(t.entries[i].meaning()))
	}
	t.all = uint64(s)
}

// meaning are the flags that an answer tells: the others say where these come from, or only save time.
func (e *entry) meaning() flags { return e.flags &^ (twin | capitalized | abbreviated) }

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

// keyOfPage returns the key of a page's folded address.
func keyOfPage(folded []byte) uint32 {
	h := uint32(hashStart)
	for _, c := range folded {
		h = hashByte(h, c)
	}
	return max(finish(h), 1)
}

// addAddress keeps every address: several may share a key.
func addAddress(list []address, key uint32, index int32) {
	i := home(key, len(list))
	for list[i].key != 0 {
		i = after(i, len(list))
	}
	list[i] = address{key, index}
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
			s = s.text(e.text).byte(byte(e.kind)).byte(byte(e.meaning())).byte(byte(e.class))
			s = s.number(t.facts[e.term].hash).number(t.facts[t.target[e.term]].hash)
		}
	}
	for i := home(uint32(key), len(t.addresses)); t.addresses[i].key != 0; i = after(i, len(t.addresses)) {
		if t.addresses[i].key == uint32(key) {
			s = s.byte(2).number(t.facts[t.addresses[i].term].hash)
		}
	}
	return uint64(s)
}
