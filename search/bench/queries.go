package main

import (
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"gloss/search"
)

// query is what is typed and the terms of which any is right.
type query struct {
	Text   string
	Wanted []string
}

// querySet holds the queries of one kind.
type querySet struct {
	Kind    string
	Queries []query
	Ideal   float64 // of prefixes: the sum of the reciprocal ranks that the best order of titles gives; else 0
}

// A maker draws queries from a glossary.
type maker struct {
	docs      []search.Document
	byName    map[string][]string // name in lower case -> ids
	byText    map[string][]string // summary -> ids
	frequency map[string]int      // of words in summaries, in documents
	thesaurus map[string][]string
	rand      *rand.Rand
}

var wordPattern = regexp.MustCompile(`[\p{L}\p{N}]+`)

// makeQueries draws n queries of each kind.
func makeQueries(docs []search.Document, thesaurus map[string][]string, seed uint64, n int) []querySet {
	m := &maker{docs: docs, byName: map[string][]string{}, byText: map[string][]string{}, frequency: map[string]int{}, thesaurus: thesaurus, rand: rand.New(rand.NewPCG(seed, 99))}
	for _, d := range docs {
		for _, name := range namesOf(d) {
			k := strings.ToLower(name)
			m.byName[k] = append(m.byName[k], d.ID)
		}
		m.byText[d.Summary] = append(m.byText[d.Summary], d.ID)
		for _, w := range distinctWords(d.Summary) {
			m.frequency[w]++
		}
	}
	kinds := []struct {
		name string
		draw func(search.Document) (string, string)
	}{
		{"titles", func(d search.Document) (string, string) { return d.Title, d.Title }},
		{"aliases", m.alias},
		{"typos", m.typo},
		{"prefixes", m.prefix},
		{"inflections", m.inflection},
		{"descriptions", m.description},
		{"paraphrases", m.paraphrase},
		{"questions", m.questionAbout},
	}
	var sets []querySet
	for _, k := range kinds {
		set := querySet{Kind: k.name}
		for tries := 0; tries < 50*n && len(set.Queries) < n; tries++ {
			d := docs[m.rand.IntN(len(docs))]
			text, name := k.draw(d)
			if text == "" {
				continue
			}
			// A name or a definition that several terms share asks for any of them.
			wanted := []string{d.ID}
			if name != "" {
				wanted = append(wanted, m.byName[strings.ToLower(name)]...)
			} else {
				wanted = append(wanted, m.byText[d.Summary]...)
			}
			set.Queries = append(set.Queries, query{text, wanted})
		}
		if k.name == "prefixes" {
			set.Ideal = m.ideal(set.Queries)
		}
		sets = append(sets, set)
	}
	return sets
}

// ideal adds up the reciprocal ranks of the titles that queries were cut from, if those that begin so come in the order of how likely each
// was to be drawn and cut there: the shorter the likelier, and none of more than twice the letters. Where several are as likely, it is
// their mean.
func (m *maker) ideal(queries []query) float64 {
	titles := make([]string, len(m.docs))
	wanted := make(map[string]int, len(m.docs)) // id -> letters of its title
	for i, d := range m.docs {
		titles[i] = strings.ToLower(d.Title)
		wanted[d.ID] = utf8.RuneCountInString(d.Title)
	}
	slices.Sort(titles)
	titles = slices.Compact(titles)
	sum := 0.0
	for _, q := range queries {
		prefix, length := strings.ToLower(q.Text), wanted[q.Wanted[0]]
		shorter, equal := 0, 0
		from, _ := slices.BinarySearch(titles, prefix)
		for _, t := range titles[from:] {
			if !strings.HasPrefix(t, prefix) {
				break
			}
			switch n := utf8.RuneCountInString(t); {
			case n < length:
				shorter++
			case n == length:
				equal++
			}
		}
		for i := range equal {
			if rank := shorter + i + 1; rank <= 10 {
				sum += 1 / float64(rank*equal)
			}
		}
	}
	return sum
}

func namesOf(d search.Document) []string {
	names := append([]string{d.Title}, d.Aliases...)
	if d.Abbreviation != "" {
		names = append(names, d.Abbreviation)
	}
	return names
}

func distinctWords(text string) []string {
	words := wordPattern.FindAllString(strings.ToLower(text), -1)
	slices.Sort(words)
	return slices.Compact(words)
}

