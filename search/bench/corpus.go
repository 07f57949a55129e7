package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v3"

	"gloss/search"
)

// front is what the benchmark reads of a term file.
type front struct {
	Title, Summary, Abbreviation, Type string
	Aliases, Tags                      []string
}

var markup = regexp.MustCompile("[*_`#>|]+|\\]\\([^)]*\\)|\\[\\^[^]]*\\]:?|[\\[\\]]")

// readContent reads a folder of term files, near enough for a benchmark: front matter in YAML, Markdown without its marks.
func readContent(dir string) ([]search.Document, error) {
	var docs []search.Document
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".md" {
			return err
		}
		data, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		head, body, ok := strings.Cut(strings.TrimPrefix(string(data), "---\n"), "\n---\n")
		if !ok {
			return nil
		}
		var f front
		if err := yaml.Unmarshal([]byte(head), &f); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		id := strings.TrimSuffix(filepath.Base(path), ".md")
		if f.Type == "page" || id == "index" || f.Title == "" {
			return nil
		}
		docs = append(docs, search.Document{ID: id, URL: "terms/" + id + ".html", Title: f.Title, Abbreviation: f.Abbreviation, Aliases: f.Aliases,
			Summary: f.Summary, Body: strings.TrimSpace(markup.ReplaceAllString(body, "")), Tags: f.Tags})
		return nil
	})
	byTitle(docs)
	return docs, err
}
