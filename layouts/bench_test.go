package layouts

import (
	"fmt"
	"html/template"
	"io"
	"strings"
	"testing"
)

// typical returns a term page of a large glossary: the samples are short, this one is as long as real ones.
func typical(t *Theme) *Term {
	words := t.WordsFor("en")
	site := &Site{Title: "Glossary", Language: "en", Direction: "ltr", Terms: 100000, Words: words}
	for c := 'A'; c <= 'Z'; c++ {
		site.Letters = append(site.Letters, Letter{Label: string(c), Link: Link{Title: string(c), URL: "letters/" + strings.ToLower(string(c)) + ".html"}})
	}
	site.Pages = []Link{{Title: "About", URL: "about.html"}}
	const summary = "The part of a company's revenue that comes back every month, counted as if each contract were billed monthly."
	term := &Term{
		Page: Page{Site: site, Kind: "term", Title: "Monthly recurring revenue", Description: summary, Path: "terms/monthly-recurring-revenue.html", Root: "../"},
		Slug: "monthly-recurring-revenue", Abbreviation: "MRR", Aliases: []string{"recurring revenue"}, Summary: summary, SummaryShown: true,
		Body:     template.HTML(strings.Repeat("<p>"+summary+"</p>\n", 12)),
		Tags:     []Link{{Title: "metrics", URL: "../tags/metrics.html"}, {Title: "revenue", URL: "../tags/revenue.html"}},
		Previous: &Link{Title: "Messaging strategy", URL: "messaging-strategy.html"},
		Next:     &Link{Title: "Net revenue retention", URL: "net-revenue-retention.html"},
		Updated:  "2026-11-22",
	}
	for i := range 5 {
		link := Link{Title: fmt.Sprintf("Neighbour %d", i), URL: fmt.Sprintf("neighbour-%d.html", i), Summary: summary}
		term.Related = append(term.Related, link)
		term.Mentions = append(term.Mentions, Mention{Link: link, Before: "Analysts compare ", Match: "MRR", After: " from month to month."})
		term.Contents = append(term.Contents, Heading{ID: fmt.Sprintf("part-%d", i), Text: "A part", Level: 2})
	}
	term.Around = NewNeighbourhood(term.Title, term.Related[:3], term.Related[3:], func(int) bool { return false })
	return term
}

func BenchmarkRenderTerm(b *testing.B) {
	theme, problems := Load(nil)
	if theme == nil {
		b.Fatal(problems)
	}
	view := typical(theme)
	b.ReportAllocs()
	for b.Loop() {
		if err := theme.Render(io.Discard, view); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if theme, problems := Load(nil); theme == nil {
			b.Fatal(problems)
		}
	}
}

func BenchmarkAssets(b *testing.B) {
	theme, _ := Load(nil)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := theme.Assets(&Site{}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkInterpretTerm renders the same page by html/template alone, for comparison.
func BenchmarkInterpretTerm(b *testing.B) {
	theme, _ := Load(nil)
	view := typical(theme)
	b.ReportAllocs()
	for b.Loop() {
		if err := theme.templates["term"].Execute(io.Discard, view); err != nil {
			b.Fatal(err)
		}
	}
}
