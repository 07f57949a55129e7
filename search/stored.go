package search

import (
	"encoding/binary"
	"slices"

	"github.com/golang/snappy"
)

// stored writes what is stored of the documents, and the table of where each begins.
func (x *made) stored(fields []string) []byte {
	const run = 1024
	runs := make([][]byte, (len(x.docs)+run-1)/run)
	sizes := make([]int, len(x.docs))
	parallel(len(runs), 1, x.opts.Workers, func() func(from, to int) {
		s := newStorer(fields)
		var buffer []byte
		return func(from, to int) {
			for i := from; i < to; i++ {
				buffer = buffer[:0]
				for d := i * run; d < min((i+1)*run, len(x.docs)); d++ {
					before := len(buffer)
					buffer = s.append(buffer, &x.docs[d])
					sizes[d] = len(buffer) - before
				}
				runs[i] = slices.Clone(buffer)
			}
		}
	})
	total := 8 * len(x.docs)
	for _, data := range runs {
		total += len(data)
	}
	out := make([]byte, 0, 5*total/2) // postings and dictionaries take about as much and a half more
	for i, data := range runs {
		out = append(out, data...)
		runs[i] = nil
	}
	at := 0
	for _, size := range sizes {
		out = binary.BigEndian.AppendUint64(out, uint64(at))
		at += size
	}
	return out
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
