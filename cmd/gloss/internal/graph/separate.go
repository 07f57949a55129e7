package graph

// separate moves nodes apart that lie closer than gap, looking only at those of neighbouring squares, and keeps them in the picture.
// Places have fraction bits after the point. Afterwards no two nodes have one place.
func (l *layout) separate(gap int64, height int) {
	highX, highY := int64(Width-Margin)<<fraction, int64(height-Margin)<<fraction
	var s squares
	const passes = 24
	for range passes {
		s.fill(l.bodies, max(gap, 4<<fraction), height)
		moved := false
		for i := range l.bodies {
			for row := int32(-1); row <= 1; row++ {
				for _, j := range s.beside(int32(i), row) {
					if j > int32(i) && apart(&l.bodies[i], &l.bodies[j], gap, int32(i)+j) {
						moved = true
					}
				}
			}
		}
		for i := range l.bodies {
			b := &l.bodies[i]
			b.x, b.y = min(max(b.x, Margin<<fraction), highX), min(max(b.y, Margin<<fraction), highY)
		}
		if !moved {
			break
		}
	}
	l.distinguish()
}

// apart moves two nodes that are closer than gap half of what is missing each, and reports whether they were.
func apart(a, b *body, gap int64, seed int32) bool {
	dx, dy := b.x-a.x, b.y-a.y
	square := dx*dx + dy*dy
	if square >= gap*gap {
		return false
	}
	if dx == 0 && dy == 0 {
		dx, dy = int64(seed%7)-3, int64(seed%5)+1
		square = dx*dx + dy*dy
	}
	far := max(root(square), 1)
	missing := (gap - far) / 2
	a.x, a.y = a.x-dx*missing/far, a.y-dy*missing/far
	b.x, b.y = b.x+dx*missing/far, b.y+dy*missing/far
	return true
}

// distinguish gives each node a place of its own in whole units: the first free one, row by row, from where it lies.
func (l *layout) distinguish() {
	taken := make(map[Point]bool, len(l.bodies))
	for i := range l.bodies {
		b := &l.bodies[i]
		p := Point{int(b.x >> fraction), int(b.y >> fraction)}
		for taken[p] {
			if p.X++; p.X > Width-Margin {
				p.X, p.Y = Margin, p.Y+1
			}
		}
		taken[p] = true
		b.x, b.y = int64(p.X)<<fraction, int64(p.Y)<<fraction
	}
}
