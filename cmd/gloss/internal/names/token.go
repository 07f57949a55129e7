package names

import (
	"math/bits"
	"unicode"
	"unicode/utf8"
)

// kind is what a token is made of.
type kind uint8

const (
	// word is a run of letters, digits, marks and inner apostrophes.
	word kind = iota
	// glyph is one character of a script that writes words without spaces (Han, kana, Hangul, Thai ...).
	glyph
	// mark is one character of punctuation or a symbol.
	mark
)

// gap is what stands before a token.
type gap uint8

const (
	// glued: nothing.
	glued gap = iota
	// spaced: white space, or the start of the text.
	spaced
	// hyphened: one hyphen between two words.
	hyphened
)

// token is one unit of text. Texts and names are cut in the same way.
type token struct {
	start, end int32 // without a possessive ending
	key        uint32
	kind       kind
	gap        gap
	ascii      bool // all bytes of the token are ASCII
}

// tokenize appends the tokens of text to dst. It takes time linear in the text.
func (m *morphology) tokenize(text string, dst []token) []token {
	begin := len(dst)
	dst = cut(text, dst)
	for i := begin; i < len(dst); i++ {
		dst[i].key = m.keyOfToken(text, &dst[i])
	}
	return dst
}

// keyOfToken returns the key of a token of text.
func (m *morphology) keyOfToken(text string, tok *token) uint32 {
	switch tok.kind {
	case word:
		if tok.ascii {
			return m.keyOfASCII(text[tok.start:tok.end])
		}
		return m.keyOfWide(text[tok.start:tok.end])
	case glyph:
		r, _ := syllable(text[tok.start:tok.end])
		return keyOfRune(r)
	}
	r, _ := utf8.DecodeRuneInString(text[tok.start:])
	return keyOfRune(foldRune(r))
}

// cut is tokenize without the keys. A hyphen at the end of a line joins nothing: a browser shows a space there, so the reader sees two words.
func cut(text string, dst []token) []token {
	before := spaced
	for i := 0; i < len(text); {
		var tok token
		stop := 0 // the end of a word with its possessive ending
		switch byteClass[text[i]] {
		case byteSpace:
			before = spaced
			i++
			continue
		case byteWord:
			tok, stop = wordAt(text, i)
		case byteHyphen:
			if before == glued && joins(text, i+1, dst) {
				before = hyphened
				i++
				continue
			}
			tok = markAt(i, 1)
		case byteMark:
			tok = markAt(i, 1)
		default:
			r, size := utf8.DecodeRuneInString(text[i:])
			switch wide := classify(r); {
			case wide == wideSpace:
				before = spaced
				i += size
				continue
			case wide == wideHyphen && before == glued && joins(text, i+size, dst):
				before = hyphened
				i += size
				continue
			case wide == wideWord:
				tok, stop = wordAt(text, i)
			case wide == wideIgnored:
				i += size
				continue
			case wide == wideGlyph:
				if r >= 0x1100 && r <= 0x1112 {
					_, size = syllable(text[i:])
				}
				tok = token{start: int32(i), end: int32(i + size), kind: glyph}
			default:
				tok = markAt(i, size)
			}
		}
		tok.gap = before
		dst = append(dst, tok)
		before = glued
		i = max(int(tok.end), stop)
	}
	return dst
}

// syllable composes the Hangul syllable that text begins with in decomposed form, as Unicode's section 3.12 has it. A consonant alone,
// or any other character, is returned as it is.
func syllable(text string) (r rune, size int) {
	lead, n := utf8.DecodeRuneInString(text)
	vowel, m := utf8.DecodeRuneInString(text[n:])
	if lead < 0x1100 || lead > 0x1112 || vowel < 0x1161 || vowel > 0x1175 {
		return lead, n
	}
	r, size = 0xac00+((lead-0x1100)*21+vowel-0x1161)*28, n+m
	if tail, k := utf8.DecodeRuneInString(text[size:]); tail >= 0x11a8 && tail <= 0x11c2 {
		return r + tail - 0x11a7, size + k
	}
	return r, size
}

