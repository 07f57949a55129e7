package site

import (
	"cmp"
	"slices"

	"gloss/cmd/gloss/internal/slab"
)

// relateMentions brings mentions and citing up to date. What a page mentions can differ if the page does, or if a term that it mentions
// came, went, or became a page of another kind.
func (m *Memory) relateMentions(touched []change) {
	r := m.kin
	pages := make([]*entry, 0, len(touched))
	again := func(e *entry) {
		if e.retold != m.call {
			e.retold = m.call
			pages = append(pages, e)
		}
	}
	for i := range touched {
		c := &touched[i]
		again(c.entry)
		if c.wasTerm() != c.isTerm() {
			for _, b := range c.mentioned {
				again(m.all[b.from])
			}
		}
	}
	slices.SortFunc(pages, func(a, b *entry) int { return m.byPlace(a.id, b.id) }) // so that long lists come out sorted
	before := make([][]int32, len(pages))
	var kept slab.Slab[int32]
	var found []int32
	for i, e := range pages {
		before[i] = r.mentions[e.id]
		found = m.appendTargets(found[:0], e)
		r.mentions[e.id] = kept.Copy(found)
		if !slices.Equal(before[i], r.mentions[e.id]) {
			r.mentionsS[e.id] = m.call
		}
	}
	m.invert(pages, before, r.mentions, r.citing, func(id int32, old, now []int32) {
		r.citingS[id] = m.call
		if min(len(old), len(now)) <= maxCiting {
			r.sharedS[id] = m.call
		}
	})
}

// appendTargets appends the terms that a term's page mentions to an empty list, as many as are looked at.
func (m *Memory) appendTargets(list []int32, e *entry) []int32 {
	if !e.isTerm() {
		return list
	}
	for i := range e.mentions {
		if to := e.mentions[i].to; to != e.id && m.all[to].isTerm() && len(list) < maxTargets {
			list = append(list, to)
		}
	}
	return list
}

// relateNames brings names and naming up to date, for terms that changed and those that name others since the table did.
func (m *Memory) relateNames(touched []change, renamed []*entry) {
	r := m.kin
	pages := slices.Clone(renamed)
	for i := range touched {
		if e := touched[i].entry; e.renamed != m.call && len(e.related)+len(r.names[e.id]) > 0 { // else it is there already, or names nobody as before
			pages = append(pages, e)
		}
	}
	slices.SortFunc(pages, func(a, b *entry) int { return m.byPlace(a.id, b.id) }) // so that long lists come out sorted
	before := make([][]int32, len(pages))
	var kept slab.Slab[int32]
	var found []int32
	for i, e := range pages {
		before[i] = r.names[e.id]
		found = found[:0]
		for _, to := range e.related {
			if e.isTerm() && to.isTerm() {
				found = append(found, to.id)
			}
		}
		r.names[e.id] = kept.Copy(found)
	}
	m.invert(pages, before, r.names, r.naming, func(id int32, _, _ []int32) { r.namingS[id] = m.call })
}

// invert brings backward up to date, in which each id has the list of the pages that have it in forward. before holds what forward said
// of the pages that may differ. Lists are in title order, and so have to be sorted again where a page moved. differs is told of each
// list that is not what it was.
func (m *Memory) invert(pages []*entry, before, forward, backward [][]int32, differs func(id int32, old, now []int32)) {
	m.leaving = append(m.leaving, make([]bool, len(m.all)-len(m.leaving))...)
	m.met = append(m.met, make([]bool, len(m.all)-len(m.met))...)
	joining := make([]int32, len(m.all))
	most := 0
	for i, e := range pages {
		most += len(before[i]) + len(forward[e.id])
	}
	lists := make([]inverted, 0, min(most, len(m.all)))
	meet := func(id int32) {
		if !m.met[id] {
			m.met[id] = true
			lists = append(lists, inverted{id, backward[id]})
		}
	}
	for i, e := range pages {
		m.leaving[e.id] = true
		for _, id := range before[i] {
			meet(id)
		}
		for _, id := range forward[e.id] {
			meet(id)
			joining[id]++
		}
	}
	n := 0
	for _, one := range lists {
		n += len(one.old) + int(joining[one.id])
	}
	room := make([]int32, n)
	for _, one := range lists {
		n := len(one.old) + int(joining[one.id])
		kept := room[:0:n]
		room = room[n:]
		for _, from := range one.old {
			if !m.leaving[from] {
				kept = append(kept, from)
			}
		}
		backward[one.id] = kept
	}
	for _, e := range pages {
		for _, id := range forward[e.id] {
			backward[id] = append(backward[id], e.id)
		}
	}
	for _, one := range lists {
		slices.SortFunc(backward[one.id], m.byPlace)
		if !slices.Equal(one.old, backward[one.id]) {
			differs(one.id, one.old, backward[one.id])
		}
		m.met[one.id] = false
	}
	for _, e := range pages {
		m.leaving[e.id] = false
	}
}

// inverted is a list that invert brings up to date, as it was before.
type inverted struct {
	id  int32
	old []int32
}

// byPlace orders ids of terms as their titles stand in the alphabet.
func (m *Memory) byPlace(a, b int32) int { return cmp.Compare(m.ranks[a], m.ranks[b]) }

// stampMembers gives the lists in which a term stands its stamp, when something of it changed that others see.
func (m *Memory) stampMembers(touched []change, renamed []*entry) {
	r := m.kin
	stampLists := func(e *entry) {
		if e.shown != m.call {
			return
		}
		for _, id := range r.citing[e.id] {
			r.mentionsS[id] = m.call
		}
		for _, id := range r.mentions[e.id] {
			r.citingS[id] = m.call
			if len(r.citing[id]) <= maxCiting {
				r.sharedS[id] = m.call
			}
		}
		for _, id := range r.names[e.id] {
			r.namingS[id] = m.call
		}
		for _, t := range e.tagged {
			if len(t.group.entries) <= maxTagged {
				t.group.near = m.call
			}
		}
		for _, p := range r.words.typical[e.id] {
			if len(p.terms) <= maxWordTerms {
				p.changed = m.call
			}
		}
	}
	for i := range touched {
		stampLists(touched[i].entry)
	}
	for _, e := range renamed {
		stampLists(e)
	}
}
