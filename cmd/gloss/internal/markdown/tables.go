package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
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
