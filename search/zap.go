package search

import (
	"encoding/binary"
	"hash/crc32"
	"io"
	"slices"

	zap "github.com/blevesearch/zapx/v16"
)

// This file writes the format of bleve's segments, zap 16, as zapx's merge would, and nothing more: zapx builds a segment of each batch of
// documents from maps and bitmaps and merges these: with that, all files of 117,659 terms took 25 s of processor time and 750 MB; those of
// 100,000 now take 1.4 s and 40 MB beside the documents. TestSegmentIsZapx compares the bytes with zapx's own. When a new zapx changes the format, that test fails: look at zapx's zap.md, new.go, merge.go and write.go,
// and at canonical_test.go for what zapx writes in a map's order.

const (
	zapVersion = 16
	// zapChunkMode tells how many documents share a chunk of frequencies; see chunkOf.
	zapChunkMode = 1026
	// Sections of a field. There are no synonyms, but the table lists them.
	sectionInverted, sectionSynonyms = 0, 2
	// noDocValues stands for an address.
	noDocValues = 1<<64 - 1
)

// Each stem is indexed once a document, so a posting's frequency is 1, which is written doubled. Its norm is that of a field of one term:
// the plan's scores do not depend on it, and bleve's own rank by rarity.
const (
	frequencyOnce = 1 << 1
	normOne       = 1
)

// A segmentWriter hands a segment on while it is written: at 100,000 terms it has 29 MB.
type segmentWriter struct {
	to         io.Writer
	out        []byte // not handed on yet
	handed     int    // the number of bytes that are
	sum        uint32 // and their checksum
	documents  int
	fields     []string
	addresses  []uint64 // of the fields written
	dictionary *dictionaryWriter
	err        error
}

// handOn is the number of bytes that are handed on together, or somewhat more.
const handOn = 64 << 10

// address is where the next byte will stand.
func (w *segmentWriter) address() uint64 { return uint64(w.handed + len(w.out)) }

// flush hands on what is written.
func (w *segmentWriter) flush() {
	w.write(w.out)
	w.out = w.out[:0]
}

// write hands on bytes when all before them are.
func (w *segmentWriter) write(data []byte) {
	w.sum = crc32.Update(w.sum, crc32.IEEETable, data)
	w.handed += len(data)
	if w.err == nil {
		_, w.err = w.to.Write(data)
	}
}

// terms gives the terms of a field, ascending, with their documents, ascending. Both are valid until the next term.
type terms func(insert func(term []byte, docs []uint32))

// field writes the postings and the dictionary of the next field.
func (w *segmentWriter) field(all terms) {
	all(func(term []byte, docs []uint32) {
		if len(docs) > 0 {
			w.dictionary.insert(term, w.postings(docs))
		}
		if len(w.out) >= handOn {
			w.flush()
		}
	})
	data, err := w.dictionary.finish()
	if w.err == nil {
		w.err = err
	}
	w.endField(data)
}

// oneHit is the value of a term of one document, which stands in the dictionary alone.
func oneHit(doc uint32) uint64 { return zap.FSTValEncode1Hit(uint64(doc), normOne) }

// postings writes the documents of a term and gives their address, or the document itself where it is one.
func (w *segmentWriter) postings(docs []uint32) uint64 {
	if len(docs) == 1 {
		return oneHit(docs[0])
	}
	frequencies := w.address()
	w.frequencies(docs)
	address := w.address()
	w.out = binary.AppendUvarint(w.out, frequencies)
	w.out = binary.AppendUvarint(w.out, 0) // no positions
	w.out = binary.AppendUvarint(w.out, uint64(bitmapSize(docs)))
	w.out = appendBitmap(w.out, docs)
	return address
}

// frequencies writes a frequency and a norm for each document, in chunks, behind the number of chunks and where each ends.
func (w *segmentWriter) frequencies(docs []uint32) {
	size := w.documents / (len(docs)/1024 + 1)
	chunks := (w.documents-1)/size + 1
	w.out = binary.AppendUvarint(w.out, uint64(chunks))
	at := 0
	for c := range chunks {
		for at < len(docs) && int(docs[at])/size == c {
			at++
		}
		w.out = binary.AppendUvarint(w.out, uint64(2*at))
	}
	for range docs {
		w.out = append(w.out, frequencyOnce, normOne)
	}
}

