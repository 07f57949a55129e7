package check

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/names/everyday"
	"gloss/cmd/gloss/internal/rule"
	"gloss/cmd/gloss/internal/term"
)

// summaries finds terms without a summary and summaries that are too long for lists and previews.
func (c *checker) summaries() {
	for _, t := range c.in.Terms {
		if !isEntry(t) {
			continue
		}
		if t.Summary == "" {
			c.tell(rule.MissingSummary, atTitle(t), fmt.Sprintf("%q has no summary", t.Title), "add summary: with one or two sentences that stand alone")
			continue
		}
		if n := utf8.RuneCountInString(t.Summary); n > rule.LongSummaryChars {
			c.tell(rule.LongSummary, atSummary(t), fmt.Sprintf("the summary has %d characters, more than %d", n, rule.LongSummaryChars),
				"keep one or two sentences; the rest belongs in the text")
		}
	}
}

// pointerWords are words by which a summary points to another term without saying anything.
var pointerWords = map[string]bool{"name": true, "term": true, "word": true, "synonym": true, "abbreviation": true, "acronym": true, "short": true,
	"form": true, "alias": true, "refer": true, "refers": true, "mean": true, "means": true, "meaning": true, "equivalent": true, "called": true,
	"known": true, "stands": true, "spelling": true, "version": true, "opposite": true, "same": true, "thing": true}

// pointer is what a summary says when names and empty words are taken away.
type pointer struct {
	empty bool // nothing is left
	self  bool // it names the term itself
	to    int  // the one other term that it names, or -1 for none or several
}

// circular finds summaries that say only the term's own name, and rings of summaries each of which only points to the next.
func (c *checker) circular() {
	pointers := make([]pointer, len(c.in.Terms))
	for i, t := range c.in.Terms {
		pointers[i] = pointer{to: -1}
		if isEntry(t) {
			pointers[i] = c.pointer(i)
		}
	}
	for i, t := range c.in.Terms {
		p := pointers[i]
		switch {
		case !p.empty:
		case p.to < 0 && p.self:
			c.tell(rule.Circular, atSummary(t), fmt.Sprintf("the summary of %q says only its own name", t.Title), "say what it is in other words")
		case p.to >= 0 && leadsBack(pointers, i):
			c.tell(rule.Circular, atSummary(t), fmt.Sprintf("the summary of %q only points to %q, whose summary leads back here", t.Title, c.in.Terms[p.to].Title),
				"say in one of them what it is, or make this entry see: "+c.in.Terms[p.to].Title)
		}
	}
}

// leadsBack follows summaries that only point on, from i until one of them is met again.
func leadsBack(pointers []pointer, i int) bool {
	const longest = 8
	at := i
	for range longest {
		if at = pointers[at].to; at < 0 || !pointers[at].empty {
			return false
		}
		if at == i {
			return true
		}
	}
	return false
}

// pointer reads the summary of a term, or the first paragraph that serves as one.
func (c *checker) pointer(i int) pointer {
	t := c.in.Terms[i]
	summary := t.Summary
	if summary == "" {
		summary = c.in.Bodies[i].Summary
	}
	if summary == "" || utf8.RuneCountInString(summary) > rule.LongSummaryChars {
		return pointer{to: -1}
	}
	asker := c.in.Table.Ask() // a new one each time, as it remembers what it was asked
	defer asker.Release()
	p := pointer{empty: true, to: -1}
	several, end := false, 0
	for _, m := range asker.Find(summary) {
		named := c.named(m)
		if m.Start < end || len(named) == 0 {
			continue
		}
		p.empty = p.empty && empty(c.in.Config.Language, summary[end:m.Start])
		end = m.End
		switch {
		case slices.Contains(named, i):
			p.self = true
		case p.to >= 0 && !slices.Contains(named, p.to):
			several = true
		default:
			p.to = named[0]
		}
	}
	p.empty = p.empty && end > 0 && empty(c.in.Config.Language, summary[end:])
	if several {
		p.to, p.empty = -1, false
	}
	return p
}

// named returns the terms that a place in a text may name.
func (c *checker) named(m names.Match) []int {
	var list []int
	for _, f := range m.Found {
		if !f.WrongCase && f.Class < everyday.Function {
			list = append(list, c.index[f.Name.Term.Slug])
		}
	}
	return list
}

// empty reports whether a text has no word that says anything.
func empty(language, text string) bool {
	for word := range strings.FieldsFuncSeq(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		word = strings.ToLower(word)
		if len(word) > 1 && !pointerWords[word] && everyday.Of(language, word) != everyday.Function {
			return false
		}
	}
	return true
}

// copulas are the words between a title that a summary repeats and what it says; the longest first.
var copulas = []string{" is when ", " is where ", " refers to ", " stands for ", " means ", " is ", " are ", ": ", " – ", " — ", " - "}

// repeatedTitle returns how many bytes at the start of a summary only repeat the title ("A sprint is "), or 0. mendable says that
// what remains is a sentence as it stands.
func repeatedTitle(t *term.Term) (n int, mendable bool) {
	s := t.Summary
	for _, article := range []string{"A ", "An ", "The "} {
		s = strings.TrimPrefix(s, article)
	}
	rest, found := cutFold(s, t.Title)
	if !found {
		return 0, false
	}
	if bracket := " (" + t.Abbreviation + ")"; t.Abbreviation != "" {
		rest = strings.TrimPrefix(rest, bracket)
	}
	for _, copula := range copulas {
		if after, ok := strings.CutPrefix(rest, copula); ok {
			first, _, _ := strings.Cut(after, " ")
			// "A sprint is over when ..." and "Sprints are planned" are no definitions without their subject.
			mendable = slices.Contains([]string{"a", "an", "the", "any", "all", "each", "every", "one", "some"}, strings.ToLower(first))
			return len(t.Summary) - len(after), mendable
		}
	}
	return 0, false
}

// cutFold is strings.CutPrefix, whatever the case.
func cutFold(s, prefix string) (rest string, found bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return "", false
	}
	return s[len(prefix):], true
}
