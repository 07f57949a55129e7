package site

import (
	"cmp"
	"slices"

	"gloss/layouts"
)

// homeShown is the number of terms in each of the short lists of the home page.
const homeShown = 8

// homeLists are the short lists of the home page.
type homeLists struct {
	recent, most []shown
	random       *entry
	changed      stamp // when one of them last differed
}

// shown is a term and the number of pages that mention it.
type shown struct {
	entry *entry
	count int
}

// listHome finds what the home page shows: the terms that changed last, those that most pages mention, and some term.
func (m *Memory) listHome() {
	now := homeLists{changed: m.lists.changed,
		recent: m.top(func(a, b *entry) int { return cmp.Compare(b.updated, a.updated) }, func(e *entry) bool { return e.updated != "" }),
		most:   m.top(func(a, b *entry) int { return cmp.Compare(len(b.mentioned), len(a.mentioned)) }, func(e *entry) bool { return len(e.mentioned) > 1 }),
		random: m.random()}
	if !slices.Equal(now.recent, m.lists.recent) || !slices.Equal(now.most, m.lists.most) || now.random != m.lists.random {
		now.changed = m.call
	}
	m.lists = now
}

// top returns the first entries in an order; ties are in title order.
func (m *Memory) top(order func(a, b *entry) int, keep func(*entry) bool) []shown {
	list := make([]shown, 0, homeShown+1)
	for _, e := range m.entries {
		if !keep(e) || len(list) == homeShown && order(e, list[homeShown-1].entry) >= 0 {
			continue
		}
		at := len(list)
		for at > 0 && order(e, list[at-1].entry) < 0 {
			at--
		}
		list = slices.Insert(list, at, shown{e, len(e.mentioned)})
		list = list[:min(len(list), homeShown)]
	}
	return list
}

// random returns some term: one that the terms' names decide, so that each build leads to the same.
func (m *Memory) random() *entry {
	if len(m.entries) == 0 {
		return nil
	}
	return m.entries[m.slugs%uint64(len(m.entries))]
}

// hashSlugs is FNV-1a over the slugs of all terms in their order.
func (m *Memory) hashSlugs() {
	m.slugs = 14695981039346656037
	for _, e := range m.entries {
		slug := e.slug()
		for i := range len(slug) {
			m.slugs = (m.slugs ^ uint64(slug[i])) * 1099511628211
		}
	}
}

func shownLinks(at place, list []shown) []layouts.Link {
	var links []layouts.Link
	for _, one := range list {
		l := link(at, one.entry)
		l.Count = one.count
		links = append(links, l)
	}
	return links
}
