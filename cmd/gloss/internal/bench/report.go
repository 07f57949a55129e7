package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"time"
)

// ratio is one of the figures that are wanted.
type ratio struct {
	text, wanted string
	over, base   []string
	of           func(measured) float64
}

var ratios = []ratio{
	{"Hugo with Pagefind to Gloss, time", "≥ 5", []string{"hugo", "pagefind"}, []string{"gloss"}, wallOf},
	{"the same, processor time", "", []string{"hugo", "pagefind"}, []string{"gloss"}, processorOf},
	{"Hugo to Gloss's pages, time", "≥ 3", []string{"hugo"}, []string{"gloss pages"}, wallOf},
	{"Gloss's pages to the floor, time", "≤ 2.5", []string{"gloss pages"}, []string{"floor pages"}, wallOf},
	{"Gloss's peak to Hugo's", "≤ 0.25", []string{"gloss"}, []string{"hugo"}, peakOf},
	{"nothing changed to a clean build, time", "≤ 0.25", []string{"gloss again"}, []string{"gloss"}, wallOf},
	{"one edit to a clean build, time", "≤ 0.25", []string{"gloss edited"}, []string{"gloss"}, wallOf},
}

// report prints tables in Markdown: medians, and the ratios that matter.
func report(dir string, results map[string][]measured) {
	terms, _ := os.ReadDir(filepath.Join(dir, "content", "terms")) // inTurn has read it
	fmt.Printf("%d terms, %s, %d processors, %s\n\n", len(terms), time.Now().Format(time.DateOnly), runtime.NumCPU(), runtime.Version())
	fmt.Println("| program | time (s) | processor (s) | of that a term (µs) | peak (MB) | files | bytes (MB) |\n|---|--:|--:|--:|--:|--:|--:|")
	for _, name := range programs {
		runs := results[name]
		if len(runs) == 0 {
			continue
		}
		processor := middle(runs, processorOf)
		fmt.Printf("| %s | %.2f | %.2f | %.0f | %.0f | %d | %.0f |\n", name, middle(runs, wallOf), processor, processor*1e6/float64(max(len(terms), 1)),
			middle(runs, peakOf)/1e6, runs[0].files, float64(runs[0].bytes)/1e6)
	}
	fmt.Println("\n| ratio | wanted | measured |\n|---|--:|--:|")
	for _, r := range ratios {
		over, ok := total(results, r.over, r.of)
		base, ok2 := total(results, r.base, r.of)
		if ok && ok2 {
			fmt.Printf("| %s | %s | %.2f |\n", r.text, r.wanted, over/base)
		}
	}
	fmt.Println()
}
