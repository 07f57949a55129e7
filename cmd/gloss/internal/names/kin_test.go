package names

import (
	"strings"
	"testing"
)

// TestKinFolds holds that texts which strings.EqualFold takes for equal have one bit.
func TestKinFolds(t *testing.T) {
	for _, pair := range [][2]string{{"Data", "dATA"}, {"\u212aelvin", "kelvin"}, {"\u017fum", "SUM"}, {"ΣΑΣ", "σας"}, {"Größe", "GRÖSSE"}, {"Ǆ", "ǆ"}, {"Ǆ", "ǅ"}, {"\xff", "\ufffd"}} {
		if strings.EqualFold(pair[0], pair[1]) && bitsOf(pair[0]) != bitsOf(pair[1]) {
			t.Errorf("%q and %q have other bits", pair[0], pair[1])
		}
	}
	seen := map[uint64]bool{}
	for _, text := range strings.Fields("sales marketing product software data design legal finance support people") {
		seen[bitsOf(text)] = true
	}
	if len(seen) < 6 {
		t.Errorf("ten texts have %d bits", len(seen))
	}
}

// FuzzKinFolds tries any two texts.
func FuzzKinFolds(f *testing.F) {
	f.Add("K", "\u212a")
	f.Fuzz(func(t *testing.T, a, b string) {
		for _, other := range []string{b, strings.ToUpper(a), strings.ToLower(a), strings.ToTitle(a)} {
			if strings.EqualFold(a, other) && bitsOf(a) != bitsOf(other) {
				t.Fatalf("%q and %q have other bits", a, other)
			}
		}
	})
}
