package output

import (
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// commit writes a site with the given files and fails the test on an error.
func commit(t *testing.T, dir string, site map[string]string) Changes {
	t.Helper()
	changes, err := try(t, dir, site)
	if err != nil {
		t.Fatal(err)
	}
	return changes
}

func try(t *testing.T, dir string, site map[string]string) (Changes, error) {
	t.Helper()
	w, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range site {
		if err := w.Put(name, []byte(text)); err != nil {
			t.Fatal(err)
		}
	}
	return w.Commit()
}

// contents reads a folder, the state folder left out.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(dir, name)
		if d.IsDir() {
			if rel == StateDir {
				return fs.SkipDir
			}
			return nil
		}
		data, err := os.ReadFile(name)
		all[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func wantContents(t *testing.T, dir string, want map[string]string) {
	t.Helper()
	got := contents(t, dir)
	for name, text := range want {
		if got[name] != text {
			t.Errorf("%s holds %q, want %q", name, got[name], text)
		}
	}
	for name := range got {
		if _, ok := want[name]; !ok {
			t.Errorf("%s is there and should not be", name)
		}
	}
}

func TestCommitAddsChangesKeepsAndRemoves(t *testing.T) {
	dir := t.TempDir()
	first := commit(t, dir, map[string]string{"index.html": "home", "terms/a.html": "a", "tags/t.html": "t"})
	if len(first.Added) != 3 || len(first.Changed)+len(first.Removed)+first.Kept != 0 {
		t.Errorf("first build: %+v", first)
	}
	second := commit(t, dir, map[string]string{"index.html": "home", "terms/a.html": "A", "terms/b.html": "b"})
	want := Changes{Added: []string{"terms/b.html"}, Changed: []string{"terms/a.html"}, Removed: []string{"tags/t.html"}, Kept: 1, Bytes: 6}
	if !slices.Equal(second.Added, want.Added) || !slices.Equal(second.Changed, want.Changed) || !slices.Equal(second.Removed, want.Removed) ||
		second.Kept != want.Kept || second.Bytes != want.Bytes {
		t.Errorf("second build: %+v, want %+v", second, want)
	}
	wantContents(t, dir, map[string]string{"index.html": "home", "terms/a.html": "A", "terms/b.html": "b"})
	if _, err := os.Stat(filepath.Join(dir, "tags")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the folder that became empty is still there")
	}
	if third := commit(t, dir, map[string]string{"index.html": "home", "terms/a.html": "A", "terms/b.html": "b"}); !third.Empty() || third.Kept != 3 {
		t.Errorf("third build: %+v", third)
	}
}

func TestUnchangedFilesAreNotTouched(t *testing.T) {
	dir := t.TempDir()
	site := map[string]string{"index.html": "home"}
	commit(t, dir, site)
	before, err := os.Stat(filepath.Join(dir, "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	commit(t, dir, map[string]string{"index.html": "home", "new.html": "n"})
	after, err := os.Stat(filepath.Join(dir, "index.html"))
	if err != nil || !os.SameFile(before, after) {
		t.Error("a file with equal bytes was written again")
	}
}

func TestForeignFilesSurvive(t *testing.T) {
	dir := t.TempDir()
	write(t, filepath.Join(dir, "CNAME"), "glossary.example.com")
	write(t, filepath.Join(dir, "terms", "mine.txt"), "mine")
	commit(t, dir, map[string]string{"terms/a.html": "a"})
	commit(t, dir, map[string]string{})
	wantContents(t, dir, map[string]string{"CNAME": "glossary.example.com", "terms/mine.txt": "mine"})
}

func TestForeignFileInTheWay(t *testing.T) {
	dir := t.TempDir()
	commit(t, dir, map[string]string{"index.html": "old"})
	write(t, filepath.Join(dir, "about.html"), "written by hand")
	_, err := try(t, dir, map[string]string{"index.html": "new", "about.html": "about"})
	var foreign *ForeignError
	if !errors.As(err, &foreign) || !slices.Equal(foreign.Paths, []string{"about.html"}) {
		t.Fatalf("error %v, want a ForeignError for about.html", err)
	}
	wantContents(t, dir, map[string]string{"index.html": "old", "about.html": "written by hand"})
}

func TestAbortLeavesTheSite(t *testing.T) {
	dir := t.TempDir()
	commit(t, dir, map[string]string{"index.html": "old"})
	w, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(w.Put("index.html", []byte("new")), w.Abort()); err != nil {
		t.Fatal(err)
	}
	wantContents(t, dir, map[string]string{"index.html": "old"})
}

func TestSecondWriterIsRefused(t *testing.T) {
	dir := t.TempDir()
	w, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir); !errors.Is(err, ErrLocked) {
		t.Errorf("second Open: %v, want ErrLocked", err)
	}
	if err := w.Abort(); err != nil {
		t.Fatal(err)
	}
	if w, err = Open(dir); err != nil {
		t.Fatalf("after the first ended: %v", err)
	}
	if err := w.Abort(); err != nil {
		t.Fatal(err)
	}
}

// A build that was killed between two renames leaves new bytes under the old manifest's hash. The next build must notice, even
// when what it wants is exactly what the manifest lists.
func TestJournalOfAKilledBuild(t *testing.T) {
	dir := t.TempDir()
	commit(t, dir, map[string]string{"a.html": "one", "b.html": "one"})
	write(t, filepath.Join(dir, "a.html"), "two")
	write(t, filepath.Join(dir, "new.html"), "new")
	write(t, filepath.Join(dir, StateDir, "journal"), "\nnew.html\n")
	changes := commit(t, dir, map[string]string{"a.html": "one", "b.html": "one"})
	if !slices.Equal(changes.Changed, []string{"a.html"}) || !slices.Equal(changes.Removed, []string{"new.html"}) || changes.Kept != 1 {
		t.Errorf("repair: %+v", changes)
	}
	wantContents(t, dir, map[string]string{"a.html": "one", "b.html": "one"})
	if _, err := os.Stat(filepath.Join(dir, StateDir, "journal")); !errors.Is(err, fs.ErrNotExist) {
		t.Error("the journal is still there after a whole build")
	}
}

func TestLostManifestMendsItself(t *testing.T) {
	dir := t.TempDir()
	site := map[string]string{"index.html": "home", "terms/a.html": "a"}
	commit(t, dir, site)
	if err := os.RemoveAll(filepath.Join(dir, StateDir)); err != nil {
		t.Fatal(err)
	}
	commit(t, dir, site)
	commit(t, dir, map[string]string{"index.html": "home"})
	wantContents(t, dir, map[string]string{"index.html": "home"})
}

func TestPathsStayInside(t *testing.T) {
	w, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer w.Abort()
	for _, name := range []string{"", "/etc/passwd", "../x.html", "a/../../x", "a//b", "./a", StateDir + "/manifest"} {
		if w.Put(name, nil) == nil {
			t.Errorf("Put(%q) was accepted", name)
		}
	}
	if err := w.Put("a.html", nil); err != nil {
		t.Fatal(err)
	}
	if w.Put("a.html", nil) == nil {
		t.Error("one path was accepted twice")
	}
}

func TestSymlinkedFolderIsRefused(t *testing.T) {
	dir, outside := t.TempDir(), t.TempDir()
	if err := os.Symlink(outside, filepath.Join(dir, "terms")); err != nil {
		t.Fatal(err)
	}
	if _, err := try(t, dir, map[string]string{"terms/a.html": "a"}); err == nil {
		t.Error("a page was written through a symbolic link")
	}
	if len(contents(t, outside)) != 0 {
		t.Error("something was written outside of the site")
	}
}

func TestCopyReadsOnlyWhatChanged(t *testing.T) {
	dir := t.TempDir()
	data := "picture"
	opened := 0
	put := func() {
		w, err := Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		err = w.Copy("files/p.png", sha256.Sum256([]byte(data)), int64(len(data)), func() (io.ReadCloser, error) {
			opened++
			return io.NopCloser(strings.NewReader(data)), nil
		})
		if _, errCommit := w.Commit(); err != nil || errCommit != nil {
			t.Fatal(err, errCommit)
		}
	}
	put()
	put()
	if opened != 1 {
		t.Errorf("the file was opened %d times, want once", opened)
	}
	wantContents(t, dir, map[string]string{"files/p.png": data})
}

func FuzzManifest(f *testing.F) {
	f.Add([]byte(manifestHeader + "\n00112233445566778899aabbccddeeff 3 a.html\n"))
	f.Add([]byte(manifestHeader + "\nzz 3 ../../x\n"))
	f.Add([]byte(manifestHeader + "\r\n00112233445566778899aabbccddeeff 3 b.html\r\n00112233445566778899aabbccddeeff 3 a.html\r\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		there := parseManifest(data)
		for i, sitePath := range there.paths {
			if there.find(sitePath) != i {
				t.Errorf("%q is not found in its place", sitePath)
			}
			if !filepath.IsLocal(filepath.FromSlash(sitePath)) {
				t.Errorf("a manifest made Gloss own %q", sitePath)
			}
		}
		if !slices.IsSorted(there.paths) || len(slices.Compact(slices.Clone(there.paths))) != len(there.paths) || len(there.entries) != len(there.paths) {
			t.Errorf("paths %q, %d entries", there.paths, len(there.entries))
		}
	})
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := errors.Join(os.MkdirAll(filepath.Dir(name), 0o755), os.WriteFile(name, []byte(text), 0o644)); err != nil {
		t.Fatal(err)
	}
}
