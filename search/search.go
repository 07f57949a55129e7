// Package search makes the search index of a glossary with bleve, answers queries from it offline, and exports it as small files
// for the browser. bleve is the one truth: the browser's files are a projection of the bleve index, and one query plan runs on both.
package search

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
}

// File is a file for the site; Path is relative to the site's root, with slashes.
type File struct {
	Path string
	Data []byte
}

// Build writes a bleve index of the documents into dir, which must not exist or be empty. The same documents and options give the
// same bytes on any machine.
func Build(dir string, documents []Document, opts Options) error { panic("being written") }

// Index is an index opened read-only.
type Index struct{}

// Open opens the bleve index in dir. It also accepts a built site's folder or its search/ folder.
func Open(dir string) (*Index, error) { panic("being written") }

// Close releases the index.
func (ix *Index) Close() error { panic("being written") }

// Hit is one answer.
type Hit struct {
	ID, URL, Title string
	Names          []string // aliases and abbreviation
	Matched        string   // the other name that matched, or ""
	Summary        string   // the summary or the sentence that matched
	Marks          [][2]int // byte ranges of Summary that matched
	Tags           []string
	Score          int64
}

// Search returns at most limit answers, best first.
func (ix *Index) Search(query string, limit int) ([]Hit, error) { panic("being written") }

// Export returns the browser's files (search/*.js), sorted by path, byte-stable.
func (ix *Index) Export() ([]File, error) { panic("being written") }
