package markdown

import (
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"

	"gloss/cmd/gloss/internal/address"
	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/term"
)

// textLink is a link that the linker set within one text node. Most links are of this kind: the renderer sets them as it comes by, and
// the tree needs neither be cut nor grow, which took a third of the time of linking.
type textLink struct {
	node       *ast.Text
	start, end int // in the source
	from       *term.Term
	found      *names.Found
}

// hrefOf returns the address of a term's page as a link from another's page has it.
func hrefOf(from, to *term.Term) string { return address.Relative(from.URL(), escapePath(to.URL())) }

// write writes the link. If the name is the target's title, as it mostly is, the target need not be looked at.
func (l *textLink) write(w *output, source []byte) {
	name := &l.found.Name
	isTerm := l.found.Titled || name.Term.Kind == term.KindTerm
	if isTerm {
		w.WriteString(`<a class="term" href="`)
	} else {
		w.WriteString(`<a href="`)
	}
	if isTerm && l.from.Kind == term.KindTerm && plainSlug(name.Slug) {
		w.WriteString(name.Slug)
		w.WriteString(".html")
	} else {
		escape(w, hrefOf(l.from, name.Term))
	}
	if title := l.title(source[l.start:l.end]); isTerm && title != "" {
		w.WriteString(`" title="`)
		escape(w, title)
	}
	w.WriteString(`">`)
	writeText(w, source[l.start:l.end])
	w.WriteString("</a>")
}

// title returns the target's title, or "" if it is the link's text.
func (l *textLink) title(text []byte) string {
	title := l.found.Name.Text
	if l.found.Titled {
		if l.found.Verbatim {
			return ""
		}
	} else {
		title = l.found.Name.Term.Title
	}
	if title == string(text) {
		return ""
	}
	return title
}

// plainSlug reports whether an address in the same folder is the slug as it stands.
func plainSlug(slug string) bool {
	for i := 0; i < len(slug); i++ {
		switch c := slug[i]; {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9', c >= 'A' && c <= 'Z', c == '-', c == '_', c == '.':
		default:
			return false
		}
	}
	return true
}

// plainText renders a text node with its links.
func (nodeRenderer) plainText(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n, out := node.(*ast.Text), w.(*output)
	if n.IsRaw() {
		html.DefaultWriter.RawWrite(w, n.Segment.Value(source))
		return ast.WalkContinue, nil
	}
	if out.next < len(out.links) && out.links[out.next].node == n {
		at := n.Segment.Start
		for ; out.next < len(out.links) && out.links[out.next].node == n; out.next++ {
			link := &out.links[out.next]
			writeText(out, source[at:link.start])
			link.write(out, source)
			at = link.end
		}
		writeText(out, source[at:n.Segment.Stop])
	} else {
		writeText(out, n.Segment.Value(source))
	}
	switch {
	case n.HardLineBreak():
		_, _ = w.WriteString("<br>\n")
	case n.SoftLineBreak():
		_ = w.WriteByte('\n')
	}
	return ast.WalkContinue, nil
}

// writeText writes text as goldmark does, which looks at each byte three times, or as it stands if there is nothing to do.
func writeText(w *output, text []byte) {
	for _, c := range text {
		if special[c] {
			html.DefaultWriter.Write(w, text)
			return
		}
	}
	w.Write(text)
}

// special is a constant table of the bytes that Markdown or HTML write otherwise.
var special = [256]bool{0: true, '\\': true, '&': true, '<': true, '>': true, '"': true}
