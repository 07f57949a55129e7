package markdown

import (
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/util"
)

// newParser returns goldmark's parser with the extensions of a term file. Heading ids are not goldmark's: it makes them from the
// source line, we make them from the visible text.
func newParser(language string) parser.Parser {
	m := goldmark.New(
		goldmark.WithExtensions(
			extension.NewTable(),
			extension.Strikethrough,
			extension.Linkify,
			extension.TaskList,
			extension.Footnote,
			extension.DefinitionList,
			extension.NewTypographer(extension.WithTypographicSubstitutions(quotes(language))),
		),
		goldmark.WithParserOptions(
			parser.WithHeadingAttribute(),
			parser.WithInlineParsers(
				util.Prioritized(wikiParser{}, 190),    // before links (200)
				util.Prioritized(foreignParser{}, 150), // before raw HTML
			),
		),
	)
	return m.Parser()
}

// quoteMarks are double opening, double closing, single opening, single closing.
type quoteMarks [4]string

// quotes returns the typographic punctuation of a language (BCP 47), following the CLDR's quotation marks. Guillemets in French
// hold their text off with narrow no-break spaces.
func quotes(language string) map[extension.TypographicPunctuation][]byte {
	marks := quoteMarks{"“", "”", "‘", "’"}
	language = strings.ToLower(language)
	base, _, _ := strings.Cut(language, "-")
	switch base {
	case "de", "cs", "sk", "sl", "bg", "is", "lt", "et":
		marks = quoteMarks{"„", "“", "‚", "‘"}
		if language == "de-ch" || language == "de-li" {
			marks = quoteMarks{"«", "»", "‹", "›"}
		}
	case "pl", "ro", "hu", "hr":
		marks = quoteMarks{"„", "”", "‚", "’"}
	case "fr":
		marks = quoteMarks{"«\u202f", "\u202f»", "‘", "’"}
		if language == "fr-ch" {
			marks = quoteMarks{"«", "»", "‹", "›"}
		}
	case "es", "it", "pt", "ca", "el", "no", "nb", "nn":
		marks = quoteMarks{"«", "»", "“", "”"}
		if language == "pt-br" || language == "es-mx" || language == "es-us" || language == "es-419" {
			marks = quoteMarks{"“", "”", "‘", "’"}
		}
	case "ru", "uk", "be":
		marks = quoteMarks{"«", "»", "„", "“"}
	case "da":
		marks = quoteMarks{"»", "«", "›", "‹"}
	case "sv", "fi":
		marks = quoteMarks{"”", "”", "’", "’"}
	case "ja", "zh":
		marks = quoteMarks{"「", "」", "『", "』"}
		if base == "zh" && language != "zh-tw" && language != "zh-hant" && language != "zh-hk" {
			marks = quoteMarks{"“", "”", "‘", "’"}
		}
	}
	return map[extension.TypographicPunctuation][]byte{
		extension.LeftDoubleQuote: []byte(marks[0]), extension.RightDoubleQuote: []byte(marks[1]),
		extension.LeftSingleQuote: []byte(marks[2]), extension.RightSingleQuote: []byte(marks[3]),
		extension.Apostrophe: []byte("’"), extension.EnDash: []byte("–"), extension.EmDash: []byte("—"),
		extension.Ellipsis: []byte("…"),
		// << and >> are operators more often than guillemets.
		extension.LeftAngleQuote: nil, extension.RightAngleQuote: nil,
	}
}
