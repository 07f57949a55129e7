package names

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"gloss/cmd/gloss/internal/names/everyday"
	"gloss/cmd/gloss/internal/term"
)

// builder derives the names of terms, each from its term alone.
type builder struct {
	morph   *morphology
	entries []entry
	firsts  []int32  // of each term, in entries
	keys    []uint32 // of the entries' paths
	tokens  []token
	seen    []string // names of the term at hand
	path    []uint32 // keys of the name at hand
	variant []uint32
	ends    []uint32 // of the paths of the name at hand
	folded  []byte   // a word of it
}

// copyTerm takes the names of a term from an earlier table, where the term's index was old.
func (b *builder) copyTerm(index int32, from *Table, old int32) {
	names := from.entries[from.firsts[old]:from.firsts[old+1]]
	for i := range names {
		e := names[i]
		keys := from.pathOf(&e)
		e.term, e.keys = index, uint32(len(b.keys))
		if e.flags&twin != 0 {
			e.flags &^= exactCase
		}
		e.flags &^= settled
		b.keys = append(b.keys, keys...)
		b.entries = append(b.entries, e)
	}
}

func (b *builder) addTerm(index int32, one *term.Term) {
	b.seen = b.seen[:0]
	add := func(text string, kind Kind) { b.add(index, one, text, kind) }
	add(one.Title, Title)
	if long, brackets, ok := splitBrackets(one.Title); ok && one.Kind == term.KindTerm {
		add(long, Alias)
		if isAbbreviation(brackets) {
			add(brackets, Abbreviation)
		}
	}
	add(one.Abbreviation, Abbreviation)
	for _, alias := range one.Aliases {
		add(alias.Text, Alias)
	}
	for _, inflection := range one.Inflections {
		add(inflection.Text, Inflection)
	}
}

// splitBrackets cuts "Long name (ABBR)" in two.
func splitBrackets(title string) (long, brackets string, ok bool) {
	open := strings.LastIndexByte(title, '(')
	if open <= 0 || !strings.HasSuffix(title, ")") {
		return "", "", false
	}
	return strings.TrimSpace(title[:open]), title[open+1 : len(title)-1], true
}

// isAbbreviation reports whether text is one word with at least two capitals, and no more small letters than capitals but one.
func isAbbreviation(text string) bool {
	upper, letters := upperShare(text)
	return upper >= 2 && letters <= 2*upper+1 && !strings.ContainsAny(text, " \t")
}

// clean takes quotes and closing punctuation off a name.
func clean(text string) string {
	text = strings.TrimSpace(text)
	return strings.TrimRight(strings.Trim(text, "\"'\u201c\u201d\u201e\u2018\u2019\u00ab\u00bb "), "?!,:; ")
}

func (b *builder) add(index int32, one *term.Term, text string, kind Kind) {
	text = clean(text)
	for _, seen := range b.seen {
		if seen == text {
			return
		}
	}
	b.tokens = b.morph.tokenize(text, b.tokens[:0])
	if n := len(b.tokens); n == 0 || n > maxTokens {
		return
	}
	b.seen = append(b.seen, text)
	e := entry{text: text, letters: lettersOf(text), first: text[0], term: index, next: none, kind: kind}
	b.describe(&e, one)
	b.path = b.path[:0]
	for _, tok := range b.tokens {
		b.path = append(b.path, tok.key)
	}
	b.ends = b.ends[:0]
	b.enter(e, b.path)
	b.enterVariants(e)
}

// enter adds an entry at the end of a path, unless another path of the name leads there.
func (b *builder) enter(e entry, keys []uint32) {
	end := root
	for _, key := range keys {
		end = step(end, key)
	}
	if slices.Contains(b.ends, end) {
		return
	}
	b.ends = append(b.ends, end)
	e.keys, e.length = uint32(len(b.keys)), uint8(len(keys))
	b.keys = append(b.keys, keys...)
	b.entries = append(b.entries, e)
}

// enterVariants adds the paths by which a text can name the entry in other spellings that have keys of their own.
func (b *builder) enterVariants(e entry) {
	text, tokens, m := e.text, b.tokens, b.morph
	last := len(tokens) - 1
	if m.english && tokens[last].ascii {
		lastWord := strings.ToLower(text[tokens[last].start:tokens[last].end])
		for _, form := range alternates(lastWord) {
			b.enterReplaced(e, last, m.keyOfASCII(form))
		}
		for i, tok := range tokens {
			if tok.kind != word || !tok.ascii {
				continue
			}
			if other := respelled(strings.ToLower(text[tok.start:tok.end])); other != "" {
				b.enterReplaced(e, i, m.keyOfASCII(other))
			}
		}
	}
	// The open spelling of a compound: website, web site.
	if e.flags&asciiWord != 0 {
		if first, second, ok := m.halves(strings.ToLower(text)); ok {
			b.variant = append(b.variant[:0], m.keyOfASCII(first), m.keyOfASCII(second))
			b.enter(e, b.variant)
		}
	}
	// The closed spelling of a compound: e-mail, email; landing page, landingpage.
	for i := 0; i+1 < len(tokens); i++ {
		first, second := tokens[i], tokens[i+1]
		if first.kind != word || second.kind != word || second.gap == glued || second.gap == spaced && len(tokens) != 2 {
			continue
		}
		joined := text[first.start:first.end] + text[second.start:second.end]
		if len(joined) < 5 && tokens[i+1].gap == spaced || second.end-second.start < 2 ||
			m.class([]byte(strings.ToLower(joined))) > everyday.Rare {
			continue
		}
		b.variant = append(append(b.variant[:0], b.path[:i]...), m.keyOf(joined))
		b.enter(e, append(b.variant, b.path[i+2:]...))
	}
}

