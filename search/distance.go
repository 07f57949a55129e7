package search

import "slices"

// allowedEdits is the number of typing errors forgiven in a word of n letters.
func allowedEdits(n int) int {
	switch {
	case n < 4:
		return 0
	case n < 8:
		return 1
	}
	return 2
}

// sharedLetters is the number of letters at the beginning or at the end that a near spelling must share. With one error, one of the
// halves is whole; with two, a third at one end nearly always is.
func sharedLetters(n, edits int) int {
	if edits == 1 {
		return max(1, (n-1)/2)
	}
	return max(3, n/3)
}

// lengthClasses gives the classes (see lengthClass) in which words of n letters with so many errors may stand.
func lengthClasses(n, edits int) []string {
	switch {
	case n+edits <= 5:
		return []string{"0"}
	case n-edits > 5:
		return []string{"1"}
	}
	return []string{"0", "1"}
}

// distance counts the insertions, deletions, substitutions and transpositions of neighbours that lead from a to b (optimal string
// alignment). It gives limit+1 as soon as the distance is greater than limit.
func distance(a, b []rune, limit int) int {
	if d := len(a) - len(b); d > limit || -d > limit {
		return limit + 1
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			d := min(last[j-1]+cost, last[j]+1, row[j-1]+1)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				d = min(d, before[j-2]+1)
			}
			row[j] = d
			least = min(least, d)
		}
		if least > limit {
			return limit + 1
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}

// likelihood orders names by how likely it is that typed was meant to be them. A letter left out, or two exchanged, can happen in few
// ways; for a wrong or added letter there are 25 times as many, so that such a neighbour is more often a chance one. The first
// letter is rarely wrong.
func likelihood(name, typed string, distance int) int {
	a, b := []rune(name), []rune(typed)
	l := 100 * (3 - distance)
	if len(a) > len(b) || len(a) == len(b) && sameLetters(a, b) {
		l += 20
	}
	if len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		l += 10
	}
	return l
}

func sameLetters(a, b []rune) bool {
	x, y := slices.Clone(a), slices.Clone(b)
	slices.Sort(x)
	slices.Sort(y)
	return slices.Equal(x, y)
}

// guessed is the likelihood of what known endings make of a word that the glossary does not use: less than one typing error, more than
// two.
func guessed(place int) int { return 199 - place }
