package search

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// spelledWord is a word with its spelling and itself without symbols.
type spelledWord struct{ word, spelling, bare string }

// plainTokens says what a tokenizer gives, the plain way.
func plainTokens(text string) []spelledWord {
	var out []spelledWord
	for chunk := range strings.FieldsFuncSeq(text, func(r rune) bool { return r <= ' ' }) {
		ws := words(chunk, true)
		spelled := strings.TrimFunc(strings.ToLower(norm.NFC.String(chunk)), isSeparator)
		for _, w := range ws {
			s := spelledWord{w, w, w}
			if len(ws) == 1 && fold(spelled) == w {
				s.spelling = spelled
			}
			if b := bare(w); b != "" {
				s.bare = b
			}
			out = append(out, s)
		}
	}
	return out
}

func compareTokens(t *testing.T, k *tokenizer, text string) {
	t.Helper()
	var got []spelledWord
	for _, o := range k.take(text) {
		got = append(got, spelledWord{k.words.texts[o.word], k.words.texts[o.spelling], k.words.texts[o.bare]})
	}
	want := plainTokens(text)
	if !slices.Equal(got, want) {
		t.Errorf("%q:\n%q instead of\n%q", text, got, want)
	}
	if ws := words(text, true); len(ws) != len(want) {
		t.Errorf("%q: %q has another number of words than %q", text, ws, want)
	}
}

// TestTokenizer takes texts again and again, so that what is kept of one is used for the next.
func TestTokenizer(t *testing.T) {
	k := newTokenizer(newLexis())
	r := rand.New(rand.NewPCG(4, 4))
	for range 3000 {
		compareTokens(t, k, randomText(r, 12))
	}
}

// FuzzTokenizer compares the tokenizer's ways, for ASCII and for other texts, with the plain one.
func FuzzTokenizer(f *testing.F) {
	for _, s := range append(slices.Clone(hostile), "what's a C++11 .net (.NET) a.b ..c x#y ++ '' 'a a'b'c", "Zürich's naïve ΟΔΟΣ", "都庁a b東", strings.Repeat("a", 39)+"'b c") {
		f.Add(s)
	}
	k := newTokenizer(newLexis())
	f.Fuzz(func(t *testing.T, text string) { compareTokens(t, k, text) })
}
