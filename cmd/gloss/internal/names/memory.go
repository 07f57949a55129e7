package names

import (
	"math/bits"
	"slices"
	"sync/atomic"
)

// lexicon keeps the words met last, with all that the table says of them: words repeat. A word of a page then costs one look at a
// cache line, where computing its key, finding its path and comparing the names there cost several, most of them misses. Like memory it
// lives as long as its table.
type lexicon []lexeme // their number is a power of two

// lexiconSize returns the number of words worth keeping for a table of so many names: 128 to 512 kB of them. Four and eight times as many
// were no faster on all of WordNet, because what is missing here stands in the shared one.
func lexiconSize(names int) int { return 1 << max(11, min(13, bits.Len(uint(names))-4)) }

// lexeme is one token's text and what the table says of it, in one cache line.
type lexeme struct {
	wordHere
	low, high uint64 // of the text, see shortText
	key       uint32
	turn      uint32
	size      uint8
	idle      bool // Found.Idle of the first of found, which lies elsewhere in memory
}

func (l *lexeme) is(text shortText) bool {
	return l.low == text.low && l.high == text.high && l.size == text.size
}

// sharedLexicon keeps the words that the askers of one table met, for all of them. An asker's own lexicon is as small as the processor's
// cache and forgets: of WordNet's 36 MB it lacked one word in twelve, at 0.9 µs each, of which most had been met before. Words are added
// until it is half full and never taken out.
type sharedLexicon struct {
	slots []atomic.Pointer[lexeme] // an open hash table with linear probing; their number is a power of two
	room  atomic.Int32             // for so many more words
}

// newSharedLexicon makes room for twice as many words as names, up to 131,072.
func newSharedLexicon(names int) *sharedLexicon {
	size := 1 << max(12, min(18, bits.Len(uint(names))+2))
	s := &sharedLexicon{slots: make([]atomic.Pointer[lexeme], size)}
	s.room.Store(int32(size / 2))
	return s
}

// find returns a word, or nil if nobody has met it.
func (s *sharedLexicon) find(text shortText) *lexeme {
	for at := s.home(text); ; at = (at + 1) & (len(s.slots) - 1) {
		if known := s.slots[at].Load(); known == nil || known.is(text) {
			return known
		}
	}
}

// add adds a word, which must not change any more, if there is room.
func (s *sharedLexicon) add(word *lexeme) {
	if s.room.Add(-1) < 0 {
		s.room.Add(1)
		return
	}
	text := shortText{word.low, word.high, word.size}
	for at := s.home(text); !s.slots[at].CompareAndSwap(nil, word); at = (at + 1) & (len(s.slots) - 1) {
		if s.slots[at].Load().is(text) {
			s.room.Add(1) // another asker was first
			return
		}
	}
}

func (s *sharedLexicon) home(text shortText) int { return int(text.hash()) & (len(s.slots) - 1) }

// wordHere is what the table says of one token by itself.
type wordHere struct {
	found []Found // the names that it spells, shared by all pages, never changed
	next  uint32  // as slot.next
	head  int32   // as slot.head, missing if no name begins so
}

// wordInText is a token of the text at hand.
type wordInText struct {
	wordHere
	pair uint32 // the path of this token and the next, or 0 if no name begins with both
}

// missing stands for the names at the end of a path that does not exist.
const missing = none - 1

// readWords fills the tokens' keys and a.words, and remembers the questions about single tokens. If likely, idle names are left out.
func (a *Asker) readWords(likely bool) {
	a.words = slices.Grow(a.words[:0], len(a.tokens))[:len(a.tokens)]
	for i := range a.tokens {
		tok := &a.tokens[i]
		if tok.end-tok.start > maxShort {
			a.words[i] = wordInText{wordHere: a.lookAt(tok)}
			a.remember(Key(step(root, tok.key)))
			continue
		}
		text := shortTextOf(a.text, int(tok.start), int(tok.end))
		known := &a.lexicon[text.hash()&uint64(len(a.lexicon)-1)]
		if !known.is(text) {
			word := a.table.met.find(text)
			if word == nil {
				word = a.meet(tok, text)
			}
			*known = *word
		}
		tok.key = known.key
		if known.turn != a.turn {
			known.turn = a.turn
			a.remember(Key(step(root, known.key)))
		}
		a.words[i] = wordInText{known.wordHere, 0}
		if likely && known.idle {
			a.words[i].found = nil
		}
	}
}

// pairWords tells for each token with the one after it whether a name may begin with both, and remembers the questions. All are asked
// before the first is followed, because the looks into the filter do not wait for one another then.
func (a *Asker) pairWords() {
	t := a.table
	for i := 0; i+1 < len(a.words); i++ {
		w, key := &a.words[i], a.tokens[i+1].key
		if w.head == missing {
			continue
		}
		path := step(step(root, a.tokens[i].key), key)
		a.asked = append(a.asked, Key(path))
		if w.next&bitOf(key) != 0 && t.mayHave(path) {
			w.pair = path
		}
	}
}

// meet asks the table for a word and tells all askers.
func (a *Asker) meet(tok *token, text shortText) *lexeme {
	here := a.lookAt(tok)
	word := a.lexemes.New()
	*word = lexeme{here, text.low, text.high, tok.key, 0, text.size, len(here.found) > 0 && here.found[0].Idle}
	a.table.met.add(word)
	return word
}

// lookAt asks the table for one token and sets its key.
func (a *Asker) lookAt(tok *token) (w wordHere) {
	tok.key = a.table.morph.keyOfToken(a.text, tok)
	w.head = missing
	if s := a.lookUp(step(root, tok.key)); s != nil {
		w.head, w.next = s.head, s.next
		if s.head != none {
			one := [1]token{*tok}
			w.found = a.chained(s.head, one[:])
		}
	}
	return w
}

// memory keeps what stands in the places met last: words repeat, and what a place spells depends on its text alone. It lives as long
// as its table, which never changes.
type memory [1 << memoryBits]remembered

const memoryBits = 12

// remembered is one text and the names that it spells at the end of one path.
type remembered struct {
	found []Found // shared by all pages, never changed
	head  int32
	size  uint8
	text  [27]byte
}

// recall returns the place in memory for a range of the Asker's text at the end of the path whose chain begins at head, or nil if the
// text is too long to be kept.
func (a *Asker) recall(head uint32, start, end int) *remembered {
	if end-start > len(remembered{}.text) {
		return nil
	}
	// Forms of one word differ in their length or last letter.
	h := (head*31+uint32(end-start))*31 + uint32(a.text[end-1])
	h = h*31 + uint32(a.text[start])
	return &a.memory[h*2654435769>>(32-memoryBits)]
}

// is reports whether it is the text that is remembered.
func (r *remembered) is(text string, head int32) bool {
	return int(r.size) == len(text) && r.head == head && string(r.text[:r.size]) == text
}

func (r *remembered) set(text string, head int32, found []Found) {
	r.found, r.head, r.size = found, head, uint8(copy(r.text[:], text))
}