// enterReplaced adds the entry's path with another key in one place.
func (b *builder) enterReplaced(e entry, i int, key uint32) {
	b.variant = append(b.variant[:0], b.path...)
	b.variant[i] = key
	b.enter(e, b.variant)
}

// describe sets what is known of a name before any text is seen.
func (b *builder) describe(e *entry, one *term.Term) {
	if one.Kind == term.KindPage {
		e.flags |= plainPage
	}
	words, letters := 0, 0
	e.class = everyday.Function
	for _, tok := range b.tokens {
		letters += utf8.RuneCountInString(e.text[tok.start:tok.end])
		if tok.kind != word {
			e.class = everyday.Rare
			continue
		}
		words++
		b.folded = fold(b.folded[:0], e.text[tok.start:tok.end])
		e.class = min(e.class, b.morph.class(b.folded))
	}
	if words == 0 && b.tokens[0].kind == mark || len(b.tokens) == 1 && letters == 1 {
		e.flags |= short
	}
	if len(b.tokens) == 1 {
		e.flags |= oneWord
		if tok := b.tokens[0]; words == 1 && tok.ascii && int(tok.end-tok.start) == len(e.text) {
			e.flags |= asciiWord
		}
		if words == 1 {
			b.folded = fold(b.folded[:0], e.text)
			if number, ok := b.morph.number(b.folded); ok {
				e.number = number + 1
			}
		}
	}
	b.describeCase(e)
}

// describeCase decides whether the case of a name's letters matters.
func (b *builder) describeCase(e *entry) {
	upper, letters := upperShare(e.text)
	one := e.flags&oneWord != 0
	inner := upper > 0 && strings.IndexFunc(e.text[firstLen(e.text):], unicode.IsUpper) >= 0
	switch {
	case one && upper > 4 && upper*4 >= letters*3 && e.class == everyday.Rare && e.flags&asciiWord != 0:
		e.flags |= capitals // MACSYMA is also written Macsyma, and no other word is
	case letters > 0 && upper*4 >= letters*3:
		e.flags |= exactCase | capitals
	case inner && letters <= 4, inner && one && e.class > everyday.Rare, e.kind == Abbreviation && letters <= 4:
		e.flags |= exactCase | capitals
	case inner && one:
		e.flags |= capitals
	case upper > 0 && one:
		e.flags |= capitalized
	case inner && b.beginsOrdinary(e.text):
		e.flags |= needCapital // The Network, A Programming Language
	}
}

// beginsOrdinary reports whether a name of several words begins with a function word in a capital and goes on with a capital.
func (b *builder) beginsOrdinary(text string) bool {
	if len(b.tokens) < 2 || b.tokens[0].kind != word || b.tokens[1].kind != word {
		return false
	}
	var folded [96]byte
	first, second := b.tokens[0], b.tokens[1]
	if everyday.Of(b.morph.language, string(fold(folded[:0], text[first.start:first.end]))) != everyday.Function {
		return false
	}
	r, _ := utf8.DecodeRuneInString(text[first.start:])
	q, _ := utf8.DecodeRuneInString(text[second.start:])
	return unicode.IsUpper(r) && unicode.IsUpper(q)
}

func firstLen(s string) int {
	_, size := utf8.DecodeRuneInString(s)
	return size
}

// keyOf returns the key of a word in any script.
func (m *morphology) keyOf(word string) uint32 {
	if isASCII(word) {
		return m.keyOfASCII(word)
	}
	return m.keyOfWide(word)
}

// halves cuts an English compound (website, database) into two words of the dictionary of at least three letters. Function words are
// none: overlap is not "over lap".
func (m *morphology) halves(compound string) (first, second string, ok bool) {
	const least = 3
	isWord := func(text string) bool {
		class := everyday.Of(m.language, text)
		return class > everyday.Rare && class < everyday.Function
	}
	for i := least; m.english && i <= len(compound)-least; i++ {
		if isWord(compound[:i]) && m.class([]byte(compound[i:])) > everyday.Rare && isWord(strings.TrimSuffix(compound[i:], "s")) {
			return compound[:i], compound[i:], true
		}
	}
	return "", "", false
}

// class returns the most ordinary class among a folded word and what it may be a form of.
func (m *morphology) class(word []byte) everyday.Class {
	class := everyday.Of(m.language, string(word))
	if !m.english {
		return class
	}
	if singular, ok := irregularSingulars[string(word)]; ok {
		class = max(class, everyday.Of(m.language, singular))
	}
	n := len(word)
	switch {
	case n > 4 && endsIn(word, "ies"):
		class = max(class, everyday.Of(m.language, string(word[:n-3])+"y"))
	case n > 3 && endsIn(word, "s") && !endsIn(word, "ss"):
		class = max(class, everyday.Of(m.language, string(word[:n-1])))
		if endsIn(word, "es") {
			class = max(class, everyday.Of(m.language, string(word[:n-2])))
		}
	}
	return class
}