func (m *maker) alias(d search.Document) (text, name string) {
	names := namesOf(d)[1:]
	if len(names) == 0 {
		return "", ""
	}
	name = names[m.rand.IntN(len(names))]
	return name, name
}

// typo makes one error in a title: one letter inserted, dropped, replaced, or two exchanged. What is another name is no error.
func (m *maker) typo(d search.Document) (text, name string) {
	letters := []rune(strings.ToLower(d.Title))
	if len(letters) < 5 {
		return "", ""
	}
	i := m.rand.IntN(len(letters) - 1)
	other := rune('a' + m.rand.IntN(26))
	switch m.rand.IntN(4) {
	case 0:
		letters[i], letters[i+1] = letters[i+1], letters[i]
	case 1:
		letters = slices.Delete(letters, i, i+1)
	case 2:
		letters[i] = other
	default:
		letters = slices.Insert(letters, i, other)
	}
	text = string(letters)
	if m.byName[text] != nil || strings.ToLower(d.Title) == text {
		return "", ""
	}
	return text, d.Title
}

// prefix gives at least half of a title and three letters.
func (m *maker) prefix(d search.Document) (text, name string) {
	letters := []rune(d.Title)
	least := max(3, (len(letters)+1)/2)
	if len(letters) <= least {
		return "", ""
	}
	text = strings.TrimSpace(string(letters[:least+m.rand.IntN(len(letters)-least)]))
	if m.byName[strings.ToLower(text)] != nil {
		return "", ""
	}
	return text, d.Title
}

// inflection puts the last word of a title into the plural, or into the singular.
func (m *maker) inflection(d search.Document) (text, name string) {
	t := strings.ToLower(d.Title)
	last := t[strings.LastIndexByte(t, ' ')+1:]
	if len(last) < 4 || strings.ContainsFunc(t, func(r rune) bool { return (r < 'a' || r > 'z') && r != ' ' }) {
		return "", ""
	}
	switch {
	case strings.HasSuffix(last, "ies"):
		text = strings.TrimSuffix(t, "ies") + "y"
	case strings.HasSuffix(last, "ss"), strings.HasSuffix(last, "x"), strings.HasSuffix(last, "ch"), strings.HasSuffix(last, "sh"):
		text = t + "es"
	case strings.HasSuffix(last, "s"):
		return "", ""
	case strings.HasSuffix(last, "y") && !strings.ContainsRune("aeiou", rune(last[len(last)-2])):
		text = strings.TrimSuffix(t, "y") + "ies"
	default:
		text = t + "s"
	}
	if m.byName[text] != nil {
		return "", ""
	}
	return text, d.Title
}

// rare gives the rarest words of a summary that stand in no name of the term, in their order.
func (m *maker) rare(d search.Document, most int) []string {
	names := strings.ToLower(strings.Join(namesOf(d), " "))
	var words []string
	for _, w := range wordPattern.FindAllString(strings.ToLower(d.Summary), -1) {
		if len(w) > 3 && !strings.Contains(names, w[:min(len(w), 5)]) && !slices.Contains(words, w) && m.frequency[w] <= max(3, len(m.docs)/20) {
			words = append(words, w)
		}
	}
	if len(words) < 3 {
		return nil
	}
	ranked := slices.Clone(words)
	slices.SortStableFunc(ranked, func(a, b string) int { return m.frequency[a] - m.frequency[b] })
	ranked = ranked[:min(len(ranked), most)]
	return slices.DeleteFunc(words, func(w string) bool { return !slices.Contains(ranked, w) })
}

func (m *maker) description(d search.Document) (text, name string) {
	return strings.Join(m.rare(d, 5), " "), ""
}

// paraphrase replaces a third of a description's words by synonyms.
func (m *maker) paraphrase(d search.Document) (text, name string) {
	words := m.rare(d, 6)
	replaced := 0
	for _, i := range m.rand.Perm(len(words)) {
		if s := m.thesaurus[words[i]]; len(s) > 0 && replaced < max(1, len(words)/3) {
			words[i] = s[m.rand.IntN(len(s))]
			replaced++
		}
	}
	if replaced == 0 {
		return "", ""
	}
	return strings.Join(words, " "), ""
}

func (m *maker) questionAbout(d search.Document) (text, name string) {
	forms := []string{"what is %?", "what is a %", "what does % mean", "how does % work", "define %", "meaning of %", "explain %"}
	return strings.ReplaceAll(forms[m.rand.IntN(len(forms))], "%", d.Title), d.Title
}
