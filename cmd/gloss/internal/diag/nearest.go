package diag

import (
	"strconv"
	"strings"
)

// Nearest returns the candidate that word was most likely meant to be, or "" when none is near: the one at the smallest optimal
// string alignment distance (an insertion, deletion, substitution or swap of neighbours counts one), case folded, at most a third
// of word's length and at least 1. Of equally near candidates the one that begins with the same character wins, then the first in
// byte order, so that the order of candidates does not matter.
func Nearest(word string, candidates []string) string {
	folded := []rune(strings.ToLower(word))
	limit := max(1, len(folded)/3)
	best, bestDistance, bestStart := "", limit+1, false
	for _, candidate := range candidates {
		other := []rune(strings.ToLower(candidate))
		if len(other) == 0 || len(other)-len(folded) > limit || len(folded)-len(other) > limit {
			continue
		}
		distance := alignment(folded, other)
		start := len(folded) > 0 && folded[0] == other[0]
		if distance > limit || distance >= len(other) && distance > 0 {
			continue
		}
		nearer := distance < bestDistance || distance == bestDistance &&
			(start && !bestStart || start == bestStart && candidate < best)
		if nearer {
			best, bestDistance, bestStart = candidate, distance, start
		}
	}
	return best
}

// DidYouMean returns the hint `did you mean "x"?` for the nearest candidate, or "" when none is near.
func DidYouMean(word string, candidates []string) string {
	if near := Nearest(word, candidates); near != "" {
		return "did you mean " + strconv.Quote(near) + "?"
	}
	return ""
}

// alignment returns the optimal string alignment distance of a and b, in three rows of len(b)+1.
func alignment(a, b []rune) int {
	rows := make([]int, 3*(len(b)+1))
	before, last, row := rows[:len(b)+1], rows[len(b)+1:2*(len(b)+1)], rows[2*(len(b)+1):]
	for j := range last {
		last[j] = j
	}
	for i, x := range a {
		row[0] = i + 1
		for j, y := range b {
			cost := 1
			if x == y {
				cost = 0
			}
			row[j+1] = min(last[j+1]+1, row[j]+1, last[j]+cost)
			if i > 0 && j > 0 && x == b[j-1] && a[i-1] == y {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
