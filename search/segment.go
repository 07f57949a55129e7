package search

import (
	"encoding/binary"
	"slices"

	"github.com/golang/snappy"
)

// segment writes the bleve segment of an inversion.
func (v *inversion) segment(l *listings, opts Options) ([]byte, error) {
	fields := v.fields(l, opts)
	w, err := newSegmentWriter(fields, len(v.docs))
	if err != nil {
		return nil, err
	}
	w.out = v.stored(fields, opts)
	stored := len(w.out) - 8*len(v.docs)
	if len(v.docs) > 0 {
		for _, f := range fields {
			v.insertField(w, l, f)
			w.endField()
		}
	}
	return w.finish(stored)
}

// fields gives the names of the fields that the documents have, in the order of the segment.
func (v *inversion) fields(l *listings, opts Options) []string {
	var have []string
	add := func(name string, has bool) {
		if has {
			have = append(have, name)
		}
	}
	for _, name := range []string{fieldTitle, fieldURL, fieldText} {
		add(name, len(v.docs) > 0)
	}
	has := func(part func(d *Document) bool) bool {
		return slices.ContainsFunc(v.docs, func(d Document) bool { return part(&d) })
	}
	add(fieldAbbr, has(func(d *Document) bool { return d.Abbreviation != "" }))
	add(fieldBody, !opts.NoPassages && has(func(d *Document) bool { return passages(d) != "" }))
	add(fieldAlias, len(l.alias) > 0 || has(func(d *Document) bool { return len(d.Aliases) > 0 }))
	add(fieldTag, len(l.tag) > 0 || has(func(d *Document) bool { return len(d.Tags) > 0 }))
	add(fieldBack, len(l.back) > 0)
	add(fieldForm, len(v.vocabulary) > 0)
	add(fieldWord, len(l.word) > 0)
	add(fieldReverse, len(l.reverse) > 0)
	var used [classes]bool
	for _, list := range v.postings {
		for _, p := range list {
			used[p.class()] = true
		}
	}
	for c, name := range classFields {
		add(name, used[c])
	}
	slices.Sort(have)
	return append([]string{fieldID}, have...)
}

// insertField inserts the terms of a field.
func (v *inversion) insertField(w *segmentWriter, l *listings, name string) {
	if c := slices.Index(classFields[:], name); c >= 0 {
		v.insertClass(w, class(c))
		return
	}
	switch name {
	case fieldID:
		ids := make(listing, len(v.docs))
		for i := range v.docs {
			ids[i] = occurrence{v.docs[i].ID, uint32(i)}
		}
		ids.sort()
		ids.each(w.insert)
	case fieldTitle:
		l.title.each(w.insert)
	case fieldAlias:
		l.alias.each(w.insert)
	case fieldTag:
		l.tag.each(w.insert)
	case fieldWord:
		l.word.each(w.insert)
	case fieldReverse:
		l.reverse.each(w.insert)
	case fieldBack:
		l.back.each(w.insert)
	case fieldForm:
		v.insertForms(w)
	}
}

// insertClass inserts the stems that have a class somewhere.
func (v *inversion) insertClass(w *segmentWriter, c class) {
	var docs []uint32
	for s, list := range v.postings {
		docs = docs[:0]
		for _, p := range list {
			if p.class() == c {
				docs = append(docs, p.doc())
			}
		}
		w.insert(v.stems[s], docs)
	}
}

// insertForms inserts the vocabulary. No word holds a character below the full stop, so the terms ascend as stems and words do.
func (v *inversion) insertForms(w *segmentWriter) {
	var term []byte
	insert := func(word uint32, parts ...string) {
		term = term[:0]
		for _, part := range parts {
			term = append(term, part...)
		}
		w.insertBytes(term, []uint32{uint32(v.first[word])})
	}
	for s, members := range v.words {
		for _, word := range members {
			if text := v.texts[word]; text != v.stems[s] {
				insert(word, "\x01", v.stems[s], "\x00", text)
			}
		}
	}
	for _, word := range v.vocabulary {
		text, stem := v.texts[word], v.stems[v.stemOf[word]]
		if stem == text {
			stem = ""
		}
		insert(word, text, "\x00", stem)
	}
}

// stored writes what is stored of the documents, and the table of where each begins.
func (v *inversion) stored(fields []string, opts Options) []byte {
	const run = 1024
	runs := make([][]byte, (len(v.docs)+run-1)/run)
	sizes := make([]int, len(v.docs))
	parallel(len(runs), 1, opts.Workers, func() func(from, to int) {
		s := newStorer(fields)
		return func(from, to int) {
			for i := from; i < to; i++ {
				for d := i * run; d < min((i+1)*run, len(v.docs)); d++ {
					before := len(runs[i])
					runs[i] = s.append(runs[i], &v.docs[d])
					sizes[d] = len(runs[i]) - before
				}
			}
		}
	})
	total := 8 * len(v.docs)
	for _, data := range runs {
		total += len(data)
	}
	out := make([]byte, 0, 3*total) // postings and dictionaries take about twice as much
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
