// Package names knows every name of every term: who is called so, which name stands in a text, and which names clash.
package names

import (
	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/term"
)

// Kind says which of a term's names a name is.
type Kind uint8

const (
	Title Kind = iota
	Alias
	Abbreviation
	Inflection
)

// Name is one written name of one term.
type Name struct {
	Text string
	Kind Kind
	Term *term.Term
}

// Options are the settings a table depends on.
type Options struct {
	// Language is a BCP 47 tag; it chooses the inflection rules and the list of everyday words.
	Language string
}

// Table holds all names of one edition. It is immutable and safe for concurrent use.
type Table struct{}

// New builds the table from the front matter of all terms, drafts excluded by the caller, and reports names and addresses that
// clash. The order of terms does not matter.
func New(terms []*term.Term, opts Options) (*Table, diag.List) { panic("being written") }

// Lookup returns the terms called name (case, accents, hyphens and spaces folded), those whose title it is first, then by slug.
func (t *Table) Lookup(name string) []*term.Term { panic("being written") }

// BySlug returns the term or page with that slug, or nil.
func (t *Table) BySlug(slug string) *term.Term { panic("being written") }

// ByPath returns the term read from that path below the content folder, or nil.
func (t *Table) ByPath(path string) *term.Term { panic("being written") }

// Nearest returns the known name that is closest to name within typing errors, or "".
func (t *Table) Nearest(name string) string { panic("being written") }

// Homograph is a name that several terms claim.
type Homograph struct {
	Name  string
	Slug  string // the disambiguation page is terms/<Slug>.html, unless a term of that slug exists
	Terms []*term.Term
}

// Homographs returns the names with several meanings, sorted by name.
func (t *Table) Homographs() []Homograph { panic("being written") }

// Asker is the view of the table that the conversion of one page gets. It remembers each question, so that the converted body
// can be kept for as long as the answers stay the same.
type Asker struct{}

// Ask returns a fresh Asker; it is not safe for concurrent use.
func (t *Table) Ask() *Asker { panic("being written") }

// Lookup is Table.Lookup, remembered. BySlug, ByPath and Nearest likewise.
func (a *Asker) Lookup(name string) []*term.Term { panic("being written") }
func (a *Asker) BySlug(slug string) *term.Term   { panic("being written") }
func (a *Asker) ByPath(path string) *term.Term   { panic("being written") }
func (a *Asker) Nearest(name string) string      { panic("being written") }

// Key identifies one question to the table. Keys of different questions may collide; then a body is converted again for nothing.
type Key uint32

// Keys returns the questions asked so far, sorted and distinct.
func (a *Asker) Keys() []Key { panic("being written") }

// Answers returns a hash of everything that the table would answer to these questions (slugs, titles, domains, tags: whatever
// an answer depends on). Two tables with equal Answers for a page's keys convert that page to the same body.
func (t *Table) Answers(keys []Key) uint64 { panic("being written") }
