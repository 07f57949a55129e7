package layouts

import "html/template"

// Book is the view of print.html: the whole glossary on one page, to be printed or read from beginning to end.
type Book struct {
	Page
	Letters []BookLetter
}

// BookLetter is one letter of a Book.
type BookLetter struct {
	Label string
	Terms []BookTerm
}

// BookTerm is a term in a Book. All links to terms in its text lead to their place in the book, and no id stands twice.
type BookTerm struct {
	ID           string
	Title        string
	Abbreviation string
	Aliases      []string
	Domain       string
	Summary      string // empty when it is the body's first paragraph
	See          *Link
	Body         template.HTML
}
