package output

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
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
			}
			remembers := memory.files != nil
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
				if got, want := stateFiles(t, dir), stateFiles(t, clean); !maps.Equal(got, want) {
					t.Fatalf("seed %d step %d: state\n%v\nwant\n%v", seed, step, got, want)
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
		memory.ahead() // it has ended
		test.disturb()
		want, err := readState(filepath.Join(dir, StateDir))
		if err != nil {
			t.Fatal(err)
		}
		w, err := memory.Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		if !maps.Equal(w.old, want.files) || w.trusted != want.trusted {
			t.Errorf("%s: %v, trusted %v, want %v, %v", test.name, w.old, w.trusted, want.files, want.trusted)
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
	if len(w.old) > 0 {
		t.Errorf("another folder holds %v", w.old)
	}
	if err := w.Abort(); err != nil {
		t.Fatal(err)
	}
}
