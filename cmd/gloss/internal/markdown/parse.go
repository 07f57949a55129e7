package markdown

import (
	"bytes"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// newParser returns goldmark's parser with the extensions of a term file. Heading ids are not goldmark's: it makes them from the
// source line, we make them from the visible text. Nor is the typographer. If addresses is set,
// those in the text become links.
func newParser(language string, addresses bool) parser.Parser {
	m := goldmark.New(
		goldmark.WithParser(parser.NewParser(
			parser.WithBlockParsers(
				util.Prioritized(parser.NewSetextHeadingParser(parser.WithHeadingAttribute()), 100),
				util.Prioritized(parser.NewThematicBreakParser(), 200),
				util.Prioritized(parser.NewListParser(), 300),
				util.Prioritized(parser.NewListItemParser(), 400),
				util.Prioritized(parser.NewCodeBlockParser(), 500),
				util.Prioritized(newHeadingParser(), 600),
				util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
				util.Prioritized(parser.NewBlockquoteParser(), 800),
				util.Prioritized(parser.NewHTMLBlockParser(), 900),
				util.Prioritized(parser.NewParagraphParser(), 1000),
			),
			parser.WithInlineParsers(parser.DefaultInlineParsers()...),
			parser.WithParagraphTransformers(util.Prioritized(referenceParser{}, 100)),
		)),
		goldmark.WithExtensions(
			extension.Strikethrough,
			extension.TaskList,
			extension.Footnote,
			extension.DefinitionList,
		),
		goldmark.WithParserOptions(
			parser.WithParagraphTransformers(util.Prioritized(newTableParser(), 200)),
			parser.WithASTTransformers(util.Prioritized(extension.NewTableASTTransformer(), 0)),
			parser.WithInlineParsers(
				util.Prioritized(foreignParser{}, 150), // before raw HTML (400), which {{<x>}} holds
				util.Prioritized(wikiParser{}, 190),    // before links (200)
				util.Prioritized(newTypographer(language), 9999),
			),
		),
	)
	if addresses {
		extension.Linkify.Extend(m)
	}
	return m.Parser()
}

// mayHaveAddress reports whether goldmark may find an address in a text. One may begin at each space, so it cuts the text at each and
// looks for one: a sixth of its time with prose that has none.
func mayHaveAddress(source []byte) bool {
	return bytes.IndexByte(source, '@') >= 0 || bytes.Contains(source, []byte("://")) || bytes.Contains(source, []byte("www."))
}

// headingParser is goldmark's parser of headings with #. It looks for attributes only where a brace is, because goldmark makes a reader
// of each heading to look for them.
type headingParser struct {
	parser.BlockParser
	attributed parser.BlockParser
}

func newHeadingParser() headingParser {
	return headingParser{parser.NewATXHeadingParser(), parser.NewATXHeadingParser(parser.WithHeadingAttribute())}
}

// Open begins a heading.
func (h headingParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	if line, _ := reader.PeekLine(); bytes.IndexByte(line, '{') >= 0 {
		return h.attributed.Open(parent, reader, pc)
	}
	return h.BlockParser.Open(parent, reader, pc)
}

// referenceParser is goldmark's parser of [label]: address. It looks only at paragraphs that begin with a bracket, because goldmark makes
// a reader of each paragraph to look for one.
type referenceParser struct{}

// Transform takes the references from the beginning of a paragraph.
func (referenceParser) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	if lines := node.Lines(); lines.Len() > 0 {
		first := lines.At(0)
		if line := bytes.TrimLeft(first.Value(reader.Source()), " \t\n\v\f\r"); len(line) > 0 && line[0] != '[' {
			return
		}
	}
	parser.LinkReferenceParagraphTransformer.Transform(node, reader, pc)
}

// context is goldmark's state of parsing one page, used again for the next: asked for anew, it was seven pieces of memory a page, and its
// list of open blocks three.
type context struct {
	parser.Context
	open, spare []parser.Block
	asOptions   []parser.ParseOption
}

func newContext() *context {
	c := &context{Context: parser.NewContext()}
	c.asOptions = []parser.ParseOption{parser.WithContext(c)}
	return c
}

// OpenedBlocks returns the blocks that are being parsed.
func (c *context) OpenedBlocks() []parser.Block { return c.open }

// SetOpenedBlocks sets them.
func (c *context) SetOpenedBlocks(blocks []parser.Block) {
	if blocks == nil {
		blocks = c.spare
	}
	if c.open = blocks; cap(blocks) > cap(c.spare) {
		c.spare = blocks[:0]
	}
}

// LastOpenedBlock returns the innermost of them.
func (c *context) LastOpenedBlock() parser.Block {
	if n := len(c.open); n > 0 {
		return c.open[n-1]
	}
	return parser.Block{}
}

// reset forgets a page that was parsed to its end. A page that defines references leaves them behind for good, so its context is not used
// again.
func (c *context) reset() {
	if len(c.References()) > 0 {
		c.Context = parser.NewContext()
	}
	for key := range parser.ContextKeyMax + 1 {
		if key != openQuotesKey { // which are closed with each block
			c.Set(key, nil)
		}
	}
	clear(c.spare[:cap(c.spare)])
	c.open = nil
	c.SetBlockOffset(-1)
	c.SetBlockIndent(-1)
}
