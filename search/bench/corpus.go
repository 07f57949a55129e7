package main

import (
	"bufio"
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"gloss/search"
)

// front is what the benchmark reads of a term file.
type front struct {
	Title, Summary, Abbreviation, Type string
	Aliases, Tags                      []string
}

var markup = regexp.MustCompile("[*_`#>|]+|\\]\\([^)]*\\)|\\[\\^[^]]*\\]:?|[\\[\\]]")

// readContent reads a folder of term files, near enough for a benchmark: front matter in YAML, Markdown without its marks.
func readContent(dir string) ([]search.Document, error) {
	var docs []search.Document
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".md" {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		head, body, ok := strings.Cut(strings.TrimPrefix(string(data), "---\n"), "\n---\n")
		if !ok {
			return nil
		}
		var f front
		if err := yaml.Unmarshal([]byte(head), &f); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		id := strings.TrimSuffix(filepath.Base(path), ".md")
		if f.Type == "page" || id == "index" || f.Title == "" {
			return nil
		}
		docs = append(docs, search.Document{ID: id, URL: "terms/" + id + ".html", Title: f.Title, Abbreviation: f.Abbreviation, Aliases: f.Aliases,
			Summary: f.Summary, Body: strings.TrimSpace(markup.ReplaceAllString(body, "")), Tags: f.Tags})
		return nil
	})
	byTitle(docs)
	return docs, err
}

func byTitle(docs []search.Document) {
	slices.SortFunc(docs, func(a, b search.Document) int {
		return cmp.Or(strings.Compare(strings.ToLower(a.Title), strings.ToLower(b.Title)), strings.Compare(a.ID, b.ID))
	})
}

// synset is one meaning in WordNet.
type synset struct {
	offset string
	words  []string
	gloss  string
}

// eachSynset reads WordNet's data files (wndb(5WN)).
func eachSynset(dir string, visit func(synset)) error {
	for _, part := range []string{"noun", "verb", "adj", "adv"} {
		f, err := os.Open(filepath.Join(dir, "data."+part))
		if err != nil {
			return err
		}
		scan := bufio.NewScanner(f)
		scan.Buffer(nil, 1<<20)
		for scan.Scan() {
			if s, ok := parseSynset(scan.Text()); ok {
				s.offset = part[:1] + s.offset
				visit(s)
			}
		}
		if err := f.Close(); err != nil {
			return err
		}
		if err := scan.Err(); err != nil {
			return err
		}
	}
	return nil
}

// parseSynset reads a line: offset, file, kind, number of words in base 16, then each word and a number, pointers, "|" and the gloss.
func parseSynset(line string) (synset, bool) {
	data, gloss, ok := strings.Cut(line, "|")
	fields := strings.Fields(data)
	if !ok || line[0] == ' ' || len(fields) < 6 {
		return synset{}, false
	}
	n, err := strconv.ParseUint(fields[3], 16, 16)
	if err != nil {
		return synset{}, false
	}
	s := synset{offset: fields[0], gloss: strings.TrimSpace(gloss)}
	for i := range int(n) {
		word, _, _ := strings.Cut(fields[4+2*i], "(") // adjectives carry their position
		s.words = append(s.words, strings.ReplaceAll(word, "_", " "))
	}
	return s, true
}

// readWordNet makes a term of each meaning; of some of them, evenly spread, when limit is positive.
func readWordNet(dir string, limit int) ([]search.Document, error) {
	var all []synset
	if err := eachSynset(dir, func(s synset) { all = append(all, s) }); err != nil {
		return nil, err
	}
	if limit <= 0 || limit > len(all) {
		limit = len(all)
	}
	used := map[string]bool{}
	docs := make([]search.Document, 0, limit)
	for i := range limit {
		s := all[i*len(all)/limit]
		definition, examples, _ := strings.Cut(s.gloss, `; "`)
		id := strings.ToLower(strings.NewReplacer(" ", "-", "/", "-", "'", "", ".", "").Replace(s.words[0]))
		if used[id] {
			id += "-" + s.offset
		}
		used[id] = true
		docs = append(docs, search.Document{ID: id, URL: "terms/" + id + ".html", Title: s.words[0], Aliases: s.words[1:], Summary: definition, Body: definition + "\n" + examples})
	}
	byTitle(docs)
	return docs, nil
}

// readSynonyms maps words to the single words that share a meaning with them.
func readSynonyms(dir string) (map[string][]string, error) {
	out := map[string][]string{}
	err := eachSynset(dir, func(s synset) {
		for _, a := range s.words {
			for _, b := range s.words {
				if a != b && !strings.Contains(a+b, " ") && len(out[a]) < 8 {
					out[a] = append(out[a], strings.ToLower(b))
				}
			}
		}
	})
	return out, err
}
