package names

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// unspaced are the scripts that set no spaces between words, and Hangul, whose words carry their particles glued on. Prolonged
// sound and iteration marks belong to the scripts that they stand in.
var unspaced = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x0e01, Hi: 0x0e3a, Stride: 1}, // Thai
		{Lo: 0x0e40, Hi: 0x0e4e, Stride: 1},
		{Lo: 0x0e81, Hi: 0x0ebd, Stride: 1}, // Lao
		{Lo: 0x0ec0, Hi: 0x0ecd, Stride: 1},
		{Lo: 0x1000, Hi: 0x103f, Stride: 1}, // Myanmar
		{Lo: 0x1100, Hi: 0x11ff, Stride: 1}, // Hangul Jamo
		{Lo: 0x1780, Hi: 0x17d3, Stride: 1}, // Khmer
		{Lo: 0x3005, Hi: 0x3007, Stride: 1}, // iteration mark, closing mark, zero
		{Lo: 0x3041, Hi: 0x3096, Stride: 1}, // Hiragana
		{Lo: 0x3099, Hi: 0x309f, Stride: 1},
		{Lo: 0x30a1, Hi: 0x30fa, Stride: 1}, // Katakana
		{Lo: 0x30fc, Hi: 0x30ff, Stride: 1},
		{Lo: 0x31f0, Hi: 0x31ff, Stride: 1},
		{Lo: 0x3400, Hi: 0x4dbf, Stride: 1}, // Han
		{Lo: 0x4e00, Hi: 0x9fff, Stride: 1},
		{Lo: 0xac00, Hi: 0xd7a3, Stride: 1}, // Hangul
		{Lo: 0xf900, Hi: 0xfaff, Stride: 1},
		{Lo: 0xff66, Hi: 0xff9f, Stride: 1}, // half-width Katakana
	},
	R32: []unicode.Range32{{Lo: 0x20000, Hi: 0x323af, Stride: 1}},
}

// foldRune brings one character to the form in which characters are compared: full-width forms to ordinary ones, lower case,
// half-width katakana to full width.
func foldRune(r rune) rune {
	switch {
	case r < utf8.RuneSelf:
		if r >= 'A' && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	case r == '\u2018' || r == '\u2019' || r == '\u02bc' || r == '\uff07':
		return '\''
	case r >= 0xff01 && r <= 0xff5e:
		return foldRune(r - 0xff01 + '!')
	case r >= 0xff66 && r <= 0xff9d:
		full, _ := utf8.DecodeRuneInString(norm.NFKC.String(string(r)))
		return full
	}
	return unicode.ToLower(r)
}

// fold appends word in the form in which words are compared exactly: Unicode normal form NFC, lower case, ordinary width, straight
// apostrophes, without soft hyphens and the like.
func fold(dst []byte, word string) []byte {
	start := len(dst)
	wide := false
	for i := 0; i < len(word); {
		c := word[i]
		if c < utf8.RuneSelf {
			if c >= 'A' && c <= 'Z' {
				c += 'a' - 'A'
			}
			dst = append(dst, c)
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(word[i:])
		i += size
		if classify(r) == wideIgnored {
			continue
		}
		wide = true
		dst = utf8.AppendRune(dst, foldRune(r))
	}
	if wide && !norm.NFC.IsNormal(dst[start:]) {
		dst = append(dst[:start], norm.NFC.Bytes(dst[start:])...)
	}
	return dst
}

// strip appends the folded word without the accents of Latin, Greek and Cyrillic letters, and with the German and Nordic letters
// that have no decomposition written out as their base.
func strip(dst, folded []byte) []byte {
	if isASCII(folded) {
		return append(dst, folded...)
	}
	for i, decomposed := 0, norm.NFD.Bytes(folded); i < len(decomposed); {
		r, size := utf8.DecodeRune(decomposed[i:])
		i += size
		switch {
		case unicode.Is(unicode.Mn, r) && r < 0x370: // combining marks of the European scripts
		case r == 'ß':
			dst = append(dst, "ss"...)
		case r == 'ø':
			dst = append(dst, 'o')
		case r == 'ł':
			dst = append(dst, 'l')
		case r == 'æ':
			dst = append(dst, "ae"...)
		default:
			dst = utf8.AppendRune(dst, r)
		}
	}
	return dst
}
