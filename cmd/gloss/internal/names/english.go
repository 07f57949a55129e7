package names

import (
	"bytes"
	"strings"
)

// Costs order the ways in which a text can differ from a name; the cheapest name wins where several stand in one place.
const (
	costSame    = 0
	costPlural  = 1 // singular for plural and the reverse
	costVerb    = 2 // another form of a gerund: testing, tested, tests
	costDerived = 3 // a verb made of a noun, a verb of an -ization
)

// irregularPlurals of English nouns, singular first. Compounds that end in one of these of four letters or more follow it
// ("salesman"). Plurals by rule (analyses, categories, boxes) are not listed.
var irregularPlurals = map[string]string{
	"man": "men", "woman": "women", "child": "children", "person": "people", "foot": "feet", "tooth": "teeth", "mouse": "mice",
	"goose": "geese", "life": "lives", "half": "halves", "shelf": "shelves", "knife": "knives", "leaf": "leaves", "self": "selves",
	"wolf": "wolves", "thief": "thieves", "loaf": "loaves", "criterion": "criteria", "phenomenon": "phenomena", "datum": "data",
	"medium": "media", "index": "indices", "matrix": "matrices", "vertex": "vertices", "appendix": "appendices",
	"formula": "formulae", "schema": "schemata", "corpus": "corpora", "automaton": "automata", "quiz": "quizzes",
	"stimulus": "stimuli", "radius": "radii", "nucleus": "nuclei", "curriculum": "curricula", "spectrum": "spectra", "genus": "genera",
	"ox": "oxen", "die": "dice", "stratum": "strata", "optimum": "optima", "maximum": "maxima", "minimum": "minima",
	"addendum": "addenda", "bacterium": "bacteria", "vertebra": "vertebrae", "antenna": "antennae", "alga": "algae",
}

var irregularSingulars = func() map[string]string {
	m := make(map[string]string, len(irregularPlurals))
	for singular, plural := range irregularPlurals {
		m[plural] = singular
	}
	return m
}()

// irregularVerbs are past forms that no rule gives, by verb.
var irregularVerbs = map[string][]string{
	"sell": {"sold"}, "send": {"sent"}, "build": {"built"}, "buy": {"bought"}, "write": {"wrote", "written"},
	"drive": {"drove", "driven"}, "run": {"ran"}, "make": {"made"}, "spend": {"spent"}, "lead": {"led"}, "find": {"found"},
	"hold": {"held"}, "speak": {"spoke", "spoken"}, "break": {"broke", "broken"}, "throw": {"threw", "thrown"},
	"teach": {"taught"}, "bid": {"bid"}, "bind": {"bound"}, "freeze": {"froze", "frozen"}, "keep": {"kept"}, "pay": {"paid"},
	"draw": {"drew", "drawn"}, "grow": {"grew", "grown"}, "win": {"won"}, "think": {"thought"}, "sleep": {"slept"},
}

// uncountable words have no singular without their s, or mean something else with it.
var uncountable = map[string]bool{
	"sales": true, "news": true, "series": true, "species": true, "goods": true, "means": true, "sas": true, "dns": true,
	"bus": true, "gas": true, "bias": true, "canvas": true, "alias": true, "atlas": true, "status": true, "virus": true, "corpus": true,
	"focus": true, "campus": true, "bonus": true, "census": true, "consensus": true, "menus": false, "lens": true, "chaos": true,
	"this": true, "his": true, "its": true, "us": true, "was": true, "has": true, "is": true, "as": true, "yes": true, "plus": true,
	"thus": true, "always": true, "perhaps": true, "iis": true, "os": true, "ops": true, "revops": true, "devops": true, "css": true,
}

// appendPlural appends the regular plural of word.
func appendPlural(dst, word []byte) []byte {
	n := len(word)
	switch {
	case n < 2:
	case endsIn(word, "sis") && n > 4: // analysis, thesis
		return append(append(dst, word[:n-2]...), "es"...)
	case endsIn(word, "s"), endsIn(word, "x"), endsIn(word, "z"), endsIn(word, "ch"), endsIn(word, "sh"):
		return append(append(dst, word...), "es"...)
	case word[n-1] == 'y' && !isVowel(word[n-2]):
		return append(append(dst, word[:n-1]...), "ies"...)
	}
	return append(append(dst, word...), 's')
}

// pluralOf reports whether plural is the plural of singular.
func pluralOf(singular, plural []byte) bool {
	if len(singular) < 2 || len(plural) < len(singular)-2 {
		return false
	}
	if singular[0] == plural[0] && regularPlural(singular, plural) {
		return !uncountable[string(plural)] && !(endsIn(plural, "ics") && len(plural) > 5)
	}
	want, irregular := irregularPlurals[string(singular)]
	return irregular && want == string(plural)
}

// regularPlural reports whether a rule makes plural of singular.
func regularPlural(singular, plural []byte) bool {
	if endsIn(singular, "man") && len(singular) > 4 && len(plural) == len(singular) && endsIn(plural, "men") {
		return bytes.HasPrefix(plural, singular[:len(singular)-2])
	}
	var buffer [64]byte
	if bytes.Equal(appendPlural(buffer[:0], singular), plural) {
		return true
	}
	// heroes, potatoes
	return endsIn(singular, "o") && len(plural) == len(singular)+2 && bytes.HasPrefix(plural, singular) && endsIn(plural, "es")
}

