package layouts

import (
	"fmt"
	"html/template"
	"strings"
)

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
	Number       int // from 1 through the whole book; each link to the term has it in its attribute data-number
	Title        string
	Abbreviation string
	Aliases      []string
	Domain       string
	Summary      string // empty when it is the body's first paragraph
	See          *Link  // its Count is the Number of the term that it leads to
	Body         template.HTML
}

// BookStyle is the path of the style sheet of the book's running heads.
const BookStyle = "assets/book.css"

// spacious is the number of terms a letter from which a letter begins a new page, so that it can stand at the head of its pages.
const spacious = 4

// denseBook is the style of a book whose letters have few terms: they follow each other in the columns.
const denseBook = ".on-book main{columns:2;column-gap:.9cm;column-rule:.5pt solid #999}.on-book main>:is(h1,.summary,.count){column-span:all}" +
	".letter{columns:auto;column-rule:0}.letter>h2{column-span:none;font-size:16pt}\n"

// bookStyle gives each letter of the book pages of its own, with the letter and the numbers of its terms at their heads: browsers know
// named pages (CSS Paged Media 3), but no strings taken from the text (Generated Content for Paged Media).
func bookStyle(site *Site) []byte {
	var rules strings.Builder
	if site.Terms < spacious*len(site.Letters) {
		return []byte(denseBook)
	}
	rules.WriteString(".on-book h1{margin-block-start:7cm;font-size:34pt}.on-book main>:is(h1,.summary,.count){text-align:center}\n") // a title page
	last := 0
	for i, letter := range site.Letters {
		first := last + 1
		last += letter.Count
		fmt.Fprintf(&rules, ".letter:nth-of-type(%d){page:l%d}@page l%d{@top-center{content:%s;font:600 11pt serif;vertical-align:bottom;padding-bottom:.35cm}}\n",
			i+1, i+1, i+1, cssString(fmt.Sprintf("%s\u2003%d–%d", letter.Label, first, last)))
	}
	return []byte(rules.String())
}
