// Package check looks at a glossary as an editor would: what is claimed twice, never mentioned, explained by itself, misspelled or
// missing.
//
// In go the terms, their converted bodies and the names table of one build; out come diagnostics whose rules are those of package
// rule. Nothing is read or written: what can be mended by machine comes out as the new bytes of a file, which the caller writes.
// Every rule takes time linear in the text, or that times a logarithm, so that a glossary of 100,000 terms is checked in seconds.
package check

import (
	"slices"
	"unicode/utf8"

	"gloss/cmd/gloss/internal/config"
	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/markdown"
	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/rule"
	"gloss/cmd/gloss/internal/term"
)

// Input is what is checked. Terms and Bodies have the same length and order; the order does not matter to the report.
type Input struct {
	Config *config.Config
	Terms  []*term.Term
	Bodies []*markdown.Body
	Table  *names.Table
	// Explain tells what was decided about each name in a term's text (markdown.Converter.Explain). It is asked about few pages.
	Explain func(*term.Term) []markdown.Candidate
}

// Run returns the findings of all rules that are on, sorted. Paths are relative to the content folder.
func Run(in Input) diag.List {
	c := &checker{in: in, index: make(map[string]int, len(in.Terms)), levels: map[string]rule.Level{}}
	for _, r := range rule.All() {
		c.levels[r.Name] = in.Config.Check.Level(r)
	}
	for i, t := range in.Terms {
		c.index[t.Slug] = i
	}
	for _, look := range []struct {
		rules []string
		run   func()
	}{
		{[]string{rule.Orphan, rule.MentionsNothing}, c.graph},
		{[]string{rule.Unlinked}, c.unlinked},
		{[]string{rule.MissingSummary, rule.LongSummary}, c.summaries},
		{[]string{rule.Circular}, c.circular},
		{[]string{rule.NearDuplicate}, c.titles},
		{[]string{rule.AliasOverTitle}, c.aliases},
		{[]string{rule.Undefined, rule.Wanted}, c.words},
		{[]string{rule.RepeatsTitle, rule.RepeatedValue}, c.repeats},
	} {
		if slices.ContainsFunc(look.rules, c.on) {
			look.run()
		}
	}
	c.list.Sort()
	return c.list
}

// Adopt returns what a build told, at the levels that the settings give its rules. Rules that check does not list keep theirs.
func Adopt(settings config.Check, built diag.List) diag.List {
	var list diag.List
	for _, d := range built {
		r, listed := rule.Find(d.Rule)
		if !listed || !r.Build {
			list = append(list, d)
			continue
		}
		level, set := settings.Levels[r.Name]
		if !set {
			list = append(list, d) // as the build told it
			continue
		}
		if level != rule.Off {
			d.Severity = level.Severity()
			list = append(list, d)
		}
	}
	return list
}

// checker is the state of one Run.
type checker struct {
	in     Input
	levels map[string]rule.Level
	index  map[string]int // slug -> index of Terms
	list   diag.List
}

// on reports whether a rule tells anything.
func (c *checker) on(name string) bool { return c.levels[name] != rule.Off }

// tell adds a finding, unless its rule is off.
func (c *checker) tell(name string, place diag.Diagnostic, text, hint string) {
	level := c.levels[name]
	if level == rule.Off {
		return
	}
	place.Severity, place.Rule, place.Text, place.Hint = level.Severity(), name, text, hint
	c.list = append(c.list, place)
}

// at places a finding on a value in front matter, or on the file when the value stands elsewhere.
func at(t *term.Term, pos term.Pos, text string) diag.Diagnostic {
	if pos.Line == 0 {
		return diag.Diagnostic{File: t.File.Path}
	}
	return diag.At(t.File.Path, t.File.Data, int(pos.Line), int(pos.Col), max(1, utf8.RuneCountInString(text)))
}

func atTitle(t *term.Term) diag.Diagnostic { return at(t, t.TitlePos, t.Title) }

// atSummary places a finding on the first line of the summary.
func atSummary(t *term.Term) diag.Diagnostic {
	d := at(t, t.SummaryPos, t.Summary)
	if d.Line > 0 {
		d.Width = max(1, min(d.Width, utf8.RuneCountInString(d.Source)-d.Col+1))
	}
	return d
}

// isEntry reports whether t is a term with a meaning of its own: no plain page, no entry that only points to another.
func isEntry(t *term.Term) bool { return t.Kind == term.KindTerm && t.See.Text == "" }
