package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"gloss/cmd/gloss/internal/diag"
)

// Exit statuses; other programs rely on them.
const (
	statusDone   = 0
	statusFailed = 1 // the glossary has errors, or the disk has
	statusMisuse = 2 // the command was called wrongly
)

// errReported ends a command whose problems are printed already.
var errReported = errors.New("the glossary has errors")

// misuse is an error in how the command was called.
type misuse struct {
	text string
	hint string
}

func (m misuse) Error() string { return m.text }

// failure is an error with advice.
type failure struct {
	err  error
	hint string
}

func (f failure) Error() string { return f.err.Error() }
func (f failure) Unwrap() error { return f.err }

// terminal is where a command reads and writes.
type terminal struct {
	in       io.Reader
	out, err io.Writer
}

// colour reports whether w wants escape sequences.
func colour(w io.Writer) bool {
	return os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb" && isTerminal(w)
}

func isTerminal(w any) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// report prints diagnostics and a line that counts them.
func (t terminal) report(diags diag.List) {
	if len(diags) == 0 {
		return
	}
	if writeText(t.err, diags, isTerminal(t.err), colour(t.err)) != nil {
		return // whoever would be told is gone
	}
	nErrors, nWarnings := diags.Count()
	var parts []string
	if nErrors > 0 {
		parts = append(parts, plural(nErrors, "error"))
	}
	if nWarnings > 0 {
		parts = append(parts, plural(nWarnings, "warning"))
	}
	fmt.Fprintln(t.err, strings.Join(parts, ", "))
}

func plural(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// run executes one command line and returns the exit status.
func run(ctx context.Context, args []string, in io.Reader, out, errOut io.Writer) int {
	t := terminal{in: in, out: out, err: errOut}
	root := rootCommand(t)
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(out)
	root.SetErr(errOut)
	err := root.ExecuteContext(ctx)
	var wrong misuse
	var failed failure
	switch {
	case err == nil:
		return statusDone
	case errors.Is(err, errReported):
		return statusFailed
	case errors.As(err, &wrong):
		complain(errOut, wrong.text, wrong.hint)
		return statusMisuse
	case errors.As(err, &failed):
		complain(errOut, failed.Error(), failed.hint)
		return statusFailed
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(errOut, "stopped; the site is as it was")
		return statusFailed
	}
	complain(errOut, err.Error(), "")
	return statusFailed
}

func complain(w io.Writer, text, hint string) {
	fmt.Fprintf(w, "error: %s\n", strings.TrimSuffix(text, "."))
	if hint != "" {
		fmt.Fprintf(w, "hint: %s\n", hint)
	}
}

func rootCommand(t terminal) *cobra.Command {
	var dir string
	root := &cobra.Command{
		Use:   "gloss",
		Short: "Turn a folder of Markdown terms into a linked, searchable glossary site",
		Long: `Gloss turns a folder of Markdown term files into a linked glossary site with a
prebuilt search index, and keeps it live while you write.

  gloss init my-glossary     start a glossary
  gloss serve -C my-glossary write, and watch it in the browser
  gloss build -C my-glossary make public/ for any host, or none`,
		SilenceUsage:  true,
		SilenceErrors: true,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			wrong := misuse{text: fmt.Sprintf("there is no command %q", args[0]), hint: "gloss help lists the commands"}
			if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
				wrong.hint = fmt.Sprintf("did you mean: gloss %s", near[0])
			}
			return wrong
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		PersistentPreRunE: func(*cobra.Command, []string) error {
			if dir == "" {
				return nil
			}
			if err := os.Chdir(dir); err != nil {
				return misuse{text: fmt.Sprintf("-C: %v", err)}
			}
			return nil
		},
	}
	root.SuggestionsMinimumDistance = 2
	root.PersistentFlags().StringVarP(&dir, "directory", "C", "", "run in this folder")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return misuse{text: err.Error(), hint: cmd.CommandPath() + " --help lists the flags"}
	})
	root.AddCommand(initCommand(t), newCommand(t), buildCommand(t), serveCommand(t), searchCommand(t), checkCommand(t), explainCommand(t),
		versionCommand(t))
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	return root
}

// exactly is cobra.ExactArgs with the house's words.
func exactly(n int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == n {
			return nil
		}
		return misuse{text: fmt.Sprintf("%s takes %s", cmd.CommandPath(), what), hint: "usage: " + cmd.UseLine()}
	}
}

func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return misuse{text: fmt.Sprintf("%s takes no arguments, and %q is one", cmd.CommandPath(), args[0]), hint: "usage: " + cmd.UseLine()}
}
