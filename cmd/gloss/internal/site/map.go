package site

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"gloss/cmd/gloss/internal/graph"
	"gloss/layouts"
)

const (
	mapPath = "map.html"
	// mapGap is the least distance between two terms on the map, in units of the picture, which is 1000 wide.
	mapGap = 14
)

// hasMap reports whether there is a map: there are terms, and the settings do not say 0.
func (s *Site) hasMap() bool { return s.in.Config.Pages.Map > 0 && len(s.entries) > 0 }

// mapView draws the terms that are linked most, as many as the settings allow, and the links between them.
func (s *Site) mapView() layouts.View {
	view := &layouts.Map{Page: new(Viewer).head(s, s.page("map", mapPath, s.shared.Words.Map, s.shared.Words.MapPicture), nil), Width: graph.Width}
	drawn := s.mostLinked(s.in.Config.Pages.Map)
	view.Left = len(s.entries) - len(drawn)
	edges := s.edges(drawn)
	gap := min(mapGap, 600/(2+isqrt(len(drawn))))
	var places []graph.Point
	places, view.Height = s.drawing.layout(len(drawn), edges, gap)
	at := placeOf(mapPath)
	for i, e := range drawn {
		view.Nodes = append(view.Nodes, layouts.MapNode{Link: bare(at, e), X: places[i].X, Y: places[i].Y, Size: layouts.SizeOf(len(e.mentioned))})
	}
	// The large ones are painted last, so that their titles lie over small circles.
	slices.SortStableFunc(view.Nodes, func(a, b layouts.MapNode) int { return cmp.Compare(a.Size, b.Size) })
	layouts.PlaceLabels(view.Nodes)
	var lines strings.Builder
	for _, e := range edges {
		fmt.Fprintf(&lines, "M%d %dL%d %d", places[e.A].X, places[e.A].Y, places[e.B].X, places[e.B].Y)
	}
	view.Lines = lines.String()
	view.Groups = s.grouped(drawn)
	return view
}

// drawing keeps the last layout of the map for the next build: it takes a tenth of a second at 1,000 terms, and most edits change no
// link.
type drawing struct {
	n, gap, height int
	edges          []graph.Edge
	places         []graph.Point
}

// layout is graph.Layout, or what it returned last time if everything it depends on is the same.
func (d *drawing) layout(n int, edges []graph.Edge, gap int) ([]graph.Point, int) {
	if d.places == nil || d.n != n || d.gap != gap || !slices.Equal(d.edges, edges) {
		d.n, d.gap, d.edges = n, gap, edges
		d.places, d.height = graph.Layout(n, edges, gap)
	}
	return d.places, d.height
}

// mostLinked returns the n terms that most pages mention, in title order; of those that as many pages mention, the first.
func (s *Site) mostLinked(n int) []*entry {
	if n >= len(s.entries) {
		return s.entries
	}
	most := 0
	for _, e := range s.entries {
		most = max(most, len(e.mentioned))
	}
	counts := make([]int, most+1) // terms that so many pages mention: sorting 100,000 terms takes twenty times as long
	for _, e := range s.entries {
		counts[len(e.mentioned)]++
	}
	least, room := most, n
	for least > 0 && counts[least] <= room {
		room -= counts[least]
		least--
	}
	list := make([]*entry, 0, n)
	for _, e := range s.entries {
		if len(e.mentioned) == least && room > 0 {
			room--
			list = append(list, e)
		} else if len(e.mentioned) > least {
			list = append(list, e)
		}
	}
	return list
}

// edges returns the links between terms of a list, each once whatever its direction, by the first term's place in the list, then the
// second's.
func (s *Site) edges(drawn []*entry) []graph.Edge {
	at := make(map[*entry]int32, len(drawn))
	for i, e := range drawn {
		at[e] = int32(i)
	}
	var edges []graph.Edge
	var linked []*entry
	for i, e := range drawn {
		linked = s.appendLinked(linked[:0], e)
		for _, to := range linked {
			if j, there := at[to]; there {
				edges = append(edges, graph.Edge{A: min(int32(i), j), B: max(int32(i), j)})
			}
		}
	}
	slices.SortFunc(edges, func(a, b graph.Edge) int { return cmp.Or(cmp.Compare(a.A, b.A), cmp.Compare(a.B, b.B)) })
	return slices.Compact(edges)
}

// grouped lists terms, which are in title order, under their letters.
func (s *Site) grouped(drawn []*entry) []layouts.Group {
	there := make(map[*entry]bool, len(drawn))
	for _, e := range drawn {
		there[e] = true
	}
	var groups []layouts.Group
	at := placeOf(mapPath)
	for i := range s.letters {
		g := layouts.Group{Label: s.letters[i].label, ID: "letter-" + s.letters[i].name}
		for _, e := range s.letters[i].entries {
			if there[e] {
				g.Entries = append(g.Entries, layouts.Entry{Link: bare(at, e)})
			}
		}
		if len(g.Entries) > 0 {
			groups = append(groups, g)
		}
	}
	return groups
}

func isqrt(n int) int {
	r := 0
	for (r+1)*(r+1) <= n {
		r++
	}
	return r
}
