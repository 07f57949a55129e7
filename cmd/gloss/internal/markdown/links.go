package markdown

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"

	"gloss/cmd/gloss/internal/address"
	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/term"
)

// resolveLinks replaces all links and images of the tree by nodes that know their address, and notes raw HTML and foreign syntax on
// the way.
func (p *page) resolveLinks(n ast.Node) {
	children(n, func(c ast.Node) {
		switch c := c.(type) {
		case *ast.Link:
			p.resolveLinks(c)
			p.resolveLink(c)
		case *ast.Image:
			p.resolveImage(c)
		case *ast.Text:
			p.joinText(c)
		case *ast.CodeSpan:
		case *ast.AutoLink:
			p.resolveAutoLink(c)
		case *wiki:
			p.resolveWiki(c)
		case *foreign:
			p.warnForeign(c.start, c.end)
		case *ast.RawHTML, *ast.HTMLBlock:
			p.hasRaw = true
		case *east.TaskCheckBox:
			p.boxes = append(p.boxes, c)
		case *ast.Paragraph:
			p.warnContainer(c)
			p.resolveLinks(c)
		default:
			p.resolveLinks(c)
		}
	})
}

// joinText makes neighbouring text nodes one, as goldmark cuts text wherever a character could begin something, and takes away the
// spaces before a line break, which it forgets when it cut there.
func (p *page) joinText(t *ast.Text) {
	if before, ok := t.PreviousSibling().(*ast.Text); ok && before.Segment.Len() > 0 && before.Merge(t, p.source) {
		t.Parent().RemoveChild(t.Parent(), t)
		t = before
	}
	if t.SoftLineBreak() || t.HardLineBreak() {
		t.Segment = t.Segment.TrimRightSpace(p.source)
	}
}

// warnContainer warns of ":::note" at the start of a paragraph.
func (p *page) warnContainer(n *ast.Paragraph) {
	if p.foreign || n.Lines().Len() == 0 {
		return
	}
	segment := n.Lines().At(0)
	if line := bytes.TrimRight(segment.Value(p.source), " \t\n"); bytes.HasPrefix(line, []byte(":::")) && container.Match(line) {
		p.warnForeign(segment.Start, segment.Start+len(line))
	}
}

// replaceByText puts the children of n, or label, in the place of n.
func replaceByText(n ast.Node, label string) {
	parent := n.Parent()
	children(n, func(c ast.Node) { parent.InsertBefore(parent, n, c) })
	if label != "" {
		plain := ast.NewString([]byte(label))
		plain.SetRaw(true)
		parent.InsertBefore(parent, n, plain)
	}
	parent.RemoveChild(parent, n)
}

// insideLink reports whether n stands in a link or in an image's text, where no other link may be.
func insideLink(n ast.Node) bool {
	for a := n.Parent(); a != nil && a.Type() == ast.TypeInline; a = a.Parent() {
		switch a.(type) {
		case *ast.Link, *anchor, *ast.Image:
			return true
		}
	}
	return false
}

func (p *page) resolveLink(n *ast.Link) {
	start, end := p.place(n, n.Destination, n.Reference != nil)
	found := p.find(string(util.URLEscape(n.Destination, true)), start, end)
	if found.refused || insideLink(n) {
		replaceByText(n, "")
		return
	}
	a := &anchor{href: found.href, kind: found.kind, target: found.target, title: plainValue(n.Title)}
	children(n, func(c ast.Node) { a.AppendChild(a, c) })
	p.finishAnchor(n, a, p.textOf(a))
	hoistNotes(a, a)
}

// hoistNotes moves references to footnotes, which are links, from inside a link to behind it.
func hoistNotes(a *anchor, n ast.Node) {
	children(n, func(c ast.Node) {
		if c.Kind() != east.KindFootnoteLink {
			hoistNotes(a, c)
			return
		}
		n.RemoveChild(n, c)
		a.Parent().InsertAfter(a.Parent(), a, c)
	})
}

// finishAnchor puts a in the place of n. A link to a term shows the term's title on hover where the text is another.
func (p *page) finishAnchor(n ast.Node, a *anchor, text string) {
	if a.target != nil && a.target.Kind == term.KindTerm && a.title == "" && text != a.target.Title {
		a.title = a.target.Title
	}
	n.Parent().ReplaceChild(n.Parent(), n, a)
}

func (p *page) resolveAutoLink(n *ast.AutoLink) {
	label := string(n.Label(p.source))
	href := string(util.URLEscape(n.URL(p.source), false))
	if n.AutoLinkType == ast.AutoLinkEmail && scheme(href) != "mailto" {
		href = "mailto:" + href
	}
	start := max(n.Pos(), 0)
	end := start + len(label)
	if insideLink(n) || !p.converter.opts.TrustHTML && !allowedLink(scheme(href)) {
		if !insideLink(n) {
			p.report(start, end, diag.Warning, "unsafe-scheme", "the link was taken out: its scheme is not allowed",
				"http, https, mailto, tel and relative addresses are")
		}
		replaceByText(n, label)
		return
	}
	a := &anchor{href: href, label: label, kind: outside(href)}
	n.Parent().ReplaceChild(n.Parent(), n, a)
}

