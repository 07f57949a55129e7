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
	staged := w.stageManifest()
	defer func() { _, _ = staged() }() // it must not outlive this commit, whichever way that ends
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
		if err := w.placeManifest(staged); err != nil {
			return changes, err
		}
		w.open = false
	}
	w.settle(changes)
	return changes, nil
}

// changes compares what was put with what there was.
func (w *Writer) changes() (changes Changes) {
	for i := range w.put {
		switch f := &w.put[i]; {
		case f.put == 0:
			if !w.part {
				changes.Removed = append(changes.Removed, w.old.paths[i])
			}
		case f.staged:
			changes.Changed = append(changes.Changed, w.old.paths[i])
			changes.Bytes += f.size
		default:
			changes.Kept++
			changes.Bytes += f.size
		}
	}
	for _, i := range w.freshOrder() {
		changes.Bytes += w.added[i].size
		if w.added[i].staged {
			changes.Added = append(changes.Added, w.fresh.paths[i])
		} else {
			changes.Kept++
		}
	}
	if w.part {
		for _, sitePath := range w.removed {
			if old := w.old.find(sitePath); old >= 0 && w.put[old].put == 0 {
				changes.Removed = append(changes.Removed, sitePath)
			}
		}
		slices.Sort(changes.Removed)
		changes.Removed = slices.Compact(changes.Removed)
	}
	return changes
}

// settle hands the files as they are now to the Memory. After a part of a site whose other files are not known there is nothing to keep.
func (w *Writer) settle(changes Changes) {
	if w.memory == nil || w.part && !w.trusted {
		return
	}
	now := w.old
	if w.looked != nil {
		w.looked() // whoever looks ahead reads the entries
	}
	if len(changes.Added) == 0 && len(changes.Removed) == 0 {
		for i := range w.put {
			if f := &w.put[i]; f.put != 0 {
				now.entries[i], f.spare = f.entry, 0
			}
		}
	} else {
		now = w.merged(changes)
	}
	w.memory.keep(w.dir, now, w.open, w.manifest)
}

// merged returns the files that stand in the folder after changes by which others stand there than before.
func (w *Writer) merged(changes Changes) known {
	gone := changes.Removed
	now := known{entries: make([]entry, 0, len(w.put)+len(w.added))}
	now.paths = make([]string, 0, cap(now.entries))
	put := func(sitePath string, e entry) {
		now.paths, now.entries = append(now.paths, sitePath), append(now.entries, e)
	}
	order := w.freshOrder()
	for i, sitePath := range w.old.paths {
		for ; len(order) > 0 && w.fresh.paths[order[0]] < sitePath; order = order[1:] {
			put(w.fresh.paths[order[0]], w.added[order[0]].entry)
		}
		switch f := &w.put[i]; {
		case len(gone) > 0 && gone[0] == sitePath:
			gone = gone[1:]
		case f.put != 0:
			put(sitePath, f.entry)
			f.spare = 0
		default:
			put(sitePath, w.old.entries[i])
		}
	}
	for _, i := range order {
		put(w.fresh.paths[i], w.added[i].entry)
	}
	now.index.fill(now.paths)
	return now
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
		if err == nil && info.Mode().IsRegular() && info.Size() == w.fileAt(sitePath).size {
			disk, err := os.ReadFile(w.target(sitePath))
			if err == nil && sum(sha256.Sum256(disk)) == w.fileAt(sitePath).hash {
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
