// Command bench measures Gloss at scale: it makes glossaries of WordNet's words or of invented ones, builds them, and compares time,
// processor time, memory, files and bytes with other programs and with a floor. docs/benchmarks.md tells what it found.
//
//	go run ./cmd/gloss/internal/bench corpus  -terms 10000 -dir .bench/10000
//	go run ./cmd/gloss/internal/bench build   -dir .bench/10000 -out /tmp/site -cpu cpu.out
//	go run ./cmd/gloss/internal/bench compare -dir .bench/10000 -work .bench/sites/10000 -hugo .bench/bin/hugo
//	go run ./cmd/gloss/internal/bench floor   -site /tmp/site -out /tmp/copy
//	go run ./cmd/gloss/internal/bench live    -dir .bench/10000 -hugo .bench/bin/hugo
package main

import (
	"flag"
	"fmt"
	"os"
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
