package output

import (
	"path"
	"path/filepath"
	"runtime"
	"sync"

	"gloss/cmd/gloss/internal/direct"
)

// ahead is a folder that is looked at in the background. What was seen counts only if manifest and journal are still the same under the
// lock: each build that changes a file changes one of them.
type ahead struct {
	dir  string
	read func() readAhead
	look func() []bool // whether each file of the manifest is in its place with its size
}

// readAhead is what the files of a folder's state said when they had these stamps.
type readAhead struct {
	manifest, journal stamp
	state             state
	err               error
}

// ReadAhead begins to read the manifest of a folder in the background, and then to look at all files that it lists, for an Open or Intact
// that follows. With 125,000 files that takes 0.3 s of processor time, for which nobody then waits.
func (m *Memory) ReadAhead(dir string) {
	a := &ahead{dir: dir}
	a.read = sync.OnceValue(func() (r readAhead) {
		r.manifest, r.journal = stampsOf(dir)
		r.state, r.err = readState(filepath.Join(dir, StateDir))
		return r
	})
	a.look = sync.OnceValue(func() []bool { return lookAt(dir, a.read().state.known) })
	m.ahead = a
	go func() {
		if r := a.read(); r.err == nil && r.state.trusted {
			a.look()
		}
	}()
}

// readState is the function of that name, unless that was begun ahead and nobody has touched the folder since. looked tells then which
// files are in their places.
func (m *Memory) readState(dir string) (there state, looked func() []bool, err error) {
	if m != nil && m.ahead != nil {
		a := m.ahead
		m.ahead = nil
		if r := a.read(); r.err == nil && a.dir == dir {
			manifest, journal := stampsOf(dir)
			if r.manifest.is(manifest) && r.journal.is(journal) {
				return r.state, a.look, nil
			}
		}
	}
	there, err = readState(filepath.Join(dir, StateDir))
	return there, nil, err
}

// lookAt looks at each file, on all processors, and tells which are regular files of their sizes.
func lookAt(dir string, there known) []bool {
	in := make([]bool, len(there.paths))
	site := folders{dir: dir}
	workers := runtime.GOMAXPROCS(0)
	var group sync.WaitGroup
	for i := range workers {
		group.Go(func() {
			var folder *direct.Folder
			name := ""
			for k := i * len(in) / workers; k < (i+1)*len(in)/workers; k++ {
				if dir := path.Dir(there.paths[k]); dir != name {
					folder, name = site.folder(dir), dir
				}
				size, regular := site.sizeIn(folder, there.paths[k])
				in[k] = regular && size == there.entries[k].size
			}
		})
	}
	group.Wait()
	_ = site.close() // nothing was written through them
	return in
}
