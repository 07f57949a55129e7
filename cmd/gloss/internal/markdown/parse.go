package markdown

import (
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/util"
)

// newParser returns goldmark's parser with the extensions of a term file. Heading ids are not goldmark's: it makes them from the
// source line, we make them from the visible text. Nor is the typographer.
func newParser(language string) parser.Parser {
	m := goldmark.New(
		goldmark.WithExtensions(
			extension.Strikethrough,
			extension.Linkify,
			extension.TaskList,
			extension.Footnote,
			extension.DefinitionList,
		),
		goldmark.WithParserOptions(
			parser.WithHeadingAttribute(),
			parser.WithParagraphTransformers(util.Prioritized(newTableParser(), 200)),
			parser.WithASTTransformers(util.Prioritized(extension.NewTableASTTransformer(), 0)),
			parser.WithInlineParsers(
				util.Prioritized(foreignParser{}, 150), // before raw HTML (400), which {{<x>}} holds
				util.Prioritized(wikiParser{}, 190),    // before links (200)
				util.Prioritized(newTypographer(language), 9999),
			),
		),
	)
	return m.Parser()
}
