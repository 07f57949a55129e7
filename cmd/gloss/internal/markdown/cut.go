package markdown

import (
	"sort"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// wrap puts n around the siblings from first to last.
func wrap(n, first, last ast.Node) {
	parent := first.Parent()
	parent.InsertBefore(parent, first, n)
	for c := first; ; {
		after := c.NextSibling()
		n.AppendChild(n, c)
		if c == last {
			return
		}
		c = after
	}
}

// isolate cuts text nodes so that a range of the block's text begins and ends with a node. It fails within a character reference
// and within what the typographer put in, and leaves the tree as it was.
func (b *block) isolate(start, end int) (first, last ast.Node, ok bool) {
	si, ei := b.pieceAt(start), b.pieceAt(end-1)
	if si < 0 || ei < 0 {
		return nil, nil, false
	}
	opening, closing := b.pieces[si], b.pieces[ei]
	if !opening.exact && opening.start != start || !closing.exact && closing.end != end {
		return nil, nil, false
	}
	first, last = opening.node, closing.node
	if t, isText := last.(*ast.Text); isText {
		at := closing.source + end - closing.start
		if closing.end == end {
			at = b.endOf(ei, t)
		}
		// The line break behind a text belongs to its node and has to stay outside of the link.
		if at < t.Segment.Stop || t.SoftLineBreak() || t.HardLineBreak() {
			split(t, at)
		}
	}
	if t, isText := first.(*ast.Text); isText {
		if at := opening.source + start - opening.start; at > t.Segment.Start {
			right := split(t, at)
			if last == first {
				last = right
			}
			first = right
		}
	}
	return first, last, true
}

// pieceAt is the index of the piece that holds the byte at an offset of the block's text, -1 for none.
func (b *block) pieceAt(at int) int {
	i := sort.Search(len(b.pieces), func(i int) bool { return b.pieces[i].end > at })
	if i == len(b.pieces) || b.pieces[i].start > at {
		return -1
	}
	return i
}

// endOf is the source offset behind piece i, which belongs to t.
func (b *block) endOf(i int, t *ast.Text) int {
	if i+1 < len(b.pieces) && b.pieces[i+1].node == ast.Node(t) {
		return b.pieces[i+1].source
	}
	return t.Segment.Stop
}

// split makes the part of t from offset at on a node of its own, with t's line break.
func split(t *ast.Text, at int) *ast.Text {
	right := ast.NewTextSegment(text.NewSegment(at, t.Segment.Stop))
	right.SetSoftLineBreak(t.SoftLineBreak())
	right.SetHardLineBreak(t.HardLineBreak())
	t.Segment = t.Segment.WithStop(at)
	t.SetSoftLineBreak(false)
	t.SetHardLineBreak(false)
	t.Parent().InsertAfter(t.Parent(), t, right)
	return right
}

// lift climbs from first and last to two children of their common ancestor that hold exactly what lies between, cutting emphasis in
// two where a mention begins or ends inside it: CRM *enrichment process* becomes <a>CRM <em>enrichment</em></a><em> process</em>.
func lift(first, last, host ast.Node) (ast.Node, ast.Node, bool) {
	common := first.Parent()
	for ; common != nil && !within(last, common); common = common.Parent() {
		if common == host {
			return nil, nil, false
		}
	}
	if common == nil || !onlyEmphasis(first, common) || !onlyEmphasis(last, common) {
		return nil, nil, false
	}
	for first.Parent() != common {
		parent := first.Parent()
		if first.PreviousSibling() == nil {
			first = parent
			continue
		}
		half := likeEmphasis(parent)
		moveFrom(first, half)
		parent.Parent().InsertAfter(parent.Parent(), parent, half)
		first = half
	}
	for last.Parent() != common {
		parent := last.Parent()
		if after := last.NextSibling(); after != nil {
			half := likeEmphasis(parent)
			moveFrom(after, half)
			parent.Parent().InsertAfter(parent.Parent(), parent, half)
		}
		last = parent
	}
	return first, last, true
}

// within reports whether n is below ancestor.
func within(n, ancestor ast.Node) bool {
	for a := n.Parent(); a != nil; a = a.Parent() {
		if a == ancestor {
			return true
		}
	}
	return false
}

// onlyEmphasis reports whether all nodes between n and ancestor can be cut in two.
func onlyEmphasis(n, ancestor ast.Node) bool {
	for a := n.Parent(); a != ancestor; a = a.Parent() {
		if a.Kind() != ast.KindEmphasis && a.Kind() != east.KindStrikethrough {
			return false
		}
	}
	return true
}

func likeEmphasis(n ast.Node) ast.Node {
	if e, ok := n.(*ast.Emphasis); ok {
		return ast.NewEmphasis(e.Level)
	}
	return east.NewStrikethrough()
}

// moveFrom moves n and the siblings after it to the end of parent.
func moveFrom(n, parent ast.Node) {
	for n != nil {
		after := n.NextSibling()
		parent.AppendChild(parent, n)
		n = after
	}
}
