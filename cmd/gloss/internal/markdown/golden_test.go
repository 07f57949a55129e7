package markdown

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/source"
	"gloss/cmd/gloss/internal/term"
)

var update = flag.Bool("update", false, "write the golden files anew")

// entry is a term for tests; aliases are separated by commas.
func entry(slug, title, abbreviation, aliases, domain string) *term.Term {
	t := &term.Term{File: source.File{Path: slug + ".md"}, Slug: slug, Title: title, Abbreviation: abbreviation, Domain: domain}
	for alias := range strings.SplitSeq(aliases, ",") {
		if alias != "" {
			t.Aliases = append(t.Aliases, term.Value{Text: alias})
		}
	}
	return t
}

// glossary is the small glossary of all tests here.
func glossary() (*names.Table, []*term.Term) {
	terms := []*term.Term{
		entry("customer-relationship-management", "Customer relationship management", "CRM", "", "software"),
		entry("customer-data-platform", "Customer data platform", "CDP", "", ""),
		entry("landing-page", "Landing page", "", "lander", ""),
		entry("competitive-intelligence", "Competitive intelligence", "CI", "", "market"),
		entry("continuous-integration", "Continuous integration", "CI", "", "software"),
		entry("unit-testing", "Unit testing", "", "unit test", "software"),
		entry("c-sharp", "C#", "", "", "software"),
		{File: source.File{Path: "about.md"}, Kind: term.KindPage, Slug: "about", Title: "About"},
	}
	table, _ := names.New(terms, names.Options{Language: "en"})
	return table, terms
}

// files are the files beside the terms.
func files(path string) bool {
	return slices.Contains([]string{"pics/funnel.png", "data/rates.csv", "pics/größe 1.png"}, path)
}

// page returns a term of the title "Subject" whose file is body with a line of front matter before it.
func subject(body string) *term.Term {
	const front = "---\ntitle: Subject\n---\n"
	data := []byte(front + body)
	return &term.Term{File: source.File{Path: "sales/subject.md", Data: data}, Slug: "subject", Title: "Subject",
		Body: data[len(front):], BodyOffset: len(front)}
}

func TestGolden(t *testing.T) {
	inputs, err := filepath.Glob("testdata/*.md")
	if err != nil || len(inputs) == 0 {
		t.Fatal("no golden files", err)
	}
	table, _ := glossary()
	for _, input := range inputs {
		t.Run(filepath.Base(input), func(t *testing.T) {
			data, err := os.ReadFile(input)
			if err != nil {
				t.Fatal(err)
			}
			language := "en"
			if strings.HasPrefix(filepath.Base(input), "de-") {
				language = "de"
			}
			got := describe(New(Options{Language: language}).Convert(subject(string(data)), table, files))
			golden := strings.TrimSuffix(input, ".md") + ".html"
			if *update {
				if err := os.WriteFile(golden, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if got != string(want) {
				t.Errorf("differs from %s (run with -update after a look):\n%s", golden, got)
			}
		})
	}
}

// describe prints all of a body: HTML first, then a line for each other thing.
func describe(b *Body) string {
	var s strings.Builder
	s.WriteString(b.HTML)
	fmt.Fprintf(&s, "\n<!--\nsummary: %s\n", b.Summary)
	for _, h := range b.Headings {
		fmt.Fprintf(&s, "heading: %d #%s %s\n", h.Level, h.ID, h.Text)
	}
	for _, q := range b.FAQ {
		fmt.Fprintf(&s, "question: #%s %s = %q\n", q.ID, q.Question, q.Answer)
	}
	for _, m := range b.Mentions {
		more := map[bool]string{true: "…"}
		fmt.Fprintf(&s, "mention: %s linked=%t %s%s[%s]%s%s\n", m.Target, m.Linked,
			more[m.CutBefore], m.Sentence[:m.Start], m.Sentence[m.Start:m.End], m.Sentence[m.End:], more[m.CutAfter])
	}
	for _, f := range b.Fragments {
		fmt.Fprintf(&s, "fragment: %s#%s\n", f.Target, f.ID)
	}
	for _, l := range b.Pages {
		fmt.Fprintf(&s, "page: %s\n", l.Path)
	}
	fmt.Fprintf(&s, "assets: %v\nmissing: %v\nanchors: %v\n", b.Assets, b.Missing, b.Anchors)
	for _, d := range b.Diags {
		fmt.Fprintf(&s, "%s:%d:%d+%d: %s: %s [%s] (%s) | %s\n", d.File, d.Line, d.Col, d.Width, d.Severity, d.Text, d.Rule, d.Hint, d.Source)
	}
	fmt.Fprintf(&s, "text: %q\n-->\n", b.Text)
	return s.String()
}
