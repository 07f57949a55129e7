package main

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

//go:embed hugo
var hugoTheme embed.FS

// writeHugo writes the same terms as a Hugo site into dir/hugo, each with its letter, since Hugo makes no A-Z of its own.
func writeHugo(dir string) error {
	site := filepath.Join(dir, "hugo")
	if _, err := os.Stat(filepath.Join(site, "content")); err == nil {
		return nil
	}
	theme, err := fs.Sub(hugoTheme, "hugo")
	if err != nil {
		return err
	}
	if err := os.CopyFS(site, theme); err != nil {
		return err
	}
	terms := filepath.Join(dir, "content", "terms")
	files, err := os.ReadDir(terms)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(site, "content", "terms"), 0o755); err != nil {
		return err
	}
	for _, f := range files {
		data, err := os.ReadFile(filepath.Join(terms, f.Name()))
		if err != nil {
			return err
		}
		letter := fmt.Sprintf("---\nletters: [%q]\n", f.Name()[:1])
		data = append([]byte(letter), bytes.TrimPrefix(data, []byte("---\n"))...)
		if err := os.WriteFile(filepath.Join(site, "content", "terms", f.Name()), data, 0o644); err != nil {
			return err
		}
	}
	return nil
}
