package site

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gloss/layouts"
)

// viewOf returns the view of the page at a path, nil when there is none.
func viewOf(s *Site, path string) layouts.View {
	for _, p := range s.Pages() {
		if p.Path == path {
			return p.View()
		}
	}
	return nil
}

func TestMapShowsWhatIsLinkedMost(t *testing.T) {
	files := map[string]string{}
	for i := range 9 {
		files[fmt.Sprintf("t%d.md", i)] = fmt.Sprintf("---\ntitle: Thing %d\n---\nSee [[Thing 0]] and [[Thing %d]].\n", i, i/2)
	}
	cfg := smallConfig()
	s, _ := assemble(t, cfg, files)
	view := viewOf(s, "map.html").(*layouts.Map)
	if len(view.Nodes) != 9 || view.Left != 0 || s.shared.Map != "map.html" {
		t.Fatalf("%d nodes, %d left, address %q", len(view.Nodes), view.Left, s.shared.Map)
	}
	// Each of 1 to 8 links to 0; 2 to 8 also to another than that: 2→1, 3→1, 4→2 ... 8→4.
	if lines := strings.Count(view.Lines, "M"); lines != 15 {
		t.Errorf("%d lines, want 15: %s", lines, view.Lines)
	}
	if largest := view.Nodes[len(view.Nodes)-1]; largest.Title != "Thing 0" || largest.URL != "terms/t0.html" {
		t.Errorf("the largest is %+v", largest)
	}
	cfg.Pages.Map = 5
	s, _ = assemble(t, cfg, files)
	view = viewOf(s, "map.html").(*layouts.Map)
	var listed []string
	for _, g := range view.Groups {
		for _, e := range g.Entries {
			listed = append(listed, e.Title)
		}
	}
	if want := []string{"Thing 0", "Thing 1", "Thing 2", "Thing 3", "Thing 4"}; !slices.Equal(listed, want) || view.Left != 4 {
		t.Errorf("listed %q, %d left", listed, view.Left)
	}
	cfg.Pages.Map, cfg.Pages.Print = 0, 8
	s, _ = assemble(t, cfg, files)
	if viewOf(s, "map.html") != nil || viewOf(s, "print.html") != nil || s.shared.Map+s.shared.Book != "" {
		t.Error("pages that the settings leave out are there")
	}
}

func TestNeighbourhood(t *testing.T) {
	s, _ := assemble(t, smallConfig(), map[string]string{
		"a.md": "---\ntitle: Alpha\n---\nLeads to [[Beta]], [[Gamma]] and [[Delta]].\n",
		"b.md": "---\ntitle: Beta\n---\nLeads to [[Alpha]].\n", "c.md": "---\ntitle: Gamma\n---\n", "d.md": "---\ntitle: Delta\n---\n",
		"index.md": "Leads to [[Alpha]].\n",
	})
	// Alpha and Beta mention each other: Beta stands once, with an arrow both ways. The home page is no term.
	around := viewOf(s, "terms/a.html").(*layouts.Term).Around
	if len(around.In) != 1 || around.In[0].Title != "Beta" || around.In[0].URL != "b.html" || len(around.Out) != 2 {
		t.Errorf("around Alpha: %+v", around)
	}
	if around := viewOf(s, "terms/c.html").(*layouts.Term).Around; around != nil {
		t.Errorf("around a term with one link: %+v", around)
	}
	files := map[string]string{"hub.md": "---\ntitle: Hub\n---\nText.\n"}
	for i := range 30 {
		files["hub.md"] += fmt.Sprintf("Goes to [[Out %d]].\n", i)
		files[fmt.Sprintf("out-%d.md", i)] = fmt.Sprintf("---\ntitle: Out %d\n---\nText.\n", i)
		files[fmt.Sprintf("in-%d.md", i)] = fmt.Sprintf("---\ntitle: In %d\n---\nComes to [[Hub]].\n", i)
	}
	s, _ = assemble(t, smallConfig(), files)
	if around := viewOf(s, "terms/hub.html").(*layouts.Term).Around; len(around.In) != 6 || len(around.Out) != 6 || around.Out[0].Title != "Out 0" {
		t.Errorf("around a hub: %d and %d", len(around.In), len(around.Out))
	}
}

func TestMentionsAreBounded(t *testing.T) {
	files := map[string]string{"hub.md": "---\ntitle: Hub\n---\nText.\n"}
	for i := range mentionsListed + 7 {
		files[fmt.Sprintf("in-%d.md", i)] = fmt.Sprintf("---\ntitle: In %d\n---\nComes to [[Hub]].\n", i)
	}
	s, _ := assemble(t, smallConfig(), files)
	view := viewOf(s, "terms/hub.html").(*layouts.Term)
	if len(view.Mentions) != mentionsListed || view.MentionsLeft != 7 || view.MoreMentions(5) != mentionsListed+2 {
		t.Errorf("%d listed, %d left", len(view.Mentions), view.MentionsLeft)
	}
}

