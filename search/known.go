package search

import (
	"crypto/sha256"
	"encoding/binary"
	"io"
	"strings"
)

// A knownFile is one of the browser's files as a build made it. What it was made of tells whether the next build would make the same.
type knownFile struct {
	path   string
	inputs [16]byte // the beginning of their SHA-256
	hash   [sha256.Size]byte
	size   int64
}

// knownSize is the least number of bytes of a saved one.
const knownSize = 1 + 16 + sha256.Size + 1

// A renderer makes the browser's files that are not as the last build made them.
type renderer struct {
	files []planned
	last  []*knownFile // by file; nil for one that the last build did not make
	made  []knownFile  // by this build; nil if nobody wants to know
}

func newRenderer(files []planned, m *Memory) *renderer {
	r := &renderer{files: files}
	if m == nil || !m.once() {
		return r
	}
	r.last, r.made = make([]*knownFile, len(files)), make([]knownFile, len(files))
	last := m.files
	for i := range files {
		for len(last) > 0 && last[0].path < files[i].path {
			last = last[1:]
		}
		if len(last) > 0 && last[0].path == files[i].path {
			r.last[i] = &last[0]
		}
	}
	return r
}

// file gives a file, which is good until the script or the buffer is used again.
func (r *renderer) file(i int, s *script, buffer []byte) File {
	f := &r.files[i]
	known := knownFile{path: f.path}
	if r.made != nil && f.inputs != nil {
		s.inputs = f.inputs(appendText(appendText(s.inputs[:0], f.path), f.stamp))
		sum := sha256.Sum256(s.inputs)
		copy(known.inputs[:], sum[:])
		if last := r.last[i]; last != nil && last.inputs == known.inputs {
			r.made[i] = *last
			return File{Path: f.path, Hash: last.hash, Size: last.size, Write: func(w io.Writer) error {
				_, err := w.Write(f.render(&script{}))
				return err
			}}
		}
	}
	s.text = buffer
	data := f.render(s)
	known.hash, known.size = sha256.Sum256(data), int64(len(data))
	if r.made != nil {
		r.made[i] = known
	}
	return File{Path: f.path, Data: data, Hash: known.hash, Size: known.size}
}

// saveFiles hands what is known of the browser's files to the sink.
func (m *Memory) saveFiles(files []knownFile) {
	if m == nil || m.sink == nil {
		return
	}
	out := make([]byte, 0, len(files)*(knownSize+24)+16)
	out = binary.AppendUvarint(append(out, savedFiles), uint64(len(files)))
	for i := range files {
		f := &files[i]
		out = append(appendText(out, f.path), f.inputs[:]...)
		out = append(out, f.hash[:]...)
		out = binary.AppendUvarint(out, uint64(f.size))
	}
	m.sink.Rest(out)
}

func (m *Memory) restoreFiles(d *decoder) {
	n := d.uint()
	if n > uint64(len(d.in)/knownSize) {
		d.bad = true
		return
	}
	files := make([]knownFile, 0, n)
	for range n {
		f := knownFile{path: d.text()}
		copy(f.inputs[:], d.take(len(f.inputs)))
		copy(f.hash[:], d.take(len(f.hash)))
		f.size = int64(d.uint())
		if len(files) > 0 && strings.Compare(files[len(files)-1].path, f.path) >= 0 {
			d.bad = true
		}
		files = append(files, f)
	}
	m.files = files
}
