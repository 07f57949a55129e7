package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"gloss/cmd/gloss/internal/build"
	"gloss/cmd/gloss/internal/check"
	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/markdown"
	"gloss/cmd/gloss/internal/term"
)

// checkLinks is gloss check --links: it shows the names whose links are most doubtful and writes answers into the terms' files.
func checkLinks(cmd *cobra.Command, t terminal, flags checkFlags) error {
	if flags.format != "text" && flags.format != "json" {
		return misuse{text: "--links has the formats text and json"}
	}
	bar := newProgress(t.err)
	opts := flags.build
	opts.Dir, opts.Progress = ".", bar.show
	ctx := cmd.Context()
	reading, built, err := build.New(opts).ReadNames(ctx)
	if err == nil && reading == nil {
		bar.clear()
		t.report(built)
		return errReported
	}
	if err != nil {
		return err
	}
	if len(flags.answers) > 0 {
		bar.clear()
		return answerAll(t, reading, flags.answers)
	}
	doubts := check.NewDoubts(reading.Config.Language)
	reading.ExplainAll(ctx, doubts.Add)
	bar.clear()
	if err := ctx.Err(); err != nil {
		return err
	}
	ranked := doubts.Ranked()
	shown := ranked[:min(flags.limit, len(ranked))]
	switch {
	case flags.format == "json":
		return writeDoubtsJSON(t.out, reading, shown)
	case len(shown) == 0:
		_, err := fmt.Fprintln(t.out, "no name is doubtful")
		return err
	case isTerminal(t.in) && isTerminal(t.out):
		return askAll(t, reading, shown)
	}
	for i, d := range shown {
		if err := writeDoubt(t.out, reading, i+1, d, false); err != nil {
			return err
		}
	}
	return nil
}

// writeDoubt prints a name, what makes it doubtful, and sentences with the name in bold.
func writeDoubt(w io.Writer, reading *build.Reading, number int, d check.Doubt, colours bool) error {
	style := func(code, text string) string {
		if !colours {
			return text
		}
		return "\x1b[" + code + "m" + text + "\x1b[0m"
	}
	out := bufio.NewWriter(w)
	fmt.Fprintf(out, "%d. %s (%s): %s\n", number, style("1", diag.Safe(d.Name)), diag.Safe(termPath(reading, d.Term)), d.Why)
	fmt.Fprintf(out, "   on %s: %d linked, %d meant and not linked again, %d left as an everyday word\n", plural(d.Pages, "page"), d.Linked, d.Kept, d.Refused)
	for _, c := range d.Examples {
		what := "plain "
		if c.Linked {
			what = "linked"
		}
		sentence := diag.Safe(c.Sentence[:c.Start]) + style("1;4", diag.Safe(c.Sentence[c.Start:c.End])) + diag.Safe(c.Sentence[c.End:])
		fmt.Fprintf(out, "   %s  %s\n           %s\n", what, sentence, style("2", diag.Place(below(reading, c.Place))))
	}
	return out.Flush()
}

func termPath(reading *build.Reading, t *term.Term) string {
	return filepath.ToSlash(filepath.Join(reading.ContentDir, filepath.FromSlash(t.File.Path)))
}

func below(reading *build.Reading, d diag.Diagnostic) diag.Diagnostic {
	return diag.List{d}.Below(filepath.ToSlash(reading.ContentDir))[0]
}

// askAll asks about one name after the other and writes each answer at once.
func askAll(t terminal, reading *build.Reading, doubts []check.Doubt) error {
	in := bufio.NewScanner(t.in)
	answered := map[*term.Term]bool{}
	for i, d := range doubts {
		if answered[d.Term] {
			continue // by another of its names
		}
		if err := writeDoubt(t.out, reading, i+1, d, colour(t.out)); err != nil {
			return err
		}
		value, stop := askAutolink(t.out, in)
		if stop {
			return in.Err()
		}
		if value == "" {
			continue
		}
		if err := setAutolink(t, reading, d.Term, value); err != nil {
			return err
		}
		answered[d.Term] = true
	}
	return nil
}

// askAutolink reads one answer: the value for autolink, or empty to leave the name to the rules.
func askAutolink(w io.Writer, in *bufio.Scanner) (value string, stop bool) {
	for {
		fmt.Fprint(w, "   link it? [y] wherever it stands, [e] only exactly as written, [n] never, [Enter] leave it to the rules, [q] stop: ")
		if !in.Scan() {
			fmt.Fprintln(w)
			return "", true
		}
		switch strings.ToLower(strings.TrimSpace(in.Text())) {
		case "y", "yes", "on":
			return "on", false
		case "e", "exact":
			return "exact", false
		case "n", "no", "off":
			return "off", false
		case "":
			return "", false
		case "q", "quit":
			return "", true
		}
	}
}

