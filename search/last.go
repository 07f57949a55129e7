package search

import (
	"encoding/binary"
	"slices"
	"sync"
)

// last is what the last process left of its documents and of the index that it made of them.
type last struct {
	words    int            // in the lexis
	hashes   []documentHash // by document, as are the next two
	extracts []extract
	stored   [][]byte               // what the segment stores; shorter than hashes if that is not known
	fields   string                 // for which that holds
	columns  [savedColumns][][]byte // in parts, four bytes a number

	names   namesHash
	endings []string             // of the words
	lists   map[string][]byte    // by field, see listings
	terms   map[string]termsHash // by field, of those whose terms stand in one document each

	find   sync.Once
	places []uint32 // by hash: a document plus one, 0 for none; a power of two, at most half used
}

// Columns of numbers that say what an index was made of. Read by survey and inversion below; a word's number is its place in the lexis.
const (
	columnWords      = iota // by word: flags and the first document plus one
	columnSpellings         // by word: survey.least
	columnUsed              // stop words that are used and in how many documents, in turn
	columnVocabulary        // words in the order of their texts
	columnStems             // the same in the order of their stems, with firstOfStem
	columnCounts            // by stem: how many postings
	columnReverse           // words of names in the order of the listing reverse
	columnTotals            // words of all bodies and of all summaries, as measure wants them, and the number of documents
	columnPostings          // of all stems, one after the other
	savedColumns
)

// numbers gives a column.
func numbers[T ~uint32](l *last, column int) []T {
	size := 0
	for _, part := range l.columns[column] {
		size += len(part) / 4
	}
	list := make([]T, 0, size)
	for _, part := range l.columns[column] {
		for ; len(part) > 0; part = part[4:] {
			list = append(list, T(binary.LittleEndian.Uint32(part)))
		}
	}
	return list
}

// Flags of a word, below the bits of its first document.
const (
	flagNamed = 1 << iota
	flagPlain
	flagStop
	flagDropped
	wordFlags = iota
)

// firstOfStem marks the first word of a stem.
const firstOfStem = 1 << 31

// document gives the place at which the last process had a document; at is where it stands now.
func (l *last) document(at int, hash *documentHash) (place int, ok bool) {
	if at < len(l.hashes) && l.hashes[at] == *hash {
		return at, true
	}
	l.find.Do(l.makePlaces)
	for i := slot(hash); ; i++ {
		switch p := l.places[int(i)&(len(l.places)-1)]; {
		case p == 0:
			return 0, false
		case l.hashes[p-1] == *hash:
			return int(p - 1), true
		}
	}
}

func slot(hash *documentHash) uint32 { return binary.LittleEndian.Uint32(hash[:]) }

// makePlaces finds documents by their hashes. In most builds all but a few stand where they stood, and nobody asks.
func (l *last) makePlaces() {
	size := 1
	for size <= 2*len(l.hashes) {
		size *= 2
	}
	l.places = make([]uint32, size)
	for p := range l.hashes {
		i := int(slot(&l.hashes[p]))
		for l.places[i&(size-1)] != 0 {
			i++
		}
		l.places[i&(size-1)] = uint32(p + 1)
	}
}

// keepFields drops what the segment stores if it was one of other fields.
func (l *last) keepFields(fields string) {
	if l != nil && l.fields != fields {
		l.stored = nil
	}
}

// mostChanged is the part of all documents, one in so many, that an index is brought up to date with. It is made anew for more.
const mostChanged = 64

// changed gives the documents that are not what they were, if they are few and all others stand where they stood.
func (l *last) changed(hashes []documentHash) (docs []int, ok bool) {
	if len(l.hashes) != len(hashes) {
		return nil, false
	}
	for i := range hashes {
		if hashes[i] == l.hashes[i] {
			continue
		}
		if docs = append(docs, i); len(docs) > len(hashes)/mostChanged+1 {
			return nil, false
		}
	}
	return docs, true
}

