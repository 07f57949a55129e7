package output

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"
)

// newFolders are the folders of a build that the output folder does not have. Each is staged whole, so one rename puts all of its
// files in place: a clean build of 100,000 terms has a dozen renames instead of 115,000, which with the look at each target took 4 of
// its 38 seconds of processor time.
type newFolders struct {
	top   map[string]string // folder -> the highest new folder that it lies in or is, or "" when it is there already
	pages map[string]bool   // highest new folder -> whether it holds pages
	order []string          // highest new folders, as the sorted paths name them
}

// newFolders looks at the folder of each file to be written. It refuses one that is a file or a symbolic link: what lies behind it
// would not be ours.
func (w *Writer) newFolders(changes Changes) (*newFolders, error) {
	n := &newFolders{top: map[string]string{".": ""}, pages: map[string]bool{}}
	for _, paths := range [][]string{changes.Added, changes.Changed} {
		for _, sitePath := range paths {
			top, err := n.find(w, path.Dir(sitePath))
			if err != nil {
				return nil, err
			}
			if top == "" {
				continue
			}
			if _, known := n.pages[top]; !known {
				n.order = append(n.order, top)
			}
			n.pages[top] = n.pages[top] || isPage(sitePath)
		}
	}
	return n, nil
}

func (n *newFolders) find(w *Writer, folder string) (string, error) {
	if top, known := n.top[folder]; known {
		return top, nil
	}
	top, err := n.find(w, path.Dir(folder))
	if err != nil {
		return "", err
	}
	if top == "" {
		info, err := os.Lstat(w.target(folder))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			top = folder
		case err != nil:
			return "", err
		case !info.IsDir():
			return "", fmt.Errorf("%s is not a folder", w.target(folder))
		}
	}
	n.top[folder] = top
	return top, nil
}

// hold reports whether a file lies in a new folder.
func (n *newFolders) hold(sitePath string) bool { return n.top[path.Dir(sitePath)] != "" }

func isPage(sitePath string) bool { return strings.HasSuffix(sitePath, ".html") }

// install moves what is staged into place in an order that never leaves a page pointing at a file that is not there yet, then
// deletes what the site no longer has, but for what is deleted already.
func (w *Writer) install(changes Changes, folders *newFolders, cleared map[string]bool) error {
	move := func(paths []string, wanted func(sitePath string) bool) error {
		for _, sitePath := range paths {
			if !wanted(sitePath) {
				continue
			}
			if err := w.replace(sitePath); err != nil {
				return err
			}
		}
		return nil
	}
	withPages := func(folder string) bool { return folders.pages[folder] }
	withoutPages := func(folder string) bool { return !folders.pages[folder] }
	page := func(sitePath string) bool { return isPage(sitePath) && !folders.hold(sitePath) }
	other := func(sitePath string) bool { return !isPage(sitePath) && !folders.hold(sitePath) }
	for _, step := range []struct {
		paths  []string
		wanted func(string) bool
	}{
		{folders.order, withoutPages}, {changes.Added, other},
		{folders.order, withPages}, {changes.Added, page},
		{changes.Changed, other}, {changes.Changed, page},
	} {
		if err := move(step.paths, step.wanted); err != nil {
			return err
		}
	}
	for _, sitePath := range changes.Removed {
		if cleared[sitePath] {
			continue
		}
		if err := os.Remove(w.target(sitePath)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		w.removeEmptyFolders(path.Dir(sitePath))
	}
	return nil
}
