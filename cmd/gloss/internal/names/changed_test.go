package names

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"gloss/cmd/gloss/internal/term"
)

// everyChange compares all answers of both tables, as Changed promises to without doing so.
func everyChange(t, old *Table) []Key {
	keys := old.everyQuestion(t.everyQuestion(nil))
	slices.Sort(keys)
	changed := []Key{allNames}
	for _, key := range slices.Compact(keys) {
		if key != allNames && t.answer(key) != old.answer(key) {
			changed = append(changed, key)
		}
	}
	if len(changed) == 1 && t.all == old.all {
		return nil
	}
	return changed
}

// contents prints all that a table holds, with its slots in order of keys: their places depend on the table's size.
func contents(t *Table) string {
	var b strings.Builder
	for i, one := range t.terms {
		fmt.Fprintln(&b, one.File.Path, one.Slug, one.Title, t.facts[i], t.target[i], t.firsts[i], t.relations[i])
	}
	for i := range t.entries {
		e := t.entries[i]
		fmt.Fprintln(&b, e.text, e.term, e.next, e.number, e.flags, e.kind, e.class, t.pathOf(&e))
	}
	slots := slices.DeleteFunc(slices.Clone(t.slots), func(s slot) bool { return s.key == 0 })
	slices.SortFunc(slots, func(a, b slot) int { return cmp.Compare(a.key, b.key) })
	fmt.Fprintln(&b, slots, t.used, t.paths, t.related, t.caseful, t.all, t.claims, t.filter)
	for _, text := range slices.Sorted(maps.Keys(t.topics)) {
		fmt.Fprintln(&b, text, *t.topics[text])
	}
	return b.String()
}

// glossaryWords make names that are forms, compounds, homographs and case variants of one another.
var glossaryWords = strings.Fields("landing page pages e-mail email mail IT it US us CRM crm crms Buyer buyers port the sandbox testing test C++ Zürich Zurich 統合 color colour")

// edited returns the terms after one to three random changes: a term more or less, another in a term's place, or other links in one.
func edited(r *rand.Rand, terms []*term.Term) []*term.Term {
	terms = slices.Clone(terms)
	name := func() string {
		words := make([]string, 1+r.IntN(2))
		for i := range words {
			words[i] = glossaryWords[r.IntN(len(glossaryWords))]
		}
		return strings.Join(words, " ")
	}
	for range 1 + r.IntN(3) {
		slug := fmt.Sprintf("t%02d", r.IntN(30))
		one := makeTerm(slug, name(), []string{"", "", "CRM", "US"}[r.IntN(4)])
		one.File.Path = []string{"a/", "b/"}[r.IntN(2)] + slug + ".md"
		for range r.IntN(3) {
			one.Related = append(one.Related, term.Value{Text: name()})
		}
		switch r.IntN(8) {
		case 0:
			one.See = term.Value{Text: name()}
		case 1:
			one.Aliases = []term.Value{{Text: name()}}
		case 2:
			one.RedirectFrom = []term.Value{{Text: fmt.Sprintf("t%02d", r.IntN(30))}}
		case 3:
			one.Kind = term.KindPage
		case 4:
			one.Domain = "sales"
		case 5: // few topics and many, beyond those that have bits of their own
			for range r.IntN(40) {
				one.Tags = append(one.Tags, term.Value{Text: fmt.Sprintf("Topic %d", r.IntN(150))})
			}
		}
		at := slices.IndexFunc(terms, func(other *term.Term) bool { return other.File.Path == one.File.Path })
		switch {
		case at < 0:
			terms = append(terms, one)
		case r.IntN(2) == 0:
			terms = slices.Delete(terms, at, at+1)
		default:
			terms[at] = one
		}
	}
	if r.IntN(2) == 0 {
		r.Shuffle(len(terms), func(i, j int) { terms[i], terms[j] = terms[j], terms[i] })
	}
	return terms
}

// TestLastTable edits a glossary at random. A table that takes over what the last one knew must be equal to one built anew, in all
// that it holds and in all that it reports, and Changed must find what a comparison of all answers finds.
func TestLastTable(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	reported, changes := 0, 0
	for range 60 {
		var terms []*term.Term
		var last *Table
		for range 12 {
			terms = edited(r, terms)
			census := &Census{pages: 1000, counts: make([]int32, 20000)}
			for i := range census.counts {
				census.counts[i] = int32(r.IntN(210))
			}
			opts := Options{Language: []string{"en", "en", "en", "de"}[r.IntN(4)], Census: census}
			clean, cleanList := New(terms, opts)
			opts.Last, opts.Workers = last, 2
			warm, warmList := New(terms, opts)
			if a, b := contents(clean), contents(warm); a != b {
				t.Fatalf("built anew:\n%s\nfrom the last table:\n%s", a, b)
			}
			if !reflect.DeepEqual(cleanList, warmList) {
				t.Fatalf("built anew: %v\nfrom the last table: %v", cleanList, warmList)
			}
			reported += len(warmList)
			if last != nil {
				got, want := warm.Changed(last), everyChange(warm, last)
				if !slices.Equal(got, want) {
					t.Fatalf("changed %v, want %v", got, want)
				}
				changes += len(got)
				checkTouched(t, r, got)
			}
			last = warm
		}
	}
	if reported < 100 || changes < 1000 {
		t.Errorf("the test tries too little: %d problems, %d changed answers", reported, changes)
	}
}

// checkTouched asks short and long lists of questions, with and without a changed one.
func checkTouched(t *testing.T, r *rand.Rand, changed []Key) {
	t.Helper()
	for _, size := range []int{0, 1, 5, 500} {
		var asked []Key
		for range size {
			asked = append(asked, Key(r.Uint32()))
		}
		if len(changed) > 0 && r.IntN(2) == 0 {
			asked = append(asked, changed[r.IntN(len(changed))])
		}
		slices.Sort(asked)
		want := slices.ContainsFunc(asked, func(k Key) bool { return slices.Contains(changed, k) })
		if Touched(asked, changed) != want {
			t.Fatalf("%v touched by %v: want %v", asked, changed, want)
		}
	}
}
