package markdown

import (
	"html"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	nethtml "golang.org/x/net/html"
)

// balance writes sanitised HTML again so that it nests with what is open in this container, with its addresses resolved.
func (r *rawCleaner) balance(source string, flow bool, start int) (out, text string) {
	var b, visible strings.Builder
	z := nethtml.NewTokenizer(strings.NewReader(source))
	for {
		kind := z.Next()
		if kind == nethtml.ErrorToken {
			return r.dropEmptyParagraph(b.String()), visible.String()
		}
		token := z.Token()
		switch kind {
		case nethtml.TextToken:
			visible.WriteString(token.Data)
			b.WriteString(html.EscapeString(token.Data))
		case nethtml.StartTagToken, nethtml.SelfClosingTagToken:
			if token.Data == "br" || token.Data == "td" || token.Data == "th" {
				visible.WriteByte(' ')
			}
			r.startTag(&b, token, flow, start)
		case nethtml.EndTagToken:
			name := demoted(token.Data)
			if i := lastIndex(r.open, name); i >= 0 {
				b.WriteString(r.closeTo(i))
			}
		}
	}
}

// dropEmptyParagraph takes back a <p> at the end of a raw node: the Markdown after it has paragraphs of its own.
func (r *rawCleaner) dropEmptyParagraph(out string) string {
	trimmed := strings.TrimSpace(out)
	if len(r.open) == 0 || r.open[len(r.open)-1] != "p" || !strings.HasSuffix(trimmed, "<p>") {
		return out
	}
	r.open = r.open[:len(r.open)-1]
	return strings.TrimSuffix(trimmed, "<p>")
}

// demoted makes h1 an h2: the page's title is the one heading of level 1.
func demoted(name string) string {
	if name == "h1" {
		return "h2"
	}
	return name
}

// maxOpen is the number of raw elements that may be open in one container; start tags beyond go, so that time stays linear.
const maxOpen = 64

// startTag writes one start tag if it may stand here.
func (r *rawCleaner) startTag(b *strings.Builder, token nethtml.Token, flow bool, start int) {
	name := demoted(token.Data)
	if !isPhrasing(name) && (!flow || slices.ContainsFunc(r.open, func(o string) bool { return isPhrasing(o) && !isTransparent(o) })) {
		return
	}
	if name == "a" && slices.Contains(r.open, "a") {
		return
	}
	b.WriteString(r.closeImplied(name))
	if parents := parentsOf(name); parents != nil && !slices.ContainsFunc(parents, func(parent string) bool { return slices.Contains(r.open, parent) }) {
		return
	}
	attributes, ok := r.attributes(name, token.Attr, start)
	if !ok {
		return
	}
	if isVoid(name) {
		b.WriteString("<" + name + attributes + ">")
		return
	}
	if len(r.open) < maxOpen {
		b.WriteString("<" + name + attributes + ">")
		r.open = append(r.open, name)
	}
}

// closeImplied closes what the start tag of name ends.
func (r *rawCleaner) closeImplied(name string) string {
	closes, until := impliedEnd(name)
	if !isPhrasing(name) {
		if i := lastIndex(r.open, "p"); i >= 0 {
			return r.closeTo(i) + r.closeImplied(name)
		}
	}
	from := len(r.open)
	for i := len(r.open) - 1; i >= 0 && !slices.Contains(strings.Fields(until), r.open[i]); i-- {
		if slices.Contains(closes, r.open[i]) {
			from = i
		}
	}
	return r.closeTo(from)
}

// closeTo closes the open elements from index i on, innermost first.
func (r *rawCleaner) closeTo(i int) string {
	var b strings.Builder
	for j := len(r.open) - 1; j >= i; j-- {
		b.WriteString("</" + r.open[j] + ">")
	}
	r.open = r.open[:i]
	return b.String()
}

// closeBefore closes the raw elements that cannot hold the Markdown block c, as <p> cannot.
func (r *rawCleaner) closeBefore(n, c ast.Node) {
	i := slices.IndexFunc(r.open, func(o string) bool {
		return isPhrasing(o) && !isTransparent(o) || o == "p" || len(o) == 2 && o[0] == 'h' || o == "summary"
	})
	if i < 0 || r.converter.opts.TrustHTML {
		return
	}
	n.InsertBefore(n, c, &markup{html: r.closeTo(i)})
}

// attributes writes the attributes of a tag with its addresses resolved; ok is false for a tag that has to go.
func (r *rawCleaner) attributes(name string, list []nethtml.Attribute, start int) (out string, ok bool) {
	var b strings.Builder
	write := func(key, value string) { b.WriteString(" " + key + `="` + html.EscapeString(value) + `"`) }
	for _, a := range list {
		switch {
		case a.Key == "id" || a.Key == "name" && name == "a":
			if id := a.Val; r.page.ids[id] == 0 && !reserved(id) {
				r.page.ids[id] = 1
				r.body.Anchors = append(r.body.Anchors, id)
				write("id", id)
			}
		case a.Key == "href":
			found := r.find(a.Val, start, start+1)
			if found.refused {
				continue
			}
			switch found.kind {
			case linkTerm:
				write("class", "term")
			case linkExternal:
				write("class", "external")
				write("rel", "noopener")
			}
			write("href", found.href)
		case a.Key == "src":
			src, fine := r.rawImage(a.Val, start)
			if !fine {
				return "", false
			}
			write("src", src)
		default:
			write(a.Key, a.Val)
		}
	}
	if name == "img" && !strings.Contains(b.String(), " src=") || name == "a" && b.Len() == 0 {
		return "", false
	}
	if name == "img" && !strings.Contains(b.String(), " alt=") {
		write("alt", "")
	}
	return b.String(), true
}

func lastIndex(list []string, s string) int {
	for i := len(list) - 1; i >= 0; i-- {
		if list[i] == s {
			return i
		}
	}
	return -1
}
