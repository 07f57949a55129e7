package layouts

import (
	"fmt"
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
// the list in that the term links to it too.
func NewNeighbourhood(title string, in, out []Link, mutual func(Link) bool) *Neighbourhood {
	if len(in)+len(out) < fewest {
		return nil
	}
	n := &Neighbourhood{Label: cut(title, titleUnits), Height: firstRow - rowHeight/2 + rowHeight*max(len(in), len(out))}
	var lines strings.Builder
	for i, link := range in {
		node := Node{Link: link, Label: cut(link.Title, labelUnits), Y: firstRow + rowHeight*i}
		n.In = append(n.In, node)
		fmt.Fprintf(&lines, "M%d %dQ%d %d %d %d", columnsMiddle-3, termBottom+6, columnsMiddle-3, node.Y, boxWidth+1, node.Y)
		if mutual(link) {
			fmt.Fprint(&lines, "m6-4l-6 4 6 4")
		}
	}
	if len(in) > 0 {
		fmt.Fprintf(&lines, "M%d %dl4-6 4 6", columnsMiddle-7, termBottom+8)
	}
	for i, link := range out {
		node := Node{Link: link, Label: cut(link.Title, labelUnits), Y: firstRow + rowHeight*i}
		n.Out = append(n.Out, node)
		fmt.Fprintf(&lines, "M%d %dQ%d %d %d %dm-6-4l6 4-6 4", columnsMiddle+3, termBottom, columnsMiddle+3, node.Y, pictureWidth-boxWidth-1, node.Y)
	}
	n.Lines = lines.String()
	return n
}

// widths of characters in tenths of a small letter's, for a usual sans serif.
func width(r rune) int {
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
	if textWidth(text) <= limit {
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
