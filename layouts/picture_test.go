package layouts

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func titled(titles ...string) []Link {
	var links []Link
	for _, title := range titles {
		links = append(links, Link{Title: title, URL: title + ".html"})
	}
	return links
}

func TestNeighbourhood(t *testing.T) {
	if n := NewNeighbourhood("A", titled("B"), titled("C"), nil); n != nil {
		t.Errorf("a picture of what two links say: %+v", n)
	}
	n := NewNeighbourhood("A", titled("B", "C"), titled("D"), func(i int) bool { return i == 1 })
	if len(n.In) != 2 || len(n.Out) != 1 || n.In[1].Y <= n.In[0].Y+boxHeight {
		t.Errorf("places %+v", n)
	}
	if last := n.In[1].Y + boxHeight/2; last > n.Height {
		t.Errorf("a box ends at %d in a picture of height %d", last, n.Height)
	}
	// Heads of arrows: one at the term for those that mention it, one at each box that it mentions, C and D.
	if heads := strings.Count(n.Lines, "l-6 4") + strings.Count(n.Lines, "l6 4") + strings.Count(n.Lines, "l4-6"); heads != 3 {
		t.Errorf("%d heads of arrows in %s", heads, n.Lines)
	}
	for _, number := range regexp.MustCompile(`\d+`).FindAllString(n.Lines, -1) {
		if v, _ := strconv.Atoi(number); v > max(pictureWidth, n.Height) {
			t.Errorf("a line leaves the picture: %s", n.Lines)
		}
	}
}

// A Sketch that drew other pictures draws the same as a new one.
func TestSketch(t *testing.T) {
	var sketch Sketch
	all := titled(strings.Fields("Aleph Beth Gimel Daleth He Waw Zayin")...)
	for in := range len(all) {
		for out := range len(all) - in {
			for mutual := range 1 << in {
				tells := func(i int) bool { return mutual>>i&1 == 1 }
				got := sketch.Neighbourhood("A", all[:in], all[in:in+out], tells)
				want := NewNeighbourhood("A", all[:in], all[in:in+out], tells)
				if (got == nil) != (want == nil) || got != nil && fmt.Sprintf("%+v", *got) != fmt.Sprintf("%+v", *want) {
					t.Fatalf("%d, %d, %b: %+v, want %+v", in, out, mutual, got, want)
				}
			}
		}
	}
}

func TestWidestByte(t *testing.T) {
	for r := range unicode.MaxRune + 1 {
		if utf8.ValidRune(r) && width(r) > widestByte*utf8.RuneLen(r) {
			t.Fatalf("%q is wider than %d bytes are taken to be", r, utf8.RuneLen(r))
		}
	}
}

func TestCut(t *testing.T) {
	for text, want := range map[string]string{
		"short": "short", "Customer relationship management": "Customer relations…", "illicit illicit illicit illi": "illicit illicit illicit illi",
		"漢字漢字漢字漢字漢字漢字": "漢字漢字漢字漢字…", "": "",
	} {
		if got := cut(text, 180); got != want {
			t.Errorf("%q is cut to %q, want %q", text, got, want)
		}
	}
}

func FuzzCut(f *testing.F) {
	f.Add("Customer relationship management", 180)
	f.Add("\xff\u0301é", 3)
	f.Fuzz(func(t *testing.T, text string, limit int) {
		got := cut(text, limit)
		if limit > 20 && textWidth(got) > limit {
			t.Errorf("%q has width %d, want at most %d", got, textWidth(got), limit)
		}
		if !strings.HasPrefix(text, strings.TrimSuffix(got, "…")) {
			t.Errorf("%q is no beginning of %q", got, text)
		}
	})
}

// crowd is a grid of nodes, each tenth of them large.
func crowd(n, side, step int) []MapNode {
	nodes := make([]MapNode, n)
	for i := range nodes {
		nodes[i] = MapNode{Link: Link{Title: fmt.Sprintf("Term number %d", i)}, X: i % side * step, Y: i / side * step, Size: 1 + i%10/9*5}
	}
	return nodes
}

func TestTitlesOnTheMapDoNotOverlap(t *testing.T) {
	nodes := crowd(300, 20, 30)
	PlaceLabels(nodes)
	shown := 0
	for level := range MaxLevel + 1 {
		p := placement{level: level}
		var labels []rectangle
		before := shown
		for i := range nodes {
			if nodes[i].Level <= level {
				labels = append(labels, p.label(&nodes[i]))
			}
		}
		if shown = len(labels); shown < before {
			t.Errorf("level %d shows %d titles, the one before %d", level, shown, before)
		}
		for i, a := range labels {
			for _, b := range labels[:i] {
				if a.x1 < b.x2 && b.x1 < a.x2 && a.y1 < b.y2 && b.y1 < a.y2 {
					t.Fatalf("level %d: titles overlap", level)
				}
			}
		}
	}
	if shown < 290 || nodes[9].Level > nodes[10].Level {
		t.Errorf("%d of 300 titles are ever shown; a large one from level %d, a small one from %d", shown, nodes[9].Level, nodes[10].Level)
	}
}

func TestSizeOf(t *testing.T) {
	for n, want := range map[int]int{0: 1, 1: 1, 2: 2, 3: 2, 4: 3, 8: 4, 16: 5, 31: 5, 32: 6, 1000: 6} {
		if got := SizeOf(n); got != want {
			t.Errorf("SizeOf(%d) = %d, want %d", n, got, want)
		}
	}
}

func BenchmarkPlaceLabels2000(b *testing.B) {
	nodes := crowd(2000, 45, 22)
	b.ReportAllocs()
	for b.Loop() {
		PlaceLabels(nodes)
	}
}
