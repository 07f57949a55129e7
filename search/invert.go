package search

import (
	"slices"
	"strings"
)

// A posting is a document and the class of a stem in it.
type posting uint32

func newPosting(doc int, c class) posting { return posting(doc)<<4 | posting(c) }
func (p posting) doc() uint32             { return uint32(p) >> 4 }
func (p posting) class() class            { return class(p & 15) }

// mostDocuments is what a posting can number.
const mostDocuments = 1 << 28

// An inversion is the index in memory: for each stem its documents. The segment and the browser's files are written from it.
type inversion struct {
	docs     []Document
	hashes   []documentHash // nil where nothing is kept
	extracts []extract
	texts    []string // by word number

	vocabulary []uint32 // the numbers of the words that are matched, in the order of their texts
	first      []int32  // by word number: the first document that has the word, or -1
	named      []bool   // by word number: whether it stands in a name
	stemOf     []uint32 // by word number

	stems    []string    // sorted; the following lists are by stem
	words    [][]uint32  // the words of a stem, sorted
	postings [][]posting // the documents of a stem, ascending

	// sameWords and sameNames say what is as in the last process's index: the words and the first document of each; all names.
	sameWords, sameNames bool

	// counted are the stop words that are matched, sorted; see language.counted.
	counted []string
}

// invert analyses documents and turns the result around.
func invert(docs []Document, hashes []documentHash, lang *language, m *Memory, workers int) *inversion {
	v := &inversion{docs: docs, hashes: hashes, extracts: analyzeAll(docs, hashes, m, workers)}
	v.texts = m.words.texts // analyzeAll adds to them
	s := newSurvey(v.texts)
	s.markStops(0, lang)
	for i := range v.extracts {
		s.read(i, &v.extracts[i])
	}
	v.first, v.named = s.first, s.named
	v.counted = s.splitStops(len(docs))
	byStem := v.stem(s, lang, m, workers)
	lengths := s.lengths(v.extracts)
	m.saveDocuments(v)
	v.collect(lengths.measure(s.dropped, len(docs)), m.keeps(), workers)
	if m.saving {
		m.saveInversion(v, s, byStem, lengths)
	}
	return v
}

// A survey is what all documents together say about words.
type survey struct {
	texts   []string
	first   []int32
	named   []bool
	plain   []bool   // stands somewhere as it is folded
	least   []uint32 // the least of its other spellings, or its own number
	stop    []bool
	used    []int32 // stop words: the number of documents
	last    []int32 // stop words: the last of them
	odd     []int32 // the last document in which the word never stands as it is folded
	dropped []bool
}

func newSurvey(texts []string) *survey {
	n := len(texts)
	s := &survey{texts: texts, first: make([]int32, n), named: make([]bool, n), plain: make([]bool, n), least: make([]uint32, n),
		stop: make([]bool, n), used: make([]int32, n), last: make([]int32, n), odd: make([]int32, n), dropped: make([]bool, n)}
	for w := range texts {
		s.first[w], s.last[w], s.odd[w], s.least[w] = -1, -1, -1, uint32(w)
	}
	return s
}

// markStops finds the stop words among the words from one on.
func (s *survey) markStops(from int, lang *language) {
	for w, text := range s.texts[from:] {
		s.stop[from+w] = lang.stops[text]
	}
}

// read takes in one document; the documents come in their order.
func (s *survey) read(doc int, a *extract) {
	c := cursor(a.words)
	for range c.next() {
		w, spelling := c.next(), c.next()
		if own := s.least[w]; own == w || s.texts[spelling>>1] < s.texts[own] {
			s.least[w] = spelling >> 1
		}
		// The same word may be listed with several spellings, all of them with or all without the mark.
		if spelling&1 == 0 {
			s.odd[w] = int32(doc)
		}
	}
	for range c.next() {
		for range c.next() {
			w := c.next()
			s.named[w] = true
			s.see(w, int32(doc))
		}
	}
	for range c.next() {
		s.see(c.next(), int32(doc))
	}
	for len(c) > 0 {
		s.see(c.next(), int32(doc))
		c.next()
	}
}

func (s *survey) see(w uint32, doc int32) {
	if s.first[w] < 0 {
		s.first[w] = doc
	}
	if s.odd[w] != doc {
		s.plain[w] = true
	}
	if s.stop[w] && s.last[w] != doc {
		s.last[w] = doc
		s.used[w]++
	}
}

// spelling gives the number of the least of a word's spellings.
func (s *survey) spelling(w uint32) uint32 {
	if least := s.least[w]; least != w && (!s.plain[w] || s.texts[least] < s.texts[w]) {
		return least
	}
	return w
}

