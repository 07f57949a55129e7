package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"gloss/search"
)

//go:embed peers.mjs
var peersScript []byte

// peerPackages are the releases measured.
var peerPackages = []string{"minisearch@7.2.0", "pagefind@1.6.0"}

// spreadResult is the spread of bytes or milliseconds.
type spreadResult struct{ Median, High, Most float64 }

// kindResult is the mean reciprocal rank at 10 and the share of queries answered first.
type kindResult struct{ Reciprocal, First float64 }

// engineResult is what is measured of one engine. Size is in bytes, Peak the greatest resident memory of indexing in bytes.
type engineResult struct {
	Kinds           map[string]kindResult
	First, Next, MS spreadResult
	Size, Peak      float64
	Seconds         float64
}

// compare measures the peers and prints the table. Indexing is measured in processes of their own.
func (b *bench) compare(docs []search.Document, sets []querySet, own engineResult) error {
	if err := installPeers(b.peers); err != nil {
		return err
	}
	pages, gloss := filepath.Join(b.peers, "pages"), filepath.Join(b.peers, "gloss")
	for _, dir := range []string{pages, gloss} {
		if err := os.RemoveAll(dir); err != nil {
			return err
		}
	}
	if err := writePages(pages, docs); err != nil {
		return err
	}
	queries := filepath.Join(b.peers, "queries.json")
	if err := writeJSON(queries, docs, sets); err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	arguments := []string{"-index-only", gloss, "-content", b.content, "-wordnet", b.wordnet, "-terms", fmt.Sprint(b.terms),
		fmt.Sprintf("-meanings=%t", b.meanings), "-dictionary", b.dictionary}
	if own.Seconds, own.Peak, err = measure(self, arguments...); err != nil {
		return err
	}
	own.Size = folderSize(filepath.Join(gloss, "search", "bleve"))
	browserSize := folderSize(filepath.Join(gloss, "search")) - own.Size
	seconds, peak, err := measure("node", filepath.Join(b.peers, "node_modules", "pagefind", "lib", "runner", "bin.cjs"), "--site", pages)
	if err != nil {
		return err
	}
	// Pagefind's script is a module, which Node.js wants to be told.
	if err := os.WriteFile(filepath.Join(pages, "package.json"), []byte(`{"type":"module"}`), 0o644); err != nil {
		return err
	}
	script := filepath.Join(b.peers, "peers.mjs")
	if err := os.WriteFile(script, peersScript, 0o644); err != nil {
		return err
	}
	command := exec.Command("node", "--max-old-space-size=4096", script, queries, pages, gloss)
	command.Stderr = os.Stderr
	data, err := command.Output()
	if err != nil {
		return fmt.Errorf("peers.mjs: %w", err)
	}
	var out struct {
		Keystroke            spreadResult
		MiniSearch, Pagefind engineResult
	}
	if err := json.Unmarshal(data, &out); err != nil {
		return fmt.Errorf("peers.mjs: %w", err)
	}
	out.Pagefind.Seconds, out.Pagefind.Peak, out.Pagefind.Size = seconds, peak, folderSize(filepath.Join(pages, "pagefind"))
	own.MS = out.Keystroke
	printTable(len(docs), sets, own, out.MiniSearch, out.Pagefind, browserSize)
	return nil
}

func installPeers(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	arguments := append([]string{"install", "--prefix", dir, "--no-audit", "--no-fund", "--loglevel=error"}, peerPackages...)
	if out, err := exec.Command("npm", arguments...).CombinedOutput(); err != nil {
		return fmt.Errorf("npm install: %w\n%s", err, out)
	}
	return nil
}

