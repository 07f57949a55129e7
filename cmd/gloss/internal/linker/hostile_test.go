package linker

import (
	"strings"
	"testing"

	"gloss/cmd/gloss/internal/names"
)

// BenchmarkHostile reads texts that make careless matchers slow; each must stay near the speed of the others.
func BenchmarkHostile(b *testing.B) {
	own := entry("own", "Own page", "", "")
	terms := append(sample(), own, entry("aa", "aa", "", ""), entry("a16", strings.Repeat("a ", 16), "", ""),
		entry("a15", strings.Repeat("a-", 14)+"a", "", ""), entry("one", "One", "X", "a"), entry("two", "Two", "X", "b"))
	table, _ := names.New(terms, names.Options{})
	for _, unit := range [][2]string{
		{"plain", "nothing to find in here, "}, {"spaces", "a "}, {"hyphens", "a-"}, {"word", "a"}, {"wide", "é"},
		{"capitals", "Buyer "}, {"homographs", "X CRM "}, {"refused", "it IT crm "}, {"quotes", "“’"}, {"glyphs", "統"},
		{"soft", "a\u00ad"}, {"dots", "a.b."},
	} {
		text := strings.Repeat(unit[1], 200_000/len(unit[1]))
		b.Run(unit[0], func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			for b.Loop() {
				Decide(table.Ask(), Page{Term: own, Blocks: []Block{{Text: text}}}, Options{})
			}
		})
	}
}
