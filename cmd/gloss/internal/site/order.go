package site

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/collate"
	"golang.org/x/text/unicode/norm"

	"gloss/cmd/gloss/internal/term"
)

// letterPageSize is the number of terms on one page of a letter; longer letters are split.
const letterPageSize = 200

// byTitle sorts terms by title as the site's language sorts (CLDR root collation and tailorings), then by slug, so that the order
// does not depend on the files' order.
func byTitle(a, b *entry) int {
	return cmp.Or(strings.Compare(a.key, b.key), strings.Compare(a.Title, b.Title), strings.Compare(a.slug, b.slug))
}

// order brings the terms and pages into the order of their titles. It reports whether any moved, came or went.
func (m *Memory) order(touched []change) bool {
	var terms, pages []*entry
	moved, home := false, (*entry)(nil)
	for i := range touched {
		c := &touched[i]
		if !c.moves() {
			continue
		}
		moved = true
		switch {
		case !c.alive:
		case c.Kind == term.KindTerm:
			terms = append(terms, c.entry)
		case c.slug == homeSlug:
			home = c.entry
		default:
			pages = append(pages, c.entry)
		}
	}
	if !moved {
		return false
	}
	if home != nil || m.home != nil && (!m.home.alive || m.home.Kind == term.KindTerm) {
		m.home = home
	}
	leaves := func(e *entry) bool { return e.moved == m.call }
	for i := range touched {
		if touched[i].moves() {
			touched[i].entry.moved = m.call
		}
	}
	m.entries, m.plain = mergeSorted(m.entries, terms, byTitle, leaves), mergeSorted(m.plain, pages, byTitle, leaves)
	m.number()
	m.hashSlugs()
	return true
}

const homeSlug = "index"

// byPosition is byTitle for terms, or for pages, whose order is settled: numbers are compared in a tenth of the time.
func byPosition(a, b *entry) int { return cmp.Compare(a.position, b.position) }

// mergeSorted returns the entries of a list in an order that do not leave, with others.
func mergeSorted(list, more []*entry, order func(a, b *entry) int, leaves func(*entry) bool) []*entry {
	slices.SortFunc(more, order)
	merged := make([]*entry, 0, len(list)+len(more))
	for _, e := range list {
		if leaves(e) {
			continue
		}
		for len(more) > 0 && order(more[0], e) < 0 {
			merged, more = append(merged, more[0]), more[1:]
		}
		merged = append(merged, e)
	}
	return append(merged, more...)
}

// number gives each entry its place and its neighbours.
func (m *Memory) number() {
	for i, e := range m.entries {
		var previous, next *entry
		if i > 0 {
			previous = m.entries[i-1]
		}
		if i+1 < len(m.entries) {
			next = m.entries[i+1]
		}
		if e.previous != previous || e.next != next {
			e.previous, e.next, e.placed = previous, next, m.call
		}
		e.position = i
	}
	for i, e := range m.plain {
		e.position = i
	}
}

type letterGroup struct {
	label, name string // "Ä" is listed under "A", name "a"
	entries     []*entry
	changed     []stamp // of each page: when its list last differed
}

// pages returns how many pages the group takes.
func (g *letterGroup) pages() int { return (len(g.entries) + letterPageSize - 1) / letterPageSize }

// part returns the terms on one page.
func (g *letterGroup) part(part int) []*entry {
	return g.entries[part*letterPageSize : min((part+1)*letterPageSize, len(g.entries))]
}

// path returns the address of page number part, from 0.
func (g *letterGroup) path(part int) string {
	if part == 0 {
		return "letters/" + g.name + ".html"
	}
	return fmt.Sprintf("letters/%s-%d.html", g.name, part+1)
}

// groupLetters cuts the ordered terms into runs of one initial. Digits make one group and symbols another; a script without
// small and capital letters is grouped by its first character.
func (m *Memory) groupLetters() {
	at := map[string]int{}
	var letters []letterGroup
	for _, e := range m.entries {
		i, known := at[e.initial]
		if !known {
			i = len(letters)
			at[e.initial] = i
			letters = append(letters, letterGroup{label: e.label, name: e.initial})
		}
		letters[i].entries = append(letters[i].entries, e)
	}
	same := len(letters) == len(m.letters)
	for i := range letters {
		var old letterGroup
		if k := slices.IndexFunc(m.letters, func(g letterGroup) bool { return g.name == letters[i].name }); k >= 0 {
			old = m.letters[k]
			same = same && k == i && old.label == letters[i].label && old.pages() == letters[i].pages()
		} else {
			same = false
		}
		for part := range letters[i].pages() {
			changed := m.call
			if part < old.pages() && slices.Equal(letters[i].part(part), old.part(part)) {
				changed = old.changed[part]
			}
			letters[i].changed = append(letters[i].changed, changed)
		}
	}
	m.letters = letters
	if !same {
		m.lettersS = m.call
	}
}

// withoutQuotes drops quotation marks and spaces at the start: "Smile and dial" stands under S.
func withoutQuotes(title string) string {
	trimmed := strings.TrimLeftFunc(title, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.In(r, unicode.Pi, unicode.Pf) || strings.ContainsRune("\"'‚„", r)
	})
	if trimmed == "" {
		return title
	}
	return trimmed
}

// initials finds the letter under which a title stands.
type initials struct {
	collator *collate.Collator // compares base letters only
	known    map[rune]string
}

// of returns the group's label and its file name.
func (in initials) of(title string) (label, name string) {
	first, _ := utf8.DecodeRuneInString(norm.NFKC.String(withoutQuotes(title)))
	switch {
	case unicode.IsDigit(first):
		return "0–9", "0-9"
	case !unicode.IsLetter(first):
		return "#", "symbols"
	}
	label, ok := in.known[first]
	if !ok {
		label = in.letter(first)
		in.known[first] = label
	}
	return label, strings.ToLower(label)
}

// letter returns the letter that r counts as in the language: Ä is an A in German and a letter of its own in Swedish.
func (in initials) letter(r rune) string {
	upper := string(unicode.ToUpper(r))
	if unicode.Is(unicode.Latin, r) {
		for base := 'A'; base <= 'Z'; base++ {
			if in.collator.CompareString(string(base), upper) == 0 {
				return string(base)
			}
		}
	}
	return upper
}
