package markdown

import (
	"slices"
	"strings"
	"testing"
)

func TestWikiBars(t *testing.T) {
	for line, want := range map[string][]int{
		"| [[a|b]] |":           {5},
		"[[a|b]] | [[c d|e f]]": {3, 15},
		"| [[a\\|b]] |":         nil,
		"| \\[[a|b]] |":         nil,
		"| [[a|b|c]] |":         nil,
		"| [[ |b]] | [[a| ]]":   nil,
		"| [[a | b | [[c|d]]":   {15},
		"[[[a|b]]]":             {4},
		"[[a|b]":                nil,
		"[[":                    nil,
		"":                      nil,
		"[[a|" + strings.Repeat("b", maxWiki) + "]]": nil,
	} {
		if got := wikiBars([]byte(line)); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", line, got, want)
		}
	}
}
