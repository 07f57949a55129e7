package search

import (
	"fmt"
	"strings"
)

// A Plan is what a query means, computed from the words typed and the index's vocabulary. It holds resolved keys and stems only, so
// that executing it is a matter of reading postings and adding integers; browser/engine makes and runs the same plan.
type Plan struct {
	Names   []Name   // names that equal, begin with or nearly equal what was typed
	Words   []Word   // the words that carry meaning
	Tags    []Tag    // each must stand on the page
	Phrases []Phrase // each must stand in a name, the summary or the body
}

// Name gives the documents that have a name with this key the score, which is even, and more, an odd number, where it is the title.
type Name struct {
	Key   string
	Score int64
	Title int64
}

// Word is one word of the query with the stems that stand for it.
type Word struct {
	Text  string
	Stems []Variant
}

// Variant is a stem and the weight of a match: 4 for the word itself, less for a guess.
type Variant struct {
	Stem   string
	Factor int64
}

// Tag is a filter: the documents with this tag.
type Tag struct{ Key string }

// Phrase is a filter: the documents in whose names, shown summary or passages the words stand one after the other. Such a document
// has all the stems, which bleve knows, so that few texts have to be read.
type Phrase struct{ Words, Stems []string }

func (n Name) String() string {
	return fmt.Sprintf("name:%s^%d.%d", n.Key, n.Score/tierUnit, n.Score%tierUnit)
}
func (v Variant) String() string { return fmt.Sprintf("%s*%d", v.Stem, v.Factor) }
func (t Tag) String() string     { return "tag:" + t.Key }
func (p Phrase) String() string  { return `"` + strings.Join(p.Words, " ") + `"` }

func (w Word) String() string { return w.Text + "(" + join(w.Stems) + ")" }

func (p Plan) String() string {
	parts := []string{join(p.Names), join(p.Words), join(p.Tags), join(p.Phrases)}
	return strings.Join(strings.Fields(strings.Join(parts, " ")), " ")
}

func join[T fmt.Stringer](list []T) string {
	out := make([]string, len(list))
	for i, v := range list {
		out[i] = v.String()
	}
	return strings.Join(out, " ")
}

// Tiers of a score, best first. A score is tier*tierUnit plus what orders the documents of one tier; it stays below 2^53.
const (
	tierEqual         = 9 // a name equals the query
	tierForm          = 8 // a name equals it after its last word is put into another form
	tierBegins        = 7 // a name begins with it, shorter names first
	tierSubject       = 6 // a name equals what a question asks for
	tierSubjectForm   = 5
	tierSubjectBegins = 4
	tierNear          = 3 // none of these, but a name within typing errors
	tierNameWords     = 2 // names hold all words, names of fewer words first
	tierWords         = 1 // the weights of the words matched, added up

	tierUnit int64 = 1 << 48
	fewUnit  int64 = 1 << 40 // within tierNameWords: fewness of words
)

// What a title has over another name: among equal names it stands first, among names that begin with what was typed it may be four
// letters longer.
const (
	titleEquals = 1
	titleBegins = 9
)

// Factors of a variant.
const (
	factorWord     = 4
	factorForm     = 3 // another form of a word that the glossary does not use, or a word that begins with it
	factorSpelling = 2
)

// Limits of a plan; browser/engine/10-limits.js has the same.
const (
	wideNames      = 256 // a prefix of more names than this gives
	wideNamesTaken = 16  // the best of them
	maxCompletions = 6
	maxSpellings   = 6
	maxNearNames   = 16
	maxNearWords   = 5 // of a longer text no name is looked for within typing errors
	maxForms       = 12
	maxEndingStems = 4
	surePairs      = 8 // so many of the commonest endings make names of words that the glossary does not use
	maxWords       = 24
	maxVerified    = 64 // documents of which the text is read to find a phrase
)

// classWeights are what a match in each class counts.
// Whole names have tiers of their own, so a single
// word shared with a name says less than the same word in a definition.
var classWeights = [classes]int64{8, 8, 8, 8, 10, 9, 8, 9, 7, 5, 3}

// matchWeight is what any word matched adds to its rarity, so that many words outweigh a rare one.
const matchWeight = 32

// wordWeight is the rarity of a stem that stands in df of n documents: a logarithm to base two in eighths, by linear pieces, above
// matchWeight.
func wordWeight(df, n int64) int64 {
	ratio := 16 * n / max(df, 1)
	e := int64(0)
	for r := ratio; r > 15; r >>= 1 {
		e++
	}
	return 8*e + (ratio >> e & 7) + matchWeight
}
