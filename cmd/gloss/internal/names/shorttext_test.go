package names

import (
	"strings"
	"testing"

	"gloss/cmd/gloss/internal/names/everyday"
)

// TestShortNumbers compares the short way of the census with the map, for every word of the list and what may be its forms.
func TestShortNumbers(t *testing.T) {
	m := newMorphology("en")
	short := shortNumbers()
	compared, known := 0, 0
	for word := range everyday.Numbers {
		for _, form := range []string{word, word + "s", word + "es", strings.TrimSuffix(word, "y") + "ies", word + "ing", strings.ToUpper(word), "x" + word} {
			if len(form) > maxShort {
				continue
			}
			want, wantOK := m.number([]byte(strings.ToLower(form)))
			got, ok := short.number(shortTextOf("- "+form+" -", 2, 2+len(form)).lower())
			if got != want || ok != wantOK {
				t.Fatalf("%q: %d %v, want %d %v", form, got, ok, want, wantOK)
			}
			compared++
			if ok {
				known++
			}
		}
	}
	if compared < 100_000 || known < 60_000 {
		t.Errorf("%d forms compared, %d known", compared, known)
	}
}

// TestLowerEight tries every byte in every place.
func TestLowerEight(t *testing.T) {
	for place := range 8 {
		for c := range 256 {
			text := []byte("a_Z0zA9b")
			text[place] = byte(c)
			var want strings.Builder
			for _, b := range text {
				want.WriteByte(lowerCase[b])
			}
			if got := lowerEight(eightBytes(string(text))); got != eightBytes(want.String()) {
				t.Errorf("%q: %x", text, got)
			}
		}
	}
}
