package names

import (
	"bytes"
	"unicode/utf8"

	"gloss/cmd/gloss/internal/names/everyday"
)

// compare tells whether the tokens of the text spell the entry's name, how far they are from it, and whether accents differ.
func (a *Asker) compare(e *entry, span []token) (cost int, unaccented, ok bool) {
	m := &a.table.morph
	if equalLetters(e.text, a.text[span[0].start:span[len(span)-1].end]) {
		return 0, false, true
	}
	if e.flags&oneWord != 0 && len(span) == 1 && unlike(e.text, a.text[span[0].start:span[0].end]) {
		return 0, false, false
	}
	if e.flags&asciiWord != 0 && len(span) == 1 && span[0].ascii {
		return a.compareWord(e, span[0])
	}
	a.nameTokens = m.tokenize(e.text, a.nameTokens[:0])
	names := a.nameTokens
	i, j := 0, 0
	for i < len(names) && j < len(span) {
		used, taken, step := a.align(e, names, span, i, j)
		if used == 0 {
			return 0, false, false
		}
		if step.unaccented {
			unaccented = true
		}
		cost = max(cost, step.cost)
		i, j = i+used, j+taken
	}
	if i < len(names) || j < len(span) {
		return 0, false, false
	}
	if cost > 0 && a.table.facts[e.term].traits&autolinkExact != 0 {
		return 0, false, false
	}
	return cost, unaccented, true
}

// compareWord is compare for a name of one word and a word, both in ASCII, without cutting the name.
func (a *Asker) compareWord(e *entry, tok token) (cost int, unaccented, ok bool) {
	name := fold(a.buffers[0][:0], e.text)
	text := fold(a.buffers[1][:0], a.text[tok.start:tok.end])
	a.nameTokens = append(a.nameTokens[:0], token{end: int32(len(e.text)), ascii: true})
	d, ok := a.sameWord(e, a.nameTokens, 0, name, text)
	if !ok || d.cost > 0 && a.table.facts[e.term].traits&autolinkExact != 0 {
		return 0, false, false
	}
	return d.cost, false, true
}

// equalLetters reports whether two texts are equal but for the case of ASCII letters. It is the short way for most mentions.
func equalLetters(name, text string) bool {
	if len(name) != len(text) {
		return false
	}
	for i := 0; i < len(name); i++ {
		if lowerCase[name[i]] != lowerCase[text[i]] {
			return false
		}
	}
	return true
}

// lettersOf hashes a text; texts of equalLetters have equal hashes.
func lettersOf(text string) uint32 {
	h := uint32(hashStart)
	for i := 0; i < len(text); i++ {
		h = hashByte(h, lowerCase[text[i]])
	}
	return h
}

// unlike reports whether two words in ASCII are no forms of one word at a glance: their first letters differ, or one goes on for
// more than a long ending after the other ends.
func unlike(name, text string) bool {
	return beginUnlike(name[0], text[0]) || name[0] < utf8.RuneSelf && text[0] < utf8.RuneSelf && name[0]|0x20 == text[0]|0x20 &&
		(len(name) > len(text)+12 || len(text) > len(name)+12)
}

// beginUnlike reports whether words with these first bytes are no forms of one word: they are different letters in ASCII.
func beginUnlike(x, y byte) bool {
	return x|0x20 != y|0x20 && x < utf8.RuneSelf && y < utf8.RuneSelf && byteClass[x] == byteWord && byteClass[y] == byteWord
}

type difference struct {
	cost       int
	unaccented bool
}

