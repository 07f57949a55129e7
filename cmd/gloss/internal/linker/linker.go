// Package linker decides which mentions of names in a page's text become links, and says by which rule.
//
// It knows nothing of Markdown: the caller hands it the page's visible text as blocks and applies the decisions. It decides in four
// steps. Candidates are the longest names that stand in the text, in an allowed case and not within a larger token. Senses: a name of
// several terms gets the one that the page means. Meaning: an everyday word is a mention only with a reason. Places: headings, own
// page, repetitions and crowded paragraphs stay plain. Each candidate ends with one rule, whose name is stable and documented at
// its constant.
package linker

import (
	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/term"
)

// Frequency says how often one term is linked.
type Frequency uint8

const (
	// FirstInSection links the first mention under each heading.
	FirstInSection Frequency = iota
	// FirstOnPage links the first mention on the page.
	FirstOnPage
	// FirstInParagraph links the first mention in each block.
	FirstInParagraph
	// All links every mention.
	All
)

// Options are the settings that decisions depend on.
type Options struct {
	First Frequency
	// Off leaves linking to the writer: mentions are told and none becomes a link.
	Off bool
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
	// Found is the name of the target that was found, and how the text differs from it.
	Found *names.Found
	// Linked says whether the mention becomes a link; every candidate counts as a mention if Mention is set.
	Linked bool
	// Mention says that the text means the term, linked or not (a second mention in a section is a mention).
	Mention bool
	// Rule is the stable kebab-case name of the rule that decided: "first-in-section", "everyday-word", "own-page".
	Rule string
}

// The rules, in the order in which they are tried.
const (
	// RuleCase: the letters are those of the name, but not in a case that the name allows ("it" is not IT).
	RuleCase = "wrong-case"
	// RuleToken: the text is part of a larger token (Sun-3, a/b, example.com, CI/CD).
	RuleToken = "part-of-token"
	// RuleOff: the term's front matter says autolink: off.
	RuleOff = "autolink-off"
	// RuleExact: the term's front matter says autolink: exact, and the text is written otherwise.
	RuleExact = "autolink-exact"
	// RulePageOff: the plain page's front matter says autolink: off.
	RulePageOff = "page-autolink-off"
	// RuleOwnPage: the term itself.
	RuleOwnPage = "own-page"
	// RuleGlossaryOff: plain, because the settings say autolink.enabled: false.
	RuleGlossaryOff = "glossary-autolink-off"
	// RuleAmbiguous: several terms have this name and the page does not tell which is meant.
	RuleAmbiguous = "ambiguous-name"
	// RuleSingle: a single letter, digit or ideograph is linked only with autolink: on.
	RuleSingle = "single-character"
	// RuleFunction: a function word (and, for, see) is linked only with autolink: on.
	RuleFunction = "function-word"
	// RuleFrequent: one of the most frequent words of the language, not set off by capitals or emphasis.
	RuleFrequent = "frequent-word"
	// RuleBackground: a dictionary word that stands on so many pages that it is prose, on a page that shares no tag with the term.
	RuleBackground = "background-word"
	// RuleEveryday: a word of general English on a page that shares neither tag nor domain with the term, has no related entry, and
	// names no other term of its field.
	RuleEveryday = "everyday-word"
	// RulePartOfName: an ordinary word within a capitalised name (Sandbox Software Ltd), or any word in a capital there that its title
	// has not, where titles distinguish case.
	RulePartOfName = "part-of-name"
	// RuleNotHere: headings and other text that is never linked.
	RuleNotHere = "not-linked-here"
	// RuleRepeat: the term is linked already, as often as autolink.first allows.
	RuleRepeat = "repeated"
	// RuleDense: the paragraph has links enough.
	RuleDense = "too-dense"
	// RuleFirst: linked, as the first mention in its section, page or paragraph.
	RuleFirst = "first-mention"
	// RuleAll: linked, because autolink.first is all.
	RuleAll = "every-mention"
)

// Doubt is a warning about one decision.
type Doubt struct {
	// Decision is the index of the decision that the diagnostic is about; File and position are the caller's to fill.
	Decision   int
	Diagnostic diag.Diagnostic
}
