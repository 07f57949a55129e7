package main

import (
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"gloss/cmd/gloss/internal/build"
	"gloss/cmd/gloss/internal/check"
	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/rule"
	"gloss/cmd/gloss/internal/term"
)

// checkFlags are the flags of gloss check.
type checkFlags struct {
	build   build.Options
	format  string
	fix     bool
	strict  bool
	rules   bool
	links   bool
	limit   int
	answers []string
	only    []string // rules
}

var checkFormats = []string{"text", "json", "sarif", "github"}

func checkCommand(t terminal) *cobra.Command {
	var flags checkFlags
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Look the glossary over as an editor would",
		Long: `Check tells what a build does not: names claimed twice, terms that nothing leads to,
circular definitions, undefined abbreviations, near-duplicate titles and more; --rules
lists and explains them. In gloss.yaml, each can be set to off, info, warn or error:

  check:
    orphan: off
    circular-definition: error
    ignore: [PDF, HTML]     # abbreviations and phrases that need no term

On a terminal a rule that finds very much is told by its first findings; --rule shows
all of one rule and nothing else, and a pipe or a file gets everything.

The exit status is 1 if anything is an error. With --links it ranks the names whose
links are most doubtful and, on a terminal, writes your answer into the term's file.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			switch {
			case !slices.Contains(checkFormats, flags.format):
				return misuse{text: fmt.Sprintf("--format: there is no format %q", flags.format), hint: "the formats are " + strings.Join(checkFormats, ", ")}
			case flags.limit < 1:
				return misuse{text: "--limit has to be at least 1"}
			case flags.rules:
				return listRules(t.out)
			case flags.links || len(flags.answers) > 0:
				return checkLinks(cmd, t, flags)
			}
			return checkGlossary(cmd, t, flags)
		},
	}
	readFlags(cmd, &flags.build)
	cmd.Flags().StringVar(&flags.format, "format", "text", "form of the report: "+strings.Join(checkFormats, ", "))
	cmd.Flags().BoolVar(&flags.fix, "fix", false, "mend what needs no writer's judgement")
	cmd.Flags().BoolVar(&flags.strict, "strict", false, "fail on warnings too")
	cmd.Flags().BoolVar(&flags.rules, "rules", false, "list the rules and what they mean")
	cmd.Flags().StringArrayVar(&flags.only, "rule", nil, "tell (and with --fix mend) only what this rule finds; may be given again")
	cmd.Flags().BoolVar(&flags.links, "links", false, "rank the names whose links are most doubtful, and ask")
	cmd.Flags().IntVar(&flags.limit, "limit", 20, "number of names that --links shows at most")
	cmd.Flags().StringArrayVar(&flags.answers, "answer", nil, "answer for --links without a terminal: NAME=on, NAME=off or NAME=exact")
	// The only error is an unknown flag name.
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(checkFormats, cobra.ShellCompDirectiveNoFileComp))
	_ = cmd.RegisterFlagCompletionFunc("rule", cobra.FixedCompletions(ruleNames(nil), cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

// readFlags are the flags of commands that read a glossary and write no site.
func readFlags(cmd *cobra.Command, opts *build.Options) {
	cmd.Flags().StringVar(&opts.Content, "content", "", "folder of the terms (default content, or content: in gloss.yaml)")
	cmd.Flags().BoolVar(&opts.Drafts, "drafts", false, "include drafts")
	cmd.Flags().IntVar(&opts.Workers, "workers", 0, "number of parallel workers (default one a processor)")
	_ = cmd.MarkFlagDirname("content")
}

// read reads the glossary in the current folder, by Read or ReadNames. Problems that leave nothing to look at are reported.
func (t terminal) read(cmd *cobra.Command, opts build.Options, how func(*build.Builder, context.Context) (*build.Reading, diag.List, error)) (*build.Reading, diag.List, error) {
	bar := newProgress(t.err)
	opts.Dir, opts.Progress = ".", bar.show
	reading, diags, err := how(build.New(opts), cmd.Context())
	bar.clear()
	if err == nil && reading == nil {
		t.report(diags)
		err = errReported
	}
	return reading, diags, err
}

func checkGlossary(cmd *cobra.Command, t terminal, flags checkFlags) error {
	reading, built, err := t.read(cmd, flags.build, (*build.Builder).Read)
	if err != nil {
		return err
	}
	if flags.fix {
		mended, err := mendAll(t, reading, flags.only)
		if err != nil {
			return err
		}
		if mended > 0 { // look again at what is there now
			if reading, built, err = t.read(cmd, flags.build, (*build.Builder).Read); err != nil {
				return err
			}
		}
	}
	found := check.Run(check.Input{Config: reading.Config, Terms: reading.Terms, Bodies: reading.Bodies, Table: reading.Table, Explain: reading.Explain})
	list := append(check.Adopt(reading.Config.Check, built), found.Below(filepath.ToSlash(reading.ContentDir))...)
	list.Sort()
	if list, err = onlyRules(list, flags.only); err != nil {
		return err
	}
	if err := writeReport(t, flags, reading, list); err != nil {
		return err
	}
	errors, warnings := list.Count()
	if errors > 0 || flags.strict && warnings > 0 {
		return errReported
	}
	return nil
}

// onlyRules keeps what the named rules found; all of it if none is named.
func onlyRules(list diag.List, only []string) (diag.List, error) {
	for _, name := range only {
		if known := ruleNames(list); !slices.Contains(known, name) {
			wrong := misuse{text: fmt.Sprintf("--rule: there is no rule %q", name), hint: "gloss check --rules lists them"}
			if nearest := diag.Nearest(name, known); nearest != "" {
				wrong.hint = fmt.Sprintf("did you mean %q?", nearest)
			}
			return nil, wrong
		}
	}
	if len(only) == 0 {
		return list, nil
	}
	return slices.DeleteFunc(list, func(d diag.Diagnostic) bool { return !slices.Contains(only, d.Rule) }), nil
}

// ruleNames returns the names of the rules of gloss check, and of those of a build that found something.
func ruleNames(found diag.List) []string {
	var names []string
	for _, r := range rule.All() {
		names = append(names, r.Name)
	}
	for _, d := range found {
		names = append(names, d.Rule)
	}
	return names
}

func writeReport(t terminal, flags checkFlags, reading *build.Reading, list diag.List) error {
	switch flags.format {
	case "json":
		return check.WriteJSON(t.out, list)
	case "sarif":
		return check.WriteSARIF(t.out, reading.Config.Check, "", list)
	case "github":
		return check.WriteGitHub(t.out, list)
	}
	if err := writeText(t.out, list, isTerminal(t.out) && len(flags.only) == 0, colour(t.out)); err != nil {
		return err
	}
	errors, warnings := list.Count()
	_, err := fmt.Fprintf(t.err, "%s: %s, %s, %s\n", plural(reading.Result.Terms, "term"), plural(errors, "error"), plural(warnings, "warning"),
		plural(len(list)-errors-warnings, "note"))
	return err
}

// writeText prints findings for readers; in brief, with one line for all that a rule finds beyond the first few.
func writeText(w io.Writer, list diag.List, brief, color bool) error {
	var more []check.More
	if brief {
		list, more = check.Brief(list)
	}
	if err := diag.Print(w, list, color); err != nil {
		return err
	}
	for _, m := range more {
		if _, err := fmt.Fprintf(w, "and %d more like it: gloss check --rule %s\n", m.Count, diag.Safe(m.Rule)); err != nil {
			return err
		}
	}
	return nil
}

// listRules prints the documentation of the rules.
func listRules(w io.Writer) error {
	style := func(code, text string) string {
		if !colour(w) {
			return text
		}
		return "\x1b[" + code + "m" + text + "\x1b[0m"
	}
	for _, r := range rule.All() {
		notes := r.Level.String()
		if r.Build {
			notes += ", told by the build too"
		}
		if r.Fix {
			notes += ", mended by --fix"
		}
		if _, err := fmt.Fprintf(w, "%s (%s)\n%s\n\n", style("1", r.Name), notes, wrap(r.Doc, 78, "  ")); err != nil {
			return err
		}
	}
	return nil
}

// wrap breaks text at words into indented lines of at most width characters.
func wrap(text string, width int, indent string) string {
	var b strings.Builder
	at := width
	for word := range strings.FieldsSeq(text) {
		if n := len([]rune(word)); at+1+n > width {
			if b.Len() > 0 {
				b.WriteByte('\n')
			}
			b.WriteString(indent)
			at = len(indent)
		} else {
			b.WriteByte(' ')
			at++
		}
		b.WriteString(word)
		at += len([]rune(word))
	}
	return b.String()
}

// mendAll mends what the named rules find in all files, all rules if none is named, and returns how many things it mended.
func mendAll(t terminal, reading *build.Reading, only []string) (int, error) {
	opts := term.Options{UnknownKeys: reading.Config.UnknownKeys}
	on := func(name string) bool {
		r, _ := rule.Find(name)
		return reading.Config.Check.Level(r) != rule.Off && (len(only) == 0 || slices.Contains(only, name))
	}
	count := 0
	for _, one := range reading.Terms {
		if !check.Mendable(one, on) {
			continue
		}
		data, path, err := openTerm(reading.ContentDir, one)
		if err != nil {
			return count, err
		}
		changed, mended := check.Mend(data, one, opts, on)
		if len(mended) == 0 {
			continue
		}
		if err := replaceFile(path, changed); err != nil {
			return count, err
		}
		for _, d := range mended.Below(filepath.ToSlash(reading.ContentDir)) {
			fmt.Fprintf(t.err, "%s: mended: %s [%s]\n", diag.Place(d), diag.Safe(d.Text), d.Rule)
		}
		count += len(mended)
	}
	return count, nil
}
