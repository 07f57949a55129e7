package source

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"
	"time"
)

// recalled is a Reader of a later process, which knows what another saw.
func recalled(r *Reader, change func(*Look)) *Reader {
	next := &Reader{Ahead: time.Hour}
	all := NewLooks(r.Looked() + 1) // there may be room for more
	for i := range r.Looked() {
		one := r.Look(i)
		change(&one)
		all.Set(i, &one)
	}
	next.Recall(all, r.Looked())
	return next
}

// A Reader of another process reads what changed and nothing else, and returns what Load returns.
func TestRecall(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("a.md", "one")
	write("b.md", "two")
	write("README.md", "a note")
	write("p.png", "a picture")
	root, list := Open(dir, "content")
	if list != nil {
		t.Fatal(list)
	}
	defer root.Close()
	first := &Reader{Ahead: time.Hour}
	if first.Load(root.FS()); first.Opened() != 4 {
		t.Errorf("a first look reads %d files of 4", first.Opened())
	}
	check := func(what string, r *Reader, opened int) *Reader {
		t.Helper()
		got, _ := r.Load(root.FS())
		want, _ := Load(root.FS())
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %v, want %v", what, got, want)
		}
		if r.Opened() != opened {
			t.Errorf("%s: %d files are read, want %d", what, r.Opened(), opened)
		}
		return r
	}
	same := func(*Look) {}
	if first.Look(0).Stat[2] == 0 {
		// Where the system has no time of the inode, nothing is known of another process's files.
		check("without the inode's time", recalled(first, same), 4)
		return
	}
	second := check("nothing changed", recalled(first, same), 0)
	write("b.md", "another") // of another size: the clock of the disk may not have ticked since
	write("c.md", "new")
	check("an edit", recalled(second, same), 2)
	// Files that came from elsewhere with their size and time of modification.
	check("another inode", recalled(second, func(l *Look) { l.Stat[3]++ }), 5)
	check("no time of the inode", recalled(second, func(l *Look) { l.Stat[2] = 0 }), 5)
}
