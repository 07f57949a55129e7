// Package output is the one writer of the site.
//
// A Writer takes all files of a build, keeps those whose bytes already stand in the folder, and stages the others beside it.
// Only Commit touches the site: it moves each staged file, or a whole folder that the site did not have, into place with one
// rename, so that at any moment each file is the old or the new one, whole; files that nothing refers to yet come first, pages
// after them, deletions last, the manifest at the very end. Abort leaves the site as it was.
//
// The manifest in .gloss/ lists what Gloss wrote. Only files that it lists are ever replaced or deleted. While a commit runs, a
// journal holds the paths about to be created; a build that finds one (the earlier one was killed) owns those too, and compares
// each file's bytes instead of trusting the manifest.
//
// A process that builds again and again keeps a Memory of the folder. It then need not read the manifest, and can write a part of the
// site: what is not named stays, and the journal stays in force until the next whole build writes the manifest.
package output

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/gofrs/flock"

	"gloss/cmd/gloss/internal/direct"
)

// StateDir is the folder inside the output folder that holds the manifest, the lock and, during a build, staged files.
const StateDir = ".gloss"

// ErrLocked is returned by Open when another process is writing the same folder.
var ErrLocked = errors.New("another gloss is writing this folder")

// ForeignError lists files that stand where the site's own files have to go and that Gloss did not write.
type ForeignError struct{ Paths []string }

func (e *ForeignError) Error() string {
	return fmt.Sprintf("%d files were not written by gloss and stand in the way: %s", len(e.Paths), strings.Join(e.Paths, ", "))
}

// Changes says what a commit did. Paths are sorted.
type Changes struct {
	Added, Changed, Removed []string
	// Kept counts files put whose bytes were already there.
	Kept int
	// Bytes is the size of the whole site, kept files included; of a part, only what was put counts.
	Bytes int64
}

// Empty reports whether nothing was written or removed.
func (c Changes) Empty() bool { return len(c.Added)+len(c.Changed)+len(c.Removed) == 0 }

// Writer collects the files of one build.
type Writer struct {
	dir      string
	lock     *flock.Flock
	old      known                    // what the manifest (and the journal) lists
	trusted  bool                     // the hashes in old are those of the files on disk
	looked   func() []bool            // whether each old file is in its place with its size; nil if nobody looked ahead
	open     bool                     // the journal stands
	memory   *Memory                  // nil when nothing is kept
	known    bool                     // old is what memory's last commit left
	manifest func() [sha256.Size]byte // the hash of the manifest in place
	part     bool                     // old files that are not put stay
	site     folders                  // what stands in place
	removed  []string                 // of old, when this is a part
	put      []file                   // by place in old, what this build puts there

	mu     sync.Mutex
	fresh  listing                   // the paths put that old does not have
	added  []file                    // what is put there
	order  []int32                   // see freshOrder
	staged map[string]*direct.Folder // made for staged files, by site path
	spares spares
}

// file is a file that a build puts. A staged one lies in the state folder under its own site path.
type file struct {
	entry
	put    uint32 // 1 as soon as it is
	staged bool
	spare  int // where it is staged instead, or 0
}

// place is the place of a path in old, or below 0 the complement of that in fresh.
type place int

// Open prepares dir for a build of the whole site, creating it if needed, and locks it against other processes.
func Open(dir string) (*Writer, error) { return open(dir, nil, false) }

func open(dir string, memory *Memory, part bool) (*Writer, error) {
	state := filepath.Join(dir, StateDir)
	if err := os.MkdirAll(state, 0o755); err != nil {
		return nil, err
	}
	lock := flock.New(filepath.Join(state, "lock"))
	if ok, err := lock.TryLock(); err != nil {
		return nil, err
	} else if !ok {
		return nil, ErrLocked
	}
	w := &Writer{dir: dir, lock: lock, memory: memory, part: part, site: folders{dir: dir}, staged: map[string]*direct.Folder{}}
	w.known = memory.valid(dir)
	if err := errors.Join(w.takeSpares(), os.RemoveAll(w.state("new")), os.MkdirAll(w.state("new"), 0o755)); err != nil {
		return nil, errors.Join(err, lock.Unlock())
	}
	if w.known {
		w.old, w.trusted, w.open, w.manifest = memory.there, true, memory.open, memory.sum
	} else {
		there, looked, err := memory.readState(dir)
		if err != nil {
			return nil, errors.Join(err, lock.Unlock())
		}
		_, err = os.Lstat(w.state("journal"))
		w.old, w.looked, w.trusted, w.open = there.known, looked, there.trusted, !errors.Is(err, fs.ErrNotExist)
		w.manifest = func() [sha256.Size]byte { return sha256.Sum256(there.manifest) }
	}
	w.put = make([]file, len(w.old.paths))
	return w, nil
}

func (w *Writer) state(name string) string { return filepath.Join(w.dir, StateDir, name) }
func (w *Writer) stagedAt(sitePath string) string {
	return filepath.Join(w.dir, StateDir, "new", filepath.FromSlash(sitePath))
}
func (w *Writer) target(sitePath string) string {
	return filepath.Join(w.dir, filepath.FromSlash(sitePath))
}

// Put adds a file to the new site. sitePath has slashes and is local to the site. It may be called from several goroutines, once
// for each path.
func (w *Writer) Put(sitePath string, data []byte) error {
	return w.PutHashed(sitePath, sha256.Sum256(data), data)
}