// splitStops divides the stop words that the documents use: those of at least one document in sixteen are dropped, as of little
// meaning there; rarer ones are counted like other words. It gives the latter, sorted.
func (s *survey) splitStops(documents int) (counted []string) {
	for w, text := range s.texts {
		switch used := int(s.used[w]); {
		case used == 0:
		case 16*used >= documents:
			s.dropped[w], s.named[w] = true, false
		default:
			counted = append(counted, text)
		}
	}
	slices.Sort(counted)
	return counted
}

// A measure is what classes depend on: the words that do not count, and how long bodies and summaries usually are.
type measure struct {
	dropped       []bool
	body, summary int
}

// totals count the words of all bodies and of all summaries.
type totals struct{ body, summary int }

func (t totals) measure(dropped []bool, documents int) measure {
	n := max(1, documents)
	return measure{dropped: dropped, body: max(1, t.body/n), summary: t.summary / n}
}

func (s *survey) lengths(extracts []extract) (t totals) {
	for i := range extracts {
		c := extracts[i].summary()
		for range c.next() {
			if !s.dropped[c.next()] {
				t.summary++
			}
		}
		for len(c) > 0 {
			if w, n := c.next(), c.next(); !s.dropped[w] {
				t.body += int(n)
			}
		}
	}
	return t
}

// distinct gives the words of a document, sorted.
func (a *extract) distinct() (words []uint32) {
	c := cursor(a.words)
	for range c.next() {
		c.next()
		c.next()
	}
	for range c.next() {
		for range c.next() {
			words = append(words, c.next())
		}
	}
	for range c.next() {
		words = append(words, c.next())
	}
	for len(c) > 0 {
		words = append(words, c.next())
		c.next()
	}
	slices.Sort(words)
	return slices.Compact(words)
}

// spellings gives how a document spells a word otherwise than it is folded, each as the extract has it, sorted.
func (a *extract) spellings(word uint32) (all []uint32) {
	c := cursor(a.words)
	for range c.next() {
		if w, spelling := c.next(), c.next(); w == word {
			all = append(all, spelling)
		}
	}
	slices.Sort(all)
	return all
}

// summary gives the words from the summary on.
func (a *extract) summary() cursor {
	c := cursor(a.words)
	for range c.next() {
		c.next()
		c.next()
	}
	for range c.next() {
		for range c.next() {
			c.next()
		}
	}
	return c
}

// stem finds the stems of all words that are matched, and sorts both. It gives the words in the order of their stems.
func (v *inversion) stem(s *survey, lang *language, m *Memory, workers int) (byStem []uint32) {
	v.vocabulary = make([]uint32, 0, len(v.texts))
	for w := range v.texts {
		if v.first[w] >= 0 && !s.dropped[w] {
			v.vocabulary = append(v.vocabulary, uint32(w))
		}
	}
	slices.SortFunc(v.vocabulary, func(a, b uint32) int { return strings.Compare(v.texts[a], v.texts[b]) })
	m.growStems(len(v.texts))
	parallel(len(v.vocabulary), 256, workers, func() func(from, to int) {
		stemmer := lang.newStemmer()
		return func(from, to int) {
			for _, w := range v.vocabulary[from:to] {
				m.stem(stemmer, s, w)
			}
		}
	})
	// Stems are nearly in the order of their words, which a stable sort makes use of: it takes a quarter of the time.
	byStem = slices.Clone(v.vocabulary)
	slices.SortStableFunc(byStem, func(a, b uint32) int { return strings.Compare(m.stems[a].stem, m.stems[b].stem) })
	v.group(byStem, m.stems)
	return byStem
}

// group makes the lists by stem of words in the order of their stems.
func (v *inversion) group(byStem []uint32, stems []stemmed) {
	count := 0
	for i, w := range byStem {
		if i == 0 || stems[w].stem != stems[byStem[i-1]].stem {
			count++
		}
	}
	v.stemOf, v.stems, v.words = make([]uint32, len(v.texts)), make([]string, 0, count), make([][]uint32, 0, count)
	for i, w := range byStem {
		stem := stems[w].stem
		if i == 0 || stem != v.stems[len(v.stems)-1] {
			v.stems = append(v.stems, stem)
			v.words = append(v.words, byStem[i:i:i])
		}
		at := len(v.stems) - 1
		v.stemOf[w] = uint32(at)
		v.words[at] = byStem[i-len(v.words[at]) : i+1]
	}
}
