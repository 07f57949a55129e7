//go:build !race

// The race detector's own allocations would be counted.

package names

import (
	"strings"
	"testing"
)

// TestCostOfVocabulary holds that a page's words cost one piece of memory, what is returned.
func TestCostOfVocabulary(t *testing.T) {
	page := []byte(strings.Repeat("A customer relationship management system knows each account, incomprehensibilities included. ", 20))
	if n := testing.AllocsPerRun(100, func() { Vocabulary(page, "en") }); n > 1 {
		t.Errorf("%v allocations", n)
	}
}
