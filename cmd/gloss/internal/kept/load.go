package kept

import (
	"bytes"
	"encoding/binary"
	"os"
	"runtime"
	"sync"
	"sync/atomic"

	"gloss/cmd/gloss/internal/direct"
)

// Read returns the blocks of a file, or nil if it is not there, whole, and of this key. They are good for as long as the process lives.
func Read(name string, key Key) []Block {
	found, blocks := parse(load(name))
	if found != key {
		return nil
	}
	return blocks
}

// ReadAhead begins to read a file whose key is not known yet. The function that it returns waits for the end and does what Read does.
func ReadAhead(name string) func(Key) []Block {
	ahead := sync.OnceValues(func() (Key, []Block) { return parse(load(name)) })
	go ahead()
	return func(key Key) []Block {
		found, blocks := ahead()
		if found != key {
			return nil
		}
		return blocks
	}
}

const (
	// piece is how many bytes are read at a time.
	piece = 4 << 20
	// mapped is from how many bytes a file is not read but mapped: the 124 MB of 100,000 texts would be memory that the system clears and
	// fills, page by page, a tenth of the processor time of an edit.
	mapped = 1 << 20
)

// load returns the bytes of a file, nil if it cannot.
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
	if info.Size() >= mapped {
		if data, ok := direct.Map(file, info.Size()); ok {
			return data
		}
	}
	return readWhole(file, info.Size())
}

// readWhole reads a file on all processors, because the system clears and copies page by page.
func readWhole(file *os.File, size int64) []byte {
	data := make([]byte, size)
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

// parse returns the key and the blocks of a file, nil blocks if these are not all bytes of one.
func parse(data []byte) (key Key, blocks []Block) {
	rest, ours := bytes.CutPrefix(data, []byte(header))
	if !ours || len(rest) < len(key) {
		return key, nil
	}
	key, rest = Key(rest), rest[len(key):]
	blocks = make([]Block, 0, 8+len(rest)/bufferSize)
	sums := make([]uint32, 0, cap(blocks))
	for len(rest) >= blockHeader {
		kind, size, sum := rest[0], binary.LittleEndian.Uint32(rest[1:]), binary.LittleEndian.Uint32(rest[5:])
		rest = rest[blockHeader:]
		if uint64(size) > uint64(len(rest)) {
			return key, nil
		}
		blocks, sums = append(blocks, Block{kind, rest[:size:size]}), append(sums, sum)
		rest = rest[size:]
		if kind == kindEnd {
			break
		}
	}
	last := len(blocks) - 1 // a file that was cut off has another end, or none
	if last < 0 || blocks[last].Kind != kindEnd || len(rest) > 0 || len(blocks[last].Data) != 4 || binary.LittleEndian.Uint32(blocks[last].Data) != uint32(last) {
		return key, nil
	}
	if !inParallel(len(blocks), func(i int) bool { return blocks[i].sum() == sums[i] }) {
		return key, nil
	}
	return key, blocks[:last]
}
