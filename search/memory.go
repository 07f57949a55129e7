package search

import (
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"sync"
)

// A Memory keeps, between builds of one glossary, what was found out about each document and each word, so that the next build analyses
// only what changed. A build with a Memory gives the same bytes as one without, whatever was built before. The zero value is ready to
// use. One build at a time may use it. In WordNet it holds 460 bytes a document, and forgets what the last build did not need.
type Memory struct {
	words     *lexis
	documents map[documentHash]extract
	// language is that of stems; extracts hold for any.
	language string
	stems    []stemmed // by word number
	wrapping wrapping
	// last is what the last process left, for a build that leaves it to the next; nil if nothing.
	last   *last
	saving bool // what the sink takes of documents
	// files are those of the browser that the last process made, sorted by path.
	files []knownFile
	// sink takes what another process can restore; see Save.
	sink *Sink

	mu           sync.Mutex
	dictionaries map[string]loneDictionary // by field
}

type documentHash [sha256.Size]byte

// A stemmed word is the stem that a spelling led to. A word without a stem has not been asked for.
type stemmed struct {
	spelling uint32
	stem     string
}

// begin makes the memory ready for a build.
func (m *Memory) begin(language string) {
	if m.words == nil {
		m.words = newLexis()
	}
	if m.language != language {
		m.language, m.stems, m.wrapping = language, nil, wrapping{}
		if m.last != nil {
			m.last.columns = [savedColumns][][]byte{} // they depend on it
		}
	}
}

// keeps reports whether anything is kept for a next build.
func (m *Memory) keeps() bool { return m.documents != nil && !m.once() }

// dictionary gives the dictionary of a field in the last build.
func (m *Memory) dictionary(field string) loneDictionary {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.dictionaries[field]
}

func (m *Memory) setDictionary(field string, d loneDictionary) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.dictionaries == nil {
		m.dictionaries = map[string]loneDictionary{}
	}
	m.dictionaries[field] = d
}

// extract gives what is known of a document that stands at a place.
func (m *Memory) extract(at int, hash *documentHash) (known extract, ok bool) {
	if m.last == nil {
		known, ok = m.documents[*hash]
		return known, ok
	}
	place, ok := m.last.document(at, hash)
	if !ok || !sound(m.last.extracts[place].words, m.last.words) {
		return extract{}, false
	}
	return m.last.extracts[place], true
}

// keep replaces what is known by the extracts of this build.
func (m *Memory) keep(hashes []documentHash, extracts []extract) {
	if !m.keeps() {
		return
	}
	m.documents = make(map[documentHash]extract, len(hashes))
	for i, h := range hashes {
		m.documents[h] = extracts[i]
	}
}

// growStems makes room for the stems of so many words.
func (m *Memory) growStems(words int) {
	if grown := words - len(m.stems); grown > 0 {
		m.stems = append(m.stems, make([]stemmed, grown)...)
	}
}

// stem finds the stem of a word, unless it is that of the word's spelling in the last build.
func (m *Memory) stem(stemmer *stemmer, s *survey, w uint32) {
	spelling := s.spelling(w)
	if known := &m.stems[w]; known.stem == "" || known.spelling != spelling {
		*known = stemmed{spelling, stemmer.stem(s.texts[spelling], s.texts[w])}
	}
}

// mostUnused is how many words of texts that are gone are kept, beside twice as many as are used.
const mostUnused = 10_000

// forget drops what hangs on the numbers of words when most of these are of texts that are gone.
func (m *Memory) forget(used int) {
	if m.keeps() && len(m.words.texts) > mostUnused+3*used {
		m.words, m.documents, m.stems = newLexis(), map[documentHash]extract{}, nil
	}
}

// A hasher computes the hash of a document.
type hasher struct {
	hash   hash.Hash
	buffer []byte // what is hashed
	names  int    // of which this much, at the beginning, is names and tags
}

func newHasher() *hasher { return &hasher{hash: sha256.New()} }

func (h *hasher) sum(d *Document) (sum documentHash) {
	b := h.buffer[:0]
	add := func(s string) { b = append(binary.AppendUvarint(b, uint64(len(s))), s...) }
	list := func(all []string) {
		b = binary.AppendUvarint(b, uint64(len(all)))
		for _, s := range all {
			add(s)
		}
	}
	add(d.ID)
	add(d.Title)
	add(d.Abbreviation)
	list(d.Aliases)
	list(d.Tags)
	h.names = len(b)
	add(d.URL)
	add(d.Summary)
	add(d.Body)
	h.buffer = b
	h.hash.Reset()
	h.hash.Write(b)
	h.hash.Sum(sum[:0])
	return sum
}
