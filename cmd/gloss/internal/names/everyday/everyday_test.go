package everyday

import (
	"slices"
	"strings"
	"testing"
)

func TestOf(t *testing.T) {
	for _, test := range []struct {
		language, word string
		want           Class
	}{
		{"en", "chatbot", Rare}, {"en", "buyer", Known}, {"en", "trigger", Common}, {"en", "make", Function}, {"en", "and", Function},
		{"", "tree", Frequent}, {"en-GB", "port", Common}, {"de", "and", Rare}, {"eng", "and", Rare}, {"en", "", Rare},
	} {
		if got := Of(test.language, test.word); got != test.want {
			t.Errorf("Of(%q, %q) = %d, want %d", test.language, test.word, got, test.want)
		}
	}
}

// TestNumbers holds that numbers are dense and each word has its own.
func TestNumbers(t *testing.T) {
	seen := make([]bool, Size())
	for word := range list() {
		number, ok := Number("en", word)
		if !ok || int(number) >= Size() || seen[number] {
			t.Fatalf("%q has number %d, %v", word, number, ok)
		}
		seen[number] = true
	}
	if _, ok := Number("fr", "tree"); ok {
		t.Error("a number for French")
	}
}

// TestCounts holds that the derived file is sorted, so that a new derivation shows as a small difference.
func TestCounts(t *testing.T) {
	var words []string
	for line := range strings.Lines(counts) {
		if !strings.HasPrefix(line, "#") {
			word, _, _ := strings.Cut(line, " ")
			words = append(words, word)
		}
	}
	if len(words) < 17000 || !slices.IsSorted(words) {
		t.Errorf("%d words, sorted: %v", len(words), slices.IsSorted(words))
	}
}
