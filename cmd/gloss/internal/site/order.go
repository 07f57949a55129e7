package site

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/unicode/norm"

	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/term"
)

// letterPageSize is the number of terms on one page of a letter; longer letters are split.
const letterPageSize = 200

// order sorts terms by title as the site's language sorts (CLDR root collation and tailorings), then by slug, so that the order
// does not depend on the files' order.
func (s *Site) order() {
	tag, err := language.Parse(s.in.Config.Language)
	if err != nil {
		tag = language.English
	}
	collator := collate.New(tag, collate.Numeric)
	s.initials = initials{collator: collate.New(tag, collate.Loose), known: map[rune]string{}}
	var buffer collate.Buffer
	for i, t := range s.in.Terms {
		e := &entry{Term: t, body: s.in.Bodies[i], url: t.URL(), key: string(collator.KeyFromString(&buffer, withoutQuotes(t.Title))), summary: t.Summary,
			Updated: cmp.Or(t.Updated, s.in.Days[t.File.Path])}
		buffer.Reset()
		if e.summary == "" {
			e.summary = e.body.Summary
		}
		s.bySlug[t.Slug] = e
		switch {
		case t.Kind == term.KindTerm:
			s.entries = append(s.entries, e)
		case t.Slug == "index":
			s.home = e
		default:
			s.plain = append(s.plain, e)
		}
	}
	byTitle := func(a, b *entry) int {
		return cmp.Or(strings.Compare(a.key, b.key), strings.Compare(a.Title, b.Title), strings.Compare(a.Slug, b.Slug))
	}
	slices.SortFunc(s.entries, byTitle)
	slices.SortFunc(s.plain, byTitle)
	for i, e := range s.entries {
		e.position = i
	}
}

type letterGroup struct {
	label, name string // "Ä" is listed under "A", name "a"
	entries     []*entry
}

// pages returns how many pages the group takes.
func (g *letterGroup) pages() int { return (len(g.entries) + letterPageSize - 1) / letterPageSize }

// path returns the address of page number part, from 0.
func (g *letterGroup) path(part int) string {
	if part == 0 {
		return "letters/" + g.name + ".html"
	}
	return fmt.Sprintf("letters/%s-%d.html", g.name, part+1)
}

// groupLetters cuts the ordered terms into runs of one initial. Digits make one group and symbols another; a script without
// small and capital letters is grouped by its first character.
func (s *Site) groupLetters() {
	at := map[string]int{}
	for _, e := range s.entries {
		label, name := s.initials.of(e.Title)
		i, known := at[name]
		if !known {
			i = len(s.letters)
			at[name] = i
			s.letters = append(s.letters, letterGroup{label: label, name: name})
		}
		s.letters[i].entries = append(s.letters[i].entries, e)
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

type tagGroup struct {
	label, path string
	entries     []*entry
}

// groupTags gathers terms under tags that are equal after folding, under the spelling used most.
func (s *Site) groupTags() {
	spellings := map[string]map[string]int{}
	members := map[string][]*entry{}
	for _, e := range s.entries {
		for _, tag := range e.Tags {
			name := term.FileName(tag.Text)
			if spellings[name] == nil {
				spellings[name] = map[string]int{}
			}
			spellings[name][tag.Text]++
			if list := members[name]; len(list) == 0 || list[len(list)-1] != e {
				members[name] = append(members[name], e)
			}
		}
	}
	for name, list := range members {
		label, most := "", 0
		for text, n := range spellings[name] {
			// Of two spellings used equally often the first in byte order wins, whatever the map's order.
			if n > most || n == most && text < label {
				label, most = text, n
			}
		}
		path := "tags/" + name + ".html"
		s.tags = append(s.tags, tagGroup{label: label, path: path, entries: list})
		s.tagURL[name] = path
	}
	slices.SortFunc(s.tags, func(a, b tagGroup) int {
		return cmp.Or(strings.Compare(strings.ToLower(a.label), strings.ToLower(b.label)), strings.Compare(a.path, b.path))
	})
}

// groupSenses notes for each term which others share a name with it.
func (s *Site) groupSenses() {
	s.senses = s.in.Table.Homographs()
	s.senses = slices.DeleteFunc(s.senses, func(h names.Homograph) bool { return len(h.Terms) < 2 })
	for _, h := range s.senses {
		for _, one := range h.Terms {
			for _, other := range h.Terms {
				if one != other && !slices.Contains(s.sharing[one.Slug], other.Slug) {
					s.sharing[one.Slug] = append(s.sharing[one.Slug], other.Slug)
				}
			}
		}
	}
}
