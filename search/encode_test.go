package search

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// TestEscaped holds that literals are what JavaScript, and here JSON, reads as the text, in ASCII where a file must not break.
func TestEscaped(t *testing.T) {
	r := rand.New(rand.NewPCG(2, 8))
	texts := []string{"", `a"b\c`, "<script>\r\n\t\x00\x1f\x7f", "\u2028x\u2029", "\u2027\u202a\u2128 é 東 🎉", "ends with \u2028"}
	for range 200 {
		texts = append(texts, strings.ToValidUTF8(randomText(r, 12), "?"))
	}
	for _, text := range texts {
		got := string(appendLiteral(nil, text))
		if strings.ContainsAny(got, "<\n\r\u2028\u2029") {
			t.Errorf("%q has a character that a script must not have", got)
		}
		var back string
		if err := json.Unmarshal([]byte(strings.ReplaceAll(got, `\x3c`, `\u003c`)), &back); err != nil || back != text {
			t.Errorf("%q is written %s: %q, %v", text, got, back, err)
		}
		if bytes := string(appendLiteral(nil, []byte(text))); bytes != got {
			t.Errorf("%q as bytes is %s", text, bytes)
		}
	}
}

// TestNamedFor holds that the slug of a title in ASCII is recognised as that of any title is.
func TestNamedFor(t *testing.T) {
	s := &script{}
	titles := []string{"", "C++", ".NET (core)", "what's new", "A  b--c", strings.Repeat("long", 20), "it's", "x'", "Größe", "'s"}
	for _, title := range titles {
		slug := strings.Join(rawWords(title), "-")
		for _, id := range []string{slug, slug + "-", slug + "x", "x" + slug, strings.TrimSuffix(slug, "w"), ""} {
			if got := s.namedFor(id, title); got != (id == slug) {
				t.Errorf("namedFor(%q, %q) = %v", id, title, got)
			}
		}
	}
}

func TestShownOf(t *testing.T) {
	for _, c := range []struct {
		text string
		want int
	}{
		{"", 0}, {"short", 5}, {strings.Repeat("a", cardSummary), cardSummary}, {strings.Repeat("a", cardSummary+1), cardSummary},
		{strings.Repeat("é", cardSummary), 2 * cardSummary}, {strings.Repeat("é", cardSummary+1), 2 * cardSummary},
		{strings.Repeat("word ", 40), 159}, {"a " + strings.Repeat("b", 200), cardSummary},
		{strings.Repeat("b", cardSummary/2+1) + " " + strings.Repeat("c", 200), cardSummary/2 + 1},
		{strings.Repeat("b", cardSummary/2) + " " + strings.Repeat("c", 200), cardSummary},
	} {
		t.Run(fmt.Sprint(len(c.text)), func(t *testing.T) {
			if got := shownOf(c.text); got != c.want {
				t.Errorf("%d of %q are shown, not %d", got, c.text, c.want)
			}
		})
	}
}

// TestValidDocuments holds that texts which are not UTF-8 are mended, and the caller's left alone.
func TestValidDocuments(t *testing.T) {
	bad := "a\xffb"
	docs := []Document{{ID: "x", Title: "whole"}, {ID: bad, URL: bad, Title: bad, Abbreviation: bad, Summary: bad, Body: bad, Aliases: []string{"y", bad}, Tags: []string{bad}}}
	got := validDocuments(docs)
	const good = "a\uFFFDb"
	want := Document{ID: good, URL: good, Title: good, Abbreviation: good, Summary: good, Body: good, Aliases: []string{"y", good}, Tags: []string{good}}
	if fmt.Sprint(got[1]) != fmt.Sprint(want) || got[0].Title != "whole" {
		t.Errorf("%q", got)
	}
	if docs[1].ID != bad || docs[1].Aliases[1] != bad || docs[1].Tags[0] != bad {
		t.Errorf("the caller's are %q", docs)
	}
	if whole := docs[:1]; &validDocuments(whole)[0] != &whole[0] {
		t.Error("documents in UTF-8 are copied")
	}
}