// PutHashed is Put for a caller who needs the hash of the data too.
func (w *Writer) PutHashed(sitePath string, hash [sha256.Size]byte, data []byte) error {
	e := entry{hash: sum(hash), size: int64(len(data))}
	at, present, err := w.add(sitePath, e, func() bool {
		disk, err := os.ReadFile(w.target(sitePath))
		return err == nil && bytes.Equal(disk, data)
	})
	if present || err != nil {
		return err
	}
	if w.overwrite(at, data) {
		return nil
	}
	folder, err := w.stage(at, sitePath)
	if err != nil {
		return err
	}
	if folder == nil {
		return os.WriteFile(w.stagedAt(sitePath), data, 0o644)
	}
	return folder.Write(path.Base(sitePath), data)
}

// Copy adds a file whose hash is known without reading it, such as an image beside a term. open is called only if the file
// changed.
func (w *Writer) Copy(sitePath string, hash [sha256.Size]byte, size int64, open func() (io.ReadCloser, error)) error {
	e := entry{hash: sum(hash), size: size}
	at, present, err := w.add(sitePath, e, func() bool {
		disk, err := os.ReadFile(w.target(sitePath))
		return err == nil && sha256.Sum256(disk) == hash
	})
	if present || err != nil {
		return err
	}
	in, err := open()
	if err != nil {
		return err
	}
	defer in.Close()
	if _, err := w.stage(at, sitePath); err != nil {
		return err
	}
	out, err := os.OpenFile(w.stagedAt(sitePath), os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0o644)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// Keep adds a file whose hash is known if these bytes are in its place already, and reports whether they are.
func (w *Writer) Keep(sitePath string, hash [sha256.Size]byte, size int64) (bool, error) {
	e := entry{hash: sum(hash), size: size}
	old := w.old.find(sitePath)
	if !w.present(old, e) {
		return false, nil
	}
	return true, w.note(place(old), sitePath, e)
}

// Present reports whether a file of these bytes is in its place already, so that Copy of it would not open anything.
func (w *Writer) Present(sitePath string, hash [sha256.Size]byte, size int64) bool {
	return w.present(w.old.find(sitePath), entry{hash: sum(hash), size: size})
}

func (w *Writer) present(old int, e entry) bool {
	return w.trusted && old >= 0 && w.old.entries[old] == e && w.inPlace(old)
}

// inPlace reports whether an old file is a file of its size.
func (w *Writer) inPlace(old int) bool {
	if w.looked != nil {
		return w.looked()[old]
	}
	there, regular := w.site.size(w.old.paths[old])
	return regular && there == w.old.entries[old].size
}

// note adds a file to the site at a place of old; a fresh one is added by noteFresh.
func (w *Writer) note(at place, sitePath string, e entry) error {
	f := &w.put[at]
	if !atomic.CompareAndSwapUint32(&f.put, 0, 1) {
		return twice(sitePath)
	}
	f.entry = e
	return nil
}

func (w *Writer) noteFresh(sitePath string, e entry) (place, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.fresh.find(sitePath) >= 0 {
		return 0, twice(sitePath)
	}
	w.fresh.add(sitePath)
	w.added = append(w.added, file{entry: e, put: 1})
	return place(^(len(w.added) - 1)), nil
}

func twice(sitePath string) error {
	return fmt.Errorf("output: two files of the site have the path %s", sitePath)
}

// add registers the file and reports its place and whether its bytes are there already.
func (w *Writer) add(sitePath string, e entry, sameOnDisk func() bool) (place, bool, error) {
	if !filepath.IsLocal(filepath.FromSlash(sitePath)) || path.Clean(sitePath) != sitePath || strings.HasPrefix(sitePath, StateDir+"/") {
		return 0, false, fmt.Errorf("output: %q is no path inside the site", sitePath)
	}
	old := w.old.find(sitePath)
	if old < 0 {
		at, err := w.noteFresh(sitePath, e)
		return at, false, err
	}
	if err := w.note(place(old), sitePath, e); err != nil {
		return 0, false, err
	}
	if !w.trusted {
		return place(old), sameOnDisk(), nil
	}
	return place(old), w.present(old, e), nil
}

// setStaged notes that a file is staged, in a spare or, where that is 0, under its own path.
func (w *Writer) setStaged(at place, spare int) {
	if at >= 0 {
		w.put[at].staged, w.put[at].spare = true, spare
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.added[^at].staged = true
}

// fileAt returns the file that is put at a path, nil for none. It is not for callers beside those that put.
func (w *Writer) fileAt(sitePath string) *file {
	if old := w.old.find(sitePath); old >= 0 && w.put[old].put != 0 {
		return &w.put[old]
	}
	if i := w.fresh.find(sitePath); i >= 0 {
		return &w.added[i]
	}
	return nil
}

// maxOpen is the number of folders of staged files that are held open: a site has a dozen, and one more for each term with files of its
// own, which may be more than a process can hold.
const maxOpen = 64

// stage makes the folder for a new file's bytes. It returns the folder if that is held open.
func (w *Writer) stage(at place, sitePath string) (*direct.Folder, error) {
	w.setStaged(at, 0)
	w.mu.Lock()
	defer w.mu.Unlock()
	name := path.Dir(sitePath)
	if folder, made := w.staged[name]; made {
		return folder, nil
	}
	full := filepath.Dir(w.stagedAt(sitePath))
	if err := os.MkdirAll(full, 0o755); err != nil {
		return nil, err
	}
	var folder *direct.Folder
	if len(w.staged) < maxOpen {
		var err error
		if folder, err = direct.Open(full); err != nil {
			return nil, err
		}
	}
	w.staged[name] = folder
	return folder, nil
}

// closeFolders closes the folders of staged files and of those in place.
func (w *Writer) closeFolders() error {
	err := w.site.close()
	for _, folder := range w.staged { // in any order: nothing is written any more
		if folder != nil {
			err = errors.Join(err, folder.Close())
		}
	}
	clear(w.staged)
	return err
}
