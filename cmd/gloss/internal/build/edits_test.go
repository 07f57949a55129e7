package build

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gloss/cmd/gloss/internal/diag"
	"gloss/search"
)

// A glossary that is edited at random, as writers do: a warm builder must leave the same bytes as a clean build after each step.
// This holds rule 2 of the design (a live rebuild equals a clean build), memo and writer together.

func TestWarmBuildEqualsCleanBuild(t *testing.T) {
	for seed := range uint64(4) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			editAtRandom(t, rand.New(rand.NewPCG(seed, 0)), 30, false)
		})
	}
}

// Without search a step takes a tenth of the time.
func TestWarmPagesEqualCleanPages(t *testing.T) {
	for seed := range uint64(5) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			editAtRandom(t, rand.New(rand.NewPCG(seed, 1)), 100, true)
		})
	}
}

func FuzzWarmBuildEqualsCleanBuild(f *testing.F) {
	f.Add(uint64(1), uint64(2), false)
	f.Add(uint64(1), uint64(2), true)
	f.Fuzz(func(t *testing.T, a, b uint64, pagesOnly bool) {
		editAtRandom(t, rand.New(rand.NewPCG(a, b)), 12, pagesOnly)
	})
}

// desk is a glossary's folder and the files in it.
type desk struct {
	t         *testing.T
	random    *rand.Rand
	dir       string
	files     map[string]string
	changed   []string // paths on disk since the last build, as a watcher names them
	serial    int
	pagesOnly bool
	searched  bool // BuildSearch ran after the last BuildPages
}

func editAtRandom(t *testing.T, random *rand.Rand, steps int, pagesOnly bool) {
	d := &desk{t: t, random: random, dir: t.TempDir(), files: map[string]string{}, pagesOnly: pagesOnly}
	d.write("content/index.md", "---\ntitle: Home\ntype: page\n---\nWelcome to the [[term 0]].\n")
	for range 5 {
		d.addTerm()
	}
	warm := New(Options{Dir: d.dir, Workers: 2, PagesOnly: pagesOnly})
	last := map[string]string{}
	for step := range steps {
		what := d.edit()
		for range random.IntN(3) / 2 {
			what += ", " + d.edit()
		}
		way, diags, pages := d.build(warm)
		what = fmt.Sprintf("step %d (%s; %s)", step, what, way)
		d.changed = nil
		got := tree(t, filepath.Join(d.dir, "public"))
		want := last
		switch {
		case !diags.HasErrors():
			want = d.cleanBuild(diags)
		case way == toldHalf:
			want = got // the half that was told of may have been without errors
		}
		compareTrees(t, what, got, want)
		if pages != nil && !diags.HasErrors() {
			comparePages(t, what, pages, want, d.searched)
		}
		if t.Failed() {
			return
		}
		last = got
	}
}

const toldHalf = "parts, told of half of the changes"

// build brings the site up to date in one of the ways of gloss build and gloss serve. It returns the site that stood after the first of
// two parts, if that was told of every change.
func (d *desk) build(warm *Builder) (way string, diags diag.List, pages map[string]string) {
	ctx, now := context.Background(), func(commit func() error) error { return commit() }
	check := func(err error) {
		if err != nil {
			d.t.Fatalf("%s: %v", way, err)
		}
	}
	parts := func(changed []string) {
		_, found, err := warm.BuildPages(ctx, changed, now)
		check(err)
		pages, d.searched = nil, false
		if !found.HasErrors() {
			pages = tree(d.t, filepath.Join(d.dir, "public"))
			if d.random.IntN(2) == 0 { // search may come at once or with the rest
				_, said, err := warm.BuildSearch(ctx, now)
				check(err)
				if !slices.Equal(said, found) {
					d.t.Errorf("after the pages %v was told, and after search %v", found, said)
				}
				pages, d.searched = onlySearchAdded(d.t, pages, tree(d.t, filepath.Join(d.dir, "public"))), true
			}
		}
		_, diags, err = warm.Finish(ctx, now)
		check(err)
	}
	switch d.random.IntN(8) {
	case 0, 1:
		way = "whole"
		var err error
		_, diags, err = warm.Build(ctx)
		check(err)
	case 2:
		way = "parts, told nothing"
		parts(nil)
	case 3:
		way = toldHalf
		parts(append([]string{filepath.Join(d.dir, "content", "nothing.md")}, d.changed[:len(d.changed)/2]...))
		pages = nil
	case 4:
		way = "parts, the second given up at first"
		limited, cancel := context.WithCancel(ctx)
		_, _, err := warm.BuildPages(ctx, d.changed, now)
		check(err)
		cancel()
		if _, _, err := warm.Finish(limited, now); err == nil {
			d.t.Error("a finish whose context has ended says that all is well")
		}
		parts([]string{filepath.Join(d.dir, "content", "nothing.md")})
	default:
		way = "parts, told of all changes"
		parts(d.changed)
	}
	return way, diags, pages
}

