package search

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Folding and the tokenizer exist twice, here and in browser/engine/20-fold.js, and must agree on every text. So they rest on as little of
// Unicode's tables as possible: what separates words is a short list of ranges (fold_tables.go) and everything else is part of a
// word; compatibility decomposition and lower case are stable for every character that is assigned already.

// Limits of what is indexed, in code points. Longer words and names are cut, on both sides alike.
const (
	maxWord = 40
	maxKey  = 160
)

// fold brings a text into the form in which texts are compared: compatibility decomposed, lower case, without marks, with the
// letters that do not decompose (ß, ø, ł) spelled out, composed again.
func fold(s string) string {
	if isPlain(s) {
		return strings.ToLower(s)
	}
	s = strings.ToValidUTF8(s, "\uFFFD")
	var b strings.Builder
	b.Grow(len(s))
	for _, r := range norm.NFKD.String(s) {
		r = unicode.ToLower(r)
		if isMark(r) {
			continue
		}
		if t := spelledOut(r); t != "" {
			b.WriteString(t)
			continue
		}
		b.WriteRune(r)
	}
	return norm.NFC.String(b.String())
}

func isPlain(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// appendLower appends a text in ASCII in lower case.
func appendLower(b []byte, s string) []byte {
	for i := range len(s) {
		b = append(b, lowerCase[s[i]])
	}
	return b
}

// spelledOut gives the letters for one that has no decomposition in Unicode, or "".
func spelledOut(r rune) string {
	switch r {
	case 'ß':
		return "ss"
	case 'æ':
		return "ae"
	case 'œ':
		return "oe"
	case 'ø':
		return "o"
	case 'đ', 'ð':
		return "d"
	case 'þ':
		return "th"
	case 'ł':
		return "l"
	case 'ħ':
		return "h"
	case 'ı':
		return "i"
	case 'ς':
		return "σ"
	}
	return ""
}

func inRanges(table []rune, r rune) bool {
	i := sort.Search(len(table)/2, func(i int) bool { return table[2*i+1] >= r })
	return 2*i < len(table) && table[2*i] <= r
}

func isMark(r rune) bool { return r >= 0xAD && inRanges(marks, r) }

// isSeparator reports whether a folded character stands between words.
func isSeparator(r rune) bool {
	if r < utf8.RuneSelf {
		return !wordASCII[r]
	}
	return inRanges(separators, r)
}

// wordASCII are the letters and digits of ASCII, folded. Comparing took a fifth of the time of cutting text into words, because no
// processor foresees where words end.
var wordASCII = func() (table [utf8.RuneSelf]bool) {
	for c := range table {
		table[c] = '0' <= c && c <= '9' || 'a' <= c && c <= 'z'
	}
	return table
}()

// isUnspaced reports whether a character belongs to a script that is written without spaces between words.
func isUnspaced(r rune) bool { return r >= 0xE00 && inRanges(unspaced, r) }

// A span is a word of a folded text, cut at from and to.
type span struct{ from, to int }

// spans cuts folded text into words. A plus or number sign that ends a word belongs to it (C++, F#), so does a full stop that begins
// one (.NET), and an apostrophe before one last letter (what's).
func spans(text []rune) []span { return appendSpans(nil, text) }

// appendSpans is spans for code points, and for the bytes of a text in ASCII.
func appendSpans[T byte | rune](out []span, text []T) []span {
	for i := 0; i < len(text); {
		from := i
		if !isSeparator(rune(text[i])) {
			i = wordEnd(text, i)
			out = append(out, span{from, i})
			continue
		}
		i++
		if text[from] == '.' && i < len(text) && text[i] >= 'a' && text[i] <= 'z' && (from == 0 || text[from-1] <= ' ' || text[from-1] == '(') {
			i = wordEnd(text, i)
			out = append(out, span{from, i})
		}
	}
	return out
}

// wordEnd gives the end of the word whose letters begin at i.
func wordEnd[T byte | rune](text []T, i int) int {
	word := func(j int) bool { return j < len(text) && !isSeparator(rune(text[j])) }
	for word(i) {
		i++
	}
	if i < len(text) && isApostrophe(rune(text[i])) && word(i+1) && !word(i+2) {
		return i + 2
	}
	end := i
	for end < len(text) && (text[end] == '+' || text[end] == '#') {
		end++
	}
	if !word(end) {
		return end
	}
	return i
}

func isApostrophe(r rune) bool { return r == '\'' || r == '’' }

// words gives the words of a text, folded. Runs of a script without spaces become overlapping pairs of characters and, when whole is
// set, their last character, so that each character begins a word.
func words(s string, whole bool) []string {
	text := []rune(fold(s))
	var out []string
	for _, sp := range spans(text) {
		out = appendWords(out, text[sp.from:sp.to], whole)
	}
	return out
}

func appendWords(out []string, word []rune, whole bool) []string {
	for i := 0; i < len(word); {
		j := i
		if !isUnspaced(word[i]) {
			for j < len(word) && !isUnspaced(word[j]) {
				j++
			}
			out = append(out, plainWord(word[i:j]))
			i = j
			continue
		}
		for j < len(word) && isUnspaced(word[j]) {
			j++
		}
		for k := i; k+1 < j; k++ {
			out = append(out, string(word[k:k+2]))
		}
		if whole || j-i == 1 {
			out = append(out, string(word[j-1:j]))
		}
		i = j
	}
	return out
}

func plainWord(w []rune) string {
	if len(w) > maxWord {
		w = w[:maxWord]
	}
	return strings.Map(func(r rune) rune {
		if isApostrophe(r) {
			return -1
		}
		return r
	}, string(w))
}

// bare gives a word without its symbols: "c" for "c++", "net" for ".net".
func bare(w string) string { return strings.TrimRight(strings.TrimPrefix(w, "."), "+#") }

// compare16 orders strings by UTF-16 code units, as JavaScript does.
func compare16(a, b string) int {
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	if i == len(a) || i == len(b) {
		return len(a) - len(b)
	}
	if a[i] < 0xEE && b[i] < 0xEE {
		return int(a[i]) - int(b[i])
	}
	for i > 0 && !utf8.RuneStart(a[i]) {
		i--
	}
	ra, _ := utf8.DecodeRuneInString(a[i:])
	rb, _ := utf8.DecodeRuneInString(b[i:])
	return compareUnits(ra, rb)
}

func compareUnits(a, b rune) int {
	ua, ub := utf16.AppendRune(nil, a), utf16.AppendRune(nil, b)
	for i := 0; i < len(ua) && i < len(ub); i++ {
		if ua[i] != ub[i] {
			return int(ua[i]) - int(ub[i])
		}
	}
	return len(ua) - len(ub)
}
