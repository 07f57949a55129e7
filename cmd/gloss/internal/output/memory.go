package output

import (
	"crypto/sha256"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// Memory is what a process that builds a site again and again knows of its folder from its own last commit. It is good for as long as
// nobody else touches the manifest or the journal; then it is as if it were empty. The zero Memory is empty, a nil one keeps nothing. It
// must not be used by two Writers at once.
type Memory struct {
	dir               string // "" when nothing is known
	there             known
	sum               func() [sha256.Size]byte // of the manifest
	open              bool                     // the journal stands, because only parts were written since the manifest
	manifest, journal stamp
	spares            spares
	ahead             *ahead
}

// stamp tells one state of a file from another.
type stamp struct {
	info fs.FileInfo // nil when there is no file
	size int64
	time time.Time
}

func stampOf(name string) stamp {
	info, err := os.Lstat(name)
	if err != nil {
		return stamp{}
	}
	return stamp{info: info, size: info.Size(), time: info.ModTime()}
}

func (s stamp) is(o stamp) bool {
	if s.info == nil || o.info == nil {
		return s.info == nil && o.info == nil
	}
	return s.size == o.size && s.time.Equal(o.time) && os.SameFile(s.info, o.info)
}

// Open is the function Open with a Memory, which saves reading the manifest: at 100,000 terms a tenth of a second.
func (m *Memory) Open(dir string) (*Writer, error) { return open(dir, m, false) }

// OpenPart prepares dir for the build of a part of the site. Files that are neither put nor removed stay as they are, and stay listed.
func (m *Memory) OpenPart(dir string) (*Writer, error) { return open(dir, m, true) }

// Known reports whether the files that stand in the folder are those that this Memory's last commit left, as far as anybody can know
// who does not look at each.
func (w *Writer) Known() bool { return w.known }

// valid reports whether the folder is as the last commit left it.
func (m *Memory) valid(dir string) bool {
	if !m.holds(dir) {
		return false
	}
	manifest, journal := stampsOf(dir)
	return m.manifest.is(manifest) && m.journal.is(journal)
}

// holds reports whether the last commit was one to this folder.
func (m *Memory) holds(dir string) bool { return m != nil && m.dir != "" && m.dir == dir }

func stampsOf(dir string) (manifest, journal stamp) {
	return stampOf(filepath.Join(dir, StateDir, "manifest")), stampOf(filepath.Join(dir, StateDir, "journal"))
}

// forget empties the memory: what stands in the folder is not known.
func (m *Memory) forget() {
	if m != nil {
		*m = Memory{}
	}
}

// keep notes what a commit left.
func (m *Memory) keep(dir string, there known, open bool, manifest func() [sha256.Size]byte) {
	*m = Memory{dir: dir, there: there, open: open, sum: manifest}
	m.manifest, m.journal = stampsOf(dir)
}

// Manifest returns the hash of the manifest that the last commit left, as Intact does. It reports false if there was none.
func (m *Memory) Manifest() (hash [sha256.Size]byte, known bool) {
	if m.dir == "" {
		return hash, false
	}
	return m.sum(), true
}
