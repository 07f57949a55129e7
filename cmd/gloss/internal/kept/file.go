// Package kept holds what one build leaves for the next process: files of records, each behind a key of everything that the records
// depend on, and checksummed. A file that is missing, damaged, half written, of another key or of another form is as good as none.
//
// Records are values that were computed from inputs that stand beside them or in the key, never instructions: whoever reads one takes it
// only if those inputs are his own, and computes again otherwise. So nothing here can be out of date.
package kept

import (
	"bufio"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"io/fs"
	"os"
	"path/filepath"
)

// Key is a hash of what all records of a file depend on: the program above all, so that no file has to be read by another version.
type Key [sha256.Size]byte

// A file is a line with the format's name, the key, then blocks, the last of which says how many there were before it. A block is its kind
// (one byte), the length of its data and the CRC-32C of kind and data (four bytes each, little endian), and the data.
const header = "gloss kept 1\n"

const (
	blockHeader = 1 + 4 + 4
	bufferSize  = 256 << 10
)

// Kinds of blocks. kindEnd is for this package alone.
const (
	kindEnd byte = iota
	KindTexts
	KindPages
	KindPictures
	KindSearch
	KindNote
	KindTable
)

// Block is a run of records of one kind.
type Block struct {
	Kind byte
	Data []byte
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func (b Block) sum() uint32 {
	return crc32.Update(crc32.Checksum([]byte{b.Kind}, castagnoli), castagnoli, b.Data)
}

// Writer writes a file beside its place and moves it there when all is written.
type Writer struct {
	name   string
	file   *os.File
	out    *bufio.Writer
	blocks uint32
	err    error
}

// Create begins a file. Its folder is made if need be, and keeps itself out of version control.
func Create(name string, key Key) (*Writer, error) {
	dir := filepath.Dir(name)
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	if err := os.WriteFile(filepath.Join(dir, ".gitignore"), []byte("*\n"), 0o644); err != nil {
		return nil, err
	}
	// Another process may be writing a file of this name: each writes one of its own, so that what was whole once is never written to
	// while somebody reads it.
	if err := os.Remove(name + ".new"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	file, err := os.OpenFile(name+".new", os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return nil, err
	}
	w := &Writer{name: name, file: file, out: bufio.NewWriterSize(file, bufferSize)}
	w.write([]byte(header))
	w.write(key[:])
	return w, nil
}

func (w *Writer) write(data []byte) {
	if w.err == nil {
		_, w.err = w.out.Write(data)
	}
}

// Add adds a block. An error is told by Commit.
func (w *Writer) Add(kind byte, data []byte) {
	one := Block{kind, data}
	var head [blockHeader]byte
	head[0] = kind
	binary.LittleEndian.PutUint32(head[1:], uint32(len(data)))
	binary.LittleEndian.PutUint32(head[5:], one.sum())
	w.write(head[:])
	w.write(data)
	if uint64(len(data)) > 1<<32-1 {
		w.err = errors.Join(w.err, errors.New("kept: a block of more than 4 GiB"))
	}
	w.blocks++
}

// Commit puts the file in its place. Nothing is forced to the disk: a file that a power cut damages is told by its checksums.
func (w *Writer) Commit() error {
	blocks := w.blocks
	w.Add(kindEnd, binary.LittleEndian.AppendUint32(nil, blocks))
	if err := errors.Join(w.err, w.out.Flush(), w.file.Close()); err != nil {
		return errors.Join(err, os.Remove(w.name+".new"))
	}
	return os.Rename(w.name+".new", w.name)
}

// Discard gives the file up; the one in its place stays.
func (w *Writer) Discard() error { return errors.Join(w.file.Close(), os.Remove(w.name+".new")) }
