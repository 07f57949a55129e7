package output

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
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
	there, err := readState(state)
	if err != nil || !there.trusted {
		return Changes{}, manifest, false, err
	}
	if again, err := os.ReadFile(filepath.Join(state, "manifest")); err != nil || !bytes.Equal(data, again) {
		return Changes{}, manifest, false, err // another build ended in between
	}
	for _, e := range there.files {
		changes.Bytes += e.size
	}
	changes.Kept = len(there.files)
	return changes, sha256.Sum256(data), allThere(dir, there), nil
}

// allThere looks at each file, on all cores.
func allThere(dir string, state state) bool {
	workers := runtime.GOMAXPROCS(0)
	there := make([]bool, workers)
	site := folders{dir: dir}
	var group sync.WaitGroup
	for i := range workers {
		group.Go(func() {
			for _, sitePath := range state.paths[i*len(state.paths)/workers : (i+1)*len(state.paths)/workers] {
				if size, regular := site.size(sitePath); !regular || size != state.files[sitePath].size {
					return
				}
			}
			there[i] = true
		})
	}
	group.Wait()
	return site.close() == nil && !slices.Contains(there, false)
}

// Manifest returns the hash of the manifest in dir, as Intact does, without a look at the files.
func Manifest(dir string) ([sha256.Size]byte, error) {
	data, err := os.ReadFile(filepath.Join(dir, StateDir, "manifest"))
	return sha256.Sum256(data), err
}
