package source

import (
	"crypto/sha256"
	"io/fs"
	"path"
	"time"

	"gloss/cmd/gloss/internal/direct"
)

// opener reads files, those of one folder after another by that folder.
type opener struct {
	root    fs.FS
	now     time.Time
	name    string // of the last folder
	folder  *direct.Folder
	reader  direct.Reader
	names   []string
	results []direct.Result
}

// enter makes name the folder to read in, and reports whether that can be done.
func (o *opener) enter(name string) bool {
	if o.name == name {
		return o.folder != nil
	}
	o.leave()
	o.name = name
	file, err := o.root.Open(name)
	if err != nil {
		return false
	}
	folder, ok := direct.In(file)
	if !ok {
		_ = file.Close() // nothing was read from it
		return false
	}
	o.folder = folder
	return true
}

// leave closes the folder.
func (o *opener) leave() {
	if o.folder != nil {
		_ = o.folder.Close() // nothing was written to it
		o.folder = nil
	}
}

func (o *opener) close() {
	o.leave()
	o.reader.Close()
}

// readAll reads the files at these places of all, by direct calls where it can; whatever is not plain is left to the function read, with
// what it has to say.
func (o *opener) readAll(all []found, places []int, looks []look, errs []error) {
	for len(places) > 0 {
		folder, n := path.Dir(all[places[0]].name), 0
		o.names = o.names[:0]
		for n < len(places) && isMarkdown(all[places[n]].name) && path.Dir(all[places[n]].name) == folder {
			o.names = append(o.names, path.Base(all[places[n]].name))
			n++
		}
		if n == 0 || !o.enter(folder) {
			n = max(n, 1)
			for _, i := range places[:n] {
				looks[i], errs[i] = read(o.root, all[i].name, o.now)
			}
		} else {
			o.readSome(all, places[:n], looks, errs)
		}
		places = places[n:]
	}
}

// readSome reads the files called o.names in the folder entered.
func (o *opener) readSome(all []found, places []int, looks []look, errs []error) {
	if len(o.results) < len(places) {
		o.results = make([]direct.Result, len(places))
	}
	o.reader.Read(o.folder, o.names, MaxMarkdown, o.results)
	for n, i := range places {
		result := &o.results[n]
		if result.Err != nil {
			looks[i], errs[i] = read(o.root, all[i].name, o.now)
			continue
		}
		f := File{Path: all[i].path, Data: result.Data, Size: int64(len(result.Data)), Hash: sha256.Sum256(result.Data)}
		if f.Path != all[i].name {
			f.name = all[i].name
		}
		looks[i] = look{file: f, stat: statIn(result.Info, o.now), note: isNote(f.Path, result.Data)}
	}
	clear(o.results)
}

// stat asks for the stat of a file; the zero stat if it says nothing.
func (o *opener) stat(name string) stat {
	if !o.enter(path.Dir(name)) {
		return stat{}
	}
	info, err := o.folder.Stat(path.Base(name))
	if err != nil {
		return stat{} // reading it tells what is wrong
	}
	return statIn(info, o.now)
}
