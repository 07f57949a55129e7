package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"gloss/cmd/gloss/internal/build"
	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/markdown"
	"gloss/cmd/gloss/internal/term"
)

func explainCommand(t terminal) *cobra.Command {
	var opts build.Options
	var name string
	var asJSON, rules bool
	cmd := &cobra.Command{
		Use:   "explain FILE[:LINE] | --term NAME",
		Short: "Tell why a mention is a link or is not",
		Long: `Explain lists every place of a file where a name of a term stands: whether it is a link,
to which term, and by which rule. With --term it lists the places of one term in the
whole glossary. --rules explains the rules; autolink: in a term's front matter,
[[...]] and a backslash before a name overrule them.`,
		Args: func(cmd *cobra.Command, args []string) error {
			wanted := len(args)
			for _, given := range []bool{name != "", rules} {
				if given {
					wanted++
				}
			}
			if wanted != 1 || len(args) > 1 {
				return misuse{text: cmd.CommandPath() + " takes one file, or --term NAME, or --rules", hint: "usage: " + cmd.UseLine()}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if rules {
				return explainRules(t.out, asJSON)
			}
			reading, _, err := t.read(cmd, opts, (*build.Builder).ReadNames)
			if err != nil {
				return err
			}
			var found []markdown.Candidate
			if name != "" {
				found, err = explainTerm(cmd.Context(), reading, name)
			} else {
				found, err = explainFile(reading, args[0])
			}
			if err != nil {
				return err
			}
			if asJSON {
				return writeExplainedJSON(t.out, reading, found)
			}
			return writeExplained(t, reading, found)
		},
	}
	readFlags(cmd, &opts)
	cmd.Flags().StringVar(&name, "term", "", "list the places of this term in the whole glossary")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON for programs")
	cmd.Flags().BoolVar(&rules, "rules", false, "list the rules and what they mean")
	return cmd
}

func explainRules(w io.Writer, asJSON bool) error {
	if asJSON {
		return writeIndented(w, markdown.Rules())
	}
	out := bufio.NewWriter(w)
	for _, r := range markdown.Rules() {
		what := "plain"
		if r.Linked {
			what = "linked"
		}
		fmt.Fprintf(out, "%s (%s)\n%s\n\n", r.Name, what, wrap(r.Doc, 78, "  "))
	}
	return out.Flush()
}

// explainFile returns the candidates of one file, or of one line of it.
func explainFile(reading *build.Reading, argument string) ([]markdown.Candidate, error) {
	file, line := argument, 0
	t := termOfFile(reading, file)
	for t == nil { // FILE:LINE, or FILE:LINE:COL as editors and other commands print it
		i := strings.LastIndexByte(file, ':')
		if i < 0 {
			break
		}
		n, err := strconv.Atoi(file[i+1:])
		if err != nil || n < 1 {
			break
		}
		file, line = file[:i], n
		t = termOfFile(reading, file)
	}
	if t == nil {
		missing := failure{err: fmt.Errorf("%s is no file of the glossary", argument)}
		missing.hint = diag.DidYouMean(file, paths(reading))
		if missing.hint == "" {
			missing.hint = "write its path, such as " + filepath.ToSlash(reading.ContentDir) + "/name.md; drafts need --drafts"
		}
		return nil, missing
	}
	found := reading.Explain(t)
	if line > 0 {
		found = slices.DeleteFunc(found, func(c markdown.Candidate) bool { return c.Place.Line != line })
	}
	return found, nil
}

// termOfFile finds a file by its path as the writer knows it, or below the content folder.
func termOfFile(reading *build.Reading, file string) *term.Term {
	file = filepath.ToSlash(filepath.Clean(file))
	content := filepath.ToSlash(filepath.Clean(reading.ContentDir))
	if rest, ok := strings.CutPrefix(file, content+"/"); ok {
		if t := reading.Table.ByPath(rest); t != nil {
			return t
		}
	}
	if absolute, err := filepath.Abs(filepath.FromSlash(content)); err == nil {
		if rest, ok := strings.CutPrefix(file, filepath.ToSlash(absolute)+"/"); ok {
			return reading.Table.ByPath(rest)
		}
	}
	return reading.Table.ByPath(file)
}

func paths(reading *build.Reading) []string {
	list := make([]string, len(reading.Terms))
	for i, t := range reading.Terms {
		list[i] = path.Join(filepath.ToSlash(reading.ContentDir), t.File.Path)
	}
	return list
}

// explainTerm returns the candidates of the whole glossary that have a name of one term.
func explainTerm(ctx context.Context, reading *build.Reading, name string) ([]markdown.Candidate, error) {
	wanted, err := termNamed(reading, name)
	if err != nil {
		return nil, err
	}
	var found []markdown.Candidate
	reading.ExplainAll(ctx, func(_ *term.Term, page []markdown.Candidate) {
		for _, c := range page {
			if c.Target == wanted || c.Target == nil && slices.Contains(reading.Table.Lookup(c.Text), wanted) {
				found = append(found, c)
			}
		}
	})
	return found, ctx.Err()
}

func writeExplainedJSON(w io.Writer, reading *build.Reading, found []markdown.Candidate) error {
	list := make([]candidateJSON, 0, len(found))
	for _, c := range found {
		list = append(list, jsonOf(reading, c))
	}
	return writeIndented(w, list)
}

// writeExplained prints a line for each place, in the form that editors jump to, and then what the rules met mean.
func writeExplained(t terminal, reading *build.Reading, found []markdown.Candidate) error {
	colours := colour(t.out)
	style := func(code, text string) string {
		if !colours {
			return text
		}
		return "\x1b[" + code + "m" + text + "\x1b[0m"
	}
	out := bufio.NewWriter(t.out)
	met := map[string]bool{}
	linked := 0
	for _, c := range found {
		met[c.Rule] = true
		what := style("2", "plain")
		if c.Linked {
			linked++
			what = style("32", "linked")
		}
		target := "one of several terms"
		if c.Target != nil {
			target = c.Target.Title + " (" + c.Target.URL() + ")"
		}
		fmt.Fprintf(out, "%s: %s: %q is %s %s\n", diag.Place(below(reading, c.Place)), what, diag.Safe(c.Text), diag.Safe(target), style("2", "["+c.Rule+"]"))
	}
	if len(found) == 0 {
		fmt.Fprintln(out, "no name of a term stands there")
	} else {
		fmt.Fprintf(out, "\n%s: %d linked, %d plain\n", plural(len(found), "place"), linked, len(found)-linked)
	}
	for _, r := range markdown.Rules() {
		if met[r.Name] {
			fmt.Fprintf(out, "\n%s\n%s\n", style("1", r.Name), wrap(r.Doc, 78, "  "))
		}
	}
	return out.Flush()
}