// writePages writes a page of each term, with nothing on it that is not the term's: what Pagefind indexes.
func writePages(dir string, docs []search.Document) error {
	if err := os.MkdirAll(filepath.Join(dir, "terms"), 0o755); err != nil {
		return err
	}
	for _, d := range docs {
		title, names := html.EscapeString(d.Title), html.EscapeString(strings.Join(namesOf(d)[1:], ", "))
		page := fmt.Sprintf("<!doctype html><html lang=en><meta charset=utf-8><title>%s</title><main><h1>%s</h1><h2>%s</h2><p>%s</p><p>%s</p></main></html>\n",
			title, title, names, html.EscapeString(d.Summary), html.EscapeString(d.Body))
		if err := os.WriteFile(filepath.Join(dir, "terms", d.ID+".html"), []byte(page), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// measure runs a command and gives its seconds and greatest resident memory in bytes, that of processes it started included. GNU time
// stands between: a process started from here would count this program's memory as its own until it is replaced. Without it peak is 0.
func measure(name string, arguments ...string) (seconds, peak float64, err error) {
	report, err := os.CreateTemp("", "gloss-bench-time-")
	if err != nil {
		return 0, 0, err
	}
	defer func() { _ = os.Remove(report.Name()) }()
	if err := report.Close(); err != nil {
		return 0, 0, err
	}
	all := append([]string{name}, arguments...)
	if timer, err := exec.LookPath("time"); err == nil {
		all = append([]string{timer, "-f", "%M", "-o", report.Name()}, all...)
	}
	command := exec.Command(all[0], all[1:]...)
	begin := time.Now()
	if out, err := command.CombinedOutput(); err != nil {
		return 0, 0, fmt.Errorf("%s: %w\n%s", command, err, out)
	}
	seconds = time.Since(begin).Seconds()
	data, err := os.ReadFile(report.Name())
	if err != nil || len(data) == 0 {
		return seconds, 0, err
	}
	kibibytes, err := strconv.ParseFloat(strings.TrimSpace(string(data)), 64)
	return seconds, kibibytes * 1024, err
}

func folderSize(dir string) float64 {
	sum := 0.0
	_ = filepath.WalkDir(dir, func(_ string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		if info, err := d.Info(); err == nil {
			sum += float64(info.Size())
		}
		return nil
	})
	return sum
}

// printTable prints Markdown.
func printTable(terms int, sets []querySet, gloss, mini, pagefind engineResult, browser float64) {
	fmt.Printf("\n| %d terms | Gloss | MiniSearch 7.2 | Pagefind 1.6 |\n| --- | ---: | ---: | ---: |\n", terms)
	for _, set := range sets {
		g, m, p := gloss.Kinds[set.Kind], mini.Kinds[set.Kind], pagefind.Kinds[set.Kind]
		fmt.Printf("| %s: reciprocal rank (first) | %.3f (%.2f) | %.3f (%.2f) | %.3f (%.2f) |\n", set.Kind, g.Reciprocal, g.First, m.Reciprocal, m.First, p.Reciprocal, p.First)
	}
	row := func(label, format string, unit float64, of func(engineResult) float64) {
		fmt.Printf("| %s |", label)
		for _, e := range []engineResult{gloss, mini, pagefind} {
			if v := of(e); v > 0 {
				fmt.Printf(" "+format+" |", v/unit)
			} else {
				fmt.Print(" – |")
			}
		}
		fmt.Println()
	}
	row("first query, kB, median", "%.1f", 1000, func(e engineResult) float64 { return e.First.Median })
	row("first query, kB, 95th percentile", "%.1f", 1000, func(e engineResult) float64 { return e.First.High })
	row("further query, kB, median", "%.1f", 1000, func(e engineResult) float64 { return e.Next.Median })
	row("query, ms, median", "%.2f", 1, func(e engineResult) float64 { return e.MS.Median })
	row("query, ms, 95th percentile", "%.2f", 1, func(e engineResult) float64 { return e.MS.High })
	row("query, ms, most", "%.2f", 1, func(e engineResult) float64 { return e.MS.Most })
	row("index, MB", "%.1f", 1e6, func(e engineResult) float64 { return e.Size })
	fmt.Printf("| files of the browser, MB | %.1f | | |\n", browser/1e6)
	row("indexing, s", "%.1f", 1, func(e engineResult) float64 { return e.Seconds })
	row("indexing, memory, MB", "%.0f", 1e6, func(e engineResult) float64 { return e.Peak })
}
