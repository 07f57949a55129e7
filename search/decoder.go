package search

import "encoding/binary"

// decoder reads a saved block. After the first value that cannot be read, all are zero and bad is set.
type decoder struct {
	in  []byte
	bad bool
}

func (d *decoder) take(n int) []byte {
	if n > len(d.in) {
		d.in, d.bad = nil, true
		return nil
	}
	taken := d.in[:n:n]
	d.in = d.in[n:]
	return taken
}

func (d *decoder) byte() byte {
	if b := d.take(1); b != nil {
		return b[0]
	}
	return 0
}

func (d *decoder) uint() uint64 {
	n, size := binary.Uvarint(d.in)
	if size <= 0 {
		d.in, d.bad = nil, true
		return 0
	}
	d.in = d.in[size:]
	return n
}

// length reads how many things follow, each of a byte or more.
func (d *decoder) length() int {
	n := d.uint()
	if n > uint64(len(d.in)) {
		d.in, d.bad = nil, true
		return 0
	}
	return int(n)
}

func (d *decoder) bytes() []byte { return d.take(d.length()) }
func (d *decoder) text() string  { return string(d.bytes()) }
