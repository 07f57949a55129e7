//go:build !race

// The race detector's own allocations would be counted.

package build

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"
	"testing"
)

// cost builds n terms without search and returns how often and how many bytes were allocated.
func cost(t testing.TB, n int) (times, bytes uint64) {
	dir := manyTerms(t, n)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, diags, err := New(Options{Dir: dir, Workers: 1, PagesOnly: true}).Build(context.Background()); err != nil || diags.HasErrors() {
		t.Fatal(err, diags)
	}
	runtime.ReadMemStats(&after)
	return after.Mallocs - before.Mallocs, after.TotalAlloc - before.TotalAlloc
}

// TestCostOfATerm holds what one more term costs the passes from reading to writing, a number that does not depend on the machine's
// mood. The limits stand a third above what was measured.
func TestCostOfATerm(t *testing.T) {
	const few, many = 450, 900
	cost(t, few) // tables that are made once
	times1, bytes1 := cost(t, few)
	times2, bytes2 := cost(t, many)
	times, bytes := (times2-times1)/(many-few), (bytes2-bytes1)/(many-few)
	t.Logf("%d allocations, %d bytes a term", times, bytes)
	if times > 430 {
		t.Errorf("%d allocations a term", times)
	}
	if bytes > 50_000 {
		t.Errorf("%d bytes a term", bytes)
	}
}

func BenchmarkBuild(b *testing.B) {
	for _, pages := range []bool{true, false} {
		b.Run(fmt.Sprintf("terms=1000/pagesonly=%v", pages), func(b *testing.B) {
			dir := manyTerms(b, 1000)
			b.ReportAllocs()
			for b.Loop() {
				out := filepath.Join(b.TempDir(), "site")
				if _, diags, err := New(Options{Dir: dir, Out: out, PagesOnly: pages}).Build(context.Background()); err != nil || diags.HasErrors() {
					b.Fatal(err, diags)
				}
			}
		})
	}
	b.Run("terms=1000/unchanged", func(b *testing.B) {
		dir := manyTerms(b, 1000)
		b.ReportAllocs()
		if _, diags, err := New(Options{Dir: dir}).BuildKept(context.Background()); err != nil || diags.HasErrors() {
			b.Fatal(err, diags)
		}
		for b.Loop() {
			if _, diags, err := New(Options{Dir: dir}).BuildKept(context.Background()); err != nil || diags.HasErrors() {
				b.Fatal(err, diags)
			}
		}
	})
}
