package watch

import (
	"hash/maphash"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// tree walks folders as the watcher sees them: without what is ignored, and without what lies in the site's own folder.
//
// A symbolic link to a folder is not followed when its target is walked anyway, nor when it leads out of the root (the build
// refuses it). It is followed, once, when the target is hidden by an ignored name.
type tree struct {
	roots  Roots
	ignore func(name string) bool
	// folder is told each folder before it is read, and may refuse it. It may be nil.
	folder func(dir string) bool
	// file is told each file, and the info of what a link leads to. It may be nil.
	file func(name string, info fs.FileInfo)

	root     string // the real path of the root that is walked
	followed map[string]bool
}

func (s *state) tree() *tree { return &tree{roots: s.roots, ignore: s.opts.Ignore} }

// walk visits dir, a root or a folder below one.
func (t *tree) walk(dir string) {
	root := dir
	for _, folder := range t.roots.Folders {
		if within(folder, dir) {
			root = folder
		}
	}
	if real, err := filepath.EvalSymlinks(root); err == nil {
		root = real
	}
	t.root, t.followed = root, map[string]bool{}
	t.visit(dir)
}

func (t *tree) visit(dir string) {
	for _, out := range t.roots.Except {
		if within(out, dir) {
			return
		}
	}
	if t.folder != nil && !t.folder(dir) {
		return
	}
	entries, err := os.ReadDir(dir)
	if err != nil && len(entries) == 0 {
		return // gone or unreadable: its own entry in the folder above tells
	}
	for _, entry := range entries {
		name := filepath.Join(dir, entry.Name())
		switch {
		case t.ignore(entry.Name()):
		case entry.IsDir():
			t.visit(name)
		case entry.Type()&fs.ModeSymlink != 0:
			t.link(name)
		case t.file != nil:
			if info, err := entry.Info(); err == nil {
				t.file(name, info)
			}
		}
	}
}

func (t *tree) link(name string) {
	target, err := os.Stat(name)
	folder := err == nil && target.IsDir()
	if t.file != nil {
		info := target
		if err != nil || folder {
			// A link that leads nowhere is a fact too; what a folder holds has stamps of its own.
			info, _ = os.Lstat(name)
		}
		if info != nil {
			t.file(name, info)
		}
	}
	if !folder {
		return
	}
	real, err := filepath.EvalSymlinks(name)
	if err != nil || t.followed[real] || !within(t.root, real) {
		return
	}
	below := strings.TrimPrefix(real, t.root)
	if slices.ContainsFunc(strings.Split(below, string(filepath.Separator)), func(part string) bool { return part != "" && t.ignore(part) }) {
		t.followed[real] = true
		t.visit(name)
	}
}

// snapshot is the state of all followed files at one time.
type snapshot struct {
	roots Roots
	files map[string]uint64 // path -> hash of size, time and mode; folders have 0
	took  time.Duration
	// changed are the paths that differ from the snapshot before, compared where nobody waits: 100,000 files take 30 ms.
	changed []string
}

// seed makes hashes of one process comparable with each other, which is all that snapshots need.
var seed = maphash.MakeSeed()

func takeSnapshot(roots Roots, ignore func(string) bool) snapshot {
	start := time.Now()
	s := snapshot{roots: roots, files: map[string]uint64{}}
	stamp := func(name string, info fs.FileInfo) {
		s.files[name] = maphash.Comparable(seed, [3]int64{info.Size(), info.ModTime().UnixNano(), int64(info.Mode())})
	}
	t := &tree{roots: roots, ignore: ignore, file: stamp}
	t.folder = func(dir string) bool { s.files[dir] = 0; return true }
	for _, folder := range roots.Folders {
		if info, err := os.Stat(folder); err == nil && info.IsDir() {
			t.walk(folder)
		}
	}
	for _, file := range roots.Files {
		if info, err := os.Stat(file); err == nil {
			stamp(file, info)
		}
	}
	s.took = time.Since(start)
	return s
}

// diff returns the paths that differ between two snapshots, sorted so that messages do not depend on map order.
func (s snapshot) diff(later snapshot) []string {
	changed := map[string]bool{}
	for name, stamp := range s.files {
		if other, ok := later.files[name]; !ok || other != stamp {
			changed[name] = true
		}
	}
	for name := range later.files {
		if _, ok := s.files[name]; !ok {
			changed[name] = true
		}
	}
	return slices.Sorted(maps.Keys(changed))
}
