package watch

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/tools/txtar"
)

// Each testdata/*.txtar is a story: the comment is a list of commands, the files are the glossary at its start. Paths are
// relative to a folder that holds gloss.yaml, content/, layouts/ and public/.
//
//	write FILE TEXT      create or truncate, then write
//	append FILE TEXT     write at the end
//	save FILE TEXT       write beside it as FILE.tmp~, then rename over it, as many editors do
//	mkdir DIR            with its parents
//	mv FROM TO
//	rm PATH              with all below it
//	link TARGET NAME     a symbolic link
//	many N DIR           write N files
//	expect PATH...       wait until changes named each of the paths (or a folder above it)
//	never PATH...        no change until now named one of them
func TestStories(t *testing.T) {
	stories, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(stories) == 0 {
		t.Fatalf("no stories: %v", err)
	}
	for _, mode := range []string{"events", "polling", "deaf"} {
		for _, name := range stories {
			t.Run(mode+"/"+strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
				t.Parallel()
				archive, err := txtar.ParseFile(name)
				if err != nil {
					t.Fatal(err)
				}
				newStory(t, mode, archive).run(string(archive.Comment))
			})
		}
	}
}

type story struct {
	t    *testing.T
	dir  string
	w    *Watcher
	seen map[string]bool // since the start
}

func ignoreForTest(name string) bool {
	return strings.HasPrefix(name, ".") || strings.HasSuffix(name, "~")
}

func newStory(t *testing.T, mode string, archive *txtar.Archive) *story {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	s := &story{t: t, dir: dir, seen: map[string]bool{}}
	for _, f := range archive.Files {
		s.write(f.Name, string(f.Data), os.O_TRUNC)
	}
	opts := Options{Ignore: ignoreForTest, Poll: mode == "polling", deaf: mode == "deaf"}
	if mode != "events" {
		opts.every = 40 * time.Millisecond
	}
	s.w = New(opts)
	t.Cleanup(s.w.Close)
	changed, err := s.w.Follow(Roots{
		Folders: []string{s.path("content"), s.path("layouts")},
		Files:   []string{s.path("gloss.yaml")},
		Except:  []string{s.path("content/public")},
	})
	if err != nil || !changed {
		t.Fatalf("Follow = %v, %v", changed, err)
	}
	return s
}

func (s *story) path(name string) string { return filepath.Join(s.dir, filepath.FromSlash(name)) }

func (s *story) write(name, text string, flag int) {
	s.t.Helper()
	s.check(os.MkdirAll(filepath.Dir(s.path(name)), 0o755))
	f, err := os.OpenFile(s.path(name), os.O_CREATE|os.O_WRONLY|flag, 0o644)
	s.check(err)
	_, err = f.WriteString(text)
	s.check(err)
	s.check(f.Close())
}

func (s *story) check(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *story) run(script string) {
	for number, line := range strings.Split(script, "\n") {
		words := strings.Fields(line)
		if len(words) == 0 || strings.HasPrefix(line, "#") {
			continue
		}
		s.command(fmt.Sprintf("line %d: %s", number+1, line), words[0], words[1:])
	}
}

func (s *story) command(place, verb string, args []string) {
	s.t.Helper()
	switch verb {
	case "write":
		s.write(args[0], strings.Join(args[1:], " "), os.O_TRUNC)
	case "append":
		s.write(args[0], strings.Join(args[1:], " "), os.O_APPEND)
	case "save":
		s.write(args[0]+".tmp~", strings.Join(args[1:], " "), os.O_TRUNC)
		s.check(os.Rename(s.path(args[0]+".tmp~"), s.path(args[0])))
	case "mkdir":
		s.check(os.MkdirAll(s.path(args[0]), 0o755))
	case "mv":
		s.check(os.Rename(s.path(args[0]), s.path(args[1])))
	case "rm":
		s.check(os.RemoveAll(s.path(args[0])))
	case "link":
		s.check(os.Symlink(filepath.FromSlash(args[0]), s.path(args[1])))
	case "many":
		var n int
		_, err := fmt.Sscan(args[0], &n)
		s.check(err)
		for i := range n {
			s.write(fmt.Sprintf("%s/%04d.md", args[1], i), "text", os.O_TRUNC)
		}
	case "expect":
		s.expect(place, args)
	case "never":
		for _, name := range args {
			if s.seen[s.path(name)] {
				s.t.Errorf("%s: a change named %s", place, name)
			}
		}
	default:
		s.t.Fatalf("%s: no such command", place)
	}
}