func TestBookIsOnePage(t *testing.T) {
	files := map[string]string{
		"ä.md":         "---\ntitle: Äh\nsummary: Not in ASCII.\n---\n",
		"a.md":         "---\ntitle: Alpha\nsummary: First.\n---\nSee [[Äh]], [[Beta]], [its part](b.md#part), [below](#part), ![x](p.png) and [out](https://example.org/).\n\n## Part\n\nText.[^1]\n\n[^1]: Note.\n\n## FAQ\n\n### Why?\n\nSo.\n",
		"b.md":         "---\ntitle: Beta\n---\nText.[^1]\n\n## Part\n\nText.\n\n[^1]: Note.\n",
		"c.md":         "---\ntitle: Gamma\nsee: Alpha\n---\n",
		"deep/page.md": "---\ntitle: Page\ntype: page\n---\nA page.\n",
	}
	s, _ := assemble(t, smallConfig(), files)
	book := viewOf(s, "print.html").(*layouts.Book)
	if len(book.Letters) != 3 || book.Letters[2].Terms[0].See.URL != "#t:a" || book.Letters[2].Terms[0].See.Count != 2 || book.Letters[2].Terms[0].Number != 4 {
		t.Fatalf("book %+v", book)
	}
	alpha, beta := string(book.Letters[0].Terms[1].Body), string(book.Letters[1].Terms[0].Body)
	for _, want := range []string{`href="#t:ä" data-number="1"`, `href="#t:b" data-number="3"`, `href="#t:b.part" title="Beta" data-number="3"`, `href="#t:a.part"`, `<h4 id="t:a.part"`, `href="https://example.org/"`, `<details`, ` open=""`} {
		if !strings.Contains(alpha, want) {
			t.Errorf("no %s in\n%s", want, alpha)
		}
	}
	ids := map[string]bool{}
	all := alpha + beta
	for _, m := range regexp.MustCompile(`\sid="([^"]+)"`).FindAllStringSubmatch(all, -1) {
		if ids[m[1]] {
			t.Errorf("id %s stands twice", m[1])
		}
		ids[m[1]] = true
	}
	for _, m := range regexp.MustCompile(`href="#([^"]+)"`).FindAllStringSubmatch(all, -1) {
		if target := m[1]; !ids[target] && target != "t:ä" && target != "t:a" && target != "t:b" {
			t.Errorf("#%s leads nowhere", target)
		}
	}
}

func TestHomeLeadsToSomeTerm(t *testing.T) {
	s, _ := assemble(t, smallConfig(), small)
	home := viewOf(s, "index.html").(*layouts.Home)
	if home.Random == nil || viewOf(s, home.Random.URL) == nil {
		t.Errorf("a random term: %+v", home.Random)
	}
	s, _ = assemble(t, smallConfig(), map[string]string{"index.md": "---\ntitle: Home\ntype: page\n---\nHello.\n"})
	if home := viewOf(s, "index.html").(*layouts.Home); home.Random != nil || s.shared.Map != "" {
		t.Errorf("an empty glossary has a random term or a map: %+v", home)
	}
}

func TestDrawingIsKeptWhileLinksStay(t *testing.T) {
	files := map[string]string{
		"a.md": "---\ntitle: Alpha\n---\nSee [[Beta]].\n", "b.md": "---\ntitle: Beta\n---\nText.\n", "c.md": "---\ntitle: Gamma\n---\nText.\n",
	}
	var last drawing
	draw := func() string {
		s, _ := assemble(t, smallConfig(), files)
		fresh := viewOf(s, "map.html").(*layouts.Map)
		s.drawing = last
		kept := viewOf(s, "map.html").(*layouts.Map)
		last = s.drawing
		if kept.Lines != fresh.Lines || kept.Height != fresh.Height || !slices.Equal(kept.Nodes, fresh.Nodes) {
			t.Errorf("a kept map differs from a fresh one: %+v, %+v", kept, fresh)
		}
		return kept.Lines
	}
	before := draw()
	places := &last.places[0]
	files["a.md"] += "More.\n"
	if draw(); places != &last.places[0] {
		t.Error("the map was laid out again for a change of text")
	}
	files["c.md"] += "See [[Alpha]].\n"
	if draw() == before {
		t.Error("the map does not show a new link")
	}
}
