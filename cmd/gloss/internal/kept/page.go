package kept

// File is a file of the site as a build left it.
type File struct {
	Path string
	// Version is a hash of everything that the file was made of.
	Version [16]byte
	// Hash is the beginning of the SHA-256 of its bytes, Size their number.
	Hash [16]byte
	Size int64
}

// AppendFile appends the record of a file.
func AppendFile(out []byte, f *File) []byte {
	e := encoder{out: out}
	e.text(f.Path)
	e.raw(f.Version[:])
	e.raw(f.Hash[:])
	e.uint(uint64(f.Size))
	return e.out
}

// FilesIn returns how many records a block of files holds.
func FilesIn(block []byte) (n int) {
	ReadFiles(block, func(*File) { n++ })
	return n
}

// ReadFiles calls add for each record of a block, with one File that changes. It reports false if the block holds anything else.
func ReadFiles(block []byte, add func(*File)) bool {
	d := &decoder{in: block}
	var f File
	for len(d.in) > 0 {
		f.Path = d.text()
		copy(f.Version[:], d.raw(len(f.Version)))
		copy(f.Hash[:], d.raw(len(f.Hash)))
		if f.Size = int64(d.uint()); !d.bad {
			add(&f)
		}
	}
	return !d.bad
}
