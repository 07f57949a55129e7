package names

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"gloss/cmd/gloss/internal/names/everyday"
	"gloss/cmd/gloss/internal/term"
)

// Find returns the places in text where names stand: for each place where a name begins, the longest first. Places overlap;
// choosing among them is the linker's work. The matches are valid until the next call of a method of the Asker; what they found
// is shared, must not be changed, and stays valid.
func (a *Asker) Find(text string) []Match { return a.find(text, false) }

// FindLikely is Find without the places of single words that are idle (see Found.Idle), which in prose are most.
func (a *Asker) FindLikely(text string) []Match { return a.find(text, true) }

func (a *Asker) find(text string, likely bool) []Match {
	a.borrow()
	if a.table.used == 0 {
		a.remember(allNames) // whatever name comes, it is news to this page
		return nil
	}
	if a.lexicon == nil {
		a.lexicon, a.memory = make(lexicon, lexiconSize(len(a.table.entries))), new(memory)
		a.table.meeting.Do(func() { a.table.met = newSharedLexicon(len(a.table.entries)) })
	}
	a.text = text
	a.tokens = cut(text, a.tokens[:0])
	a.readWords(likely)
	a.pairWords()
	dst := a.matches[:0]
	for i := range a.words {
		w := &a.words[i]
		begin := len(dst)
		switch {
		case a.hyphenedAt(i + 1):
			dst = a.walk(dst, root, 0, i, i)
		case w.head == missing:
			continue
		default:
			if a.hyphenedAt(i + 2) {
				dst = a.walk(dst, step(root, a.tokens[i].key), w.next, i, i+1)
			} else if w.pair != 0 {
				dst = a.follow(dst, w.pair, i)
			}
			dst = a.collectWord(dst, i)
		}
		if len(dst)-begin > 1 {
			slices.SortStableFunc(dst[begin:], longer)
		}
	}
	a.matches = dst
	return dst
}

// hyphenedAt reports whether there is a token i and a hyphen joins it to the one before.
func (a *Asker) hyphenedAt(i int) bool { return i < len(a.tokens) && a.tokens[i].gap == hyphened }

func longer(x, y Match) int { return y.End - x.End }

// follow collects the names of several words that begin at first; pair is the path of the first two, which need not exist.
func (a *Asker) follow(dst []Match, pair uint32, first int) []Match {
	s := a.table.find(pair)
	if s == nil {
		return dst
	}
	if s.head != none {
		dst = a.collect(dst, s.head, first, first+1)
	}
	return a.walk(dst, pair, s.next, first, first+2)
}

// walk follows the path over the tokens from next on and collects the names that begin at first. going has the bits of the tokens by
// which the path goes on.
func (a *Asker) walk(dst []Match, path, going uint32, first, next int) []Match {
	for ; next < len(a.tokens) && next-first < maxTokens; next++ {
		tok := &a.tokens[next]
		if next > first && tok.gap == hyphened {
			// e-mail may be one word of the name; so may the two of it.
			dst = a.joined(dst, path, first, next)
		} else if a.hyphenedAt(next + 1) {
			dst = a.joined(dst, path, first, next+1)
		}
		path = step(path, tok.key)
		if next == first {
			if a.words[first].head == missing {
				return dst
			}
			going = a.words[first].next
			dst = a.collectWord(dst, first)
			continue
		}
		head, further, found := a.further(path, going&bitOf(tok.key) != 0)
		if !found {
			return dst
		}
		if going = further; head != none {
			dst = a.collect(dst, head, first, next)
		}
	}
	return dst
}

// collectWord appends a match for the token i alone if names stand there.
func (a *Asker) collectWord(dst []Match, i int) []Match {
	w, tok := &a.words[i], &a.tokens[i]
	if len(w.found) == 0 || !tok.ascii && !a.bounded(int(tok.start), int(tok.end)) {
		return dst
	}
	return append(dst, Match{Start: int(tok.start), End: int(tok.end), Found: w.found})
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
	found := a.keepFound()
	if len(found) > 1 {
		slices.SortStableFunc(found, closer)
	}
	found[0].Idle = idle(found)
	return found
}

// foundPiece is how many Found are kept in one piece of memory.
const foundPiece = 32

// keepFound returns a copy of a.found that lasts. Copies stand side by side in pieces of memory, of which each is given up when
// nothing refers to it.
func (a *Asker) keepFound() []Found {
	if cap(a.slab)-len(a.slab) < len(a.found) {
		a.slab = make([]Found, 0, max(foundPiece, len(a.found)))
	}
	from := len(a.slab)
	a.slab = append(a.slab, a.found...)
	return a.slab[from:len(a.slab):len(a.slab)]
}

// idle reports whether no page takes the names for a mention, however it may be written.
func idle(found []Found) bool {
	f := &found[0]
	switch {
	case f.WrongCase: // the others are no closer
		return true
	case f.Abbreviated, len(found) > 1:
		return false
	}
	switch f.Autolink {
	case term.AutolinkOff:
		return true
	case term.AutolinkDefault:
		return f.Short || f.OneWord && !f.Capitals && f.Class == everyday.Function
	}
	return false
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