// outside returns the kind of an absolute address.
func outside(href string) linkKind {
	if s := scheme(href); s == "http" || s == "https" {
		return linkExternal
	}
	return linkPlain
}

func (p *page) resolveImage(n *ast.Image) {
	start, end := p.place(n, n.Destination, n.Reference != nil)
	p.placePicture(n, string(util.URLEscape(n.Destination, true)), p.textOf(n), plainValue(n.Title), start, end)
}

// placePicture puts an image in the place of n. An image of another host becomes a link, so that the reader's browser talks to
// nobody else (rule 6).
func (p *page) placePicture(n ast.Node, src, alt, title string, start, end int) {
	parent := n.Parent()
	if p.converter.opts.TrustHTML && scheme(src) != "" {
		parent.ReplaceChild(parent, n, &picture{src: src, alt: alt, title: title})
		return
	}
	if !allowedImage(src) {
		p.report(start, end, diag.Warning, "unsafe-scheme", "the image was taken out: its scheme is not allowed",
			"relative addresses and data: of png, gif, jpeg and webp are")
		n.RemoveChildren(n)
		replaceByText(n, alt)
		return
	}
	if s := scheme(src); s == "http" || s == "https" || strings.HasPrefix(src, "//") {
		p.report(start, end, diag.Warning, "foreign-image", "an image of another host is shown as a link",
			"save the image beside the term and name that file")
		if insideLink(n) {
			n.RemoveChildren(n)
			replaceByText(n, alt)
			return
		}
		a := &anchor{href: src, kind: linkExternal, title: title, label: alt}
		if alt == "" {
			a.label = src
		}
		parent.ReplaceChild(parent, n, a)
		return
	}
	if scheme(src) == "" {
		src = p.file(src, start, end)
	}
	parent.ReplaceChild(parent, n, &picture{src: src, alt: alt, title: title})
}

// rawImage resolves the source of a raw <img>; ok is false for one that has to go.
func (p *page) rawImage(src string, start int) (resolved string, ok bool) {
	switch {
	case !allowedImage(src):
		p.report(start, start+1, diag.Warning, "unsafe-scheme", "the image was taken out: its scheme is not allowed",
			"relative addresses and data: of png, gif, jpeg and webp are")
		return "", false
	case scheme(src) == "http" || scheme(src) == "https" || strings.HasPrefix(src, "//"):
		p.report(start, start+1, diag.Warning, "foreign-image", "an image of another host was taken out",
			"save the image beside the term and name that file")
		return "", false
	case scheme(src) == "data":
		return src, true
	}
	return p.file(src, start, start+1), true
}

// file returns the published address of an image's source; a file that is not there is an error.
func (p *page) file(src string, start, end int) string {
	filePath, suffix := contentPath(p.term.File.Path, src)
	if filePath == "" {
		p.report(start, end, diag.Error, "outside-content", "the path leads out of the content folder", "")
		return src
	}
	if p.exists(filePath) {
		return p.asset(filePath) + suffix
	}
	p.report(start, end, diag.Error, "missing-file", "there is no file "+strconv.Quote(filePath)+" in the content folder", "")
	r := p.body.rare()
	r.absent = append(r.absent, absentFile{filePath, r.Diags[len(r.Diags)-1]})
	return src
}

// asset notes that the body refers to a file and returns its address relative to the page.
func (p *page) asset(filePath string) string {
	r := p.body.rare()
	r.Assets = append(r.Assets, filePath)
	return address.Relative(p.term.URL(), "files/"+escapePath(filePath))
}

func (p *page) exists(filePath string) bool {
	if p.hasFile != nil && p.hasFile(filePath) {
		return true
	}
	r := p.body.rare()
	r.Missing = append(r.Missing, filePath)
	return false
}

// labelBoxes makes the words after a check box its label, which a screen reader reads with it.
func (p *page) labelBoxes() {
	for _, box := range p.boxes {
		wrap(&label{}, box, box.Parent().LastChild())
	}
}

// place returns the range of the source to show for a problem with a link: its destination, or the text in brackets when the
// destination stands in a reference elsewhere.
func (p *page) place(n ast.Node, destination []byte, reference bool) (start, end int) {
	start = max(n.Pos(), 0)
	if !reference && len(destination) > 0 {
		if i := bytes.Index(p.source[start:], destination); i >= 0 {
			return start + i, start + i + len(destination)
		}
	}
	if i := bytes.IndexByte(p.source[start:], ']'); i >= 0 {
		return start, start + i + 1
	}
	return start, start + 1
}

// plainValue is a title as goldmark keeps it, with escapes and entities resolved.
func plainValue(raw []byte) string {
	if raw == nil {
		return ""
	}
	var b strings.Builder
	unescape(raw, func(text []byte, _, _ int, _ bool) { b.Write(text) })
	return b.String()
}
