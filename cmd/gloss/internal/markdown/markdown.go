// Package markdown turns a term's Markdown into linked HTML, plain text, headings and mentions. It is the only package that knows
// goldmark: the tree is born, linked and rendered inside Convert.
package markdown

import (
	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/linker"
	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/term"
)

// Options are the settings a body depends on.
type Options struct {
	// Language is a BCP 47 tag; it chooses typographic quotes.
	Language string
	// TrustHTML passes raw HTML and all URL schemes through. Off by default.
	TrustHTML bool
	// Linker holds the linking settings.
	Linker linker.Options
}

// Heading is a heading of a body.
type Heading struct {
	Level int    // 2 to 6 in a term file that begins with ##
	ID    string // unique on the page
	Text  string // plain text
}

// Question is one entry of a FAQ.
type Question struct {
	ID, Question string
	Answer       string // HTML
}

// Mention is one mention of another term in the running text, linked or not.
type Mention struct {
	Target   string // slug
	Sentence string // the sentence around it, plain text
	// Start and End are the byte range of the mention in Sentence.
	Start, End int
	Linked     bool // by the linker or by the writer
}

// Body is what Convert makes of a term. It is never changed afterwards and may be kept between builds.
type Body struct {
	HTML string
	// Text is the visible text for search: blocks separated by "\n", code included.
	Text string
	// Summary is the first paragraph as plain text, for terms without a summary of their own.
	Summary  string
	Headings []Heading
	FAQ      []Question
	Mentions []Mention
	// Assets are the content paths of files beside the term that the body refers to; they are published under files/.
	Assets []string
	// Asked are the questions to the names table that HTML and Mentions depend on.
	Asked []names.Key
	Diags diag.List
}

// Converter holds the configured goldmark. It is safe for concurrent use.
type Converter struct{}

// New returns a Converter.
func New(opts Options) *Converter { panic("being written") }

// Convert never fails; problems are in Body.Diags. hasFile reports whether a path below the content folder exists (a file that
// is not Markdown).
func (c *Converter) Convert(t *term.Term, table *names.Table, hasFile func(path string) bool) *Body {
	panic("being written")
}
