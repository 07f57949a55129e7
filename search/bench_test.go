package search

import (
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
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

// BenchmarkFiles makes all files; clean, again after an edit of one document, and after one in another process.
func BenchmarkFiles(b *testing.B) {
	docs := syntheticGlossary(10_000)
	discard := func(f File) error { return f.CopyTo(io.Discard) }
	b.Run("clean", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if err := Files(docs, Options{Language: "en"}, discard); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("process", func(b *testing.B) {
		var last saved
		last.next(b, docs, Options{Language: "en"}, discard)
		docs := slices.Clone(docs)
		b.ReportAllocs()
		for n := 0; b.Loop(); n++ {
			docs[5000].Body += " " + docs[n%1000].Title
			one := last
			one.next(b, docs, Options{Language: "en"}, func(f File) error {
				if f.Size > 0 { // its hash is known
					return nil
				}
				return f.CopyTo(io.Discard)
			})
		}
	})
	b.Run("edit", func(b *testing.B) {
		opts := Options{Language: "en", Memory: &Memory{}}
		if err := Files(docs, opts, discard); err != nil {
			b.Fatal(err)
		}
		b.ReportAllocs()
		for n := 0; b.Loop(); n++ {
			docs[5000].Body = docs[n%1000].Body
			if err := Files(docs, opts, discard); err != nil {
				b.Fatal(err)
			}
		}
	})
}

// BenchmarkBitmap compares a short list of documents with the library's bitmap.
func BenchmarkBitmap(b *testing.B) {
	docs := []uint32{3, 77, 1234, 20_000, 70_000}
	b.Run("ours", func(b *testing.B) {
		b.ReportAllocs()
		var buffer []byte
		for b.Loop() {
			buffer = appendBitmap(buffer[:0], docs)
		}
	})
	b.Run("library", func(b *testing.B) {
		b.ReportAllocs()
		bitmap := roaring.New()
		for b.Loop() {
			bitmap.Clear()
			for _, d := range docs {
				bitmap.Add(d)
			}
			if _, err := bitmap.ToBytes(); err != nil {
				b.Fatal(err)
			}
		}
	})
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
