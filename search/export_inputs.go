package search

import "encoding/binary"

// This file says what the browser's files are made of, in bytes that are equal only if the files are. To hash these takes a quarter of the
// time of making the files, so a build renders those alone that are not as the last one made them; see known.go.

// documents is for a file made of documents in their order.
func (e *exporter) documents(from, to int) func(b []byte) []byte {
	if e.p.hashes == nil {
		return nil
	}
	return func(b []byte) []byte {
		for i := range e.p.hashes[from:to] {
			b = append(b, e.p.hashes[from+i][:]...)
		}
		return b
	}
}

// addStrings plans a file of strings.
func (e *exporter) addStrings(id string, all []string) {
	e.add(id, func(s *script) { s.strings(all) }, func(b []byte) []byte {
		for _, one := range all {
			b = appendText(b, one)
		}
		return b
	})
}

// appendNames appends names with their documents.
func appendNames(b []byte, names []nameEntry) []byte {
	b = binary.AppendUvarint(b, uint64(len(names)))
	for i := range names {
		b = binary.AppendUvarint(appendText(b, names[i].key), uint64(len(names[i].docs)))
		for _, d := range names[i].docs {
			b = binary.LittleEndian.AppendUint32(b, d)
		}
	}
	return b
}

// appendTo appends what a group says in a file of words, which of many postings is only that they are many.
func (g *group) appendTo(b []byte) []byte {
	b = binary.AppendUvarint(b, uint64(len(g.words)))
	for _, w := range g.words {
		b = appendText(b, w)
	}
	if len(g.postings) > bigGroup {
		return binary.AppendUvarint(b, 0)
	}
	return appendPostings(binary.AppendUvarint(b, uint64(len(g.postings))), g.postings)
}

func appendPostings(b []byte, postings []posting) []byte {
	for _, p := range postings {
		b = binary.LittleEndian.AppendUint32(b, uint32(p))
	}
	return b
}
