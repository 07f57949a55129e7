package names

import (
	"slices"
	"unsafe"

	"gloss/cmd/gloss/internal/names/everyday"
)

// The background rule: a dictionary word that stands on at least backgroundPages pages and backgroundShare percent of them is
// prose. Without the floor, small glossaries would lose their own subject.
const (
	backgroundPages = 200
	backgroundShare = 1
)

// Census counts on how many pages each dictionary word stands.
type Census struct {
	pages  int
	counts []int32 // by everyday.Number
}

// Vocabulary returns the dictionary words of a page's Markdown as numbers, sorted and distinct: two bytes a word, so that the
// conductor can keep it under the file's hash. Inflections count as their word. It is pure, and empty for languages without a
// dictionary.
func Vocabulary(body []byte, language string) []uint16 {
	m := newMorphology(language)
	if !m.english {
		return nil
	}
	// The string ends with this function, and nobody changes the body meanwhile; a page as long as most is cut into memory of the stack. So
	// one piece of memory is asked for a page, what is returned, instead of five.
	text, short := unsafe.String(unsafe.SliceData(body), len(body)), shortNumbers()
	var lower [64]byte
	var tokens [512]token
	var few [256]uint16
	numbers := few[:0]
	for _, tok := range cut(text, tokens[:0]) {
		if tok.kind != word || !tok.ascii || tok.end-tok.start < 2 {
			continue
		}
		var number uint16
		var ok bool
		if tok.end-tok.start <= maxShort {
			number, ok = short.number(shortTextOf(text, int(tok.start), int(tok.end)).lower())
		} else {
			number, ok = m.number(appendLower(lower[:0], text[tok.start:tok.end]))
		}
		if ok {
			numbers = append(numbers, number)
		}
	}
	slices.Sort(numbers)
	numbers = slices.Compact(numbers)
	if len(numbers) == 0 {
		return nil
	}
	kept := make([]uint16, len(numbers)) // without the spare room
	copy(kept, numbers)
	return kept
}

// appendLower appends a word in ASCII in small letters.
func appendLower(dst []byte, word string) []byte {
	for i := 0; i < len(word); i++ {
		dst = append(dst, lowerCase[word[i]])
	}
	return dst
}

// number returns the number of a folded word or of its singular.
func (m *morphology) number(word []byte) (number uint16, ok bool) {
	if number, ok = everyday.Number(m.language, string(word)); ok {
		return number, true
	}
	n := len(word)
	switch {
	case n > 4 && endsIn(word, "ies"):
		return everyday.Number(m.language, string(word[:n-3])+"y")
	case n > 4 && endsIn(word, "es"):
		if number, ok = everyday.Number(m.language, string(word[:n-2])); ok {
			return number, true
		}
	case n < 4 || !endsIn(word, "s"):
		return 0, false
	}
	return everyday.Number(m.language, string(word[:n-1]))
}

// NewCensus adds up the vocabularies of all pages. Below 200 pages no word can be background, and nil serves as well.
func NewCensus(pages [][]uint16) *Census {
	c := &Census{pages: len(pages), counts: make([]int32, everyday.Size())}
	for _, numbers := range pages {
		for _, number := range numbers {
			c.counts[number]++
		}
	}
	return c
}

// background reports whether the dictionary word of that number is part of the prose.
func (c *Census) background(number uint16) bool {
	if c == nil {
		return false
	}
	count := int(c.counts[number])
	return count >= backgroundPages && count*100 >= c.pages*backgroundShare
}
