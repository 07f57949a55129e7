package build

import (
	"fmt"
	"path/filepath"
	"testing"
)

// manyTerms writes a glossary of n terms that mention one another, three links a page. There is no map, which costs by its own rules.
func manyTerms(t testing.TB, n int) string {
	dir := t.TempDir()
	for i := range n {
		text := fmt.Sprintf("---\ntitle: Pump number %d\nsummary: A pump of kind %d.\ntags: [tag %d]\n---\n\nIt feeds pump number %d, *not* pump number %d.\n\n## Use\n\n- Beside [[pump number %d]].\n",
			i, i%7, i/10, (i*7+1)%n, (i*11+2)%n, (i*13+3)%n)
		put(t, filepath.Join(dir, "content", fmt.Sprintf("pump-number-%d.md", i)), text)
	}
	put(t, filepath.Join(dir, "gloss.yaml"), "title: Pumps\npages:\n  map: 0\n")
	return dir
}
