package search

import (
	"strings"
	"testing"
)

// TestDamagedFiles holds that the reader is told and that the next search tries again.
func TestDamagedFiles(t *testing.T) {
	docs := append([]Document{}, sample...)
	ix := buildSample(t, docs, "en")
	other := buildSample(t, docs[1:], "en")
	good, old := exportOf(t, ix), exportOf(t, other)
	oldFiles := map[string]string{}
	for _, f := range old {
		oldFiles[f.Path] = string(f.Data)
	}
	for _, c := range []struct {
		name, path, data, want string
	}{
		{"manifest is missing", "search/manifest.js", "", "missing"},
		{"manifest of another format", "search/manifest.js", `gloss.load("manifest","x",[99,1])`, "damaged"},
		{"manifest is cut", "search/manifest.js", `gloss.load`, "damaged"},
		{"names are missing", "search/n" + fileName("") + ".js", "", "missing"},
		{"words are another file", "search/w" + fileName("") + ".js", `gloss.load("w9","x",[])`, "outdated"},
		{"cards are of another build", "search/c0.js", oldFiles["search/c0.js"], "outdated"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := newBrowser(t, good)
			whole := b.files[c.path]
			if whole == "" {
				t.Fatalf("no file %s", c.path)
			}
			b.files[c.path] = c.data
			if a := b.ask(t, ".net", 5); a.Error != c.want || len(a.Hits) != 0 {
				t.Errorf("error %q with %d hits, want %q", a.Error, len(a.Hits), c.want)
			}
			b.files[c.path] = whole
			if a := b.ask(t, ".net", 5); a.Error != "" || len(a.Hits) == 0 {
				t.Errorf("after the repair: error %q with %d hits", a.Error, len(a.Hits))
			}
		})
	}
}

func TestCard(t *testing.T) {
	docs := append([]Document{{ID: "odd-address", URL: "elsewhere/odd.html", Title: "Something else", Summary: "S", Tags: []string{"x"}}}, sample...)
	b := newBrowser(t, exportOf(t, buildSample(t, docs, "en")))
	got := b.eval(t, `
		const seen = [];
		for (const id of ["odd-address", "cpp", "point-of-contact", "nothing", "__proto__"])
			made.card(id, (c) => seen.push(c ? c.title + "|" + c.url : "null"));
		seen.join("\n")`).(string)
	want := "Something else|elsewhere/odd.html\nC++|\nPoint of contact|\nnull\nnull"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// TestNoMarkup holds that no file can end a script element that includes it.
func TestNoMarkup(t *testing.T) {
	docs := []Document{{ID: "x", Title: "</script><b>x", Summary: "<img src=x onerror=alert(1)>", Aliases: []string{"<!--", "\u2028"}}}
	for _, f := range exportOf(t, buildSample(t, docs, "en")) {
		if name := f.Path[len("search/"):]; name != "engine.js" && name != "ui.js" && strings.ContainsAny(string(f.Data), "<\u2028") {
			t.Errorf("%s: %s", f.Path, f.Data)
		}
	}
}
