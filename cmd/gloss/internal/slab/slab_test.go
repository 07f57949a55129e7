package slab

import (
	"math/rand/v2"
	"slices"
	"testing"
)

// Parts are zero, overlap nowhere, and an append to one does not reach the next.
func TestTake(t *testing.T) {
	var s Slab[int32]
	random := rand.New(rand.NewPCG(1, 2))
	var parts [][]int32
	for i := range 5000 {
		part := s.Take(random.IntN(40) * random.IntN(40))
		if slices.ContainsFunc(part, func(v int32) bool { return v != 0 }) {
			t.Fatal("a part is not zero")
		}
		for j := range part {
			part[j] = int32(i)
		}
		_ = append(part, -1)
		parts = append(parts, part)
	}
	for i, part := range parts {
		if slices.ContainsFunc(part, func(v int32) bool { return v != int32(i) }) {
			t.Fatalf("part %d was written to", i)
		}
	}
}

func TestNone(t *testing.T) {
	var s Slab[string]
	if s.Take(0) != nil || s.Copy(nil) != nil {
		t.Error("no values are nil")
	}
	if got := s.Copy([]string{"a", "b"}); !slices.Equal(got, []string{"a", "b"}) || *s.New() != "" {
		t.Errorf("got %q", got)
	}
}

// A thousand short lists are a handful of pieces.
func TestAllocations(t *testing.T) {
	var s Slab[[2]string]
	if n := testing.AllocsPerRun(10, func() {
		for range 1000 {
			s.Take(2)
		}
	}); n > 10 {
		t.Errorf("%v allocations", n)
	}
}
