package output

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// part writes a part of a site and reports whether the memory knew the rest.
func part(t *testing.T, m *Memory, dir string, put map[string]string, remove ...string) (Changes, bool) {
	t.Helper()
	w, err := m.OpenPart(dir)
	if err != nil {
		t.Fatal(err)
	}
	known := w.Known()
	for name, text := range put {
		if err := w.Put(name, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range remove {
		w.Remove(name)
	}
	changes, err := w.Commit()
	if err != nil {
		t.Fatal(err)
	}
	return changes, known
}

func whole(t *testing.T, m *Memory, dir string, site map[string]string) Changes {
	t.Helper()
	w, err := m.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range site {
		if err := w.Put(name, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	changes, err := w.Commit()
	if err != nil {
		t.Fatal(err)
	}
	return changes
}

func stateFiles(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, name := range []string{"manifest", "journal"} {
		if data, err := os.ReadFile(filepath.Join(dir, StateDir, name)); err == nil {
			all[name] = string(data)
		}
	}
	return all
}

// Parts and whole builds in any order, with one Memory or after it was lost, leave the files and the manifest of a clean build.
func TestPartsEqualWholeBuilds(t *testing.T) {
	for seed := range uint64(20) {
		random := rand.New(rand.NewPCG(seed, 1))
		dir, memory, site := t.TempDir(), &Memory{}, map[string]string{"index.html": "home"}
		whole(t, memory, dir, site)
		for step := range 12 {
			put, remove := map[string]string{}, []string(nil)
			for range 1 + random.IntN(4) {
				name := fmt.Sprintf("%s/%d.html", []string{"a", "b"}[random.IntN(2)], random.IntN(6))
				if _, there := site[name]; there && random.IntN(3) == 0 && put[name] == "" {
					delete(site, name)
					remove = append(remove, name)
					continue
				}
				site[name] = fmt.Sprint("text ", random.IntN(3))
				put[name] = site[name]
			}
			if random.IntN(4) == 0 {
				memory = &Memory{} // another process goes on
				if random.IntN(2) == 0 {
					memory.ReadAhead(dir)
				}
			}
			remembers := memory.holds(dir)
			if _, known := part(t, memory, dir, put, remove...); known != remembers {
				t.Fatalf("seed %d step %d: known = %v", seed, step, known)
			}
			if got := contents(t, dir); !maps.Equal(got, site) {
				t.Fatalf("seed %d step %d: a part left\n%v\nwant\n%v", seed, step, got, site)
			}
			if random.IntN(2) == 0 {
				whole(t, memory, dir, site)
				clean := t.TempDir()
				commit(t, clean, site)
				got, want := stateFiles(t, dir), stateFiles(t, clean)
				if !maps.Equal(got, want) {
					t.Fatalf("seed %d step %d: state\n%v\nwant\n%v", seed, step, got, want)
				}
				if hash, known := memory.Manifest(); !known || hash != sha256.Sum256([]byte(want["manifest"])) {
					t.Fatalf("seed %d step %d: the manifest has another hash (known: %v)", seed, step, known)
				}
			}
		}
	}
}

func TestMemoryOfAnotherHand(t *testing.T) {
	dir, memory := t.TempDir(), &Memory{}
	site := map[string]string{"a.html": "a", "b.html": "b"}
	whole(t, memory, dir, site)
	if _, known := part(t, memory, dir, map[string]string{"a.html": "new"}); !known {
		t.Error("a second build does not know what the first one left")
	}
	if _, known := part(t, memory, dir, map[string]string{"a.html": "newer"}); !known {
		t.Error("a part after a part does not know")
	}
	commit(t, dir, map[string]string{"a.html": "by another", "c.html": "c"})
	if _, known := part(t, memory, dir, map[string]string{"a.html": "new"}); known {
		t.Error("another build came between, and the memory is trusted")
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	if _, known := part(t, memory, dir, map[string]string{"a.html": "new"}); known {
		t.Error("the folder was deleted, and the memory is trusted")
	}
	whole(t, memory, dir, site)
	if got := contents(t, dir); !maps.Equal(got, site) {
		t.Errorf("left %v", got)
	}
}

// A part writes a file that stands there with other bytes by a foreign hand no more than a whole build does.
func TestPartKeepsForeignFiles(t *testing.T) {
	dir, memory := t.TempDir(), &Memory{}
	whole(t, memory, dir, map[string]string{"a.html": "a"})
	if err := os.WriteFile(filepath.Join(dir, "mine.html"), []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	w, err := memory.OpenPart(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Put("mine.html", []byte("yours")); err != nil {
		t.Fatal(err)
	}
	w.Remove("mine.html")
	if _, err := w.Commit(); err == nil {
		t.Error("a foreign file was replaced")
	}
	if _, known := part(t, memory, dir, map[string]string{"a.html": "b"}, "mine.html", "never.html"); !known {
		t.Error("a refused part makes the memory forget")
	}
	if got := contents(t, dir); got["mine.html"] != "mine" || got["a.html"] != "b" {
		t.Errorf("left %v", got)
	}
}

// A process killed after a part leaves a journal; the next one compares bytes and mends everything.
func TestKilledAfterPart(t *testing.T) {
	dir, memory := t.TempDir(), &Memory{}
	site := map[string]string{"a.html": "a", "b.html": "b"}
	whole(t, memory, dir, site)
	part(t, memory, dir, map[string]string{"a.html": "new", "c.html": "c"}, "b.html")
	commit(t, dir, site)
	if got := contents(t, dir); !maps.Equal(got, site) {
		t.Errorf("left %v", got)
	}
	if state := stateFiles(t, dir); len(state) != 1 {
		t.Errorf("the journal stays: %v", state)
	}
}

// What was read ahead is taken only if it is what stands there.
func TestReadAhead(t *testing.T) {
	dir := t.TempDir()
	commit(t, dir, map[string]string{"a.html": "a", "b.html": "b"})
	for _, test := range []struct {
		name    string
		disturb func()
	}{
		{"nothing", func() {}},
		{"another build", func() {
			commit(t, dir, map[string]string{"a.html": "other", "c.html": "c"})
		}},
		{"a kill", func() {
			write(t, filepath.Join(dir, StateDir, "journal"), "d.html\n")
			write(t, filepath.Join(dir, "d.html"), "of a killed build")
		}},
		{"a lost manifest", func() {
			if err := os.Remove(filepath.Join(dir, StateDir, "manifest")); err != nil {
				t.Fatal(err)
			}
		}},
	} {
		var memory Memory
		memory.ReadAhead(dir)
		memory.ahead.look() // it has ended
		test.disturb()
		want, err := readState(filepath.Join(dir, StateDir))
		if err != nil {
			t.Fatal(err)
		}
		w, err := memory.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Equal(w.old.paths, want.paths) || !slices.Equal(w.old.entries, want.entries) || w.trusted != want.trusted {
			t.Errorf("%s: %v, trusted %v, want %v, %v", test.name, w.old.paths, w.trusted, want.paths, want.trusted)
		}
		if err := w.Abort(); err != nil {
			t.Fatal(err)
		}
	}
	var memory Memory
	memory.ReadAhead(dir)
	w, err := memory.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if len(w.old.paths) > 0 {
		t.Errorf("another folder holds %v", w.old.paths)
	}
	if err := w.Abort(); err != nil {
		t.Fatal(err)
	}
}

// A look ahead finds what a look under the lock finds.
func TestIntact(t *testing.T) {
	site := map[string]string{"a.html": "a", "folder/b.html": "b", "folder/c.html": "c"}
	for _, test := range []struct {
		name    string
		disturb func(dir string) error
		intact  bool
	}{
		{"nothing", func(string) error { return nil }, true},
		{"a lost file", func(dir string) error { return os.Remove(filepath.Join(dir, "folder", "c.html")) }, false},
		{"a file cut", func(dir string) error { return os.Truncate(filepath.Join(dir, "a.html"), 0) }, false},
		{"a lost folder", func(dir string) error { return os.RemoveAll(filepath.Join(dir, "folder")) }, false},
		{"a folder for a file", func(dir string) error {
			return errors.Join(os.Remove(filepath.Join(dir, "a.html")), os.Mkdir(filepath.Join(dir, "a.html"), 0o755))
		}, false},
		{"a link for a file", func(dir string) error {
			return errors.Join(os.Rename(filepath.Join(dir, "a.html"), filepath.Join(dir, "z")), os.Symlink("z", filepath.Join(dir, "a.html")))
		}, false},
	} {
		dir := t.TempDir()
		commit(t, dir, site)
		if err := test.disturb(dir); err != nil {
			t.Fatal(err)
		}
		var memory Memory
		_, _, late, err := memory.Intact(dir)
		if err != nil {
			t.Fatal(err)
		}
		memory.ReadAhead(dir)
		changes, hash, early, err := memory.Intact(dir)
		if err != nil || early != test.intact || late != test.intact {
			t.Errorf("%s: ahead %v, late %v, want %v (%v)", test.name, early, late, test.intact, err)
		}
		if hash != sha256.Sum256([]byte(stateFiles(t, dir)["manifest"])) || changes.Kept != 3 || changes.Bytes != 3 {
			t.Errorf("%s: %+v and another hash than the manifest's", test.name, changes)
		}
		if test.name == "a folder for a file" {
			continue // only its owner may take it away
		}
		whole(t, &memory, dir, site) // what was seen ahead is still there for it
		if got := contents(t, dir); got["a.html"] != "a" || got["folder/b.html"] != "b" || got["folder/c.html"] != "c" {
			t.Errorf("%s: left %v", test.name, got)
		}
	}
}

// A listing answers as a map does.
func TestListing(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 9))
	var l listing
	want := map[string]int{}
	for range 3000 {
		name := fmt.Sprintf("terms/%d.html", random.IntN(2000))
		place, known := want[name]
		if !known {
			place = -1
		}
		if got := l.find(name); got != place {
			t.Fatalf("%s is at %d, want %d", name, got, place)
		}
		if !known {
			want[name] = len(l.paths)
			l.add(name)
		}
	}
	all := listingOf(l.paths)
	for name, place := range want {
		if all.find(name) != place || l.find(name) != place {
			t.Errorf("%s is at %d and %d, want %d", name, all.find(name), l.find(name), place)
		}
	}
	if all.find("") != -1 {
		t.Error("an empty path is found")
	}
}
