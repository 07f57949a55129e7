//go:build !race

package build

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// BenchmarkEdit measures the first part of a live build after one file was saved: what a writer waits for, but for the watcher and the
// browser. BenchmarkFinish measures the second part without search, which has its own benchmarks.
func BenchmarkEdit(b *testing.B) {
	for _, n := range []int{1000, 10_000} {
		for _, what := range []string{"body", "title"} {
			b.Run(fmt.Sprintf("terms=%d/%s", n, what), func(b *testing.B) {
				e := newEditing(b, n)
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					e.save(b, what, i)
					e.pages(b)
				}
			})
		}
	}
}

func BenchmarkFinish(b *testing.B) {
	for _, n := range []int{1000, 10_000} {
		b.Run(fmt.Sprintf("terms=%d", n), func(b *testing.B) {
			e := newEditing(b, n)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				b.StopTimer()
				e.save(b, "body", i)
				e.pages(b)
				b.StartTimer()
				e.finish(b)
			}
		})
	}
}

// editing is a served glossary and the file that is saved again and again.
type editing struct {
	builder    *Builder
	name, text string
}

func newEditing(b testing.TB, n int) *editing {
	dir := manyTerms(b, n)
	e := &editing{builder: New(Options{Dir: dir, PagesOnly: true}), name: filepath.Join(dir, "content", fmt.Sprintf("pump-number-%d.md", n/2))}
	text, err := os.ReadFile(e.name)
	if err != nil {
		b.Fatal(err)
	}
	e.text = string(text)
	e.pages(b)
	e.finish(b)
	return e
}

func (e *editing) save(b testing.TB, what string, i int) {
	text := e.text + fmt.Sprintf("\nSaved %d times.\n", i)
	if what == "title" {
		text = strings.Replace(e.text, "title: Pump", fmt.Sprintf("title: Pump %d", i), 1)
	}
	if err := os.WriteFile(e.name, []byte(text), 0o644); err != nil {
		b.Fatal(err)
	}
}

func now(commit func() error) error { return commit() }

func (e *editing) pages(b testing.TB) {
	if _, diags, err := e.builder.BuildPages(context.Background(), []string{e.name}, now); err != nil || diags.HasErrors() {
		b.Fatal(err, diags)
	}
}

func (e *editing) finish(b testing.TB) {
	if _, diags, err := e.builder.Finish(context.Background(), now); err != nil || diags.HasErrors() {
		b.Fatal(err, diags)
	}
}

// TestEditCosts holds what an edit costs in memory, which does not depend on the machine's mood: a term that did not change may cost
// the lists that hold it, and nothing is made anew for it. The limits stand a third above what was measured.
func TestEditCosts(t *testing.T) {
	const n = 2000
	e := newEditing(t, n)
	i := 0
	times := testing.AllocsPerRun(5, func() {
		i++
		e.save(t, "body", i)
		e.pages(t)
	})
	t.Logf("%.0f allocations", times)
	if times > 1600 {
		t.Errorf("an edited body among %d terms makes %.0f allocations", n, times)
	}
}
