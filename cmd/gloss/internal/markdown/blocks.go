package markdown

import (
	"bytes"
	"unsafe"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"gloss/cmd/gloss/internal/linker"
)

// block is a run of visible text, and where each byte of it comes from.
type block struct {
	*linker.Block
	host     ast.Node // the parent of the inline nodes
	pieces   []piece
	barriers []barrier
	explicit []explicit
	// shown is what the reader sees: Text with the barriers' texts and spaces for line breaks, a part of Body.Text. trimmed is the
	// number of bytes of white space before it.
	shown   string
	trimmed int
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
	at    int    // offset of linker.Barrier in Block.Text
	text  string // what the reader sees
	shift int    // how much longer what the reader sees is up to here and with it
}

// explicit is a link to a term that the writer set.
type explicit struct {
	barrier int // index in barriers
	anchor  *anchor
}

const barrierText = string(linker.Barrier)

// collector builds the blocks of a page in order of the text. The lists of all blocks stand one after the other in scratch, as they
// are cut into blocks only when none can grow any more.
type collector struct {
	*page
	*scratch
	section int
	open    start // of the current block
}

// collect gathers the blocks for the linker, Body.Text and Body.Summary.
func (p *page) collect(doc ast.Node) {
	p.scratch.reset()
	c := &collector{page: p, scratch: p.scratch}
	c.container(doc, false)
	c.cut()
	p.blocks = c.scratch.blocks
	p.body.Summary = ""
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

// here is where the next block would begin.
func (c *collector) here() start {
	return start{len(c.text), len(c.search), 0, len(c.pieces), len(c.barriers), len(c.explicit), len(c.emphasized)}
}

// cut gives each block its parts.
func (c *collector) cut() {
	c.starts = append(c.starts, c.here())
	// What the linker reads is forgotten with the page, unless somebody observes.
	text := unsafe.String(unsafe.SliceData(c.text), len(c.text))
	if c.converter.observe != nil {
		text = string(c.text)
	}
	c.body.Text = string(c.search)
	for i := range c.scratch.blocks {
		b, from, to := &c.scratch.blocks[i], c.starts[i], c.starts[i+1]
		b.Block = &c.texts[i]
		b.Text = text[from.text:to.text]
		b.Emphasized = c.emphasized[from.emphasized:to.emphasized]
		b.pieces = c.pieces[from.pieces:to.pieces]
		b.barriers = c.barriers[from.barriers:to.barriers]
		b.explicit = c.explicit[from.explicit:to.explicit]
		b.shown = c.body.Text[from.search : from.search+from.shown]
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

// line begins a line of Body.Text and returns where.
func (c *collector) line() int {
	if len(c.search) > 0 {
		c.search = append(c.search, '\n')
	}
	return len(c.search)
}

// endLine takes white space from both ends of the line that begins at from, and the line itself if nothing is left. It returns the
// bytes taken from its beginning.
func (c *collector) endLine(from int) (trimmed int) {
	whole := c.search[from:]
	kept := bytes.TrimSpace(whole)
	if len(kept) == 0 {
		c.search = c.search[:max(0, from-1)]
		return len(whole)
	}
	trimmed = bytes.Index(whole, kept)
	c.search = c.search[:from+copy(whole, kept)]
	return trimmed
}

func (c *collector) addSearch(text string) {
	from := c.line()
	c.search = append(c.search, text...)
	c.endLine(from)
}

// inline makes a block of the text in host.
func (c *collector) inline(host ast.Node, noLinks bool) {
	from := c.line()
	c.open = c.here()
	c.runs(host)
	b := block{host: host, trimmed: c.endLine(from)}
	if len(bytes.TrimSpace(c.text[c.open.text:])) == 0 {
		c.text, c.pieces, c.emphasized = c.text[:c.open.text], c.pieces[:c.open.pieces], c.emphasized[:c.open.emphasized]
		return
	}
	c.open.search, c.open.shown = min(from, len(c.search)), max(0, len(c.search)-from)
	c.scratch.blocks = append(c.scratch.blocks, b)
	c.texts = append(c.texts, linker.Block{Section: c.section, NoLinks: noLinks})
	c.starts = append(c.starts, c.open)
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
			c.add(child.Value, c.lastSource(), child, false)
		case *glyph:
			c.add([]byte(child.text), child.start, child, false)
		case *ast.Emphasis, *east.Strikethrough:
			start := len(c.text)
			c.runs(child)
			c.emphasize(start-c.open.text, len(c.text)-c.open.text)
		case *label:
			c.runs(child)
		case *east.TaskCheckBox:
		case *anchor:
			c.barrier(c.textOfNode(child))
			if child.target != nil {
				c.explicit = append(c.explicit, explicit{len(c.barriers) - 1 - c.open.barriers, child})
			}
		default:
			c.barrier(c.textOfNode(child))
		}
	}
}

// emphasize notes a range; one within another is part of it.
func (c *collector) emphasize(start, end int) {
	list := c.emphasized
	for len(list) > c.open.emphasized && list[len(list)-1][0] >= start {
		list = list[:len(list)-1]
	}
	if end > start {
		list = append(list, [2]int{start, end})
	}
	c.emphasized = list
}

func (c *collector) textRun(n *ast.Text) {
	value := c.source[n.Segment.Start:n.Segment.Stop]
	if plainBytes(value) {
		c.add(value, n.Segment.Start, n, true)
	} else {
		unescape(value, func(text []byte, start, _ int, exact bool) {
			c.add(text, n.Segment.Start+start, n, exact)
		})
	}
	if n.SoftLineBreak() || n.HardLineBreak() {
		// The break belongs to no piece: a mention can run over it but not begin or end in it.
		c.text = append(c.text, '\n')
		c.search = append(c.search, ' ')
	}
}

// add appends text to the current block.
func (c *collector) add(text []byte, source int, n ast.Node, exact bool) {
	if len(text) == 0 {
		return
	}
	start := len(c.text) - c.open.text
	c.text = append(c.text, text...)
	c.search = appendLine(c.search, text)
	c.pieces = append(c.pieces, piece{start, start + len(text), source, n, exact})
}

// appendLine appends text, line breaks as spaces.
func appendLine[T string | []byte](line []byte, text T) []byte {
	from := len(line)
	line = append(line, text...)
	for i := from; i < len(line); i++ {
		if line[i] == '\n' {
			line[i] = ' '
		}
	}
	return line
}

func (c *collector) barrier(text string) {
	shift := len(text) - len(barrierText)
	if len(c.barriers) > c.open.barriers {
		shift += c.barriers[len(c.barriers)-1].shift
	}
	c.barriers = append(c.barriers, barrier{len(c.text) - c.open.text, text, shift})
	c.text = append(c.text, barrierText...)
	c.search = appendLine(c.search, text)
}

// lastSource is the source offset behind the last piece, for text that has no place in the source.
func (c *collector) lastSource() int {
	if len(c.pieces) > c.open.pieces {
		last := c.pieces[len(c.pieces)-1]
		return last.source + last.end - last.start
	}
	return 0
}
