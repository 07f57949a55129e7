package search

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
)

// syntheticGlossary makes n terms of words that are as unevenly used as those of a language.
func syntheticGlossary(n int) []Document {
	r := rand.New(rand.NewPCG(11, 13))
	zipf := rand.NewZipf(r, 1.1, 20, 40_000)
	word := func() string {
		// Spell the number in syllables, so that common words are short.
		const consonants, vowels = "bcdfghklmnprstvw", "aeiou"
		s := ""
		for k := zipf.Uint64() + 1; k > 0; k /= 80 {
			s += string(consonants[k%80%16]) + string(vowels[k%80/16])
		}
		return s + "n"
	}
	text := func(words int) string {
		s := word()
		for range words - 1 {
			s += " " + word()
		}
		return s
	}
	docs := make([]Document, n)
	for i := range docs {
		docs[i] = Document{ID: fmt.Sprint("term-", i), URL: fmt.Sprintf("terms/term-%d.html", i), Title: text(1 + r.IntN(3)), Summary: text(12), Body: text(80), Tags: []string{word()}}
	}
	return docs
}

func BenchmarkBuild(b *testing.B) {
	docs := syntheticGlossary(10_000)
	b.ReportAllocs()
	for b.Loop() {
		if err := Build(filepath.Join(b.TempDir(), "bleve"), docs, Options{Language: "en"}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkExport(b *testing.B) {
	ix := buildSample(b, syntheticGlossary(10_000), "en")
	b.ReportAllocs()
	for b.Loop() {
		exportOf(b, ix)
	}
}

func BenchmarkSearch(b *testing.B) {
	docs := syntheticGlossary(10_000)
	ix := buildSample(b, docs, "en")
	for _, q := range []struct{ name, text string }{
		{"name", docs[77].Title}, {"prefix", docs[77].Title[:3]}, {"typo", "x" + docs[77].Title}, {"words", docs[77].Summary},
	} {
		b.Run(q.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := ix.Search(q.text, 10); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
