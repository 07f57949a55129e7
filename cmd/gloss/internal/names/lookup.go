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
	best := map[int32]int{}
	a.spell(root, 0, best)
	if len(best) == 0 {
		return nil
	}
	least := costDerived + 1
	for _, rank := range best {
		least = min(least, rank>>4)
	}
	var found []int32
	for i, rank := range best {
		if rank>>4 == least || least == costSame && rank&sameLettersOtherCase != 0 {
			found = append(found, i)
		}
	}
	// Map order must not show.
	slices.SortFunc(found, func(x, y int32) int { return cmp.Or(best[x]-best[y], int(x-y)) })
	if first := slices.IndexFunc(found, func(i int32) bool { return best[i]&sameLettersOtherCase != 0 }); first > 0 && least > costSame {
		found = found[:first] // they come last
	}
	return found
}

// sameLettersOtherCase marks the rank of a term that is called so but for a case that matters.
const sameLettersOtherCase = 8

// spell follows all paths that the whole of the Asker's text spells, compound words open and closed.
func (a *Asker) spell(path uint32, next int, best map[int32]int) {
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
				if old, seen := best[e.term]; !seen || rank < old {
					best[e.term] = rank
				}
			}
		}
		return
	}
	if longer := step(path, a.tokens[next].key); a.slot(longer) != nil {
		a.spell(longer, next+1, best)
	}
	if next+1 < len(a.tokens) && a.tokens[next+1].gap == hyphened {
		one, two := a.tokens[next], a.tokens[next+1]
		joined := step(path, a.table.morph.keyOf(a.text[one.start:one.end]+a.text[two.start:two.end]))
		if a.slot(joined) != nil {
			a.spell(joined, next+2, best)
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
