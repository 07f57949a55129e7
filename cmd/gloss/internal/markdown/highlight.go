package markdown

import (
	"strings"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/yuin/goldmark/util"

	"gloss/cmd/gloss/internal/diag"
)

// Bounds of highlighting, in bytes: a lexer's regular expressions may take time that grows faster than the text, and chroma cuts them
// off by the clock, which must not show in the output (rule 5). Longer code is plain.
const (
	maxHighlight     = 32 << 10
	maxHighlightLine = 1 << 10
)

// narrowest is the number of characters of code that a screen of 320 CSS pixels shows, which is a phone, or a desktop at 400 % zoom
// (WCAG 1.4.10). A longer line makes its block scroll.
const narrowest = 28

// scrolls reports whether a line of code may be wider than the screen.
func scrolls(code string) bool {
	if len(code) <= narrowest {
		return false
	}
	for line := range strings.SplitSeq(code, "\n") {
		width := 0
		for _, r := range line {
			if r == '\t' {
				width += 4 - width%4
			} else {
				width += diag.Cells(r)
			}
		}
		if width > narrowest {
			return true
		}
	}
	return false
}

// highlightCode writes a block of code: classes of chroma's tokens for a known language, plain text else.
func highlightCode(w util.BufWriter, code, language string) {
	tokens := tokenise(code, language)
	_, _ = w.WriteString("<pre")
	if tokens != nil {
		_, _ = w.WriteString(` class="chroma"`)
	}
	if scrolls(code) {
		_, _ = w.WriteString(` tabindex="0"`) // so that the keyboard can scroll it
	}
	_, _ = w.WriteString("><code")
	if language != "" {
		attribute(w, "class", "language-"+language)
	}
	_ = w.WriteByte('>')
	if tokens == nil {
		escape(w, strings.ReplaceAll(code, "\x00", "\uFFFD"))
	}
	for i := 0; i < len(tokens); {
		class := tokenClass(tokens[i].Type)
		if class != "" {
			_, _ = w.WriteString(`<span class="` + class + `">`)
		}
		for ; i < len(tokens) && tokenClass(tokens[i].Type) == class; i++ {
			escape(w, strings.ReplaceAll(tokens[i].Value, "\x00", "\uFFFD"))
		}
		if class != "" {
			_, _ = w.WriteString("</span>")
		}
	}
	_, _ = w.WriteString("</code></pre>\n")
}

// tokenise returns nil for code that stays plain.
func tokenise(code, language string) []chroma.Token {
	if language == "" || code == "" || len(code) > maxHighlight {
		return nil
	}
	for line := range strings.SplitSeq(code, "\n") {
		if len(line) > maxHighlightLine {
			return nil
		}
	}
	lexer := lexers.Get(language)
	if lexer == nil {
		return nil
	}
	iterator, err := lexer.Tokenise(&chroma.TokeniseOptions{State: "root", EnsureLF: false}, code)
	if err != nil {
		return nil
	}
	tokens := iterator.Tokens()
	// A lexer that loses or adds text (some add a line end) must not change what the reader copies.
	length := 0
	for _, t := range tokens {
		length += len(t.Value)
	}
	if length == len(code)+1 && len(tokens) > 0 && strings.HasSuffix(tokens[len(tokens)-1].Value, "\n") {
		last := &tokens[len(tokens)-1]
		last.Value, length = last.Value[:len(last.Value)-1], length-1
	}
	if length != len(code) {
		return nil
	}
	return tokens
}

// tokenClass is chroma's short class of a token type, or that of the nearest type above it; "" for text and white space, which no
// style colours.
func tokenClass(t chroma.TokenType) string {
	if t == chroma.TextWhitespace {
		return ""
	}
	for t != 0 {
		if class, ok := chroma.StandardTypes[t]; ok {
			return class
		}
		t = t.Parent()
	}
	return chroma.StandardTypes[t]
}
