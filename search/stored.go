package search

import (
	"encoding/binary"
	"strings"

	"github.com/golang/snappy"
)

// Documents are encoded in rounds, the runs of a round in parallel.
const (
	storedRun  = 128
	storedRuns = 16 // of a round
)

// stored writes what is stored of the documents and the table of where each begins, whose address it gives.
func (x *made) stored(w *segmentWriter) (table uint64) {
	starts := make([]byte, 0, 8*len(x.docs))
	var sizes [storedRuns * storedRun]int
	var runs [storedRuns][]byte
	var saved []byte
	at := w.address()
	names := strings.Join(w.fields, "\x00")
	x.last.keepFields(names)
	for from := 0; from < len(x.docs); from += len(sizes) {
		n := min(len(sizes), len(x.docs)-from)
		x.storeRound(w.fields, from, sizes[:n], &runs)
		for _, size := range sizes[:n] {
			starts = binary.BigEndian.AppendUint64(starts, at)
			at += uint64(size)
		}
		for i := range (n + storedRun - 1) / storedRun {
			w.write(runs[i])
		}
		saved = x.memory.saveStored(saved, names, sizes[:n], runs[:(n+storedRun-1)/storedRun])
	}
	if x.last != nil {
		x.last.stored = nil
	}
	table = w.address()
	w.write(starts)
	return table
}

// lastStored gives what the last process stored of a document, or nil.
func (x *made) lastStored(doc int) []byte {
	if x.last == nil || len(x.last.stored) != len(x.last.hashes) {
		return nil
	}
	place, ok := x.last.document(doc, &x.hashes[doc])
	if !ok {
		return nil
	}
	return x.last.stored[place]
}

// storeRound encodes as many documents as sizes has, from one on.
func (x *made) storeRound(fields []string, first int, sizes []int, runs *[storedRuns][]byte) {
	parallel((len(sizes)+storedRun-1)/storedRun, 1, x.opts.Workers, func() func(from, to int) {
		s := newStorer(fields)
		return func(from, to int) {
			for i := from; i < to; i++ {
				out := runs[i][:0]
				for d := i * storedRun; d < min((i+1)*storedRun, len(sizes)); d++ {
					before := len(out)
					if known := x.lastStored(first + d); known != nil {
						out = append(out, known...)
					} else {
						out = s.append(out, &x.docs[first+d])
					}
					sizes[d] = len(out) - before
				}
				runs[i] = out
			}
		}
	})
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
		s.note(field, len(s.data), len(value))
		s.data = append(s.data, value...)
	}
}

// note notes a value of a field that stands, or will stand, among the data.
func (s *storer) note(field string, at, length int) {
	for _, n := range [...]uint64{s.numbers[field], 't', uint64(at), uint64(length), 0} {
		s.meta = binary.AppendUvarint(s.meta, n)
	}
}

// append appends a document.
func (s *storer) append(out []byte, d *Document) []byte {
	s.meta, s.data = binary.AppendUvarint(s.meta[:0], uint64(len(d.ID))), s.data[:0]
	if d.Abbreviation != "" {
		s.add(fieldAbbr, d.Abbreviation)
	}
	s.add(fieldAlias, d.Aliases...)
	s.add(fieldText, d.Summary)
	s.add(fieldTag, d.Tags...)
	if _, ok := s.numbers[fieldBody]; ok {
		at := len(s.data)
		s.data = appendPassages(s.data, d)
		if n := len(s.data) - at; n > 0 {
			s.note(fieldBody, at, n)
		}
	}
	s.add(fieldTitle, d.Title)
	s.add(fieldURL, d.URL)
	s.compressed = snappy.Encode(s.compressed[:cap(s.compressed)], s.data)
	out = binary.AppendUvarint(out, uint64(len(s.meta)))
	out = binary.AppendUvarint(out, uint64(len(d.ID)+len(s.compressed)))
	out = append(out, s.meta...)
	out = append(out, d.ID...)
	return append(out, s.compressed...)
}
