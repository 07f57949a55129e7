package source

// Look is what a Reader saw in one file, in a form that can be kept for a Reader of a later process.
type Look struct {
	File File
	// Name is the path as the disk spells it, where that differs from File.Path.
	Name string
	// Stat tells a changed file without reading it: size, times of modification and of the inode's change in ns, inode. It is zero for
	// a file that was too young.
	Stat [4]int64
	// Note says that the file is read by people alone.
	Note bool
}

// Looked returns in how many files the last Load saw something.
func (r *Reader) Looked() int { return len(r.looks) }

// Look returns what the last Load saw in one of them, by its place in the order of paths.
func (r *Reader) Look(i int) Look {
	l := &r.looks[i]
	return Look{File: l.file, Name: l.file.name, Stat: [4]int64{l.stat.size, l.stat.modified, l.stat.changed, int64(l.stat.inode)}, Note: l.note}
}

// Looks is what a Reader saw in many files, to be given to another.
type Looks struct{ looks []look }

// NewLooks makes room for n looks, which Set fills in.
func NewLooks(n int) *Looks { return &Looks{make([]look, n)} }

// Set sets the look of a place in the order of paths. It may be called for several places at once. Only files whose stat holds the inode's
// own time are not read again: a time of modification travels with a copy, and so may be that of other bytes on another machine.
func (all *Looks) Set(i int, l *Look) {
	one := look{file: l.File, note: l.Note}
	one.file.name = l.Name
	if l.Stat[2] != 0 {
		one.stat = stat{size: l.Stat[0], modified: l.Stat[1], changed: l.Stat[2], inode: uint64(l.Stat[3])}
	}
	all.looks[i] = one
}

// Recall gives a Reader that has read nothing the first n looks that one of an earlier process had.
func (r *Reader) Recall(all *Looks, n int) { r.looks = all.looks[:n] }

// Opened returns how many files the last Load had to read.
func (r *Reader) Opened() int { return r.opened }
