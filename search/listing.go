package search

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Names of the bleve fields beside those of the classes. Fields of names and tags store the name and index its key.
const (
	fieldTitle   = "title"
	fieldAlias   = "alias"
	fieldTag     = "tag"
	fieldURL     = "url"         // stored only
	fieldAbbr    = "abbr"        // stored only; its key stands in alias
	fieldText    = "description" // the summary, stored only
	fieldBody    = "text"        // the body's passages, stored only
	fieldForm    = "form"        // "word\x00stem" of each word, "\x01stem\x00word" of each word that is not its own stem
	fieldWord    = "word"        // words of names, behind their length class
	fieldReverse = "reverse"     // the same backwards
	fieldBack    = "back"        // keys of names of several words, backwards
	fieldID      = "_id"
)

// A listing is the terms of a field, each with a document, sorted by both.
type listing []occurrence

type occurrence struct {
	term string
	doc  uint32
}

// sort sorts what is in the order of documents.
func (l listing) sort() {
	// A stable sort makes use of names that are nearly in their order, as documents are: it takes half the time.
	slices.SortStableFunc(l, func(a, b occurrence) int { return strings.Compare(a.term, b.term) })
}

// sortReversed sorts what is in no order.
func (l listing) sortReversed() {
	slices.SortFunc(l, func(a, b occurrence) int { return cmp.Or(strings.Compare(a.term, b.term), int(a.doc)-int(b.doc)) })
}

// each visits the terms in their order with their documents, ascending. These are valid until the next visit.
func (l listing) each(visit func(term string, docs []uint32)) {
	var docs []uint32
	for i, o := range l {
		docs = append(docs, o.doc)
		if i+1 == len(l) || l[i+1].term != o.term {
			visit(o.term, docs)
			docs = docs[:0]
		}
	}
}

// insert is each as the segment's writer wants it.
func (l listing) insert(insert func(term []byte, docs []uint32)) {
	var buffer []byte
	l.each(func(term string, docs []uint32) {
		buffer = append(buffer[:0], term...)
		insert(buffer, docs)
	})
}

// lone reports whether each term stands in one document.
func (l listing) lone() bool {
	for i := 1; i < len(l); i++ {
		if l[i].term == l[i-1].term {
			return false
		}
	}
	return true
}

// terms gives the terms in JavaScript's order.
func (l listing) terms() []string {
	out := make([]string, 0, len(l))
	l.each(func(term string, _ []uint32) { out = append(out, term) })
	slices.SortFunc(out, compare16)
	return out
}

// listings are the fields that both the segment and the browser's files are written from. A term of word and reverse stands in one
// document, the first that has it: what matters is the dictionary.
type listings struct{ title, alias, tag, word, reverse, back listing }

// listing gives the listing of a field, or nil if it has none.
func (l *listings) listing(field string) *listing {
	switch field {
	case fieldTitle:
		return &l.title
	case fieldAlias:
		return &l.alias
	case fieldTag:
		return &l.tag
	case fieldWord:
		return &l.word
	case fieldReverse:
		return &l.reverse
	case fieldBack:
		return &l.back
	}
	return nil
}

// list lists names, tags and the words of names.
func (v *inversion) list(m *Memory, workers int) *listings {
	const run = 4096
	runs := make([]listings, (len(v.docs)+run-1)/run)
	titles := make(listing, len(v.docs))
	parallel(len(runs), 1, workers, func() func(from, to int) {
		n := &namer{inversion: v, memory: m, titles: titles}
		return func(from, to int) {
			for i := from; i < to; i++ {
				first, last := i*run, min((i+1)*run, len(v.docs))
				n.listings = listings{alias: make(listing, 0, last-first), back: make(listing, 0, last-first)}
				for doc := first; doc < last; doc++ {
					n.add(doc)
				}
				runs[i] = n.listings
			}
		}
	})
	l := &listings{title: titles, alias: joined(runs, fieldAlias), tag: joined(runs, fieldTag), back: joined(runs, fieldBack)}
	v.listWords(l, nil)
	sorts := []func(){l.back.sortReversed, l.reverse.sortReversed, l.title.sort, l.alias.sort, l.tag.sort} // words are in order
	parallel(len(sorts), 1, workers, func() func(from, to int) {
		return func(from, to int) {
			for _, sort := range sorts[from:to] {
				sort()
			}
		}
	})
	return l
}

// listWords lists the words of names, backwards in the order of these words if it is known.
func (v *inversion) listWords(l *listings, order []uint32) {
	named := 0
	for _, w := range v.vocabulary {
		if v.named[w] {
			named++
		}
	}
	l.word, l.reverse = make(listing, 0, named), make(listing, 0, named)
	var texts textStore
	var buffer []byte
	reverse := func(w uint32, length string) {
		buffer = appendReversed(append(buffer[:0], length...), v.texts[w])
		l.reverse = append(l.reverse, occurrence{texts.add(buffer), uint32(v.first[w])})
	}
	for _, length := range []string{"0", "1"} { // so words are in order
		for _, w := range v.vocabulary {
			text, first := v.texts[w], uint32(v.first[w])
			if !v.named[w] || lengthClass(text) != length {
				continue
			}
			buffer = append(append(buffer[:0], length...), text...)
			l.word = append(l.word, occurrence{texts.add(buffer), first})
			if order == nil {
				reverse(w, length)
			}
		}
	}
	for _, w := range order {
		reverse(w, lengthClass(v.texts[w]))
	}
}

// joined joins the listings of a field and drops the parts.
func joined(runs []listings, field string) listing {
	total := 0
	for i := range runs {
		total += len(*runs[i].listing(field))
	}
	out := make(listing, 0, total)
	for i := range runs {
		part := runs[i].listing(field)
		out = append(out, *part...)
		*part = nil
	}
	return out
}

// A namer lists the names and tags of documents.
type namer struct {
	*inversion
	memory *Memory
	keyer
	titles listing // by document
	listings
}

// add adds those of a document.
func (n *namer) add(doc int) {
	var k *keys
	if n.extracts != nil {
		k = n.extracts[doc].keys
	}
	if k == nil {
		k = n.keysOf(&n.docs[doc])
	}
	n.titles[doc] = occurrence{k.title, uint32(doc)}
	n.addBack(k.title, doc)
	for _, one := range k.aliases {
		n.alias = append(n.alias, occurrence{one, uint32(doc)})
		n.addBack(one, doc)
	}
	for _, one := range k.tags {
		n.tag = append(n.tag, occurrence{one, uint32(doc)})
	}
}

// addBack adds a name that is not a word of names, backwards: near spellings of those are found among the words.
func (n *namer) addBack(k string, doc int) {
	if k == "" {
		return
	}
	if w, ok := n.memory.words.known(k); ok && n.named[w] {
		return
	}
	n.out = appendReversed(n.out[:0], k)
	n.back = append(n.back, occurrence{n.keyer.texts.add(n.out), uint32(doc)})
}

// lengthClass keeps short words apart from long ones: the near spellings of a short word share few letters with it, so that a long
// run of the list has to be compared.
func lengthClass(w string) string {
	if len(w) <= 5 || len(w) < 6*utf8.UTFMax && utf8.RuneCountInString(w) <= 5 {
		return "0"
	}
	return "1"
}

func reversed(w string) string { return string(appendReversed(nil, w)) }

func appendReversed(b []byte, w string) []byte {
	for w != "" {
		_, size := utf8.DecodeLastRuneInString(w)
		b = append(b, w[len(w)-size:]...)
		w = w[:len(w)-size]
	}
	return b
}
