package names

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"gloss/cmd/gloss/internal/source"
	"gloss/cmd/gloss/internal/term"
)

// invented is a glossary of count names of one to four invented words, and a text of size bytes in which one word in eight begins a
// name. The numbers are drawn from a fixed seed.
func invented(count, size int) ([]*term.Term, string) {
	r := rand.New(rand.NewPCG(1, 2))
	syllables := strings.Fields("ab er in al un de re con pro tion ment ing ly est ive ous ter mar lo ka ti so ne vi du ro pa sel ge mi")
	vocabulary := make([]string, 30000)
	for i := range vocabulary {
		for range 2 + r.IntN(3) {
			vocabulary[i] += syllables[r.IntN(len(syllables))]
		}
	}
	half := len(vocabulary) / 2
	pick := func() string { return vocabulary[half+int(float64(half)*r.Float64()*r.Float64())] }
	filler := func() string { return vocabulary[int(float64(half)*r.Float64()*r.Float64())] }
	terms := make([]*term.Term, count)
	taken := map[string]bool{}
	for i := range terms {
		title := pick()
		for n := r.IntN(4); n > 0 || taken[title]; n-- {
			title += " " + pick()
		}
		taken[title] = true
		slug := fmt.Sprintf("t%06d", i)
		terms[i] = &term.Term{Slug: slug, Title: title, File: source.File{Path: slug + ".md"}, Domain: slug}
	}
	var text strings.Builder
	for text.Len() < size {
		if r.IntN(8) == 0 {
			text.WriteString(terms[r.IntN(count)].Title)
		} else {
			text.WriteString(filler())
		}
		text.WriteByte(" \n.,  "[r.IntN(6)])
		text.WriteByte(' ')
	}
	return terms, text.String()
}

// BenchmarkNew builds the table of 100,000 terms and reports its memory.
func BenchmarkNew(b *testing.B) {
	terms, _ := invented(100_000, 1)
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	var table *Table
	for b.Loop() {
		table, _ = New(terms, Options{})
	}
	for range 3 { // a sync.Pool, and the table around it, lives for two collections more
		runtime.GC()
	}
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/float64(len(terms)), "bytes/name")
	runtime.KeepAlive(table)
}

// BenchmarkFind looks for 100,000 names in pages of 2 kB.
func BenchmarkFind(b *testing.B) {
	terms, text := invented(100_000, 4<<20)
	table, _ := New(terms, Options{})
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		for at := 0; at+2048 <= len(text); at += 2048 {
			asker := table.Ask()
			asker.Find(text[at : at+2048])
			asker.Release()
		}
	}
}

// BenchmarkKeys adds to Find what the memo needs.
func BenchmarkKeys(b *testing.B) {
	terms, text := invented(100_000, 4<<20)
	table, _ := New(terms, Options{})
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		for at := 0; at+2048 <= len(text); at += 2048 {
			asker := table.Ask()
			asker.Find(text[at : at+2048])
			asker.Release()
			table.Answers(asker.Keys())
		}
	}
}

// BenchmarkNewAfterChange builds the table of 100,000 terms of which one has another title, from the last one.
func BenchmarkNewAfterChange(b *testing.B) {
	terms, _ := invented(100_000, 1)
	last, _ := New(terms, Options{})
	terms[500] = makeTerm(terms[500].Slug, "Brand new name", "")
	b.ReportAllocs()
	for b.Loop() {
		New(terms, Options{Last: last})
	}
}

// BenchmarkChanged compares two tables of 100,000 terms that differ in one.
func BenchmarkChanged(b *testing.B) {
	terms, _ := invented(100_000, 1)
	one, _ := New(terms, Options{})
	two, _ := New(append(terms[1:], makeTerm("new", "Brand new name", "")), Options{Last: one})
	for b.Loop() {
		if len(two.Changed(one)) == 0 {
			b.Fatal("no change seen")
		}
	}
}

// BenchmarkTouched asks of 100,000 pages with 50 questions each whether one of 20 changed ones is among them.
func BenchmarkTouched(b *testing.B) {
	r := rand.New(rand.NewPCG(3, 4))
	draw := func(count int) []Key {
		keys := make([]Key, count)
		for i := range keys {
			keys[i] = Key(r.Uint32())
		}
		slices.Sort(keys)
		return keys
	}
	pages := make([][]Key, 100_000)
	for i := range pages {
		pages[i] = draw(50)
	}
	changed := draw(20)
	for b.Loop() {
		for _, asked := range pages {
			Touched(asked, changed)
		}
	}
}
