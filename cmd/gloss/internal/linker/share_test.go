package linker_test

import (
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"gloss/cmd/gloss/internal/markdown"
	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/source"
	"gloss/cmd/gloss/internal/term"
)

// corpus makes count terms with names of one to four words of the labelled sentences, and pages of paragraphs of them with together
// about size bytes. Every page has names to find: the table's first words are the words of the text.
func corpus(b *testing.B, count, size int) (terms []*term.Term, pages []*term.Term) {
	b.Helper()
	data, err := os.ReadFile("testdata/labels.txt")
	if err != nil {
		b.Fatal(err)
	}
	text := regexp.MustCompile(`\{[^|{}]*\|([^}]*)\}`).ReplaceAllString(string(data), "$1")
	var paragraphs []string
	for line := range strings.Lines(text) {
		if !strings.ContainsAny(line[:1], "@=+#\n") {
			paragraphs = append(paragraphs, line)
		}
	}
	words := regexp.MustCompile(`[a-z]{4,}`).FindAllString(strings.ToLower(strings.Join(paragraphs, " ")), -1)
	slices.Sort(words)
	words = slices.Compact(words)
	r := rand.New(rand.NewPCG(3, 4))
	taken := map[string]bool{}
	for len(terms) < count {
		title := words[r.IntN(len(words))]
		if len(terms) > len(words)/10 {
			title += " " + words[r.IntN(len(words))]
		}
		for n := r.IntN(3); n > 0; n-- {
			title += " " + words[r.IntN(len(words))]
		}
		if !taken[title] {
			taken[title] = true
			terms = append(terms, page(len(terms), title, ""))
		}
	}
	for written := 0; written < size; {
		var body strings.Builder
		for range 6 {
			body.WriteString(paragraphs[r.IntN(len(paragraphs))] + "\n")
		}
		written += body.Len()
		pages = append(pages, page(count+len(pages), "A page of its own", body.String()))
	}
	return terms, pages
}

func page(number int, title, body string) *term.Term {
	slug := fmt.Sprintf("t%07d", number)
	return &term.Term{Slug: slug, Title: title, Body: []byte(body), File: source.File{Path: slug + ".md", Data: []byte(body)}}
}

// BenchmarkLinkingShare converts the same Markdown with a table of 100,000 names and with an empty one, page by page in turn, and
// reports by how many percent linking lengthens the conversion.
func BenchmarkLinkingShare(b *testing.B) {
	terms, pages := corpus(b, 100_000, 2<<20)
	full, _ := names.New(terms, names.Options{})
	empty, _ := names.New(nil, names.Options{})
	converter := markdown.New(markdown.Options{Language: "en"})
	var with, without time.Duration
	links := 0
	for b.Loop() {
		for _, one := range pages {
			begin := time.Now()
			converter.Convert(one, empty, nil)
			middle := time.Now()
			links += len(converter.Convert(one, full, nil).Mentions)
			with += time.Since(middle)
			without += middle.Sub(begin)
		}
	}
	b.ReportMetric(100*(with.Seconds()-without.Seconds())/without.Seconds(), "percent")
	b.ReportMetric(float64(links)/float64(b.N)/float64(len(pages)), "mentions/page")
}
