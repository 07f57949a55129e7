package site

import (
	"cmp"
	"slices"

	"gloss/cmd/gloss/internal/markdown"
)

// collectBacklinks turns the mentions of each page into "Mentioned in" of the terms mentioned: one line a page, the best pages first.
// Only the lists of entries that a changed page mentions or mentioned can differ. touched are in title order.
func (m *Memory) collectBacklinks(touched []change) {
	affected, joining := m.affectedBy(touched)
	before := make([][]backlink, len(affected))
	room := make([]backlink, m.backlinksOf(affected, joining))
	for i, e := range affected {
		before[i] = e.mentioned
		n := int(joining[e.id])
		for _, b := range before[i] {
			if m.all[b.from].touched != m.call {
				n++
			}
		}
		e.mentioned, room = room[:0:n], room[n:]
		for _, b := range before[i] {
			if m.all[b.from].touched != m.call {
				e.mentioned = append(e.mentioned, b)
			}
		}
	}
	for i := range touched {
		c := &touched[i]
		if !c.cites() {
			continue
		}
		for _, one := range c.mentions {
			if to := m.all[one.to]; to != c.entry {
				to.mentioned = append(to.mentioned, backlink{from: c.id, best: one.best, weight: one.weight})
			}
		}
	}
	inParallel(len(affected), func() func(i int) {
		return func(i int) {
			e := affected[i]
			slices.SortFunc(e.mentioned, m.backlinkOrder)
			if !slices.EqualFunc(before[i], e.mentioned, m.sameBacklink) {
				e.listed = m.call
			}
		}
	})
}

// affectedBy returns the entries whose backlinks may differ, each once, and how many of them each gets from pages that changed, by id.
func (m *Memory) affectedBy(touched []change) (affected []*entry, joining []int32) {
	joining, met := make([]int32, len(m.all)), make([]bool, len(m.all))
	meet := func(id int32) {
		if !met[id] {
			met[id] = true
			affected = append(affected, m.all[id])
		}
	}
	for i := range touched {
		c := &touched[i]
		for _, id := range c.cited {
			meet(id)
		}
		c.cited = nil
		if !c.cites() {
			continue
		}
		if !m.once {
			c.cited = make([]int32, 0, len(c.mentions))
		}
		for _, one := range c.mentions {
			if one.to == c.id {
				continue
			}
			meet(one.to)
			joining[one.to]++
			if !m.once {
				c.cited = append(c.cited, one.to)
			}
		}
	}
	return affected, joining
}

// cites reports whether the entry's page counts as one that mentions others.
func (e *entry) cites() bool { return e.alive && !e.isHome() }

// backlinksOf returns how many backlinks entries have at most, those that join them included.
func (m *Memory) backlinksOf(list []*entry, joining []int32) int {
	n := 0
	for _, e := range list {
		n += len(e.mentioned) + int(joining[e.id])
	}
	return n
}

// backlinkOrder puts the best first. Every two backlinks of a list differ in their page.
func (m *Memory) backlinkOrder(a, b backlink) int {
	if a.weight != b.weight {
		return cmp.Compare(b.weight, a.weight)
	}
	return cmp.Compare(m.ranks[a.from], m.ranks[b.from])
}

// sameBacklink reports whether a backlink from before this call says the same as one of now.
func (m *Memory) sameBacklink(before, now backlink) bool {
	if before.from != now.from {
		return false
	}
	from := m.all[now.from]
	said := from.body
	if from.touched == m.call {
		said = from.was.body
	}
	return said.Mentions[before.best] == from.body.Mentions[now.best]
}

// worth orders mentions by what they tell a reader: a link that the writer set, a mention where the page says what it is about, any
// link.
func worth(m *markdown.Mention) int {
	w := 0
	if m.ByHand {
		w += 4
	}
	if m.Lead {
		w += 2
	}
	if m.Linked {
		w++
	}
	return w
}
