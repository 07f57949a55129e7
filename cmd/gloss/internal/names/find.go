package names

import (
	"slices"
	"unicode"
	"unicode/utf8"
)

// Find returns the places in text where names stand: for each place where a name begins, the longest first. Places overlap;
// choosing among them is the linker's work. The matches are valid until the next call of a method of the Asker; what they found
// is shared, must not be changed, and stays valid.
func (a *Asker) Find(text string) []Match {
	a.borrow()
	if a.table.used == 0 {
		a.remember(allNames) // whatever name comes, it is news to this page
		return nil
	}
	a.text = text
	a.tokens = a.table.morph.tokenize(text, a.tokens[:0])
	dst := a.matches[:0]
	for i := range a.tokens {
		begin := len(dst)
		dst = a.walk(dst, root, 0, i, i)
		if len(dst)-begin > 1 {
			slices.SortStableFunc(dst[begin:], longer)
		}
	}
	a.matches = dst
	return dst
}

func longer(x, y Match) int { return y.End - x.End }

// walk follows the path over the tokens from next on and collects the names that begin at first. going has the bits of the tokens by
// which the path goes on.
func (a *Asker) walk(dst []Match, path, going uint32, first, next int) []Match {
	for ; next < len(a.tokens) && next-first < maxTokens; next++ {
		tok := &a.tokens[next]
		if next > first && tok.gap == hyphened {
			// e-mail may be one word of the name; so may the two of it.
			dst = a.joined(dst, path, first, next)
		} else if next+1 < len(a.tokens) && a.tokens[next+1].gap == hyphened {
			dst = a.joined(dst, path, first, next+1)
		}
		var head int32
		var found bool
		if path = step(path, tok.key); next == first {
			head, going, found = a.word(path)
		} else {
			head, going, found = a.further(path, going&bitOf(tok.key) != 0)
		}
		if !found {
			return dst
		}
		if head != none {
			dst = a.collect(dst, head, first, next)
		}
	}
	return dst
}

// joined tries the token at second and the one before it as one word.
func (a *Asker) joined(dst []Match, path uint32, first, second int) []Match {
	if second-1 < first || a.depth > 2 {
		return dst
	}
	one, two := a.tokens[second-1], a.tokens[second]
	a.joint = append(append(a.joint[:0], a.text[one.start:one.end]...), a.text[two.start:two.end]...)
	path = step(path, a.table.morph.keyOf(string(a.joint)))
	s := a.slot(path)
	if s == nil {
		return dst
	}
	if s.head != none {
		dst = a.collect(dst, s.head, first, second)
	}
	a.depth++
	dst = a.walk(dst, path, s.next, first, second+1)
	a.depth--
	return dst
}

// collect appends a match for the tokens first to last if one of the chained names stands there.
func (a *Asker) collect(dst []Match, head int32, first, last int) []Match {
	span := a.tokens[first : last+1]
	start, end := int(span[0].start), int(span[len(span)-1].end)
	if !a.bounded(start, end) {
		return dst
	}
	known := a.recall(uint32(head), start, end)
	if known != nil && known.is(a.text[start:end], head) {
		if known.found == nil {
			return dst
		}
		return append(dst, Match{Start: start, End: end, Found: known.found})
	}
	found := a.chained(head, span)
	if known != nil {
		known.set(a.text[start:end], head, found)
	}
	if found == nil {
		return dst
	}
	return append(dst, Match{Start: start, End: end, Found: found})
}

// chained returns the names of a chain that the tokens spell, the closest first; nil for none.
func (a *Asker) chained(head int32, span []token) []Found {
	a.found = a.found[:0]
	if len(span) > 1 || !a.collectEqual(head, &span[0]) {
		a.collectForms(head, span)
	}
	if len(a.found) == 0 {
		return nil
	}
	found := slices.Clone(a.found)
	if len(found) > 1 {
		slices.SortStableFunc(found, closer)
	}
	return found
}

// collectEqual finds the chained names of one word that are spelled as the text is, and reports whether one of them may be written
// so. Then forms of other names do not matter.
func (a *Asker) collectEqual(head int32, tok *token) bool {
	t := a.table
	text := a.text[tok.start:tok.end]
	for i, n := head, 0; i != none && n < maxChain; i, n = t.entries[i].next, n+1 {
		e := &t.entries[i]
		if e.flags&plainPage == 0 && equalLetters(e.text, text) {
			a.found = append(a.found, a.describe(e, int(tok.start), int(tok.end), costSame, false))
		}
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
	for i, n := head, 0; i != none && n < maxChain; i, n = t.entries[i].next, n+1 {
		e := &t.entries[i]
		if e.flags&plainPage != 0 {
			continue
		}
		if cost, unaccented, ok := a.compare(e, span); ok {
			a.found = append(a.found, a.describe(e, start, end, cost, unaccented))
		}
	}
}

// closer orders names by how near the text comes to them.
func closer(x, y Found) int {
	rank := func(f Found) int {
		r := 4 * f.Cost
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
	text := a.text[start:end]
	same := sameLetters(e.text, text)
	return Found{
		Name: Name{Text: e.text, Kind: e.kind, Term: e.target},
		Cost: cost, Unaccented: unaccented, SameCase: same, WrongCase: wrongCase(e, text, same), Class: e.class,
		OneWord: e.flags&oneWord != 0, Background: e.flags&background != 0, Short: e.flags&short != 0, Capitals: e.flags&capitals != 0,
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

// bounded reports whether a name may begin at start and end at end where scripts set no spaces: not within a syllable of Thai, a
// run of katakana or a Korean word.
func (a *Asker) bounded(start, end int) bool {
	if a.text[start] < utf8.RuneSelf && a.text[end-1] < utf8.RuneSelf {
		return true
	}
	before, _ := utf8.DecodeLastRuneInString(a.text[:start])
	first, _ := utf8.DecodeRuneInString(a.text[start:])
	last, _ := utf8.DecodeLastRuneInString(a.text[:end])
	after, _ := utf8.DecodeRuneInString(a.text[end:])
	switch {
	case first < 0xe00 && last < 0xe00:
		return true
	case unicode.Is(unicode.Mn, first) || unicode.Is(unicode.Mn, after):
		return false
	case isKatakana(first) && isKatakana(before), isKatakana(last) && isKatakana(after):
		return false
	case unicode.Is(unicode.Hangul, first) && unicode.Is(unicode.Hangul, before):
		return false
	case after >= 0xe30 && after <= 0xe3a || after == 0xe45: // Thai vowels that follow their consonant
		return false
	}
	return true
}

func isKatakana(r rune) bool {
	return r >= 0x30a1 && r <= 0x30ff && r != 0x30fb || r >= 0xff66 && r <= 0xff9f
}
