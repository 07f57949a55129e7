package search

import "encoding/binary"

// A Sink takes what a build leaves for one in another process. Each block is whole in itself and is read by Memory.Restore; blocks may be
// reused once a function returns.
type Sink struct {
	// Documents takes words, stems, what was found out about each document and the index that was made of them. It is not called when
	// what was restored needed little change.
	Documents func(block []byte)
	// Rest takes the dictionaries of the index, what bleve writes around it and what the browser's files were made of, in each build.
	Rest func(block []byte)
}

// A saved block begins with what it holds.
const (
	savedWords byte = iota + 1
	savedDocuments
	savedDictionary
	savedWrapping
	savedFiles
	savedNumbers
	savedStored
	savedNames
	savedListing
	savedTerms
)

// Save makes the Memory one for a process that builds once: what it holds is used and let go, and sink is given what another process can
// restore. It costs no memory to speak of.
func (m *Memory) Save(sink Sink) { m.sink = &sink }

// Restore reads a block that a build of the same program with the same options saved. It reports false, and leaves the Memory as good as
// empty, if the block is none.
func (m *Memory) Restore(block []byte) bool {
	d := decoder{in: block}
	switch d.byte() {
	case savedWords:
		m.restoreWords(&d)
	case savedDocuments:
		m.restoreDocuments(&d)
	case savedNumbers:
		m.restoreNumbers(&d)
	case savedNames:
		m.restoreNames(&d)
	case savedTerms:
		m.restoreTerms(&d)
	case savedListing:
		m.restoreListing(&d)
	case savedStored:
		m.restoreStored(&d)
	case savedDictionary:
		field := d.text()
		var one loneDictionary
		copy(one.hash[:], d.take(len(one.hash)))
		if one.data = d.bytes(); !d.bad {
			m.setDictionary(field, one)
		}
	case savedWrapping:
		w := wrapping{settings: d.text(), meta: d.bytes(), root: d.bytes()}
		if !d.bad {
			m.wrapping = w
		}
	case savedFiles:
		m.restoreFiles(&d)
	default:
		d.bad = true
	}
	if d.bad || len(d.in) > 0 {
		*m = Memory{sink: m.sink}
		return false
	}
	return true
}

// restoreWords reads the words that documents number, and their stems. They are parts of one copy, so that the block can go.
func (m *Memory) restoreWords(d *decoder) {
	m.language = d.text()
	docs := min(d.uint(), uint64(len(d.in))) // a glossary has more letters than documents
	m.last = &last{hashes: make([]documentHash, 0, docs), extracts: make([]extract, 0, docs)}
	whole := string(d.in)
	text := func() string {
		n := len(d.bytes())
		end := len(whole) - len(d.in)
		if d.bad {
			return ""
		}
		return whole[end-n : end]
	}
	n := d.length()
	m.words, m.last.words = newLexisOf(n), n
	m.stems = make([]stemmed, n)
	for i := range n {
		word := text()
		hash := m.words.hash([]byte(word))
		if _, twice := m.words.find([]byte(word), hash); twice {
			d.bad = true
			return
		}
		m.words.add(word, hash)
		m.stems[i] = stemmed{uint32(d.uint()), text()}
	}
}

// restoreDocuments reads documents whose words came before. Whoever uses one asks whether it is sound.
func (m *Memory) restoreDocuments(d *decoder) {
	if m.last == nil {
		d.bad = true
		return
	}
	for len(d.in) > 0 && !d.bad {
		var hash documentHash
		copy(hash[:], d.take(len(hash)))
		m.last.hashes = append(m.last.hashes, hash)
		m.last.extracts = append(m.last.extracts, extract{words: d.bytes()})
	}
}

// restoreNumbers reads a part of a column.
func (m *Memory) restoreNumbers(d *decoder) {
	column := int(d.byte())
	part := d.take(len(d.in))
	if m.last == nil || column >= savedColumns || len(part)%4 != 0 {
		d.bad = true
		return
	}
	m.last.columns[column] = append(m.last.columns[column], part)
}

// sound reports whether an extract can be read to its end and numbers none but the first n words.
func sound(words []byte, n int) bool {
	d := decoder{in: words}
	word := func() { d.bad = d.uint() >= uint64(n) || d.bad }
	for range d.length() {
		word()
		d.bad = d.uint()>>1 >= uint64(n) || d.bad
	}
	for range d.length() {
		for range d.length() {
			word()
		}
	}
	for range d.length() {
		word()
	}
	for len(d.in) > 0 {
		word()
		d.bad = d.uint() >= 1<<31 || d.bad
	}
	return !d.bad
}

