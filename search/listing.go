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

// listing gives the listing of a field, if it has one.
func (l *listings) listing(field string) (listing, bool) {
	switch field {
	case fieldTitle:
		return l.title, true
	case fieldAlias:
		return l.alias, true
	case fieldTag:
		return l.tag, true
	case fieldWord:
		return l.word, true
	case fieldReverse:
		return l.reverse, true
	case fieldBack:
		return l.back, true
	}
	return nil, false
}

// list lists names, tags and the words of names.
func (v *inversion) list(m *Memory, workers int) *listings {
	aliases, tags := 0, 0
	for _, e := range v.extracts {
		aliases += len(e.aliases)
		tags += len(e.tags)
	}
	l := &listings{title: make(listing, 0, len(v.extracts)), alias: make(listing, 0, aliases), tag: make(listing, 0, tags)}
	for i, e := range v.extracts {
		l.title = append(l.title, occurrence{e.title, uint32(i)})
		for _, k := range e.aliases {
			l.alias = append(l.alias, occurrence{k, uint32(i)})
		}
		for _, k := range e.tags {
			l.tag = append(l.tag, occurrence{k, uint32(i)})
		}
		l.addBack(v, m, e.title, i)
		for _, k := range e.aliases {
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