// joins reports whether a hyphen that ends at i joins the last token, a word, to a word that begins there.
func joins(text string, i int, before []token) bool {
	if len(before) == 0 || before[len(before)-1].kind != word || i >= len(text) {
		return false
	}
	if class := byteClass[text[i]]; class != byteWide {
		return class == byteWord
	}
	r, _ := utf8.DecodeRuneInString(text[i:])
	return classify(r) == wideWord
}

// wordAt reads the word that begins at i, and returns where the text goes on after it.
func wordAt(text string, i int) (tok token, stop int) {
	end := asciiEnd(text, i)
	if end < len(text) && (text[end] == '\'' || text[end] >= utf8.RuneSelf) {
		return wideWordAt(text, i, end)
	}
	return token{start: int32(i), end: int32(end), ascii: true}, end
}

// asciiEnd returns where the letters and digits in ASCII from i on end. It looks at eight bytes at once: one by one, the processor
// guesses the end of nearly each word wrong, and cutting a text took twice the time.
func asciiEnd(text string, i int) int {
	for ; i+8 <= len(text); i += 8 {
		if others := notWord(eightBytes(text[i:])); others != 0 {
			return i + bits.TrailingZeros64(others)/8
		}
	}
	for i < len(text) && byteClass[text[i]] == byteWord {
		i++
	}
	return i
}

// eightBytes returns the first eight bytes of s, the first one lowest.
func eightBytes(s string) uint64 {
	s = s[:8]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 | uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 |
		uint64(s[7])<<56
}

// notWord sets the upper bit of each byte of x that is not byteWord.
func notWord(x uint64) uint64 {
	const each, upper = 0x0101010101010101, 0x8080808080808080
	low := x &^ upper
	small := low | 0x20*each
	// Adding to seven bits carries into the eighth where a byte is at least some value.
	letter := (small + (0x80-'a')*each) &^ (small + (0x80-'z'-1)*each)
	digit := (low + (0x80-'0')*each) &^ (low + (0x80-'9'-1)*each)
	underscore := ^((low ^ '_'*each) + 0x7f*each)
	return (letter|digit|underscore)&upper&^x ^ upper
}

// wideWordAt goes on with a word from end, over apostrophes and letters outside of ASCII.
func wideWordAt(text string, start, end int) (tok token, stop int) {
	for end < len(text) {
		if byteClass[text[end]] == byteWord {
			end++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[end:])
		class := classify(r)
		if isApostrophe(r) {
			next, _ := utf8.DecodeRuneInString(text[end+size:])
			if !unicode.IsLetter(next) || classify(next) != wideWord {
				break
			}
		} else if class != wideWord && class != wideIgnored {
			break
		}
		end += size
	}
	tok = token{start: int32(start), end: int32(end)}
	if cut := possessiveStart(text[start:end]); cut > 0 {
		tok.end = int32(start + cut)
	}
	// Ignored characters at the end (a soft hyphen before a space) are no part of the word.
	for {
		r, size := utf8.DecodeLastRuneInString(text[start:tok.end])
		if size == 0 || classify(r) != wideIgnored || int(tok.end)-size <= start {
			break
		}
		tok.end -= int32(size)
	}
	tok.ascii = isASCII(text[start:tok.end])
	return tok, end
}

func markAt(i, size int) token {
	return token{start: int32(i), end: int32(i + size), kind: mark, ascii: size == 1}
}

// possessiveStart returns where an ending 's begins in word, or 0.
func possessiveStart(word string) int {
	n := len(word)
	if n < 3 || word[n-1]|0x20 != 's' {
		return 0
	}
	if r, size := utf8.DecodeLastRuneInString(word[:n-1]); isApostrophe(r) && n-1-size > 0 {
		return n - 1 - size
	}
	return 0
}

func isASCII[T string | []byte](s T) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
