package main

import (
	"bytes"
	"os"
	"path"
	"path/filepath"
	"slices"
	"testing"

	"github.com/andybalholm/brotli"
	"golang.org/x/net/html"
)

// What a reader's browser fetches for a page of the sample glossary, in bytes after brotli.
const (
	mostOfLongest = 9000  // HTML of the longest term
	mostOfMedian  = 4000  // HTML of the median one
	mostOfStyles  = 7000  // all styles
	mostOfScripts = 12000 // all scripts that a page names
)

// TestBytes holds the budgets on the sample as it would be published: with a base URL, which adds what other sites read. It also
// holds that the first render waits for nothing but the page and one style sheet.
func TestBytes(t *testing.T) {
	t.Parallel()
	content, err := filepath.Abs("../../content")
	if err != nil {
		t.Fatal(err)
	}
	g := newGlossary(t, map[string]string{"gloss.yaml": "title: Sample glossary\nbase_url: https://example.org/glossary/\n"})
	g.build("--content", content)
	public := g.path("public")

	pages, err := filepath.Glob(filepath.Join(public, "terms", "*.html"))
	if err != nil || len(pages) < 50 {
		t.Fatalf("%d terms (%v)", len(pages), err)
	}
	var sizes []int
	for _, page := range pages {
		sizes = append(sizes, brotliSize(t, page))
	}
	slices.Sort(sizes)
	longest, median := sizes[len(sizes)-1], sizes[len(sizes)/2]
	styles, scripts := resources(t, public, "terms/"+filepath.Base(pages[0]))
	t.Logf("longest term %d, median %d, styles %d, scripts %d", longest, median, styles, scripts)
	if longest > mostOfLongest || median > mostOfMedian || styles > mostOfStyles || scripts > mostOfScripts {
		t.Errorf("longest term %d of %d, median %d of %d, styles %d of %d, scripts %d of %d bytes", longest, mostOfLongest,
			median, mostOfMedian, styles, mostOfStyles, scripts, mostOfScripts)
	}
	for _, page := range []string{"index.html", "search.html", "print.html", "404.html", "offline.html"} {
		resources(t, public, page)
	}
}

// resources returns the sizes of the styles and scripts that a page names, and complains of what would hold up its first render.
func resources(t *testing.T, public, page string) (styles, scripts int) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(public, page))
	if err != nil {
		t.Fatal(err)
	}
	sheets := 0
	size := func(address string) int {
		return brotliSize(t, filepath.Join(public, filepath.FromSlash(path.Join(path.Dir(page), address))))
	}
	z := html.NewTokenizer(bytes.NewReader(data))
	for kind := z.Next(); kind != html.ErrorToken; kind = z.Next() {
		token := z.Token()
		if kind != html.StartTagToken {
			continue
		}
		attributes := map[string]string{}
		for _, a := range token.Attr {
			attributes[a.Key] = a.Val
		}
		switch source := attributes["src"]; {
		case token.Data == "link" && attributes["rel"] == "stylesheet" && attributes["media"] != "print":
			sheets++
			styles += size(attributes["href"])
		case token.Data == "script" && source != "":
			scripts += size(source)
			if _, deferred := attributes["defer"]; !deferred {
				t.Errorf("%s: %s holds up the first render", page, source)
			}
		}
	}
	if sheets != 1 || scripts == 0 {
		t.Errorf("%s: %d style sheets, %d bytes of scripts", page, sheets, scripts)
	}
	return styles, scripts
}

func brotliSize(t *testing.T, file string) int {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
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
