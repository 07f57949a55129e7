package output

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// Folders that are new move as a whole, those that are there are filled file by file; the site is the same either way.
func TestNewFoldersMoveWhole(t *testing.T) {
	site := map[string]string{"index.html": "home", "terms/a.html": "a", "terms/deep/er/b.html": "b", "terms/deep/data.json": "{}", "assets/x.js": "x"}
	for _, there := range []string{"", "terms", "terms/deep", "terms/deep/er", "assets"} {
		t.Run("with "+there, func(t *testing.T) {
			dir := t.TempDir()
			if err := os.MkdirAll(filepath.Join(dir, filepath.FromSlash(there)), 0o755); err != nil {
				t.Fatal(err)
			}
			commit(t, dir, site)
			wantContents(t, dir, site)
			if changes := commit(t, dir, site); !changes.Empty() || changes.Kept != len(site) {
				t.Errorf("the same site again: %+v", changes)
			}
		})
	}
}

// More folders than are held open, each with several files.
func TestManyFolders(t *testing.T) {
	site := map[string]string{}
	for i := range 3 * maxOpen {
		site[fmt.Sprintf("files/%d/a.png", i)], site[fmt.Sprintf("files/%d/b.png", i)] = fmt.Sprint("a", i), fmt.Sprint("b", i)
	}
	dir := t.TempDir()
	for range 2 {
		commit(t, dir, site)
		wantContents(t, dir, site)
		site["files/2/a.png"] = "another"
	}
}

// What a page needs is in place before the page, in a folder or not.
func TestNewFoldersWithPagesComeLater(t *testing.T) {
	w, err := Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer w.Abort()
	changes := Changes{Added: []string{"a.html", "both/x.html", "both/x.js", "pages/p.html", "zz/y.js"}}
	folders, err := w.newFolders(changes)
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(folders.order, []string{"both", "pages", "zz"}) || !folders.pages["both"] || !folders.pages["pages"] || folders.pages["zz"] {
		t.Errorf("folders %+v", folders)
	}
}

// A folder of the site that somebody deleted comes back.
func TestLostFolderComesBack(t *testing.T) {
	dir := t.TempDir()
	site := map[string]string{"index.html": "home", "terms/a.html": "a", "terms/b.html": "b"}
	commit(t, dir, site)
	if err := os.RemoveAll(filepath.Join(dir, "terms")); err != nil {
		t.Fatal(err)
	}
	if changes := commit(t, dir, site); !slices.Equal(changes.Changed, []string{"terms/a.html", "terms/b.html"}) {
		t.Errorf("%+v", changes)
	}
	wantContents(t, dir, site)
}

// A build killed between the move of a folder and the manifest: the journal gives its files to the next build.
func TestKilledAfterAFolderMoved(t *testing.T) {
	dir := t.TempDir()
	commit(t, dir, map[string]string{"index.html": "home"})
	w, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	added := []string{"terms/a.html", "terms/b.html"}
	for _, sitePath := range added {
		if err := w.Put(sitePath, []byte(sitePath)); err != nil {
			t.Fatal(err)
		}
	}
	folders, err := w.newFolders(Changes{Added: added})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.writeJournal(added); err != nil {
		t.Fatal(err)
	}
	if err := w.install(Changes{Added: added}, folders, nil); err != nil {
		t.Fatal(err)
	}
	if err := w.lock.Unlock(); err != nil { // no manifest: the process is gone
		t.Fatal(err)
	}
	commit(t, dir, map[string]string{"index.html": "home", "terms/a.html": "changed"})
	wantContents(t, dir, map[string]string{"index.html": "home", "terms/a.html": "changed"})
}
