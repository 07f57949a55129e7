//go:build !race

// The race detector drops pooled memory at random, which would be counted as allocations.

package layouts

import (
	"io"
	"testing"
)

// TestRenderAllocates holds what rendering a page allocates: almost nothing, however long the page is.
func TestRenderAllocates(t *testing.T) {
	theme := load(t)
	view := typical(theme)
	per := testing.AllocsPerRun(100, func() {
		if err := theme.Render(io.Discard, view); err != nil {
			t.Fatal(err)
		}
	})
	if per > 8 {
		t.Errorf("%v allocations a page, at most 8", per)
	}
}
