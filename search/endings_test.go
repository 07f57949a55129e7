package search

import (
	"slices"
	"testing"
)

func TestEndingsOf(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want [2]string
		ok   bool
	}{
		{"term", "terms", [2]string{"", "s"}, true},
		{"glossaries", "glossary", [2]string{"ies", "y"}, true},
		{"run", "running", [2]string{"", "ning"}, true},
		{"go", "going", [2]string{}, false},           // two letters are no base
		{"term", "terminally", [2]string{}, false},    // six letters are no ending
		{"слово", "слова", [2]string{"о", "а"}, true}, // never half of a letter
		{"wortе", "wortы", [2]string{"е", "ы"}, true}, // whose first bytes differ
		{"abcd", "abcd\u0451", [2]string{"", "\u0451"}, true},
	} {
		if pair, ok := endingsOf(c.a, c.b); ok != c.ok || ok && pair != c.want {
			t.Errorf("%s, %s: %q, %t", c.a, c.b, pair, ok)
		}
	}
}

// TestUnusedForms asks for forms of names that stand nowhere in the glossary: what its other words teach about endings finds them.
func TestUnusedForms(t *testing.T) {
	docs := []Document{
		{ID: "body", Title: "Words", Body: "cat cats, dog dogs, tree trees, city cities, berry berries, pony ponies, walk walked, jump jumped, talk talked"},
		{ID: "ally", Title: "Allies"}, {ID: "wally", Title: "Wally"}, {ID: "talk", Title: "Talkative wally"},
		{ID: "blood", Title: "Blood"}, {ID: "sport", Title: "Blood sport"}, {ID: "fulsome", Title: "Fulsome"},
	}
	ix := buildSample(t, docs, "en")
	b := newBrowser(t, exportOf(t, ix))
	for _, c := range []struct {
		query string
		want  []string
	}{
		{"wallies", []string{"wally"}},
		{"talkative wallies", []string{"talk"}},
		{"bloods", []string{"sport", "blood"}}, // on the way to "blood sport", too
		{"fulsomes", []string{"fulsome"}},
	} {
		hits, err := ix.Search(c.query, 5)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, h := range hits {
			got = append(got, h.ID)
		}
		if len(got) < len(c.want) || !slices.Equal(got[:len(c.want)], c.want) {
			t.Errorf("%s: %q, wanted first %q", c.query, got, c.want)
		}
		compareAnswers(t, ix, b, c.query, 5)
	}
}
