// Package names knows every name of every term: who is called so, which name stands in a text, and which names clash.
//
// A Table is built once from the front matter of all terms and never changes. The conversion of a page works on an Asker, which
// remembers each question it put to the table; a body converted with equal answers is equal, so the conductor keeps bodies for as
// long as Changed does not list one of their keys.
//
// Names and texts are cut into the same tokens (words, characters of scripts without spaces, marks). The table is a set of paths:
// the hash of a name's first word, of its first two words, and so on, where all inflections of a word share one hash. Finding names
// is one walk from each word of the text for as long as the path exists, so it is linear in the text; the few names at the end of a
// path are then compared letter by letter. A path's hash is at once the key of the question, which makes the answers of a page
// depend on the words of the page alone.
package names

import (
	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/names/everyday"
	"gloss/cmd/gloss/internal/term"
)

// Kind says which of a term's names a name is.
type Kind uint8

const (
	// Title is the headword.
	Title Kind = iota
	// Alias is another name, or the title without the abbreviation in brackets that it ends in.
	Alias
	// Abbreviation is the short form, from the abbreviation key or from a title such as "Long name (ABBR)".
	Abbreviation
	// Inflection is a form that the writer listed.
	Inflection
)

// Name is one written name of one term.
type Name struct {
	// Text is the name as the writer wrote it, without quotes around it.
	Text string
	Kind Kind
	// Term is the term called so. For an entry that only points to another (see), it is the other.
	Term *term.Term
	// Slug is that of Term. With 100,000 terms a look at one of them is a miss of the cache, and most mentions need no more.
	Slug string
}

// Options are the settings a table depends on.
type Options struct {
	// Language is a BCP 47 tag; it chooses the inflection rules and the list of everyday words. Empty means English.
	Language string
	// Census tells how many pages hold each dictionary word; nil switches the background rule off.
	Census *Census
	// Last is the table of an earlier build, or nil. What it knows of terms that are the same (equal pointers) is not derived again.
	// The table does not depend on it, and keeps nothing of it.
	Last *Table
	// Workers is how many goroutines may derive names; 0 is one. The table does not depend on it.
	Workers int
}

// New builds the table from the front matter of all terms, drafts excluded by the caller, and reports names and addresses that
// clash, and related and see entries that lead nowhere. The order of terms does not matter.
func New(terms []*term.Term, opts Options) (*Table, diag.List) {
	return newTable(terms, opts)
}

// Homograph is a name that several terms claim.
type Homograph struct {
	Name string
	// Slug gives the address of the disambiguation page, terms/<Slug>.html, unless a term of that slug exists.
	Slug string
	// Terms are sorted by title, then slug.
	Terms []*term.Term
}

// Match is one place in a text where names stand.
type Match struct {
	// Start and End are the byte range in the text, without a possessive ending.
	Start, End int
	// Found are the names that stand there, the closest first; never empty.
	Found []Found
}

// Found is one name that stands in a place, and how the text differs from it.
type Found struct {
	Name Name
	// Kin is that of Name.Term, and Autolink what it says.
	Kin      Kin
	Autolink term.Autolink
	// Cost is 0 when the words are equal but for case, 1 for another number, 2 and 3 for other verb forms.
	Cost uint8
	// WrongCase says that the name is written in a case that this name does not allow.
	WrongCase bool
	// SameCase says that the letters are those of the name, case included.
	SameCase bool
	// Verbatim says that the text is the name, byte for byte, and Titled that the name is the title of Name.Term, which is an entry.
	Verbatim, Titled bool
	// Unaccented says that the text lacks accents that the name has, or the reverse.
	Unaccented bool
	// OneWord says that the name is a single word.
	OneWord bool
	// Class is the most ordinary class among the forms of a name of one word; for a longer name it is the class of its
	// rarest word.
	Class everyday.Class
	// Background says that the name is a dictionary word that stands on so many pages that it is prose.
	Background bool
	// Short says that the name is a single letter, digit or ideograph.
	Short bool
	// Capitals says that the name is written with capitals that mean something: mostly capitals, or an inner capital.
	Capitals bool
	// Small says that the name begins with a small letter where titles distinguish case.
	Small bool
	// Initial says that only the first letter of one word is a capital, where titles distinguish case.
	Initial bool
	// Abbreviated says that the term has an abbreviation among its names.
	Abbreviated bool
	// Idle, of the first name found in a place, says that no page can take the place for a mention, whatever stands around it: the
	// case is wrong, the term says autolink: off, or the name is a function word or single character and the term does not say on. Only
	// their case makes places of abbreviated terms idle, as the text around an abbreviation is searched for its long form.
	Idle bool
}
