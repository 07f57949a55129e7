package graph

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// clusters is a graph of groups of ten: closely linked inside, one link from each to the next.
func clusters(groups int) (int, []Edge) {
	random := rand.New(rand.NewPCG(1, 2))
	var edges []Edge
	for g := range int32(groups) {
		for a := range int32(10) {
			for b := range a {
				if random.IntN(2) == 0 {
					edges = append(edges, Edge{g*10 + a, g*10 + b})
				}
			}
		}
		edges = append(edges, Edge{g * 10, (g + 1) % int32(groups) * 10})
	}
	return groups * 10, edges
}

func distance(a, b Point) float64 { return math.Hypot(float64(a.X-b.X), float64(a.Y-b.Y)) }

func TestLinkedNodesLieNear(t *testing.T) {
	n, edges := clusters(12)
	places, height := Layout(n, edges, 10)
	inside(t, places, height)
	var linked, all float64
	for _, e := range edges {
		linked += distance(places[e.A], places[e.B]) / float64(len(edges))
	}
	pairs := 0
	for i := range places {
		for j := range i {
			all += distance(places[i], places[j])
			pairs++
		}
	}
	all /= float64(pairs)
	if linked > all/2 {
		t.Errorf("linked nodes are %.0f apart on average, any two %.0f", linked, all)
	}
}

func inside(t *testing.T, places []Point, height int) {
	t.Helper()
	seen := map[Point]bool{}
	for i, p := range places {
		if p.X < Margin || p.X > Width-Margin || p.Y < Margin || height > Width {
			t.Fatalf("node %d at %v lies outside of a picture of height %d", i, p, height)
		}
		if seen[p] {
			t.Fatalf("two nodes at %v", p)
		}
		seen[p] = true
	}
}

func TestNodesKeepApart(t *testing.T) {
	n, edges := clusters(20)
	places, _ := Layout(n, edges, 14)
	close := 0
	for i := range places {
		for j := range i {
			if distance(places[i], places[j]) < 12 {
				close++
			}
		}
	}
	if close > n/50 {
		t.Errorf("%d pairs of %d nodes touch", close, n)
	}
}

func TestLayoutIsRepeatable(t *testing.T) {
	n, edges := clusters(8)
	a, heightA := Layout(n, edges, 10)
	b, heightB := Layout(n, slices.Clone(edges), 10)
	if !slices.Equal(a, b) || heightA != heightB {
		t.Error("two layouts of one graph differ")
	}
	// These places were computed on amd64. Another machine must find the same: the computation has only integers.
	got, _ := Layout(5, []Edge{{0, 1}, {1, 2}, {2, 0}, {2, 3}}, 10)
	if want := []Point{{374, 275}, {30, 559}, {461, 807}, {970, 828}, {919, 30}}; !slices.Equal(got, want) {
		t.Errorf("places %v, want %v", got, want)
	}
}

func TestSmallGraphs(t *testing.T) {
	for n := range 5 {
		places, height := Layout(n, []Edge{{0, 0}, {0, 9}, {-1, 0}, {0, 1}}, 20)
		if len(places) != n {
			t.Errorf("%d places for %d nodes", len(places), n)
		}
		inside(t, places, height)
	}
}

func FuzzLayout(f *testing.F) {
	f.Add(uint8(5), []byte{0, 1, 1, 2, 2, 3})
	f.Add(uint8(200), []byte{})
	f.Add(uint8(40), []byte{0, 1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0, 7, 0, 1, 0, 1})
	f.Fuzz(func(t *testing.T, n uint8, links []byte) {
		var edges []Edge
		for i := 0; i+1 < len(links); i += 2 {
			edges = append(edges, Edge{int32(links[i]), int32(links[i+1])})
		}
		places, height := Layout(int(n), edges, 12)
		if len(places) != int(n) {
			t.Fatalf("%d places for %d nodes", len(places), n)
		}
		inside(t, places, height)
	})
}

func BenchmarkLayout1000(b *testing.B) { benchmark(b, 100) }
func BenchmarkLayout2000(b *testing.B) { benchmark(b, 200) }

func benchmark(b *testing.B, groups int) {
	n, edges := clusters(groups)
	b.ReportAllocs()
	for b.Loop() {
		Layout(n, edges, 12)
	}
}
