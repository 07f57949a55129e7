package names

import (
	"encoding/binary"
	"math/bits"
)

// lexicon keeps the words met last, with all that the table says of them: words repeat. A word of a page then costs one look at a
// cache line, where computing its key, finding its path and comparing the names there cost several, most of them misses. Like memory it
// lives as long as its table.
type lexicon []lexeme // their number is a power of two

// lexiconSize returns the number of words worth keeping for a table of so many names. Where names are few, all that is asked of the
// table lies in the processor's cache anyway.
func lexiconSize(names int) int { return 1 << max(8, min(14, bits.Len(uint(names))-3)) }

// lexeme is one token's text and what the table says of it.
type lexeme struct {
	wordHere
	turn uint32
	key  uint32
	size uint8
	text [23]byte
}

// wordHere is what the table says of one token by itself.
type wordHere struct {
	found []Found // the names that it spells, shared by all pages, never changed
	next  uint32  // as slot.next
	head  int32   // as slot.head, missing if no name begins so
}

// missing stands for the names at the end of a path that does not exist.
const missing = none - 1

// readWords fills the tokens' keys and a.words, and remembers the questions about single tokens.
func (a *Asker) readWords() {
	a.words = a.words[:0]
	for i := range a.tokens {
		tok := &a.tokens[i]
		text := a.text[tok.start:tok.end]
		if len(text) > len(lexeme{}.text) {
			w, key := a.lookAt(tok)
			tok.key = key
			a.remember(Key(step(root, key)))
			a.words = append(a.words, w)
			continue
		}
		known := &a.lexicon[a.placeIn(tok)]
		if string(known.text[:known.size]) != text {
			known.wordHere, known.key = a.lookAt(tok)
			known.size = uint8(copy(known.text[:], text))
			known.turn = 0
		}
		tok.key = known.key
		if known.turn != a.turn {
			known.turn = a.turn
			a.remember(Key(step(root, known.key)))
		}
		a.words = append(a.words, known.wordHere)
	}
}

// placeIn returns where a token belongs in the lexicon by its first sixteen bytes, which it reads eight at a time.
func (a *Asker) placeIn(tok *token) uint64 {
	start, size := int(tok.start), int(tok.end-tok.start)
	var low, high uint64
	if start+16 <= len(a.text) {
		low, high = eightBytes(a.text[start:]), eightBytes(a.text[start+8:])
	} else {
		var end [16]byte
		copy(end[:], a.text[start:])
		low, high = binary.LittleEndian.Uint64(end[:]), binary.LittleEndian.Uint64(end[8:])
	}
	if size < 8 {
		low, high = low&(1<<(8*size)-1), 0
	} else {
		high &= 1<<(8*(size-8)) - 1
	}
	return (low*0x9e3779b97f4a7c15 ^ high*0xc2b2ae3d27d4eb4f ^ low>>29) * 0x9e3779b97f4a7c15 >> 32 & uint64(len(a.lexicon)-1)
}

func eightBytes(s string) uint64 {
	s = s[:8]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 | uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 |
		uint64(s[7])<<56
}

// lookAt asks the table for one token.
func (a *Asker) lookAt(tok *token) (w wordHere, key uint32) {
	tok.key = a.table.morph.keyOfToken(a.text, tok)
	w.head = missing
	if s := a.lookUp(step(root, tok.key)); s != nil {
		w.head, w.next = s.head, s.next
		if s.head != none {
			one := [1]token{*tok}
			w.found = a.chained(s.head, one[:])
		}
	}
	return w, tok.key
}

// memory keeps what stands in the places met last: words repeat, and what a place spells depends on its text alone. It lives as long
// as its table, which never changes.
type memory [1 << memoryBits]remembered

const memoryBits = 12

// remembered is one text and the names that it spells at the end of one path.
type remembered struct {
	found []Found // shared by all pages, never changed
	head  int32
	size  uint8
	text  [27]byte
}

// recall returns the place in memory for a range of the Asker's text at the end of the path whose chain begins at head, or nil if the
// text is too long to be kept.
func (a *Asker) recall(head uint32, start, end int) *remembered {
	if end-start > len(remembered{}.text) {
		return nil
	}
	// Forms of one word differ in their length or last letter.
	h := (head*31+uint32(end-start))*31 + uint32(a.text[end-1])
	h = h*31 + uint32(a.text[start])
	return &a.memory[h*2654435769>>(32-memoryBits)]
}

// is reports whether it is the text that is remembered.
func (r *remembered) is(text string, head int32) bool {
	return int(r.size) == len(text) && r.head == head && string(r.text[:r.size]) == text
}

func (r *remembered) set(text string, head int32, found []Found) {
	r.found, r.head, r.size = found, head, uint8(copy(r.text[:], text))
}
