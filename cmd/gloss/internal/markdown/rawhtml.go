package markdown

import (
	"bytes"
	"html"
	"slices"
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	nethtml "golang.org/x/net/html"

	"gloss/cmd/gloss/internal/diag"
)

// cleanRawHTML replaces raw HTML by markup that is sanitised and balanced: what a writer opens in one container of the tree (a
// paragraph, a list item, the page) is closed there at the latest, and an end tag closes only what raw HTML opened there. So raw HTML
// can break neither the page nor the Markdown around it, and <kbd>x</kbd> or <details> around paragraphs still work.
//
// With TrustHTML raw HTML stays as it is, and only the links inside of it are looked after.
func (p *page) cleanRawHTML(doc ast.Node) {
	if !p.hasRaw {
		return
	}
	p.shut = map[ast.Node]bool{}
	r := &rawCleaner{page: p}
	r.container(doc, false)
}

// rawCleaner walks the containers of a page.
type rawCleaner struct {
	*page
	open []string // raw elements open in the current container
}

// container cleans the raw nodes among the children of n, in order. shut says that a raw element around n allows no links.
func (r *rawCleaner) container(n ast.Node, shut bool) {
	outer := r.open
	r.open = nil
	flow := holdsBlocks(n)
	children(n, func(c ast.Node) {
		switch c.(type) {
		case *ast.RawHTML, *ast.HTMLBlock:
			r.raw(c, flow)
			return
		}
		switch {
		case c.Type() == ast.TypeBlock:
			r.closeBefore(n, c)
		case c.Kind() == east.KindFootnoteBacklink && !r.converter.opts.TrustHTML: // a link, and the last of its paragraph
			n.InsertBefore(n, c, &markup{html: r.closeTo(0)})
		}
		inside := shut || slices.ContainsFunc(r.open, shutsLinks)
		if inside {
			if slices.Contains(r.open, "a") {
				c = r.unlink(c)
			}
			r.shut[c] = true
		}
		if c.HasChildren() {
			r.container(c, inside)
		}
	})
	if tail := r.closeTo(0); tail != "" && !r.converter.opts.TrustHTML {
		n.AppendChild(n, &markup{html: tail})
	}
	r.open = outer
}

// holdsBlocks reports whether block elements may stand among the children of n.
func holdsBlocks(n ast.Node) bool {
	switch n.Kind() {
	case ast.KindParagraph, ast.KindHeading, east.KindDefinitionTerm:
		return false
	case ast.KindTextBlock:
		return n.Parent() == nil || n.Parent().Kind() != east.KindDefinitionTerm
	}
	return n.Type() == ast.TypeBlock || n.Type() == ast.TypeDocument
}

// unlink takes a Markdown link or note inside a raw <a> apart and returns the node to go on with.
func (r *rawCleaner) unlink(n ast.Node) ast.Node {
	var text *ast.String
	switch n := n.(type) {
	case *anchor:
		text = ast.NewString([]byte(r.textOf(n)))
	case *east.FootnoteLink:
		text = ast.NewString([]byte("[" + strconv.Itoa(n.Index) + "]"))
	default:
		children(n, func(c ast.Node) { r.unlink(c) })
		return n
	}
	n.Parent().ReplaceChild(n.Parent(), n, text)
	return text
}

// raw replaces one raw node.
func (r *rawCleaner) raw(n ast.Node, flow bool) {
	source, start := r.rawSource(n)
	out := &markup{}
	if r.converter.opts.TrustHTML {
		r.track(source)
		out.html, out.text = source, visibleText(source)
	} else {
		source = r.keepComponents(source, start)
		r.warnSchemes(source, start)
		out.html, out.text = r.balance(r.converter.policy().Sanitize(source), flow, start)
	}
	n.Parent().ReplaceChild(n.Parent(), n, out)
}

// rawSource returns the text of a raw node and its offset in the source.
func (p *page) rawSource(n ast.Node) (string, int) {
	var b strings.Builder
	start := -1
	write := func(from, to int) {
		if start < 0 {
			start = from
		}
		b.Write(p.source[from:to])
	}
	switch n := n.(type) {
	case *ast.RawHTML:
		for i := range n.Segments.Len() {
			write(n.Segments.At(i).Start, n.Segments.At(i).Stop)
		}
	case *ast.HTMLBlock:
		for i := range n.Lines().Len() {
			write(n.Lines().At(i).Start, n.Lines().At(i).Stop)
		}
		if n.HasClosure() {
			write(n.ClosureLine.Start, n.ClosureLine.Stop)
		}
	}
	return b.String(), max(start, 0)
}

// keepComponents escapes the tags of MDX and Vue components, which are shown as text.
func (r *rawCleaner) keepComponents(source string, start int) string {
	found := false
	source = component.ReplaceAllStringFunc(source, func(tag string) string {
		if knownElement(strings.TrimLeft(tag, "</")) {
			return tag
		}
		found = true
		return "&lt;" + tag[1:]
	})
	if found {
		line, _, _ := bytes.Cut(r.source[start:], []byte("\n"))
		r.warnForeign(start, start+len(line))
	}
	return source
}

// warnSchemes tells of the addresses that the policy takes out for their scheme.
func (r *rawCleaner) warnSchemes(source string, start int) {
	if strings.IndexByte(source, '=') < 0 {
		return
	}
	z := nethtml.NewTokenizer(strings.NewReader(source))
	for kind := z.Next(); kind != nethtml.ErrorToken; kind = z.Next() {
		if kind != nethtml.StartTagToken && kind != nethtml.SelfClosingTagToken {
			continue
		}
		tag := string(z.Raw())
		for _, a := range z.Token().Attr {
			if s := scheme(a.Val); s == "" || s == "data" || allowedLink(s) || a.Key != "href" && a.Key != "src" {
				continue // data: passes the policy and is judged by find and rawImage
			}
			at, end := r.placeIn(start, start+2*len(source)+100, tag, a.Val)
			r.report(at, end, diag.Warning, "unsafe-scheme", "the address was taken out: its scheme is not allowed",
				"http, https, mailto, tel and relative addresses are")
		}
	}
}

// placeIn returns the range of value, or else of the tag that holds it, in the source between start and end.
func (p *page) placeIn(start, end int, tag, value string) (from, to int) {
	for _, text := range []string{value, tag} {
		if i := bytes.Index(p.source[start:min(end, len(p.source))], []byte(text)); i >= 0 {
			return start + i, start + i + len(text)
		}
	}
	return start, start + 1
}

// track keeps r.open for trusted HTML.
func (r *rawCleaner) track(source string) {
	z := nethtml.NewTokenizer(strings.NewReader(source))
	for {
		switch z.Next() {
		case nethtml.ErrorToken:
			return
		case nethtml.StartTagToken:
			if name, _ := z.TagName(); shutsLinks(string(name)) {
				r.open = append(r.open, string(name))
			}
		case nethtml.EndTagToken:
			name, _ := z.TagName()
			if i := lastIndex(r.open, string(name)); i >= 0 {
				r.open = r.open[:i]
			}
		}
	}
}

// visibleText returns the text of a piece of HTML.
func visibleText(source string) string {
	var b strings.Builder
	z := nethtml.NewTokenizer(strings.NewReader(source))
	for {
		switch z.Next() {
		case nethtml.ErrorToken:
			return b.String()
		case nethtml.TextToken:
			b.WriteString(html.UnescapeString(string(z.Raw())))
		}
	}
}