// survey gives what the last process knew of words, with room for those that came since. It reports false if that is not known.
func (l *last) survey(texts []string) (s *survey, ok bool) {
	words, spellings, used := numbers[uint32](l, columnWords), numbers[uint32](l, columnSpellings), numbers[uint32](l, columnUsed)
	known := len(words)
	if known != l.words || len(spellings) != known || len(used)%2 != 0 {
		return nil, false
	}
	s = newSurvey(texts)
	for w, fact := range words {
		s.first[w] = int32(fact>>wordFlags) - 1
		s.named[w], s.plain[w], s.stop[w], s.dropped[w] = fact&flagNamed != 0, fact&flagPlain != 0, fact&flagStop != 0, fact&flagDropped != 0
		if s.least[w] = spellings[w]; int(s.least[w]) >= known || int(s.first[w]) >= len(l.hashes) {
			return nil, false
		}
	}
	for ; len(used) > 0; used = used[2:] {
		if int(used[0]) >= known {
			return nil, false
		}
		s.used[used[0]] = int32(used[1])
	}
	return s, true
}

// inversion gives the index that the last process made, without its stems' texts. It reports false if that is not known.
func (l *last) inversion() (v *inversion, byStem []uint32, ok bool) {
	v = &inversion{vocabulary: numbers[uint32](l, columnVocabulary), stemOf: make([]uint32, l.words)}
	byStem = numbers[uint32](l, columnStems)
	if len(byStem) != len(v.vocabulary) {
		return nil, nil, false
	}
	stems := 0
	for i, w := range byStem {
		if w&firstOfStem != 0 {
			stems++
		}
		byStem[i] = w &^ firstOfStem
		if stems == 0 || int(byStem[i]) >= l.words || int(v.vocabulary[i]) >= l.words {
			return nil, nil, false
		}
		v.stemOf[byStem[i]] = uint32(stems - 1)
	}
	counts, rest := numbers[uint32](l, columnCounts), numbers[posting](l, columnPostings)
	if stems == 0 || len(counts) != stems {
		return nil, nil, false
	}
	v.postings = make([][]posting, stems)
	for _, p := range rest {
		if int(p.doc()) >= len(l.hashes) || p.class() >= classes {
			return nil, nil, false
		}
	}
	for s, n := range counts {
		if int(n) > len(rest) {
			return nil, nil, false
		}
		v.postings[s], rest = rest[:n:n], rest[n:]
	}
	return v, byStem, len(rest) == 0
}

// totals gives what classes depended on, and whether it is known.
func (l *last) totals() (t totals, ok bool) {
	c := numbers[uint32](l, columnTotals)
	if len(c) != 3 || int(c[2]) != len(l.hashes) {
		return t, false
	}
	return totals{body: int(c[0]), summary: int(c[1])}, true
}

// saveInversion hands to the sink what survey, inversion and totals of last read.
func (m *Memory) saveInversion(v *inversion, s *survey, byStem []uint32, lengths totals) {
	facts := make([]uint32, len(s.first))
	var used []uint32
	for w := range facts {
		facts[w] = uint32(s.first[w]+1) << wordFlags
		for flag, is := range [wordFlags]bool{s.named[w], s.plain[w], s.stop[w], s.dropped[w]} {
			if is {
				facts[w] |= 1 << flag
			}
		}
		if s.used[w] > 0 {
			used = append(used, uint32(w), uint32(s.used[w]))
		}
	}
	counts, marked := make([]uint32, len(v.postings)), slices.Clone(byStem)
	at := 0
	for stem, list := range v.postings {
		counts[stem] = uint32(len(list))
		marked[at] |= firstOfStem
		at += len(v.words[stem])
	}
	saveNumbers(m, columnWords, facts)
	saveNumbers(m, columnSpellings, s.least)
	saveNumbers(m, columnUsed, used)
	saveNumbers(m, columnVocabulary, v.vocabulary)
	saveNumbers(m, columnStems, marked)
	saveNumbers(m, columnCounts, counts)
	saveNumbers(m, columnTotals, []uint32{uint32(lengths.body), uint32(lengths.summary), uint32(len(v.docs))})
	saveNumbers(m, columnPostings, v.postings...)
}
