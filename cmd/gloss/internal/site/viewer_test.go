package site

import (
	"fmt"
	"testing"

	"gloss/cmd/gloss/internal/config"
)

// A view of a term's page is made in memory that is there, but for the sentence that says why a term is related. It once took 34 allocations.
func TestViewAllocatesLittle(t *testing.T) {
	files := map[string]string{}
	for i := range 30 {
		files[fmt.Sprintf("t%d.md", i)] = fmt.Sprintf("---\ntitle: Thing %d\ntags: [one, two]\n---\nSee [[Thing %d]], [[Thing %d]] and [[Thing 0]].\n", i, (i+1)%30, i/2)
	}
	s, _ := assemble(t, config.Default(), files)
	var viewer Viewer
	pages := 0
	view := func() {
		pages = 0
		for i := range s.pages {
			if s.pages[i].Version.kind == termPage {
				viewer.View(&s.pages[i])
				pages++
			}
		}
	}
	view() // makes room
	if per := testing.AllocsPerRun(20, view) / float64(pages); pages != 30 || per > 2 {
		t.Errorf("%.1f allocations a view of %d pages, at most 2", per, pages)
	}
}
