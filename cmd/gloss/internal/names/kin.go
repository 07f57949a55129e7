package names

import (
	"unicode"
	"unicode/utf8"

	"gloss/cmd/gloss/internal/term"
)

// Kin says roughly what a term is about and what it refers to: sets of texts, each text one of 64 or 32 bits, whatever its case. Sets
// without a common bit have no text in common; others may have.
type Kin struct {
	// Topics are the tags and the domain; 0 says that the term has neither. In a glossary of up to 64 topics each has a bit of its own.
	Topics uint64
	// Called are the title, the slug and the aliases.
	Called uint32
	// Related are the related entries.
	Related uint32
}

// TopicsOf returns Kin.Topics of a term as Found has it; the term need not be of the table, and nil has none. exact says that two such
// sets with a common bit have a topic in common.
func (a *Asker) TopicsOf(one *term.Term) (set uint64, exact bool) {
	switch t := a.table; {
	case one == nil:
		return 0, t.topics != nil
	case t.topics != nil:
		return t.topics.bitsOf(one), true
	}
	return hashedTopics(one), false
}

// KinOf returns the kin of a term, with topics hashed.
func KinOf(t *term.Term) Kin {
	called := bitsOf(t.Title) | bitsOf(t.Slug) | bitsOfAll(t.Aliases)
	return Kin{Topics: hashedTopics(t), Called: halved(called), Related: halved(bitsOfAll(t.Related))}
}

func hashedTopics(t *term.Term) uint64 {
	set := bitsOfAll(t.Tags)
	if t.Domain != "" {
		set |= bitsOf(t.Domain)
	}
	return set
}

func halved(set uint64) uint32 { return uint32(set>>32) | uint32(set) }

func bitsOfAll(values []term.Value) uint64 {
	var set uint64
	for i := range values {
		set |= bitsOf(values[i].Text)
	}
	return set
}

// bitsOf returns one bit for all texts that strings.EqualFold takes for equal.
func bitsOf(text string) uint64 {
	h := uint32(hashStart)
	for _, r := range text {
		if r < utf8.RuneSelf {
			h = hashByte(h, lowerCase[byte(r)])
			continue
		}
		for least := firstFold(r); least > 0; least >>= 8 {
			h = hashByte(h, byte(least))
		}
	}
	return 1 << (finish(h) >> 26)
}

// firstFold returns the first of the characters that are r but for their case, in small letters.
func firstFold(r rune) rune {
	first := r
	for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
		first = min(first, other)
	}
	if first < utf8.RuneSelf {
		return rune(lowerCase[byte(first)])
	}
	return first
}
