package output

import (
	"crypto/sha256"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"github.com/gofrs/flock"
)

// Intact looks whether the site in dir is as its last build left it: an undisturbed manifest, and each file that it lists there with
// its size. It returns what a Commit of the same files would, and the manifest's hash. It deletes what a process left beside the site that
// was killed, and writes nothing but the lock. What ReadAhead began it takes, and leaves it to Open.
func (m *Memory) Intact(dir string) (changes Changes, manifest [sha256.Size]byte, intact bool, err error) {
	state := filepath.Join(dir, StateDir)
	if _, err := os.Lstat(filepath.Join(state, "manifest")); errors.Is(err, fs.ErrNotExist) {
		return Changes{}, manifest, false, nil
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
	ahead := m.ahead
	there, looked, err := m.readState(dir)
	m.ahead = ahead
	if err != nil || !there.trusted {
		return Changes{}, manifest, false, err
	}
	if looked == nil {
		looked = func() []bool { return lookAt(dir, there.known) }
	}
	for _, e := range there.entries {
		changes.Bytes += e.size
	}
	changes.Kept = len(there.entries)
	return changes, sha256.Sum256(there.manifest), !slices.Contains(looked(), false), nil
}
