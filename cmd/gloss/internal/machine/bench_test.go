package machine

import (
	"strings"
	"testing"
)

// Each output at 100,000 terms, apart from pictures and Markdown, which are measured a term. "B/site" is what they add to the site.
func BenchmarkFiles(b *testing.B) {
	const terms = 100_000
	site := large(terms)
	for _, test := range []struct {
		name    string
		outputs Outputs
	}{
		{"sitemap", Outputs{Sitemap: true}},
		{"feeds", Outputs{Feeds: true}},
		{"data", Outputs{Data: true}},
		{"llms", Outputs{LLMs: true}},
		{"app", Outputs{App: true}},
		{"site image", Outputs{Images: SiteImage}},
	} {
		b.Run(test.name, func(b *testing.B) {
			b.ReportAllocs()
			size := 0
			for b.Loop() {
				size = 0
				for _, f := range plan(b, site, test.outputs).Files() {
					data, err := f.Make()
					if err != nil {
						b.Fatal(err)
					}
					size += len(data)
				}
			}
			b.ReportMetric(float64(size), "B/site")
		})
	}
}

func BenchmarkTerm(b *testing.B) {
	site := sample()
	site.Entries = site.Entries[:1]
	for _, test := range []struct {
		name    string
		outputs Outputs
		suffix  string
	}{{"markdown", Outputs{Markdown: true}, ".md"}, {"image", Outputs{Images: TermImages}, "management.png"}} {
		b.Run(test.name, func(b *testing.B) {
			b.ReportAllocs()
			size := 0
			files := plan(b, site, test.outputs).Files()
			for b.Loop() {
				for _, f := range files {
					if !strings.HasSuffix(f.Path, test.suffix) {
						continue
					}
					data, err := f.Make()
					if err != nil {
						b.Fatal(err)
					}
					size = len(data)
				}
			}
			b.ReportMetric(float64(size), "B/term")
		})
	}
	b.Run("head", func(b *testing.B) {
		b.ReportAllocs()
		p := plan(b, site, all)
		size := 0
		for b.Loop() {
			e := &site.Entries[0]
			data, err := p.StructuredData(e.Path, e)
			if err != nil {
				b.Fatal(err)
			}
			size = len(data)
			for _, property := range p.Properties(e.Path, e.Title, e.Summary, e) {
				size += len(property.Content)
			}
		}
		b.ReportMetric(float64(size), "B/term")
	})
}