// expect receives changes until each path was named. The time limit is only for a watcher that is broken.
func (s *story) expect(place string, names []string) {
	s.t.Helper()
	missing := slices.Clone(names)
	limit := time.After(time.Minute)
	for len(missing) > 0 {
		select {
		case change := <-s.w.Changes():
			for _, name := range change.Paths {
				s.seen[name] = true
			}
			missing = slices.DeleteFunc(missing, func(name string) bool {
				return slices.ContainsFunc(change.Paths, func(told string) bool { return within(told, s.path(name)) })
			})
		case <-limit:
			s.t.Fatalf("%s: no change named %v", place, missing)
		}
	}
}

func TestOneChangeForMany(t *testing.T) {
	dir := t.TempDir()
	w := New(Options{})
	defer w.Close()
	if _, err := w.Follow(Roots{Folders: []string{dir}}); err != nil {
		t.Fatal(err)
	}
	// Nobody receives while the files are written, as during a build: all of it must merge into one change, or into two when
	// the first was told in the middle.
	for i := range maxPaths + 200 {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprint(i)), []byte("x"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if change := <-w.Changes(); len(change.Paths) == 0 || len(change.Paths) > maxPaths {
		t.Errorf("the change names %d paths", len(change.Paths))
	}
}

func TestFollowTellsWhetherItIsNew(t *testing.T) {
	w := New(Options{})
	defer w.Close()
	roots := Roots{Folders: []string{t.TempDir()}}
	for i, want := range []bool{true, false} {
		if got, err := w.Follow(roots); got != want || err != nil {
			t.Errorf("Follow %d = %v, %v; want %v", i, got, err, want)
		}
	}
	w.Close()
	if _, err := w.Follow(roots); err == nil {
		t.Error("Follow after Close gave no error")
	}
}

// A mount without events: the watcher goes over to polling by itself and says so once.
func TestSilentMount(t *testing.T) {
	dir := t.TempDir()
	var said atomic.Int32
	w := New(Options{deaf: true, every: 10 * time.Millisecond, Say: func(string) { said.Add(1) }})
	defer w.Close()
	if _, err := w.Follow(Roots{Folders: []string{dir}}); err != nil {
		t.Fatal(err)
	}
	for i := range 3 {
		name := filepath.Join(dir, fmt.Sprint(i))
		if err := os.WriteFile(name, []byte("x"), 0o644); err != nil {
			t.Fatal(err)
		}
		for told := ""; told != name; { // the last file may be told again: it was looked at before it was written
			change := <-w.Changes()
			if len(change.Paths) == 0 {
				t.Fatalf("change %d names nothing", i)
			}
			told = change.Paths[len(change.Paths)-1]
		}
	}
	if said.Load() != 1 {
		t.Errorf("polling was announced %d times", said.Load())
	}
}

// BenchmarkSave measures from a written file to the told change; a quiet period of 10 ms is part of it.
func BenchmarkSave(b *testing.B) {
	dir := b.TempDir()
	w := New(Options{})
	defer w.Close()
	if _, err := w.Follow(Roots{Folders: []string{dir}}); err != nil {
		b.Fatal(err)
	}
	name := filepath.Join(dir, "a.md")
	for i := 0; b.Loop(); i++ {
		if err := os.WriteFile(name, fmt.Appendf(nil, "text %d", i), 0o644); err != nil {
			b.Fatal(err)
		}
		<-w.Changes()
	}
}

// BenchmarkSnapshot measures what polling costs: 10,000 files in 100 folders.
func BenchmarkSnapshot(b *testing.B) {
	dir := b.TempDir()
	for i := range 10_000 {
		folder := filepath.Join(dir, fmt.Sprint(i%100))
		if err := os.MkdirAll(folder, 0o755); err != nil {
			b.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprint(i)), nil, 0o644); err != nil {
			b.Fatal(err)
		}
	}
	roots := Roots{Folders: []string{dir}}
	b.ReportAllocs()
	for b.Loop() {
		takeSnapshot(roots, func(string) bool { return false })
	}
}
