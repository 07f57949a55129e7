package names

import (
	"cmp"
	"slices"
	"strings"

	"gloss/cmd/gloss/internal/term"
)

// order sorts the terms by slug and by path: the order of files on disk must not show in entries or diagnostics. It returns for each
// term its index in the last table, or none; equal pointers mean equal terms. Only new ones are compared.
func (t *Table) order(terms []*term.Term, last *Table) (known []int32) {
	byPath := slices.IsSortedFunc(terms, comparePaths)
	if !byPath { // the reader of the content folder sorts so
		terms = slices.Clone(terms)
		slices.SortStableFunc(terms, comparePaths)
	}
	places := placesIn(terms, last)
	t.terms, t.paths = make([]*term.Term, 0, len(terms)), make([]int32, len(terms))
	known = make([]int32, 0, len(terms))
	for _, p := range places {
		t.paths[p.index] = int32(len(t.terms))
		t.terms = append(t.terms, terms[p.index])
		known = append(known, p.old)
	}
	return known
}

func comparePaths(a, b *term.Term) int { return strings.Compare(a.File.Path, b.File.Path) }

func compareTerms(a, b *term.Term) int {
	return cmp.Or(strings.Compare(a.Slug, b.Slug), comparePaths(a, b))
}

// position is a term by its index in order of paths, and in the last table.
type position struct{ index, old int32 }

// placesIn returns the places of terms, which are sorted by path, in order of slugs.
func placesIn(terms []*term.Term, last *Table) []position {
	kept := make([]position, len(last.terms)) // in order of slugs
	for j := range kept {
		kept[j] = position{none, int32(j)}
	}
	var fresh []int32
	j := 0
	for i, one := range terms {
		for j < len(last.paths) && last.terms[last.paths[j]] != one && comparePaths(last.terms[last.paths[j]], one) < 0 {
			j++
		}
		if j < len(last.paths) && last.terms[last.paths[j]] == one {
			kept[last.paths[j]].index = int32(i)
			j++
		} else {
			fresh = append(fresh, int32(i))
		}
	}
	sortBySlug(fresh, terms)
	places := make([]position, 0, len(terms))
	from := 0
	for _, i := range fresh {
		to, _ := slices.BinarySearchFunc(last.terms[from:], terms[i], compareTerms)
		places = appendKept(places, kept[from:from+to])
		from += to
		places = append(places, position{i, none})
	}
	return appendKept(places, kept[from:])
}

func appendKept(places, kept []position) []position {
	for _, p := range kept {
		if p.index != none {
			places = append(places, p)
		}
	}
	return places
}

// sortBySlug sorts indexes of terms. It compares the first eight bytes of slugs where these differ, without a look at the terms.
func sortBySlug(indexes []int32, terms []*term.Term) {
	type key struct {
		slug  uint64
		index int32
	}
	keys := make([]key, len(indexes))
	for n, i := range indexes {
		keys[n] = key{firstBytes(terms[i].Slug), i}
	}
	slices.SortFunc(keys, func(a, b key) int {
		if a.slug != b.slug {
			return cmp.Compare(a.slug, b.slug)
		}
		return compareTerms(terms[a.index], terms[b.index])
	})
	for n := range keys {
		indexes[n] = keys[n].index
	}
}

// firstBytes returns the first eight bytes of s as a number that compares as they do.
func firstBytes(s string) uint64 {
	var n uint64
	for i := range 8 {
		n <<= 8
		if i < len(s) {
			n |= uint64(s[i])
		}
	}
	return n
}

// stateFacts fills facts.
func (t *Table) stateFacts(last *Table, known []int32, workers int) {
	t.facts = make([]facts, len(t.terms))
	spread(len(t.terms), workers, func(_, from, to int) {
		var folded []byte
		for i := from; i < to; i++ {
			if known[i] != none {
				t.facts[i] = last.facts[known[i]]
				continue
			}
			one := t.terms[i]
			folded = fold(folded[:0], one.URL())
			t.facts[i] = facts{hash: hashTerm(one), kin: KinOf(one), traits: traitsOf(one), slug: keyOfAddress(slugAddress, one.Slug),
				path: keyOfAddress(pathAddress, one.File.Path), page: keyOfPage(folded)}
		}
	})
}

func traitsOf(one *term.Term) traits {
	var has traits
	if one.Kind == term.KindTerm && one.Title != "" {
		has |= headed
		if c := one.Title[0]; c >= 'a' && c <= 'z' {
			has |= lowered
		}
	}
	if one.See.Text != "" {
		has |= pointing
	}
	if len(one.Related) > 0 {
		has |= relating
	}
	if len(one.RedirectFrom) > 0 {
		has |= moved
	}
	switch one.Autolink {
	case term.AutolinkOn:
		has |= autolinkOn
	case term.AutolinkOff:
		has |= autolinkOff
	case term.AutolinkExact:
		has |= autolinkExact
	}
	return has
}

// autolink returns what the term says of its links.
func (has traits) autolink() term.Autolink {
	switch has & (autolinkOn | autolinkOff | autolinkExact) {
	case autolinkOn:
		return term.AutolinkOn
	case autolinkOff:
		return term.AutolinkOff
	case autolinkExact:
		return term.AutolinkExact
	}
	return term.AutolinkDefault
}

// caseful reports whether titles distinguish case: at least one in five begins with a small letter.
func caseful(terms []facts) bool {
	small, all := 0, 0
	for i := range terms {
		if terms[i].traits&headed != 0 {
			all++
		}
		if terms[i].traits&lowered != 0 {
			small++
		}
	}
	return small*5 >= all && small > 0
}
