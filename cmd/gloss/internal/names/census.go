package names

import "slices"

// The background rule: a dictionary word that stands on at least backgroundPages pages and backgroundShare percent of them is
// prose. Without the floor, small glossaries would lose their own subject.
const (
	backgroundPages = 200
	backgroundShare = 1
)

// Census counts on how many pages each dictionary word stands.
type Census struct {
	pages int
	words map[string]int32
}

// Vocabulary returns the distinct dictionary words of a page's Markdown, sorted. It is pure, so the conductor may keep it under the
// file's hash.
func Vocabulary(body []byte, language string) []string {
	m := newMorphology(language)
	if !m.english {
		return nil
	}
	var words []string
	seen := map[string]bool{}
	var folded [96]byte
	text := string(body)
	for _, tok := range m.tokenize(text, nil) {
		if tok.kind != word || !tok.ascii {
			continue
		}
		form := fold(folded[:0], text[tok.start:tok.end])
		if seen[string(form)] {
			continue
		}
		kept := string(form)
		seen[kept] = true
		if m.class(form) > 0 {
			words = append(words, kept)
		}
	}
	slices.Sort(words)
	return words
}

// NewCensus adds up the vocabularies of all pages.
func NewCensus(pages [][]string) *Census {
	c := &Census{pages: len(pages), words: map[string]int32{}}
	for _, words := range pages {
		for _, w := range words {
			c.words[w]++
		}
	}
	return c
}

// background reports whether the folded word, or its singular or plural, is part of the prose.
func (c *Census) background(word []byte) bool {
	if c == nil {
		return false
	}
	count := c.words[string(word)]
	var plural [96]byte
	count = max(count, c.words[string(appendPlural(plural[:0], word))])
	return count >= backgroundPages && int(count)*100 >= c.pages*backgroundShare
}
