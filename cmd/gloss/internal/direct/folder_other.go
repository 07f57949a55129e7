//go:build !linux

package direct

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// Folder is a folder. Files in it have names without slashes. It may be used by several goroutines.
type Folder struct{ name string }

// Open names a folder to write into it. It is not held open: Windows would not let it be moved.
func Open(name string) (*Folder, error) { return &Folder{name}, nil }

// In reports false: this system has no way to read files in an open folder by calls of our own.
func In(fs.File) (*Folder, bool) { return nil, false }

// Close does nothing.
func (f *Folder) Close() error { return nil }

// ErrOther is returned for what this package leaves to os.
var ErrOther = errors.New("not a file to be read at once")

// List returns ErrOther: In makes no Folder to list.
func (f *Folder) List(string) ([]Entry, error) { return nil, f.problem("readdirent", "", ErrOther) }

// Stat returns ErrOther, for the same reason.
func (f *Folder) Stat(name string) (Info, error) { return Info{}, f.problem("stat", name, ErrOther) }

// Read returns ErrOther, for the same reason.
func (f *Folder) Read(name string, _ int64) ([]byte, Info, error) {
	return nil, Info{}, f.problem("read", name, ErrOther)
}

// Write makes a file of these bytes, or makes these the bytes of the file that is there.
func (f *Folder) Write(name string, data []byte) error {
	return os.WriteFile(filepath.Join(f.name, name), data, 0o644)
}

// Reader reads many files at once where the system has a way to that.
type Reader struct {
	// Readers is how many Readers are at work beside each other.
	Readers int
}

// Read returns ErrOther for each file: In makes no Folder to read in.
func (r *Reader) Read(folder *Folder, names []string, _ int64, results []Result) {
	for i, name := range names {
		results[i] = Result{Err: folder.problem("read", name, ErrOther)}
	}
}

// Close does nothing.
func (r *Reader) Close() {}
