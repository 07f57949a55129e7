package graph

// tree is a quadtree over the nodes. Of each cell it knows the mass and where its middle lies.
type tree struct {
	cells []cell
	x, y  int64 // the low corner
	side  int64
	order []visit
}

// cell is a cell while the tree is built.
type cell struct {
	mass, x, y int64 // x and y are sums over the nodes weighted by their mass
	child      [4]int32
	node       int32 // the only node in it, or -1
}

// visit is a cell as force comes by: each cell before those in it. With a stack of cells to look at, laying out 2,000 nodes took a third longer.
type visit struct {
	x, y int64 // the middle
	near int64 // the square of the distance below which those in it are looked at instead, 0 where there are none
	push int64 // the push at distance 1
	node int32 // the only node in it, or -1
	past int32 // the place of the next cell that is not in it
}

// deepest bounds the tree where nodes lie on one spot.
const deepest = 20

func (t *tree) build(bodies []body) {
	t.x, t.y = bodies[0].x, bodies[0].y
	farX, farY := t.x, t.y
	for i := range bodies {
		b := &bodies[i]
		t.x, t.y, farX, farY = min(t.x, b.x), min(t.y, b.y), max(farX, b.x), max(farY, b.y)
	}
	t.side = 1
	for t.side <= max(farX-t.x, farY-t.y) {
		t.side <<= 1
	}
	t.cells = append(t.cells[:0], cell{node: -1})
	for i := range bodies {
		t.insert(int32(i), bodies)
	}
	t.order = t.order[:0]
	t.list(0, t.side)
}

// list appends a cell as wide as side, and those in it, to the order of visits.
func (t *tree) list(at int32, side int64) {
	c, own := &t.cells[at], len(t.order)
	t.order = append(t.order, visit{x: c.x / c.mass, y: c.y / c.mass, push: c.mass * (unit * unit / 4) << fraction, node: c.node})
	for _, next := range c.child {
		if next != 0 {
			t.order[own].near = side * side
			t.list(next, side/2)
		}
	}
	t.order[own].past = int32(len(t.order))
}

func (t *tree) insert(i int32, bodies []body) {
	at, x, y, side := int32(0), t.x, t.y, t.side
	for depth := 0; ; depth++ {
		c := &t.cells[at]
		if c.mass == 0 {
			c.node = i
		} else if c.node >= 0 && depth < deepest {
			other := c.node
			c.node = -1
			t.push(at, other, &bodies[other], x, y, side)
		}
		c = &t.cells[at] // push may have moved the cells
		b := &bodies[i]
		c.mass, c.x, c.y = c.mass+b.mass, c.x+b.x*b.mass, c.y+b.y*b.mass
		if c.node == i || depth >= deepest {
			c.node = i
			if depth >= deepest {
				c.node = -1
			}
			return
		}
		side >>= 1
		quarter := 0
		if b.x >= x+side {
			quarter, x = 1, x+side
		}
		if b.y >= y+side {
			quarter, y = quarter+2, y+side
		}
		at = t.below(at, quarter)
	}
}

// push moves the only node of a cell into the cell's quarter.
func (t *tree) push(at, i int32, b *body, x, y, side int64) {
	quarter := 0
	if b.x >= x+side/2 {
		quarter = 1
	}
	if b.y >= y+side/2 {
		quarter += 2
	}
	c := &t.cells[t.below(at, quarter)]
	c.mass, c.x, c.y, c.node = b.mass, b.x*b.mass, b.y*b.mass, i
}

// below returns the quarter of a cell, made if it is not there.
func (t *tree) below(at int32, quarter int) int32 {
	if t.cells[at].child[quarter] == 0 {
		t.cells = append(t.cells, cell{node: -1})
		t.cells[at].child[quarter] = int32(len(t.cells) - 1)
	}
	return t.cells[at].child[quarter]
}

// force returns how all other nodes push one of mass 1 at the place of b. A cell that is farther than it is wide counts as one node.
func (t *tree) force(i int32, b *body) (fx, fy int64) {
	for at := 0; at < len(t.order); {
		c := &t.order[at]
		dx, dy := b.x-c.x, b.y-c.y
		square := dx*dx + dy*dy
		if square < c.near {
			at++
			continue
		}
		at = int(c.past)
		if c.node == i {
			continue
		}
		if dx == 0 && dy == 0 {
			dx, dy = int64(i%7)-3, int64(i%5)-2 // on one spot: apart, each its own way
		}
		push := c.push / max(square, nearest)
		fx, fy = fx+dx*push>>fraction, fy+dy*push>>fraction
	}
	return fx, fy
}
