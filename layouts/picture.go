package layouts

import (
	"strconv"
	"strings"
	"unicode"
)

// Pictures are drawn at build in whole units, so that each page holds one that needs no script. Text in them is measured by
// estimate: fonts are the reader's.

// Node is a term in one of the two columns of a picture.
type Node struct {
	Link
	Label string // the title, cut where it is too long
	Y     int    // of its middle
}

// Neighbourhood is the picture of a term between the terms that mention it and those that it mentions.
type Neighbourhood struct {
	Label  string // the term's own title, cut where it is too long
	Height int    // the width is always 400
	Lines  string // SVG path data
	In     []Node // mention the term
	Out    []Node // are mentioned by it
}

// The picture's measures. Labels stand in two columns of boxes; lines come from the term at the top, down the gap between them.
const (
	pictureWidth  = 400
	boxWidth      = 178 // the style sheet draws boxes as wide, and 26 high
	boxHeight     = 26
	rowHeight     = 34
	firstRow      = 96 // the middle of the first box
	termBottom    = 42
	labelUnits    = 230 // tenths of a letter's width that fit into a box
	titleUnits    = 430 // and above the boxes, in larger type
	columnsMiddle = pictureWidth / 2
	fewest        = 3 // neighbours; fewer would only repeat what the text and the lists below it show
)

// NewNeighbourhood draws the neighbours of the term of this title, or returns nil if it has too few to be worth one. mutual tells of a link in
// the list in, by its place, that the term links to it too; it is asked about the first 64.
func NewNeighbourhood(title string, in, out []Link, mutual func(int) bool) *Neighbourhood {
	return new(Sketch).Neighbourhood(title, in, out, mutual)
}

// Sketch draws neighbourhoods one after the other in the same memory: a picture is good until the next. The zero Sketch is ready; it is for one
// goroutine at a time.
type Sketch struct {
	picture Neighbourhood
	nodes   []Node
	lines   map[shape]string
	pen     pen
}

// shape is all that the lines of a picture depend on. 100,000 terms of a dictionary have 1,300 shapes.
type shape struct {
	in, out int
	mutual  uint64 // by place in the list in, a bit each
}

// Neighbourhood is NewNeighbourhood.
func (s *Sketch) Neighbourhood(title string, in, out []Link, mutual func(int) bool) *Neighbourhood {
	if len(in)+len(out) < fewest {
		return nil
	}
	outline := shape{in: len(in), out: len(out)}
	for i := range min(len(in), 64) {
		if mutual(i) {
			outline.mutual |= 1 << i
		}
	}
	lines, known := s.lines[outline]
	if !known {
		if s.lines == nil {
			s.lines = map[shape]string{}
		}
		lines = s.draw(outline)
		s.lines[outline] = lines
	}
	s.nodes = appendColumn(appendColumn(s.nodes[:0], in), out)
	s.picture = Neighbourhood{Label: cut(title, titleUnits), Height: firstRow - rowHeight/2 + rowHeight*max(len(in), len(out)), Lines: lines,
		In: s.nodes[:len(in):len(in)], Out: s.nodes[len(in):]}
	return &s.picture
}

// draw returns the lines from and to the boxes.
func (s *Sketch) draw(outline shape) string {
	path := s.pen[:0]
	for i := range outline.in {
		path.curve(columnsMiddle-3, termBottom+6, boxWidth+1, firstRow+rowHeight*i)
		if outline.mutual>>i&1 == 1 {
			path = append(path, "m6-4l-6 4 6 4"...)
		}
	}
	if outline.in > 0 {
		path.move(columnsMiddle-7, termBottom+8)
		path = append(path, "l4-6 4 6"...)
	}
	for i := range outline.out {
		path.curve(columnsMiddle+3, termBottom, pictureWidth-boxWidth-1, firstRow+rowHeight*i)
		path = append(path, "m-6-4l6 4-6 4"...)
	}
	s.pen = path
	return string(path)
}

func appendColumn(nodes []Node, links []Link) []Node {
	for i := range links {
		nodes = append(nodes, Node{Link: links[i], Label: cut(links[i].Title, labelUnits), Y: firstRow + rowHeight*i})
	}
	return nodes
}

// pen writes SVG path data. Formatting it by package fmt was a fiftieth of a build's time without search at 100,000 terms.
type pen []byte

func (p *pen) numbers(command byte, all ...int) {
	for i, n := range all {
		if i > 0 {
			command = ' '
		}
		*p = strconv.AppendInt(append(*p, command), int64(n), 10)
	}
}

func (p *pen) move(x, y int) { p.numbers('M', x, y) }

// curve draws from a point down and to the side to another.
func (p *pen) curve(x1, y1, x2, y2 int) {
	p.move(x1, y1)
	p.numbers('Q', x1, y2, x2, y2)
}

// asciiWidths are the widths of the characters that most titles are made of.
var asciiWidths = func() (all [128]int) {
	for i := range all {
		all[i] = measure(rune(i))
	}
	return all
}()

func width(r rune) int {
	if 0 <= r && r < 128 {
		return asciiWidths[r]
	}
	return measure(r)
}

// measure returns the width of a character in tenths of a small letter's, for a usual sans serif.
func measure(r rune) int {
	switch {
	case strings.ContainsRune("iljtfr.,:;'’|!()[] I", r):
		return 6
	case strings.ContainsRune("mwMW@%", r):
		return 16
	case unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf):
		return 0
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul) || r >= 0x1F000:
		return 19
	case unicode.IsUpper(r):
		return 13
	}
	return 10
}

// widestByte is the width of the widest character for each byte that it takes in UTF-8: an m is wider than a third of an ideograph.
const widestByte = 16

// textWidth returns a text's width in tenths of a small letter's.
func textWidth(text string) int {
	w := 0
	for _, r := range text {
		w += width(r)
	}
	return w
}

// cut shortens a text that is wider than limit, tenths of a letter, and ends it in an ellipsis.
func cut(text string, limit int) string {
	if len(text)*widestByte <= limit || textWidth(text) <= limit {
		return text
	}
	w := 0
	for i, r := range text {
		if w += width(r); w > limit-10 {
			return strings.TrimRight(text[:i], " -–") + "…"
		}
	}
	return text
}
