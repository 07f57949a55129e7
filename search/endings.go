package search

import (
	"cmp"
	"maps"
	"slices"
	"unicode/utf8"
)

// Limits of what is learned about endings.
const (
	leastBase   = 3  // letters that two forms share before their endings
	mostEnding  = 5  // letters of an ending
	mostPairs   = 40 // pairs that are kept
	mostMembers = 16 // words of one stem that are compared with each other
)

// endings learns from the vocabulary how the forms of a word differ: of any two words of a stem, what stands behind their common
// beginning, as "/s" or "ies/y". The commonest pairs come first.
func (v *inversion) endings() []string {
	seen := map[[2]string]int{}
	for _, members := range v.words {
		members = members[:min(len(members), mostMembers)]
		for i, a := range members {
			for _, b := range members[i+1:] {
				if pair, ok := endingsOf(v.texts[a], v.texts[b]); ok {
					seen[pair]++
				}
			}
		}
	}
	pairs := slices.SortedFunc(maps.Keys(seen), func(a, b [2]string) int {
		return cmp.Or(seen[b]-seen[a], compare16(a[0], b[0]), compare16(a[1], b[1]))
	})
	var out []string
	for _, p := range pairs[:min(len(pairs), mostPairs)] {
		out = append(out, p[0]+"/"+p[1])
	}
	return out
}

// knownEndings gives endings as the last process learned them if it had the same words.
func (v *inversion) knownEndings(l *last) []string {
	if v.sameWords {
		return l.endings
	}
	return v.endings()
}

// endingsOf gives the endings of two forms of a word, a before b in order; so the first ending sorts first, too.
func endingsOf(a, b string) (pair [2]string, ok bool) {
	n := sharedBytes(a, b)
	if n < leastBase || len(a)-n > 4*mostEnding || len(b)-n > 4*mostEnding || utf8.RuneCountInString(a[:n]) < leastBase {
		return pair, false
	}
	pair = [2]string{a[n:], b[n:]}
	return pair, utf8.RuneCountInString(pair[0]) <= mostEnding && utf8.RuneCountInString(pair[1]) <= mostEnding
}

// sharedBytes gives the length of what two strings begin with, in whole code points.
func sharedBytes(a, b string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	for n > 0 && (n < len(a) && !utf8.RuneStart(a[n]) || n < len(b) && !utf8.RuneStart(b[n])) {
		n--
	}
	return n
}
