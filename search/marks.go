package search

import (
	"strings"
	"unicode/utf8"
)

// A marker finds the words of a query in a text: the words themselves, words of the same stem, and words that begin with the last.
type marker struct {
	lang  *language
	stems map[string]bool
	texts map[string]bool
	last  string
}

func newMarker(lang *language, plan *Plan) *marker {
	m := &marker{lang: lang, stems: map[string]bool{}, texts: map[string]bool{}}
	for _, w := range plan.Words {
		m.texts[w.Text] = true
		m.last = w.Text
		for _, v := range w.Stems {
			m.stems[v.Stem] = true
		}
	}
	for _, p := range plan.Phrases {
		for _, w := range p.Words {
			m.texts[w] = true
		}
	}
	return m
}

// ranges gives the byte ranges of the words to mark, ascending; ranges that touch are one.
func (m *marker) ranges(text string) [][2]int {
	if len(m.texts) == 0 {
		return nil
	}
	var out [][2]int
	folded, at := foldWithOffsets(text)
	for _, sp := range spans(folded) {
		word := folded[sp.from:sp.to]
		from := sp.from
		for _, piece := range appendWords(nil, word, false) {
			n := len([]rune(piece))
			if m.wants(piece, text[at[from]:at[min(from+n, sp.to)]]) {
				out = addRange(out, at[from], at[min(from+n, sp.to)])
			}
			if isUnspaced(folded[from]) && n == 2 {
				n = 1 // pairs overlap
			}
			from = min(from+n, sp.to-1)
		}
	}
	return out
}

func (m *marker) wants(folded, spelled string) bool {
	if m.texts[folded] {
		return true
	}
	if m.lang.stops[folded] {
		return false
	}
	return m.stems[m.lang.stem(strings.ToLower(spelled), folded)] || len([]rune(m.last)) >= 3 && strings.HasPrefix(folded, m.last)
}

func addRange(list [][2]int, from, to int) [][2]int {
	if n := len(list); n > 0 && list[n-1][1] >= from {
		list[n-1][1] = max(list[n-1][1], to)
		return list
	}
	return append(list, [2]int{from, to})
}

// foldWithOffsets folds a text character by character and tells where in the text each folded character begins, and the end.
func foldWithOffsets(text string) (folded []rune, at []int) {
	for i := 0; i < len(text); {
		_, n := utf8.DecodeRuneInString(text[i:])
		end := i + n
		for end < len(text) {
			r, n := utf8.DecodeRuneInString(text[end:])
			if !isMark(r) {
				break
			}
			end += n
		}
		for _, r := range fold(text[i:end]) {
			folded = append(folded, r)
			at = append(at, i)
		}
		i = end
	}
	return folded, append(at, len(text))
}
