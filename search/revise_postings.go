package search

import (
	"cmp"
	"slices"
	"sort"
)

// A change is a posting that comes, or one that goes.
type change struct {
	stem uint32
	posting
	goes bool
}

// post brings the postings up to date.
func (r *revision) post(before *inversion) {
	const none = 1<<32 - 1
	stemNow := make([]uint32, len(before.postings))
	for s := range stemNow {
		stemNow[s] = none
	}
	for _, w := range before.vocabulary {
		if r.first[w] >= 0 {
			stemNow[before.stemOf[w]] = r.stemOf[w]
		}
	}
	r.postings = make([][]posting, len(r.stems))
	for s, list := range before.postings {
		if now := stemNow[s]; now != none {
			r.postings[now] = list
		}
	}
	var changes []change
	r.classify(r.old, before, func(s uint32, p posting) {
		if now := stemNow[s]; now != none {
			changes = append(changes, change{now, p, true})
		}
	})
	r.classify(r.new, r.inversion, func(s uint32, p posting) { changes = append(changes, change{s, p, false}) })
	slices.SortFunc(changes, func(a, b change) int { return cmp.Or(cmp.Compare(a.stem, b.stem), cmp.Compare(a.doc(), b.doc())) })
	for from := 0; from < len(changes); {
		to := from + 1
		for to < len(changes) && changes[to].stem == changes[from].stem {
			to++
		}
		at := changes[from].stem
		r.postings[at] = changed(r.postings[at], changes[from:to])
		from = to
	}
}

// classify visits the postings of extracts of the documents that changed, with stems as an inversion numbers them.
func (r *revision) classify(extracts []extract, by *inversion, visit func(stem uint32, p posting)) {
	c := &classifier{inversion: &inversion{extracts: extracts, stemOf: by.stemOf}, measure: r.measure, places: make([]place, len(by.postings))}
	for k, doc := range r.changed {
		c.document(k)
		for _, s := range c.touched {
			visit(s, newPosting(doc, c.places[s].best))
		}
	}
}

// changed gives the postings of a stem after changes, which are in the order of documents.
func changed(list []posting, changes []change) []posting {
	out := make([]posting, 0, len(list)+len(changes))
	for _, c := range changes {
		at := sort.Search(len(list), func(i int) bool { return list[i].doc() >= c.doc() })
		out = append(out, list[:at]...)
		if list = list[at:]; len(list) > 0 && list[0].doc() == c.doc() {
			list = list[1:]
		}
		if !c.goes {
			out = append(out, c.posting)
		}
	}
	return append(out, list...)
}
