package main

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"gloss/search"
)

// parts are the parts of speech of WordNet's files.
var parts = []string{"noun", "verb", "adj", "adv"}

// synset is one meaning in WordNet.
type synset struct {
	offset               string // with the first letter of the part of speech
	words                []string
	definition, examples string
}

// wordNet is what the benchmark reads of WordNet.
type wordNet struct {
	synsets []*synset
	senses  map[string][]*synset // of a word in lower case, the commonest of each part of speech first
}

// openWordNet reads the files that wndb(5WN) describes (Debian: wordnet-base, /usr/share/wordnet).
func openWordNet(dir string) (*wordNet, error) {
	w := &wordNet{senses: map[string][]*synset{}}
	byOffset := map[string]*synset{}
	for _, part := range parts {
		err := eachLine(filepath.Join(dir, "data."+part), func(line string) error {
			s, err := parseSynset(line)
			if err != nil {
				return err
			}
			s.offset = part[:1] + s.offset
			byOffset[s.offset] = s
			w.synsets = append(w.synsets, s)
			return nil
		})
		if err != nil {
			return nil, err
		}
		err = eachLine(filepath.Join(dir, "index."+part), func(line string) error {
			// lemma, kind, number of senses, pointers, counts, and at the end the offsets of the senses.
			fields := strings.Fields(line)
			n, err := strconv.Atoi(fields[2])
			if err != nil || len(fields) < n {
				return fmt.Errorf("not a line of an index: %.40q", line)
			}
			word := strings.ReplaceAll(fields[0], "_", " ")
			for _, offset := range fields[len(fields)-n:] {
				w.senses[word] = append(w.senses[word], byOffset[part[:1]+offset])
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return w, nil
}

// eachLine visits the lines of a file but those of its licence, which are indented.
func eachLine(path string, visit func(string) error) (err error) {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	scan := bufio.NewScanner(f)
	scan.Buffer(nil, 1<<20)
	for scan.Scan() {
		if strings.HasPrefix(scan.Text(), " ") {
			continue
		}
		if err := visit(scan.Text()); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	return scan.Err()
}

// parseSynset reads a line: offset, file, kind, number of words in base 16, then each word and a number, pointers, "|" and the gloss.
func parseSynset(line string) (*synset, error) {
	data, gloss, ok := strings.Cut(line, "|")
	fields := strings.Fields(data)
	if !ok || len(fields) < 6 {
		return nil, fmt.Errorf("not a line of data: %.40q", line)
	}
	n, err := strconv.ParseUint(fields[3], 16, 8)
	if err != nil || len(fields) < 4+2*int(n) {
		return nil, fmt.Errorf("no number of words: %q", fields[3])
	}
	s := &synset{offset: fields[0]}
	s.definition, s.examples, _ = strings.Cut(strings.TrimSpace(gloss), `; "`)
	s.examples = strings.Trim(strings.ReplaceAll(s.examples, `"; "`, "\n"), `" `)
	for i := range int(n) {
		word, _, _ := strings.Cut(fields[4+2*i], "(") // adjectives carry their position
		s.words = append(s.words, strings.ReplaceAll(word, "_", " "))
	}
	return s, nil
}

func (s *synset) text() string { return strings.TrimSpace(s.definition + "\n" + s.examples) }

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
func (w *wordNet) words(n int) []search.Document {
	all := make([]string, 0, len(w.senses))
	for word := range w.senses {
		all = append(all, word)
	}
	slices.Sort(all)
	chosen := evenly(all, n)
	isTerm := make(map[string]bool, len(chosen))
	for _, word := range chosen {
		isTerm[word] = true
	}
	used := map[string]bool{}
	docs := make([]search.Document, 0, len(chosen))
	for _, word := range chosen {
		senses := w.senses[word]
		d := search.Document{Title: word, Summary: senses[0].definition}
		for _, spelled := range senses[0].words {
			if strings.EqualFold(spelled, word) {
				d.Title = spelled // index files have small letters only
			} else if !isTerm[strings.ToLower(spelled)] {
				d.Aliases = append(d.Aliases, spelled)
			}
		}
		texts := make([]string, len(senses))
		for i, s := range senses {
			texts[i] = s.text()
		}
		d.Body = strings.Join(texts, "\n")
		docs = append(docs, addressed(d, used, senses[0].offset))
	}
	byTitle(docs)
	return docs
}

// meanings makes a term of each meaning, some 117,000, or of n of them, named by its first word: many share a name.
func (w *wordNet) meanings(n int) []search.Document {
	used := map[string]bool{}
	var docs []search.Document
	for _, s := range evenly(w.synsets, n) {
		d := search.Document{Title: s.words[0], Aliases: s.words[1:], Summary: s.definition, Body: s.text()}
		docs = append(docs, addressed(d, used, s.offset))
	}
	byTitle(docs)
	return docs
}

// addressed gives a document its id and address.
func addressed(d search.Document, used map[string]bool, offset string) search.Document {
	id := strings.ToLower(strings.NewReplacer(" ", "-", "/", "-", "'", "", ".", "").Replace(d.Title))
	if used[id] || id == "" {
		id += "-" + offset
	}
	used[id] = true
	d.ID, d.URL = id, "terms/"+id+".html"
	return d
}

// synonyms maps words to the single words that share a meaning with them.
func (w *wordNet) synonyms() map[string][]string {
	out := map[string][]string{}
	for _, s := range w.synsets {
		for _, a := range s.words {
			for _, b := range s.words {
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
