//go:build !race

// The race detector's own allocations would be counted, and its pools forget.

package markdown

import "testing"

// TestCostOfAPage holds how often a short page asks for memory, a number that does not depend on the machine's mood. 54 times were measured,
// of which 36 are goldmark's nodes and readers; the limit stands a fifth above.
func TestCostOfAPage(t *testing.T) {
	table, _ := glossary()
	converter := New(Options{Language: "en"})
	page := subject("## Noun\n\n- a *landing page* of a company, its CRM, and a unit test.\n\n## Verb\n\n- to go on.\n")
	if n := testing.AllocsPerRun(200, func() { converter.Convert(page, table, files) }); n > 65 {
		t.Errorf("%v allocations", n)
	}
}
