package site

import (
	"slices"
	"unicode"
	"unicode/utf8"
)

// lookedAt is the number of bytes of a body whose words are compared: what a term is stands at its beginning.
const lookedAt = 600

// A word of a term is its hash and, in the last two bits, how often it stands in the part of the text that is compared, up to 3.
const countBits = 2

// wordsOf appends the words of a term to an empty list, each once.
func wordsOf(title, summary, text string, list []uint32) []uint32 {
	all := appendWords(list, title)
	all = appendWords(all, summary)
	all = appendWords(all, text[:min(len(text), lookedAt)])
	for i := range all {
		all[i] >>= countBits
	}
	slices.Sort(all)
	words := all[:0]
	for start := 0; start < len(all); {
		word, end := all[start], start
		for end < len(all) && all[end] == word {
			end++
		}
		words = append(words, word<<countBits|uint32(min(end-start, 3)))
		start = end
	}
	return words
}

// appendWords appends the hashes (FNV-1a) of the words of at least four letters, in small letters and without a plural's s.
func appendWords(words []uint32, text string) []uint32 {
	const start = uint32(2166136261)
	h, before, n, last := start, start, 0, rune(0)
	flush := func() {
		if last == 's' && n > 4 {
			h = before
		}
		if n >= 4 {
			words = append(words, h)
		}
		h, n = start, 0
	}
	for i := 0; i < len(text); {
		r, size := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRuneInString(text[i:])
		}
		i += size
		switch {
		case 'a' <= r && r <= 'z':
		case 'A' <= r && r <= 'Z':
			r += 'a' - 'A'
		case r >= utf8.RuneSelf && unicode.IsLetter(r):
			r = unicode.ToLower(r)
		default:
			flush()
			continue
		}
		before, last = h, r
		for ; r > 0; r >>= 8 {
			h = (h ^ uint32(r&0xff)) * 16777619
		}
		n++
	}
	flush()
	return words
}
