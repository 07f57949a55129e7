//go:build unix

package linker_test

import (
	"bytes"
	"cmp"
	"fmt"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"

	"gloss/cmd/gloss/internal/markdown"
	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/source"
	"gloss/cmd/gloss/internal/term"
	"gloss/search/bench/wordnet"
)

// invented makes count terms with names of one to four words of the labelled sentences, and pages of paragraphs of them with together
// about size bytes. Every page has names to find: the table's first words are the words of the text.
func invented(b *testing.B, count, size int) (terms []*term.Term, pages []*term.Term) {
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

// words makes count terms of the words of WordNet, evenly spread, from the Debian package wordnet-base (wndb(5WN) describes the
// files). The subject of a word's sense is its tag. A body holds definitions until it has 360 bytes, so that 100,000 have 36 MB.
func words(b *testing.B, count int) []*term.Term {
	b.Helper()
	w, err := wordnet.Open(cmp.Or(os.Getenv("WORDNET"), "/usr/share/wordnet"))
	if err != nil {
		b.Skipf("needs WordNet's data files (Debian's wordnet-base): %v", err)
	}
	type sense struct {
		title string
		*wordnet.Synset
	}
	var senses []sense
	taken := map[string]bool{}
	for _, s := range w.Synsets {
		for _, title := range s.Words {
			if !taken[title] {
				taken[title] = true
				senses = append(senses, sense{title, s})
			}
		}
	}
	if len(senses) < count {
		b.Fatalf("%d words, want %d", len(senses), count)
	}
	terms := make([]*term.Term, count)
	for i := range terms {
		at := i * len(senses) / count
		var body strings.Builder
		for n := at; body.Len() < 360; n = (n + 1) % len(senses) {
			body.WriteString(strings.ReplaceAll(senses[n].Gloss, "; \"", "\n\n> \"") + "\n\n")
		}
		terms[i] = page(i, senses[at].title, body.String())
		terms[i].Tags = []term.Value{{Text: strconv.Itoa(senses[at].Subject)}}
	}
	return terms
}

// BenchmarkLinkingShare converts the same Markdown with a table of 100,000 names and with an empty one, which looks for nothing, not
// even for words. It does so in turn for each 512 kB and reports the median of the ratios: by how many percent linking lengthens the
// conversion, in processor time, the collector's included, because other programs disturb the clock's. Beside it stands what goldmark
// needs for the same Markdown with the same extensions, without Gloss. LINKING_PAGES sets the number of WordNet's pages, 6,000 (2.3 MB) if it is not set; 100000 is all 36 MB.
func BenchmarkLinkingShare(b *testing.B) {
	b.Run("invented", func(b *testing.B) {
		terms, pages := invented(b, 100_000, 2<<20)
		table, _ := names.New(terms, names.Options{})
		share(b, table, pages)
	})
	b.Run("wordnet", func(b *testing.B) {
		terms := words(b, 100_000)
		vocabularies := make([][]uint16, len(terms))
		for i, one := range terms {
			vocabularies[i] = names.Vocabulary(one.Body, "en")
		}
		table, _ := names.New(terms, names.Options{Census: names.NewCensus(vocabularies)})
		wanted := 6000
		if set := os.Getenv("LINKING_PAGES"); set != "" {
			if _, err := fmt.Sscan(set, &wanted); err != nil || wanted < 1 {
				b.Fatalf("LINKING_PAGES=%s is no number of pages", set)
			}
		}
		var pages []*term.Term
		for i := range min(wanted, len(terms)) {
			pages = append(pages, terms[i*len(terms)/min(wanted, len(terms))])
		}
		share(b, table, pages)
	})
}

func share(b *testing.B, table *names.Table, pages []*term.Term) {
	empty, _ := names.New(nil, names.Options{})
	converter := markdown.New(markdown.Options{Language: "en"})
	mentions, links := 0, 0
	convert := func(batch []*term.Term, table *names.Table) time.Duration {
		begin := processorTime(b)
		for _, one := range batch {
			for _, m := range converter.Convert(one, table, nil).Mentions {
				mentions++
				if m.Linked {
					links++
				}
			}
		}
		return processorTime(b) - begin
	}
	alone := goldmark.New(goldmark.WithExtensions(extension.GFM, extension.Footnote, extension.DefinitionList, extension.Typographer))
	var html bytes.Buffer
	goldmarkAlone := func(batch []*term.Term) time.Duration {
		begin := processorTime(b)
		for _, one := range batch {
			html.Reset()
			if err := alone.Convert(one.Body, &html); err != nil {
				b.Fatal(err)
			}
		}
		return processorTime(b) - begin
	}
	var ratios []float64
	var sum [3]time.Duration
	size := 0
	for b.Loop() {
		for begin := 0; begin < len(pages); {
			end := begin
			for bytes := 0; end < len(pages) && bytes < 512<<10; end++ {
				bytes += len(pages[end].Body)
				size += len(pages[end].Body)
			}
			batch := pages[begin:end]
			without := convert(batch, empty)
			with := convert(batch, table)
			sum[0], sum[1], sum[2] = sum[0]+without, sum[1]+with, sum[2]+goldmarkAlone(batch)
			ratios = append(ratios, with.Seconds()/without.Seconds())
			begin = end
		}
	}
	slices.Sort(ratios)
	b.ReportMetric(100*(ratios[len(ratios)/2]-1), "percent")
	b.ReportMetric(float64(mentions)/float64(b.N)/float64(len(pages)), "mentions/page")
	b.ReportMetric(float64(links)/float64(b.N)/float64(len(pages)), "links/page")
	b.ReportMetric(float64(sum[0])/float64(size), "ns/B-without")
	b.ReportMetric(float64(sum[1])/float64(size), "ns/B-with")
	b.ReportMetric(float64(sum[2])/float64(size), "ns/B-goldmark")
}

// processorTime is what the process used of all processors so far.
func processorTime(b *testing.B) time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
