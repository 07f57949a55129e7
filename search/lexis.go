package search

import (
	"encoding/binary"
	"hash/maphash"
	"slices"
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"
)

// A lexis numbers words. The numbers depend on which goroutine comes first, so nothing that is written depends on them.
type lexis struct {
	mu    sync.RWMutex
	slots []lexisSlot // a power of two, at most three quarters used
	texts []string    // by number; read without the lock when nothing is added
	taken textStore
	seed  maphash.Seed
}

// A lexisSlot holds a word where the word's hash leads to. The hash spares looking at other words' texts, and at all when slots are added.
type lexisSlot struct{ hash, number uint32 } // the number plus one, 0 where no word is

// leastSlots is for a small glossary.
const leastSlots = 1 << 12

func newLexis() *lexis { return newLexisOf(0) }

// newLexisOf gives a lexis with room for n words.
func newLexisOf(n int) *lexis {
	size := leastSlots
	for 3*size/4 <= n {
		size *= 2
	}
	return &lexis{slots: make([]lexisSlot, size), texts: make([]string, 0, n), seed: maphash.MakeSeed()}
}

func (x *lexis) hash(word []byte) uint32 { return uint32(maphash.Bytes(x.seed, word)) }

// find gives the number of a word of a hash.
func (x *lexis) find(word []byte, hash uint32) (number uint32, ok bool) {
	for i := hash; ; i++ {
		switch s := x.slots[int(i)&(len(x.slots)-1)]; {
		case s.number == 0:
			return 0, false
		case s.hash == hash && x.texts[s.number-1] == string(word):
			return s.number - 1, true
		}
	}
}

// known gives the number of a word if it has one.
func (x *lexis) known(word string) (number uint32, ok bool) {
	b := []byte(word)
	return x.find(b, x.hash(b))
}

