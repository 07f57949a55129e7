package output

import (
	"crypto/sha256"
	"maps"
	"path/filepath"
	"slices"
)

// File is a file of the site: its path, the first 16 bytes of its SHA-256, and its size in bytes.
type File struct {
	Path string
	Hash [sha256.Size / 2]byte
	Size int64
}

// Files returns the files put so far, sorted by path.
func (w *Writer) Files() []File {
	w.mu.Lock()
	defer w.mu.Unlock()
	paths := w.paths()
	files := make([]File, len(paths))
	for i, sitePath := range paths {
		f := w.files[sitePath]
		files[i] = File{Path: sitePath, Hash: f.hash, Size: f.size}
	}
	return files
}

// Paths returns the files that the last build wrote to dir, sorted.
func Paths(dir string) ([]string, error) {
	there, err := readState(filepath.Join(dir, StateDir))
	return slices.Sorted(maps.Keys(there.files)), err
}
