package names

import (
	"unicode"
	"unicode/utf8"
)

// Classes of bytes for the fast path.
const (
	byteMark = iota
	byteWord
	byteSpace
	byteHyphen
	byteWide // not ASCII
)

// byteClass is a constant table.
var byteClass = func() (class [256]uint8) {
	for c := range class {
		switch {
		case c >= utf8.RuneSelf:
			class[c] = byteWide
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c == '_':
			class[c] = byteWord
		case c == ' ' || c >= '\t' && c <= '\r':
			class[c] = byteSpace
		case c == '-':
			class[c] = byteHyphen
		}
	}
	return class
}()

func isApostrophe(r rune) bool { return r == '\'' || r == '\u2019' || r == '\u02bc' || r == '\uff07' }

type wideClass uint8

const (
	wideMark wideClass = iota
	wideWord
	wideGlyph
	wideSpace
	wideHyphen
	wideIgnored
)

// classify tells what a character is for cutting words, following Unicode's categories and scripts.
func classify(r rune) wideClass {
	switch {
	case r < utf8.RuneSelf:
		return [...]wideClass{byteMark: wideMark, byteWord: wideWord, byteSpace: wideSpace, byteHyphen: wideHyphen}[byteClass[byte(r)]]
	case r < 0x250: // Latin: the short way for most of Europe
		switch {
		case r == 0xad:
			return wideIgnored
		case r == 0xa0 || r == 0x85:
			return wideSpace
		case unicode.IsLetter(r):
			return wideWord
		}
		return wideMark
	case r >= 0x2014 && r <= 0x2027: // dashes, quotes, ellipsis: the short way for what typography sets
		return wideMark
	case r == 0x2010 || r == 0x2011 || r == 0x2012 || r == 0x2013 || r == 0x2212 || r == 0xff0d || r == 0xfe63:
		return wideHyphen
	case r == 0x200b || r == 0x200c || r == 0x200d || r == 0x2060 || r == 0xfeff || r >= 0xfe00 && r <= 0xfe0f:
		return wideIgnored
	case isApostrophe(r): // one of them is a letter to Unicode
		return wideMark
	case unicode.Is(unspaced, r):
		return wideGlyph
	case unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r):
		return wideWord
	case unicode.IsSpace(r):
		return wideSpace
	}
	return wideMark
}
