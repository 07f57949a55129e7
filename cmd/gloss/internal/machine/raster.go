package machine

import (
	"cmp"
	"slices"

	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// mask is how much of each pixel a shape covers, 0 to 255, in rows. x and y are where its first pixel is, seen from the shape's origin.
type mask struct {
	x, y, width, height int
	coverage            []uint8
}

// Each pixel is sampled along rows of its own: a row's ends are exact to 1/64 of a pixel.
const (
	pixel        = 64 // units of a pixel: fixed.Int26_6
	rowsOfPixel  = 16
	rowDistance  = pixel / rowsOfPixel
	curvePieces  = 12
	fullCoverage = pixel * rowsOfPixel
)

// edge is a straight piece of an outline that is not level; winding tells its direction.
type edge struct {
	x0, y0, x1, y1 int // y0 < y1
	winding        int
}

// crossing is where an edge crosses a row.
type crossing struct{ x, winding int }

// fill rasterises a glyph's outline by the rule of non-zero winding. All arithmetic is in whole numbers, so that every machine
// draws the same pixels.
func fill(outline sfnt.Segments) mask {
	edges := edgesOf(outline)
	if len(edges) == 0 {
		return mask{}
	}
	minX, minY, maxX, maxY := edges[0].x0, edges[0].y0, edges[0].x0, edges[0].y1
	for _, e := range edges {
		minX, maxX = min(minX, e.x0, e.x1), max(maxX, e.x0, e.x1)
		minY, maxY = min(minY, e.y0), max(maxY, e.y1)
	}
	m := mask{x: minX >> 6, y: minY >> 6}
	m.width, m.height = (maxX+pixel-1)>>6-m.x, (maxY+pixel-1)>>6-m.y
	m.coverage = make([]uint8, m.width*m.height)
	covered := make([]int, m.width)
	var crossings []crossing
	for row := range m.height {
		clear(covered)
		for sub := range rowsOfPixel {
			y := (m.y+row)*pixel + sub*rowDistance + rowDistance/2
			crossings = crossRow(crossings[:0], edges, y)
			coverRow(covered, crossings, m.x*pixel)
		}
		for i, c := range covered {
			m.coverage[row*m.width+i] = uint8(c * 255 / fullCoverage)
		}
	}
	return m
}

func crossRow(crossings []crossing, edges []edge, y int) []crossing {
	for _, e := range edges {
		if e.y0 <= y && y < e.y1 {
			crossings = append(crossings, crossing{e.x0 + (e.x1-e.x0)*(y-e.y0)/(e.y1-e.y0), e.winding})
		}
	}
	slices.SortFunc(crossings, func(a, b crossing) int { return cmp.Compare(a.x, b.x) })
	return crossings
}

// coverRow adds the parts of a row that lie inside the outline to each pixel's coverage; left is the x of the first pixel.
func coverRow(covered []int, crossings []crossing, left int) {
	winding := 0
	for i, c := range crossings {
		if winding != 0 {
			coverSpan(covered, crossings[i-1].x-left, c.x-left)
		}
		winding += c.winding
	}
}

func coverSpan(covered []int, from, to int) {
	for from < to {
		end := min(to, (from>>6+1)*pixel)
		covered[from>>6] += end - from
		from = end
	}
}

// edgesOf flattens an outline. TrueType fonts, which the Go fonts are, have straight lines and quadratic curves only.
func edgesOf(outline sfnt.Segments) []edge {
	var edges []edge
	var start, at fixed.Point26_6
	lineTo := func(to fixed.Point26_6) {
		if e := (edge{int(at.X), int(at.Y), int(to.X), int(to.Y), 1}); e.y0 < e.y1 {
			edges = append(edges, e)
		} else if e.y0 > e.y1 {
			edges = append(edges, edge{e.x1, e.y1, e.x0, e.y0, -1})
		}
		at = to
	}
	for _, s := range outline {
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			lineTo(start)
			start, at = s.Args[0], s.Args[0]
		case sfnt.SegmentOpLineTo:
			lineTo(s.Args[0])
		case sfnt.SegmentOpQuadTo:
			from := at
			for i := 1; i <= curvePieces; i++ {
				lineTo(onCurve(from, s.Args[0], s.Args[1], i))
			}
		}
	}
	lineTo(start)
	return edges
}

// onCurve returns the end of the i-th piece of a quadratic curve.
func onCurve(from, control, to fixed.Point26_6, i int) fixed.Point26_6 {
	k := fixed.Int26_6(i)
	const n = curvePieces
	mix := func(a, b, c fixed.Int26_6) fixed.Int26_6 { return ((n-k)*(n-k)*a + 2*k*(n-k)*b + k*k*c) / (n * n) }
	return fixed.Point26_6{X: mix(from.X, control.X, to.X), Y: mix(from.Y, control.Y, to.Y)}
}
