package term

import (
	"testing"

	"gloss/cmd/gloss/internal/source"
)

// Without front matter and heading the file's name is the title, word for word where it is no slug.
func TestTitleFromFileName(t *testing.T) {
	for name, want := range map[string]string{
		"american-standard-code.md": "American standard code", "C++.md": "C++", "sub/A & B.md": "A & B", "snake_case.md": "Snake case", "node.js.md": "Node.js",
	} {
		parsed, _ := Parse(source.File{Path: name, Data: []byte("Text without a heading.\n")}, Options{})
		if parsed.Title != want {
			t.Errorf("%s has the title %q, want %q", name, parsed.Title, want)
		}
	}
}
