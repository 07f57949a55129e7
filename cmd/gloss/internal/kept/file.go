// Package kept holds what one build leaves for the next process: files of records, each behind a key of everything that the records
// depend on, and checksummed. A file that is missing, damaged, half written, of another key or of another form is as good as none.
//
// Records are values that were computed from inputs that stand beside them or in the key, never instructions: whoever reads one takes it
// only if those inputs are his own, and computes again otherwise. So nothing here can be out of date.
package kept

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
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

// Read returns the blocks of a file, or nil if it is not there, whole, and of this key.
func Read(name string, key Key) []Block { return parse(load(name), key) }

// ReadAhead begins to read a file whose key is not known yet. The function that it returns waits for the end and does what Read does.
func ReadAhead(name string) func(Key) []Block {
	data := sync.OnceValue(func() []byte { return load(name) })
	go data()
	return func(key Key) []Block { return parse(data(), key) }
}

// piece is how many bytes are read at a time: the 124 MB of 100,000 texts take one processor 0.1 s.
const piece = 4 << 20

// load reads a file on all processors, because the system clears and copies page by page. It returns nil if it cannot.
func load(name string) []byte {
	file, err := os.Open(name)
	if err != nil {
		return nil
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return nil
	}
	data := make([]byte, info.Size())
	whole := inParallel((len(data)+piece-1)/piece, func(i int) bool {
		part := data[i*piece : min((i+1)*piece, len(data))]
		n, _ := file.ReadAt(part, int64(i)*piece)
		return n == len(part)
	})
	if !whole {
		return nil
	}
	return data
}

// inParallel calls a function for 0 to n-1 on all processors, and reports whether all calls reported true.
func inParallel(n int, do func(i int) bool) bool {
	var next atomic.Int64
	var failed atomic.Bool
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n) {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				if !do(i) {
					failed.Store(true)
				}
			}
		})
	}
	group.Wait()
	return !failed.Load()
}

func parse(data []byte, key Key) []Block {
	rest, ours := bytes.CutPrefix(data, []byte(header))
	rest, same := bytes.CutPrefix(rest, key[:])
	if !ours || !same {
		return nil
	}
	blocks := make([]Block, 0, 8+len(rest)/bufferSize)
	sums := make([]uint32, 0, cap(blocks))
	for len(rest) >= blockHeader {
		kind, size, sum := rest[0], binary.LittleEndian.Uint32(rest[1:]), binary.LittleEndian.Uint32(rest[5:])
		rest = rest[blockHeader:]
		if uint64(size) > uint64(len(rest)) {
			return nil
		}
		blocks, sums = append(blocks, Block{kind, rest[:size:size]}), append(sums, sum)
		rest = rest[size:]
		if kind == kindEnd {
			break
		}
	}
	last := len(blocks) - 1 // a file that was cut off has another end, or none
	if last < 0 || blocks[last].Kind != kindEnd || len(rest) > 0 || len(blocks[last].Data) != 4 || binary.LittleEndian.Uint32(blocks[last].Data) != uint32(last) {
		return nil
	}
	if !inParallel(len(blocks), func(i int) bool { return blocks[i].sum() == sums[i] }) {
		return nil
	}
	return blocks[:last]
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
	file, err := os.Create(name + ".new")
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
