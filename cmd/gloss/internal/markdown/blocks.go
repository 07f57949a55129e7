package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"gloss/cmd/gloss/internal/linker"
)

// block is a run of visible text, and where each byte of it comes from.
type block struct {
	linker.Block
	host     ast.Node // the parent of the inline nodes
	pieces   []piece
	barriers []barrier
	explicit []explicit
}

// piece is a range of a block's text that one node holds.
type piece struct {
	start, end int // in Block.Text
	source     int // offset in the source
	node       ast.Node
	exact      bool // may be cut: Text[start+i] is source[source+i]
}

// barrier is a place where the reader sees what the linker must not.
type barrier struct {
	at   int    // offset of linker.Barrier in Block.Text
	text string // what the reader sees
}

// explicit is a link to a term that the writer set.
type explicit struct {
	barrier int // index in barriers
	anchor  *anchor
}

const barrierText = string(linker.Barrier)

// collector builds the blocks of a page in order of the text.
type collector struct {
	*page
	text    strings.Builder // of the current block
	block   *block
	section int
	search  strings.Builder // Body.Text
}

// collect gathers the blocks for the linker, Body.Text and Body.Summary.
func (p *page) collect(doc ast.Node) {
	p.blocks, p.body.Text, p.body.Summary = nil, "", ""
	c := &collector{page: p}
	c.container(doc, false)
	p.body.Text = c.search.String()
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		if n.Kind() != ast.KindParagraph {
			continue
		}
		if text := joinSpaces(p.textOf(n)); text != "" {
			p.body.Summary = text
			return
		}
	}
}

// container walks the blocks of n. shut says that no link may be set in it.
func (c *collector) container(n ast.Node, shut bool) {
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		shut := shut || c.shut[child]
		switch child := child.(type) {
		case *ast.Heading:
			c.section++
			c.inline(child, true)
		case *ast.CodeBlock, *ast.FencedCodeBlock:
			c.addSearch(string(child.Lines().Value(c.source)))
		case *markup:
			c.addSearch(child.text)
		case *east.FootnoteList:
			c.section++
			c.container(child, shut)
		default:
			switch {
			case child.Type() == ast.TypeInline:
			case child.FirstChild() != nil && child.FirstChild().Type() == ast.TypeInline && !onlyMarkup(child):
				c.inline(child, shut)
			default:
				c.container(child, shut)
			}
		}
	}
}

// onlyMarkup tells a container of blocks in which raw HTML stands (our markup nodes are inline) from a run of text.
func onlyMarkup(n ast.Node) bool {
	switch n.Kind() {
	case ast.KindParagraph, ast.KindTextBlock, east.KindTableCell, east.KindDefinitionTerm:
		return false
	}
	return true
}

func (c *collector) addSearch(text string) {
	text = strings.TrimSpace(text)
	if text == "" {
		return
	}
	if c.search.Len() > 0 {
		c.search.WriteByte('\n')
	}
	c.search.WriteString(text)
}

// inline makes a block of the text in host.
func (c *collector) inline(host ast.Node, noLinks bool) {
	c.blocks = append(c.blocks, block{host: host})
	c.block = &c.blocks[len(c.blocks)-1]
	c.block.Section, c.block.NoLinks = c.section, noLinks
	c.text.Reset()
	c.runs(host)
	c.block.Text = c.text.String()
	c.addSearch(strings.ReplaceAll(c.block.visible(), "\n", " "))
	if strings.TrimSpace(c.block.Text) == "" {
		c.blocks = c.blocks[:len(c.blocks)-1]
	}
}

// runs appends the visible text of the inline children of n to the current block.
func (c *collector) runs(n ast.Node) {
	for child := n.FirstChild(); child != nil; child = child.NextSibling() {
		if c.shut[child] {
			c.barrier(c.textOfNode(child))
			continue
		}
		switch child := child.(type) {
		case *ast.Text:
			c.textRun(child)
		case *ast.String:
			c.append(child.Value, c.lastSource(), child, false)
		case *glyph:
			c.append([]byte(child.text), child.start, child, false)
		case *ast.Emphasis, *east.Strikethrough:
			start := c.text.Len()
			c.runs(child)
			c.emphasized(start, c.text.Len())
		case *label:
			c.runs(child)
		case *east.TaskCheckBox:
		case *anchor:
			c.barrier(c.textOfNode(child))
			if child.target != nil {
				c.block.explicit = append(c.block.explicit, explicit{len(c.block.barriers) - 1, child})
			}
		default:
			c.barrier(c.textOfNode(child))
		}
	}
}

// emphasized notes a range; one within another is part of it.
func (c *collector) emphasized(start, end int) {
	list := c.block.Emphasized
	for len(list) > 0 && list[len(list)-1][0] >= start {
		list = list[:len(list)-1]
	}
	if end > start {
		list = append(list, [2]int{start, end})
	}
	c.block.Emphasized = list
}

func (c *collector) textRun(n *ast.Text) {
	value := c.source[n.Segment.Start:n.Segment.Stop]
	if len(value) > 0 {
		unescape(value, func(text []byte, start, _ int, exact bool) {
			c.append(text, n.Segment.Start+start, n, exact)
		})
	}
	if n.SoftLineBreak() || n.HardLineBreak() {
		// The break belongs to no piece: a mention can run over it but not begin or end in it.
		c.text.WriteByte('\n')
	}
}

func (c *collector) append(text []byte, source int, n ast.Node, exact bool) {
	start := c.text.Len()
	c.text.Write(text)
	c.block.pieces = append(c.block.pieces, piece{start, c.text.Len(), source, n, exact})
}

func (c *collector) barrier(text string) {
	c.block.barriers = append(c.block.barriers, barrier{c.text.Len(), text})
	c.text.WriteString(barrierText)
}

// lastSource is the source offset behind the last piece, for text that has no place in the source.
func (c *collector) lastSource() int {
	if len(c.block.pieces) == 0 {
		if lines := c.block.host.Lines(); lines != nil && lines.Len() > 0 {
			return lines.At(0).Start
		}
		return 0
	}
	last := c.block.pieces[len(c.block.pieces)-1]
	return last.source + last.end - last.start
}

// visible is the block's text with what the reader sees in the place of the barriers.
func (b *block) visible() string {
	if len(b.barriers) == 0 {
		return b.Text
	}
	var s strings.Builder
	from := 0
	for _, bar := range b.barriers {
		s.WriteString(b.Text[from:bar.at])
		s.WriteString(bar.text)
		from = bar.at + len(barrierText)
	}
	s.WriteString(b.Text[from:])
	return s.String()
}

// visibleOffset maps an offset in Block.Text to one in visible().
func (b *block) visibleOffset(i int) int {
	shift := 0
	for _, bar := range b.barriers {
		if bar.at >= i {
			break
		}
		shift += len(bar.text) - len(barrierText)
	}
	return i + shift
}

// sourceOffset maps an offset in Block.Text to one in the source.
func (b *block) sourceOffset(i int) int {
	at := 0
	for _, piece := range b.pieces {
		if piece.start > i {
			break
		}
		at = piece.source + min(i, piece.end) - piece.start
	}
	return at
}
