package search

import (
	"unicode/utf16"
	"unicode/utf8"
)

// The browser's files hold numbers and lists of strings as text in JavaScript string literals; see FORMAT.md.

// digit gives the character of a number below 91: printable ASCII from '#' on, without the backslash.
func digit(n int) byte {
	if n < 57 {
		return byte(35 + n)
	}
	return byte(36 + n)
}

// A column is a sequence of numbers: those below 60 take one character, others further digits to base 30, the least first.
type column []byte

func (c *column) add(n int) {
	for n >= 60 {
		c.digit(60 + n%30)
		n = n/30 - 2
	}
	c.digit(n)
}

func (c *column) digit(n int) {
	if d := digit(n); d != '<' {
		*c = append(*c, d)
		return
	}
	*c = append(*c, escapedLess...)
}

// addSigned adds a number that may be negative.
func (c *column) addSigned(n int) {
	if n < 0 {
		c.add(-2*n - 1)
		return
	}
	c.add(2 * n)
}

// A stringList is a sequence of strings without spaces, each written as the number of UTF-16 units it shares with the one before, the
// rest, and a space.
type stringList struct {
	column
	last string
}

func (l *stringList) addString(s string) {
	shared, bytes := 0, 0
	for i, r := range s {
		n := utf16.RuneLen(r)
		end := i + utf8.RuneLen(r)
		if end > len(l.last) || s[i:end] != l.last[i:end] || shared+n >= 60 {
			break
		}
		shared, bytes = shared+n, end
	}
	l.digit(shared)
	l.column = append(appendEscaped(l.column, s[bytes:]), ' ')
	l.last = s
}

func (l *stringList) reset() { l.column, l.last = l.column[:0], "" }

// escapedLess is the less-than sign: no markup in a script, whoever includes it.
const escapedLess = `\x3c`

// appendEscaped appends what stands in a JavaScript string literal for a text in UTF-8.
func appendEscaped[T string | []byte](b []byte, s T) []byte {
	from := 0
	for i := 0; i < len(s); i++ {
		if !escaped[s[i]] {
			continue
		}
		c, size := s[i], 1
		switch {
		case c >= utf8.RuneSelf:
			if len(s)-i < 3 || s[i+1] != 0x80 || s[i+2]&^1 != 0xA8 {
				continue
			}
			size = 3
			b = append(append(b, s[from:i]...), `\u202`...)
			b = append(b, '8'+s[i+2]&1)
		case c == '"' || c == '\\':
			b = append(append(b, s[from:i]...), '\\', c)
		case c == '\n':
			b = append(append(b, s[from:i]...), `\n`...)
		case c == '\r':
			b = append(append(b, s[from:i]...), `\r`...)
		case c == '<':
			b = append(append(b, s[from:i]...), escapedLess...)
		default:
			const hex = "0123456789abcdef"
			b = append(append(b, s[from:i]...), `\u00`...)
			b = append(b, hex[c>>4], hex[c&15])
		}
		i += size - 1
		from = i + 1
	}
	return append(b, s[from:]...)
}

// escaped are the bytes that a literal may not hold, and the first of those of U+2028 and U+2029, which end lines in old browsers.
var escaped = func() (table [256]bool) {
	for c := range ' ' {
		table[c] = true
	}
	table['"'], table['\\'], table['<'], table[0xE2] = true, true, true, true
	return table
}()

// fileName is the hash (FNV-1a over UTF-16 units, to base 36) of the string at which a file begins.
func fileName(s string) string {
	h := uint32(0x811c9dc5)
	for _, u := range utf16.Encode([]rune(s)) {
		h = (h ^ uint32(u)) * 0x01000193
	}
	return formatBase36(h)
}

func formatBase36(n uint32) string {
	const digits = "0123456789abcdefghijklmnopqrstuvwxyz"
	if n == 0 {
		return "0"
	}
	var b [7]byte
	i := len(b)
	for ; n > 0; n /= 36 {
		i--
		b[i] = digits[n%36]
	}
	return string(b[i:])
}
