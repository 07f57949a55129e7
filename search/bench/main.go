// Command bench measures the search of Gloss on a glossary folder or on WordNet: the quality of answers by kind of query, the bytes a
// browser fetches, and the time and size of the index.
//
//	go run ./search/bench -content content
//	go run ./search/bench -wordnet /usr/share/wordnet -terms 10000
//	go run ./search/bench -wordnet /usr/share/wordnet -terms 10000 -meanings
//	go run ./search/bench -dictionary /usr/share/dictd/foldoc
//	go run ./search/bench -wordnet /usr/share/wordnet -terms 12000 -peers .bench
//
// With -peers it installs MiniSearch and Pagefind from npm into that folder and measures them on the same terms and queries.
//
// It prints mean reciprocal rank at 10 and success at 1 for 400 queries of each kind, drawn with a fixed
// seed. Beside that of prefixes stands what the best order could reach that knows nothing but titles: many share a beginning.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"time"

	"gloss/search"
	"gloss/search/bench/wordnet"
)

func main() {
	content := flag.String("content", "content", "folder of Markdown `files` with front matter")
	folder := flag.String("wordnet", "", "folder of WordNet's data `files` to use instead (Debian: wordnet-base)")
	thesaurus := flag.String("synonyms", "/usr/share/wordnet", "folder of WordNet's data files from which paraphrases take synonyms")
	eachMeaning := flag.Bool("meanings", false, "make a term of each meaning of WordNet instead of each word")
	dictionary := flag.String("dictionary", "", "a dictionary in dictd's `format` to use instead, without its suffix (Debian: dict-foldoc, dict-jargon)")
	terms := flag.Int("terms", 0, "use this many terms of WordNet, evenly spread (0: all)")
	seed := flag.Uint64("seed", 1, "seed of the queries")
	each := flag.Int("queries", 400, "queries of each kind")
	dump := flag.String("dump", "", "write documents and queries as JSON to this `file`, for other engines")
	misses := flag.Bool("misses", false, "print the queries not answered first")
	peers := flag.String("peers", "", "measure MiniSearch and Pagefind too; `folder` for them and their pages (needs Node.js and npm)")
	only := flag.String("index-only", "", "write the index and the browser's files into this `folder` and measure nothing")
	bytes := flag.Bool("bytes", true, "measure what a browser fetches")
	chromium := flag.Int("chromium", 0, "type this many `queries` of each kind in Chromium and measure keystrokes")
	flag.Parse()
	b := &bench{content: *content, wordnet: *folder, synonyms: *thesaurus, terms: *terms, seed: *seed, each: *each, dump: *dump, misses: *misses,
		bytes: *bytes, peers: *peers, only: *only, meanings: *eachMeaning, dictionary: *dictionary, chromium: *chromium}
	if err := b.run(); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// A bench holds what the flags say.
type bench struct {
	content, wordnet, dictionary, synonyms, dump, peers, only string
	terms, each, chromium                                     int
	seed                                                      uint64
	misses, bytes, meanings                                   bool
}

func (b *bench) documents() ([]search.Document, error) {
	switch {
	case b.dictionary != "":
		return readDictionary(b.dictionary)
	case b.wordnet == "":
		return readContent(b.content)
	}
	b.synonyms = b.wordnet
	w, err := wordnet.Open(b.wordnet)
	if err != nil {
		return nil, err
	}
	if b.meanings {
		return meanings(w, b.terms), nil
	}
	return words(w, b.terms), nil
}

// thesaurus gives the synonyms for paraphrases, or none where WordNet is not installed.
func (b *bench) thesaurus() map[string][]string {
	w, err := wordnet.Open(b.synonyms)
	if err != nil {
		fmt.Fprintf(os.Stderr, "bench: no paraphrases: %v\n", err)
		return nil
	}
	return synonyms(w)
}

func (b *bench) run() error {
	docs, err := b.documents()
	if err != nil {
		return err
	}
	if b.only != "" {
		return writeIndex(b.only, docs)
	}
	sets := makeQueries(docs, b.thesaurus(), b.seed, b.each)
	if b.dump != "" {
		if err := writeJSON(b.dump, docs, sets); err != nil {
			return err
		}
	}
	work, err := os.MkdirTemp("", "gloss-bench-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(work) }()
	ix, files, err := index(filepath.Join(work, "bleve"), docs)
	if err != nil {
		return err
	}
	defer func() { _ = ix.Close() }()
	own := engineResult{Kinds: map[string]kindResult{}}
	if err := quality(ix, sets, b.misses, &own); err != nil {
		return err
	}
	if b.bytes || b.peers != "" {
		if err := traffic(files, sets, &own); err != nil {
			return err
		}
	}
	if b.chromium > 0 {
		if err := writeFiles(work, files); err != nil {
			return err
		}
		if err := keystrokes(work, sets, b.chromium); err != nil {
			return err
		}
	}
	if b.peers != "" {
		return b.compare(docs, sets, own)
	}
	return nil
}

// writeIndex writes what a site's search folder holds, on all processors as Pagefind does.
func writeIndex(dir string, docs []search.Document) error {
	for _, folder := range []string{"search/bleve/store", "search"} {
		if err := os.MkdirAll(filepath.Join(dir, filepath.FromSlash(folder)), 0o755); err != nil {
			return err
		}
	}
	queue := make(chan search.File, 64)
	failed := make([]error, runtime.GOMAXPROCS(0))
	var wait sync.WaitGroup
	for i := range failed {
		wait.Go(func() {
			for f := range queue {
				failed[i] = errors.Join(failed[i], os.WriteFile(filepath.Join(dir, filepath.FromSlash(f.Path)), f.Data, 0o644))
			}
		})
	}
	err := search.Files(docs, search.Options{Language: "en"}, func(f search.File) error {
		data, err := f.Bytes()
		queue <- search.File{Path: f.Path, Data: data}
		return err
	})
	close(queue)
	wait.Wait()
	return errors.Join(append(failed, err)...)
}

// index builds and exports, and prints the time and size of both.
func index(dir string, docs []search.Document) (*search.Index, []search.File, error) {
	begin := time.Now()
	if err := search.Build(dir, docs, search.Options{Language: "en"}); err != nil {
		return nil, nil, err
	}
	built := time.Since(begin)
	ix, err := search.Open(dir)
	if err != nil {
		return nil, nil, err
	}
	begin = time.Now()
	files, err := ix.Export()
	if err != nil {
		return nil, nil, err
	}
	exported := time.Since(begin)
	size, total := int64(0), 0
	_ = filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if info, e := os.Stat(path); e == nil && !info.IsDir() {
			size += info.Size()
		}
		return err
	})
	for _, f := range files {
		total += len(f.Data)
	}
	fmt.Printf("terms %d: index %.2f s, %.1f MB; export %.2f s, %.1f MB in %d files\n", len(docs), built.Seconds(), float64(size)/1e6,
		exported.Seconds(), float64(total)/1e6, len(files))
	return ix, files, nil
}

