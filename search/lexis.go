package search

import (
	"strings"
	"sync"

	"golang.org/x/text/unicode/norm"
)

// A lexis numbers words. The numbers depend on which goroutine comes first, so nothing that is written depends on them.
type lexis struct {
	mu      sync.RWMutex
	numbers map[string]uint32
	texts   []string // by number; read without the lock when nothing is added
}

func newLexis() *lexis { return &lexis{numbers: map[string]uint32{}} }

// number gives the number of a word.
func (x *lexis) number(word []byte) uint32 {
	x.mu.RLock()
	n, ok := x.numbers[string(word)]
	x.mu.RUnlock()
	if ok {
		return n
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	if n, ok := x.numbers[string(word)]; ok {
		return n
	}
	n = uint32(len(x.texts))
	text := string(word)
	x.numbers[text] = n
	x.texts = append(x.texts, text)
	return n
}

// Limits of what one tokenizer keeps for itself.
const (
	// commonWords is the number of words found without asking the lexis. In WordNet that is 95 % of the text.
	commonWords = 1 << 15
	// commonChunks, of at most chunkLength bytes, are kept with their words: folding a chunk that is not in ASCII takes about a
	// microsecond.
	commonChunks = 1 << 14
	chunkLength  = 64
)

// A token is a word of a text: the number of the word, of its spelling in lower case before folding, which is what stemmers expect, and
// of the word without its symbols (see bare).
type token struct{ word, spelling, bare uint32 }

// A tokenizer cuts texts into words. One goroutine uses it.
type tokenizer struct {
	words  *lexis
	common map[string]uint32
	chunks map[string][]token
	lower  []byte
	spans  []span
	tokens []token
}

func newTokenizer(words *lexis) *tokenizer {
	return &tokenizer{words: words, common: map[string]uint32{}, chunks: map[string][]token{}}
}

// take gives the words of a text as words(text, true) does. They are valid until the next call.
func (t *tokenizer) take(text string) []token {
	t.tokens = t.tokens[:0]
	if isPlain(text) {
		t.takePlain(text)
		return t.tokens
	}
	for text != "" {
		end := 0
		for end < len(text) && text[end] > ' ' {
			end++
		}
		if chunk := text[:end]; isPlain(chunk) {
			t.takePlain(chunk)
		} else {
			t.takeChunk(chunk)
		}
		text = text[min(end+1, len(text)):]
	}
	return t.tokens
}

// takePlain is for text in ASCII: ten times as fast as takeChunk.
func (t *tokenizer) takePlain(text string) {
	t.lower = t.lower[:0]
	for i := range len(text) {
		c := text[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		t.lower = append(t.lower, c)
	}
	t.spans = appendSpans(t.spans[:0], t.lower)
	for _, sp := range t.spans {
		n, b := t.number(withoutApostrophe(t.lower[sp.from:min(sp.to, sp.from+maxWord)]))
		t.tokens = append(t.tokens, token{n, n, b})
	}
}

// withoutApostrophe drops, in place, the apostrophe that may stand before a word's last letter.
func withoutApostrophe(w []byte) []byte {
	kept := w[:0]
	for _, c := range w {
		if c != '\'' {
			kept = append(kept, c)
		}
	}
	return kept
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
	n, ok := t.common[string(w)]
	if !ok {
		n = t.words.number(w)
		if len(t.common) < commonWords {
			t.common[string(w)] = n
		}
	}
	if first, last := w[0], w[len(w)-1]; first == '.' || last == '+' || last == '#' {
		if b := bare(string(w)); b != "" {
			return n, t.words.number([]byte(b))
		}
	}
	return n, n
}
