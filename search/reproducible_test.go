package search

import (
	"bytes"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// childBuild names the environment variable with which this test program builds an index and ends.
const childBuild = "GLOSS_TEST_BUILD_INDEX"

func TestMain(m *testing.M) {
	if dir := os.Getenv(childBuild); dir != "" {
		if err := buildMany(dir, 3); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// buildMany builds an index of several batches.
func buildMany(dir string, workers int) error {
	r := rand.New(rand.NewPCG(1, 2))
	var docs []Document
	for len(docs) < 4100 {
		n := len(docs)
		docs = append(docs, Document{ID: fmt.Sprint("term", n), Title: randomText(r, 2), Summary: randomText(r, 4), Body: randomText(r, 6), Tags: []string{stems[n%5]}})
	}
	return Build(dir, docs, Options{Language: "en", Workers: workers})
}

// TestBuildIsReproducible builds one glossary in two processes with different numbers of workers and compares every file, and the
// exported ones. When a new bleve makes it fail, see canonical.go.
func TestBuildIsReproducible(t *testing.T) {
	here, there := filepath.Join(t.TempDir(), "a"), filepath.Join(t.TempDir(), "elsewhere", "b")
	if err := buildMany(here, 1); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childBuild+"="+there)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	left, right := tree(t, here), tree(t, there)
	for path, data := range left {
		if !bytes.Equal(data, right[path]) {
			t.Errorf("%s differs, first at byte %d of %d and %d", path, firstDifference(data, right[path]), len(data), len(right[path]))
		}
	}
	if len(left) != len(right) || len(left) < 3 {
		t.Errorf("%d files and %d files", len(left), len(right))
	}
	if a, b := exportAll(t, here), exportAll(t, there); a != b {
		t.Error("the exported files differ")
	}
}

func tree(t *testing.T, dir string) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files[path], err = os.ReadFile(filepath.Join(dir, path))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func firstDifference(a, b []byte) int {
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return i
		}
	}
	return min(len(a), len(b))
}

func exportAll(t *testing.T, dir string) string {
	t.Helper()
	ix, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = ix.Close() }()
	var b strings.Builder
	for _, f := range exportOf(t, ix) {
		fmt.Fprintf(&b, "%s\n%s\n", f.Path, f.Data)
	}
	return b.String()
}
