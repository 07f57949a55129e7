package term

import (
	"strconv"
	"strings"
	"unicode"

	"gloss/cmd/gloss/internal/address"
)

// FileName returns the name, without extension, that a new term's file gets: address.FromTitle.
func FileName(title string) string { return address.FromTitle(title) }

// Template returns the text of a new term's file: its front matter, ready to be filled in, and no body. The title is written so
// that Parse reads it back; characters that no title may hold are dropped.
func Template(title string) []byte {
	title = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		if _, bad := hidden(string(r), nil); bad {
			return -1
		}
		return r
	}, strings.ToValidUTF8(title, ""))
	title = text(title)
	written := title
	if !isPlain(title) {
		written = strconv.Quote(title)
		if !strings.Contains(title, `"`) && !strings.Contains(title, `\`) {
			written = `"` + title + `"`
		} else if !strings.Contains(title, `'`) {
			written = `'` + title + `'`
		}
	}
	return []byte("---\ntitle: " + written + "\naliases: []\ntags: []\nsummary:\nrelated: []\n---\n\n")
}

// isPlain reports whether title means itself in YAML without quotes.
func isPlain(title string) bool {
	if title == "" || strings.ContainsAny(title, "\"'\\[]{}#:,&*!|>%@`?") {
		return false
	}
	switch strings.ToLower(title) {
	case "true", "false", "yes", "no", "on", "off", "null", "y", "n":
		return false
	}
	first := rune(title[0])
	return first < 0x80 && (unicode.IsLetter(first) || unicode.IsDigit(first)) || first >= 0x80
}
