package markdown

import (
	"strings"
	"testing"

	"gloss/cmd/gloss/internal/names"
)

func TestTypography(t *testing.T) {
	table, _ := names.New(nil, names.Options{Language: "en"})
	for _, c := range []struct{ language, source, want string }{
		{"en", `"a" 'b' it's`, `“a” ‘b’ it’s`},
		{"en", `'twas 'em rock 'n' roll the '90s 'no' 'tis'`, `’twas ’em rock ’n’ roll the ’90s ‘no’ ‘tis’`},
		{"en", `the users' data, "the users' data"`, `the users’ data, “the users’ data”`},
		{"en", `"'a' b" ("c"), "d".`, `“‘a’ b” (“c”), “d”.`},
		{"en", `**"a"** *'b'* "**c**" and "*d*".`, `“a” ‘b’ “c” and “d”.`},
		{"en", `**word**'s end, *words*' end, "a *b*" c *'d'*`, `word’s end, words’ end, “a b” c ‘d’`},
		{"en", `21" and 5' tall`, `21&quot; and 5' tall`},
		{"en", `a -- b, 1990--2000, x---y, --force, a ---- b`, `a – b, 1990–2000, x—y, --force, a ---- b`},
		{"en", `wait... x`, `wait… x`},
		{"en", `\"a\" \'b\' \-- \...`, `&quot;a&quot; 'b' -- ...`},
		{"de", `"a" 'b' geht's`, `„a“ ‚b‘ geht’s`},
		{"de-CH", `"a"`, `«a»`},
		{"fr", `"a" l'x`, "«\u202fa\u202f» l’x"},
		{"sv", `"a"`, `”a”`},
		{"ja", `"a"`, `「a」`},
		{"xx", `"a"`, `“a”`},
	} {
		html := New(Options{Language: c.language}).convert(subject(c.source), table.Ask(), nil, nothing).HTML
		got := strings.NewReplacer("<p>", "", "</p>\n", "", "<em>", "", "</em>", "", "<strong>", "", "</strong>", "").Replace(html)
		if got != c.want {
			t.Errorf("%s %q: got %q, want %q", c.language, c.source, got, c.want)
		}
	}
	// A quotation that one paragraph leaves open does not close in the next.
	html := New(Options{Language: "en"}).convert(subject("an \"open one\n\nb\" c"), table.Ask(), nil, nothing).HTML
	if want := "<p>an “open one</p>\n<p>b&quot; c</p>\n"; html != want {
		t.Errorf("got %q, want %q", html, want)
	}
}
