package markdown

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// maxWiki is the number of bytes between [[ and ]] that are looked at, so that a page of brackets takes linear time.
const maxWiki = 400

// wikiParser reads [[name]], [[name|text]], [[name#section]], [[#section]] and the image ![[file]]. The brackets may stand on neighbouring lines of
// one paragraph. In a table the bar may be written \|, as other tools want it.
type wikiParser struct{}

func (wikiParser) Trigger() []byte { return []byte{'[', '!'} }

func (wikiParser) Parse(_ ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	embed := line[0] == '!'
	if embed {
		line = line[1:]
		block.Advance(1)
		segment = segment.WithStart(segment.Start + 1)
	}
	if len(line) < 5 || line[0] != '[' || line[1] != '[' {
		return nil
	}
	inner, end, ok := wikiInner(block, line, segment)
	if !ok || strings.TrimSpace(inner) == "" || strings.ContainsAny(inner, "[]") {
		return nil
	}
	// [[text]] around a reference that the page defines is CommonMark's link in brackets.
	if _, defined := pc.Reference(util.ToLinkReference([]byte(inner))); defined {
		return nil
	}
	// [[1]](address) and [[1]][reference] are CommonMark's links whose text has brackets.
	if rest, _ := block.PeekLine(); len(rest) > 1 && (rest[0] == '(' || rest[0] == '[' && rest[1] != '[') {
		return nil
	}
	target, label, _ := strings.Cut(inner, "|")
	target = strings.TrimSuffix(target, `\`)
	return &wiki{target: joinSpaces(target), label: joinSpaces(label), start: segment.Start, end: end, embed: embed}
}

// wikiInner returns what stands between the double brackets that open line, and the offset behind the closing ones; the reader is
// moved there.
func wikiInner(block text.Reader, line []byte, segment text.Segment) (inner string, end int, ok bool) {
	limit := min(len(line), maxWiki)
	if i := bytes.Index(line[2:limit], []byte("]]")); i >= 0 {
		block.Advance(i + 4)
		return string(line[2 : 2+i]), segment.Start + i + 4, true
	}
	if len(line) > maxWiki || bytes.IndexByte(line[2:], '[') >= 0 {
		return "", 0, false
	}
	block.AdvanceLine()
	second, secondSegment := block.PeekLine()
	i := bytes.Index(second[:min(len(second), maxWiki)], []byte("]]"))
	if i < 0 {
		return "", 0, false
	}
	block.Advance(i + 2)
	return string(line[2:]) + string(second[:i]), secondSegment.Start + i + 2, true
}

// joinSpaces trims s and makes each run of white space one space.
func joinSpaces(s string) string {
	blank := true // before the first character
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c < ' ' || c >= utf8.RuneSelf || c == ' ' && blank {
			return strings.Join(strings.Fields(s), " ")
		}
		blank = c == ' '
	}
	return strings.TrimSuffix(s, " ")
}
