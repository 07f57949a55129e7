package main

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"gloss/search/bench/wordnet"
)

// entry is one term of a corpus.
type entry struct {
	title, summary string
	tags, related  []string
	body           string
}

// lexicographers are the subjects of WordNet's senses, by the number in its data files (lexnames(5WN)).
var lexicographers = []string{"adjectives", "pertainyms", "adverbs", "top", "acts", "animals", "artifacts", "attributes", "body", "cognition",
	"communication", "events", "feelings", "food", "groups", "locations", "motives", "objects", "persons", "phenomena", "plants", "possession",
	"processes", "quantities", "relations", "shapes", "states", "substances", "time", "bodily care", "change", "thinking", "speaking", "competition",
	"consumption", "contact", "creation", "emotion", "motion", "perception", "having", "social", "being", "weather", "participles"}

// partNames head the sections of a term.
var partNames = map[wordnet.Part]string{wordnet.Noun: "Noun", wordnet.Verb: "Verb", wordnet.Adjective: "Adjective", wordnet.Adverb: "Adverb"}

// readWordNet makes a term of each word of WordNet, some 147,000; of some of them, evenly spread, when limit is positive.
func readWordNet(dir string, limit int) ([]entry, error) {
	w, err := wordnet.Open(dir)
	if err != nil {
		return nil, err
	}
	words := w.Lemmas()
	if limit <= 0 || limit > len(words) {
		limit = len(words)
	}
	chosen := make(map[string]bool, limit)
	for i := range limit {
		chosen[words[i*len(words)/limit]] = true
	}
	entries := make([]entry, 0, limit)
	for _, word := range words {
		if chosen[word] {
			entries = append(entries, entryOf(w, word, chosen))
		}
	}
	return entries, nil
}

// entryOf writes a word's term: a section for each part of speech, an item with examples for each sense.
func entryOf(w *wordnet.Database, word string, chosen map[string]bool) entry {
	senses := w.Senses(word)
	e := entry{title: w.Spelled(word), summary: senses[0].Definition()}
	var b strings.Builder
	for i, s := range senses {
		if i == 0 || s.Part != senses[i-1].Part {
			fmt.Fprintf(&b, "\n## %s\n\n", partNames[s.Part])
		}
		fmt.Fprintf(&b, "- %s.", plain.Replace(s.Definition()))
		for _, example := range s.Examples() {
			fmt.Fprintf(&b, " *%s.*", plain.Replace(example))
		}
		b.WriteString("\n")
		if subject := lexicographers[s.Subject]; !slices.Contains(e.tags, subject) && len(e.tags) < 3 {
			e.tags = append(e.tags, subject)
		}
		for _, other := range s.Words {
			if low := strings.ToLower(other); low != word && chosen[low] && len(e.related) < 4 && !slices.Contains(e.related, low) {
				e.related = append(e.related, low)
			}
		}
	}
	e.body = b.String()
	return e
}

// plain takes out what Markdown would read as markup.
var plain = strings.NewReplacer("*", "", "_", " ", "<", "(", ">", ")", "[", "(", "]", ")", "`", "'", "\n", " ")

// slugs gives each entry a file name of its own.
func slugs(entries []entry) []string {
	used := make(map[string]bool, len(entries))
	all := make([]string, len(entries))
	for i, e := range entries {
		slug := strings.Map(func(r rune) rune {
			switch {
			case 'a' <= r && r <= 'z', '0' <= r && r <= '9':
				return r
			case 'A' <= r && r <= 'Z':
				return r + 'a' - 'A'
			case r == '\'' || r == '.':
				return -1
			}
			return '-'
		}, e.title)
		slug = cmp.Or(strings.Trim(slug, "-"), "sign")
		if reserved[slug] || used[slug] {
			slug += "-" + strconv.Itoa(i)
		}
		used[slug] = true
		all[i] = slug
	}
	return all
}

// reserved are file names that Windows or a site keeps for itself.
var reserved = map[string]bool{"con": true, "aux": true, "nul": true, "prn": true, "index": true, "readme": true}
