package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// tableParser is goldmark's parser of tables, except that the bar of [[name|text]] ends no cell: goldmark cuts rows into cells before
// anybody can see the brackets.
type tableParser struct{ inner parser.ParagraphTransformer }

func newTableParser() tableParser { return tableParser{extension.NewTableParagraphTransformer()} }

// veiledKey holds the copy of the page's source in which the bars of wiki links in tables are hidden.
var veiledKey = parser.NewContextKey()

// Transform hands goldmark a copy of the text without those bars. What it keeps are offsets, which are true in both.
func (t tableParser) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	lines := node.Lines()
	if !mayBeTable(lines, reader.Source()) {
		return
	}
	for i := range lines.Len() {
		line := lines.At(i)
		for _, bar := range wikiBars(reader.Source()[line.Start:line.Stop]) {
			veiled, ok := pc.Get(veiledKey).(text.Reader)
			if !ok {
				veiled = text.NewReader(bytes.Clone(reader.Source()))
				pc.Set(veiledKey, veiled)
			}
			veiled.Source()[line.Start+bar] = '.'
		}
	}
	if veiled, ok := pc.Get(veiledKey).(text.Reader); ok {
		reader = veiled
	}
	t.inner.Transform(node, reader, pc)
}

// mayBeTable reports whether a paragraph has a line of hyphens, bars and colons below another.
func mayBeTable(lines *text.Segments, source []byte) bool {
	for i := 1; i < lines.Len(); i++ {
		line := lines.At(i)
		if len(bytes.Trim(source[line.Start:line.Stop], "-|: \t\n\v\f")) == 0 {
			return true
		}
	}
	return false
}

// wikiBars returns the offsets of the bars in line that part a wiki link's name from its text.
func wikiBars(line []byte) []int {
	var bars []int
	for at := 0; ; {
		i := bytes.Index(line[at:], []byte("[["))
		if i < 0 {
			return bars
		}
		from := at + i + 2
		at = from - 1 // [[[a|b]] is a bracket and a link
		end := bytes.IndexAny(line[from:min(len(line), from+maxWiki)], "[]")
		if end < 0 || !bytes.HasPrefix(line[from+end:], []byte("]]")) || from > 2 && line[from-3] == '\\' {
			continue
		}
		inner := line[from : from+end]
		bar := bytes.IndexByte(inner, '|')
		if bar > 0 && inner[bar-1] != '\\' && bytes.Count(inner, []byte("|")) == 1 && len(bytes.TrimSpace(inner[:bar])) > 0 &&
			len(bytes.TrimSpace(inner[bar+1:])) > 0 {
			bars = append(bars, from+bar)
		}
		at = from + end
	}
}

// table puts a wide table into a box of its own, which the theme lets scroll.
func (nodeRenderer) table(w util.BufWriter, _ []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	switch {
	case entering && len(node.(*east.Table).Alignments) > 2:
		_, _ = w.WriteString("<div class=\"table\" tabindex=\"0\"><table>\n") // wide enough to scroll, by keyboard too
	case entering:
		_, _ = w.WriteString("<div class=\"table\"><table>\n")
	default:
		_, _ = w.WriteString("</table></div>\n")
	}
	return ast.WalkContinue, nil
}

// tableCell aligns by class, as rule 6 allows no style attribute. A corner without words heads nothing.
func (r nodeRenderer) tableCell(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*east.TableCell)
	tag := "td"
	if n.Parent().Kind() == east.KindTableHeader && !blank(n, source) {
		tag = "th"
	}
	if !entering {
		_, _ = w.WriteString("</" + tag + ">\n")
		return ast.WalkContinue, nil
	}
	_, _ = w.WriteString("<" + tag)
	if n.Alignment != east.AlignNone {
		_, _ = w.WriteString(` class="align-` + n.Alignment.String() + `"`)
	}
	_ = w.WriteByte('>')
	return ast.WalkContinue, nil
}

// blank reports whether the inline nodes in n show nothing.
func blank(n ast.Node, source []byte) bool {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		switch c := c.(type) {
		case *ast.Text:
			shown := false
			unescape(c.Segment.Value(source), func(text []byte, _, _ int, _ bool) { shown = shown || len(bytes.TrimSpace(text)) > 0 })
			if shown {
				return false
			}
		case *markup:
			if strings.TrimSpace(c.text) != "" || strings.Contains(c.html, "<img") {
				return false
			}
		case *ast.Emphasis, *east.Strikethrough, *label:
			if !blank(c, source) {
				return false
			}
		default:
			return false
		}
	}
	return true
}
