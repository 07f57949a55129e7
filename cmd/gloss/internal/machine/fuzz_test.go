package machine

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// visible is the text of a fragment as an HTML parser sees it, without any space.
func visible(t *testing.T, fragment string) string {
	doc, err := html.Parse(strings.NewReader(fragment))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for n := range doc.Descendants() {
		if n.Type == html.TextNode {
			b.WriteString(strings.Join(strings.Fields(n.Data), ""))
		}
	}
	return b.String()
}

func FuzzRewriteAddresses(f *testing.F) {
	for _, seed := range []string{crmBody, `<a href=x.html>`, `<img src="a&amp;b" alt='"'>`, `<a href="javascript:x">`, `<!-- <a href="y"> -->`, `<a href="%zz">`, "<p"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, fragment string) {
		same, err := rewriteAddresses(fragment, func(address string) string { return address })
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(fragment, "\x00") || strings.Contains(fragment, "\r") {
			return // parsers replace them, and the tokenizer's copy already did
		}
		if got, want := visible(t, same), visible(t, fragment); got != want {
			t.Errorf("the text %q became %q", want, got)
		}
		if _, err := absoluteHTML(fragment, "https://example.org/terms/a.html"); err != nil {
			t.Error(err)
		}
	})
}

func FuzzMarkdown(f *testing.F) {
	for _, seed := range []string{crmBody, "<p>[x](y)</p>", "<div class=footnotes><ol><li id='fn:'>", "<dl><dd><dt>", "<details><summary>", "<table><tr><td>", "<input checked>",
		"<a class='footnote-backref'>", "<aside class=alert><p class=alert-title>"} {
		f.Add(seed)
	}
	convert := newConverter()
	f.Fuzz(func(t *testing.T, fragment string) {
		if !utf8.ValidString(fragment) || len(fragment) > 1<<12 {
			return // bodies are valid UTF-8
		}
		e := &Entry{Slug: "a", Path: "terms/a.html", Title: "A", BodyHTML: fragment}
		first, err := markdownOf(convert, e, map[string]bool{"terms/a.html": true})
		if err != nil {
			t.Fatal(err)
		}
		again, err := markdownOf(convert, e, map[string]bool{"terms/a.html": true})
		if err != nil || string(first) != string(again) {
			t.Errorf("twice the same, and not the same: %q, %q, %v", first, again, err)
		}
	})
}

// Whatever a writer puts into a title or a summary, the files stay files of their kind.
func FuzzTexts(f *testing.F) {
	for _, seed := range []string{"plain", "</script><!--", "]]>&amp;", "\x00\x1b\ufffe", "a\u2028b", `"\`, "[x](y)\n# z", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, value string) {
		site := &Site{Title: "T", Description: value, BaseURL: "https://example.org/", Language: "en", Pages: []Page{{Path: "index.html"}},
			Entries: []Entry{{Slug: "s", Path: "terms/s.html", Title: value, Summary: value, Tags: []string{value}, Updated: "2026-01-02", BodyHTML: value,
				FAQ: []Question{{Question: value, AnswerHTML: value}}}}}
		p, err := New(site, Outputs{Sitemap: true, Feeds: true, Data: true, LLMs: true, StructuredData: true})
		if err != nil {
			t.Fatal(err)
		}
		files := makeAll(t, p)
		wellFormed(t, string(files[SitemapPath]))
		wellFormed(t, string(files[AtomPath]))
		for _, name := range []string{DataPath, JSONFeedPath} {
			if !json.Valid(files[name]) {
				t.Errorf("%s is not JSON: %s", name, files[name])
			}
		}
		data, err := p.StructuredData("terms/s.html", &site.Entries[0])
		if err != nil || !json.Valid([]byte(data)) || strings.ContainsAny(string(data), "<>") {
			t.Errorf("structured data %s, %v", data, err)
		}
		for line := range strings.Lines(string(files[LLMsPath])) {
			if strings.HasPrefix(line, "# ") && line != "# T\n" {
				t.Errorf("a text became a heading: %q", line)
			}
		}
	})
}
