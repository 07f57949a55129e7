package machine

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// The entries of a feed are the first of all that have a date, sorted.
func TestLatest(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 200 {
		var entries []*Entry
		for i := range random.IntN(300) {
			e := &Entry{Slug: fmt.Sprint(i), Updated: fmt.Sprintf("2026-%02d-%02d", 1+random.IntN(3), 1+random.IntN(28))}
			switch random.IntN(5) {
			case 0:
				e.Updated = ""
			case 1:
				e.Updated = "2026-99-01" // no date, though later than any
			}
			entries = append(entries, e)
		}
		want := slices.DeleteFunc(slices.Clone(entries), func(e *Entry) bool { return !isDate(e.Updated) })
		slices.SortStableFunc(want, func(a, b *Entry) int { return cmp.Compare(b.Updated, a.Updated) })
		if want = want[:min(feedLength, len(want))]; !slices.Equal(latest(entries), want) {
			t.Fatalf("of %d entries the latest are others than sorting finds", len(entries))
		}
	}
}
