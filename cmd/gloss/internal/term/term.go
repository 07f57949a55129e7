// Package term reads one term file: front matter into a Term, the Markdown body untouched.
//
// Parse is pure and looks at one file only, so that its result can be kept under the file's hash. What needs other files (names
// claimed twice, links that lead nowhere) is checked by later passes, for which a Term keeps the positions of its values.
package term

import (
	"gloss/cmd/gloss/internal/source"
)

// Kind tells a term from a page that is not one.
type Kind uint8

const (
	// KindTerm is an entry of the glossary; its page is terms/<slug>.html.
	KindTerm Kind = iota
	// KindPage is a plain page (type: page); its page is <slug>.html, and index.md is the introduction on the home page.
	KindPage
)

// Autolink is the writer's word on whether mentions of a term become links.
type Autolink uint8

const (
	// AutolinkDefault leaves it to the linker's rules.
	AutolinkDefault Autolink = iota
	// AutolinkOn links wherever a name stands, everyday word or not.
	AutolinkOn
	// AutolinkOff never links without [[...]].
	AutolinkOff
	// AutolinkExact links only names written exactly as in the front matter: same case, no inflection.
	AutolinkExact
)

// Pos is a place in the term's file: line and column count from 1, columns in characters; the zero Pos is unknown.
type Pos struct{ Line, Col int32 }

// Value is a text from the front matter and where it stands.
type Value struct {
	Text string
	Pos  Pos
}

// Term is one parsed file. It is never changed after Parse.
type Term struct {
	// File is where the term comes from; File.Path is relative to the content folder.
	File source.File
	Kind Kind
	// Slug is the file's name without extension, or the slug key. It is unique in a glossary (checked by names).
	Slug string
	// Title is the headword as the reader sees it; never empty.
	Title    string
	TitlePos Pos
	// Abbreviation is the short form that the field uses, or empty.
	Abbreviation    string
	AbbreviationPos Pos
	Aliases         []Value
	// Inflections are further written forms of the names that the linker's rules would not find.
	Inflections []Value
	// Summary is plain text of one or two sentences; empty when the writer gave none (then the body's first paragraph serves).
	Summary    string
	SummaryPos Pos
	Tags       []Value
	// Domain is the field in which the names have this meaning; it tells homographs apart.
	Domain    string
	DomainPos Pos
	// Related names other terms, by any of their names.
	Related []Value
	// See is set when this entry only points to another.
	See Value
	// RedirectFrom lists old addresses (slugs or site paths) that lead here.
	RedirectFrom []Value
	Draft        bool
	Autolink     Autolink
	// Updated is the date of the last change in meaning, "2006-01-02", or empty.
	Updated string
	// Body is the Markdown after the front matter; it aliases File.Data. BodyOffset is its byte offset there, so that
	// diag.AtOffset(path, File.Data, BodyOffset+i, ...) gives true lines. When the title came from the first heading,
	// the body begins after that heading.
	Body       []byte
	BodyOffset int
}

// URL returns the address of the term's page relative to the site's root: "terms/<slug>.html", "<slug>.html" for a plain page.
func (t *Term) URL() string {
	if t.Kind == KindPage {
		return t.Slug + ".html"
	}
	return "terms/" + t.Slug + ".html"
}
