package search

import (
	"encoding/binary"
	"slices"

	"github.com/golang/snappy"
)

// stored writes what is stored of the documents, and the table of where each begins. There is room for more bytes behind them.
func (x *made) stored(fields []string, more int) (out []byte) {
	const round = 16_384 // documents, encoded in parallel and held beside the whole
	sizes := make([]int, len(x.docs))
	for from := 0; from < len(x.docs); from += round {
		n := min(round, len(x.docs)-from)
		for _, data := range x.storeRound(fields, from, sizes[from:from+n]) {
			out = append(out, data...)
		}
		if from == 0 {
			out = slices.Grow(out, len(out)*(len(x.docs)-n)/n+8*len(x.docs)+more)
		}
	}
	at := 0
	for _, size := range sizes {
		out = binary.BigEndian.AppendUint64(out, uint64(at))
		at += size
	}
	return out
}

// storeRound encodes as many documents as sizes has, from one on.
func (x *made) storeRound(fields []string, first int, sizes []int) [][]byte {
	const run = 512
	runs := make([][]byte, (len(sizes)+run-1)/run)
	parallel(len(runs), 1, x.opts.Workers, func() func(from, to int) {
		s := newStorer(fields)
		var buffer []byte
		return func(from, to int) {
			for i := from; i < to; i++ {
				buffer = buffer[:0]
				for d := i * run; d < min((i+1)*run, len(sizes)); d++ {
					before := len(buffer)
					buffer = s.append(buffer, &x.docs[first+d])
					sizes[d] = len(buffer) - before
				}
				runs[i] = slices.Clone(buffer)
			}
		}
	})
	return runs
}

// A storer encodes what is stored of documents: for each value the number of its field, its type, where it begins among the values
// compressed, its length and its positions, of which there are none.
type storer struct {
	numbers                map[string]uint64
	meta, data, compressed []byte
}

func newStorer(fields []string) *storer {
	s := &storer{numbers: map[string]uint64{}}
	for i, name := range fields {
		s.numbers[name] = uint64(i)
	}
	return s
}

// add adds the values of a field. Fields come in the order of the segment.
func (s *storer) add(field string, values ...string) {
	for _, value := range values {
		value = valid(value)
		for _, n := range []uint64{s.numbers[field], 't', uint64(len(s.data)), uint64(len(value)), 0} {
			s.meta = binary.AppendUvarint(s.meta, n)
		}
		s.data = append(s.data, value...)
	}
}

// append appends a document.
func (s *storer) append(out []byte, d *Document) []byte {
	id := valid(d.ID)
	s.meta, s.data = binary.AppendUvarint(s.meta[:0], uint64(len(id))), s.data[:0]
	if d.Abbreviation != "" {
		s.add(fieldAbbr, d.Abbreviation)
	}
	s.add(fieldAlias, d.Aliases...)
	s.add(fieldText, d.Summary)
	s.add(fieldTag, d.Tags...)
	if _, ok := s.numbers[fieldBody]; ok {
		if text := passages(d); text != "" {
			s.add(fieldBody, text)
		}
	}
	s.add(fieldTitle, d.Title)
	s.add(fieldURL, d.URL)
	s.compressed = snappy.Encode(s.compressed[:cap(s.compressed)], s.data)
	out = binary.AppendUvarint(out, uint64(len(s.meta)))
	out = binary.AppendUvarint(out, uint64(len(id)+len(s.compressed)))
	out = append(out, s.meta...)
	out = append(out, id...)
	return append(out, s.compressed...)
}
