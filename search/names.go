package search

import (
	"crypto/sha256"
	"encoding/binary"
	"slices"
)

// Names (with ids and tags) change more seldom than texts, and what is sorted by them is large: keys, words of names, both backwards. It is
// kept with a hash of all names, and taken over where an index is brought up to date and that hash is the same.

// nameRun is the number of documents whose names are hashed together.
const nameRun = 256

type namesHash [sha256.Size]byte

// hashesFor gives the hashes of documents, and of all names, or nil where nothing is kept. For a server they are zero: analysis hashes a
// text where it reads it.
func (m *Memory) hashesFor(docs []Document, workers int) (hashes []documentHash, names namesHash) {
	if !m.keeps() && !m.once() {
		return nil, names
	}
	hashes = make([]documentHash, len(docs))
	if m.keeps() {
		return hashes, names
	}
	runs := make([]byte, (len(docs)+nameRun-1)/nameRun*sha256.Size)
	parallel(len(docs), nameRun, workers, func() func(from, to int) {
		h := newHasher()
		var names []byte
		return func(from, to int) {
			for ; from < to; from += nameRun {
				names = names[:0]
				for i := from; i < min(from+nameRun, to); i++ {
					hashes[i] = h.sum(&docs[i])
					names = append(names, h.buffer[:h.names]...)
				}
				sum := sha256.Sum256(names)
				copy(runs[from/nameRun*sha256.Size:], sum[:])
			}
		}
	})
	return hashes, sha256.Sum256(binary.AppendUvarint(runs, uint64(len(docs))))
}

// keptListings are those that depend on names alone. Of the words of names, backwards, only the order is kept: which document is the first
// that has one depends on texts.
var keptListings = [...]string{fieldTitle, fieldAlias, fieldTag, fieldBack}

// saveListings hands to the sink what can be taken over while no name changes.
func (m *Memory) saveListings(l *listings, names namesHash, endings []string) {
	if !m.saving {
		return
	}
	out := append([]byte{savedNames}, names[:]...)
	for _, e := range endings {
		out = appendText(out, e)
	}
	m.sink.Documents(out)
	for _, field := range keptListings {
		out = appendText(append(out[:0], savedListing), field)
		list := *l.listing(field)
		out = binary.AppendUvarint(out, uint64(len(list)))
		for _, o := range list {
			out = binary.AppendUvarint(appendText(out, o.term), uint64(o.doc))
		}
		m.sink.Documents(out)
	}
	order := make([]uint32, len(l.reverse))
	for i, o := range l.reverse {
		order[i], _ = m.words.known(reversed(o.term[1:])) // behind its length class
	}
	saveNumbers(m, columnReverse, order)
}

func (m *Memory) restoreNames(d *decoder) {
	if m.last == nil {
		d.bad = true
		return
	}
	copy(m.last.names[:], d.take(len(m.last.names)))
	m.last.endings = nil
	for len(d.in) > 0 {
		m.last.endings = append(m.last.endings, d.text())
	}
}

// restoreListing keeps a listing for listings.
func (m *Memory) restoreListing(d *decoder) {
	field := d.text()
	if m.last == nil {
		d.bad = true
		return
	}
	if m.last.lists == nil {
		m.last.lists = map[string][]byte{}
	}
	m.last.lists[field] = d.take(len(d.in))
}

// listings gives what an index lists if it has the names of the last process's, else nil.
func (l *last) listings(v *inversion) *listings {
	order := numbers[uint32](l, columnReverse)
	out := &listings{}
	for _, field := range keptListings {
		list := readListing(l.lists[field], len(v.docs))
		if list == nil {
			return nil
		}
		*out.listing(field) = list
	}
	for _, w := range order {
		if int(w) >= len(v.texts) || !v.named[w] || v.first[w] < 0 {
			return nil
		}
	}
	v.listWords(out, order)
	if len(out.word) != len(out.reverse) {
		return nil
	}
	return out
}

// readListing gives a listing that was saved, or nil if it cannot be read. Its terms are parts of one string.
func readListing(saved []byte, documents int) listing {
	d := decoder{in: saved}
	n := d.length()
	whole := string(d.in)
	list := make(listing, n)
	for i := range list {
		size := len(d.bytes())
		end := len(whole) - len(d.in)
		doc := d.uint()
		if d.bad || doc >= uint64(documents) {
			return nil
		}
		list[i] = occurrence{whole[end-size : end], uint32(doc)}
	}
	if d.bad || len(d.in) > 0 || saved == nil {
		return nil
	}
	return list
}

// lastTerms gives the hash of the terms of a field that are those of the last process's index, or zero. Its dictionaries may be of a later
// build than that index: they tell by the same hash.
func (x *made) lastTerms(field string) termsHash {
	same := false
	switch field {
	case fieldForm:
		same = x.sameWords
	case fieldWord, fieldReverse:
		same = x.sameWords && x.sameNames
	default:
		same = x.sameNames
	}
	if !same {
		return termsHash{}
	}
	return x.last.terms[field]
}

// saveTerms hands the hashes of fields to the sink.
func (m *Memory) saveTerms(fields []string, hashes map[string]termsHash) {
	if !m.saving {
		return
	}
	out := []byte{savedTerms}
	for _, f := range fields {
		if hash, lone := hashes[f]; lone {
			out = append(appendText(out, f), hash[:]...)
		}
	}
	m.sink.Documents(out)
}

func (m *Memory) restoreTerms(d *decoder) {
	if m.last == nil {
		d.bad = true
		return
	}
	m.last.terms = map[string]termsHash{}
	for len(d.in) > 0 && !d.bad {
		field, hash := d.text(), termsHash{}
		copy(hash[:], d.take(len(hash)))
		m.last.terms[field] = hash
	}
}

// take gives documents with texts in UTF-8, and their hashes, or says what is wrong with them. What the last process took is not looked at
// again.
func (m *Memory) take(docs []Document, workers int) ([]Document, []documentHash, namesHash, error) {
	hashes, names := m.hashesFor(docs, workers)
	if m.last != nil && m.last.names == names && len(m.last.hashes) == len(docs) {
		if changed, few := m.last.changed(hashes); few && !slices.ContainsFunc(changed, func(i int) bool { return !docs[i].valid() }) {
			return docs, hashes, names, nil
		}
	}
	if valid := validDocuments(docs); len(docs) > 0 && &valid[0] != &docs[0] {
		docs = valid
		hashes, names = m.hashesFor(docs, workers)
	}
	return docs, hashes, names, checkDocuments(docs)
}
