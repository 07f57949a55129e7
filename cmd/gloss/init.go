package main

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/spf13/cobra"

	"gloss/cmd/gloss/internal/config"
)

// starter is the small glossary that init writes.
//
//go:embed starter
var starter embed.FS

func initCommand(t terminal) *cobra.Command {
	return &cobra.Command{
		Use:   "init [DIR]",
		Short: "Start a glossary: gloss.yaml and a few terms",
		Long: `Init writes a small working glossary into DIR (default: this folder): gloss.yaml with
its settings explained, an introduction and three terms. It never replaces a file.`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 1 {
				return misuse{text: "init takes one folder", hint: "usage: " + cmd.UseLine()}
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error {
			dir := "."
			if len(args) == 1 {
				dir = args[0]
			}
			if err := writeStarter(dir); err != nil {
				return err
			}
			where := ""
			if dir != "." {
				where = " -C " + shellWord(dir)
			}
			fmt.Fprintf(t.out, "a glossary is in %s; next:\n  gloss serve%s        see it, and each change as you save\n  gloss new%s \"A term\" write an entry\n",
				dir, where, where)
			return nil
		},
	}
}

// writeStarter copies the starter glossary to dir. It refuses a folder that is a glossary already, before it writes anything.
func writeStarter(dir string) error {
	for _, name := range []string{config.FileName, "content"} {
		if _, err := os.Lstat(filepath.Join(dir, name)); err == nil {
			return failure{err: fmt.Errorf("%s exists already", filepath.Join(dir, name)), hint: "choose another folder: gloss init my-glossary"}
		}
	}
	return fs.WalkDir(starter, "starter", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel("starter", filepath.FromSlash(name))
		if err != nil {
			return err
		}
		if path.Base(name) == "gitignore" {
			rel = ".gitignore"
		}
		target := filepath.Join(dir, rel)
		if d.IsDir() {
			return os.MkdirAll(target, 0o755)
		}
		data, err := starter.ReadFile(name)
		if err != nil {
			return err
		}
		if err := writeNew(target, data); !errors.Is(err, fs.ErrExist) || rel != ".gitignore" {
			return err
		}
		return nil // a repository's own .gitignore stays as it is
	})
}

// writeNew writes a file that must not exist.
func writeNew(name string, data []byte) error {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Close())
}

// shellWord quotes a word for a command line when it needs it.
func shellWord(s string) string {
	for _, r := range s {
		if !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '-' || r == '_' || r == '/' || r == '.') {
			return fmt.Sprintf("%q", s)
		}
	}
	return s
}
