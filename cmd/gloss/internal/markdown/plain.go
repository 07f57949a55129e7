package markdown

import (
	"cmp"
	"slices"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"

	"gloss/cmd/gloss/internal/linker"
)

// keepPlain takes writers at their word who put a backslash before a name: \buyer is the word buyer, never a link. A backslash that
// stands before anything else is text, as CommonMark has it. It reports whether there were any; then the blocks have changed.
func (p *page) keepPlain(decisions []linker.Decision) bool {
	marked := slices.DeleteFunc(slices.Clone(decisions), func(d linker.Decision) bool { return !p.blocks[d.Block].escaped(d) })
	// From the end, as in apply.
	slices.SortStableFunc(marked, func(a, b linker.Decision) int {
		return cmp.Or(cmp.Compare(b.Block, a.Block), cmp.Compare(b.Start, a.Start))
	})
	block, before := -1, 0
	changed := false
	for _, d := range marked {
		if d.Block == block && d.End > before {
			continue
		}
		b := &p.blocks[d.Block]
		start := d.Start
		if start > 0 && b.Text[start-1] == '\\' {
			start--
		}
		first, last, ok := b.isolate(start, d.End)
		if !ok {
			continue
		}
		if first, last, ok = lift(first, last, b.host); !ok {
			continue
		}
		wrap(&plain{}, first, last)
		if start < d.Start {
			dropByte(first)
		}
		block, before = d.Block, start
		changed = true
	}
	return changed
}

// escaped reports whether a backslash of the writer's stands before a candidate: as a character before a letter, or as the escape of
// a name's own first character (\.NET).
func (b *block) escaped(d linker.Decision) bool {
	i := b.pieceAt(d.Start)
	if i < 0 {
		return false
	}
	if q := b.pieces[i]; !q.exact && q.node.Kind() == ast.KindText {
		return q.start == d.Start && q.end-q.start == 1 && !unicode.IsLetter(rune(b.Text[d.Start])) && b.Text[d.Start] != ' '
	}
	if d.Start == 0 || b.Text[d.Start-1] != '\\' || b.pieces[i].start == d.Start {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(b.Text[:d.Start-1])
	return d.Start == 1 || unicode.IsSpace(before) || unicode.In(before, unicode.Ps, unicode.Pi) || before == '"' || before == '\''
}

// dropByte takes away the first byte of the first text in n.
func dropByte(n ast.Node) {
	for n.HasChildren() {
		n = n.FirstChild()
	}
	if t, ok := n.(*ast.Text); ok {
		t.Segment = t.Segment.WithStart(t.Segment.Start + 1)
	}
}
