package markdown

import (
	"cmp"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"

	"gloss/cmd/gloss/internal/linker"
	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/term"
)

// usage is a place where the running text uses an abbreviation of a term.
type usage struct {
	block, start, end int // in Block.Text
	target            *term.Term
	decision          int     // index, -1 for a link that the writer set
	anchor            *anchor // of such a link
}

// expansions returns the long forms of the abbreviations that the page uses for the first time, by index of their decision, and
// marks those that the writer linked by hand. An abbreviation in the term's own text counts too; one that stands beside the long form,
// "long form (LF)" or "LF (long form)", needs none, and neither do the ones after it. Headings are not looked at: their text is
// repeated in lists of contents, and the text below them explains it.
func (p *page) expansions(decisions []linker.Decision) map[int]string {
	uses := p.abbreviationsUsed(decisions)
	if len(uses) == 0 {
		return nil
	}
	list := map[int]string{}
	seen := map[string]bool{}
	for _, u := range uses {
		if seen[u.target.Slug] {
			continue
		}
		seen[u.target.Slug] = true
		long := longForm(u.target)
		if long == "" || p.spelledOut(u, decisions, long) {
			continue
		}
		if u.decision >= 0 {
			list[u.decision] = long
		} else {
			u.anchor.expand(long)
		}
	}
	return list
}

// abbreviationsUsed returns the abbreviations in running text, in order of the text.
func (p *page) abbreviationsUsed(decisions []linker.Decision) []usage {
	var uses []usage
	for i, d := range decisions {
		if d.Found.Name.Kind == names.Abbreviation && d.Target != nil && (d.Mention || d.Rule == linker.RuleOwnPage) && !p.blocks[d.Block].NoLinks {
			uses = append(uses, usage{d.Block, d.Start, d.End, d.Target, i, nil})
		}
	}
	for i := range p.blocks {
		b := &p.blocks[i]
		for _, e := range b.explicit {
			bar := b.barriers[e.barrier]
			if !b.NoLinks && isShortForm(bar.text, e.anchor.target) {
				uses = append(uses, usage{i, bar.at, bar.at + len(barrierText), e.anchor.target, -1, e.anchor})
			}
		}
	}
	slices.SortStableFunc(uses, func(a, b usage) int { return cmp.Or(cmp.Compare(a.block, b.block), cmp.Compare(a.start, b.start)) })
	return uses
}

// isShortForm reports whether the text of a link is the abbreviation of its target, or its plural.
func isShortForm(text string, t *term.Term) bool {
	plural := func(ending string) bool { return strings.TrimSuffix(text, ending) == t.Abbreviation }
	return t.Abbreviation != "" && (text == t.Abbreviation || plural("s") || plural("es") || plural("’s"))
}

// longForm is the title of a term without the abbreviation in brackets that it may end in; "" when it is no longer than that.
func longForm(t *term.Term) string {
	long := t.Title
	if open := strings.LastIndex(long, " ("); open > 0 && strings.HasSuffix(long, ")") {
		long = long[:open]
	}
	if long == t.Abbreviation || t.Kind != term.KindTerm {
		return ""
	}
	return long
}

// spelledOut reports whether the long form stands right beside an abbreviation, one of the two in brackets.
func (p *page) spelledOut(u usage, decisions []linker.Decision, long string) bool {
	b := &p.blocks[u.block]
	shown := b.shown
	before := shown[:b.visibleOffset(u.start)]
	after := shown[b.visibleOffset(u.end):]
	if left, ok := strings.CutSuffix(strings.TrimRight(before, "“\"‘"), "("); ok {
		left = strings.TrimRight(left, " \n\u00a0")
		return endsFolded(left, long) || p.namedAt(u, decisions, func(start, end int) bool { return end == len(left) })
	}
	open := len(shown) - len(after)
	for open < len(shown) && strings.IndexByte(" \n", shown[open]) >= 0 {
		open++
	}
	if !strings.HasPrefix(shown[open:], "(") {
		return false
	}
	open++
	return startsFolded(shown[open:], long) || p.namedAt(u, decisions, func(start, end int) bool { return start == open })
}

// namedAt reports whether another name of the same term stands where here says, by offsets in the visible text of the block. So an
// inflected long form is known, and one that the writer linked.
func (p *page) namedAt(u usage, decisions []linker.Decision, here func(start, end int) bool) bool {
	b := &p.blocks[u.block]
	for _, e := range b.explicit {
		bar := b.barriers[e.barrier]
		start := b.visibleOffset(bar.at)
		if e.anchor.target == u.target && here(start, start+len(bar.text)) {
			return true
		}
	}
	return slices.ContainsFunc(decisions, func(d linker.Decision) bool {
		return d.Block == u.block && d.Target == u.target && d.Found.Name.Kind != names.Abbreviation && d.Rule != linker.RuleCase &&
			d.Rule != linker.RuleToken && here(b.visibleOffset(d.Start), b.visibleOffset(d.End))
	})
}

func endsFolded(text, end string) bool {
	return len(text) >= len(end) && strings.EqualFold(text[len(text)-len(end):], end)
}

func startsFolded(text, start string) bool {
	return len(text) >= len(start) && strings.EqualFold(text[:len(start)], start)
}

// expand makes the text of a link an abbreviation. The link needs no title of its own then.
func (n *anchor) expand(long string) {
	if n.title == n.target.Title {
		n.title = ""
	}
	if n.FirstChild() == nil {
		n.AppendChild(n, ast.NewString([]byte(n.label)))
	}
	wrap(&abbr{title: long}, n.FirstChild(), n.LastChild())
}

// inAbbreviation reports whether a writer's own <abbr> stands right before n.
func inAbbreviation(n ast.Node) bool {
	before, ok := n.PreviousSibling().(*markup)
	return ok && strings.HasPrefix(before.html, "<abbr")
}
