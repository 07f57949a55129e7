package search

// A state is written backwards, since readers come from its address, which is that of its last byte: outputs, distances to targets, labels,
// the sizes of outputs and distances, and a byte of flags.
const (
	flagOne   = 1 << 7 // it is not final and has one transition; its label's rank stands in the lower bits
	flagNext  = 1 << 6 // of such a one: the target is the state before, and there is no output
	flagFinal = 1 << 6 // of others, with the number of transitions in the lower bits
	mostFlags = 1<<6 - 1
)

// commonLabels are those that stand in the flags, by rank.
const commonLabels = "te/oasripcnw.hlm-du012g=:bf3y5&_4v9678k%?xCDASFIBEjPTzRNM+LOqHG"

// labelRanks are the ranks of labels, from 1 on; 0 stands for those that are not common.
var labelRanks = func() (ranks [256]byte) {
	for i := range len(commonLabels) {
		ranks[commonLabels[i]] = byte(i + 1)
	}
	return ranks
}()

// appendTo appends the bytes of a state that is written at a place.
func (s *state) appendTo(b []byte, place int) []byte {
	if s.final || len(s.transitions) != 1 {
		return s.appendMany(b, place)
	}
	t, flags := &s.transitions[0], byte(flagOne)
	if t.output == 0 && int(t.target) == place-1 {
		flags |= flagNext
	} else {
		outputs := 0
		if t.output != 0 {
			outputs = packedSize(t.output)
			b = appendPacked(b, t.output, outputs)
		}
		distance := t.distance(place)
		distances := packedSize(distance)
		b = appendPacked(b, distance, distances)
		b = append(b, byte(distances<<4|outputs))
	}
	rank := labelRanks[t.label]
	if rank == 0 {
		b = append(b, t.label)
	}
	return append(b, flags|rank)
}

// appendMany appends a state that is final or has not one transition. All outputs, and all distances, take as many bytes as the largest.
func (s *state) appendMany(b []byte, place int) []byte {
	most, farthest := s.output, uint64(0)
	for i := range s.transitions {
		most = max(most, s.transitions[i].output)
		farthest = max(farthest, s.transitions[i].distance(place))
	}
	outputs, distances := 0, 0
	if most != 0 {
		outputs = packedSize(most)
	}
	if len(s.transitions) > 0 {
		distances = packedSize(farthest)
	}
	if s.final && outputs > 0 {
		b = appendPacked(b, s.output, outputs)
	}
	last := len(s.transitions) - 1
	for i := last; i >= 0 && outputs > 0; i-- {
		b = appendPacked(b, s.transitions[i].output, outputs)
	}
	for i := last; i >= 0; i-- {
		b = appendPacked(b, s.transitions[i].distance(place), distances)
	}
	for i := last; i >= 0; i-- {
		b = append(b, s.transitions[i].label)
	}
	b = append(b, byte(distances<<4|outputs))
	flags := byte(0)
	switch n := len(s.transitions); {
	case n == 256:
		b = append(b, 1) // which stands in the flags otherwise
	case n == 0 || n > mostFlags:
		b = append(b, byte(n))
	default:
		flags = byte(n)
	}
	if s.final {
		flags |= flagFinal
	}
	return append(b, flags)
}

// distance is how far before a place the target is, 0 for the end state.
func (t *transition) distance(place int) uint64 {
	if t.target == endState {
		return 0
	}
	return uint64(place) - uint64(t.target)
}

// packedSize is the number of bytes that a number takes, at least 1.
func packedSize(n uint64) int {
	size := 1
	for n >>= 8; n > 0; n >>= 8 {
		size++
	}
	return size
}

// appendPacked appends a number in so many bytes, the least first.
func appendPacked(b []byte, n uint64, size int) []byte {
	for range size {
		b = append(b, byte(n))
		n >>= 8
	}
	return b
}
