package layouts

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

func load(t testing.TB) *Theme {
	t.Helper()
	theme, problems := Load(nil)
	if len(problems) > 0 {
		t.Fatalf("the default theme has problems: %v", problems)
	}
	return theme
}

func render(t testing.TB, theme *Theme, view View) []byte {
	t.Helper()
	var page bytes.Buffer
	if err := theme.Render(&page, view); err != nil {
		t.Fatal(err)
	}
	return page.Bytes()
}

// pages renders every sample; names tell them apart: "full-0-home".
func pages(t testing.TB, theme *Theme) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	for _, full := range []bool{true, false} {
		label := map[bool]string{true: "full", false: "bare"}[full]
		for i, view := range samples(theme.WordsFor("en"), full) {
			all[fmt.Sprintf("%s-%d-%s", label, i, view.frame().Kind)] = render(t, theme, view)
		}
	}
	all["typical"] = render(t, theme, typical(theme))
	return all
}

func TestGolden(t *testing.T) {
	for name, page := range pages(t, load(t)) {
		file := filepath.Join("testdata", "golden", name+".html")
		if *update {
			if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(file, page, 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(page, want) {
			t.Errorf("%s differs from its golden file; after a wanted change run go test ./layouts -update\n%s", name, page)
		}
	}
}

func TestRenderIsRepeatable(t *testing.T) {
	theme := load(t)
	first, second := pages(t, theme), pages(t, load(t))
	for name := range first {
		if !bytes.Equal(first[name], second[name]) {
			t.Errorf("%s: two themes print different pages", name)
		}
	}
	if a, b := theme.Hash(), load(t).Hash(); a != b || len(a) != 64 {
		t.Errorf("hashes %q and %q of one theme", a, b)
	}
}

func TestRenderUnknownKind(t *testing.T) {
	page := Page{Site: &Site{}, Kind: "header", Title: "no page"}
	if err := load(t).Render(&bytes.Buffer{}, &Term{Page: page}); err == nil {
		t.Error("a part of a page was rendered as a page")
	}
}

func TestEscaping(t *testing.T) {
	theme := load(t)
	const evil = `"><script>alert(1)</script>`
	view := typical(theme)
	view.Title, view.Summary, view.Domain, view.Aliases, view.Abbreviation = evil, evil, evil, []string{evil}, evil
	view.Description = evil
	view.Related[0] = Link{Title: evil, URL: "javascript:alert(1)", Summary: evil}
	view.Mentions[0].Before, view.Mentions[0].Match = evil, evil
	page := render(t, theme, view)
	if bytes.Contains(page, []byte("<script>")) || bytes.Contains(page, []byte("javascript:")) {
		t.Errorf("text became markup:\n%s", page)
	}
}

// TestRenderConcurrently means most under the race detector.
func TestRenderConcurrently(t *testing.T) {
	theme := load(t)
	view := typical(theme)
	want := render(t, theme, typical(load(t)))
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for range 20 {
				var page bytes.Buffer
				if err := theme.Render(&page, view); err != nil || !bytes.Equal(page.Bytes(), want) {
					t.Errorf("error %v, or another page than alone", err)
				}
			}
		})
	}
	group.Wait()
}
