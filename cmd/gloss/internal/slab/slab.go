// Package slab hands out parts of larger pieces of memory.
//
// What a build keeps of its texts are many short lists that live equally long. In pieces they cost a tenth of the allocations, and the
// collector marks a piece once instead of each list. A piece lives as long as one of its parts, so parts that are replaced one by one
// (by a writer's edits) may keep twice the memory in use, never more.
package slab

import "unsafe"

// Slab hands out memory for values of one type. The zero Slab is ready; it is not safe for concurrent use.
type Slab[T any] struct {
	free []T
	last int // the length of the last piece
}

// pieceBytes is the size of the largest pieces. The first are small, for who converts a single page.
const pieceBytes = 16 << 10

// Take returns n zero values that nobody else has; nil for none.
func (s *Slab[T]) Take(n int) []T {
	if n == 0 {
		return nil
	}
	if n > len(s.free) {
		var one T
		most := pieceBytes / int(unsafe.Sizeof(one))
		if n > most/8 {
			return make([]T, n) // the rest of a piece is not given up for it
		}
		s.last = min(max(2*s.last, n), most)
		s.free = make([]T, s.last)
	}
	list := s.free[:n:n]
	s.free = s.free[n:]
	return list
}

// New returns one zero value.
func (s *Slab[T]) New() *T { return &s.Take(1)[0] }

// Copy returns a copy of a list.
func (s *Slab[T]) Copy(list []T) []T {
	kept := s.Take(len(list))
	copy(kept, list)
	return kept
}
