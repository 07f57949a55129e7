package machine

import (
	"bytes"
	"slices"
	"strings"

	"github.com/JohannesKaufmann/html-to-markdown/v2/converter"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/base"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/commonmark"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/strikethrough"
	"github.com/JohannesKaufmann/html-to-markdown/v2/plugin/table"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Elements that no HTML has. plainElements puts them where the converter must write Markdown beyond CommonMark.
const (
	taskElement      = "gloss-task"
	noteRefElement   = "gloss-note-ref"
	noteElement      = "gloss-note"
	noteListElement  = "gloss-notes"
	definedElement   = "gloss-defined"
	definingElement  = "gloss-defining"
	numberAttribute  = "number"
	checkedAttribute = "checked"
)

// newConverter returns the converter from HTML, as plainElements leaves it, to Markdown. It is safe for concurrent use.
func newConverter() *converter.Converter {
	convert := converter.NewConverter(converter.WithPlugins(
		base.NewBasePlugin(),
		commonmark.NewCommonmarkPlugin(commonmark.WithListEndComment(false)),
		strikethrough.NewStrikethroughPlugin(),
		table.NewTablePlugin(table.WithHeaderPromotion(true)),
	))
	const first = converter.PriorityEarly
	convert.Register.RendererFor(taskElement, converter.TagTypeInline, renderTask, first)
	convert.Register.RendererFor(noteRefElement, converter.TagTypeInline, renderNoteRef, first)
	convert.Register.RendererFor(noteElement, converter.TagTypeBlock, renderNote, first)
	convert.Register.RendererFor(definedElement, converter.TagTypeBlock, renderDefined, first)
	convert.Register.RendererFor(definingElement, converter.TagTypeBlock, renderDefining, first)
	convert.Register.TagType(noteListElement, converter.TagTypeBlock, first)
	return convert
}

// plainElements replaces what the site's pages show in a way of their own: alerts become quotations, questions that open become
// headings, and footnotes, tasks and definition lists become elements that the converter knows.
func plainElements(doc *html.Node) {
	for _, n := range slices.Collect(doc.Descendants()) { // the tree changes while it is walked
		switch {
		case n.Type != html.ElementNode:
		case n.DataAtom == atom.Aside && hasClass(n, "alert"):
			rename(n, "blockquote", atom.Blockquote)
		case n.DataAtom == atom.P && hasClass(n, "alert-title"):
			embolden(n)
		case n.DataAtom == atom.Details, n.DataAtom == atom.Summary:
			rename(n, "div", atom.Div)
		case n.DataAtom == atom.Input:
			rename(n, taskElement, 0)
		case n.DataAtom == atom.Dt:
			rename(n, definedElement, 0)
		case n.DataAtom == atom.Dd:
			rename(n, definingElement, 0)
		case n.DataAtom == atom.A && hasClass(n, "footnote-backref"):
			if space := n.PrevSibling; space != nil && space.Type == html.TextNode {
				space.Data = strings.TrimRight(space.Data, " \u00a0")
			}
			n.Parent.RemoveChild(n)
		case n.DataAtom == atom.A && hasClass(n, "footnote-ref"):
			rename(n, noteRefElement, 0)
		case n.DataAtom == atom.Div && hasClass(n, "footnotes"):
			unfoldNotes(n)
		}
	}
}

func rename(n *html.Node, name string, a atom.Atom) { n.Data, n.DataAtom = name, a }

func hasClass(n *html.Node, class string) bool {
	return slices.Contains(strings.Fields(attr(n, "class")), class)
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

func embolden(n *html.Node) {
	strong := &html.Node{Type: html.ElementNode, Data: "strong", DataAtom: atom.Strong}
	for n.FirstChild != nil {
		child := n.FirstChild
		n.RemoveChild(child)
		strong.AppendChild(child)
	}
	n.AppendChild(strong)
}

// unfoldNotes makes the list of footnotes one element a footnote, without the rule above it.
func unfoldNotes(notes *html.Node) {
	rename(notes, noteListElement, 0)
	for _, n := range slices.Collect(notes.Descendants()) {
		switch n.DataAtom {
		case atom.Hr:
			n.Parent.RemoveChild(n)
		case atom.Ol:
			if n.Parent == notes {
				rename(n, noteListElement, 0)
			}
		case atom.Li:
			if number, ok := strings.CutPrefix(attr(n, "id"), "fn:"); ok {
				rename(n, noteElement, 0)
				n.Attr = append(n.Attr, html.Attribute{Key: numberAttribute, Val: number})
			}
		}
	}
}

func renderTask(_ converter.Context, w converter.Writer, n *html.Node) converter.RenderStatus {
	box := "[ ] "
	if hasAttr(n, checkedAttribute) {
		box = "[x] "
	}
	w.WriteString(box)
	return converter.RenderSuccess
}

func renderNoteRef(_ converter.Context, w converter.Writer, n *html.Node) converter.RenderStatus {
	w.WriteString("[^" + strings.TrimPrefix(attr(n, "href"), "#fn:") + "]")
	return converter.RenderSuccess
}

func renderNote(ctx converter.Context, w converter.Writer, n *html.Node) converter.RenderStatus {
	w.WriteString("\n\n[^" + attr(n, numberAttribute) + "]: ")
	w.Write(hanging(ctx, n, "    "))
	w.WriteString("\n\n")
	return converter.RenderSuccess
}

func renderDefined(ctx converter.Context, w converter.Writer, n *html.Node) converter.RenderStatus {
	w.WriteString("\n\n")
	w.Write(hanging(ctx, n, ""))
	w.WriteString("\n\n")
	return converter.RenderSuccess
}

func renderDefining(ctx converter.Context, w converter.Writer, n *html.Node) converter.RenderStatus {
	w.WriteString("\n\n: ")
	w.Write(hanging(ctx, n, "  "))
	w.WriteString("\n\n")
	return converter.RenderSuccess
}

// hanging renders the children of n with every line but the first indented.
func hanging(ctx converter.Context, n *html.Node, indent string) []byte {
	var b bytes.Buffer
	ctx.RenderChildNodes(ctx, &b, n)
	lines := bytes.Split(bytes.TrimSpace(b.Bytes()), []byte("\n"))
	for i, line := range lines {
		if i > 0 && len(bytes.TrimSpace(line)) > 0 {
			lines[i] = append([]byte(indent), line...)
		}
	}
	return bytes.Join(lines, []byte("\n"))
}
