//go:build !race

// The race detector's own allocations would be counted.

package build

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"
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
	if times > 285 {
		t.Errorf("%d allocations a term", times)
	}
	if bytes > 33_000 {
		t.Errorf("%d bytes a term", bytes)
	}
}

// costOfEdit builds n terms without search, edits the body of one and returns how often and how many bytes the next process allocates.
func costOfEdit(t testing.TB, n int) (times, bytes uint64) {
	dir := manyTerms(t, n)
	put(t, filepath.Join(dir, "gloss.yaml"), "title: Pumps\npages:\n  map: 0\n  print: 0\n") // which are made anew after each edit
	process := func() {
		b := New(Options{Dir: dir, Workers: 1, PagesOnly: true})
		b.reader.Ahead = time.Hour // the files are old enough for their times to be trusted
		if _, diags, err := b.BuildKept(context.Background()); err != nil || diags.HasErrors() {
			t.Fatal(err, diags)
		}
	}
	process()
	name := filepath.Join(dir, "content", fmt.Sprintf("pump-number-%d.md", n/2))
	put(t, name, readText(t, name)+"\nSaved once more.\n")
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	process()
	runtime.ReadMemStats(&after)
	return after.Mallocs - before.Mallocs, after.TotalAlloc - before.TotalAlloc
}

func readText(t testing.TB, name string) string {
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestCostOfATermBesideAnEdit holds what one more term costs an edit that a new process builds: to be recalled, assembled and found in its
// place. The limits stand a third above what was measured.
func TestCostOfATermBesideAnEdit(t *testing.T) {
	const few, many = 450, 900
	costOfEdit(t, few) // tables that are made once
	times1, bytes1 := costOfEdit(t, few)
	times2, bytes2 := costOfEdit(t, many)
	times, bytes := (times2-times1)/(many-few), (bytes2-bytes1)/(many-few)
	t.Logf("%d allocations, %d bytes a term", times, bytes)
	if times > 30 {
		t.Errorf("%d allocations a term", times)
	}
	if bytes > 12_000 {
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
