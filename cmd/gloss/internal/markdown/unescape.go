package markdown

import (
	"bytes"
	"strconv"
	"unicode/utf8"

	"github.com/yuin/goldmark/util"
)

// unescape takes Markdown text apart into what the reader sees: emit gets each run of visible text and the range of raw that it
// stands for. exact means that the run is that range, byte for byte; else it is one escape or character reference (CommonMark
// sections 2.4 and 2.5), which cannot be cut in two. It must see the text as goldmark's writer does; a test compares them.
func unescape(raw []byte, emit func(text []byte, start, end int, exact bool)) {
	if plainBytes(raw) {
		if len(raw) > 0 {
			emit(raw, 0, len(raw), true)
		}
		return
	}
	plain := 0
	flush := func(end int) {
		if end > plain {
			emit(raw[plain:end], plain, end, true)
		}
	}
	for i := 0; i < len(raw); {
		text, length := "", 0
		switch raw[i] {
		case '\\':
			if i+1 < len(raw) && util.IsPunct(raw[i+1]) {
				text, length = string(raw[i+1:i+2]), 2
			}
		case '&':
			text, length = reference(raw[i:])
		case 0:
			text, length = "\uFFFD", 1
		}
		if length == 0 {
			i++
			continue
		}
		flush(i)
		emit([]byte(text), i, i+length, false)
		i += length
		plain = i
	}
	flush(len(raw))
}

// plainBytes reports whether raw is the visible text as it stands.
func plainBytes(raw []byte) bool {
	return bytes.IndexByte(raw, '\\') < 0 && bytes.IndexByte(raw, '&') < 0 && bytes.IndexByte(raw, 0) < 0
}

// reference decodes the character reference that raw begins with and returns its length, 0 when it is none.
func reference(raw []byte) (text string, length int) {
	end := bytes.IndexByte(raw[:min(len(raw), 40)], ';')
	if end < 2 {
		return "", 0
	}
	body := raw[1:end]
	if body[0] != '#' {
		entity, ok := util.LookUpHTML5EntityByName(string(body))
		if !ok {
			return "", 0
		}
		return string(entity.Characters), end + 1
	}
	digits, base, most := body[1:], 10, 7
	if len(digits) > 0 && (digits[0] == 'x' || digits[0] == 'X') {
		digits, base, most = digits[1:], 16, 6
	}
	if len(digits) == 0 || len(digits) > most {
		return "", 0
	}
	code, err := strconv.ParseUint(string(digits), base, 32)
	if err != nil {
		return "", 0
	}
	if code == 0 || !utf8.ValidRune(rune(code)) {
		return "\uFFFD", end + 1
	}
	return string(rune(code)), end + 1
}
