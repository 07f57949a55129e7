package site

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"gloss/cmd/gloss/internal/config"
	"gloss/cmd/gloss/internal/markdown"
	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/source"
	"gloss/cmd/gloss/internal/term"
	"gloss/layouts"
)

func related(s *Site, slug string) []string {
	var list []string
	for _, link := range s.termView(s.bySlug[slug]).(*layouts.Term).Related {
		list = append(list, strings.TrimSuffix(link.Title+": "+link.Reason, ": "))
	}
	return list
}

func termFile(keys, body string) string { return "---\n" + keys + "\n---\n" + body + "\n" }

func TestRelated(t *testing.T) {
	for _, test := range []struct {
		name  string
		files map[string]string
		want  map[string][]string // by slug
	}{
		{"links, the mutual first", map[string]string{
			"sprint.md": termFile("title: Sprint", "Takes from the backlog, shows on the burndown."), "backlog.md": termFile("title: Backlog", "Feeds the sprint."),
			"burndown.md": termFile("title: Burndown", "A line."), "retro.md": termFile("title: Retro", "After a sprint.")},
			map[string][]string{
				"sprint":  {"Backlog: each mentions the other", "Burndown: mentioned on this page", "Retro: mentions this term"},
				"backlog": {"Sprint: each mentions the other", "Retro: both mention “Sprint”"},
			}},
		{"a relation that the other's writer named comes first, and the writer's own before all", map[string]string{
			"a.md": termFile("title: Alphaville\nrelated: [Cetacea]", "Text on betatron."), "b.md": termFile("title: Betatron\nrelated: [Alphaville, Cetacea]", "Text."),
			"c.md": termFile("title: Cetacea\nrelated: [Alphaville, Betatron, Deltoid]", "Text on alphaville."), "d.md": termFile("title: Deltoid", "Text.")},
			map[string][]string{
				"a": {"Cetacea", "Betatron: names this term as related"},
				"c": {"Alphaville", "Betatron", "Deltoid"},
				"d": {"Cetacea: names this term as related"},
			}},
		{"a page that mentions both, and rare tags", map[string]string{
			"a.md": termFile("title: Alphaville\ntags: [rare, common]", "Text."), "b.md": termFile("title: Betatron\ntags: [rare, common]", "Text."),
			"c.md": termFile("title: Cetacea", "Neither alphaville nor betatron."), "d.md": termFile("title: Deltoid", "Both betatron and alphaville.")},
			map[string][]string{"a": {"Betatron: both mentioned in “Cetacea”", "Cetacea: mentions this term", "Deltoid: mentions this term"}}},
		{"words, not those of everybody", map[string]string{
			"a.md": termFile("title: Alphaville", "Invoices reconcile ledgers quarterly."), "b.md": termFile("title: Betatron", "Ledgers and invoices reconciled quarterly."),
			"c.md": termFile("title: Cetacea", "Whales that swim in oceans.")},
			map[string][]string{"a": {"Betatron: described in similar words"}, "c": nil}},
		{"no homograph and no entry that only points to another", map[string]string{
			"a.md": termFile("title: Acme integration\nabbreviation: CI\ndomain: one", "Betatron text."), "b.md": termFile("title: Betatron", "An Acme integration, a Carol index, not a zulu."),
			"c.md": termFile("title: Carol index\nabbreviation: CI\ndomain: two", "Acme integration is another."), "d.md": termFile("title: Zulu\nsee: Acme integration", "")},
			map[string][]string{"a": {"Betatron: each mentions the other"}}},
	} {
		s, _ := assemble(t, config.Default(), test.files)
		for slug, want := range test.want {
			if got := related(s, slug); !slices.Equal(got, want) {
				t.Errorf("%s: %s\n got %q\nwant %q", test.name, slug, got, want)
			}
		}
	}
}

