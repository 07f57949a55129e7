package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

// served is a folder in which sites of a few files replace each other, as gloss serve does it.
type served struct {
	t      *testing.T
	dir    string
	memory Memory
}

func (s *served) build(mark string, names ...string) {
	s.t.Helper()
	site := map[string]string{}
	for i, name := range names {
		site[name] = strings.Repeat(mark, 1+i)
	}
	whole(s.t, &s.memory, s.dir, site)
	for name, text := range site {
		if disk, err := os.ReadFile(filepath.Join(s.dir, name)); err != nil || string(disk) != text {
			s.t.Fatalf("%s holds %q, want %q (%v)", name, disk, text, err)
		}
	}
}

func (s *served) info(name string) os.FileInfo {
	s.t.Helper()
	info, err := os.Lstat(filepath.Join(s.dir, name))
	if err != nil {
		s.t.Fatal(err)
	}
	return info
}

// Files that replace each other take turns: the third is written over the first.
func TestReplacedFilesAreWrittenOver(t *testing.T) {
	s := &served{t: t, dir: t.TempDir()}
	names := []string{"a.js", "b/c.js", "index.html"}
	for _, mark := range []string{"a long first text ", "second ", "3 ", "the fourth "} {
		s.build(mark, names...)
	}
	first := map[string]os.FileInfo{}
	for _, name := range names {
		first[name] = s.info(name)
	}
	s.build("5 ", names...)
	s.build("a longer sixth ", names...)
	reused := 0
	for _, name := range names {
		for _, earlier := range first {
			if os.SameFile(earlier, s.info(name)) {
				reused++
			}
		}
	}
	if runtime.GOOS == "linux" && reused != len(names) {
		t.Errorf("%d of %d files were written over an earlier one", reused, len(names))
	}
	// A file that goes leaves no spare, a build that is given up gives them back, and at the end nothing stays.
	s.build("7 ", names[:2]...)
	w, err := s.memory.Open(s.dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Put("a.js", []byte("in vain")); err != nil {
		t.Fatal(err)
	}
	if err := w.Abort(); err != nil {
		t.Fatal(err)
	}
	s.build("8 ", names...)
	if err := s.memory.Close(); err != nil {
		t.Fatal(err)
	}
	left, err := os.ReadDir(filepath.Join(s.dir, StateDir))
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range left {
		if entry.IsDir() {
			t.Errorf("%s stays", entry.Name())
		}
	}
	s.build("9 ", names...)
}

// What somebody else did to a file of the site stays theirs: nothing is written through another name, a link or other rights.
func TestSparesOfOthers(t *testing.T) {
	aside := filepath.Join(t.TempDir(), "aside")
	for what, meddle := range map[string]func(target string) error{
		"a backup of hard links": func(target string) error { return os.Link(target, aside) },
		"a symbolic link": func(target string) error {
			if err := os.WriteFile(aside, []byte("1 "), 0o644); err != nil {
				return err
			}
			if err := os.Remove(target); err != nil {
				return err
			}
			return os.Symlink(aside, target)
		},
		"a file that may not be written": func(target string) error { return os.Chmod(target, 0o444) },
		"a file that is gone":            os.Remove,
		"a folder that is gone":          func(target string) error { return os.RemoveAll(filepath.Dir(target)) },
	} {
		t.Run(what, func(t *testing.T) {
			_ = os.Remove(aside)
			s := &served{t: t, dir: t.TempDir()}
			s.build("0 ", "a/x.js", "a/y.js")
			s.build("1 ", "a/x.js", "a/y.js")
			if err := meddle(filepath.Join(s.dir, "a", "x.js")); err != nil {
				t.Fatal(err)
			}
			for i := range 4 {
				s.build(fmt.Sprint(i+2, " "), "a/x.js", "a/y.js")
				if runtime.GOOS != "windows" && s.info("a/x.js").Mode().Perm() != s.info("a/y.js").Mode().Perm() {
					t.Error("the files have different rights")
				}
			}
			if text, err := os.ReadFile(aside); err == nil && string(text) != "1 " {
				t.Errorf("the other file holds %q", text)
			}
		})
	}
}

// A process that only compares clears what one that was killed left beside the site.
func TestIntactClears(t *testing.T) {
	s := &served{t: t, dir: t.TempDir()}
	s.build("1 ", "index.html")
	for _, name := range []string{"new/terms/x.html", "spare/1"} {
		full := filepath.Join(s.dir, StateDir, name)
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte("half"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if _, _, intact, err := new(Memory).Intact(s.dir); err != nil || !intact {
		t.Fatalf("intact: %v, %v", intact, err)
	}
	for _, name := range []string{"new", "spare"} {
		if _, err := os.Lstat(filepath.Join(s.dir, StateDir, name)); !os.IsNotExist(err) {
			t.Errorf("%s stays (%v)", name, err)
		}
	}
}

// A folder where a file was, and a file where a folder was; whatever is not Gloss's stays.
func TestFilesAndFoldersTurnIntoEachOther(t *testing.T) {
	s := &served{t: t, dir: t.TempDir()}
	for i, names := range [][]string{{"a", "b/c", "x"}, {"a", "b/c", "x"}, {"a/d", "b", "x"}, {"a/d", "b", "x"}, {"a/d/e/f", "b", "x"}, {"a", "b/c", "x"}} {
		s.build(fmt.Sprint(i, " "), names...)
		if left := filesBelow(t, s.dir); len(left) != len(names) {
			t.Errorf("build %d leaves %v", i, left)
		}
	}
	foreign := filepath.Join(s.dir, "b", "mine")
	if err := os.WriteFile(foreign, []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	w, err := s.memory.Open(s.dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Put("b", []byte("a file")); err != nil {
		t.Fatal(err)
	}
	var refused *ForeignError
	if _, err := w.Commit(); !errors.As(err, &refused) {
		t.Errorf("a file in place of a folder with a foreign file: %v", err)
	}
	if text, err := os.ReadFile(foreign); err != nil || string(text) != "mine" {
		t.Errorf("the foreign file holds %q, %v", text, err)
	}
	if err := os.Remove(foreign); err != nil {
		t.Fatal(err)
	}
	s.build("9 ", "a", "b", "x")
}

// filesBelow lists the site's files.
func filesBelow(t *testing.T, dir string) (names []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err == nil && e.IsDir() && e.Name() == StateDir {
			return fs.SkipDir
		}
		if err == nil && !e.IsDir() {
			names = append(names, name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return names
}
