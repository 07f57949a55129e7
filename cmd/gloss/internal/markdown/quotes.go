package markdown

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// quoteMarks are double opening, double closing, single opening, single closing.
type quoteMarks [4]string

const apostrophe = "’"

// quotes returns the quotation marks of a language (BCP 47) after the CLDR. Guillemets in French hold their text off with narrow
// no-break spaces.
func quotes(language string) quoteMarks {
	language = strings.ToLower(language)
	base, _, _ := strings.Cut(language, "-")
	switch language {
	case "de-ch", "de-li", "fr-ch", "it-ch":
		return quoteMarks{"«", "»", "‹", "›"}
	case "zh-tw", "zh-hant", "zh-hk":
		return quoteMarks{"「", "」", "『", "』"}
	case "pt-br", "es-mx", "es-us", "es-419":
		base = "en"
	}
	switch base {
	case "de", "cs", "sk", "sl", "bg", "is", "lt", "et":
		return quoteMarks{"„", "“", "‚", "‘"}
	case "pl", "ro", "hu", "hr":
		return quoteMarks{"„", "”", "‚", "’"}
	case "fr":
		return quoteMarks{"«\u202f", "\u202f»", "‘", "’"}
	case "es", "it", "pt", "ca", "el", "no", "nb", "nn":
		return quoteMarks{"«", "»", "“", "”"}
	case "ru", "uk", "be":
		return quoteMarks{"«", "»", "„", "“"}
	case "da":
		return quoteMarks{"»", "«", "›", "‹"}
	case "sv", "fi":
		return quoteMarks{"”", "”", "’", "’"}
	case "ja":
		return quoteMarks{"「", "」", "『", "』"}
	case "ar", "ur": // these marks are not mirrored in text from right to left
		return quoteMarks{"”", "“", "’", "‘"}
	case "he":
		return quoteMarks{"”", "”", "’", "’"}
	case "fa":
		return quoteMarks{"«", "»", "‹", "›"}
	}
	return quoteMarks{"“", "”", "‘", "’"}
}

// typographer sets quotes, apostrophes, dashes and the ellipsis. goldmark's own takes 'twas and 'no' alike, counts open quotes over the
// ends of paragraphs, and makes a dash of the two hyphens of an option.
type typographer struct{ marks quoteMarks }

var openQuotesKey = parser.NewContextKey()

// openQuotes counts the quotes that are open in a block.
type openQuotes struct{ double, single int }

func newTypographer(language string) *typographer { return &typographer{marks: quotes(language)} }

func (*typographer) Trigger() []byte { return []byte{'\'', '"', '-', '.'} }

// CloseBlock forgets the quotes that a block left open.
func (*typographer) CloseBlock(_ ast.Node, _ text.Reader, pc parser.Context) {
	if open, ok := pc.Get(openQuotesKey).(*openQuotes); ok {
		*open = openQuotes{}
	}
}

func (t *typographer) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	var value string
	var length int
	switch line[0] {
	case '-':
		value, length = dash(line, block.PrecendingCharacter())
	case '.':
		if len(line) >= 3 && line[1] == '.' && line[2] == '.' {
			value, length = "…", 3
		}
	default:
		open, ok := pc.Get(openQuotesKey).(*openQuotes)
		if !ok {
			open = &openQuotes{}
			pc.Set(openQuotesKey, open)
		}
		after, _ := utf8.DecodeRune(line[1:])
		if len(line) == 1 {
			after = '\n'
		}
		length = 1
		before := beforeQuote(block, segment.Start)
		if line[0] == '"' {
			value = t.double(open, before, after)
		} else {
			value = t.single(open, before, after, line[1:])
		}
	}
	if value == "" {
		return nil
	}
	block.Advance(length)
	return &glyph{text: value, start: segment.Start}
}

// beforeQuote returns the character before a quote at an offset of the source. Of marks of emphasis it returns the character before
// them if they follow a word, so that **word**'s has an apostrophe.
func beforeQuote(block text.Reader, at int) rune {
	before := block.PrecendingCharacter()
	if before != '*' && before != '_' && before != '~' {
		return before
	}
	ahead := bytes.TrimRight(block.Source()[:at], "*_~")
	if r, _ := utf8.DecodeLastRune(ahead); unicode.IsLetter(r) || unicode.IsNumber(r) {
		return r
	}
	return before
}

// dash makes -- an en dash and --- an em dash. More hyphens stay, and so do the two before an option: --force.
func dash(line []byte, before rune) (value string, length int) {
	for length < len(line) && line[length] == '-' {
		length++
	}
	if before == '-' || length < 2 || length > 3 {
		return "", 0
	}
	if length == 3 {
		return "—", 3
	}
	after, _ := utf8.DecodeRune(line[2:])
	if unicode.IsSpace(before) && len(line) > 2 && !unicode.IsSpace(after) {
		return "", 0
	}
	return "–", 2
}

// opens reports whether a quote between these characters begins a quotation.
func opens(before, after rune) bool {
	if unicode.IsSpace(after) {
		return false
	}
	switch before {
	case '"', '\'', '*', '_', '~', '/', '=':
		// Emphasis and another quote stand on either side.
		return unicode.IsLetter(after) || unicode.IsNumber(after) || unicode.In(after, unicode.Ps, unicode.Pi)
	}
	return unicode.IsSpace(before) || unicode.In(before, unicode.Ps, unicode.Pi, unicode.Pd)
}

func (t *typographer) double(open *openQuotes, before, after rune) string {
	switch {
	case opens(before, after):
		open.double++
		return t.marks[0]
	case open.double > 0 && !unicode.IsSpace(before):
		open.double--
		return t.marks[1]
	}
	return "" // inches, or a quotation that began in another block
}

func (t *typographer) single(open *openQuotes, before, after rune, rest []byte) string {
	inWord := unicode.IsLetter(before) || unicode.IsNumber(before)
	switch {
	case inWord && (unicode.IsLetter(after) || unicode.IsNumber(after)):
		return apostrophe
	case opens(before, after):
		if elided(rest) {
			return apostrophe
		}
		open.single++
		return t.marks[2]
	case open.single > 0 && !unicode.IsSpace(before):
		open.single--
		return t.marks[3]
	case unicode.IsNumber(before):
		return "" // feet and minutes
	case unicode.IsSpace(before) && unicode.IsSpace(after):
		return ""
	}
	return apostrophe
}

// elided reports whether rest begins with a word that is written with an apostrophe before it: 'tis, rock 'n' roll, the '90s.
func elided(rest []byte) bool {
	end := 0
	for end < len(rest) && end < 8 && (rest[end]|0x20 >= 'a' && rest[end]|0x20 <= 'z' || rest[end] >= '0' && rest[end] <= '9') {
		end++
	}
	word := strings.ToLower(string(rest[:end]))
	switch word {
	case "tis", "twas", "twere", "twill", "em", "n", "til", "cause", "round", "bout":
		return end == len(rest) || rest[end] != '\'' || word == "n"
	}
	return len(word) >= 2 && word[0] >= '0' && word[0] <= '9' && word[1] >= '0' && word[1] <= '9' && (len(word) == 2 || word[2:] == "s") &&
		(end == len(rest) || rest[end] != '\'')
}
