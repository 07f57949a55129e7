package markdown

import (
	"strings"
	"testing"

	"gloss/cmd/gloss/internal/names"
)

func TestPunctuation(t *testing.T) {
	for _, c := range []struct{ language, text, want string }{
		{"en", `A "free" trial that isn't one.`, `A “free” trial that isn’t one.`},
		{"en", `the users' data, 1990--2000, wait... x---y, --force`, `the users’ data, 1990–2000, wait… x—y, --force`},
		{"en", `21" and 5' tall, **as it stands**`, `21" and 5' tall, **as it stands**`},
		{"en", `Plain. Nothing to do - at all.`, `Plain. Nothing to do - at all.`},
		{"de", `Das "Wort" geht's an.`, `Das „Wort“ geht’s an.`},
		{"ar", `قال "نعم".`, `قال ”نعم“.`},
		{"fa", `"a" l'x`, `«a» l’x`},
		{"he", `"a" 'b'`, `”a” ’b’`},
		{"en", "", ""},
		{"en", "\"\xff", "“\xff"},
	} {
		if got := Punctuation(c.language, c.text); got != c.want {
			t.Errorf("%s %q: got %q, want %q", c.language, c.text, got, c.want)
		}
	}
}

// FuzzPunctuation holds that a summary is set as a paragraph of the same words is.
func FuzzPunctuation(f *testing.F) {
	f.Add(`a "b 'c' d" e's -- f...`)
	f.Add(`a 'b"c' '90s 'tis "`)
	f.Add(`a----b --c .... "'d'"`)
	table, _ := names.New(nil, names.Options{Language: "en"})
	converter := New(Options{Language: "en"})
	f.Fuzz(func(t *testing.T, drawn string) {
		// Characters that Markdown gives no meaning of their own within a paragraph.
		text := "a" + strings.Map(func(r rune) rune {
			if strings.ContainsRune(`abt 'em90s"-.(),é`, r) {
				return r
			}
			return -1
		}, drawn)
		text = strings.Join(strings.Fields(text), " ")
		if got, want := Punctuation("en", text), converter.convert(subject(text), table.Ask(), nil, nothing).Summary; got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	})
}
