package search

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// browserNames are the names under which systems install Chromium.
var browserNames = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"}

// TestChromiumAgrees opens the exported files from disk in Chromium and demands bleve's answers.
func TestChromiumAgrees(t *testing.T) {
	path := ""
	for _, name := range browserNames {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		t.Fatal("Chromium is not installed: make browser installs it")
	}
	r := rand.New(rand.NewPCG(3, 3))
	docs, _ := randomGlossary(r, 2)
	docs = append(docs, sample...)
	ix := buildSample(t, docs, "en")
	dir := t.TempDir()
	for _, f := range exportOf(t, ix) {
		writeFile(t, filepath.Join(dir, filepath.FromSlash(f.Path)), f.Data)
	}
	// The page stands one folder below the root, under the policy that the site promises to work with.
	page := filepath.Join(dir, "terms", "page.html")
	writeFile(t, page, []byte(`<!doctype html><meta charset=utf-8><meta http-equiv=Content-Security-Policy content="default-src 'self' file:">
<title>x</title><script src="../search/engine.js"></script>`))

	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox)
	allocator, stop := chromedp.NewExecAllocator(t.Context(), options...)
	defer stop()
	ctx, cancel := chromedp.NewContext(allocator)
	defer cancel()
	ctx, cancelTimeout := context.WithTimeout(ctx, 2*time.Minute)
	defer cancelTimeout()
	if err := chromedp.Do(ctx, chromedp.Navigate("file://"+page)); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Run(ctx, chromedp.Evaluate[string](`gloss.open("../"); ""`)); err != nil {
		t.Fatal(err)
	}
	queries := []string{"mrr", "chrun", "what is churn", "c++", "都庁", "tag:metrics", `"comes back"`}
	for range 60 {
		queries = append(queries, randomQuery(r, docs))
	}
	for _, q := range queries {
		compareInChromium(ctx, t, ix, q)
	}
}

func writeFile(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}

func compareInChromium(ctx context.Context, t *testing.T, ix *Index, query string) {
	t.Helper()
	want, err := ix.Query(query, 8)
	if err != nil {
		t.Fatal(err)
	}
	quoted, _ := json.Marshal(query)
	script := fmt.Sprintf(`new Promise((done) => gloss.search(%s, 8, (a) => done(a.error || a.hits.map((h) => h.id + " " + h.score).join("\n"))))`, quoted)
	got, err := chromedp.Run(ctx, chromedp.Evaluate[string](script, chromedp.EvalAwaitPromise))
	if err != nil {
		t.Fatalf("query %q: %v", query, err)
	}
	expected := ""
	for i, h := range want.Hits {
		if i > 0 {
			expected += "\n"
		}
		expected += fmt.Sprintf("%s %d", h.ID, h.Score)
	}
	if got != expected {
		t.Errorf("query %q:\nbleve:\n%s\nChromium:\n%s", query, expected, got)
	}
}
