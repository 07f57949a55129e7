package site

import (
	"cmp"
	"slices"
)

// relateMentions brings mentions and citing up to date. What a page mentions can differ if the page does, or if a term that it mentions
// came, went, or became a page of another kind.
func (m *Memory) relateMentions(touched []change) {
	r := m.kin
	var pages []*entry
	again := func(e *entry) {
		if e.retold != m.call {
			e.retold = m.call
			pages = append(pages, e)
		}
	}
	for i := range touched {
		c := &touched[i]
		again(c.entry)
		if c.was.isTerm() != c.isTerm() {
			for _, b := range c.mentioned {
				again(b.from)
			}
		}
	}
	slices.SortFunc(pages, func(a, b *entry) int { return cmp.Compare(a.position, b.position) }) // so that long lists come out sorted
	before := make([][]int32, len(pages))
	for i, e := range pages {
		before[i] = r.mentions[e.id]
		r.mentions[e.id] = m.targets(e)
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

// targets returns the terms that a term's page mentions, as many as are looked at.
func (m *Memory) targets(e *entry) []int32 {
	if !e.isTerm() || len(e.mentions) == 0 {
		return nil
	}
	list := make([]int32, 0, min(len(e.mentions), maxTargets))
	for i := range e.mentions {
		if to := e.mentions[i].to; to != e && to.isTerm() && len(list) < maxTargets {
			list = append(list, to.id)
		}
	}
	return list
}

// relateNames brings names and naming up to date, for terms that changed and those that name others since the table did.
func (m *Memory) relateNames(touched []change, renamed []*entry) {
	r := m.kin
	pages := slices.Clone(renamed)
	for i := range touched {
		if e := touched[i].entry; e.renamed != m.call { // else it is there already
			pages = append(pages, e)
		}
	}
	before := make([][]int32, len(pages))
	for i, e := range pages {
		before[i] = r.names[e.id]
		var list []int32
		for _, to := range e.related {
			if e.isTerm() && to.isTerm() {
				list = append(list, to.id)
			}
		}
		r.names[e.id] = list
	}
	m.invert(pages, before, r.names, r.naming, func(id int32, _, _ []int32) { r.namingS[id] = m.call })
}

// invert brings backward up to date, in which each id has the list of the pages that have it in forward. before holds what forward said
// of the pages that may differ. Lists are in title order, and so have to be sorted again where a page moved. differs is told of each
// list that is not what it was.
func (m *Memory) invert(pages []*entry, before, forward, backward [][]int32, differs func(id int32, old, now []int32)) {
	m.leaving = append(m.leaving, make([]bool, len(m.all)-len(m.leaving))...)
	m.met = append(m.met, make([]bool, len(m.all)-len(m.met))...)
	for _, e := range pages {
		m.leaving[e.id] = true
	}
	type affected struct {
		id  int32
		old []int32
	}
	var lists []affected
	meet := func(id int32) {
		if m.met[id] {
			return
		}
		m.met[id] = true
		lists = append(lists, affected{id, backward[id]})
		var kept []int32
		for _, from := range backward[id] {
			if !m.leaving[from] {
				kept = append(kept, from)
			}
		}
		backward[id] = kept
	}
	for i, e := range pages {
		for _, id := range before[i] {
			meet(id)
		}
		for _, id := range forward[e.id] {
			meet(id)
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

// byPlace orders ids of terms as their titles stand in the alphabet.
func (m *Memory) byPlace(a, b int32) int { return cmp.Compare(m.all[a].position, m.all[b].position) }

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
		for _, g := range e.groups {
			if len(g.entries) <= maxTagged {
				g.near = m.call
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
