package check

import (
	"cmp"
	"math/bits"
	"slices"
	"strings"
	"unicode"

	"gloss/cmd/gloss/internal/linker"
	"gloss/cmd/gloss/internal/markdown"
	"gloss/cmd/gloss/internal/names/everyday"
	"gloss/cmd/gloss/internal/term"
)

// Doubt is a name whose links a writer should decide about.
type Doubt struct {
	// Name is the name as its term's file writes it.
	Name string
	Term *term.Term
	// Linked, Kept and Refused count its places: linked, meant but not linked (a repetition), and taken for an everyday word.
	Linked, Kept, Refused int
	// Pages counts the pages with such a place; Strangers those that share neither tag nor domain with the term.
	Pages, Strangers int
	// Score orders doubts; it has no unit.
	Score int
	// Why says in a few words what makes the name doubtful, without a period.
	Why string
	// Examples are up to maxExamples places on different pages, the most doubtful first.
	Examples []markdown.Candidate

	last   *term.Term // the page counted last
	chosen []example
}

// example is a place and how well it shows the doubt, the smallest rank first.
type example struct {
	rank int
	markdown.Candidate
}

// maxExamples is the number of sentences shown for a name.
const maxExamples = 3

// meaningRules are the linker's rules that take a name for an everyday word: those that autolink: on overrules.
var meaningRules = []string{linker.RuleFunction, linker.RuleFrequent, linker.RuleBackground, linker.RuleEveryday, linker.RulePartOfName, linker.RuleSingle}

// ordinary is what each class of words adds to the doubt about a link.
var ordinary = map[everyday.Class]int{everyday.Known: 10, everyday.Common: 30, everyday.Frequent: 45, everyday.Function: 55}

// seriousDoubt is the lowest risk that is worth a writer's time.
const seriousDoubt = 20

// Doubts gathers the names whose links are most doubtful: everyday words, used often, on pages of other fields, linked here and
// refused there. Terms whose writer has spoken (autolink) are left out.
type Doubts struct {
	language string
	tallies  map[doubtKey]*Doubt
}

type doubtKey struct{ slug, name string }

// NewDoubts returns an empty Doubts for a glossary in that language (BCP 47).
func NewDoubts(language string) *Doubts {
	return &Doubts{language: language, tallies: map[doubtKey]*Doubt{}}
}

// Add counts the candidates of one page. Each page is added once.
func (ds *Doubts) Add(page *term.Term, candidates []markdown.Candidate) {
	for _, c := range candidates {
		refused := slices.Contains(meaningRules, c.Rule)
		if c.Target == nil || c.Target.Autolink != term.AutolinkDefault || c.Target == page || !refused && !c.Mention {
			continue
		}
		k := doubtKey{c.Target.Slug, strings.ToLower(c.Name.Text)}
		d := ds.tallies[k]
		if d == nil {
			d = &Doubt{Name: c.Name.Text, Term: c.Target}
			ds.tallies[k] = d
		}
		d.count(page, c, refused)
	}
}

// Ranked returns the names worth a writer's time, the most doubtful first.
func (ds *Doubts) Ranked() []Doubt {
	var list []Doubt
	for _, d := range ds.tallies {
		if d.judge(ds.language); d.Score > 0 {
			list = append(list, *d)
		}
	}
	// Tallies come from a map; names of equal score are in order of their letters.
	slices.SortFunc(list, func(a, b Doubt) int {
		return cmp.Or(b.Score-a.Score, strings.Compare(a.Name, b.Name), strings.Compare(a.Term.Slug, b.Term.Slug))
	})
	return list
}

// count adds one place on page from.
func (d *Doubt) count(from *term.Term, c markdown.Candidate, refused bool) {
	switch {
	case refused:
		d.Refused++
	case c.Linked:
		d.Linked++
	default:
		d.Kept++
	}
	if d.last == from {
		return // one example a page
	}
	d.last = from
	d.Pages++
	one := example{rank(c), c}
	if strangers(from, d.Term) {
		d.Strangers++
	} else {
		one.rank += 3
	}
	d.chosen = append(d.chosen, one)
	slices.SortStableFunc(d.chosen, func(a, b example) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), strings.Compare(a.Place.File, b.Place.File))
	})
	d.chosen = d.chosen[:min(maxExamples, len(d.chosen))]
}

// judge computes the score.
func (d *Doubt) judge(language string) {
	class, words := classOf(language, d.Name)
	risk := 30 * d.Strangers / d.Pages
	var why []string
	switch {
	case words > 1: // everyday words side by side are seldom by chance
		risk += ordinary[class] / 3
		why = append(why, "everyday words")
	case class >= everyday.Frequent:
		risk += ordinary[class]
		why = append(why, "one of the most frequent words")
	default:
		risk += ordinary[class]
		why = append(why, "an everyday word")
	}
	if d.Strangers > 0 {
		why = append(why, "used on pages of other fields")
	}
	if d.Linked > 0 && d.Refused > 0 {
		risk += 15
		why = append(why, "linked in some places and not in others")
	}
	if d.Why = strings.Join(why, ", "); risk >= seriousDoubt && class > everyday.Rare {
		d.Score = risk * bits.Len(uint(d.Linked+d.Refused))
	}
	for _, one := range d.chosen {
		d.Examples = append(d.Examples, one.Candidate)
	}
}

// rank puts links before refusals and repetitions.
func rank(c markdown.Candidate) int {
	switch {
	case c.Linked:
		return 0
	case !c.Mention:
		return 1
	}
	return 2
}

// strangers reports whether two terms have tags or domains, and none in common.
func strangers(a, b *term.Term) bool {
	if len(a.Tags) == 0 && a.Domain == "" || len(b.Tags) == 0 && b.Domain == "" {
		return false
	}
	if a.Domain != "" && strings.EqualFold(a.Domain, b.Domain) {
		return false
	}
	for _, x := range a.Tags {
		for _, y := range b.Tags {
			if strings.EqualFold(x.Text, y.Text) {
				return false
			}
		}
	}
	return true
}

// classOf is how ordinary a name is, and its number of words: its rarest word decides. A name in capitals is no everyday word.
func classOf(language, name string) (class everyday.Class, words int) {
	class = everyday.Function
	for word := range strings.FieldsFuncSeq(name, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		words++
		if len(word) > 1 && strings.ToUpper(word) == word {
			return everyday.Rare, words
		}
		word = strings.ToLower(word)
		class = min(class, max(everyday.Of(language, word), everyday.Of(language, singular(word))))
	}
	if words == 0 {
		return everyday.Rare, 0
	}
	return class, words
}
