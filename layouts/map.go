package layouts

// Map is the view of map.html: the whole glossary as a picture of its links, with a list beside it.
type Map struct {
	Page
	Width, Height int
	Lines         string // SVG path data: "M x y L x y" for each link between terms of the map
	Nodes         []MapNode
	// Groups list the terms that are drawn, in the order of the A-Z.
	Groups []Group
	// Left is how many terms are not drawn, because others are linked more; 0 when the map is complete.
	Left int
}

// MapNode is a term on the map.
type MapNode struct {
	Link
	X, Y int
	// Size is 1 to 6: how much the term is linked to.
	Size int
	// Level is the magnification from which there is room for the title, 0 to MaxLevel. At level 0 four units of the picture are
	// a pixel, at each further level half as many; beyond MaxLevel there is never room.
	Level int
}

// MaxLevel is the greatest magnification of the map: 16 pixels a unit.
const MaxLevel = 6

// Sizes of nodes on the screen in pixels, radius by Size; the style sheet has the same.
var radii = [7]int{0, 4, 5, 6, 8, 10, 13}

const (
	letterWidth = 75 // of a label, hundredths of a pixel for a tenth of a letter: the style sheet's size is 13 pixels
	lineHeight  = 17
)

// PlaceLabels gives each node the lowest level at which its title overlaps no other that is shown there, and no large circle
// that is painted over it. Larger
// nodes choose first, then those earlier in the list.
func PlaceLabels(nodes []MapNode) {
	for i := range nodes {
		nodes[i].Level = MaxLevel + 1
	}
	for level := 0; level <= MaxLevel; level++ {
		p := placement{level: level, squares: map[[2]int][]rectangle{}}
		for i := range nodes {
			if nodes[i].Level < level {
				p.take(p.label(&nodes[i])) // what is shown stays when one magnifies
			}
		}
		for size := len(radii) - 1; size > 0; size-- {
			for i := range nodes {
				if nodes[i].Size == size && size >= large {
					p.take(p.circle(&nodes[i])) // it is painted over the titles of smaller ones
				}
			}
			for i := range nodes {
				if n := &nodes[i]; n.Size == size && n.Level > MaxLevel && p.free(p.label(n)) {
					p.take(p.label(n))
					n.Level = level
				}
			}
		}
	}
}

// placement is what is taken at one level, in pixels. Rectangles are noted in each square of a grid that they touch.
type placement struct {
	level   int
	squares map[[2]int][]rectangle
}

type rectangle struct{ x1, y1, x2, y2 int }

// label is the place of a node's title: centred under its circle.
func (p *placement) label(n *MapNode) rectangle {
	x, y := n.X<<p.level/4, n.Y<<p.level/4
	half := textWidth(n.Title)*letterWidth/200 + 2
	top := y + radii[min(max(n.Size, 1), len(radii)-1)]
	return rectangle{x - half, top, x + half, top + lineHeight}
}

func (p *placement) circle(n *MapNode) rectangle {
	x, y, r := n.X<<p.level/4, n.Y<<p.level/4, radii[min(n.Size, len(radii)-1)]-1
	return rectangle{x - r, y - r, x + r, y + r}
}

const (
	square = 64
	large  = 3 // the Size of a circle that no other's title may cover
)

func (p *placement) each(r rectangle, visit func(at [2]int) bool) bool {
	for x := r.x1 / square; x <= r.x2/square; x++ {
		for y := r.y1 / square; y <= r.y2/square; y++ {
			if !visit([2]int{x, y}) {
				return false
			}
		}
	}
	return true
}

func (p *placement) free(r rectangle) bool {
	return p.each(r, func(at [2]int) bool {
		for _, other := range p.squares[at] {
			if r.x1 < other.x2 && other.x1 < r.x2 && r.y1 < other.y2 && other.y1 < r.y2 {
				return false
			}
		}
		return true
	})
}

func (p *placement) take(r rectangle) {
	p.each(r, func(at [2]int) bool {
		p.squares[at] = append(p.squares[at], r)
		return true
	})
}

// SizeOf returns the Size of a node that n pages link to.
func SizeOf(n int) int {
	for size, from := range []int{0, 0, 2, 4, 8, 16, 32} {
		if n < from {
			return size - 1
		}
	}
	return len(radii) - 1
}
