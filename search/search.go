// Package search makes the search index of a glossary with bleve, answers queries from it offline, and exports it as small files
// for the browser.
//
// bleve is the one truth: the browser's files are a projection of the bleve index, and one query plan runs on both. Documents go in
// (Build), a folder that any program with bleve opens comes out; Open reads it, Search answers with integer scores that are the same
// in the browser, Export gives the browser's files. Nothing depends on the clock, the machine or the number of workers. FORMAT.md
// describes the index's fields and the browser's files.
package search

import (
	"bytes"
	"crypto/sha256"
	"io"
)

// Document is one term as search sees it.
type Document struct {
	// ID is the slug; documents are numbered in the order they are given (the glossary's title order).
	ID string
	// URL is the page's address relative to the site's root.
	URL          string
	Title        string
	Abbreviation string
	Aliases      []string
	Summary      string // plain text
	Body         string // plain text, blocks separated by "\n"
	Tags         []string
}

// Options are the settings of an index.
type Options struct {
	// Language is a BCP 47 tag; it chooses the analyzer.
	Language string
	// Workers bounds the goroutines used; the bytes do not depend on it. 0 means GOMAXPROCS.
	Workers int
	// NoPassages leaves out the sentences of bodies that answers show in place of summaries; they are most of the size of a large
	// glossary's search files. Phrases are then found in names and summaries alone.
	NoPassages bool
	// NoBleve lets Files leave out the bleve index.
	NoBleve bool
	// Memory, if given, spares the next build what did not change. It costs nothing to leave it out.
	Memory *Memory
}

// File is a file for the site; Path is relative to the site's root, with slashes.
type File struct {
	Path string
	// Data are the bytes. A long file has Write instead, which makes them while it writes them and can be called once, and so has one of
	// which a build before made the same bytes: whoever still has those need not ask.
	Data  []byte
	Write func(io.Writer) error
	// Hash and Size are those of the bytes. Size is 0 if they are not known before Write made them.
	Hash [sha256.Size]byte
	Size int64
}

// CopyTo writes the bytes. It can be called once.
func (f *File) CopyTo(w io.Writer) error {
	if f.Write != nil {
		return f.Write(w)
	}
	_, err := w.Write(f.Data)
	return err
}

// Bytes gives the bytes as a whole, for the caller to keep. It can be called once.
func (f *File) Bytes() ([]byte, error) {
	if f.Write == nil {
		return bytes.Clone(f.Data), nil
	}
	var b bytes.Buffer
	err := f.Write(&b)
	return b.Bytes(), err
}

// Build writes a bleve index of the documents into dir, which must not exist or be empty. The same documents and options give the
// same bytes on any machine. It is an error if an id is empty or given twice.
func Build(dir string, documents []Document, opts Options) error { return build(dir, documents, opts) }

// Files makes the bleve index (search/bleve/...) and the browser's files (search/*.js) of the documents, without touching the disk but
// for a temporary folder of some kilobytes, and hands them to yield one by one: bleve's, then the browser's, each sorted by path. A
// file is good until yield returns: its memory is used again. yield is called by several goroutines, one at a time. The bytes are those that Build writes and Export gives.
// An error of yield ends it.
func Files(documents []Document, opts Options, yield func(File) error) error {
	return files(documents, opts, yield)
}

// Index is an index opened read-only. Its methods may be called from several goroutines.
type Index struct{ *opened }

// Open opens the bleve index in dir. It also accepts a built site's folder or its search/ folder.
func Open(dir string) (*Index, error) {
	o, err := open(dir)
	if err != nil {
		return nil, err
	}
	return &Index{o}, nil
}

// Close releases the index.
func (ix *Index) Close() error { return ix.bleve.Close() }

// Hit is one answer.
type Hit struct {
	ID, URL, Title string
	Names          []string // abbreviation and aliases
	Matched        string   // the other name that matched, or ""
	Summary        string
	Marks          [][2]int // byte ranges of Summary that matched, ascending
	Sentence       string   // what to show instead of the summary: the sentence of the body that says more of what was asked; or ""
	SentenceMarks  [][2]int // byte ranges of Sentence that matched, ascending
	Tags           []string
	Score          int64 // comparable within one index; see Plan
}

// Answer is what a query gives.
type Answer struct {
	Hits       []Hit
	Total      int    // documents that match; a lower bound when names alone fill the answer
	Suggestion string // the query with misspelled words replaced, or ""
	Plan       Plan
}

// Search returns at most limit answers, best first; 0 means 10.
func (ix *Index) Search(query string, limit int) ([]Hit, error) {
	a, err := ix.Query(query, limit)
	if err != nil {
		return nil, err
	}
	return a.Hits, nil
}

// Query is Search with all that is known of the answer.
func (ix *Index) Query(query string, limit int) (*Answer, error) { return ix.answer(query, limit) }

// Export returns the browser's files (search/*.js), sorted by path, byte-stable.
func (ix *Index) Export() ([]File, error) { return ix.export() }
