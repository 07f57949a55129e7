package search

import "slices"

// classifyRun is the number of documents whose postings are collected together.
const classifyRun = 512

// collect classifies the stems of each document and sorts what it finds by stem. Extracts are let go on the way unless they are kept.
func (v *inversion) collect(m measure, keep bool, workers int) {
	runs := (len(v.docs) + classifyRun - 1) / classifyRun
	found := make([]classified, runs)
	parallel(runs, 1, workers, func() func(from, to int) {
		c := &classifier{inversion: v, measure: m, places: make([]place, len(v.stems))}
		return func(from, to int) {
			for i := from; i < to; i++ {
				first, last := i*classifyRun, min((i+1)*classifyRun, len(v.docs))
				found[i] = c.classify(first, last)
				if !keep {
					forgetWords(v.extracts[first:last])
				}
			}
		}
	})
	if !keep {
		v.extracts = nil
	}
	sizes, total := make([]int, len(v.stems)), 0
	for _, f := range found {
		for _, s := range f.stems {
			sizes[s]++
		}
		total += len(f.stems)
	}
	all := make([]posting, total)
	v.postings = make([][]posting, len(v.stems))
	for s, n := range sizes {
		v.postings[s], all = all[0:0:n], all[n:]
	}
	for i, f := range found {
		for j, s := range f.stems {
			v.postings[s] = append(v.postings[s], f.postings[j])
		}
		found[i] = classified{}
	}
}

func forgetWords(extracts []extract) {
	for i := range extracts {
		extracts[i].words = nil
	}
}

// classified are the postings of a run of documents, in their order, and the stem of each.
type classified struct {
	stems    []uint32
	postings []posting
}

// A place is what a classifier knows of a stem in one document.
type place struct {
	stamp int32 // the document, plus one
	best  class
	count int32 // in the body
}

// A classifier gives each stem of a document the class of its best place.
type classifier struct {
	*inversion
	measure
	places  []place
	touched []uint32
	found   classified
}

// classify gives the postings of a run of documents.
func (c *classifier) classify(from, to int) classified {
	c.found.stems, c.found.postings = c.found.stems[:0], c.found.postings[:0]
	for doc := from; doc < to; doc++ {
		c.document(doc)
		for _, s := range c.touched {
			c.found.stems = append(c.found.stems, s)
			c.found.postings = append(c.found.postings, newPosting(doc, c.places[s].best))
		}
	}
	return classified{slices.Clone(c.found.stems), slices.Clone(c.found.postings)}
}

// at gives the place of a word's stem in a document.
func (c *classifier) at(word uint32, doc int) *place {
	stem := c.stemOf[word]
	p := &c.places[stem]
	if p.stamp != int32(doc)+1 {
		*p = place{stamp: int32(doc) + 1, best: classes}
		c.touched = append(c.touched, stem)
	}
	return p
}

// document finds the places of a document's stems.
func (c *classifier) document(doc int) {
	c.touched = c.touched[:0]
	words := cursor(c.extracts[doc].words)
	for range words.next() {
		words.next()
		words.next()
	}
	for range words.next() {
		n := words.next()
		best := className1 + class(min(c.kept(words, n), 4)) - 1
		for range n {
			if w := words.next(); !c.dropped[w] {
				p := c.at(w, doc)
				p.best = min(p.best, best)
			}
		}
	}
	n := words.next()
	best := summaryClass(c.kept(words, n), c.summary)
	for range n {
		if w := words.next(); !c.dropped[w] {
			p := c.at(w, doc)
			p.best = min(p.best, best)
		}
	}
	c.classifyBody(words, doc)
}

// kept counts those of the next n words that are not dropped.
func (c *classifier) kept(words cursor, n uint32) int {
	kept := 0
	for range n {
		if !c.dropped[words.next()] {
			kept++
		}
	}
	return kept
}

func (c *classifier) classifyBody(words cursor, doc int) {
	length := 0
	for rest := words; len(rest) > 0; {
		if w, n := rest.next(), rest.next(); !c.dropped[w] {
			c.at(w, doc).count += int32(n)
			length += int(n)
		}
	}
	for len(words) > 0 {
		if w, _ := words.next(), words.next(); !c.dropped[w] {
			p := c.at(w, doc)
			p.best = min(p.best, bodyClass(int(p.count), length, c.body))
		}
	}
}

// summaryClass weighs a word of a summary of length words where mean is usual: in a short one each word says more.
func summaryClass(length, mean int) class {
	switch {
	case 3*length <= 2*mean:
		return classSummary1
	case 3*length <= 4*mean:
		return classSummary2
	}
	return classSummary3
}

// bodyClass weighs n occurrences in a body of length words where mean is usual.
func bodyClass(n, length, mean int) class {
	switch dense := n * mean / max(length, mean/4, 1); {
	case dense >= 6:
		return classBody1
	case dense >= 3:
		return classBody2
	case dense >= 1:
		return classBody3
	}
	return classBody4
}
