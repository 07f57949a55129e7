package search

import (
	"path/filepath"
	"slices"
	"testing"
)

// sample is a small glossary in which the difficult cases of search meet.
var sample = []Document{
	{ID: "net-framework", Title: ".NET", Summary: "A platform of Microsoft for building programs.", Tags: []string{"software"}},
	{ID: "ab-test", Title: "A/B test", Aliases: []string{"split test"}, Summary: "Two versions of a page are shown to two groups of visitors."},
	{ID: "annual-recurring-revenue", Title: "Annual recurring revenue", Abbreviation: "ARR", Summary: "What subscriptions bring in a year.", Body: "It is twelve times the monthly recurring revenue.", Tags: []string{"revenue", "metrics"}},
	{ID: "c", Title: "C", Summary: "A programming language close to the machine."},
	{ID: "cpp", Title: "C++", Summary: "A programming language with classes, grown from C."},
	{ID: "churn", Title: "Churn", Aliases: []string{"customer attrition"}, Summary: "The share of customers who leave in a period.", Tags: []string{"metrics"}},
	{ID: "churn-rate", Title: "Churn rate", Summary: "Churn as a percentage.", Tags: []string{"metrics"}},
	{ID: "constructor", Title: "constructor", Summary: "Makes an object."},
	{ID: "landing-page", Title: "Landing page", Summary: "The page on which a visitor arrives from an advertisement."},
	{ID: "monthly-recurring-revenue", Title: "Monthly recurring revenue", Abbreviation: "MRR", Summary: "The revenue that comes back every month from subscriptions.", Body: "MRR is compared with annual recurring revenue (ARR).", Tags: []string{"revenue", "metrics"}},
	{ID: "net", Title: "Net", Summary: "What remains after everything is taken off."},
	{ID: "node-js", Title: "Node.js", Summary: "JavaScript outside of the browser."},
	{ID: "point-of-contact", Title: "Point of contact", Abbreviation: "POC", Summary: "The person to ask."},
	{ID: "proto", Title: "__proto__", Summary: "An old way to reach an object's prototype."},
	{ID: "tcp-ip", Title: "TCP/IP", Summary: "The protocols of the internet."},
	{ID: "zurich", Title: "Zürich", Summary: "A city in Switzerland."},
	{ID: "dong-jing", Title: "東京都庁", Summary: "東京の都庁。"},
}

func buildSample(t testing.TB, docs []Document, lang string) *Index {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "bleve")
	if err := Build(dir, docs, Options{Language: lang}); err != nil {
		t.Fatal(err)
	}
	ix, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = ix.Close() })
	return ix
}

func TestSearchFinds(t *testing.T) {
	ix := buildSample(t, sample, "en")
	for _, c := range []struct {
		query string
		want  []string // the first answers
	}{
		{"mrr", []string{"monthly-recurring-revenue"}},
		{"monthy recuring", []string{"monthly-recurring-revenue"}},
		{"churn", []string{"churn", "churn-rate"}},
		{"chrun", []string{"churn", "churn-rate"}},
		{"churn rates", []string{"churn-rate"}},
		{"what is churn", []string{"churn", "churn-rate"}},
		{"what is a point of contact?", []string{"point-of-contact"}},
		{"difference between arr and mrr", []string{"annual-recurring-revenue", "monthly-recurring-revenue"}},
		{"revenue that comes back every month", []string{"monthly-recurring-revenue"}},
		{"c", []string{"c", "cpp"}},
		{"c++", []string{"cpp"}},
		{".net", []string{"net-framework"}},
		{"net", []string{"net"}},
		{"a/b test", []string{"ab-test"}},
		{"ab-test", []string{"ab-test"}},
		{"tcp ip", []string{"tcp-ip"}},
		{"nodejs", []string{"node-js"}},
		{"node.js", []string{"node-js"}},
		{"zurich", []string{"zurich"}},
		{"ＺＵＲＩＣＨ", []string{"zurich"}},
		{"landingpages", []string{"landing-page"}},
		{"landing-pages", []string{"landing-page"}},
		{"lan", []string{"landing-page"}},
		{"constructor", []string{"constructor"}},
		{"__proto__", []string{"proto"}},
		{"都庁", []string{"dong-jing"}},
		{"東", []string{"dong-jing"}},
		{"tag:revenue", []string{"annual-recurring-revenue", "monthly-recurring-revenue"}},
		{"tag:revenue month", []string{"monthly-recurring-revenue"}},
		{`"comes back every month"`, []string{"monthly-recurring-revenue"}},
		{`"every comes month"`, nil},
		{"the of and", nil},
		{"", nil},
		{"qqqqqq", nil},
	} {
		t.Run(c.query, func(t *testing.T) {
			a, err := ix.Query(c.query, 10)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, h := range a.Hits {
				got = append(got, h.ID)
			}
			if len(got) < len(c.want) || !slices.Equal(got[:len(c.want)], c.want) || c.want == nil && got != nil {
				t.Errorf("got %q, want first %q\nplan: %s", got, c.want, a.Plan)
			}
		})
	}
}

func TestHit(t *testing.T) {
	ix := buildSample(t, sample, "en")
	a, err := ix.Query("mrr", 1)
	if err != nil || len(a.Hits) != 1 {
		t.Fatal(a, err)
	}
	h := a.Hits[0]
	if h.Matched != "MRR" || h.URL != "" || h.Title != "Monthly recurring revenue" || !slices.Equal(h.Tags, []string{"revenue", "metrics"}) {
		t.Errorf("%+v", h)
	}
	a, _ = ix.Query("monthly subscription revenues", 1)
	h = a.Hits[0]
	var marked []string
	for _, m := range h.Marks {
		marked = append(marked, h.Summary[m[0]:m[1]])
	}
	if !slices.Equal(marked, []string{"revenue", "subscriptions"}) {
		t.Errorf("marked %q in %q", marked, h.Summary)
	}
	a, _ = ix.Query("monthy recuring", 1)
	if a.Suggestion != "monthly recurring" {
		t.Errorf("suggestion %q", a.Suggestion)
	}
}