// verbRoot cuts the ending of an English verb form: "calling", "called", "calls" and "call" have one root. regular is false for
// a word that carries no ending.
func verbRoot(word []byte) (root []byte, ending string) {
	n := len(word)
	switch {
	case n > 5 && endsIn(word, "ings"):
		root, ending = word[:n-4], "ings"
	case n > 4 && endsIn(word, "ing"):
		root, ending = word[:n-3], "ing"
	case n > 4 && endsIn(word, "ied"):
		root, ending = word[:n-2], "ed"
	case n > 3 && endsIn(word, "ed") && !endsIn(word, "eed"):
		root, ending = word[:n-2], "ed"
	case n > 4 && endsIn(word, "ies"):
		root, ending = word[:n-2], "s"
	case n > 4 && endsIn(word, "es"):
		root, ending = word[:n-2], "s"
	case n > 3 && endsIn(word, "s") && !endsIn(word, "ss"):
		root, ending = word[:n-1], "s"
	default:
		root = word
	}
	n = len(root)
	if n > 3 && root[n-1] == root[n-2] && !isVowel(root[n-1]) && root[n-1] != 's' {
		n--
	} else if n > 2 && root[n-1] == 'e' {
		n--
	}
	root = root[:n]
	if n > 2 && root[n-1] == 'y' {
		return append(append(make([]byte, 0, n), root[:n-1]...), 'i'), ending
	}
	return root, ending
}

// englishForm returns how far the text's word is from the name's word, both folded, and whether it is a form of it at all. Verb
// forms are tried only if verbs is set.
func englishForm(name, text []byte, verbs bool) (cost int, ok bool) {
	if pluralOf(name, text) || pluralOf(text, name) {
		return costPlural, true
	}
	if !verbs || len(name) < 4 || len(text) < 3 || name[0] != text[0] {
		return 0, false
	}
	if derivedForm(name, text) {
		return costDerived, true
	}
	nameRoot, nameEnding := verbRoot(name)
	for _, past := range pastForms(name) {
		if past == string(text) {
			return costVerb, true
		}
	}
	textRoot, textEnding := verbRoot(text)
	if !bytes.Equal(nameRoot, textRoot) || len(nameRoot) < 3 {
		return 0, false
	}
	switch {
	case nameEnding == "ing" || nameEnding == "ings":
		return costVerb, true
	case textEnding == "ing" || textEnding == "ed":
		return costDerived, true
	}
	return 0, false
}

// pastForms returns the past forms of an irregular verb, also by its gerund ("writing"); nil for all other words.
func pastForms(word []byte) []string {
	base, gerund := bytes.CutSuffix(word, []byte("ing"))
	forms, ok := irregularVerbs[string(base)]
	if ok || !gerund {
		return forms
	}
	if forms, ok = irregularVerbs[string(base)+"e"]; ok {
		return forms
	}
	if n := len(base); n > 2 && base[n-1] == base[n-2] {
		return irregularVerbs[string(base[:n-1])]
	}
	return nil
}

// derivations are noun endings and the verb endings that belong to them.
var derivations = []struct {
	noun  string
	verbs []string
}{
	{"ification", []string{"ify", "ified", "ifies", "ifying"}},
	{"ization", []string{"ize", "ized", "izes", "izing", "ise", "ised", "ises", "ising"}},
	{"isation", []string{"ize", "ized", "izes", "izing", "ise", "ised", "ises", "ising"}},
}

// derivedForm reports whether text is a verb form of a name that ends in -ification or -ization.
func derivedForm(name, text []byte) bool {
	for _, d := range derivations {
		if !endsIn(name, d.noun) || len(name) < len(d.noun)+3 {
			continue
		}
		root := name[:len(name)-len(d.noun)]
		for _, verb := range d.verbs {
			if len(text) == len(root)+len(verb) && bytes.HasPrefix(text, root) && endsIn(text, verb) {
				return true
			}
		}
	}
	return false
}

// alternates returns forms of a name's word whose key differs from the word's own, so that the table can be entered by them too.
func alternates(word string) []string {
	var forms []string
	if plural, ok := irregularPlurals[word]; ok {
		forms = append(forms, plural)
	}
	if singular, ok := irregularSingulars[word]; ok {
		forms = append(forms, singular)
	}
	if root, ok := strings.CutSuffix(word, "man"); ok && root != "" {
		forms = append(forms, root+"men")
	}
	forms = append(forms, pastForms([]byte(word))...)
	for _, d := range derivations {
		if root, ok := strings.CutSuffix(word, d.noun); ok && len(root) > 2 {
			forms = append(forms, root+d.verbs[0], root+d.verbs[len(d.verbs)-1])
		}
	}
	return forms
}

// spellings are endings in British and American spelling, by their last letter: most words end in none of these letters.
var spellings = func() (list [256][][2]string) {
	for _, pair := range [...][2]string{
		{"isation", "ization"}, {"ising", "izing"}, {"ised", "ized"}, {"ise", "ize"}, {"iser", "izer"}, {"avior", "aviour"}, {"color", "colour"},
		{"favor", "favour"}, {"center", "centre"}, {"catalog", "catalogue"}, {"analyzer", "analyser"}, {"modeling", "modelling"},
		{"labeling", "labelling"}, {"defense", "defence"}, {"license", "licence"}, {"fulfillment", "fulfilment"}, {"enrollment", "enrolment"},
	} {
		for i, ending := range pair {
			last := ending[len(ending)-1]
			list[last] = append(list[last], [2]string{ending, pair[1-i]})
		}
	}
	return list
}()

// respelled returns the word in the other of British and American spelling, or "".
func respelled(word string) string {
	for _, pair := range spellings[word[len(word)-1]] {
		root, ok := strings.CutSuffix(word, pair[0])
		if ok && (len(root) > 3 || len(pair[0]) > 4) {
			return root + pair[1]
		}
	}
	return ""
}

func endsIn(word []byte, ending string) bool {
	return len(word) >= len(ending) && string(word[len(word)-len(ending):]) == ending
}

func isVowel(c byte) bool { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' }
