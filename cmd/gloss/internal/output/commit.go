package output

import (
	"crypto/sha256"
	"errors"
	"io/fs"
	"os"
	"path"
	"slices"
)

// Abort gives up the build: the site stays as it was.
func (w *Writer) Abort() error {
	return errors.Join(w.closeFolders(), os.RemoveAll(w.state("new")), w.leaveSpares(), w.lock.Unlock())
}

// Remove takes a file out of the site. It is for a part; in a whole site a file that is not put goes by itself.
func (w *Writer) Remove(sitePath string) { w.removed = append(w.removed, sitePath) }

// Commit makes the site what was put. On a *ForeignError nothing was touched; on another error some files may be new already,
// each of them whole, and the next build repairs the rest.
func (w *Writer) Commit() (changes Changes, err error) {
	defer func() { err = errors.Join(err, w.Abort()) }()
	changes = w.changes()
	if changes.Empty() && w.trusted && (w.part || !w.open) {
		w.settle(changes)
		return changes, nil
	}
	cleared, err := w.clearWay(changes)
	if err != nil {
		return Changes{}, err
	}
	folders, err := w.newFolders(changes)
	if err != nil {
		return Changes{}, err
	}
	if err := w.refuseForeign(changes.Added, folders); err != nil {
		return Changes{}, err
	}
	w.memory.forget() // until all is in place
	if err := w.unspare(changes.Changed, folders); err != nil {
		return Changes{}, err
	}
	if len(changes.Added) > 0 || !w.open {
		if err := w.writeJournal(changes.Added); err != nil {
			return Changes{}, err
		}
		w.open = true
	}
	if err := w.install(changes, folders, cleared); err != nil {
		return changes, err
	}
	if !w.part {
		if err := w.writeManifest(); err != nil {
			return changes, err
		}
		w.open = false
	}
	w.settle(changes)
	return changes, nil
}

// changes compares what was put with what there was.
func (w *Writer) changes() (changes Changes) {
	for _, sitePath := range w.paths() {
		f := w.files[sitePath]
		changes.Bytes += f.size
		if !f.staged {
			changes.Kept++
		} else if _, owned := w.old[sitePath]; owned {
			changes.Changed = append(changes.Changed, sitePath)
		} else {
			changes.Added = append(changes.Added, sitePath)
		}
	}
	if w.part {
		for _, sitePath := range w.removed {
			_, owned := w.old[sitePath]
			if _, put := w.files[sitePath]; owned && !put {
				changes.Removed = append(changes.Removed, sitePath)
			}
		}
	} else {
		for sitePath := range w.old {
			if _, stays := w.files[sitePath]; !stays {
				changes.Removed = append(changes.Removed, sitePath)
			}
		}
	}
	slices.Sort(changes.Removed)
	return changes
}

// paths returns the paths put so far, sorted. The caller holds mu, or is the last that uses the Writer. Most paths of a site stood in it
// before, and those stand sorted in its manifest: they are not sorted again, nor are those that the last call returned.
func (w *Writer) paths() []string {
	if w.sorted == nil && w.listed != nil {
		w.sorted = make([]string, 0, len(w.files))
		for _, sitePath := range w.listed {
			if _, put := w.files[sitePath]; put {
				w.sorted = append(w.sorted, sitePath)
			}
		}
		w.put = slices.DeleteFunc(w.put, func(sitePath string) bool { return w.old[sitePath].listed })
	}
	slices.Sort(w.put)
	w.sorted, w.put = mergeSorted(w.sorted, w.put), nil
	return w.sorted
}

// mergeSorted joins two sorted lists that have nothing in common.
func mergeSorted(a, b []string) []string {
	if len(a) == 0 {
		return b
	}
	if len(b) == 0 {
		return a
	}
	all := make([]string, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if a[0] < b[0] {
			all, a = append(all, a[0]), a[1:]
		} else {
			all, b = append(all, b[0]), b[1:]
		}
	}
	return append(append(all, a...), b...)
}

// settle hands the files as they are now to the Memory. After a part of a site whose other files are not known there is nothing to keep.
func (w *Writer) settle(changes Changes) {
	if w.memory == nil || w.part && !w.trusted {
		return
	}
	for _, paths := range [][]string{changes.Added, changes.Changed} {
		for _, sitePath := range paths {
			f := w.files[sitePath]
			f.staged, f.spare = false, 0
			w.files[sitePath] = f
		}
	}
	if w.part {
		for sitePath, f := range w.files {
			w.old[sitePath] = f
		}
		for _, sitePath := range changes.Removed {
			delete(w.old, sitePath)
		}
		w.files = w.old
	}
	w.memory.keep(w.dir, w.files, w.open)
}

// clearWay deletes those of the removed files that cannot wait until the new ones are in place: one that stands where a new file has its
// folder, and those in a folder where a new file has to be. It returns them.
func (w *Writer) clearWay(changes Changes) (cleared map[string]bool, err error) {
	if len(changes.Added) == 0 || len(changes.Removed) == 0 {
		return nil, nil
	}
	cleared = map[string]bool{}
	files, folders := map[string]bool{}, map[string]bool{}
	for _, sitePath := range changes.Added {
		files[sitePath] = true
		for folder := path.Dir(sitePath); folder != "." && !folders[folder]; folder = path.Dir(folder) {
			folders[folder] = true
		}
	}
	for _, sitePath := range changes.Removed {
		stands := folders[sitePath]
		for folder := path.Dir(sitePath); folder != "." && !stands; folder = path.Dir(folder) {
			stands = files[folder]
		}
		if !stands {
			continue
		}
		w.memory.forget()
		if err := os.Remove(w.target(sitePath)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
		w.removeEmptyFolders(path.Dir(sitePath))
		cleared[sitePath] = true
	}
	return cleared, nil
}

// refuseForeign reports the paths at which a file stands that no manifest lists. A file with the right bytes is welcome: then
// nothing is lost, and a lost manifest mends itself.
func (w *Writer) refuseForeign(added []string, folders *newFolders) error {
	var foreign []string
	for _, sitePath := range added {
		if folders.hold(sitePath) {
			continue
		}
		info, err := os.Lstat(w.target(sitePath))
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil && info.Mode().IsRegular() && info.Size() == w.files[sitePath].size {
			disk, err := os.ReadFile(w.target(sitePath))
			if err == nil && sum(sha256.Sum256(disk)) == w.files[sitePath].hash {
				continue
			}
		}
		foreign = append(foreign, sitePath)
	}
	if foreign != nil {
		return &ForeignError{Paths: foreign}
	}
	return nil
}

func (w *Writer) removeEmptyFolders(sitePath string) {
	for ; sitePath != "."; sitePath = path.Dir(sitePath) {
		if os.Remove(w.target(sitePath)) != nil {
			return
		}
	}
}

// Paths returns the site's paths put so far, sorted.
func (w *Writer) Paths() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.paths())
}
