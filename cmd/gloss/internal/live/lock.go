package live

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"

	"gloss/cmd/gloss/internal/output"
)

// lockName is a file beside the manifest. The builder's own lock holds only while it builds; this one holds for the whole session, so
// that two servers do not take turns at overwriting each other's site.
const lockName = "serve"

// keep locks the site's folder for this session, and lets go of an earlier one. A folder that does not exist yet is locked after
// the build that makes it.
func (s *Session) keep(folder string) error {
	if folder == "" || folder == s.locked {
		return nil
	}
	state := filepath.Join(folder, output.StateDir)
	if _, err := os.Stat(state); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	lock := flock.New(filepath.Join(state, lockName))
	ok, err := lock.TryLock()
	if err != nil {
		return fmt.Errorf("the site's folder cannot be locked: %w", err)
	}
	if !ok {
		return servedError(folder)
	}
	s.release()
	s.lock, s.locked = lock, folder
	return nil
}

func servedError(folder string) error {
	return fmt.Errorf("another gloss serve is writing %s; stop it, or choose another folder with --out", filepath.ToSlash(folder))
}

// Served returns an error if a gloss serve keeps the site in a folder. A build beside it would be undone by the server's next one, drafts
// and all.
func Served(folder string) error {
	name := filepath.Join(folder, output.StateDir, lockName)
	if _, err := os.Stat(name); err != nil {
		return nil
	}
	lock := flock.New(name)
	if ok, err := lock.TryRLock(); err == nil && !ok {
		return servedError(folder)
	}
	_ = lock.Unlock() // the file is a server's that was killed
	return nil
}

// release gives the lock back and removes its file, so that the folder holds only what a build writes.
func (s *Session) release() {
	if s.lock == nil {
		return
	}
	_ = os.Remove(s.lock.Path()) // on Windows it goes only after unlocking
	_ = s.lock.Unlock()
	_ = os.Remove(s.lock.Path())
	s.lock, s.locked = nil, ""
}