// endField writes a field's dictionary and what leads to it.
func (w *segmentWriter) endField(dictionary []byte) {
	at := w.address()
	w.out = binary.AppendUvarint(w.out, uint64(len(dictionary)))
	w.flush()
	w.write(dictionary)
	w.addresses = append(w.addresses, w.address())
	for _, address := range []uint64{noDocValues, noDocValues, at} {
		w.out = binary.AppendUvarint(w.out, address)
	}
}

// finish writes the table of fields and the footer. stored is the address of the table of stored documents.
func (w *segmentWriter) finish(stored uint64) error {
	tables := make([]uint64, len(w.fields))
	for i, name := range w.fields {
		tables[i] = w.address()
		w.out = binary.AppendUvarint(w.out, uint64(len(name)))
		w.out = append(w.out, name...)
		w.out = binary.AppendUvarint(w.out, 2)
		address := uint64(0)
		if i < len(w.addresses) {
			address = w.addresses[i]
		}
		w.out = binary.BigEndian.AppendUint16(w.out, sectionInverted)
		w.out = binary.BigEndian.AppendUint64(w.out, address)
		w.out = binary.BigEndian.AppendUint16(w.out, sectionSynonyms)
		w.out = binary.BigEndian.AppendUint64(w.out, 0)
	}
	index := w.address()
	w.out = binary.AppendUvarint(w.out, uint64(len(tables)))
	// The footer: documents, their table, the table of fields twice, doc values, chunk mode, version, checksum.
	for _, n := range slices.Concat(tables, []uint64{uint64(w.documents), stored, index, index, 0}) {
		w.out = binary.BigEndian.AppendUint64(w.out, n)
	}
	w.out = binary.BigEndian.AppendUint32(w.out, zapChunkMode)
	w.out = binary.BigEndian.AppendUint32(w.out, zapVersion)
	w.flush()
	w.out = binary.BigEndian.AppendUint32(w.out, w.sum)
	w.flush()
	return w.err
}

// Numbers of the format of Roaring bitmaps (RoaringFormatSpec). A container holds the documents of equal upper 16 bits, as a list of
// their lower ones or, when they are many, as bits.
const (
	roaringCookie  = 12346
	mostInList     = 4096
	bytesOfBits    = 1 << 16 / 8
	containerEntry = 2 + 2 + 4 // key, cardinality less one, offset
)

// containers visits the containers of ascending documents.
func containers(docs []uint32, visit func(members []uint32)) (count int) {
	for from := 0; from < len(docs); {
		to := from
		for to < len(docs) && docs[to]>>16 == docs[from]>>16 {
			to++
		}
		visit(docs[from:to])
		from = to
		count++
	}
	return count
}

func containerSize(members []uint32) int {
	if len(members) > mostInList {
		return bytesOfBits
	}
	return 2 * len(members)
}

func bitmapSize(docs []uint32) int {
	size := 0
	count := containers(docs, func(members []uint32) { size += containerSize(members) })
	return 8 + count*containerEntry + size
}

// appendBitmap appends ascending documents as a Roaring bitmap, without runs. It is written here because building a bitmap takes ten
// times as long; see BenchmarkBitmap.
func appendBitmap(b []byte, docs []uint32) []byte {
	begin := len(b)
	b = binary.LittleEndian.AppendUint32(b, roaringCookie)
	b = binary.LittleEndian.AppendUint32(b, 0)
	count := containers(docs, func(members []uint32) {
		b = binary.LittleEndian.AppendUint16(b, uint16(members[0]>>16))
		b = binary.LittleEndian.AppendUint16(b, uint16(len(members)-1))
	})
	binary.LittleEndian.PutUint32(b[begin+4:], uint32(count))
	offset := 8 + count*containerEntry
	containers(docs, func(members []uint32) {
		b = binary.LittleEndian.AppendUint32(b, uint32(offset))
		offset += containerSize(members)
	})
	containers(docs, func(members []uint32) {
		if len(members) <= mostInList {
			for _, d := range members {
				b = binary.LittleEndian.AppendUint16(b, uint16(d))
			}
			return
		}
		b = append(b, make([]byte, bytesOfBits)...)
		bits := b[len(b)-bytesOfBits:]
		for _, d := range members {
			bits[d&0xFFFF>>3] |= 1 << (d & 7)
		}
	})
	return b
}
