package build

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"gloss/cmd/gloss/internal/diag"
)

// A glossary that is edited at random and built by a new process each time, which has nothing but what the last one left on disk. What
// was left is damaged now and then, or the site is. After each step the site is that of a clean build, and so are the diagnostics.

func TestKeptBuildEqualsCleanBuild(t *testing.T) {
	for seed := range uint64(3) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			editBetweenProcesses(t, rand.New(rand.NewPCG(seed, 2)), 20, false)
		})
	}
}

func TestKeptPagesEqualCleanPages(t *testing.T) {
	for seed := range uint64(4) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			editBetweenProcesses(t, rand.New(rand.NewPCG(seed, 3)), 60, true)
		})
	}
}

func FuzzKeptBuildEqualsCleanBuild(f *testing.F) {
	f.Add(uint64(1), uint64(2), false)
	f.Add(uint64(1), uint64(2), true)
	f.Fuzz(func(t *testing.T, a, b uint64, pagesOnly bool) {
		editBetweenProcesses(t, rand.New(rand.NewPCG(a, b)), 12, pagesOnly)
	})
}

func editBetweenProcesses(t *testing.T, random *rand.Rand, steps int, pagesOnly bool) {
	d := &desk{t: t, random: random, dir: t.TempDir(), files: map[string]string{}, pagesOnly: pagesOnly}
	d.write("content/index.md", "---\ntitle: Home\ntype: page\n---\nWelcome to the [[term 0]].\n")
	for range 5 {
		d.addTerm()
	}
	public := filepath.Join(d.dir, "public")
	for step := range steps {
		what := d.edit()
		for range random.IntN(3) {
			what += ", " + d.edit()
		}
		what += ", " + d.disturb()
		what = fmt.Sprintf("step %d (%s)", step, what)
		want := map[string]string{}
		if _, err := os.Stat(public); err == nil {
			want = tree(t, public) // a build with errors leaves it so
		}
		diags, err := d.process(random.IntN(3) == 0)
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		if !diags.HasErrors() {
			want = d.cleanBuild(diags)
		}
		got := map[string]string{}
		if _, err := os.Stat(public); err == nil {
			got = tree(t, public)
		}
		if compareTrees(t, what, got, want); t.Failed() {
			return
		}
	}
}

// process builds as a new process does; settled says that all files are old enough for their times to be trusted.
func (d *desk) process(settled bool) (diag.List, error) {
	b := New(Options{Dir: d.dir, Workers: 1 + d.random.IntN(3), PagesOnly: d.pagesOnly})
	if settled {
		b.reader.Ahead = time.Hour
	}
	_, diags, err := b.BuildKept(context.Background())
	return diags, err
}

// disturb does to the folders of the site and of what is kept what happens to such folders, and says what.
func (d *desk) disturb() string {
	keptFiles, _ := filepath.Glob(filepath.Join(d.dir, KeptDir, "[a-z]*"))
	site, _ := filepath.Glob(filepath.Join(d.dir, "public", "[a-z]*", "*.*"))
	state, _ := filepath.Glob(filepath.Join(d.dir, "public", ".gloss", "manifest"))
	pick := func(names []string) string {
		if len(names) == 0 {
			return ""
		}
		slices.Sort(names)
		return names[d.random.IntN(len(names))]
	}
	remove := func(name string) string {
		if name == "" {
			return "nothing"
		}
		if err := os.RemoveAll(name); err != nil {
			d.t.Fatal(err)
		}
		return "lose " + name
	}
	switch d.random.IntN(16) {
	case 0:
		return remove(filepath.Join(d.dir, KeptDir))
	case 1:
		return remove(pick(keptFiles))
	case 2, 3:
		return d.damage(pick(keptFiles), func(data []byte) []byte { return data[:d.random.IntN(len(data))] })
	case 4, 5, 6:
		return d.damage(pick(keptFiles), func(data []byte) []byte {
			data[d.random.IntN(len(data))] ^= 1 << d.random.IntN(8)
			return data
		})
	case 7:
		return remove(pick(site))
	case 8:
		return d.damage(pick(site), func(data []byte) []byte { return append(data, "by hand"...) })
	case 9:
		return remove(pick(state))
	case 10:
		return remove(filepath.Join(d.dir, "public"))
	case 11:
		return d.copied()
	}
	return "disturb nothing"
}

// damage changes the bytes of a file.
func (d *desk) damage(name string, change func([]byte) []byte) string {
	if name == "" {
		return "nothing"
	}
	data, err := os.ReadFile(name)
	if err != nil {
		d.t.Fatal(err)
	}
	if len(data) == 0 {
		return "nothing"
	}
	if err := os.WriteFile(name, change(data), 0o644); err != nil {
		d.t.Fatal(err)
	}
	return "damage " + name
}

// copied gives all files of the glossary one time, as an archive of a repository does that is unpacked on another machine.
func (d *desk) copied() string {
	when := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for name := range d.files {
		full := filepath.Join(d.dir, name)
		text, err := os.ReadFile(full)
		if err != nil {
			d.t.Fatal(err)
		}
		if err := os.Remove(full); err != nil {
			d.t.Fatal(err)
		}
		put(d.t, full, string(text))
		if err := os.Chtimes(full, when, when); err != nil {
			d.t.Fatal(err)
		}
	}
	return "unpack all files elsewhere"
}
