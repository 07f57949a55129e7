package search

import (
	"slices"
	"strings"
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

func (l listing) sort() {
	slices.SortFunc(l, func(a, b occurrence) int {
		if c := strings.Compare(a.term, b.term); c != 0 {
			return c
		}
		return int(a.doc) - int(b.doc)
	})
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

// terms gives the terms in JavaScript's order.
func (l listing) terms() []string {
	var out []string
	l.each(func(term string, _ []uint32) { out = append(out, term) })
	slices.SortFunc(out, compare16)
	return out
}

// listings are the fields that both the segment and the browser's files are written from. A term of word, reverse and back stands in
// one document, the first, or in each that has the name: what matters is the dictionary.
type listings struct{ title, alias, tag, word, reverse, back listing }

func (v *inversion) list(m *Memory, workers int) *listings {
	l := &listings{}
	for i, a := range v.extracts {
		l.title = append(l.title, occurrence{a.title, uint32(i)})
		for _, k := range a.aliases {
			l.alias = append(l.alias, occurrence{k, uint32(i)})
		}
		for _, k := range a.tags {
			l.tag = append(l.tag, occurrence{k, uint32(i)})
		}
		l.addBack(v, m, a.title, i)
		for _, k := range a.aliases {
			l.addBack(v, m, k, i)
		}
	}
	for _, w := range v.vocabulary {
		if v.named[w] {
			text, first := v.texts[w], uint32(v.first[w])
			l.word = append(l.word, occurrence{lengthClass(text) + text, first})
			l.reverse = append(l.reverse, occurrence{lengthClass(text) + reversed(text), first})
		}
	}
	all := []listing{l.title, l.alias, l.tag, l.word, l.reverse, l.back}
	parallel(len(all), 1, workers, func() func(from, to int) {
		return func(from, to int) {
			for _, one := range all[from:to] {
				one.sort()
			}
		}
	})
	return l
}

// addBack adds a name that is not a word of names, backwards: near spellings of those are found among the words.
func (l *listings) addBack(v *inversion, m *Memory, k string, doc int) {
	if k == "" {
		return
	}
	if w, ok := m.words.numbers[k]; ok && v.named[w] {
		return
	}
	l.back = append(l.back, occurrence{reversed(k), uint32(doc)})
}

// lengthClass keeps short words apart from long ones: the near spellings of a short word share few letters with it, so that a long
// run of the list has to be compared.
func lengthClass(w string) string {
	if len([]rune(w)) <= 5 {
		return "0"
	}
	return "1"
}

func reversed(w string) string {
	if isPlain(w) {
		b := []byte(w)
		slices.Reverse(b)
		return string(b)
	}
	r := []rune(w)
	slices.Reverse(r)
	return string(r)
}
