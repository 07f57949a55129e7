// Package wordnet reads WordNet 3.0, of whose words the benchmarks make glossaries. wndb(5WN) describes the files (Debian: wordnet-base,
// in /usr/share/wordnet).
package wordnet

import (
	"bufio"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Part is a part of speech.
type Part uint8

// The parts of speech, in the order in which Open reads them.
const (
	Noun Part = iota
	Verb
	Adjective
	Adverb
)

// files are the ends of the names of the parts' files.
var files = [...]string{"noun", "verb", "adj", "adv"}

// String returns the end of the names of the part's files: "noun", "verb", "adj", "adv".
func (p Part) String() string { return files[p] }

// subjects is the number of lexicographers' files.
const subjects = 45

// Synset is one meaning and the words that have it.
type Synset struct {
	Part Part
	// Offset is the meaning's place in its part's data file: eight digits, which no other meaning of the part has.
	Offset string
	// Subject is the number of the lexicographers' file that it comes from, 0 to 44 (lexnames(5WN)).
	Subject int
	// Words are spelled as in running text, with spaces; at least one.
	Words []string
	// Gloss is the definition, and behind it the examples, each in double quotes behind a semicolon.
	Gloss string
}

// Definition returns the gloss without its examples.
func (s *Synset) Definition() string {
	definition, _, _ := strings.Cut(s.Gloss, `; "`)
	return definition
}

// Examples returns the examples without their quotes.
func (s *Synset) Examples() []string {
	examples := strings.Split(s.Gloss, `; "`)[1:]
	for i := range examples {
		examples[i] = strings.Trim(examples[i], `" `)
	}
	return examples
}

// Database is all of WordNet that benchmarks ask for.
type Database struct {
	// Synsets are in the order of parts, then of the data files.
	Synsets []*Synset
	senses  map[string][]*Synset
}

// Open reads the data and index files in a folder.
func Open(dir string) (*Database, error) {
	d := &Database{senses: map[string][]*Synset{}}
	for part := range Part(len(files)) {
		if err := d.read(dir, part); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// Lemmas returns all words in small letters, sorted: some 147,000.
func (d *Database) Lemmas() []string { return slices.Sorted(maps.Keys(d.senses)) }

// Senses returns the meanings of a word in small letters, in the order of parts, of each the commonest first.
func (d *Database) Senses(lemma string) []*Synset { return d.senses[lemma] }

// Spelled returns a word of Lemmas as its commonest meaning spells it: index files have small letters only.
func (d *Database) Spelled(lemma string) string {
	spelled := lemma
	for _, word := range d.senses[lemma][0].Words {
		if strings.EqualFold(word, lemma) {
			spelled = word
		}
	}
	return spelled
}

func (d *Database) read(dir string, part Part) error {
	byOffset := map[string]*Synset{}
	err := eachLine(filepath.Join(dir, "data."+files[part]), func(line string) error {
		s, err := parseSynset(line)
		if err != nil {
			return err
		}
		s.Part = part
		byOffset[s.Offset] = s
		d.Synsets = append(d.Synsets, s)
		return nil
	})
	if err != nil {
		return err
	}
	return eachLine(filepath.Join(dir, "index."+files[part]), func(line string) error {
		lemma, offsets, err := parseLemma(line)
		if err != nil {
			return err
		}
		for _, offset := range offsets {
			s := byOffset[offset]
			if s == nil {
				return fmt.Errorf("%s: no meaning at %s", lemma, offset)
			}
			d.senses[lemma] = append(d.senses[lemma], s)
		}
		return nil
	})
}

// eachLine visits the lines of a file but those of its licence, which are indented.
func eachLine(name string, visit func(string) error) (err error) {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20) // the longest are longer than a Scanner takes by itself
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), " ") {
			continue
		}
		if err := visit(lines.Text()); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return lines.Err()
}

// parseSynset reads a line of a data file: offset, subject, kind, number of words in base 16, then each word and a number, pointers, "|"
// and the gloss.
func parseSynset(line string) (*Synset, error) {
	data, gloss, found := strings.Cut(line, "|")
	fields := strings.Fields(data)
	if !found || len(fields) < 6 {
		return nil, fmt.Errorf("not a line of data: %.40q", line)
	}
	subject, err := strconv.Atoi(fields[1])
	if err != nil || subject < 0 || subject >= subjects {
		return nil, fmt.Errorf("no number of a subject: %q", fields[1])
	}
	count, err := strconv.ParseUint(fields[3], 16, 8)
	if err != nil || count == 0 || len(fields) < 4+2*int(count) {
		return nil, fmt.Errorf("no number of words: %q", fields[3])
	}
	s := &Synset{Offset: fields[0], Subject: subject, Gloss: strings.TrimSpace(gloss), Words: make([]string, count)}
	for i := range s.Words {
		word, _, _ := strings.Cut(fields[4+2*i], "(") // adjectives carry their position
		s.Words[i] = strings.ReplaceAll(word, "_", " ")
	}
	return s, nil
}

// parseLemma reads a line of an index file: the word, kind, number of meanings, pointers, counts, and at the end the meanings' offsets.
func parseLemma(line string) (lemma string, offsets []string, err error) {
	fields := strings.Fields(line)
	if len(fields) < 3 {
		return "", nil, fmt.Errorf("not a line of an index: %.40q", line)
	}
	count, err := strconv.Atoi(fields[2])
	if err != nil || count < 1 || len(fields) < 3+count {
		return "", nil, fmt.Errorf("no number of meanings: %q", fields[2])
	}
	return strings.ReplaceAll(fields[0], "_", " "), fields[len(fields)-count:], nil
}
