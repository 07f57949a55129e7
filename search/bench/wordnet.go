package main

import (
	"cmp"
	"slices"
	"strings"

	"gloss/search"
	"gloss/search/bench/wordnet"
)

// evenly gives n of the elements, evenly spread; all of them when n is not positive.
func evenly[T any](all []T, n int) []T {
	if n <= 0 || n >= len(all) {
		return all
	}
	out := make([]T, n)
	for i := range n {
		out[i] = all[i*len(all)/n]
	}
	return out
}

// words makes a term of each word, some 147,000, or of n of them: the summary is its commonest meaning, the body all of them, the
// aliases are the other words of that meaning that are no terms themselves.
func words(w *wordnet.Database, n int) []search.Document {
	chosen := evenly(w.Lemmas(), n)
	isTerm := make(map[string]bool, len(chosen))
	for _, word := range chosen {
		isTerm[word] = true
	}
	used := map[string]bool{}
	docs := make([]search.Document, 0, len(chosen))
	for _, word := range chosen {
		senses := w.Senses(word)
		d := search.Document{Title: w.Spelled(word), Summary: senses[0].Definition()}
		for _, spelled := range senses[0].Words {
			if !strings.EqualFold(spelled, word) && !isTerm[strings.ToLower(spelled)] {
				d.Aliases = append(d.Aliases, spelled)
			}
		}
		texts := make([]string, len(senses))
		for i, s := range senses {
			texts[i] = text(s)
		}
		d.Body = strings.Join(texts, "\n")
		docs = append(docs, addressed(d, used, senses[0]))
	}
	byTitle(docs)
	return docs
}

// meanings makes a term of each meaning, some 117,000, or of n of them, named by its first word: many share a name.
func meanings(w *wordnet.Database, n int) []search.Document {
	used := map[string]bool{}
	var docs []search.Document
	for _, s := range evenly(w.Synsets, n) {
		d := search.Document{Title: s.Words[0], Aliases: s.Words[1:], Summary: s.Definition(), Body: text(s)}
		docs = append(docs, addressed(d, used, s))
	}
	byTitle(docs)
	return docs
}

// text is a meaning as a page's body says it.
func text(s *wordnet.Synset) string {
	return strings.TrimSpace(s.Definition() + "\n" + strings.Join(s.Examples(), "\n"))
}

// addressed gives a document its id and address, with the meaning's place where another one has the id.
func addressed(d search.Document, used map[string]bool, s *wordnet.Synset) search.Document {
	id := strings.ToLower(strings.NewReplacer(" ", "-", "/", "-", "'", "", ".", "").Replace(d.Title))
	if used[id] || id == "" {
		id += "-" + s.Part.String()[:1] + s.Offset
	}
	used[id] = true
	d.ID, d.URL = id, "terms/"+id+".html"
	return d
}

// synonyms maps words to the single words that share a meaning with them.
func synonyms(w *wordnet.Database) map[string][]string {
	out := map[string][]string{}
	for _, s := range w.Synsets {
		for _, a := range s.Words {
			for _, b := range s.Words {
				if a != b && !strings.Contains(a+b, " ") && len(out[a]) < 8 {
					out[a] = append(out[a], strings.ToLower(b))
				}
			}
		}
	}
	return out
}

func byTitle(docs []search.Document) {
	slices.SortFunc(docs, func(a, b search.Document) int {
		return cmp.Or(strings.Compare(strings.ToLower(a.Title), strings.ToLower(b.Title)), strings.Compare(a.ID, b.ID))
	})
}
