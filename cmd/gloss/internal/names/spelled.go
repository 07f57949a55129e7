package names

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"gloss/cmd/gloss/internal/term"
)

// collectEqual finds the chained names of one word that are spelled as the text is, and reports whether one of them may be written
// so. Then forms of other names do not matter.
func (a *Asker) collectEqual(head int32, tok *token) bool {
	t := a.table
	text := a.text[tok.start:tok.end]
	letters := lettersOf(text)
	for i, n := head, 0; i != none && n < maxChain; n++ {
		e := &t.entries[i]
		if e.letters == letters && e.flags&plainPage == 0 && equalLetters(e.text, text) {
			a.found = append(a.found, a.describe(e, int(tok.start), int(tok.end), costSame, false))
		}
		i = e.next
	}
	for i := range a.found {
		if !a.found[i].WrongCase {
			return true
		}
	}
	a.found = a.found[:0]
	return false
}

// collectForms finds all chained names that the tokens spell in some form.
func (a *Asker) collectForms(head int32, span []token) {
	t := a.table
	start, end := int(span[0].start), int(span[len(span)-1].end)
	for i, n := head, 0; i != none && n < maxChain; n++ {
		e := &t.entries[i]
		i = e.next
		if e.flags&plainPage != 0 || len(span) == 1 && e.flags&oneWord != 0 && beginUnlike(e.first, a.text[start]) {
			continue
		}
		cost, unaccented, ok := a.compare(e, span)
		if ok && !(len(span) == 2 && span[1].gap == spaced && t.morph.phrasal(e.text)) && !a.owns(e.text, span) {
			a.found = append(a.found, a.describe(e, start, end, cost, unaccented))
		}
	}
}

// owns reports whether the text says that one thing is another's where the name does not: Microsoft's Windows is a product of a company,
// not the name "Microsoft Windows". Only capitals tell; a buyer's journey is the buyer journey. [[...]] finds it all the same.
func (a *Asker) owns(name string, span []token) bool {
	capital := func(tok token) bool {
		r, _ := utf8.DecodeRuneInString(a.text[tok.start:])
		return unicode.IsUpper(r)
	}
	for i := range len(span) - 1 {
		after, _ := utf8.DecodeRuneInString(a.text[span[i].end:])
		if isApostrophe(after) && capital(span[i]) && capital(span[i+1]) {
			return strings.IndexFunc(name, isApostrophe) < 0
		}
	}
	return false
}

// phrasal reports whether a name is a compound of a word with an adverb, which written in two words is a verb: a set-up, a drop-in;
// they set up, a drop in the price. [[...]] finds it all the same.
func (m *morphology) phrasal(name string) bool {
	first, last, two := strings.Cut(name, "-")
	if !m.english || !two || strings.ContainsRune(first, ' ') {
		return false
	}
	switch strings.TrimSuffix(strings.ToLower(last), "s") {
	case "in", "on", "up", "out", "off", "down", "over", "back", "away", "through", "around", "by":
		return true
	}
	return false
}

// closer orders names by how near the text comes to them.
func closer(x, y Found) int {
	rank := func(f Found) int {
		r := 4 * int(f.Cost)
		if f.WrongCase {
			r += 64
		}
		if f.Unaccented {
			r += 2
		}
		return r
	}
	return rank(x) - rank(y)
}

func (a *Asker) describe(e *entry, start, end, cost int, unaccented bool) Found {
	t, text := a.table, a.text[start:end]
	target := t.target[e.term]
	one, about, same := t.terms[target], &t.facts[target], sameLetters(e.text, text)
	return Found{
		Name:     Name{Text: e.text, Kind: e.kind, Term: one, Slug: one.Slug},
		Verbatim: e.text == text, Titled: e.text == one.Title && one.Kind == term.KindTerm,
		Cost: uint8(cost), Unaccented: unaccented, SameCase: same, WrongCase: wrongCase(e, text, same), Class: e.class,
		OneWord: e.flags&oneWord != 0, Background: e.flags&background != 0, Short: e.flags&short != 0, Capitals: e.flags&capitals != 0,
		Initial:     t.caseful && e.flags&capitalized != 0,
		Abbreviated: e.flags&abbreviated != 0, Small: t.caseful && e.first >= 'a' && e.first <= 'z', Kin: about.kin, Autolink: about.traits.autolink(),
	}
}

// wrongCase applies smart case.
func wrongCase(e *entry, text string, same bool) bool {
	if same {
		return false
	}
	switch {
	case e.flags&exactCase != 0:
		return true
	case e.flags&needCapital != 0:
		r, _ := utf8.DecodeRuneInString(text)
		return !unicode.IsUpper(r)
	}
	// A short name in small letters is not the abbreviation of the same letters.
	upper, letters := upperShare(text)
	return e.flags&oneWord != 0 && letters > 1 && letters <= 5 && upper == letters
}

// sameLetters compares the letters and digits of a name and of a text, case included; what the text has beyond is an inflection
// and must be in small letters.
func sameLetters(name, text string) bool {
	if name == text {
		return true
	}
	i, j := 0, 0
	for {
		r, n := nextLetter(name[i:])
		q, m := nextLetter(text[j:])
		switch {
		case r == 0:
			for ; q != 0; q, m = nextLetter(text[j:]) {
				if unicode.IsUpper(q) {
					return false
				}
				j += m
			}
			return true
		case q == 0:
			return true
		case r != q:
			// Another ending, or the same letters in another case.
			if foldRune(r) == foldRune(q) {
				return false
			}
			return j > 0 && !unicode.IsUpper(q)
		}
		i, j = i+n, j+m
	}
}

// nextLetter returns the first letter or digit of s and the length up to its end; 0 at the end of s.
func nextLetter(s string) (rune, int) {
	if s != "" && byteClass[s[0]] == byteWord {
		return rune(s[0]), 1
	}
	for i, r := range s {
		if r < utf8.RuneSelf && byteClass[byte(r)] == byteWord || r >= utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsNumber(r)) {
			return r, i + utf8.RuneLen(r)
		}
	}
	return 0, len(s)
}
