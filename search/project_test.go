package search

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// filesOf gives what Files yields.
func filesOf(t testing.TB, docs []Document, opts Options) []File {
	t.Helper()
	var out []File
	err := Files(docs, opts, func(f File) error {
		out = append(out, copyOf(t, f))
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// copyOf gives a file to keep, if it is what it says.
func copyOf(t testing.TB, f File) File {
	t.Helper()
	data, err := f.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	if told := f.Size > 0; told && (f.Size != int64(len(data)) || f.Hash != sha256.Sum256(data)) {
		t.Errorf("%s: %d bytes, and these have not the hash that was told", f.Path, len(data))
	} else if !told && f.Write == nil {
		t.Errorf("%s: nobody tells the hash of its bytes", f.Path)
	}
	return File{Path: f.Path, Data: data}
}

// compareFiles demands the same files with the same bytes.
func compareFiles(t testing.TB, got, want []File) {
	t.Helper()
	have := map[string][]byte{}
	for _, f := range got {
		have[f.Path] = f.Data
	}
	for _, f := range want {
		data, ok := have[f.Path]
		if !ok {
			t.Errorf("%s is missing", f.Path)
		} else if !bytes.Equal(data, f.Data) {
			t.Errorf("%s differs, first at byte %d of %d and %d", f.Path, firstDifference(data, f.Data), len(data), len(f.Data))
		}
	}
	if len(have) != len(got) || len(got) != len(want) {
		t.Errorf("%d files, of which %d differ by name, instead of %d", len(got), len(have), len(want))
	}
}

// TestProjectionsAgree holds that Files gives the bleve index that Build writes, and the browser's files that Export reads from it: what
// is projected in memory is what is projected from the segment.
func TestProjectionsAgree(t *testing.T) {
	for seed := range 16 {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			docs, lang := randomGlossary(rand.New(rand.NewPCG(uint64(seed), 31)), seed)
			opts := Options{Language: lang, NoPassages: seed%5 == 4, Workers: 1 + seed%3}
			dir := filepath.Join(t.TempDir(), "bleve")
			if err := Build(dir, docs, opts); err != nil {
				t.Fatal(err)
			}
			ix, err := Open(dir)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = ix.Close() }()
			want := exportOf(t, ix)
			if !slices.IsSortedFunc(want, func(a, b File) int { return strings.Compare(a.Path, b.Path) }) {
				t.Error("the exported files are not sorted")
			}
			for path, data := range tree(t, dir) {
				want = append(want, File{Path: BleveFolder + filepath.ToSlash(path), Data: data})
			}
			got := filesOf(t, docs, opts)
			compareFiles(t, got, want)
			for i, f := range want[:len(want)-3] {
				if got[i+3].Path != f.Path {
					t.Fatalf("file %d is %s instead of %s", i+3, got[i+3].Path, f.Path)
				}
			}
			opts.NoBleve = true
			compareFiles(t, filesOf(t, docs, opts), want[:len(want)-3])
		})
	}
}

// TestFilesStop holds that an error of the caller ends the work and comes back.
func TestFilesStop(t *testing.T) {
	full := errors.New("disk full")
	whole := len(filesOf(t, sample, Options{Language: "en"}))
	for _, after := range []int{0, 3, whole - 1} {
		n := 0
		err := Files(sample, Options{Language: "en"}, func(File) error {
			if n == after {
				return full
			}
			n++
			return nil
		})
		if !errors.Is(err, full) || n != after {
			t.Errorf("after %d files: %v after %d", after, err, n)
		}
	}
}

// TestDocumentsRefused holds what is no glossary.
func TestDocumentsRefused(t *testing.T) {
	for _, docs := range [][]Document{{{Title: "no id"}}, {{ID: "a"}, {ID: "b"}, {ID: "a"}}} {
		if err := Files(docs, Options{Language: "en"}, func(File) error { return nil }); err == nil {
			t.Errorf("%+v were taken", docs)
		}
	}
}
