// Package graph lays out a graph in the plane: nodes that are linked come to lie near one another, and no two overlap.
//
// The method is that of ForceAtlas2 (Jacomy and others, 2014): nodes repel each other by the inverse of their distance, links pull
// in proportion to it, and gravity holds the parts together; far groups of nodes repel as one (Barnes and Hut, 1986). All is
// computed in integers from a fixed beginning, so that every machine draws the same picture.
package graph

import (
	"cmp"
	"slices"
)

// Point is a place in the picture.
type Point struct{ X, Y int }

// Edge is an undirected link between two nodes, by their index.
type Edge struct{ A, B int32 }

const (
	// Width is that of every picture, margins included.
	Width = 1000
	// Margin is left free on all sides.
	Margin = 30
)

const (
	unit     = 1 << 10 // the length of a free link, in the units of the computation
	rounds   = 240     // of moving all nodes
	reuse    = 8       // rounds for which repulsion is not computed anew
	gravity  = 3       // pull to the middle, in quarters of a link's
	fraction = 10      // bits after the point in forces
	nearest  = unit * unit / 64
)

// Repulsion takes nearly all of the time and changes slowly; the pull of links is quick to compute and brings linked nodes together. So 240
// rounds with repulsion from each eighth take 0.04 s where 120 rounds with their own took 0.14, and fewer links cross: 1,281 instead of 1,505
// among the 2,000 terms of WordNet's 10,000 that are linked most.

// Layout returns a place for each of n nodes, and the picture's height, which is at most its width. Edges out of range and from a
// node to itself are ignored; gap is the least distance between the middles of two nodes and is kept where there is room.
func Layout(n int, edges []Edge, gap int) (places []Point, height int) {
	if n == 0 {
		return nil, 2 * Margin
	}
	l := newLayout(n, edges)
	for round := range rounds {
		if round%reuse == 0 {
			l.repel()
		}
		l.round(int64(unit) * 4 * int64(rounds-round) / rounds)
	}
	height = l.fit()
	l.separate(int64(gap)<<fraction, height)
	places = make([]Point, n)
	for i, b := range l.bodies {
		places[i] = Point{int(b.x >> fraction), int(b.y >> fraction)}
	}
	return places, height
}

// body is a node with its place, the push of all others on it, the force on it and its mass.
type body struct{ x, y, pushX, pushY, fx, fy, mass int64 }

type layout struct {
	bodies []body
	edges  []Edge
	tree   tree
}

func newLayout(n int, edges []Edge) *layout {
	l := &layout{bodies: make([]body, n)}
	degrees := make([]int64, n)
	for _, e := range edges {
		if e.A != e.B && 0 <= e.A && int(e.A) < n && 0 <= e.B && int(e.B) < n {
			l.edges = append(l.edges, e)
			degrees[e.A]++
			degrees[e.B]++
		}
	}
	for i := range l.bodies {
		l.bodies[i].mass = 1 + root(degrees[i]<<4)/2
	}
	// The most linked node begins in the middle, and each node's neighbours close to it.
	x, y := int64(1<<20), int64(0)
	for at, i := range l.walk(degrees) {
		far := root(int64(at) << 20)
		l.bodies[i].x, l.bodies[i].y = x*far>>20, y*far>>20
		// The next direction is a golden angle on, so that the nodes fill a disc evenly.
		x, y = (x*-773187-y*708303)>>20, (x*708303-y*773187)>>20
	}
	return l
}

// walk orders the nodes breadth first, each part of the graph from its most linked node, the most linked neighbours first.
func (l *layout) walk(degrees []int64) []int32 {
	n := len(l.bodies)
	neighbours := make([][]int32, n)
	for _, e := range l.edges {
		neighbours[e.A] = append(neighbours[e.A], e.B)
		neighbours[e.B] = append(neighbours[e.B], e.A)
	}
	byDegree := func(a, b int32) int { return cmp.Or(cmp.Compare(degrees[b], degrees[a]), cmp.Compare(a, b)) }
	starts := make([]int32, n)
	for i := range starts {
		starts[i] = int32(i)
	}
	slices.SortFunc(starts, byDegree)
	seen := make([]bool, n)
	order := make([]int32, 0, n)
	for _, start := range starts {
		if seen[start] {
			continue
		}
		seen[start] = true
		order = append(order, start)
		for at := len(order) - 1; at < len(order); at++ {
			next := neighbours[order[at]]
			slices.SortFunc(next, byDegree)
			for _, i := range next {
				if !seen[i] {
					seen[i] = true
					order = append(order, i)
				}
			}
		}
	}
	return order
}

// repel computes how all other nodes push each.
func (l *layout) repel() {
	l.tree.build(l.bodies)
	for i := range l.bodies {
		b := &l.bodies[i]
		fx, fy := l.tree.force(int32(i), b)
		b.pushX, b.pushY = fx*b.mass, fy*b.mass
	}
}

// round moves every node once, by at most limit.
func (l *layout) round(limit int64) {
	for i := range l.bodies {
		b := &l.bodies[i]
		b.fx = b.pushX - b.x*b.mass*gravity/4
		b.fy = b.pushY - b.y*b.mass*gravity/4
	}
	for _, e := range l.edges {
		a, b := &l.bodies[e.A], &l.bodies[e.B]
		dx, dy := b.x-a.x, b.y-a.y
		a.fx, a.fy = a.fx+dx, a.fy+dy
		b.fx, b.fy = b.fx-dx, b.fy-dy
	}
	for i := range l.bodies {
		b := &l.bodies[i]
		dx, dy := b.fx/(4*b.mass), b.fy/(4*b.mass)
		if far := length(dx, dy); far > limit {
			dx, dy = dx*limit/far, dy*limit/far
		}
		b.x, b.y = b.x+dx, b.y+dy
	}
}

// fit scales the picture to the width, with fraction bits after the point, lying rather than standing, and returns its height.
func (l *layout) fit() int {
	low, high := l.bodies[0], l.bodies[0]
	for _, b := range l.bodies {
		low.x, low.y = min(low.x, b.x), min(low.y, b.y)
		high.x, high.y = max(high.x, b.x), max(high.y, b.y)
	}
	wide, tall := high.x-low.x, high.y-low.y
	if tall > wide {
		for i := range l.bodies {
			b := &l.bodies[i]
			b.x, b.y = b.y, b.x
		}
		low.x, low.y, wide, tall = low.y, low.x, tall, wide
	}
	inner := int64(Width-2*Margin) << fraction
	for i := range l.bodies {
		b := &l.bodies[i]
		b.x = Margin<<fraction + (b.x-low.x)*inner/max(wide, 1)
		b.y = Margin<<fraction + (b.y-low.y)*inner/max(wide, 1)
	}
	return 2*Margin + int(tall*inner/max(wide, 1)>>fraction)
}

// length is the distance of (x, y) from the middle, exact to a twelfth: enough to bound a step.
func length(x, y int64) int64 {
	x, y = max(x, -x), max(y, -y)
	return max(x, y) + min(x, y)*3/8
}

// root is the integer square root.
func root(n int64) int64 {
	if n <= 0 {
		return 0
	}
	x := int64(1)
	for x*x < n {
		x <<= 1
	}
	for {
		next := (x + n/x) / 2
		if next >= x {
			return x
		}
		x = next
	}
}
