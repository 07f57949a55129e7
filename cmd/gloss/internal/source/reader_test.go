package source

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// tree is a folder that a test edits.
type tree struct {
	t      testing.TB
	dir    string
	random *rand.Rand
	serial int
}

func (tr *tree) at(name string) string { return filepath.Join(tr.dir, filepath.FromSlash(name)) }

// write writes a text of a size that no file had before, so that the test does not depend on how finely the disk keeps time.
func (tr *tree) write(name string) {
	tr.serial++
	text := fmt.Sprintf("---\ntitle: %s\n---\n%s", name, strings.Repeat("x", tr.serial))
	if strings.Contains(name, "README") && tr.serial%2 == 0 {
		text = text[4:]
	}
	_ = os.MkdirAll(filepath.Dir(tr.at(name)), 0o755)
	_ = os.WriteFile(tr.at(name), []byte(text), 0o644) // or a folder has that name, or a file that of the folder
}

func (tr *tree) pick(names ...string) string { return names[tr.random.IntN(len(names))] }

func (tr *tree) name() string {
	return tr.pick("", "", "a/", "a/b/", "c/", ".git/", "node_modules/") +
		tr.pick("x.md", "y.md", "z.md", "X.md", "README.md", "p.png", "straße.md", "u\u0308.md", ".NET.md", ".x.swp", "y.md~", "a", "b")
}

// edit changes something and returns the paths that a watcher would name.
func (tr *tree) edit() []string {
	name := tr.name()
	switch tr.random.IntN(8) {
	case 0:
		_ = os.Remove(tr.at(name)) // or it was not there, or is a folder with files in it
	case 1:
		_ = os.RemoveAll(tr.at(name))
	case 2:
		other := tr.name()
		_ = os.MkdirAll(filepath.Dir(tr.at(other)), 0o755)
		_ = os.Rename(tr.at(name), tr.at(other))
		return []string{name, other}
	case 3:
		folder := tr.pick("a", "a/b", "c")
		_ = os.Rename(tr.at(folder), tr.at("moved"))
		_ = os.Rename(tr.at("moved"), tr.at(tr.pick("a", "c", "d")))
		return []string{"a", "a/b", "c", "d", "moved"}
	case 4:
		_ = os.MkdirAll(tr.at(filepath.Dir(name)), 0o755)
		_ = os.Symlink("x.md", tr.at(name)) // or there is something
	default:
		tr.write(name)
	}
	// A folder that appears or goes is named too.
	return []string{name, filepath.ToSlash(filepath.Dir(name)), filepath.ToSlash(filepath.Dir(filepath.Dir(name)))}
}

// A Reader that saw the folder before, told of what changed or not, returns what one does that sees it for the first time.
func TestReaderEqualsLoad(t *testing.T) {
	named, whole := 0, 0
	for seed := range uint64(30) {
		tr := &tree{t: t, dir: t.TempDir(), random: rand.New(rand.NewPCG(seed, 3))}
		for range 6 {
			tr.write(tr.name())
		}
		root := os.DirFS(tr.dir)
		if seed%2 == 0 {
			inside, err := os.OpenRoot(tr.dir)
			if err != nil {
				t.Fatal(err)
			}
			defer inside.Close()
			root = inside.FS()
		}
		// The clock is ahead, so that files of this moment count as settled.
		reader := &Reader{Ahead: time.Hour}
		reader.Load(root)
		for step := range 40 {
			changed := tr.edit()
			want, list := Load(root)
			if files, certain := reader.LoadNamed(root, changed); certain {
				named++
				if len(list) > 0 || !reflect.DeepEqual(files, want) {
					t.Fatalf("seed %d step %d, told of %q:\n%s\nwant\n%s", seed, step, changed, show(files, nil), show(want, list))
				}
				if tr.random.IntN(2) == 0 {
					continue
				}
			}
			whole++
			files, found := reader.Load(root)
			if !reflect.DeepEqual(files, want) && len(files)+len(want) > 0 || !reflect.DeepEqual(found, list) {
				t.Fatalf("seed %d step %d, a whole look:\n%s\nwant\n%s", seed, step, show(files, found), show(want, list))
			}
		}
	}
	if named < 50 || whole < 200 {
		t.Errorf("%d looks at named files and %d at all: the test tries too little", named, whole)
	}
}