// number gives the number of a word.
func (x *lexis) number(word []byte) uint32 {
	hash := x.hash(word)
	x.mu.RLock()
	n, ok := x.find(word, hash)
	x.mu.RUnlock()
	if ok {
		return n
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if n, ok := x.find(word, hash); ok {
		return n
	}
	return x.add(x.taken.add(word), hash)
}

// add adds a word that has no number yet and gives it one.
func (x *lexis) add(text string, hash uint32) uint32 {
	if len(x.texts) >= len(x.slots)/4*3 {
		old := x.slots
		x.slots = make([]lexisSlot, 2*len(old))
		for _, s := range old {
			if s.number > 0 {
				x.place(s)
			}
		}
	}
	x.texts = append(x.texts, text)
	x.place(lexisSlot{hash, uint32(len(x.texts))})
	return uint32(len(x.texts) - 1)
}

// place puts what a slot holds into the first that is free.
func (x *lexis) place(s lexisSlot) {
	i := int(s.hash)
	for x.slots[i&(len(x.slots)-1)].number > 0 {
		i++
	}
	x.slots[i&(len(x.slots)-1)] = s
}

// A textStore keeps short texts in few objects.
type textStore struct{ chunk strings.Builder }

// A chunk is kept while one of its texts is used; so the first are small.
const leastChunk, mostChunk = 128, 16 << 10

func (s *textStore) add(text []byte) string {
	if size := s.chunk.Cap(); size-s.chunk.Len() < len(text) {
		s.chunk.Reset()
		s.chunk.Grow(max(leastChunk, min(2*size, mostChunk), len(text)))
	}
	from := s.chunk.Len()
	s.chunk.Write(text)
	return s.chunk.String()[from:]
}

// Limits of what one tokenizer keeps for itself.
const (
	// commonWords is the number of words found without asking the lexis. In WordNet that is nine of ten.
	commonWords = 1 << commonBits
	commonBits  = 14 // half a megabyte: twice as many are slower, because a processor's own memory does not hold them
	// commonLength is the length of such a word, at most.
	commonLength = 24
	// commonChunks, of at most chunkLength bytes, are kept with their words: folding a chunk that is not in ASCII takes about a
	// microsecond.
	commonChunks = 1 << 14
	chunkLength  = 64
)

// A token is a word of a text: the number of the word, of its spelling in lower case before folding, which is what stemmers expect, and
// of the word without its symbols (see bare).
type token struct{ word, spelling, bare uint32 }

// A commonWord is a word that stands at the place of its hash until another one comes: a map took twice as long for all of analysis.
type commonWord struct {
	letters      packedWord
	number, bare uint32
}

// A packedWord is a word of at most commonLength bytes, filled up with zeros, which no word has. The zero value is no word.
type packedWord [commonLength / 8]uint64

// A tokenizer cuts texts into words. One goroutine uses it.
type tokenizer struct {
	words  *lexis
	common []commonWord
	chunks map[string][]token
	lower  []byte
	spans  []span
	tokens []token
}

func newTokenizer(words *lexis) *tokenizer {
	return &tokenizer{words: words, chunks: map[string][]token{}}
}

// take gives the words of a text as words(text, true) does. They are valid until the next call.
func (t *tokenizer) take(text string) []token {
	t.tokens = t.tokens[:0]
	if t.takePlain(text) {
		return t.tokens
	}
	for text != "" {
		end := 0
		for end < len(text) && text[end] > ' ' {
			end++
		}
		if chunk := text[:end]; !t.takePlain(chunk) {
			t.takeChunk(chunk)
		}
		text = text[min(end+1, len(text)):]
	}
	return t.tokens
}

// takePlain is for text in ASCII: ten times as fast as takeChunk. It reports false of other text.
func (t *tokenizer) takePlain(text string) bool {
	// The words are read in eights of bytes, so there must be some behind them.
	if t.common == nil {
		t.common = make([]commonWord, commonWords) // not before there is a text: after an edit most tokenizers get none
	}
	lower := slices.Grow(t.lower[:0], len(text)+commonLength)[:len(text)+commonLength]
	t.lower = lower
	all := byte(0)
	for i := range len(text) {
		c := text[i]
		all |= c
		lower[i] = lowerCase[c]
	}
	if all >= 0x80 {
		return false
	}
	t.spans = appendSpans(t.spans[:0], lower[:len(text)])
	for _, sp := range t.spans {
		t.tokens = append(t.tokens, t.token(lower, sp.from, min(sp.to, sp.from+maxWord)))
	}
	return true
}

// lowerCase gives ASCII in lower case.
var lowerCase = func() (table [256]byte) {
	for c := range table {
		table[c] = byte(c)
		if 'A' <= c && c <= 'Z' {
			table[c] += 'a' - 'A'
		}
	}
	return table
}()

// token gives the word in ASCII that stands at a place of a text, behind which there are commonLength bytes more.
func (t *tokenizer) token(text []byte, from, to int) token {
	length := to - from
	if length > commonLength || length > 2 && text[to-2] == '\'' {
		n, b := t.number(withoutApostrophe(slices.Clone(text[from:to])))
		return token{n, n, b}
	}
	letters := packWord(text[from:from+commonLength], length)
	known := &t.common[letters.hash()]
	if known.letters != letters {
		n, b := t.number(text[from:to])
		*known = commonWord{letters, n, b}
	}
	return token{known.number, known.number, known.bare}
}

// packWord packs the first letters of a text.
func packWord(text []byte, length int) (p packedWord) {
	_ = text[commonLength-1]
	for i := range p {
		rest := length - 8*i
		if rest <= 0 {
			break
		}
		p[i] = binary.LittleEndian.Uint64(text[8*i:])
		if rest < 8 {
			p[i] &= 1<<(8*rest) - 1
		}
	}
	return p
}

// hash gives a place among the common words.
func (p *packedWord) hash() int {
	h := p[0] * 0x9E3779B97F4A7C15
	h = (h ^ h>>29 ^ p[1]) * 0xBF58476D1CE4E5B9
	h = (h ^ h>>32 ^ p[2]) * 0x94D049BB133111EB
	return int(h >> (64 - commonBits))
}

// withoutApostrophe drops, in place, the apostrophe that may stand before a word's last letter.
func withoutApostrophe(w []byte) []byte {
	return slices.DeleteFunc(w, func(c byte) bool { return c == '\'' })
}

// takeChunk cuts text between two spaces.
func (t *tokenizer) takeChunk(chunk string) {
	if known, ok := t.chunks[chunk]; ok {
		t.tokens = append(t.tokens, known...)
		return
	}
	from := len(t.tokens)
	ws := words(chunk, true)
	for _, w := range ws {
		n, b := t.number([]byte(w))
		t.tokens = append(t.tokens, token{n, n, b})
	}
	if len(ws) == 1 {
		spelled := strings.TrimFunc(strings.ToLower(norm.NFC.String(chunk)), isSeparator)
		if spelled != ws[0] && fold(spelled) == ws[0] {
			t.tokens[from].spelling = t.words.number([]byte(spelled))
		}
	}
	if len(chunk) <= chunkLength && len(t.chunks) < commonChunks {
		t.chunks[strings.Clone(chunk)] = append([]token(nil), t.tokens[from:]...)
	}
}

// number gives the numbers of a word and of the word without its symbols.
func (t *tokenizer) number(w []byte) (n, bareword uint32) {
	n = t.words.number(w)
	if first, last := w[0], w[len(w)-1]; first == '.' || last == '+' || last == '#' {
		if b := bare(string(w)); b != "" {
			return n, t.words.number([]byte(b))
		}
	}
	return n, n
}
