package direct

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"testing/fstest"
)

func TestRead(t *testing.T) {
	dir := t.TempDir()
	full := func(name string) string { return filepath.Join(dir, name) }
	long := strings.Repeat("x", 1000)
	for name, text := range map[string]string{"a.md": "hello", "empty.md": "", "long.md": long} {
		if err := os.WriteFile(full(name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(os.Symlink("a.md", full("link.md")), os.Mkdir(full("folder"), 0o755), syscall.Mkfifo(full("pipe.md"), 0o644)); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	opened, err := root.FS().Open(".")
	if err != nil {
		t.Fatal(err)
	}
	f, ok := In(opened)
	if !ok {
		t.Fatal("a folder of a Root cannot be read in")
	}
	defer f.Close()
	for _, test := range []struct {
		name  string
		limit int64
		want  string
		err   error
	}{
		{"a.md", 5, "hello", nil},
		{"long.md", 1000, long, nil},
		{"long.md", 999, "", ErrOther},
		{"empty.md", 5, "", ErrOther},
		{"folder", 1 << 20, "", ErrOther},
		{"pipe.md", 5, "", ErrOther},
		{"link.md", 5, "", syscall.ELOOP},
		{"none.md", 5, "", fs.ErrNotExist},
	} {
		data, info, err := f.Read(test.name, test.limit)
		if string(data) != test.want || !errors.Is(err, test.err) {
			t.Errorf("%s: got %q, %v", test.name, data, err)
		}
		if err != nil {
			continue
		}
		want, err := os.Stat(full(test.name))
		if err != nil {
			t.Fatal(err)
		}
		stat := want.Sys().(*syscall.Stat_t)
		if info != (Info{Size: want.Size(), Modified: want.ModTime().UnixNano(), Changed: stat.Ctim.Nano(), Inode: stat.Ino}) {
			t.Errorf("%s: got %+v", test.name, info)
		}
	}
}

// What List and Stat say is what os says.
func TestListAndStat(t *testing.T) {
	dir := t.TempDir()
	full := func(name string) string { return filepath.Join(dir, name) }
	for i := range 3000 { // more than one buffer holds
		if err := os.WriteFile(full(fmt.Sprintf("a file with a name of some length %d.md", i*7919%3000)), []byte("text")[:i%5], 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(os.Symlink("none", full("link")), os.Mkdir(full("folder"), 0o755), syscall.Mkfifo(full("pipe"), 0o644)); err != nil {
		t.Fatal(err)
	}
	opened, err := os.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	f, ok := In(opened)
	if !ok {
		t.Fatal("a folder that is open cannot be listed")
	}
	defer f.Close()
	got, err := f.List("a/")
	if errors.Is(err, ErrOther) {
		t.Skip("this file system does not say what an entry is: ", err)
	}
	want, errWant := os.ReadDir(dir)
	if err != nil || errWant != nil || len(got) != len(want) {
		t.Fatalf("%d entries, want %d: %v, %v", len(got), len(want), err, errWant)
	}
	for i, entry := range want {
		if got[i] != (Entry{"a/" + entry.Name(), entry.Name(), entry.Type()}) {
			t.Fatalf("entry %d is %v, want %v", i, got[i], entry)
		}
		info, err := f.Stat(entry.Name())
		if !entry.Type().IsRegular() {
			if !errors.Is(err, ErrOther) {
				t.Errorf("%s: %v", entry.Name(), err)
			}
			continue
		}
		if told, errTold := entry.Info(); err != nil || errTold != nil || info.Size != told.Size() || info.Modified != told.ModTime().UnixNano() {
			t.Fatalf("%s: %+v, %v, %v", entry.Name(), info, err, errTold)
		}
	}
	if _, err := f.Stat("none"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("what is not there: %v", err)
	}
}

func TestInWhatIsNotOnDisk(t *testing.T) {
	file, err := fstest.MapFS{"a/b.md": {}}.Open("a")
	if err != nil {
		t.Fatal(err)
	}
	if _, ok := In(file); ok {
		t.Error("a folder in memory has no descriptor")
	}
}

// Each call that a build makes for a page counts 10,000 times.
func TestAllocations(t *testing.T) {
	dir := t.TempDir()
	f, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	data := []byte("<!doctype html>")
	if n := testing.AllocsPerRun(100, func() {
		if err := f.Write("a.html", data); err != nil {
			t.Fatal(err)
		}
	}); n > 1 {
		t.Errorf("writing a file allocates %v times", n)
	}
	if n := testing.AllocsPerRun(100, func() {
		if _, _, err := f.Read("a.html", 100); err != nil {
			t.Fatal(err)
		}
	}); n > 2 {
		t.Errorf("reading a file allocates %v times", n)
	}
}
