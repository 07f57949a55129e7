//go:build !race

// The race detector's own allocations would be counted.

package term

import (
	"testing"

	"gloss/cmd/gloss/internal/source"
)

// TestCostOfAFile holds how often a file asks for memory beyond the slabs that its term lies in: for the texts of its front matter,
// and to see whether its name is in Unicode's normal form.
func TestCostOfAFile(t *testing.T) {
	data := []byte("---\ntitle: \"Landing page\"\nsummary: \"a page\"\ntags: [\"sales\", \"web\"]\naliases:\n- LP\n- page\n---\n\n## Noun\n\n- a page.\n")
	parser := NewParser(Options{})
	if n := testing.AllocsPerRun(1000, func() { parser.Parse(source.File{Path: "terms/landing-page.md", Data: data}) }); n > 2 {
		t.Errorf("%v allocations", n)
	}
}
