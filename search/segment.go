package search

import (
	"crypto/sha256"
	"encoding/binary"
	"io"
	"slices"
)

// segment writes the bleve segment of an inversion.
func (x *made) segment(to io.Writer) error {
	fields := x.fields()
	w := &segmentWriter{to: to, fields: fields, documents: len(x.docs)}
	stored := x.stored(w)
	if len(x.docs) == 0 {
		return w.finish(stored)
	}
	w.dictionary = newDictionaryWriter()
	lone, hashes := x.loneDictionaries(fields), map[string]termsHash{}
	for _, f := range fields {
		if result, ok := lone[f]; ok {
			dictionary := <-result
			if w.err == nil {
				w.err = dictionary.err
			}
			x.memory.saveDictionary(f, dictionary)
			hashes[f] = dictionary.hash
			w.endField(dictionary.data)
			continue
		}
		w.field(x.terms(f))
	}
	x.memory.saveTerms(fields, hashes)
	return w.finish(stored)
}

// A loneDictionary is that of a field of which each term stands in one document. It holds documents and no addresses, so that it can be
// written before it is known where it will stand, and need not be written again while it says the same.
type loneDictionary struct {
	hash termsHash
	data []byte
	err  error
}

// termsHash is a hash of such terms; zero if it is not known.
type termsHash [sha256.Size]byte

// loneDictionaries writes the dictionaries of such fields on goroutines of their own.
func (x *made) loneDictionaries(fields []string) map[string]chan loneDictionary {
	results := map[string]chan loneDictionary{}
	queue := make(chan string, len(fields))
	for _, f := range fields {
		if l := x.listing(f); f == fieldForm || f == fieldID || l != nil && l.lone() {
			results[f] = make(chan loneDictionary, 1)
			queue <- f
		}
	}
	close(queue)
	for range min(workersOf(x.opts.Workers), len(results)) {
		go func() {
			w := newDictionaryWriter()
			for f := range queue {
				results[f] <- x.loneDictionary(w, f)
			}
		}()
	}
	return results
}

// loneDictionary writes one dictionary, or gives that of the last build.
func (x *made) loneDictionary(w *dictionaryWriter, field string) loneDictionary {
	all := x.terms(field)
	var hash termsHash
	if x.memory.keeps() || x.memory.once() {
		if hash = x.lastTerms(field); hash == (termsHash{}) {
			hash = hashOfTerms(all)
		}
		if known := x.memory.dictionary(field); known.data != nil && known.hash == hash {
			return known
		}
	}
	all(func(term []byte, docs []uint32) { w.insert(term, oneHit(docs[0])) })
	data, err := w.finish()
	made := loneDictionary{hash, slices.Clone(data), err}
	if x.memory.keeps() && err == nil {
		x.memory.setDictionary(field, made)
	}
	return made
}

// hashOfTerms hashes terms that stand in one document each.
func hashOfTerms(all terms) (sum termsHash) {
	h := sha256.New()
	buffer := make([]byte, 0, 64<<10)
	all(func(term []byte, docs []uint32) {
		buffer = append(binary.AppendUvarint(buffer, uint64(len(term))), term...)
		buffer = binary.LittleEndian.AppendUint32(buffer, docs[0])
		if len(buffer) > 60<<10 {
			h.Write(buffer)
			buffer = buffer[:0]
		}
	})
	h.Write(buffer)
	h.Sum(sum[:0])
	return sum
}

// fields gives the names of the fields that the documents have, in the order of the segment.
func (x *made) fields() []string {
	var have []string
	add := func(name string, has bool) {
		if has {
			have = append(have, name)
		}
	}
	for _, name := range []string{fieldTitle, fieldURL, fieldText} {
		add(name, len(x.docs) > 0)
	}
	has := func(part func(d *Document) bool) bool {
		return slices.ContainsFunc(x.docs, func(d Document) bool { return part(&d) })
	}
	add(fieldAbbr, has(func(d *Document) bool { return d.Abbreviation != "" }))
	add(fieldBody, !x.opts.NoPassages && has(func(d *Document) bool { return len(appendPassages(nil, d)) > 0 }))
	add(fieldAlias, len(x.alias) > 0 || has(func(d *Document) bool { return len(d.Aliases) > 0 }))
	add(fieldTag, len(x.tag) > 0 || has(func(d *Document) bool { return len(d.Tags) > 0 }))
	add(fieldBack, len(x.back) > 0)
	add(fieldForm, len(x.vocabulary) > 0)
	add(fieldWord, len(x.word) > 0)
	add(fieldReverse, len(x.reverse) > 0)
	var used [classes]bool
	for _, list := range x.postings {
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

// terms gives the terms of a field.
func (x *made) terms(name string) terms {
	if l := x.listing(name); l != nil {
		return l.insert
	}
	switch c := slices.Index(classFields[:], name); {
	case c >= 0:
		return func(insert func([]byte, []uint32)) { x.insertClass(class(c), insert) }
	case name == fieldID:
		return x.insertIDs
	case name == fieldForm:
		return x.insertForms
	}
	return func(func([]byte, []uint32)) {} // stored only
}

func (v *inversion) insertIDs(insert func(term []byte, docs []uint32)) {
	ids := make(listing, len(v.docs))
	for i := range v.docs {
		ids[i] = occurrence{v.docs[i].ID, uint32(i)}
	}
	ids.sort()
	ids.insert(insert)
}

// insertClass inserts the stems that have a class somewhere.
func (v *inversion) insertClass(c class, insert func(term []byte, docs []uint32)) {
	var term []byte
	var docs []uint32
	for s, list := range v.postings {
		docs = docs[:0]
		for _, p := range list {
			if p.class() == c {
				docs = append(docs, p.doc())
			}
		}
		if len(docs) > 0 {
			term = append(term[:0], v.stems[s]...)
			insert(term, docs)
		}
	}
}

// insertForms inserts the vocabulary. No word holds a character below the full stop, so the terms ascend as stems and words do.
func (v *inversion) insertForms(insert func(term []byte, docs []uint32)) {
	var term []byte
	doc := make([]uint32, 1)
	add := func(word uint32, parts ...string) {
		term = term[:0]
		for _, part := range parts {
			term = append(term, part...)
		}
		doc[0] = uint32(v.first[word])
		insert(term, doc)
	}
	for s, members := range v.words {
		for _, word := range members {
			if text := v.texts[word]; text != v.stems[s] {
				add(word, "\x01", v.stems[s], "\x00", text)
			}
		}
	}
	for _, word := range v.vocabulary {
		text, stem := v.texts[word], v.stems[v.stemOf[word]]
		if stem == text {
			stem = ""
		}
		add(word, text, "\x00", stem)
	}
}
