package search

import (
	"strings"
	"unicode/utf8"
)

// A quoter finds the words of a query in texts, to mark them and to choose the sentence that an answer shows. browser/engine chooses
// alike.
type quoter struct {
	words   []map[string]bool // by word of the query, the words of the glossary that stand for it
	marked  map[string]bool   // all of them
	last    string            // the word that may be typed still
	phrases []Phrase
	deep    map[uint64]bool // documents with a word that stands in the body alone
}

func newQuoter(lex *lexicon, plan *Plan, deep map[uint64]bool) *quoter {
	q := &quoter{marked: map[string]bool{}, phrases: plan.Phrases, deep: deep}
	for _, w := range plan.Words {
		set := map[string]bool{w.Text: true}
		for _, v := range w.Stems {
			for _, f := range lex.forms(v.Stem) {
				set[f] = true
			}
		}
		for f := range set {
			q.marked[f] = true
		}
		q.words, q.last = append(q.words, set), w.Text
	}
	for _, p := range plan.Phrases {
		for _, w := range p.Words {
			q.marked[w] = true
		}
	}
	return q
}

// sentence gives the passage of a document that says most of what was asked, the first among equals, or "" when the summary says as
// much. What the title and other names say does not count. Answers to names are shown with their summaries.
func (q *quoter) sentence(doc uint64, score int64, c *card) string {
	shown := shorten(c.summary)
	if c.body == "" || score >= tierNear*tierUnit || !q.deep[doc] && len(q.phrases) == 0 && !strings.HasSuffix(shown, "…") {
		return ""
	}
	told := q.tells(strings.Join(append(c.names(), c.title), "\n"))
	best, most := "", q.adds(shown, told)
	for passage := range strings.SplitSeq(c.body, "\n") {
		if n := q.adds(passage, told); n > most {
			best, most = passage, n
		}
	}
	return best
}

// tells reports for each word of the query whether a text has it.
func (q *quoter) tells(text string) []bool {
	out := make([]bool, len(q.words))
	for _, w := range words(text, false) {
		for i, set := range q.words {
			out[i] = out[i] || set[w]
		}
	}
	return out
}

// adds counts what a text says of the query beside what is told: words, and phrases.
func (q *quoter) adds(text string, told []bool) (n int) {
	for i, has := range q.tells(text) {
		if has && !told[i] {
			n++
		}
	}
	for _, p := range q.phrases {
		if containsWords(text, p.Words) {
			n++
		}
	}
	return n
}

// marks gives the byte ranges of the words to mark, ascending; ranges that touch are one. Marked are the words of the query, their other
// forms, and words that begin with the last.
func (q *quoter) marks(text string) [][2]int {
	if len(q.marked) == 0 {
		return nil
	}
	var out [][2]int
	folded, at := foldWithOffsets(text)
	for _, sp := range spans(folded) {
		from := sp.from
		for _, piece := range appendWords(nil, folded[sp.from:sp.to], false) {
			n := len([]rune(piece))
			if q.marked[piece] || len([]rune(q.last)) >= 3 && strings.HasPrefix(piece, q.last) {
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
