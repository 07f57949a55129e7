package markdown

import (
	"strings"
	"unicode/utf8"
)

// Punctuation returns plain text of one paragraph with the quotes, apostrophes, dashes and ellipses that Convert gives to a paragraph in
// the language, a BCP 47 tag. It is for what writers say outside of the body: summaries stand beside it.
func Punctuation(language, text string) string {
	if strings.IndexByte(text, '\'') < 0 && strings.IndexByte(text, '"') < 0 && !strings.Contains(text, "--") && !strings.Contains(text, "...") {
		return text
	}
	t, open, line := newTypographer(language), openQuotes{}, []byte(text)
	out := make([]byte, 0, len(line)+16) // the marks are longer than what they stand for
	rest := 0                            // where what is not yet written begins
	for i := 0; i < len(line); i++ {
		if c := line[i]; c != '\'' && c != '"' && c != '-' && c != '.' {
			continue
		}
		before := '\n'
		if i > 0 {
			before, _ = utf8.DecodeLastRune(line[:i])
		}
		if value, length := t.mark(&open, before, line[i:]); value != "" {
			out = append(append(out, line[rest:i]...), value...)
			rest = i + length
			i = rest - 1
		}
	}
	return string(append(out, line[rest:]...))
}

// mark returns what stands for the beginning of the line and how long that is, "" when it stays.
func (t *typographer) mark(open *openQuotes, before rune, line []byte) (value string, length int) {
	after := '\n'
	if len(line) > 1 {
		after, _ = utf8.DecodeRune(line[1:])
	}
	switch line[0] {
	case '-':
		return dash(line, before)
	case '.':
		if len(line) >= 3 && line[1] == '.' && line[2] == '.' {
			return "…", 3
		}
	case '"':
		return t.double(open, before, after), 1
	case '\'':
		return t.single(open, before, after, line[1:]), 1
	}
	return "", 0
}
