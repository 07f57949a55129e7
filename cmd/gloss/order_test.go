package main

import (
	"errors"
	"io/fs"
	"os"
	"reflect"
	"slices"
	"testing"

	"gloss/cmd/gloss/internal/source"
	"gloss/layouts"
)

// reversed is a file system that lists each folder from the end, as another file system than this one may.
type reversed struct{ fs.FS }

func (r reversed) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(r.FS, name)
	slices.Reverse(entries)
	return entries, err
}

func (r reversed) Open(name string) (fs.File, error) {
	file, err := r.FS.Open(name)
	if dir, ok := file.(fs.ReadDirFile); ok && err == nil {
		return reversedDir{dir}, nil
	}
	return file, err
}

type reversedDir struct{ fs.ReadDirFile }

func (d reversedDir) ReadDir(n int) ([]fs.DirEntry, error) {
	if n > 0 {
		return nil, errors.New("a folder is read whole")
	}
	entries, err := d.ReadDirFile.ReadDir(n)
	slices.Reverse(entries)
	return entries, err
}

// The order in which a file system lists its folders reaches nothing: what is read from the content and from the layouts is the same, and
// everything else is made of that.
func TestOrderOfFoldersDoesNotMatter(t *testing.T) {
	files, diags := source.Load(os.DirFS("../../content"))
	again, diagsAgain := source.Load(reversed{os.DirFS("../../content")})
	if len(files) < 20 || len(files) != len(again) || !slices.Equal(diags, diagsAgain) {
		t.Fatalf("%d files and %d, %v and %v", len(files), len(again), diags, diagsAgain)
	}
	for i, f := range files {
		if f.Path != again[i].Path || f.Hash != again[i].Hash {
			t.Errorf("file %d is %s, and %s when folders are listed from the end", i, f.Path, again[i].Path)
		}
	}
	user := fsOf(t, map[string]string{"styles/90-own.css": "a{}", "styles/10-first.css": "b{}", "templates/letters.html": "<p>x</p>", "words/en.yaml": "", "assets/b.txt": "b", "assets/a.txt": "a"})
	theme, problems := layouts.Load(user)
	other, problemsAgain := layouts.Load(reversed{user})
	if theme == nil || other == nil || theme.Hash() != other.Hash() || !reflect.DeepEqual(problems, problemsAgain) {
		t.Errorf("the theme differs when folders are listed from the end: %v, %v", problems, problemsAgain)
	}
}

func fsOf(t *testing.T, files map[string]string) fs.FS {
	g := newGlossary(t, files)
	return os.DirFS(g.dir)
}
