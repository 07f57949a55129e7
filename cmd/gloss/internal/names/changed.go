package names

import "slices"

// Fingerprint tells tables apart: two that have the same answer every question alike.
type Fingerprint struct {
	// Hash is of all answers, Names the number of names.
	Hash  uint64
	Names uint64
}

// Fingerprint returns that of the table.
func (t *Table) Fingerprint() Fingerprint { return Fingerprint{t.all, uint64(len(t.entries))} }

// Changed returns the questions, sorted and distinct, to which t and old answer differently. A page none of whose keys is among
// them (see Touched) converts to the same body with both. It looks only at the names of terms that differ.
func (t *Table) Changed(old *Table) []Key {
	if t.Fingerprint() == old.Fingerprint() {
		return nil
	}
	var asked []Key
	if t.morph.language == old.morph.language {
		mine, others := t.differing(old)
		asked = old.questionsAbout(t.questionsAbout(nil, mine), others)
	} else {
		asked = old.everyQuestion(t.everyQuestion(nil))
	}
	slices.Sort(asked)
	asked = slices.Compact(asked)
	changed := []Key{allNames}
	for _, key := range asked {
		if key != allNames && t.answer(key) != old.answer(key) {
			changed = append(changed, key)
		}
	}
	return changed
}

// Touched reports whether one of the questions that a page asked (its body's Asked) is among those that Changed returned. Both are
// sorted.
func Touched(asked, changed []Key) bool {
	if len(changed)*8 < len(asked) {
		return slices.ContainsFunc(changed, func(key Key) bool {
			_, found := slices.BinarySearch(asked, key)
			return found
		})
	}
	for i, j := 0, 0; i < len(asked) && j < len(changed); {
		switch {
		case asked[i] < changed[j]:
			i++
		case asked[i] > changed[j]:
			j++
		default:
			return true
		}
	}
	return false
}

// differing returns the terms of t and of other, by index, that only one of both has or of which they say different things.
func (t *Table) differing(other *Table) (mine, others []int32) {
	i, j := 0, 0
	for i < len(t.terms) || j < len(other.terms) {
		order := 0
		switch {
		case i == len(t.terms):
			order = 1
		case j == len(other.terms):
			order = -1
		case t.terms[i] != other.terms[j]:
			order = compareTerms(t.terms[i], other.terms[j])
		}
		if order <= 0 && (order < 0 || !t.sameTerm(i, other, j)) {
			mine = append(mine, int32(i))
		}
		if order >= 0 && (order > 0 || !t.sameTerm(i, other, j)) {
			others = append(others, int32(j))
		}
		if order <= 0 {
			i++
		}
		if order >= 0 {
			j++
		}
	}
	return mine, others
}

// sameTerm reports whether both tables answer alike about their terms i and j.
func (t *Table) sameTerm(i int, other *Table, j int) bool {
	if t.facts[i].hash != other.facts[j].hash || t.facts[t.target[i]].hash != other.facts[other.target[j]].hash {
		return false
	}
	from, to := int(t.firsts[i]), int(t.firsts[i+1])
	shift := int(other.firsts[j]) - from
	if int(other.firsts[j+1])-shift != to {
		return false
	}
	for n := from; n < to; n++ {
		if t.entries[n].meaning() != other.entries[n+shift].meaning() {
			return false
		}
	}
	return true
}

// questionsAbout appends all questions whose answers may tell of these terms.
func (t *Table) questionsAbout(list []Key, terms []int32) []Key {
	for _, i := range terms {
		for n := t.firsts[i]; n < t.firsts[i+1]; n++ {
			path := root
			for _, key := range t.pathOf(&t.entries[n]) {
				path = step(path, key)
				list = append(list, Key(path))
			}
		}
		list = append(list, Key(t.facts[i].slug), Key(t.facts[i].path))
	}
	return list
}

// everyQuestion appends all questions to which the table has an answer.
func (t *Table) everyQuestion(list []Key) []Key {
	for _, s := range t.slots {
		list = append(list, Key(s.key))
	}
	for _, a := range t.addresses {
		list = append(list, Key(a.key))
	}
	return list
}
