// Package everyday knows how ordinary a word is: whether an English reader would take it for a term only with a reason.
//
// The counts come from WordNet 3.0 (see LICENSE.WordNet); words without a meaning of their own, which WordNet does not list, are
// written here. Only English has a list; in other languages every word is Rare unless it is very short.
package everyday

import (
	_ "embed"
	"strconv"
	"strings"
	"sync"
)

// Class orders words from the rarest to the most ordinary.
type Class uint8

const (
	// Rare words are not in the list: they mean what the glossary says.
	Rare Class = iota
	// Known words are in a general dictionary, but seldom met.
	Known
	// Common words are met in any text.
	Common
	// Frequent words are the few hundred most frequent nouns, verbs and adjectives.
	Frequent
	// Function words (articles, pronouns, prepositions, conjunctions, auxiliaries) say nothing by themselves.
	Function
)

// The thresholds are counts in WordNet's tagged text: 50 keeps 840 words, 3 keeps 8,300.
const (
	frequentCount = 50
	commonCount   = 3
)

//go:embed counts.txt
var counts string

// functionWords are the closed classes of English.
const functionWords = `
a an the this that these those such
i me my mine myself you your yours yourself yourselves he him his himself she her hers herself it its itself we us our ours
ourselves they them their theirs themselves one ones oneself someone somebody something anyone anybody anything everyone everybody
everything no-one nobody nothing none who whom whose which what whoever whatever whichever
each every either neither both all any some many much more most few fewer fewest several little less least other others another same own
enough no not nor
and or but yet so for if unless until till while whereas although though because since as than whether once
about above across after against along amid among around at before behind below beneath beside besides between beyond by despite
down during except from in inside into like near of off on onto out outside over past per through throughout to toward towards
under underneath unlike up upon via with within without versus
be am is are was were been being do does did done doing have has had having can could may might must shall should will would ought
need let lets get gets got make makes made use uses used go goes going went see sees seen say says said
here there where when why how then now thus hence therefore however moreover also too very just only even still again ever never
always often sometimes already almost quite rather perhaps maybe else instead otherwise meanwhile together away back yes
first last next two three
etc ie eg vs et al ca inc ltd ed eds pp cf ibid`

// word is what is known of a word.
type word struct {
	class  Class
	number uint16
}

// list builds the map once; it never changes afterwards.
var list = sync.OnceValue(func() map[string]word {
	words := make(map[string]word, 19000)
	add := func(text string, class Class) {
		number := uint16(len(words))
		if old, known := words[text]; known {
			number = old.number
		}
		words[text] = word{class, number}
	}
	for line := range strings.Lines(counts) {
		text, digits, found := strings.Cut(strings.TrimSpace(line), " ")
		count, err := strconv.Atoi(digits)
		switch {
		case !found || err != nil: // the header
		case count >= frequentCount:
			add(text, Frequent)
		case count >= commonCount:
			add(text, Common)
		default:
			add(text, Known)
		}
	}
	for text := range strings.FieldsSeq(functionWords) {
		add(text, Function)
	}
	return words
})

// Of returns the class of a word in lower case, as written: inflections are the caller's business. language is a BCP 47 tag.
func Of(language, word string) Class {
	if !english(language) {
		return Rare
	}
	return list()[word].class
}

// Number returns a number below Size that stands for a word in lower case, if the list has it. It is the same in every run of one
// version of the program.
func Number(language, word string) (number uint16, ok bool) {
	if !english(language) {
		return 0, false
	}
	known, ok := list()[word]
	return known.number, ok
}

// Numbers calls yield with each word of the list and its number, in no order.
func Numbers(yield func(word string, number uint16) bool) {
	for text, known := range list() {
		if !yield(text, known.number) {
			return
		}
	}
}

// Size returns how many words the list has.
func Size() int { return len(list()) }

func english(language string) bool {
	return language == "" || language == "en" || strings.HasPrefix(language, "en-")
}
