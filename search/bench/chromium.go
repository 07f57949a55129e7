package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/chromedp/chromedp"

	"gloss/search"
)

//go:embed keystrokes.js
var keystrokesScript []byte

// browserNames are the names under which systems install Chromium.
var browserNames = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"}

// commonWords are typed beside the queries: they stand on the most pages.
var commonWords = []string{"of", "the", "genus", "person", "plant", "used", "make", "small", "type", "part", "made", "states", "large", "having",
	"genus person plant used make small type part made states large having"}

// keystrokes measures the engine in Chromium, with the files of the browser in dir, and prints the spread.
func keystrokes(dir string, sets []querySet, each int) (err error) {
	path := ""
	for _, name := range browserNames {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		return errors.New("no Chromium is installed")
	}
	page, err := filepath.Abs(filepath.Join(dir, "keystrokes.html"))
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(dir, "keystrokes.js"), keystrokesScript, 0o644); err != nil {
		return err
	}
	html := `<!doctype html><meta charset=utf-8><title>keystrokes</title><script src="search/engine.js"></script><script src="keystrokes.js"></script>`
	if err := os.WriteFile(page, []byte(html), 0o644); err != nil {
		return err
	}
	texts := commonWords
	for _, set := range sets {
		for _, q := range set.Queries[:min(each, len(set.Queries))] {
			texts = append(texts, q.Text)
		}
	}
	list, err := json.Marshal(texts)
	if err != nil {
		return err
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox)
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	defer stop()
	ctx, cancel := chromedp.NewContext(allocator)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Navigate("file://"+page)); err != nil {
		return err
	}
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string](fmt.Sprintf("keystrokes(%s, %d)", list, shown), chromedp.EvalAwaitPromise))
	if err != nil {
		return err
	}
	var out struct {
		Times []float64
		Worst string
	}
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		return err
	}
	n := len(out.Times)
	fmt.Printf("keystroke in Chromium, %d of them: median %.2f ms, 95th percentile %.2f ms, most %.2f ms (%q)\n",
		n, out.Times[n/2], out.Times[n*95/100], out.Times[n-1], out.Worst)
	return nil
}

// writeFiles writes the browser's files.
func writeFiles(dir string, files []search.File) error {
	if err := os.MkdirAll(filepath.Join(dir, "search"), 0o755); err != nil {
		return err
	}
	for _, f := range files {
		if err := os.WriteFile(filepath.Join(dir, filepath.FromSlash(f.Path)), f.Data, 0o644); err != nil {
			return err
		}
	}
	return nil
}
