package markdown

import (
	"bytes"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"

	"gloss/cmd/gloss/internal/linker"
	"gloss/cmd/gloss/internal/term"
)

// link lets the linker decide, sets the links, and fills in mentions and doubts.
func (p *page) link(doc ast.Node, decide decideFunc) {
	// A backslash before a name and a character reference in its place count for candidates that are refused, too.
	all := p.converter.observe != nil || bytes.IndexByte(p.source, '\\') >= 0 || bytes.IndexByte(p.source, '&') >= 0
	switch {
	case decide != nil:
	case all:
		decide = linker.Decide
	default:
		decide = p.scratch.decider.Likely
	}
	decisions, doubts := decide(p.asker, p.linkerPage(), p.converter.opts.Linker)
	if all && p.keepPlain(decisions) {
		p.collect(doc)
		decisions, doubts = decide(p.asker, p.linkerPage(), p.converter.opts.Linker)
	}
	for _, doubt := range doubts {
		d := decisions[doubt.Decision]
		b := &p.blocks[d.Block]
		placed := p.diagnostic(b.sourceOffset(d.Start), b.sourceOffset(d.End), doubt.Diagnostic.Severity, doubt.Diagnostic.Rule,
			doubt.Diagnostic.Text, doubt.Diagnostic.Hint)
		p.tell(placed)
	}
	p.yieldToWriter(decisions)
	if p.converter.observe != nil {
		p.converter.observe(p, decisions)
	}
	p.mentions(decisions)
	p.apply(decisions, p.expansions(decisions))
}

// linkerPage is what the linker sees of the page.
func (p *page) linkerPage() linker.Page {
	page := linker.Page{Term: p.term, Blocks: p.scratch.texts}
	for i := range p.blocks {
		for _, e := range p.blocks[i].explicit {
			if !slices.Contains(page.Explicit, e.anchor.target.Slug) {
				page.Explicit = append(page.Explicit, e.anchor.target.Slug)
			}
		}
	}
	return page
}

// yieldToWriter takes back links to a term that the writer linked by hand in the same section (page, paragraph: as far as "first"
// reaches), so that one link does not follow the other.
func (p *page) yieldToWriter(decisions []linker.Decision) {
	first := p.converter.opts.Linker.First
	if first == linker.All || len(p.scratch.explicit) == 0 {
		return
	}
	type place struct {
		slug  string
		scope int
	}
	scope := func(i int) int {
		switch first {
		case linker.FirstInSection:
			return p.blocks[i].Section
		case linker.FirstInParagraph:
			return i
		}
		return 0
	}
	byHand := map[place]bool{}
	for i := range p.blocks {
		for _, e := range p.blocks[i].explicit {
			byHand[place{e.anchor.target.Slug, scope(i)}] = true
		}
	}
	for i, d := range decisions {
		if d.Linked && d.Target != nil && byHand[place{d.Target.Slug, scope(d.Block)}] {
			decisions[i].Linked, decisions[i].Rule = false, RuleByHand
		}
	}
}

// apply turns the decisions that are links into anchors, and those of which expansions has a long form into abbreviations, one block
// after the other.
func (p *page) apply(decisions []linker.Decision, expansions map[int]string) {
	order := p.scratch.order[:0]
	for i := range decisions {
		d := &decisions[i]
		if d.Target != nil && d.Start < d.End && (d.Linked || expansions[i] != "") && !p.blocks[d.Block].NoLinks {
			order = append(order, i)
		}
	}
	p.scratch.order = order
	for len(order) > 0 {
		n := 1
		for n < len(order) && decisions[order[n]].Block == decisions[order[0]].Block {
			n++
		}
		if p.converter.longWay || !p.linkTexts(decisions, order[:n], expansions) {
			p.cutTree(decisions, order[:n], expansions)
		}
		order = order[n:]
	}
}

// linkTexts notes the links of one block for the renderer, which sets them while it writes the text. It fails, and has noted nothing,
// if a link reaches over the end of a text node or is an abbreviation as well: then the tree has to be cut.
func (p *page) linkTexts(decisions []linker.Decision, order []int, expansions map[int]string) bool {
	out := &p.scratch.out
	before := len(out.links)
	for _, i := range order {
		link, ok := p.textLink(&decisions[i])
		if !ok || expansions[i] != "" {
			out.links = out.links[:before]
			return false
		}
		out.links = append(out.links, link)
	}
	return true
}

// textLink returns the link of a decision that lies within one text node.
func (p *page) textLink(d *linker.Decision) (link textLink, ok bool) {
	b := &p.blocks[d.Block]
	i := b.pieceAt(d.Start)
	if i < 0 {
		return link, false
	}
	piece := b.pieces[i]
	node, isText := piece.node.(*ast.Text)
	if !isText || !piece.exact || d.End > piece.end || node.Segment.Padding > 0 {
		return link, false
	}
	at := piece.source - piece.start
	if d.End == piece.end && b.endOf(i, node) != at+d.End {
		return link, false
	}
	return textLink{node: node, start: at + d.Start, end: at + d.End, from: p.term, found: d.Found}, true
}

// cutTree sets the links of one block by cutting text nodes. It works from the end of the text to its beginning: cutting a text node
// leaves its left part in place, so the pieces before stay true.
func (p *page) cutTree(decisions []linker.Decision, order []int, expansions map[int]string) {
	before := int(^uint(0) >> 1)
	for _, i := range slices.Backward(order) {
		if d := decisions[i]; d.End <= before { // else it overlaps the link behind it
			p.setLink(&p.blocks[d.Block], d, expansions[i])
			before = d.Start
		}
	}
}

// setLink wraps one range of a block's text in a link, an abbreviation, or both.
func (p *page) setLink(b *block, d linker.Decision, expansion string) {
	first, last, ok := b.isolate(d.Start, d.End)
	if !ok {
		return
	}
	first, last, ok = lift(first, last, b.host)
	if !ok {
		return
	}
	if expansion != "" && !inAbbreviation(first) {
		inner := &abbr{title: expansion}
		wrap(inner, first, last)
		first, last = inner, inner
	}
	if !d.Linked {
		return
	}
	a := &anchor{href: hrefOf(p.term, d.Target), target: d.Target}
	if d.Target.Kind == term.KindTerm {
		a.kind = linkTerm
		if visible := strings.ReplaceAll(b.Text[d.Start:d.End], "\n", " "); visible != d.Target.Title && first.Kind() != kindAbbr {
			a.title = d.Target.Title
		}
	}
	wrap(a, first, last)
}