// answerAll sets autolink as the arguments NAME=VALUE say. All are understood before the first file is written.
func answerAll(t terminal, reading *build.Reading, answers []string) error {
	type answer struct {
		term  *term.Term
		value string
	}
	var all []answer
	for _, text := range answers {
		i := strings.LastIndexByte(text, '=')
		if i < 1 || !slices.Contains([]string{"on", "off", "exact"}, text[i+1:]) {
			return misuse{text: fmt.Sprintf("--answer %s is not NAME=on, NAME=off or NAME=exact", text)}
		}
		one, err := termNamed(reading, text[:i])
		if err != nil {
			return err
		}
		all = append(all, answer{one, text[i+1:]})
	}
	for _, a := range all {
		if err := setAutolink(t, reading, a.term, a.value); err != nil {
			return err
		}
	}
	return nil
}

// termNamed finds a term by any of its names, its slug or its path.
func termNamed(reading *build.Reading, name string) (*term.Term, error) {
	found := reading.Table.Lookup(name)
	if len(found) == 0 {
		if t := reading.Table.BySlug(name); t != nil {
			found = append(found, t)
		}
	}
	if len(found) > 1 {
		titled := slices.DeleteFunc(slices.Clone(found), func(t *term.Term) bool { return !strings.EqualFold(t.Title, name) })
		if len(titled) == 1 {
			return titled[0], nil
		}
		var titles []string
		for _, t := range found {
			titles = append(titles, fmt.Sprintf("%q", t.Title))
		}
		return nil, failure{err: fmt.Errorf("%q is a name of %d terms", name, len(found)), hint: "write one of the titles: " + strings.Join(titles, ", ")}
	}
	if len(found) == 0 {
		missing := failure{err: fmt.Errorf("no term is called %q", name)}
		if near := reading.Table.Nearest(name); near != "" {
			missing.hint = fmt.Sprintf("did you mean %q?", near)
		}
		return nil, missing
	}
	return found[0], nil
}

func setAutolink(t terminal, reading *build.Reading, one *term.Term, value string) error {
	data, path, err := openTerm(reading.ContentDir, one)
	if err != nil {
		return err
	}
	changed, err := check.SetAutolink(data, one, value, term.Options{UnknownKeys: reading.Config.UnknownKeys})
	if err != nil {
		return failure{err: fmt.Errorf("%s: %w", termPath(reading, one), err), hint: "write autolink: " + value + " there"}
	}
	if err := replaceFile(path, changed); err != nil {
		return err
	}
	_, err = fmt.Fprintf(t.out, "%s: autolink: %s\n", termPath(reading, one), value)
	return err
}

// doubtJSON is the documented form of a doubtful name.
type doubtJSON struct {
	Name      string          `json:"name"`
	Title     string          `json:"title"`
	File      string          `json:"file"`
	Why       string          `json:"why"`
	Score     int             `json:"score"`
	Pages     int             `json:"pages"`
	Linked    int             `json:"linked"`
	Unlinked  int             `json:"unlinked"`
	Refused   int             `json:"refused"`
	Sentences []candidateJSON `json:"sentences"`
}

func writeDoubtsJSON(w io.Writer, reading *build.Reading, doubts []check.Doubt) error {
	list := make([]doubtJSON, 0, len(doubts))
	for _, d := range doubts {
		one := doubtJSON{Name: d.Name, Title: d.Term.Title, File: termPath(reading, d.Term), Why: d.Why, Score: d.Score, Pages: d.Pages,
			Linked: d.Linked, Unlinked: d.Kept, Refused: d.Refused}
		for _, c := range d.Examples {
			one.Sentences = append(one.Sentences, jsonOf(reading, c))
		}
		list = append(list, one)
	}
	return writeIndented(w, list)
}

func writeIndented(w io.Writer, value any) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(value)
}

// candidateJSON is the documented form of a place where a name stands.
type candidateJSON struct {
	File     string `json:"file"`
	Line     int    `json:"line"`
	Col      int    `json:"col"`
	Text     string `json:"text"`
	Linked   bool   `json:"linked"`
	Mention  bool   `json:"mention"`
	Rule     string `json:"rule"`
	Name     string `json:"name"`
	Title    string `json:"title,omitempty"` // of the term meant; none when it is not known which
	URL      string `json:"url,omitempty"`
	Sentence string `json:"sentence"`
}

func jsonOf(reading *build.Reading, c markdown.Candidate) candidateJSON {
	place := below(reading, c.Place)
	one := candidateJSON{File: place.File, Line: place.Line, Col: place.Col, Text: c.Text, Linked: c.Linked, Mention: c.Mention, Rule: c.Rule,
		Name: c.Name.Text, Sentence: c.Sentence}
	if c.Target != nil {
		one.Title, one.URL = c.Target.Title, c.Target.URL()
	}
	return one
}
