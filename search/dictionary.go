package search

import (
	"bytes"
	"encoding/binary"
	"errors"
	"math"
	"slices"
)

// This file writes the dictionaries of segments: transducers from terms to numbers in the first format of vellum, as vellum's builder
// writes them. That one holds each state as an object with a list of its own and compares states by following pointers: it takes six times
// as long (BenchmarkDictionary), which was a sixth of all search at 100,000 terms, and made a tenth of its objects.
// TestDictionaryIsVellum compares the bytes; when a new vellum changes the format, look at its encoder_v1.go, and at registry.go for which
// states are found again.

// A dictionaryWriter writes dictionaries, one after the other.
type dictionaryWriter struct {
	out   []byte // what is written of this one; an address is a place in it
	terms int
	last  []byte
	// states are those that the beginnings of the last term lead to, from the empty one on. What follows them may still come.
	states []state
	// known are the states written last, two of each hash, the one met later first.
	known []knownState
	again []byte // a state as it was written before
	err   error
}

// A state of a transducer. Where it is final a term ends, at the number that the outputs on the way add up to.
type state struct {
	final       bool
	output      uint64 // added where it is final
	transitions []transition
}

type transition struct {
	label  byte
	output uint64
	target uint32 // the address of a state, or endState
}

// endState stands for the final state that nothing follows and that adds nothing. It is not written.
const endState = 0

// A knownState is one that stands in the dictionary from a place to its address.
type knownState struct {
	hash          uint64
	from, address uint32
}

const (
	dictionaryVersion = 1
	knownHashes       = 10_000
	longState         = 256*(8+8+1) + 12 // the bytes of the longest
)

func newDictionaryWriter() *dictionaryWriter {
	w := &dictionaryWriter{states: make([]state, 1, 64)}
	w.begin()
	return w
}

func (w *dictionaryWriter) begin() {
	w.out = binary.LittleEndian.AppendUint64(w.out[:0], dictionaryVersion)
	w.out = binary.LittleEndian.AppendUint64(w.out, 0) // the type, of which there is one
	w.terms, w.last, w.err = 0, w.last[:0], nil
	w.states[0].reset()
	clear(w.known)
}

func (s *state) reset() { s.final, s.output, s.transitions = false, 0, s.transitions[:0] }

// open is the transition of the last term.
func (s *state) open() *transition { return &s.transitions[len(s.transitions)-1] }

// insert adds a term, which comes after those before it in the order of bytes.
func (w *dictionaryWriter) insert(term []byte, value uint64) {
	if w.terms > 0 && bytes.Compare(term, w.last) <= 0 {
		w.err = errors.New("search: the terms of a field are not in order")
		return
	}
	w.terms++
	shared := 0
	for shared < len(term) && shared < len(w.last) && term[shared] == w.last[shared] {
		t := w.states[shared].open()
		// What the terms have not in common of an output moves on.
		rest := t.output - min(t.output, value)
		t.output -= rest
		value -= t.output
		shared++
		if rest != 0 {
			w.states[shared].addOutput(rest)
		}
	}
	w.close(shared)
	for i, label := range term[shared:] {
		at := shared + i
		w.states[at].transitions = append(w.states[at].transitions, transition{label: label, output: value})
		value = 0
		if at+1 == len(w.states) {
			w.states = append(w.states, state{})
		}
	}
	end := &w.states[len(term)]
	end.final, end.output = true, value // of the empty term: others have none left
	w.last = append(w.last[:0], term...)
}

// addOutput adds to the number of each term that leads through a state.
func (s *state) addOutput(n uint64) {
	if s.final {
		s.output += n
	}
	for i := range s.transitions {
		s.transitions[i].output += n
	}
}

// close writes the states of the last term behind its first letters.
func (w *dictionaryWriter) close(letters int) {
	for at := len(w.last); at > letters; at-- {
		w.states[at-1].open().target = w.write(&w.states[at])
		w.states[at].reset()
	}
}

// finish gives the dictionary, valid until the next insert.
func (w *dictionaryWriter) finish() ([]byte, error) {
	w.close(0)
	root := w.write(&w.states[0])
	data := binary.LittleEndian.AppendUint64(w.out, uint64(w.terms))
	data = binary.LittleEndian.AppendUint64(data, uint64(root))
	err := w.err // begin forgets it, and writes what data begins with
	if uint64(len(data)) > math.MaxUint32 {
		err = errors.Join(err, errors.New("search: a dictionary of more than 4 GB"))
	}
	w.out = data
	w.begin()
	return data, err
}

// write gives the address of a state. One that is known is not written again.
func (w *dictionaryWriter) write(s *state) uint32 {
	if s.final && s.output == 0 && len(s.transitions) == 0 {
		return endState
	}
	if w.known == nil {
		w.known = make([]knownState, 2*knownHashes) // 320 kB: after an edit most dictionaries are the last build's
	}
	hash := s.hash()
	known := (*[2]knownState)(w.known[2*(hash%knownHashes):])
	for i, k := range known {
		if k.hash == hash && w.is(k, s) {
			known[0], known[i] = k, known[0]
			return k.address
		}
	}
	from := len(w.out)
	if cap(w.out)-from < longState {
		w.out = slices.Grow(w.out, from+longState) // to twice the size: append alone would copy a large one ten times
	}
	w.out = s.appendTo(w.out, from)
	known[0], known[1] = knownState{hash, uint32(from), uint32(len(w.out) - 1)}, known[0]
	return known[0].address
}

// is reports whether a known state is s: whether s would have been written so.
func (w *dictionaryWriter) is(k knownState, s *state) bool {
	if k.address == 0 {
		return false
	}
	w.again = s.appendTo(w.again[:0], int(k.from))
	return bytes.Equal(w.again, w.out[k.from:k.address+1])
}

// hash is vellum's: it decides which states are forgotten.
func (s *state) hash() uint64 {
	const offset, prime = 14695981039346656037, 1099511628211
	h := uint64(offset)
	if s.final {
		h ^= 1
	}
	h *= prime
	h = (h ^ s.output) * prime
	for i := range s.transitions {
		t := &s.transitions[i]
		h = (h ^ uint64(t.label)) * prime
		h = (h ^ t.output) * prime
		h = (h ^ uint64(t.target)) * prime
	}
	return h
}
