package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"gloss/cmd/gloss/internal/config"
	"gloss/cmd/gloss/internal/term"
)

// termsFolder is where gloss init puts a glossary's first terms.
const termsFolder = "terms"

func newCommand(t terminal) *cobra.Command {
	var folder string
	cmd := &cobra.Command{
		Use:   `new "TERM"`,
		Short: "Write the file of a new term",
		Long: `New makes a file for a term below content/, with its front matter ready to fill in, and
prints the file's name. It never replaces a file.`,
		Args: exactly(1, `one term; put a term of several words in quotes: gloss new "landing page"`),
		RunE: func(_ *cobra.Command, args []string) error {
			title := strings.Join(strings.Fields(args[0]), " ")
			if title == "" {
				return misuse{text: "the term is empty", hint: `usage: gloss new "TERM"`}
			}
			cfg, diags := config.Load(os.DirFS("."), config.FileName)
			if diags.HasErrors() {
				t.report(diags)
				return errReported
			}
			if _, err := os.Stat(cfg.Content); err != nil {
				return failure{err: fmt.Errorf("there is no content folder %s here", cfg.Content),
					hint: "go to a glossary's folder, name one with -C, or start one with: gloss init my-glossary"}
			}
			if !filepath.IsLocal(folder) && folder != "" {
				return misuse{text: fmt.Sprintf("--folder: %s is not below the content folder", folder)}
			}
			if folder == "" {
				folder = defaultFolder(cfg.Content)
			}
			dir := filepath.Join(cfg.Content, folder)
			if err := os.MkdirAll(dir, 0o755); err != nil {
				return err
			}
			name := filepath.Join(dir, term.FileName(title)+".md")
			switch err := writeNew(name, term.Template(title)); {
			case errors.Is(err, fs.ErrExist):
				return failure{err: fmt.Errorf("%s exists already", name), hint: "open that file, or choose another name for the term"}
			case err != nil:
				return err
			}
			_, err := fmt.Fprintln(t.out, filepath.ToSlash(name))
			return err
		},
	}
	cmd.Flags().StringVar(&folder, "folder", "", "folder below content/ to put the file in (default terms, where there is one)")
	return cmd
}

// defaultFolder is where gloss init puts the first terms, if that folder is still there: a new term then stands beside them.
func defaultFolder(content string) string {
	if info, err := os.Stat(filepath.Join(content, termsFolder)); err == nil && info.IsDir() {
		return termsFolder
	}
	return ""
}
