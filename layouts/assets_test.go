package layouts

import (
	"bytes"
	"os"
	"regexp"
	"sort"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/js"
)

func assets(t testing.TB) map[string][]byte {
	t.Helper()
	theme := load(t)
	site := typical(theme).Site
	site.Book = "print.html"
	list, err := theme.Assets(site)
	if err != nil {
		t.Fatal(err)
	}
	if !sort.SliceIsSorted(list, func(i, j int) bool { return list[i].Path < list[j].Path }) {
		t.Error("the assets are not sorted")
	}
	all := map[string][]byte{}
	for _, asset := range list {
		if all[asset.Path] != nil {
			t.Errorf("%s stands twice", asset.Path)
		}
		all[asset.Path] = asset.Data
	}
	return all
}

func compressed(t testing.TB, data []byte) int {
	t.Helper()
	var small bytes.Buffer
	w := brotli.NewWriterLevel(&small, brotli.BestCompression)
	if _, err := w.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return small.Len()
}

// searchInterface returns search/browser/ui.js as it is shipped.
func searchInterface(t testing.TB) []byte {
	t.Helper()
	data, err := os.ReadFile("../search/browser/ui.js")
	if err != nil {
		t.Fatal(err)
	}
	m := minify.New()
	m.Add("text/javascript", &js.Minifier{Version: 2020})
	data, err = m.Bytes("text/javascript", data)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// TestBudget holds what a reader's browser has to fetch, in bytes after brotli.
func TestBudget(t *testing.T) {
	all := assets(t)
	sheet := compressed(t, all[StyleSheet])
	ui := compressed(t, searchInterface(t))
	script := compressed(t, all[Script])
	theme := load(t)
	page := compressed(t, render(t, theme, typical(theme)))
	t.Logf("style sheet %d, search interface %d, script %d, a term page %d", sheet, ui, script, page)
	for _, budget := range []struct {
		name       string
		got, limit int
	}{
		{"style sheet", sheet, 7000},
		{"search interface", ui, 3000},
		{"script", script, 3600}, // the engine and the search interface have the rest of the 12 kB of a page
		{"script of the map", compressed(t, all["assets/map.js"]), 1500},
		{"term page", page, 4000},
	} {
		if budget.got > budget.limit {
			t.Errorf("%s: %d bytes, at most %d", budget.name, budget.got, budget.limit)
		}
	}
}

func TestStyleSheetFetchesNothing(t *testing.T) {
	sheet := string(assets(t)[StyleSheet])
	for _, word := range []string{"url(", "@import", "@font-face", "http:", "https:"} {
		if strings.Contains(sheet, word) {
			t.Errorf("the style sheet has %s", word)
		}
	}
	// Right-to-left pages work because no rule names a side.
	side := regexp.MustCompile(`(?:margin|padding|border|inset)-(?:left|right)|[{;](?:left|right|float):`)
	if found := side.FindString(sheet); found != "" {
		t.Errorf("the style sheet names a side: %s", found)
	}
}

func TestEveryAssetThatPagesNameExists(t *testing.T) {
	all := assets(t)
	theme := load(t)
	address := regexp.MustCompile(`(?:src|href)="(?:\.\./)*(assets/[^"]+)"`)
	named := map[string]bool{}
	for _, page := range pages(t, theme) {
		for _, m := range address.FindAllSubmatch(page, -1) {
			named[string(m[1])] = true
		}
	}
	for name := range named {
		if all[name] == nil {
			t.Errorf("pages name %s, which there is not", name)
		}
	}
	for _, name := range []string{"cite.js", "random.js", "save.js"} { // when a reader asks
		named["assets/"+name] = bytes.Contains(all[Script], []byte(`"`+name+`"`))
	}
	for name := range all {
		if !named[name] {
			t.Errorf("%s is shipped, and no page names it", name)
		}
	}
}

func TestEveryClassHasAStyle(t *testing.T) {
	// A class that templates give and no style knows is a slip, or a dead name.
	sheet := string(assets(t)[StyleSheet])
	classes := regexp.MustCompile(`class="([a-z -]+)"`)
	plain := map[string]bool{"index": true, "tagged": true, "related": true, "introduction": true} // names for users' styles
	for name, page := range pages(t, load(t)) {
		for _, m := range classes.FindAllSubmatch(page, -1) {
			for _, class := range strings.Fields(string(m[1])) {
				if !plain[class] && !strings.HasPrefix(class, "on-") && !strings.Contains(sheet, "."+class) {
					t.Errorf("%s: no style for class %s", name, class)
				}
			}
		}
	}
}