// quality prints the ranks of the wanted terms.
func quality(ix *search.Index, sets []querySet, misses bool, own *engineResult) error {
	fmt.Printf("%-14s %7s %9s %9s %10s\n", "queries", "number", "MRR@10", "first", "ms")
	for _, set := range sets {
		sum, first := 0.0, 0
		begin := time.Now()
		for _, q := range set.Queries {
			hits, err := ix.Search(q.Text, 10)
			if err != nil {
				return err
			}
			rank := rankOf(hits, q.Wanted)
			if rank > 0 {
				sum += 1 / float64(rank)
			}
			if rank == 1 {
				first++
			} else if misses {
				fmt.Printf("    %-12s %2d %q wants %q, first is %q\n", set.Kind, rank, q.Text, q.Wanted[0], firstID(hits))
			}
		}
		n := float64(max(1, len(set.Queries)))
		own.Kinds[set.Kind] = kindResult{sum / n, float64(first) / n}
		fmt.Printf("%-14s %7d %9.3f %9.3f %10.2f", set.Kind, len(set.Queries), sum/n, float64(first)/n, time.Since(begin).Seconds()*1000/n)
		if set.Ideal > 0 {
			fmt.Printf("  (the best order of titles: %.3f)", set.Ideal/n)
		}
		fmt.Println()
	}
	return nil
}

func rankOf(hits []search.Hit, wanted []string) int {
	for i, h := range hits {
		for _, id := range wanted {
			if h.ID == id {
				return i + 1
			}
		}
	}
	return 0
}

func firstID(hits []search.Hit) string {
	if len(hits) == 0 {
		return ""
	}
	return hits[0].ID
}

func writeJSON(path string, docs []search.Document, sets []querySet) error {
	data, err := json.Marshal(map[string]any{"documents": docs, "sets": sets})
	if err != nil {
		return err
	}
	return os.WriteFile(path, data, 0o644)
}
