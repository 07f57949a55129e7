// Package linker decides which mentions of names in a page's text become links, and says by which rule.
//
// It knows nothing of Markdown: the caller hands it the page's visible text as blocks and applies the decisions.
package linker

import (
	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/term"
)

// Frequency says how often one term is linked.
type Frequency uint8

const (
	FirstInSection Frequency = iota
	FirstOnPage
	FirstInParagraph
	All
)

// Options are the settings that decisions depend on.
type Options struct {
	First Frequency
}

// Barrier stands in a block's text for what is visible but can be no part of a mention: code, a link, an image, raw HTML.
const Barrier = '\uFFFC'

// Block is one run of visible text: a paragraph, a heading (never linked), a table cell, the text of a list item.
type Block struct {
	// Text is the block's text as the reader sees it, UTF-8, soft line breaks as "\n", unlinkable parts as Barrier.
	Text string
	// Section numbers the heading section that the block stands in, from 0 before the first heading.
	Section int
	// NoLinks marks text that is read (for neighbours and senses) and never linked: headings, quotations of code.
	NoLinks bool
	// Emphasized are byte ranges of Text that the writer emphasised (sorted, not overlapping).
	Emphasized [][2]int
}

// Page is what a decision depends on.
type Page struct {
	Term   *term.Term
	Blocks []Block
	// Explicit are the slugs the writer linked by hand on this page; they pin the sense of a homograph.
	Explicit []string
}

// Decision is one candidate mention.
type Decision struct {
	// Block, Start and End tell where it stands: Page.Blocks[Block].Text[Start:End].
	Block, Start, End int
	// Target is the term meant; nil when a homograph stayed unresolved.
	Target *term.Term
	// Name is the name of the target that was found.
	Name names.Name
	// Linked says whether the mention becomes a link; every candidate counts as a mention if Mention is set.
	Linked bool
	// Mention says that the text means the term, linked or not (a second mention in a section is a mention).
	Mention bool
	// Rule is the stable kebab-case name of the rule that decided: "first-in-section", "everyday-word", "own-page".
	Rule string
}

// Decide returns all candidates of the page in order of text, and warnings (an unresolved homograph) with File and position left
// empty for the caller to fill: Decision i of a warning is in its Decision field.
func Decide(names *names.Asker, page Page, opts Options) ([]Decision, []Doubt) {
	panic("being written")
}

// Doubt is a warning about one decision.
type Doubt struct {
	Decision   int
	Diagnostic diag.Diagnostic
}
