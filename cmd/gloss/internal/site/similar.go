package site

import (
	"cmp"
	"math/bits"
	"slices"

	"gloss/cmd/gloss/internal/slab"
)

const (
	// typicalWords is the number of words by which a term is known.
	typicalWords = 12
	// wordShare is the part of all terms, one in so many, above which a word says nothing.
	wordShare = 20
	// maxWordTerms is the number of terms that one word can make similar.
	maxWordTerms = 16
)

// wordIndex knows the few rare words that are typical of each term, and the terms of each such word. Words are kept as hashes of 30 bits:
// two words with one hash make two terms seem a little more alike, nothing else.
type wordIndex struct {
	n       int                 // of terms
	counts  map[uint32]int32    // terms that have a word
	terms   map[uint32]*posting // of typical words
	made    slab.Slab[posting]
	typical [][]*posting // by id
	changed []stamp      // of typical
}

// posting is the terms of which one word is typical, in title order.
type posting struct {
	word    uint32
	changed stamp // when the list, or what counts of one of its members, last differed; a list too long to be read has none
	terms   []int32

	// Working memory of choose: the call in which it was met, what terms was until then, and how many terms join.
	met     stamp
	before  []int32
	joining int32
}

func newWordIndex() wordIndex {
	return wordIndex{counts: map[uint32]int32{}, terms: map[uint32]*posting{}}
}

// rarity is what a word says by itself, 0 for nothing: how often the number of terms can be halved until those with the word are left.
func rarity(count int32, n int) uint32 {
	if count < 2 || int(count) > max(5, n/wordShare) {
		return 0
	}
	return uint32(bits.Len(uint(n) / uint(count)))
}

// update brings the index up to date. What is typical of a term can differ if its words do or if one of them became rarer or less rare.
func (ix *wordIndex) update(m *Memory, touched []change) {
	if len(touched) == 0 {
		return
	}
	grow := len(m.all) - len(ix.typical)
	ix.typical, ix.changed = append(ix.typical, make([][]*posting, grow)...), append(ix.changed, make([]stamp, grow)...)
	first := ix.n == 0 // then all are chosen anyway
	before := map[uint32]int32{}
	count := func(words []uint32, by int32) {
		for _, word := range words {
			word >>= countBits
			if _, seen := before[word]; !seen && !first {
				before[word] = ix.counts[word]
			}
			if ix.counts[word] += by; ix.counts[word] == 0 {
				delete(ix.counts, word)
			}
		}
	}
	again := make([]*entry, len(touched))
	for i := range touched {
		e := touched[i].entry
		again[i] = e
		if was := touched[i].was; was != nil {
			count(was.words, -1)
		}
		count(e.words, 1)
	}
	if !first {
		again = append(again, m.holding(ix.otherRarity(before, len(m.entries)))...)
	}
	ix.n = len(m.entries)
	ix.choose(m, again)
}

// otherRarity returns the words whose rarity is not what it was.
func (ix *wordIndex) otherRarity(before map[uint32]int32, n int) map[uint32]bool {
	other := map[uint32]bool{}
	for word, old := range before {
		if rarity(old, ix.n) != rarity(ix.counts[word], n) {
			other[word] = true
		}
	}
	if n != ix.n {
		for word, count := range ix.counts {
			if _, seen := before[word]; !seen && rarity(count, ix.n) != rarity(count, n) {
				other[word] = true
			}
		}
	}
	return other
}

// holding returns the terms that did not change and have one of these words: a look at 4 million words takes 10 ms.
func (m *Memory) holding(words map[uint32]bool) []*entry {
	if len(words) == 0 {
		return nil
	}
	var filter [64]uint64 // one bit for each word's last 12
	for word := range words {
		filter[word>>6&63] |= 1 << (word & 63)
	}
	var found []*entry
	for _, e := range m.entries {
		for _, word := range e.words {
			word >>= countBits
			if filter[word>>6&63]&(1<<(word&63)) != 0 && words[word] && e.touched != m.call {
				found = append(found, e)
				break
			}
		}
	}
	return found
}

// choose finds the typical words of terms anew.
func (ix *wordIndex) choose(m *Memory, terms []*entry) {
	slices.SortFunc(terms, func(a, b *entry) int { return m.byPlace(a.id, b.id) }) // so that long lists come out sorted
	var renewed []*posting
	meet := func(p *posting) {
		if p.met != m.call {
			p.met, p.before, p.joining = m.call, p.terms, 0
			renewed = append(renewed, p)
		}
	}
	for _, e := range terms {
		e.chosen = m.call
	}
	var kept slab.Slab[*posting]
	var typical []*posting
	for i, chosen := range ix.typicalOf(terms) {
		e := terms[i]
		for _, p := range ix.typical[e.id] {
			meet(p)
		}
		typical = typical[:0]
		for _, word := range chosen.words[:chosen.n] {
			p := ix.posting(word)
			meet(p)
			p.joining++
			typical = append(typical, p)
		}
		if !slices.Equal(typical, ix.typical[e.id]) {
			ix.changed[e.id] = m.call
			ix.typical[e.id] = kept.Copy(typical)
		}
	}
	room := 0
	for _, p := range renewed {
		room += len(p.before) + int(p.joining)
	}
	ids := make([]int32, room)
	for _, p := range renewed {
		n := len(p.before) + int(p.joining)
		p.terms, ids = ids[:0:n], ids[n:]
		for _, id := range p.before {
			if m.all[id].chosen != m.call {
				p.terms = append(p.terms, id)
			}
		}
	}
	for _, e := range terms {
		for _, p := range ix.typical[e.id] {
			p.terms = append(p.terms, e.id)
		}
	}
	for _, p := range renewed {
		slices.SortFunc(p.terms, m.byPlace)
		if min(len(p.before), len(p.terms)) <= maxWordTerms && !slices.Equal(p.before, p.terms) {
			p.changed = m.call
		}
		if p.before = nil; len(p.terms) == 0 {
			delete(ix.terms, p.word)
		}
	}
}

// posting returns that of a word.
func (ix *wordIndex) posting(word uint32) *posting {
	p := ix.terms[word]
	if p == nil {
		p = ix.made.New()
		p.word = word
		ix.terms[word] = p
	}
	return p
}

// chosenWords are the typical words of one term, the best first.
type chosenWords struct {
	n     int
	words [typicalWords]uint32
}

// typicalOf finds the typical words of terms, on all processors.
func (ix *wordIndex) typicalOf(terms []*entry) []chosenWords {
	type scored struct{ word, points uint32 }
	all := make([]chosenWords, len(terms))
	inParallel(len(terms), func() func(i int) {
		var list []scored
		return func(i int) {
			list = list[:0]
			for _, word := range terms[i].words {
				if rare := rarity(ix.counts[word>>countBits], ix.n); rare > 0 {
					list = append(list, scored{word >> countBits, rare * (word & (1<<countBits - 1))})
				}
			}
			slices.SortFunc(list, func(a, b scored) int { return cmp.Or(cmp.Compare(b.points, a.points), cmp.Compare(a.word, b.word)) })
			all[i].n = min(len(list), typicalWords)
			for k, one := range list[:all[i].n] {
				all[i].words[k] = one.word
			}
		}
	})
	return all
}

// similar calls found with the points that each shared typical word gives.
func (ix *wordIndex) similar(own int32, found func(id int32, points int16)) {
	for _, p := range ix.typical[own] {
		if len(p.terms) > maxWordTerms {
			continue
		}
		for _, id := range p.terms {
			if id != own {
				found(id, few(len(p.terms)))
			}
		}
	}
}
