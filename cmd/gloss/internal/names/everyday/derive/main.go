// Command derive makes counts.txt, the list of everyday English words, from WordNet's cntlist.rev (Debian package wordnet-base,
// /usr/share/wordnet/cntlist.rev, WordNet 3.0).
//
//	go run ./cmd/gloss/internal/names/everyday/derive /usr/share/wordnet/cntlist.rev > counts.txt
//
// cntlist.rev tells how often each sense of a word was met in hand-tagged English text. The senses of a word are added up; phrases,
// words with digits, and single letters are left out. Output: one "word count" a line, sorted.
package main

import (
	"bufio"
	"fmt"
	"io"
	"log"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
)

const header = `# Words of general English and how often they stand in hand-tagged text.
# Derived by ./derive from cntlist.rev of WordNet 3.0; see LICENSE.WordNet in this folder.
# WordNet 3.0 Copyright 2006 by Princeton University. All rights reserved.
`

func main() {
	log.SetFlags(0)
	if len(os.Args) != 2 {
		log.Fatal("usage: derive cntlist.rev > counts.txt")
	}
	file, err := os.Open(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	counts, err := add(file)
	if err != nil {
		log.Fatal(err)
	}
	out := bufio.NewWriter(os.Stdout)
	fmt.Fprint(out, header)
	for _, word := range slices.Sorted(maps.Keys(counts)) {
		fmt.Fprintln(out, word, counts[word])
	}
	if err := out.Flush(); err != nil {
		log.Fatal(err)
	}
}

// add sums the counts of each word's senses. A line is "lemma%sense_key sense_number count".
func add(r io.Reader) (map[string]int, error) {
	counts := map[string]int{}
	lines := bufio.NewScanner(r)
	for lines.Scan() {
		fields := strings.Fields(lines.Text())
		if len(fields) != 3 {
			return nil, fmt.Errorf("not a line of cntlist.rev: %q", lines.Text())
		}
		lemma, _, _ := strings.Cut(fields[0], "%")
		count, err := strconv.Atoi(fields[2])
		if err != nil {
			return nil, fmt.Errorf("not a line of cntlist.rev: %q", lines.Text())
		}
		if plain(lemma) {
			counts[lemma] += count
		}
	}
	return counts, lines.Err()
}

// plain reports whether the lemma is one word of two or more ASCII letters.
func plain(lemma string) bool {
	for _, c := range []byte(lemma) {
		if c < 'a' || c > 'z' {
			return false
		}
	}
	return len(lemma) > 1
}
