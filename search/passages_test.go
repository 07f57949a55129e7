package search

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestPassages(t *testing.T) {
	long := strings.Repeat("word ", 60) + "end."
	for _, c := range []struct {
		name, summary, body string
		want                []string
	}{
		{"sentences", "", "One is here. Two is “there.” Is three? Yes!", []string{"One is here.", "Two is “there.”", "Is three?", "Yes!"}},
		{"blocks", "", "A heading\nFirst. Second", []string{"A heading", "First.", "Second"}},
		{"abbreviations", "", "Use e.g. this. J. Smith wrote 3.5 pages. Done.", []string{"Use e.g. this.", "J. Smith wrote 3.5 pages.", "Done."}},
		{"Japanese", "", "東京は都市です。大きい！「はい。」", []string{"東京は都市です。", "大きい！", "「はい。」"}},
		{"the summary's own", "One is here.", "One is here. Two is there.", []string{"Two is there."}},
		{"nothing", "x", " \n\n", nil},
		{"long", "", long, []string{strings.TrimSpace(strings.Repeat("word ", 39)) + "…", "…" + strings.Repeat("word ", 21) + "end."}},
		{"a long summary", long, "", []string{strings.TrimSpace(strings.Repeat("word ", 39)) + "…", "…" + strings.Repeat("word ", 21) + "end."}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got, want := string(appendPassages(nil, &Document{Summary: c.summary, Body: c.body})), strings.Join(c.want, "\n"); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// FuzzPassages holds that passages are short, and that no letter or digit is lost.
func FuzzPassages(f *testing.F) {
	f.Add("One. Two… Three! (Four?) »Five.« 六。seven")
	f.Add(strings.Repeat("x", 500))
	f.Add("a.\xff. B\u2028. C")
	f.Fuzz(func(t *testing.T, body string) {
		body = strings.ToValidUTF8(body, "\uFFFD")
		text := string(appendPassages(nil, &Document{Body: body}))
		for line := range strings.SplitSeq(text, "\n") {
			if n := utf8.RuneCountInString(line); n > maxPassage {
				t.Errorf("%d code points: %q", n, line)
			}
		}
		bare := strings.NewReplacer("…", "")
		letters := func(s string) string { return strings.Join(strings.Fields(bare.Replace(s)), "") }
		if got, want := letters(text), letters(body); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}
