package markdown

import (
	"strings"
	"unicode/utf8"
)

// Punctuation returns plain text of one paragraph with the quotes, apostrophes, dashes and ellipses that Convert gives to a paragraph in
// the language, a BCP 47 tag. It is for what writers say outside of the body: summaries stand beside it.
func Punctuation(language, text string) string {
	if !strings.ContainsAny(text, `'"`) && !strings.Contains(text, "--") && !strings.Contains(text, "...") {
		return text
	}
	t, open, line := newTypographer(language), openQuotes{}, []byte(text)
	var out strings.Builder
	before := '\n'
	for i := 0; i < len(line); {
		value, length := t.mark(&open, before, line[i:])
		if value == "" {
			_, length = utf8.DecodeRune(line[i:])
			out.Write(line[i : i+length])
		}
		out.WriteString(value)
		before, _ = utf8.DecodeLastRune(line[:i+length])
		i += length
	}
	return out.String()
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
