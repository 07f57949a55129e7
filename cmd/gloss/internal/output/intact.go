package output

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"

	"github.com/gofrs/flock"
)

// Intact looks whether the site in dir is as its last build left it: an undisturbed manifest, and each file that it lists there with
// its size. It returns what a Commit of the same files would, and the manifest's hash. It deletes what a process left beside the site that
// was killed, and writes nothing but the lock.
func Intact(dir string) (changes Changes, manifest [sha256.Size]byte, intact bool, err error) {
	state := filepath.Join(dir, StateDir)
	data, err := os.ReadFile(filepath.Join(state, "manifest"))
	if errors.Is(err, fs.ErrNotExist) {
		return Changes{}, manifest, false, nil
	} else if err != nil {
		return Changes{}, manifest, false, err
	}
	lock := flock.New(filepath.Join(state, "lock"))
	if ok, err := lock.TryLock(); err != nil {
		return Changes{}, manifest, false, err
	} else if !ok {
		return Changes{}, manifest, false, ErrLocked
	}
	defer func() { err = errors.Join(err, lock.Unlock()) }()
	if err := errors.Join(os.RemoveAll(filepath.Join(state, "new")), os.RemoveAll(filepath.Join(state, "spare"))); err != nil {
		return Changes{}, manifest, false, err
	}
	files, trusted, err := readState(state)
	if err != nil || !trusted {
		return Changes{}, manifest, false, err
	}
	if again, err := os.ReadFile(filepath.Join(state, "manifest")); err != nil || !bytes.Equal(data, again) {
		return Changes{}, manifest, false, err // another build ended in between
	}
	for _, e := range files {
		changes.Bytes += e.size
	}
	changes.Kept = len(files)
	return changes, sha256.Sum256(data), allThere(dir, files), nil
}

// allThere looks at each file, on all cores.
func allThere(dir string, files map[string]file) bool {
	paths := make([]string, 0, len(files))
	for sitePath := range files { // in any order: one answer for all
		paths = append(paths, sitePath)
	}
	workers := runtime.GOMAXPROCS(0)
	there := make([]bool, workers)
	var group sync.WaitGroup
	for i := range workers {
		group.Go(func() {
			for _, sitePath := range paths[i*len(paths)/workers : (i+1)*len(paths)/workers] {
				info, err := os.Lstat(filepath.Join(dir, filepath.FromSlash(sitePath)))
				if err != nil || !info.Mode().IsRegular() || info.Size() != files[sitePath].size {
					return
				}
			}
			there[i] = true
		})
	}
	group.Wait()
	for _, ok := range there {
		if !ok {
			return false
		}
	}
	return true
}

// Manifest returns the hash of the manifest in dir, as Intact does, without a look at the files.
func Manifest(dir string) ([sha256.Size]byte, error) {
	data, err := os.ReadFile(filepath.Join(dir, StateDir, "manifest"))
	return sha256.Sum256(data), err
}