// onlySearchAdded returns the later tree, in which nothing but search and the state of the writer may differ.
func onlySearchAdded(t *testing.T, before, later map[string]string) map[string]string {
	t.Helper()
	compareTrees(t, "search alone", without(later, "search/", ".gloss/"), without(before, "search/", ".gloss/"))
	return later
}

func without(tree map[string]string, folders ...string) map[string]string {
	rest := map[string]string{}
	for name, text := range tree {
		if !slices.ContainsFunc(folders, func(folder string) bool { return strings.HasPrefix(name, folder) }) {
			rest[name] = text
		}
	}
	return rest
}

// comparePages compares what the first part of a build owes to readers: the pages but for the map, which may come later, and what they
// are made of; and search in browsers, if that was made at once.
func comparePages(t *testing.T, what string, got, want map[string]string, searched bool) {
	t.Helper()
	early := func(name string) bool {
		return searched && strings.HasPrefix(name, "search/") && !strings.HasPrefix(name, search.BleveFolder) || strings.HasPrefix(name, "assets/") || strings.HasPrefix(name, "files/") || strings.HasSuffix(name, ".html") && name != "map.html" && name != "print.html"
	}
	for name, text := range want {
		if early(name) && got[name] != text {
			t.Errorf("%s: after the first part %s is missing or differs from that of a clean build", what, name)
		}
	}
	for name := range got {
		if _, there := want[name]; early(name) && !there {
			t.Errorf("%s: after the first part %s is left over", what, name)
		}
	}
}

// cleanBuild builds the files in another folder with another number of workers and returns the site. Its diagnostics must be those
// of the warm build.
func (d *desk) cleanBuild(want diag.List) map[string]string {
	dir := filepath.Join(d.t.TempDir(), "clean")
	for name, text := range d.files {
		put(d.t, filepath.Join(dir, name), text)
	}
	_, diags, err := New(Options{Dir: dir, Workers: 1, PagesOnly: d.pagesOnly}).Build(context.Background())
	if err != nil {
		d.t.Fatal(err)
	}
	// The folder's name is part of a path, which is as it should be; it is no part of the site.
	if got, want := withoutFolder(diags, dir), withoutFolder(want, d.dir); !slices.Equal(got, want) {
		d.t.Errorf("a clean build says\n%v\nand the warm one said\n%v", got, want)
	}
	return tree(d.t, filepath.Join(dir, "public"))
}

func withoutFolder(diags diag.List, dir string) []string {
	var lines []string
	for _, one := range diags {
		lines = append(lines, fmt.Sprintf("%s:%d:%d %s %s %s", strings.TrimPrefix(one.File, filepath.ToSlash(dir)), one.Line, one.Col, one.Rule, one.Text, one.Hint))
	}
	return lines
}

func compareTrees(t *testing.T, what string, got, want map[string]string) {
	t.Helper()
	for name, text := range want {
		if have, there := got[name]; !there {
			t.Errorf("%s: %s is missing", what, name)
		} else if have != text {
			t.Errorf("%s: %s differs from that of a clean build", what, name)
		}
	}
	for name := range got {
		if _, there := want[name]; !there {
			t.Errorf("%s: %s is left over", what, name)
		}
	}
}