// "Mentioned in" begins with pages that lead the reader there.
func TestBacklinksBestFirst(t *testing.T) {
	s, _ := assemble(t, config.Default(), map[string]string{
		"sprint.md": termFile("title: Sprint", "Text."), "about.md": termFile("title: About\ntype: page", "On the sprint."),
		"a.md": termFile("title: Alphaville", "Text.\n\n## More\n\nA sprint."), "b.md": termFile("title: Betatron", "A sprint."),
		"c.md": termFile("title: Cetacea", "A sprint and a sprint."), "d.md": termFile("title: Deltoid", "Text on a sprint.\n\n## More\n\nRead of the [[sprint]] here."),
		"e.md": termFile("title: Epsilon", "The [[sprint]]."),
	})
	var got []string
	for _, m := range s.termView(s.bySlug["sprint"]).(*layouts.Term).Mentions {
		got = append(got, m.Title+": "+m.Before+"["+m.Match+"]"+m.After)
	}
	want := []string{"Epsilon: The [sprint].", "Deltoid: Read of the [sprint] here.", "Cetacea: A [sprint] and a sprint.", "Betatron: A [sprint].", "About: On the [sprint].",
		"Alphaville: A [sprint]."}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// The score of two terms is the same whichever asks.
func TestRelatedIsSymmetric(t *testing.T) {
	files := map[string]string{}
	for i := range 40 {
		files[fmt.Sprintf("t%02d.md", i)] = termFile(fmt.Sprintf("title: Titular%c%c\ntags: [t%d, u%d]", 'a'+i%26, 'a'+i/26*7, i%7, i%5),
			fmt.Sprintf("Mentions titular%c%c and titular%c%c with gerund%d and noun%c words.", 'a'+(i*7+1)%26, 'a', 'a'+(i*3+2)%26, 'a', i%9, 'a'+i%4))
	}
	in, _ := inputOf(t, config.Default(), files)
	in.Memory = &Memory{}
	s, _ := Assemble(in)
	near := &neighbors{found: make([]evidence, len(s.all))}
	score := func(a, b *entry) int32 {
		defer near.clear()
		s.gather(a, near)
		return near.found[b.id].score()
	}
	some := 0
	for _, a := range s.entries {
		for _, b := range s.entries {
			x, y := score(a, b), score(b, a)
			if a != b && x != y {
				t.Fatalf("%s to %s is %d, back it is %d", a.title, b.title, x, y)
			}
			if x > 0 {
				some++
			}
		}
	}
	if some < 100 {
		t.Errorf("only %d pairs have anything in common", some)
	}
}

// BenchmarkSuggest fills the lists of 100,000 terms whose writers named none.
func BenchmarkSuggest(b *testing.B) {
	const n = 100_000
	in := Input{Config: config.Default()}
	for i := range n {
		one := &term.Term{File: source.File{Path: fmt.Sprintf("t%06d.md", i)}, Slug: fmt.Sprintf("t%06d", i), Title: fmt.Sprintf("Term number %d", i),
			Tags: []term.Value{{Text: fmt.Sprintf("tag%d", i%3000)}}}
		body := &markdown.Body{}
		body.SetRare(markdown.Rare{})
		var text strings.Builder
		for k := range 45 {
			fmt.Fprintf(&text, "word%c%c%c ", 'a'+(i*k*7)%26, 'a'+(i+k*k*31)%26, 'a'+(i*31+k)%26)
		}
		body.Text = text.String()
		for k := range 8 {
			body.Mentions = append(body.Mentions, markdown.Mention{Target: fmt.Sprintf("t%06d", (i*(k+3)+k*k*977)%n), Linked: true})
		}
		in.Terms, in.Bodies = append(in.Terms, one), append(in.Bodies, body)
	}
	in.Table, _ = names.New(in.Terms, names.Options{})
	in.Memory = &Memory{}
	s, _ := Assemble(in)
	b.ReportAllocs()
	for b.Loop() {
		s.kin = newRelations()
		touched := make([]change, len(s.entries))
		for i, e := range s.entries {
			touched[i], e.suggestedAt = change{entry: e}, 0
		}
		var words sync.WaitGroup
		words.Go(func() { s.kin.words.update(s.Memory, touched) })
		s.relate(touched, nil, &words)
	}
}