// once reports whether nothing is kept for a next build of this process.
func (m *Memory) once() bool { return m.sink != nil }

// savedBlock is about the size of a block.
const savedBlock = 256 << 10

// saveDocuments hands words and documents to the sink, and settles whether it is given the index too.
func (m *Memory) saveDocuments(v *inversion) {
	if m.sink == nil {
		return
	}
	if len(v.texts) > mostUnused+3*len(v.vocabulary) {
		m.sink.Documents(nil) // most words are of texts that are gone: the next build begins anew
		return
	}
	m.saving = true
	out := appendText([]byte{savedWords}, m.language)
	out = binary.AppendUvarint(out, uint64(len(v.hashes)))
	out = binary.AppendUvarint(out, uint64(len(v.texts)))
	for i, text := range v.texts {
		out = appendText(out, text)
		out = binary.AppendUvarint(out, uint64(m.stems[i].spelling))
		out = appendText(out, m.stems[i].stem)
	}
	m.sink.Documents(out)
	out = append(out[:0], savedDocuments)
	for i, hash := range v.hashes {
		out = append(out, hash[:]...)
		out = appendText(out, v.extracts[i].words)
		if len(out) > savedBlock || i == len(v.hashes)-1 {
			m.sink.Documents(out)
			out = append(out[:0], savedDocuments)
		}
	}
}

// saveStored hands to the sink what a segment of these fields stores of some documents, which have these sizes. It returns its buffer.
func (m *Memory) saveStored(out []byte, fields string, sizes []int, runs [][]byte) []byte {
	if !m.saving {
		return out
	}
	out = appendText(append(out[:0], savedStored), fields)
	out = binary.AppendUvarint(out, uint64(len(sizes)))
	for _, size := range sizes {
		out = binary.AppendUvarint(out, uint64(size))
	}
	for _, run := range runs {
		out = append(out, run...)
	}
	m.sink.Documents(out)
	return out
}

// restoreStored reads what the segment stores of the next documents.
func (m *Memory) restoreStored(d *decoder) {
	fields := d.text()
	if m.last == nil {
		d.bad = true
		return
	}
	if len(m.last.stored) == 0 {
		m.last.fields, m.last.stored = fields, make([][]byte, 0, len(m.last.hashes))
	}
	sizes := decoder{in: d.in}
	n := d.length()
	for range n {
		d.uint()
	}
	sizes.length()
	for range n {
		m.last.stored = append(m.last.stored, d.take(int(min(sizes.uint(), 1<<31))))
	}
}

// saveNumbers hands a column to the sink.
func saveNumbers[T ~uint32](m *Memory, column byte, lists ...[]T) {
	out := []byte{savedNumbers, column}
	for _, list := range lists {
		for len(list) > 0 {
			some := min(len(list), savedBlock/4)
			for _, n := range list[:some] {
				out = binary.LittleEndian.AppendUint32(out, uint32(n))
			}
			if list = list[some:]; len(out) > savedBlock {
				m.sink.Documents(out)
				out = append(out[:0], savedNumbers, column)
			}
		}
	}
	m.sink.Documents(out)
}

// saveDictionary hands a dictionary to the sink.
func (m *Memory) saveDictionary(field string, one loneDictionary) {
	if m.sink == nil || one.err != nil {
		return
	}
	out := make([]byte, 0, len(field)+len(one.hash)+len(one.data)+1+2*binary.MaxVarintLen64)
	out = appendText(append(out, savedDictionary), field)
	out = append(out, one.hash[:]...)
	m.sink.Rest(appendText(out, one.data))
}

// saveWrapping hands what bleve writes to the sink.
func (m *Memory) saveWrapping() {
	if m.sink == nil {
		return
	}
	out := appendText([]byte{savedWrapping}, m.wrapping.settings)
	out = appendText(out, m.wrapping.meta)
	m.sink.Rest(appendText(out, m.wrapping.root))
}

func appendText[T string | []byte](out []byte, text T) []byte {
	return append(binary.AppendUvarint(out, uint64(len(text))), text...)
}
