package main

import (
	"bytes"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// writeCorpus writes a glossary of term files in dir/content/terms, with a home page and settings. An earlier one of the same size stays.
func writeCorpus(dir, wordnet string, terms int, generated bool) error {
	mark := filepath.Join(dir, "complete")
	if _, err := os.Stat(mark); err == nil {
		return nil
	}
	if err := os.RemoveAll(dir); err != nil {
		return err
	}
	entries := generate(terms)
	if !generated {
		var err error
		if entries, err = readWordNet(wordnet, terms); err != nil {
			return fmt.Errorf("%w (Debian: apt-get install wordnet-base)", err)
		}
	}
	folder := filepath.Join(dir, "content", "terms")
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	for i, slug := range slugs(entries) {
		if err := os.WriteFile(filepath.Join(folder, slug+".md"), entries[i].markdown(), 0o644); err != nil {
			return err
		}
	}
	for name, text := range map[string]string{
		"content/index.md": "---\ntitle: Words\ntype: page\n---\n\nWords and what they mean.\n",
		"gloss.yaml":       "title: Words\nlanguage: en\n",
		"complete":         strconv.Itoa(len(entries)) + "\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(name)), []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// markdown is the term file. The letter is for the A-Z of programs that have none of their own.
func (e entry) markdown() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "---\ntitle: %q\nsummary: %q\n", e.title, e.summary)
	for _, list := range []struct {
		key    string
		values []string
	}{{"tags", e.tags}, {"related", e.related}} {
		if len(list.values) > 0 {
			quoted := make([]string, len(list.values))
			for i, v := range list.values {
				quoted[i] = strconv.Quote(v)
			}
			fmt.Fprintf(&b, "%s: [%s]\n", list.key, strings.Join(quoted, ", "))
		}
	}
	b.WriteString("---\n" + e.body)
	return b.Bytes()
}

// ordinary is the number of words of running text that are no names, at every size: a field's terms grow, the language does not.
const ordinary = 20_000

// generate makes terms of invented words, the same ones each time: titles of one to three words, of which the last is a word of the field and
// no other text uses it, and bodies of 20 to 80 ordinary words with the frequencies of Zipf's law and three mentions of other terms.
func generate(n int) []entry {
	r := rand.New(rand.NewPCG(1, uint64(n)))
	words := invent(r, ordinary+max(2000, n/4))
	field := words[ordinary:]
	rank := rand.NewZipf(r, 1.1, 20, ordinary-1)
	phrase := func(count int) string {
		parts := make([]string, count)
		for i := range parts {
			parts[i] = words[rank.Uint64()]
		}
		return strings.Join(parts, " ")
	}
	titles := titles(r, words[:ordinary], field, n)
	tags := field[:int(math.Sqrt(float64(n)))]
	entries := make([]entry, n)
	for i := range entries {
		other := func() string { return titles[r.IntN(n)] }
		e := entry{title: titles[i], summary: phrase(8 + r.IntN(8)), tags: []string{tags[r.IntN(len(tags))]}, related: []string{other()}}
		e.body = fmt.Sprintf("\nA %s %s. The %s %s.\n\n## %s\n\n%s, unlike a %s or the %s, %s.\n", phrase(2), phrase(5+r.IntN(10)), other(), phrase(5+r.IntN(20)),
			phrase(2), phrase(5+r.IntN(20)), other(), other(), phrase(5+r.IntN(15)))
		entries[i] = e
	}
	return entries
}

// titles returns n different phrases of one to three words: a word of the field, behind others of either kind.
func titles(r *rand.Rand, words, field []string, n int) []string {
	seen := make(map[string]bool, n)
	all := make([]string, 0, n)
	for len(all) < n {
		title := field[r.IntN(len(field))]
		for range r.IntN(3) {
			kind := words
			if r.IntN(2) == 0 {
				kind = field
			}
			title = kind[r.IntN(len(kind))] + " " + title
		}
		if !seen[title] {
			seen[title] = true
			all = append(all, title)
		}
	}
	slices.Sort(all)
	return all
}

// invent makes n different words of two to four syllables.
func invent(r *rand.Rand, n int) []string {
	const heads, vowels, tails = "bcdfghjklmnprstvwz", "aeiou", "nrslmt"
	seen := make(map[string]bool, n)
	all := make([]string, 0, n)
	for len(all) < n {
		var b []byte
		for range 2 + r.IntN(3) {
			b = append(b, heads[r.IntN(len(heads))], vowels[r.IntN(len(vowels))])
			if r.IntN(3) == 0 {
				b = append(b, tails[r.IntN(len(tails))])
			}
		}
		if word := string(b); !seen[word] {
			seen[word] = true
			all = append(all, word)
		}
	}
	return all
}
