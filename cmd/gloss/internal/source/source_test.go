package source

import (
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"gloss/cmd/gloss/internal/diag"
)

func file(text string) *fstest.MapFile { return &fstest.MapFile{Data: []byte(text)} }

// show writes files as "path" for Markdown and "(path)" for others, then diagnostics.
func show(files []File, list diag.List) string {
	var lines []string
	for _, f := range files {
		if f.Data == nil {
			lines = append(lines, "("+f.Path+")")
			continue
		}
		lines = append(lines, f.Path)
	}
	for _, d := range list {
		lines = append(lines, fmt.Sprintf("%s: %s: %s: %s", d.File, d.Severity, d.Rule, d.Text))
	}
	return strings.Join(lines, "\n")
}

func TestLoad(t *testing.T) {
	for _, test := range []struct {
		name string
		fsys fstest.MapFS
		want string
	}{
		{"any depth, sorted by path", fstest.MapFS{"b.md": file("b"), "a/z.md": file("z"), "a.md": file("a"), "a/b/c/d.MARKDOWN": file("d"), "a/p.png": file("p")},
			"a.md\na/b/c/d.MARKDOWN\n(a/p.png)\na/z.md\nb.md"},
		{"an empty file is a file", fstest.MapFS{"a.md": file("")}, "a.md"},
		{"passed over", fstest.MapFS{"a.md": file("a"), ".git/x.md": file("x"), ".a.md.swp": file(""), "a.md~": file(""), "#a.md#": file(""), "4913": file(""),
			"node_modules/m/README.md": file("x"), "._a.md": file(""), ".#a.md": file(""), "~$a.md": file(""), "a.md.bak": file(""), "b.md.swp": file("")}, "a.md"},
		{"a term that begins with a dot", fstest.MapFS{"a.md": file("a"), "x/.NET.md": file("x")},
			"a.md\nx/.NET.md: warning: dot-file: files whose name begins with a dot are not read"},
		{"a readme is a note unless it has front matter", fstest.MapFS{"a.md": file("a"), "README.md": file("# x"), "x/Readme.md": file("---\ntitle: Readme\n---\n")},
			"a.md\nx/Readme.md"},
		{"nothing to read", fstest.MapFS{"x.png": file("x")}, "(x.png)\n: warning: no-terms: no Markdown file in the content folder"},
		{"case", fstest.MapFS{"Crm.md": file("a"), "crm.md": file("b"), "STRASSE.md": file("c"), "straße.md": file("d")},
			"Crm.md\nSTRASSE.md\ncrm.md\nstraße.md\n" + `crm.md: error: path-clash: "Crm.md" and "crm.md" are one file on systems that fold case` + "\n" +
				`straße.md: error: path-clash: "STRASSE.md" and "straße.md" are one file on systems that fold case`},
		{"normal form", fstest.MapFS{"u\u0308.md": file("a"), "\u00fc.md": file("b")},
			"\u00fc.md\n\u00fc.md\n" + "\u00fc.md: error: path-clash: two files are called \"\u00fc.md\", spelled with different Unicode characters that look alike"},
		{"names that are no addresses", fstest.MapFS{"a.md": file("a"), "b\n.md": file(""), `c\d.md`: file("")},
			"a.md\nb\n.md: error: file-name: the file name \"b\\n.md\" cannot be an address on all systems\n" +
				`c\d.md: error: file-name: the file name "c\\d.md" cannot be an address on all systems`},
		{"too large", fstest.MapFS{"a.md": {Data: make([]byte, MaxMarkdown+1)}, "b.md": file("b"), "c.bin": {Data: make([]byte, MaxMarkdown+1)}},
			"b.md\n(c.bin)\na.md: error: too-large: the file is larger than 16 MiB"},
		{"a loop without file identity", fstest.MapFS{"a.md": file("a"), "x/y": {Data: []byte(".."), Mode: fs.ModeSymlink}},
			""},
	} {
		t.Run(test.name, func(t *testing.T) {
			files, list := Load(test.fsys)
			if test.want == "" {
				if !list.HasErrors() {
					t.Error("no error")
				}
				return
			}
			if got := show(files, list); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func TestHashAndOpen(t *testing.T) {
	fsys := fstest.MapFS{"u\u0308/p.png": file("picture"), "u\u0308/a.md": file("text")}
	files, list := Load(fsys)
	if len(list) > 0 || len(files) != 2 {
		t.Fatal(show(files, list))
	}
	for i, want := range []string{"text", "picture"} {
		f := files[i]
		if f.Hash != sha256.Sum256([]byte(want)) || f.Size != int64(len(want)) {
			t.Errorf("%s: hash or size", f.Path)
		}
		opened, err := f.Open(fsys)
		if err != nil {
			t.Fatal(err)
		}
		if data, err := io.ReadAll(opened); err != nil || string(data) != want {
			t.Errorf("%s: %q %v", f.Path, data, err)
		}
		opened.Close()
	}
}

// deny is a file system that refuses some paths, as a disk does to those without the right; a test that changes modes would prove
// nothing when run by a privileged user.
type deny struct {
	fstest.MapFS
	paths map[string]error
}

func (d deny) Open(name string) (fs.File, error) {
	if err := d.paths[name]; err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return d.MapFS.Open(name)
}

func (d deny) ReadDir(name string) ([]fs.DirEntry, error) {
	if err := d.paths[name]; err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return d.MapFS.ReadDir(name)
}

func TestUnreadable(t *testing.T) {
	fsys := deny{fstest.MapFS{"a.md": file("a"), "b.md": file("b"), "c/d.md": file("d"), "e.png": file("e")},
		map[string]error{"b.md": fs.ErrPermission, "c": fs.ErrPermission, "e.png": fs.ErrNotExist}}
	want := "a.md\nb.md: error: unreadable-file: cannot be read: permission denied\nc: error: unreadable-file: cannot be read: permission denied\n" +
		"e.png: error: unreadable-file: disappeared while it was being read"
	if got := show(Load(fsys)); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestOpen(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "file"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"missing": "there is no content folder", "file": "the content folder is a file"} {
		root, list := Open(filepath.Join(dir, name), "content")
		if root != nil || len(list) != 1 || list[0].Text != want || list[0].File != "content" {
			t.Errorf("%s: %v", name, list)
		}
	}
	root, list := Open(dir, "content")
	if root == nil || list != nil {
		t.Fatal(list)
	}
	root.Close()
}

func TestIgnored(t *testing.T) {
	for name, want := range map[string]bool{".": false, "a/b.md": false, "a/.b/c.md": true, "a/b.md~": true, "node_modules": true, "c#.md": false, "#": false} {
		if Ignored(name) != want {
			t.Errorf("%s: %v", name, !want)
		}
	}
}

// The result is the same for any number of workers.
func TestWorkers(t *testing.T) {
	fsys := fstest.MapFS{}
	for i := range 500 {
		fsys[fmt.Sprintf("d%d/f%d.md", i%7, i)] = file(fmt.Sprint(i))
	}
	old := runtime.GOMAXPROCS(1)
	one := show(Load(fsys))
	runtime.GOMAXPROCS(8)
	many := show(Load(fsys))
	runtime.GOMAXPROCS(old)
	if one != many {
		t.Error("one worker and eight give different results")
	}
}

// BenchmarkLoad reads 100,000 Markdown files of 360 bytes in 100 folders of a real disk.
func BenchmarkLoad(b *testing.B) {
	dir := b.TempDir()
	text := []byte(strings.Repeat("A glossary tells what words mean. ", 11))[:360]
	for i := range 100_000 {
		folder := filepath.Join(dir, fmt.Sprint(i%100))
		if i < 100 {
			if err := os.Mkdir(folder, 0o755); err != nil {
				b.Fatal(err)
			}
		}
		if err := os.WriteFile(filepath.Join(folder, fmt.Sprintf("term-%d.md", i)), text, 0o644); err != nil {
			b.Fatal(err)
		}
	}
	root, _ := Open(dir, "content")
	defer root.Close()
	b.ReportAllocs()
	for b.Loop() {
		if files, list := Load(root.FS()); len(files) != 100_000 || len(list) > 0 {
			b.Fatal(len(files), list)
		}
	}
}
