package output

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"

	"github.com/gofrs/flock"
)

// spares are files that commits replaced. A process with a Memory keeps them in the state folder and writes over them what it stages next,
// so that no file is made and none deleted. A title that moves in the alphabet renumbers the terms, and then each of the 2,800 files of
// search among 10,000 terms is another one. ext4 passes over all recently deleted files when it looks for a place for a new one, and
// flushes each file that is renamed over another: where such a change followed another, staging and moving 2,800 files of 3 kB took 1.9 s
// of processor time, and twice that by the clock; with spares 0.07 s.
//
// A spare is written over only if nobody else has a name for it, so a backup of hard links keeps what it holds. Who opened a file of the
// site and still reads it when it was replaced twice may read later bytes, so only small files, which are read at once, become spares.
type spares struct {
	free []int // their names in the state folder
	made int   // the highest name given
}

const (
	mostSpares = 50_000
	spareSize  = 32 << 10 // bytes
)

func (w *Writer) spareAt(spare int) string { return w.state("spare/" + strconv.Itoa(spare)) }

// takeSpares takes those of the Memory, or clears what another process left.
func (w *Writer) takeSpares() error {
	if !w.known {
		return os.RemoveAll(w.state("spare"))
	}
	w.spares, w.memory.spares = w.memory.spares, spares{}
	return nil
}

// leaveSpares gives them to the Memory, with those that were written in vain. Unless it knows the folder, none stays.
func (w *Writer) leaveSpares() error {
	m := w.memory
	if !m.holds(w.dir) {
		return os.RemoveAll(w.state("spare"))
	}
	for i := range w.put {
		if spare := w.put[i].spare; spare > 0 {
			w.spares.free = append(w.spares.free, spare)
		}
	}
	m.spares = w.spares
	return nil
}

// Close deletes what is kept in the folder for the next build. The Memory is empty afterwards.
func (m *Memory) Close() error {
	defer m.forget()
	if m.spares.made == 0 {
		return nil
	}
	state := filepath.Join(m.dir, StateDir)
	lock := flock.New(filepath.Join(state, "lock"))
	if ok, err := lock.TryLock(); err != nil || !ok {
		return err // who builds there now has cleared it
	}
	return errors.Join(os.RemoveAll(filepath.Join(state, "spare")), lock.Unlock())
}

// overwrite stages a file that will replace another by writing over a spare, and reports whether it did. The bytes behind the new ones are
// cut off afterwards: a file that was emptied first is flushed by ext4 when it is closed.
func (w *Writer) overwrite(at place, data []byte) bool {
	if at < 0 || len(data) > spareSize {
		return false
	}
	w.mu.Lock()
	free := w.spares.free
	if len(free) == 0 {
		w.mu.Unlock()
		return false
	}
	spare := free[len(free)-1]
	w.spares.free = free[:len(free)-1]
	w.mu.Unlock()
	file := openSpare(w.spareAt(spare))
	if file == nil {
		_ = os.Remove(w.spareAt(spare)) // somebody has it by another name, or it is gone
		return false
	}
	_, err := file.Write(data)
	if errors.Join(err, file.Truncate(int64(len(data))), file.Close()) != nil {
		_ = os.Remove(w.spareAt(spare)) // staging a new file will say what is wrong
		return false
	}
	w.setStaged(at, spare)
	return true
}

// unspare moves what is staged in spares to where a folder is moved into place as a whole.
func (w *Writer) unspare(changed []string, folders *newFolders) error {
	for _, sitePath := range changed {
		f := w.fileAt(sitePath)
		if f.spare == 0 || !folders.hold(sitePath) {
			continue
		}
		staged := w.stagedAt(sitePath)
		if err := errors.Join(os.MkdirAll(filepath.Dir(staged), 0o755), os.Rename(w.spareAt(f.spare), staged)); err != nil {
			return err
		}
		f.spare = 0
	}
	return nil
}

// replace moves a staged file or folder into its place. Where it can, it makes a spare of the file that was there.
func (w *Writer) replace(sitePath string) error {
	target, staged, spare := w.target(sitePath), w.stagedAt(sitePath), 0
	old := w.old.find(sitePath) // a whole folder is not there
	if old >= 0 {
		if spare = w.put[old].spare; spare > 0 {
			staged = w.spareAt(spare)
		}
	}
	if !w.known || old < 0 || w.old.entries[old].size > spareSize || len(w.spares.free) >= mostSpares || !alike(staged, target) || exchange(staged, target) != nil {
		return os.Rename(staged, target)
	}
	if spare == 0 {
		if w.spares.made == 0 {
			if err := os.MkdirAll(w.state("spare"), 0o755); err != nil {
				return err
			}
		}
		w.spares.made++
		spare = w.spares.made
		if err := os.Rename(staged, w.spareAt(spare)); err != nil {
			return err
		}
	}
	w.spares.free = append(w.spares.free, spare)
	return nil
}

// alike reports whether both are regular files of the same rights.
func alike(a, b string) bool {
	one, err := os.Lstat(a)
	if err != nil {
		return false
	}
	other, err := os.Lstat(b)
	return err == nil && one.Mode().IsRegular() && one.Mode() == other.Mode()
}
