package output

import (
	"errors"
	"os"
	"path"
	"path/filepath"
	"sync"

	"gloss/cmd/gloss/internal/direct"
)

// folders looks at many files of a site. It holds their folders open: at 100,000 terms os.Lstat of a whole path takes twice the processor
// time and 260 bytes a file.
type folders struct {
	dir  string
	mu   sync.Mutex
	open map[string]*direct.Folder // by site path; nil for one that cannot be opened, or is one too many
}

// size returns the number of bytes of a regular file, false if there is none.
func (f *folders) size(sitePath string) (int64, bool) {
	return f.sizeIn(f.folder(path.Dir(sitePath)), sitePath)
}

// sizeIn is size for a caller who has asked for the file's folder.
func (f *folders) sizeIn(folder *direct.Folder, sitePath string) (int64, bool) {
	if folder != nil {
		info, err := folder.Stat(path.Base(sitePath))
		if err == nil || !errors.Is(err, direct.ErrOther) {
			return info.Size, err == nil
		}
	}
	info, err := os.Lstat(filepath.Join(f.dir, filepath.FromSlash(sitePath)))
	if err != nil || !info.Mode().IsRegular() {
		return 0, false
	}
	return info.Size(), true
}

func (f *folders) folder(name string) *direct.Folder {
	f.mu.Lock()
	defer f.mu.Unlock()
	folder, known := f.open[name]
	if known || len(f.open) >= maxOpen {
		return folder
	}
	if f.open == nil {
		f.open = map[string]*direct.Folder{}
	}
	folder, err := direct.Open(filepath.Join(f.dir, filepath.FromSlash(name)))
	if err != nil {
		folder = nil
	}
	f.open[name] = folder
	return folder
}

func (f *folders) close() error {
	var err error
	for _, folder := range f.open { // in any order: nothing is written through them
		if folder != nil {
			err = errors.Join(err, folder.Close())
		}
	}
	f.open = nil
	return err
}
