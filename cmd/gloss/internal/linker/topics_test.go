package linker

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/term"
)

// TestManyTopics holds that a glossary of more topics than there are bits decides as one of few, where no topic is read as text: the same
// random glossaries stand beside 70 terms that no page names, with one tag for all or with one each.
func TestManyTopics(t *testing.T) {
	r := rand.New(rand.NewPCG(31, 32))
	decided := map[string]int{}
	for range 300 {
		var few []*term.Term
		for i := range 2 + r.IntN(16) {
			one := randomTerm(r, i)
			if r.IntN(4) == 0 {
				one.Tags = append(one.Tags, term.Value{Text: []string{"Sales", "software", "SOFTWARE", "C"}[r.IntN(4)]})
			}
			few = append(few, one)
		}
		own := few[r.IntN(len(few))]
		many := few[:len(few):len(few)]
		for i := range 70 {
			slug, title := fmt.Sprintf("zz%02d", i), fmt.Sprintf("Nowhere%02d", i)
			few = append(few, entry(slug, title, "", "", "elsewhere"))
			many = append(many, entry(slug, title, "", "", fmt.Sprintf("elsewhere %d", i)))
		}
		exact, _ := names.New(few, names.Options{})
		hashed, _ := names.New(many, names.Options{})
		if _, ok := exact.Ask().TopicsOf(own); !ok {
			t.Fatal("few topics have no bits of their own")
		}
		if _, ok := hashed.Ask().TopicsOf(own); ok {
			t.Fatal("many topics have bits of their own")
		}
		for range 6 {
			page := randomPage(r, own)
			decisions, doubts := Decide(exact.Ask(), page, Options{})
			got := outcome(page, decisions, doubts)
			other, otherDoubts := Decide(hashed.Ask(), page, Options{})
			if want := outcome(page, other, otherDoubts); got != want {
				t.Fatalf("on %v\nwith few topics:\n%s---\nwith many:\n%s", page.Blocks, got, want)
			}
			for _, d := range decisions {
				decided[d.Rule]++
			}
		}
	}
	if decided[RuleEveryday] < 20 || decided[RuleFirst] < 200 {
		t.Errorf("the test tries too little: %v", decided)
	}
}
