package site

import (
	"testing"

	"gloss/cmd/gloss/internal/address"
)

func TestAddressFromAPage(t *testing.T) {
	pages := []string{"index.html", "terms/a.html", "terms/old/deep.html", "letters/a.html", "terms/c++.html", "terms/c:d.html", "terms/.html", "about.html", "x/terms/a.html"}
	for _, at := range pages {
		for _, to := range pages {
			var e entry
			e.setURL(to)
			if got, want := e.from(placeOf(at)), address.Relative(at, to); got != want {
				t.Errorf("from %s to %s: %q, want %q", at, to, got, want)
			}
		}
	}
}

// Most links of a large glossary are between terms; each of them once took six allocations.
func TestAddressAllocatesNothing(t *testing.T) {
	var e entry
	e.setURL("terms/monthly-recurring-revenue.html")
	if n := testing.AllocsPerRun(100, func() { _ = e.from(placeOf("terms/churn.html")) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}
