package main

import (
	"bufio"
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
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

// sense is one meaning of WordNet.
type sense struct {
	subject  string
	words    []string
	gloss    string
	examples []string
}

// lemma is a word of WordNet with its meanings, in the order of parts of speech.
type lemma struct {
	title  string
	senses []*sense
	parts  []string // part of speech of each sense
}

// readWordNet makes a term of each word of WordNet, some 147,000; of some of them, evenly spread, when limit is positive. dir holds the
// files that wndb(5WN) describes (Debian: wordnet-base, /usr/share/wordnet).
func readWordNet(dir string, limit int) ([]entry, error) {
	lemmas := map[string]*lemma{}
	for _, part := range []struct{ file, name string }{{"noun", "Noun"}, {"verb", "Verb"}, {"adj", "Adjective"}, {"adv", "Adverb"}} {
		senses := map[string]*sense{}
		err := eachLine(filepath.Join(dir, "data."+part.file), func(line string) error {
			offset, s, err := parseSense(line)
			senses[offset] = s
			return err
		})
		if err != nil {
			return nil, err
		}
		err = eachLine(filepath.Join(dir, "index."+part.file), func(line string) error { return addLemma(lemmas, line, part.name, senses) })
		if err != nil {
			return nil, err
		}
	}
	words := make([]string, 0, len(lemmas))
	for word := range lemmas {
		words = append(words, word)
	}
	slices.Sort(words)
	if limit <= 0 || limit > len(words) {
		limit = len(words)
	}
	chosen := make(map[string]bool, limit)
	entries := make([]entry, 0, limit)
	for i := range limit {
		chosen[words[i*len(words)/limit]] = true
	}
	for _, word := range words {
		if chosen[word] {
			entries = append(entries, lemmas[word].entry(word, chosen))
		}
	}
	return entries, nil
}

// eachLine calls visit for each line of a file of WordNet but its licence, which is indented.
func eachLine(name string, visit func(string) error) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
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

// parseSense reads "offset subject kind count word id word id ... | gloss"; the count is in base 16.
func parseSense(line string) (offset string, s *sense, err error) {
	data, gloss, _ := strings.Cut(line, "|")
	fields := strings.Fields(data)
	if len(fields) < 6 {
		return "", nil, fmt.Errorf("not a line of a data file: %.40q", line)
	}
	subject, err := strconv.Atoi(fields[1])
	if err != nil || subject >= len(lexicographers) {
		return "", nil, fmt.Errorf("no such subject: %q", fields[1])
	}
	count, err := strconv.ParseUint(fields[3], 16, 8)
	if err != nil || len(fields) < 4+2*int(count) {
		return "", nil, fmt.Errorf("no count of words: %q", fields[3])
	}
	s = &sense{subject: lexicographers[subject]}
	for i := range int(count) {
		word, _, _ := strings.Cut(fields[4+2*i], "(") // adjectives carry their position
		s.words = append(s.words, strings.ReplaceAll(word, "_", " "))
	}
	s.gloss, _, _ = strings.Cut(strings.TrimSpace(gloss), `; "`)
	for _, example := range strings.Split(gloss, `; "`)[1:] {
		s.examples = append(s.examples, strings.Trim(example, `" `))
	}
	return fields[0], s, nil
}

// addLemma reads "lemma kind count pointers symbol... count count offset...", the offsets being those of its senses.
func addLemma(lemmas map[string]*lemma, line, part string, senses map[string]*sense) error {
	fields := strings.Fields(line)
	count, err := strconv.Atoi(fields[2])
	if err != nil || len(fields) < count {
		return fmt.Errorf("not a line of an index file: %.40q", line)
	}
	word := strings.ReplaceAll(fields[0], "_", " ")
	l := lemmas[word]
	if l == nil {
		l = &lemma{title: word}
		lemmas[word] = l
	}
	for _, offset := range fields[len(fields)-count:] {
		s := senses[offset]
		if s == nil {
			return fmt.Errorf("%s: no sense at %s", word, offset)
		}
		for _, spelled := range s.words {
			if strings.EqualFold(spelled, word) && len(l.senses) == 0 {
				l.title = spelled // index files have small letters only
			}
		}
		l.senses, l.parts = append(l.senses, s), append(l.parts, part)
	}
	return nil
}

// entry writes the term: a section for each part of speech, an item with examples for each sense.
func (l *lemma) entry(word string, chosen map[string]bool) entry {
	e := entry{title: l.title, summary: l.senses[0].gloss}
	var b strings.Builder
	for i, s := range l.senses {
		if i == 0 || l.parts[i] != l.parts[i-1] {
			fmt.Fprintf(&b, "\n## %s\n\n", l.parts[i])
		}
		fmt.Fprintf(&b, "- %s.", plain.Replace(s.gloss))
		for _, example := range s.examples {
			fmt.Fprintf(&b, " *%s.*", plain.Replace(example))
		}
		b.WriteString("\n")
		if !slices.Contains(e.tags, s.subject) && len(e.tags) < 3 {
			e.tags = append(e.tags, s.subject)
		}
		for _, other := range s.words {
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