// align compares the name from token i with the text from token j and returns how many tokens of each belong together; 0 when
// they differ.
func (a *Asker) align(e *entry, names, span []token, i, j int) (used, taken int, d difference) {
	n, s := names[i], span[j]
	if i > 0 && j > 0 && !sameGap(n, s, names[i-1], span[j-1]) {
		return 0, 0, d
	}
	if n.kind != s.kind {
		return 0, 0, d
	}
	if n.kind != word {
		return 1, 1, d // equal keys are equal characters
	}
	nameWord := fold(a.buffers[0][:0], e.text[n.start:n.end])
	textWord := fold(a.buffers[1][:0], a.text[s.start:s.end])
	if d, ok := a.sameWord(e, names, i, nameWord, textWord); ok {
		return 1, 1, d
	}
	if j+1 < len(span) && span[j+1].kind == word && span[j+1].gap != glued {
		next := span[j+1]
		if d, ok := a.sameWord(e, names, i, nameWord, fold(textWord, a.text[next.start:next.end])); ok {
			return 1, 2, d
		}
	}
	if i+1 < len(names) && names[i+1].kind == word && names[i+1].gap != glued {
		next := names[i+1]
		if d, ok := a.sameWord(e, names, i+1, fold(nameWord, e.text[next.start:next.end]), textWord); ok {
			return 2, 1, d
		}
	}
	return 0, 0, d
}

// sameGap reports whether what stands before two tokens is alike. Spaces and hyphens between words are one; a mark is glued to its
// neighbors in the text where it is in the name, but a slash or an ampersand may stand free.
func sameGap(name, text, nameBefore, textBefore token) bool {
	if name.gap == hyphened && text.gap == spaced && (nameBefore.key == articleKey || name.end-name.start == 1) {
		return false // "a language" is not A-language, "control s" not control-S
	}
	if (name.gap == glued) == (text.gap == glued) {
		return true
	}
	return name.gap == glued && (freeMark(name) || freeMark(nameBefore))
}

func freeMark(t token) bool { return t.kind == mark && (t.key == slashKey || t.key == ampersandKey) }

var (
	slashKey     = keyOfRune('/')
	ampersandKey = keyOfRune('&')
	articleKey   = (&morphology{english: true}).keyOfASCII("a")
)

// sameWord compares word i of a name with a word of the text, both folded.
func (a *Asker) sameWord(e *entry, names []token, i int, name, text []byte) (difference, bool) {
	m := &a.table.morph
	if m.same(name, text) {
		return difference{}, true
	}
	if !isASCII(name) || !isASCII(text) {
		plainName := strip(a.buffers[2][:0], name)
		plainText := strip(a.buffers[3][:0], text)
		if bytes.Equal(plainName, plainText) {
			// résumé is not resume.
			return difference{unaccented: true}, m.class(plainText) <= everyday.Known
		}
	}
	place := a.placeOf(e, names, i)
	if place == fixed {
		return difference{}, false
	}
	cost, ok := m.form(name, text, place != beforePreposition)
	if !ok || e.flags&oneWord != 0 && e.flags&exactCase != 0 && cost > costPlural {
		return difference{}, false
	}
	if cost > costPlural && place == single && !a.verbsAllowed(e, text) {
		return difference{}, false
	}
	return difference{cost: cost}, true
}

// place is where a word stands in its name, which decides how it may be inflected.
type place uint8

const (
	fixed place = iota
	single
	lastOfMany
	beforePreposition // systems of record
	besideAnd         // smiling and dialing
)

func (a *Asker) placeOf(e *entry, names []token, i int) place {
	switch {
	case len(names) == 1:
		return single
	case i == len(names)-1:
		return lastOfMany
	case !a.table.morph.english:
		return lastOfMany // other languages inflect each word of a name
	}
	next := names[i+1]
	switch string(fold(a.buffers[4][:0], e.text[next.start:next.end])) {
	case "of", "for", "in", "to", "from", "with", "on", "at", "by":
		return beforePreposition
	case "and", "or":
		return besideAnd
	}
	return fixed
}

// verbsAllowed guards verb forms of a name of one word: "retargeted" means retargeting, but "marketed" does not mean marketing.
func (a *Asker) verbsAllowed(e *entry, text []byte) bool {
	if len(e.text) < 6 || e.class > everyday.Known {
		return false
	}
	root, _ := verbRoot(text)
	m := &a.table.morph
	return m.class(text) <= everyday.Known && everyday.Of(m.language, string(root)) <= everyday.Known
}