// What was written a moment ago is read again even if size, time and inode are the same.
func TestReaderDistrustsTheLastMoment(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "a.md")
	long := time.Now().Add(-time.Hour)
	for _, text := range []string{"one", "two"} {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(name, long, long); err != nil {
			t.Fatal(err)
		}
	}
	reader := &Reader{}
	reader.Load(os.DirFS(dir))
	if err := os.WriteFile(name, []byte("six"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(name, long, long); err != nil {
		t.Fatal(err)
	}
	files, _ := reader.Load(os.DirFS(dir))
	if string(files[0].Data) != "six" {
		t.Errorf("read %q", files[0].Data)
	}
}

// hidden gives files without their descriptors, by which others could be opened past it.
type hidden struct{ fs.FS }

func (h hidden) Open(name string) (fs.File, error) {
	file, err := h.FS.Open(name)
	return struct{ fs.File }{file}, err
}

func (h hidden) Lstat(name string) (fs.FileInfo, error)     { return fs.Lstat(h.FS, name) }
func (h hidden) ReadLink(name string) (string, error)       { return fs.ReadLink(h.FS, name) }
func (h hidden) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(h.FS, name) }

// counting counts the files that are opened.
type counting struct {
	hidden
	opened map[string]int
}

func (c counting) Open(name string) (fs.File, error) {
	if name != "." && name != "a" { // no folder
		c.opened[name]++
	}
	return c.hidden.Open(name)
}

func TestReaderOpensWhatChanged(t *testing.T) {
	tr := &tree{t: t, dir: t.TempDir()}
	for _, name := range []string{"a/x.md", "a/y.md", "z.md", "p.png"} {
		tr.write(name)
	}
	disk := counting{hidden{os.DirFS(tr.dir)}, map[string]int{}}
	reader := &Reader{Ahead: time.Hour}
	reader.Load(disk)
	clear(disk.opened)
	reader.Load(disk)
	if len(disk.opened) > 0 {
		t.Errorf("opened without need: %v", disk.opened)
	}
	tr.write("a/y.md")
	reader.Load(disk)
	if len(disk.opened) != 1 || disk.opened["a/y.md"] != 1 {
		t.Errorf("opened %v, want a/y.md alone", disk.opened)
	}
	clear(disk.opened)
	tr.write("a/new.md")
	if files, certain := reader.LoadNamed(disk, []string{"a/new.md", "a/gone.md"}); !certain || len(files) != 5 {
		t.Errorf("a new file: %d files, %v", len(files), certain)
	}
	if len(disk.opened) != 1 || disk.opened["a/new.md"] != 1 {
		t.Errorf("opened %v, want a/new.md alone", disk.opened)
	}
}

// Files read by calls of our own are those that os reads.
func TestDirectEqualsOpened(t *testing.T) {
	tr := &tree{t: t, dir: t.TempDir(), random: rand.New(rand.NewPCG(1, 2))}
	for range 300 {
		tr.edit()
	}
	for name, data := range map[string]string{"empty.md": "", "large.md": strings.Repeat("x", MaxMarkdown+1), "most.md": strings.Repeat("y", MaxMarkdown)} {
		if err := os.WriteFile(tr.at(name), []byte(data), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	root, err := os.OpenRoot(tr.dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	files, list := Load(root.FS())
	wantFiles, wantList := Load(hidden{root.FS()})
	if len(files) < 8 || !reflect.DeepEqual(files, wantFiles) {
		t.Errorf("%d files, want %d", len(files), len(wantFiles))
	}
	if !reflect.DeepEqual(list, wantList) {
		t.Errorf("got %v\nwant %v", list, wantList)
	}
}

// A file system that tells no identity is read each time.
func TestReaderWithoutIdentity(t *testing.T) {
	reader, root := &Reader{Ahead: time.Hour}, fstest.MapFS{"a.md": file("one")}
	reader.Load(root)
	root["a.md"] = file("two")
	if files, _ := reader.Load(root); string(files[0].Data) != "two" {
		t.Errorf("read %q", files[0].Data)
	}
}

func BenchmarkReader(b *testing.B) {
	tr := &tree{t: b, dir: b.TempDir()}
	const n = 10_000
	for i := range n {
		name := tr.at(fmt.Sprintf("terms/term-%05d.md", i))
		_ = os.MkdirAll(filepath.Dir(name), 0o755)
		if err := os.WriteFile(name, fmt.Appendf(nil, "---\ntitle: Term %d\n---\n\nText.\n", i), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	root, err := os.OpenRoot(tr.dir)
	if err != nil {
		b.Fatal(err)
	}
	defer root.Close()
	b.Run("files=10000/first", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			Load(root.FS())
		}
	})
	reader := &Reader{Ahead: time.Hour}
	reader.Load(root.FS())
	b.Run("files=10000/unchanged", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			reader.Load(root.FS())
		}
	})
	b.Run("files=10000/named", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if _, certain := reader.LoadNamed(root.FS(), []string{"terms/term-05000.md"}); !certain {
				b.Fatal("not certain")
			}
		}
	})
}
