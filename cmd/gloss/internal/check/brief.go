package check

import (
	"slices"

	"gloss/cmd/gloss/internal/diag"
)

// More counts the findings of one rule that were left out.
type More struct {
	Rule  string
	Count int
}

// A rule with more than manyOfOneRule findings is told by the first fewOfOneRule: nobody reads thousands of orphans on a terminal, and among them
// the one dead link would be lost.
const (
	manyOfOneRule = 15
	fewOfOneRule  = 10
)

// Brief returns the findings without those of rules that have very many, but for the first few, and what was left out, most first.
func Brief(list diag.List) (diag.List, []More) {
	counts := map[string]int{}
	for _, d := range list {
		counts[d.Rule]++
	}
	var short diag.List
	var more []More
	seen := map[string]int{}
	for _, d := range list {
		seen[d.Rule]++
		switch n := counts[d.Rule]; {
		case n <= manyOfOneRule || seen[d.Rule] <= fewOfOneRule:
			short = append(short, d)
		case seen[d.Rule] == n:
			more = append(more, More{d.Rule, n - fewOfOneRule})
		}
	}
	slices.SortStableFunc(more, func(a, b More) int { return b.Count - a.Count })
	return short, more
}
