package watch

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/fsnotify/fsnotify"
)

// state is what the Watcher's own goroutine knows.
type state struct {
	opts   Options
	roots  Roots
	notify *fsnotify.Watcher // nil while polling
	dirs   map[string]bool   // folders watched with all below them
	guards map[string]bool   // folders watched because a root stands, or will stand, in them

	pending map[string]bool      // paths touched since the last Change; nil means none
	partial bool                 // more paths were touched than pending holds
	fresh   map[string]bool      // folders that appeared since then
	made    map[string]bool      // paths that appeared since then
	absent  map[string]bool      // paths that were there before and went away since then: perhaps about to come back
	empty   map[string]time.Time // files seen empty since then, and until when they are waited for: perhaps truncated and about to be written
	since   time.Time            // of the first touch
	ready   bool                 // the Change may be told
	settle  *time.Timer
	marks   marks

	polling  bool
	known    snapshot
	told     map[string]bool // paths touched by events since the last snapshot was finished
	toldLast map[string]bool // and in the round before
	scanning bool
	scanned  chan snapshot
	doubt    []string // changed paths of which no event told yet
	next     *time.Timer
}

// setRoots replaces the roots and takes the first snapshot before it returns: what changes later differs from it.
func (s *state) setRoots(roots Roots) bool {
	if s.roots.equal(roots) {
		return false
	}
	s.close()
	s.roots = roots
	s.told, s.toldLast, s.doubt = nil, nil, nil
	if !s.polling {
		notify, err := fsnotify.NewWatcher()
		if err != nil {
			s.poll(limitReached(err))
		} else {
			s.notify, s.dirs, s.guards = notify, map[string]bool{}, map[string]bool{}
			s.arm()
			s.markAgain()
		}
	}
	s.known = takeSnapshot(roots, s.opts.Ignore)
	s.schedule()
	return true
}

func (s *state) close() {
	if s.notify != nil {
		_ = s.notify.Close() // nothing is left to do with a watcher that fails to close
		s.notify = nil
	}
}

// arm watches each root and the nearest existing folder above it, so that a root that is removed and made again is noticed.
func (s *state) arm() {
	guard := func(name string) {
		for dir := filepath.Dir(name); ; dir = filepath.Dir(dir) {
			info, err := os.Stat(dir)
			if err == nil && info.IsDir() {
				if !s.dirs[dir] && s.watch(dir) {
					s.guards[dir] = true
				}
				return
			}
			if dir == filepath.Dir(dir) {
				return
			}
		}
	}
	for _, folder := range s.roots.Folders {
		guard(folder)
		if !s.dirs[folder] {
			s.add(folder)
		}
	}
	for _, file := range s.roots.Files {
		guard(file)
	}
}

// add watches a folder and all folders below it. Each is watched before it is read, so that a folder made meanwhile is either
// read or told.
func (s *state) add(dir string) {
	tree := s.tree()
	tree.folder = func(dir string) bool {
		if s.notify == nil || !s.watch(dir) {
			return false
		}
		s.dirs[dir] = true
		return true
	}
	tree.walk(dir)
}

// watch adds one folder to fsnotify. It reports false when the folder is gone, or when polling took over.
func (s *state) watch(dir string) bool {
	if s.notify == nil {
		return false
	}
	err := s.notify.Add(dir)
	if err == nil {
		return true
	}
	if !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, syscall.ENOTDIR) && !errors.Is(err, fs.ErrPermission) {
		s.poll(limitReached(err))
	}
	return false
}

func limitReached(err error) string {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EMFILE) {
		return "the system's limit of watched folders is reached (on Linux: sysctl fs.inotify)"
	}
	return "folders cannot be watched here (" + err.Error() + ")"
}

// event looks at one event: which path, and whether folders came or went.
func (s *state) event(e fsnotify.Event) {
	if e.Name == "" || s.marks.passedBy(e, s.notify) || !s.concerns(e.Name) {
		return
	}
	if e.Has(fsnotify.Remove) || e.Has(fsnotify.Rename) {
		s.forget(e.Name)
		s.miss(e.Name)
	}
	if e.Has(fsnotify.Create) {
		s.appear(e.Name)
	}
	if e.Has(fsnotify.Create) || e.Has(fsnotify.Write) || e.Has(fsnotify.Chmod) {
		s.look(e.Name)
	}
	s.remember(e.Name)
	s.touch(e.Name)
}

// concerns reports whether a path is a root, lies below one, or leads to one.
func (s *state) concerns(name string) bool {
	for _, out := range s.roots.Except {
		if within(out, name) {
			return false
		}
	}
	for _, file := range s.roots.Files {
		if within(name, file) {
			return true
		}
	}
	for _, folder := range s.roots.Folders {
		if within(name, folder) {
			return true
		}
		if below, ok := strings.CutPrefix(name, folder+string(filepath.Separator)); ok {
			return !slices.ContainsFunc(strings.Split(below, string(filepath.Separator)), s.opts.Ignore)
		}
	}
	return false
}

// look watches a folder that appeared and remembers a file that is empty.
func (s *state) look(name string) {
	info, err := os.Stat(name)
	switch {
	case err != nil:
	case info.IsDir():
		note(&s.fresh, name)
		if slices.ContainsFunc(s.roots.Folders, func(folder string) bool { return within(folder, name) }) {
			s.add(name)
		}
	case info.Size() == 0:
		s.await(name)
	}
}

// forget gives up the watches of a folder that went away. A moved folder keeps its watches otherwise, under its old name.
func (s *state) forget(name string) {
	if s.guards[name] {
		delete(s.guards, name)
		_ = s.notify.Remove(name) // it may be gone already
	}
	if !s.dirs[name] {
		return
	}
	for dir := range s.dirs {
		if within(name, dir) {
			delete(s.dirs, dir)
			_ = s.notify.Remove(dir)
		}
	}
}
