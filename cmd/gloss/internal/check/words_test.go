package check

import (
	"strings"
	"testing"
)

func TestSpelledOut(t *testing.T) {
	for _, test := range []struct {
		line string
		want bool
	}{
		{"a service level agreement (ABC)", false}, {"an answer by call (ABC) and", true}, {"the Answer of the by-call (ABCs)", true},
		{"ABC (answer by call)", true}, {"ABC (see below)", false}, {"ABC (answer by call", false}, {"**Answer** by *call* (ABC)", true}, {"(ABC)", false},
	} {
		start := strings.Index(test.line, "ABC")
		if got := spelledOut(test.line, start, start+3); got != test.want {
			t.Errorf("%q: %v", test.line, got)
		}
	}
}

// Words lie in the line, in order, and blanking keeps every offset.
func FuzzWords(f *testing.F) {
	f.Add("An SLA's end, e.g. `GET` of [x](https://a/b) in R&D, the Golden Gate (GG); .NET C++ ÄÖÜ <b>x</b>")
	f.Add("([[A]] ](]( ``` <<>> :// x")
	f.Fuzz(func(t *testing.T, line string) {
		blanked := blankOut(line)
		if len(blanked) != len(line) {
			t.Fatalf("%d bytes became %d", len(line), len(blanked))
		}
		end := 0
		for _, w := range appendTokens(nil, blanked) {
			if w.start < end || w.end <= w.start || w.end > len(line) || w.upper && w.title {
				t.Fatalf("%+v in %q", w, line)
			}
			end = w.end
			spelledOut(blanked, w.start, w.end)
			glued(blanked, w)
		}
	})
}
