package site

import (
	"strings"
	"testing"
	"unicode/utf8"

	"gloss/layouts"
)

// Each page that a search engine may list says what it is about, in about as many characters as they show.
func TestEveryPageIsDescribed(t *testing.T) {
	files := map[string]string{
		"a.md": "---\ntitle: Mercury\ndomain: astronomy\ntags: [one]\nsummary: The \"first\" planet's name.\n---\nText.\n",
		"b.md": "---\ntitle: Mercury\nslug: quicksilver\ndomain: chemistry\ntags: [one]\nsummary: A metal.\n---\nText.\n",
	}
	for _, name := range strings.Fields("Macaroni Madeleine Mademoiselle Magnanimity Malapropism Maladministration Manslaughter Marionette Mathematician Measurement Mechanisation Meditation") {
		files[name+".md"] = "---\ntitle: " + name + "\ntags: [one]\n---\nText.\n"
	}
	s, _ := assemble(t, smallConfig(), files)
	got := map[string]string{}
	for _, page := range s.Pages() {
		var head layouts.Page
		switch view := page.View().(type) {
		case *layouts.Home:
			head = view.Page
		case *layouts.Term:
			head = view.Page
		case *layouts.List:
			head = view.Page
		case *layouts.Senses:
			head = view.Page
		case *layouts.Map:
			head = view.Page
		case *layouts.Plain:
			head = view.Page
		case *layouts.Search:
			head = view.Page
		case *layouts.NotFound:
			head = view.Page
		}
		if n := utf8.RuneCountInString(head.Description); n == 0 && head.Kind != "" || n > descriptionLength+20 {
			t.Errorf("%s: %d characters describe it: %q", page.Path, n, head.Description)
		}
		got[page.Path] = head.Description
	}
	for path, want := range map[string]string{
		"terms/a.html":       "The “first” planet’s name.",
		"terms/mercury.html": "This name stands for several terms. Mercury (astronomy) · Mercury (chemistry)",
		"letters/m.html":     s.in.Config.Title + ", M: Macaroni · Madeleine",
		"tags/one.html":      s.in.Config.Title + ", one: Macaroni · Madeleine",
	} {
		if !strings.HasPrefix(got[path], want) {
			t.Errorf("%s: %q, want %q", path, got[path], want)
		}
	}
	if tag := got["tags/one.html"]; !strings.HasSuffix(tag, " …") || strings.Contains(tag, "Mercury") {
		t.Errorf("tags/one.html: %q", tag)
	}
}
