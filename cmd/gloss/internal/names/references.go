package names

import (
	"fmt"
	"slices"

	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/term"
)

// checkReferences reports see and related entries that name no term. Related entries of terms that the last table knew are looked up
// again only if a name that they used has gone.
func (t *Table) checkReferences(last *Table, known []int32, workers int) diag.List {
	t.relations = make([]int32, 0, len(t.terms)+1)
	for i, one := range t.terms {
		t.relations = append(t.relations, int32(len(t.related)))
		switch old := known[i]; {
		case t.facts[i].traits&relating == 0:
		case old != none:
			t.related = append(t.related, last.related[last.relations[old]:last.relations[old+1]]...)
		default:
			t.related = append(t.related, make([]uint32, len(one.Related))...)
		}
	}
	t.relations = append(t.relations, int32(len(t.related)))
	gone := t.gonePaths(last)
	lists := make([]diag.List, chunks(len(t.terms)))
	spread(len(t.terms), workers, func(n, from, to int) {
		a := t.Ask()
		for i := from; i < to; i++ {
			if t.facts[i].traits&relating != 0 {
				lists[n] = append(lists[n], t.checkRelated(a, t.terms[i], t.related[t.relations[i]:t.relations[i+1]], gone)...)
			}
			if t.facts[i].traits&pointing != 0 {
				lists[n] = append(lists[n], t.checkSee(int32(i))...)
			}
		}
		a.Release()
	})
	return slices.Concat(lists...)
}

// gonePaths returns the paths, sorted, at which a name of the last table ended that is another now, or not there.
func (t *Table) gonePaths(last *Table) []uint32 {
	var gone []uint32
	_, others := t.differing(last)
	for _, i := range others {
		for n := last.firsts[i]; n < last.firsts[i+1]; n++ {
			gone = append(gone, last.endOf(&last.entries[n]))
		}
	}
	slices.Sort(gone)
	return gone
}

// checkRelated checks the related entries of one term. paths has for each of them the path by which it was found before, or 0, and is
// brought up to date.
func (t *Table) checkRelated(a *Asker, one *term.Term, paths, gone []uint32) diag.List {
	var list diag.List
	for n := range paths {
		if paths[n] != 0 {
			if _, found := slices.BinarySearch(gone, paths[n]); !found {
				continue
			}
		}
		entry := one.Related[n]
		if paths[n] = t.pathNaming(a, entry.Text); paths[n] == 0 && len(t.lookup(entry.Text, none)) == 0 && t.BySlug(entry.Text) == nil {
			list = append(list, t.dead(one, entry, "unknown-related", "related"))
		}
	}
	return list
}

func (t *Table) checkSee(i int32) diag.List {
	one := t.terms[i]
	switch {
	case len(t.lookup(one.See.Text, i)) == 0:
		return diag.List{t.dead(one, one.See, "unknown-see", "see")}
	case t.target[i] == i:
		d := at(one, one.See.Pos, len(one.See.Text))
		d.Severity, d.Rule = diag.Error, "see-loop"
		d.Text = fmt.Sprintf("see: %s leads back here or over too many entries", one.See.Text)
		d.Hint = "point to the entry that holds the definition"
		return diag.List{d}
	}
	return nil
}

// pathNaming returns the path at which a name stands that is written so, case aside; 0 if there is none. It is the short way of lookup
// for nearly all entries.
func (t *Table) pathNaming(a *Asker, name string) uint32 {
	name = clean(name)
	a.tokens = t.morph.tokenize(name, a.tokens[:0])
	path := root
	for _, tok := range a.tokens {
		path = step(path, tok.key)
	}
	s := t.find(path)
	if s == nil || len(a.tokens) == 0 {
		return 0
	}
	for i, n := s.head, 0; i != none && n < maxChain; i, n = t.entries[i].next, n+1 {
		if equalLetters(t.entries[i].text, name) {
			return path
		}
	}
	return 0
}

func (t *Table) dead(one *term.Term, value term.Value, rule, key string) diag.Diagnostic {
	d := at(one, value.Pos, len(value.Text))
	d.Severity, d.Rule = diag.Error, rule
	d.Text = fmt.Sprintf("%s: no term is called %q", key, value.Text)
	if nearest := t.Nearest(value.Text); nearest != "" {
		d.Hint = fmt.Sprintf("did you mean %q?", nearest)
	}
	return d
}
