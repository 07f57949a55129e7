package names

import (
	"cmp"
	"slices"
	"strings"

	"gloss/cmd/gloss/internal/term"
)

// Lookup returns the terms called name (case, accents, hyphens and spaces folded): first those with a name of exactly this text,
// then those whose title it is, then by slug. If no name is written so, it returns the terms that have name as an inflection.
func (t *Table) Lookup(name string) []*term.Term {
	return t.termsOf(t.lookup(name, none))
}

func (t *Table) termsOf(found []int32) []*term.Term {
	var terms []*term.Term
	for _, i := range found {
		if one := t.terms[t.target[i]]; !slices.Contains(terms, one) {
			terms = append(terms, one)
		}
	}
	return terms
}

// lookup returns the indexes of the terms called name, but not the term except itself.
func (t *Table) lookup(name string, except int32) []int32 {
	a := t.Ask()
	found := t.lookupWith(a, name)
	a.asked = a.asked[:0] // nobody wants to know
	a.Release()
	return slices.DeleteFunc(found, func(i int32) bool { return i == except })
}

func (t *Table) lookupWith(a *Asker, name string) []int32 {
	a.borrow()
	name = clean(name)
	a.text = name
	a.tokens = t.morph.tokenize(name, a.tokens[:0])
	a.spelled = a.spelled[:0]
	a.spell(root, 0)
	if len(a.spelled) == 0 {
		return nil
	}
	best := a.spelled
	slices.SortFunc(best, func(x, y spelled) int { return cmp.Or(x.rank-y.rank, int(x.term-y.term)) })
	least := costDerived + 1
	for _, s := range best {
		least = min(least, s.rank>>4)
	}
	found, sameCase := make([]int32, 0, len(best)), false
	for _, s := range best {
		otherCase := s.rank&sameLettersOtherCase != 0
		if otherCase && sameCase && least > costSame {
			break // they come last
		}
		sameCase = sameCase || !otherCase
		if s.rank>>4 == least || least == costSame && otherCase {
			found = append(found, s.term)
		}
	}
	return found
}

// spelled is a term that is called as the text is spelled, and how well that fits: the least is best.
type spelled struct {
	term int32
	rank int
}

// note keeps the best rank of each term. There are hardly ever more than a few.
func (a *Asker) note(term int32, rank int) {
	for i := range a.spelled {
		if s := &a.spelled[i]; s.term == term {
			s.rank = min(s.rank, rank)
			return
		}
	}
	a.spelled = append(a.spelled, spelled{term, rank})
}

// sameLettersOtherCase marks the rank of a term that is called so but for a case that matters.
const sameLettersOtherCase = 8

// spell follows all paths that the whole of the Asker's text spells, compound words open and closed.
func (a *Asker) spell(path uint32, next int) {
	if next == len(a.tokens) {
		s := a.table.find(path)
		if next == 0 || s == nil {
			return
		}
		for i := s.head; i != none; i = a.table.entries[i].next {
			e := &a.table.entries[i]
			if cost, _, ok := a.compare(e, a.tokens); ok {
				rank := cost << 4
				if e.text != a.text {
					rank |= 2
				}
				if wrongCase(e, a.text, sameLetters(e.text, a.text)) {
					// [[streams]] is the plural of stream before it is STREAMS.
					if rank |= 4; cost == costSame {
						rank |= costPlural<<4 | sameLettersOtherCase
					}
				}
				if e.kind != Title {
					rank |= 1
				}
				a.note(e.term, rank)
			}
		}
		return
	}
	if longer := step(path, a.tokens[next].key); a.slot(longer) != nil {
		a.spell(longer, next+1)
	}
	if next+1 < len(a.tokens) && a.tokens[next+1].gap == hyphened {
		one, two := a.tokens[next], a.tokens[next+1]
		joined := step(path, a.table.morph.keyOf(a.text[one.start:one.end]+a.text[two.start:two.end]))
		if a.slot(joined) != nil {
			a.spell(joined, next+2)
		}
	}
}

// BySlug returns the term or page with that slug, or nil.
func (t *Table) BySlug(slug string) *term.Term {
	i, ok := slices.BinarySearchFunc(t.terms, slug, func(one *term.Term, slug string) int { return strings.Compare(one.Slug, slug) })
	if !ok {
		return nil
	}
	return t.terms[i]
}

// ByPath returns the term read from that path below the content folder, or nil.
func (t *Table) ByPath(path string) *term.Term {
	i, ok := slices.BinarySearchFunc(t.paths, path, func(i int32, path string) int {
		return strings.Compare(t.terms[i].File.Path, path)
	})
	if !ok {
		return nil
	}
	return t.terms[t.paths[i]]
}
