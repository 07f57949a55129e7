package check

import (
	"fmt"
	"reflect"
	"testing"

	"gloss/cmd/gloss/internal/diag"
)

// TestBrief leaves out what one rule repeats, and nothing else.
func TestBrief(t *testing.T) {
	var list diag.List
	add := func(rule string, count int) {
		for i := range count {
			list = append(list, diag.Diagnostic{File: fmt.Sprintf("%s%d.md", rule, i), Rule: rule})
		}
	}
	add("orphan", 412)
	add("dead-link", 1)
	add("long-summary", manyOfOneRule)
	add("wanted-term", manyOfOneRule+1)
	add("orphan", 600)
	short, more := Brief(list)
	counts := map[string]int{}
	for _, d := range short {
		counts[d.Rule]++
	}
	want := map[string]int{"orphan": fewOfOneRule, "dead-link": 1, "long-summary": manyOfOneRule, "wanted-term": fewOfOneRule}
	if !reflect.DeepEqual(counts, want) {
		t.Errorf("shown: %v, want %v", counts, want)
	}
	if want := []More{{"orphan", 1012 - fewOfOneRule}, {"wanted-term", manyOfOneRule + 1 - fewOfOneRule}}; !reflect.DeepEqual(more, want) {
		t.Errorf("left out: %v, want %v", more, want)
	}
	if short[0].File != "orphan0.md" {
		t.Errorf("the first is %s", short[0].File)
	}
	if short, more := Brief(nil); len(short) != 0 || more != nil {
		t.Errorf("of nothing: %v, %v", short, more)
	}
}
