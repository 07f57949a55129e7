package site

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/collate"
	"golang.org/x/text/unicode/norm"
)

// letterPageSize is the number of terms on one page of a letter; longer letters are split.
const letterPageSize = 200

type letterGroup struct {
	label, name string // "Ä" is listed under "A", name "a"
	entries     []*entry
	parts       []letterPart // its pages
}

// letterPart is one page of a letter.
type letterPart struct {
	path    string // its address
	title   string // how the other pages call it: its first and last term, where there are several pages
	changed stamp  // when its list last differed
}

// pages returns how many pages the group takes.
func (g *letterGroup) pages() int { return (len(g.entries) + letterPageSize - 1) / letterPageSize }

// part returns the terms on one page.
func (g *letterGroup) part(part int) []*entry {
	return g.entries[part*letterPageSize : min((part+1)*letterPageSize, len(g.entries))]
}

// cut lists the group's pages.
func (g *letterGroup) cut() {
	g.parts = make([]letterPart, g.pages())
	for i := range g.parts {
		g.parts[i].path = "letters/" + g.name + ".html"
		if i > 0 {
			g.parts[i].path = fmt.Sprintf("letters/%s-%d.html", g.name, i+1)
		}
		if list := g.part(i); len(g.parts) > 1 {
			g.parts[i].title = list[0].title + " – " + list[len(list)-1].title
		}
	}
}

// groupLetters cuts the ordered terms into runs of one initial. Digits make one group and symbols another; a script without
// small and capital letters is grouped by its first character.
func (m *Memory) groupLetters() {
	at := map[string]int{}
	var letters []letterGroup
	for i, n := 0, 0; i < len(m.entries); i = n {
		one := m.entries[i].initial
		for n = i; n < len(m.entries) && m.entries[n].initial == one; {
			n++
		}
		k, known := at[one.name]
		if !known {
			k = len(letters)
			at[one.name] = k
			letters = append(letters, letterGroup{label: one.label, name: one.name, entries: m.entries[i:n:n]})
			continue
		}
		letters[k].entries = slices.Concat(letters[k].entries, m.entries[i:n])
	}
	same := len(letters) == len(m.letters)
	for i := range letters {
		var old letterGroup
		if k := slices.IndexFunc(m.letters, func(g letterGroup) bool { return g.name == letters[i].name }); k >= 0 {
			old = m.letters[k]
			same = same && k == i && old.label == letters[i].label && len(old.parts) == letters[i].pages()
		} else {
			same = false
		}
		letters[i].cut()
		for part := range letters[i].parts {
			changed := m.call
			if part < len(old.parts) && slices.Equal(letters[i].part(part), old.part(part)) {
				changed = old.parts[part].changed
			}
			letters[i].parts[part].changed = changed
		}
	}
	m.letters = letters
	if !same {
		m.lettersS = m.call
	}
}

// initial is a letter under which terms stand: its label, and its name in addresses.
type initial struct{ label, name string }

// initialTable holds each initial once, for several goroutines.
type initialTable struct {
	lock  sync.Mutex
	known map[initial]*initial
}

func (t *initialTable) one(label, name string) *initial {
	t.lock.Lock()
	defer t.lock.Unlock()
	key := initial{label, name}
	if t.known == nil {
		t.known = map[initial]*initial{}
	}
	if t.known[key] == nil {
		t.known[key] = &key
	}
	return t.known[key]
}

// initials finds the letter under which a title stands.
type initials struct {
	collator *collate.Collator // compares base letters only
	known    map[rune]*initial // by the title's first character
	all      *initialTable
}

// of returns the initial of a title.
func (in initials) of(title string) *initial {
	title = withoutQuotes(title)
	first, _ := utf8.DecodeRuneInString(title)
	if first >= utf8.RuneSelf || len(title) > 1 && title[1] >= utf8.RuneSelf { // else it stays as it is
		first, _ = utf8.DecodeRuneInString(norm.NFKC.String(title))
	}
	one := in.known[first]
	if one == nil {
		one = in.all.one(in.group(first))
		in.known[first] = one
	}
	return one
}

// group returns the label and name of the group of titles that begin with a character.
func (in initials) group(first rune) (label, name string) {
	switch {
	case unicode.IsDigit(first):
		return "0–9", "0-9"
	case !unicode.IsLetter(first):
		return "#", "symbols"
	}
	label = in.letter(first)
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
