// Command bench measures Gloss at scale: it makes glossaries of WordNet's words or of invented ones, builds them, and compares time,
// processor time, memory, files and bytes with other programs and with a floor. docs/benchmarks.md tells what it found.
//
//	go run ./cmd/gloss/internal/bench corpus  -terms 10000 -dir .bench/10000
//	go run ./cmd/gloss/internal/bench build   -dir .bench/10000 -out /tmp/site -cpu cpu.out
//	go run ./cmd/gloss/internal/bench floor   -site /tmp/site -out /tmp/copy
//	go run ./cmd/gloss/internal/bench live    -dir .bench/10000 -hugo .bench/bin/hugo
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"runtime"
	"runtime/pprof"
	"time"

	"gloss/cmd/gloss/internal/build"
)

func main() {
	if len(os.Args) < 2 {
		fail(fmt.Errorf("want corpus, build, floor, compare or live"))
	}
	commands := map[string]func([]string) error{"corpus": corpusCommand, "build": buildCommand, "floor": floorCommand, "compare": compareCommand,
		"live": liveCommand}
	run, ok := commands[os.Args[1]]
	if !ok {
		fail(fmt.Errorf("no command %q", os.Args[1]))
	}
	if err := run(os.Args[2:]); err != nil {
		fail(err)
	}
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "bench:", err)
	os.Exit(1)
}

func corpusCommand(args []string) error {
	flags := flag.NewFlagSet("corpus", flag.ExitOnError)
	dir := flags.String("dir", "", "folder of the glossary")
	terms := flags.Int("terms", 10000, "number of terms, 0 for all of WordNet")
	wordnet := flags.String("wordnet", "/usr/share/wordnet", "folder of WordNet's data `files`")
	generated := flags.Bool("generated", false, "invent the words")
	_ = flags.Parse(args)
	return writeCorpus(*dir, *wordnet, *terms, *generated)
}

// buildCommand builds in this process, so that a profile shows all of it.
func buildCommand(args []string) error {
	flags := flag.NewFlagSet("build", flag.ExitOnError)
	dir := flags.String("dir", "", "folder of the glossary")
	out := flags.String("out", "", "folder of the site")
	pages := flags.Bool("pages", false, "leave search out")
	cpu := flags.String("cpu", "", "write a processor profile to this `file`")
	memory := flags.String("memory", "", "write a profile of all allocations to this `file`")
	heap := flags.String("heap", "", "write a profile of what is in use before writing to this `file`")
	again := flags.Int("again", 0, "build so many times more with the same memory")
	_ = flags.Parse(args)
	if *cpu != "" {
		f, err := os.Create(*cpu)
		if err != nil {
			return err
		}
		defer f.Close()
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	clock := stopwatch{last: time.Now(), heap: *heap}
	b := build.New(build.Options{Dir: *dir, Out: *out, PagesOnly: *pages, Progress: clock.stage})
	for range *again + 1 {
		_, diags, err := b.Build(context.Background())
		if err != nil {
			return err
		}
		nErrors, warnings := diags.Count()
		clock.stage(build.Progress{Stage: "end"})
		fmt.Printf("%d errors, %d warnings\n", nErrors, warnings)
		if nErrors > 0 {
			fmt.Println(diags[0])
		}
	}
	if *memory == "" {
		return nil
	}
	f, err := os.Create(*memory)
	if err != nil {
		return err
	}
	defer f.Close()
	runtime.GC()
	return pprof.Lookup("allocs").WriteTo(f, 0)
}

// writeHeap writes the profile of memory in use, once.
func (s *stopwatch) writeHeap() {
	f, err := os.Create(s.heap)
	s.heap = ""
	if err != nil {
		fail(err)
	}
	defer f.Close()
	runtime.GC()
	if err := pprof.Lookup("heap").WriteTo(f, 0); err != nil {
		fail(err)
	}
}

// stopwatch prints how long each stage took and how much memory the process holds at its end.
type stopwatch struct {
	name string
	last time.Time
	heap string
}

func (s *stopwatch) stage(p build.Progress) {
	if p.Stage == s.name {
		return
	}
	now := time.Now()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fmt.Printf("%-10s %6.2f s   heap %5d MB, of the system %5d MB, allocated %6d MB in %d k, %d collections\n", s.name, now.Sub(s.last).Seconds(), m.HeapAlloc>>20, m.Sys>>20, m.TotalAlloc>>20, m.Mallocs/1000, m.NumGC)
	if s.heap != "" && (p.Stage == "indexing" || p.Stage == "writing") {
		s.writeHeap()
	}
	s.name, s.last = p.Stage, time.Now()
}
