package output

import (
	"crypto/sha256"
	"path/filepath"
	"slices"
	"strings"
)

// File is a file of the site: its path, the first 16 bytes of its SHA-256, and its size in bytes.
type File struct {
	Path string
	Hash [sha256.Size / 2]byte
	Size int64
}

// Files returns the files put so far, sorted by path. Nobody may put one meanwhile.
func (w *Writer) Files() []File {
	files := make([]File, 0, len(w.old.paths)+len(w.fresh.paths))
	w.each(func(sitePath string, f *file) {
		files = append(files, File{Path: sitePath, Hash: f.hash, Size: f.size})
	})
	return files
}

// Paths returns the paths put so far, sorted. Nobody may put one meanwhile.
func (w *Writer) Paths() []string {
	paths := make([]string, 0, len(w.old.paths)+len(w.fresh.paths))
	w.each(func(sitePath string, _ *file) { paths = append(paths, sitePath) })
	return paths
}

// each calls visit for the files put so far, in order of their paths. Those that stood there before are sorted already.
func (w *Writer) each(visit func(sitePath string, f *file)) {
	next, order := 0, w.freshOrder()
	until := func(sitePath string) {
		for ; next < len(order) && (sitePath == "" || w.fresh.paths[order[next]] < sitePath); next++ {
			visit(w.fresh.paths[order[next]], &w.added[order[next]])
		}
	}
	for i := range w.put {
		if w.put[i].put != 0 {
			until(w.old.paths[i])
			visit(w.old.paths[i], &w.put[i])
		}
	}
	until("")
}

// freshOrder returns the places of the fresh paths in order of these. What the last call returned is not sorted again.
func (w *Writer) freshOrder() []int32 {
	before := w.order
	var late []int32
	for i := len(before); i < len(w.fresh.paths); i++ {
		late = append(late, int32(i))
	}
	compare := func(a, b int32) int { return strings.Compare(w.fresh.paths[a], w.fresh.paths[b]) }
	slices.SortFunc(late, compare)
	if len(before) == 0 || len(late) == 0 {
		w.order = append(before, late...)
		return w.order
	}
	all := make([]int32, 0, len(before)+len(late))
	for len(before) > 0 && len(late) > 0 {
		if compare(before[0], late[0]) < 0 {
			all, before = append(all, before[0]), before[1:]
		} else {
			all, late = append(all, late[0]), late[1:]
		}
	}
	w.order = append(append(all, before...), late...)
	return w.order
}

// Paths returns the files that the last build wrote to dir, sorted.
func Paths(dir string) ([]string, error) {
	there, err := readState(filepath.Join(dir, StateDir))
	return there.paths, err
}
