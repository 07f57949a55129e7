package site

import (
	"cmp"
	"math/bits"
	"slices"
	"unicode"
	"unicode/utf8"
)

const (
	// lookedAt is the number of bytes of a body whose words are compared: what a term is stands at its beginning.
	lookedAt = 600
	// typicalWords is the number of words by which a term is known.
	typicalWords = 12
	// wordShare is the part of all terms, one in so many, above which a word says nothing.
	wordShare = 20
	// maxWordTerms is the number of terms that one word can make similar.
	maxWordTerms = 16
)

// wordIndex knows the few rare words that are typical of each term, and the terms of each such word. Words are kept as hashes: two
// words with one hash make two terms seem a little more alike, nothing else.
type wordIndex struct {
	typical [][]typical // by position
	terms   map[uint32][]int32
}

type typical struct {
	word   uint32
	points int32
}

func newWordIndex(entries []*entry) wordIndex {
	ix := wordIndex{typical: make([][]typical, len(entries)), terms: map[uint32][]int32{}}
	counts := map[uint32]int32{} // terms that have a word
	all := make([][]typical, len(entries))
	var words []uint32
	for i, e := range entries {
		words = appendWords(words[:0], e.Title)
		words = appendWords(words, e.summary)
		words = appendWords(words, e.body.Text[:min(len(e.body.Text), lookedAt)])
		slices.Sort(words)
		for start := 0; start < len(words); {
			end := start
			for end < len(words) && words[end] == words[start] {
				end++
			}
			counts[words[start]]++
			all[i] = append(all[i], typical{words[start], int32(end - start)})
			start = end
		}
	}
	most := int32(max(5, len(entries)/wordShare))
	for i, list := range all {
		list = slices.DeleteFunc(list, func(t typical) bool { return counts[t.word] < 2 || counts[t.word] > most })
		for k := range list {
			rarity := int32(bits.Len(uint(len(entries)) / uint(counts[list[k].word])))
			list[k].points = min(list[k].points, 3) * rarity
		}
		slices.SortFunc(list, func(a, b typical) int { return cmp.Or(cmp.Compare(b.points, a.points), cmp.Compare(a.word, b.word)) })
		ix.typical[i] = slices.Clip(list[:min(len(list), typicalWords)])
		for _, t := range ix.typical[i] {
			ix.terms[t.word] = append(ix.terms[t.word], int32(i))
		}
	}
	return ix
}

// similar calls found with the points that each shared typical word gives.
func (ix *wordIndex) similar(own int32, found func(at int32, points int16)) {
	for _, t := range ix.typical[own] {
		terms := ix.terms[t.word]
		if len(terms) > maxWordTerms {
			continue
		}
		for _, at := range terms {
			if at != own {
				found(at, few(len(terms)))
			}
		}
	}
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
