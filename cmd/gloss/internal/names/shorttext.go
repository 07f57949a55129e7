package names

import (
	"encoding/binary"
	"sync"

	"gloss/cmd/gloss/internal/names/everyday"
)

// shortText is a text of at most sixteen bytes, in two words that compare in an instant.
type shortText struct {
	low, high uint64
	size      uint8
}

// maxShort is the length of the longest shortText.
const maxShort = 16

// shortTextOf returns text[start:end], of at most sixteen bytes.
func shortTextOf(text string, start, end int) shortText {
	size := end - start
	var low, high uint64
	if start+maxShort <= len(text) {
		low, high = eightBytes(text[start:]), eightBytes(text[start+8:])
	} else {
		var last [maxShort]byte
		copy(last[:], text[start:])
		low, high = binary.LittleEndian.Uint64(last[:]), binary.LittleEndian.Uint64(last[8:])
	}
	if size < 8 {
		return shortText{low & (1<<(8*size) - 1), 0, uint8(size)}
	}
	return shortText{low, high & (1<<(8*(size-8)) - 1), uint8(size)}
}

// hash spreads the text over 32 bits.
func (t shortText) hash() uint64 {
	return (t.low*0x9e3779b97f4a7c15 ^ t.high*0xc2b2ae3d27d4eb4f ^ t.low>>29) * 0x9e3779b97f4a7c15 >> 32
}

// lower returns the text with ASCII capitals made small.
func (t shortText) lower() shortText { return shortText{lowerEight(t.low), lowerEight(t.high), t.size} }

// lowerEight makes the ASCII capitals among eight bytes small.
func lowerEight(x uint64) uint64 {
	const each, upper = 0x0101010101010101, 0x8080808080808080
	low := x &^ upper
	capital := (low + (0x80-'A')*each) &^ (low + (0x80-'Z'-1)*each) &^ x & upper
	return x | capital>>2
}

// first returns the first n bytes.
func (t shortText) first(n uint8) shortText {
	if n < 8 {
		return shortText{t.low & (1<<(8*n) - 1), 0, n}
	}
	return shortText{t.low, t.high & (1<<(8*(n-8)) - 1), n}
}

// with returns the text with a byte more; it must be shorter than maxShort.
func (t shortText) with(c byte) shortText {
	if t.size < 8 {
		t.low |= uint64(c) << (8 * t.size)
	} else {
		t.high |= uint64(c) << (8 * (t.size - 8))
	}
	t.size++
	return t
}

// fromEnd returns the byte n places from the end, from 1; 0 before the beginning.
func (t shortText) fromEnd(n uint8) byte {
	switch {
	case n > t.size:
		return 0
	case t.size-n < 8:
		return byte(t.low >> (8 * (t.size - n)))
	}
	return byte(t.high >> (8 * (t.size - n - 8)))
}

// shortNumbers holds the numbers of the everyday words of at most sixteen bytes, which are nearly all: the census looks each word of each
// page up, and in a map of strings that took half of its time.
var shortNumbers = sync.OnceValue(func() *numberTable {
	t := &numberTable{make([]shortNumber, 1<<15)} // more than half are empty
	for word, number := range everyday.Numbers {
		if len(word) <= maxShort {
			text := shortTextOf(word, 0, len(word))
			at := text.hash() & uint64(len(t.slots)-1)
			for t.slots[at].text.size != 0 {
				at = (at + 1) & uint64(len(t.slots)-1)
			}
			t.slots[at] = shortNumber{text, number}
		}
	}
	return t
})

// numberTable is an open hash table with linear probing. It never changes.
type numberTable struct{ slots []shortNumber }

type shortNumber struct {
	text   shortText
	number uint16
}

func (t *numberTable) find(text shortText) (number uint16, ok bool) {
	for at := text.hash() & uint64(len(t.slots)-1); ; at = (at + 1) & uint64(len(t.slots)-1) {
		switch s := &t.slots[at]; {
		case s.text == text:
			return s.number, true
		case s.text.size == 0:
			return 0, false
		}
	}
}

// number is morphology.number for an English word of at most sixteen bytes in small letters.
func (t *numberTable) number(word shortText) (number uint16, ok bool) {
	if number, ok = t.find(word); ok {
		return number, true
	}
	n := word.size
	if n < 4 || word.fromEnd(1) != 's' {
		return 0, false
	}
	if n > 4 && word.fromEnd(2) == 'e' {
		if word.fromEnd(3) == 'i' {
			return t.find(word.first(n - 3).with('y'))
		}
		if number, ok = t.find(word.first(n - 2)); ok {
			return number, true
		}
	}
	return t.find(word.first(n - 1))
}
