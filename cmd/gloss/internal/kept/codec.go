package kept

import (
	"encoding/binary"
	"unsafe"

	"gloss/cmd/gloss/internal/slab"
)

// encoder appends values to bytes: numbers as varints, texts and lists with their length before them.
type encoder struct{ out []byte }

func (e *encoder) uint(n uint64) { e.out = binary.AppendUvarint(e.out, n) }
func (e *encoder) int(n int64)   { e.out = binary.AppendVarint(e.out, n) }
func (e *encoder) raw(b []byte)  { e.out = append(e.out, b...) }

func (e *encoder) text(s string) {
	e.uint(uint64(len(s)))
	e.out = append(e.out, s...)
}

func (e *encoder) bytes(b []byte) {
	e.uint(uint64(len(b)))
	e.raw(b)
}

func (e *encoder) bool(b bool) {
	if b {
		e.out = append(e.out, 1)
	} else {
		e.out = append(e.out, 0)
	}
}

// encodeList appends a list.
func encodeList[T any](e *encoder, list []T, one func(*T)) {
	e.uint(uint64(len(list)))
	for i := range list {
		one(&list[i])
	}
}

// decoder reads what an encoder wrote. After the first value that cannot be, all are zero and bad is set. Texts and bytes that it gives
// are parts of the bytes it reads, which nobody may change: at 100,000 terms a copy of each is 2 million allocations.
type decoder struct {
	in   []byte
	bad  bool
	room *room // for the members of lists
}

func (d *decoder) fail() {
	d.in, d.bad = nil, true
}

// uint reads a number. Nearly all have one byte; that these are not left to binary.Uvarint halves the time of reading texts.
func (d *decoder) uint() uint64 {
	if len(d.in) > 0 && d.in[0] < 0x80 {
		n := d.in[0]
		d.in = d.in[1:]
		return uint64(n)
	}
	return d.longUint()
}

func (d *decoder) longUint() uint64 {
	n, size := binary.Uvarint(d.in)
	if size <= 0 {
		d.fail()
		return 0
	}
	d.in = d.in[size:]
	return n
}

// int reads a number as binary.PutVarint writes it.
func (d *decoder) int() int64 {
	n := d.uint()
	return int64(n>>1) ^ -int64(n&1)
}

// length reads the length of what follows, of which each part takes a byte or more, so that a damaged length cannot ask for memory.
func (d *decoder) length() int {
	n := d.uint()
	if n > uint64(len(d.in)) {
		d.fail()
		return 0
	}
	return int(n)
}

func (d *decoder) raw(n int) []byte {
	if n > len(d.in) {
		d.fail()
		return nil
	}
	b := d.in[:n:n]
	d.in = d.in[n:]
	return b
}

func (d *decoder) bytes() []byte { return d.raw(d.length()) }

func (d *decoder) text() string {
	b := d.bytes()
	return unsafe.String(unsafe.SliceData(b), len(b))
}

func (d *decoder) bool() bool {
	b := d.raw(1)
	if len(b) == 1 && b[0] > 1 {
		d.fail()
	}
	return len(b) == 1 && b[0] == 1
}

// decodeList reads a list; one of no members is nil. Its members lie in a slab, or in memory of their own if that is nil.
func decodeList[T any](d *decoder, from *slab.Slab[T], one func(*T)) []T {
	n := d.length()
	if n == 0 {
		return nil
	}
	var list []T
	if from != nil {
		list = from.Take(n)
	} else {
		list = make([]T, n)
	}
	for i := range list {
		if one(&list[i]); d.bad {
			return nil
		}
	}
	return list
}
