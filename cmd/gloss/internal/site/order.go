package site

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
	"sync"
	"unicode"

	"gloss/cmd/gloss/internal/term"
)

// byTitle sorts terms by title as the site's language sorts (CLDR root collation and tailorings), then by slug, so that the order
// does not depend on the files' order.
func byTitle(a, b *entry) int {
	return cmp.Or(strings.Compare(a.key, b.key), strings.Compare(a.title, b.title), strings.Compare(a.slug(), b.slug()))
}

// titled is an entry with the beginning of its key, which nearly always tells where it stands.
type titled struct {
	first, second uint64
	*entry
}

// sortByTitle sorts by byTitle, in two halves at once: by looking at each key through its entry it took four times as long.
func sortByTitle(list []*entry) {
	all := make([]titled, len(list))
	inParallel(len(list), func() func(i int) {
		return func(i int) {
			var head [16]byte
			copy(head[:], list[i].key)
			all[i] = titled{binary.BigEndian.Uint64(head[:]), binary.BigEndian.Uint64(head[8:]), list[i]}
		}
	})
	order := func(a, b titled) int {
		if a.first != b.first {
			return cmp.Compare(a.first, b.first)
		}
		if a.second != b.second {
			return cmp.Compare(a.second, b.second)
		}
		return byTitle(a.entry, b.entry)
	}
	low, high := all[:len(all)/2], all[len(all)/2:]
	var group sync.WaitGroup
	group.Go(func() { slices.SortFunc(low, order) })
	slices.SortFunc(high, order)
	group.Wait()
	for i := range list {
		if len(high) == 0 || len(low) > 0 && order(low[0], high[0]) <= 0 {
			list[i], low = low[0].entry, low[1:]
		} else {
			list[i], high = high[0].entry, high[1:]
		}
	}
}

// order brings the terms and pages into the order of their titles. It reports whether any moved, came or went.
func (m *Memory) order(touched []change) bool {
	m.ranks = append(m.ranks, make([]uint32, len(m.all)-len(m.ranks))...)
	var terms, pages []*entry
	moved, home := false, (*entry)(nil)
	for i := range touched {
		c := &touched[i]
		if !c.moves() {
			continue
		}
		moved = true
		switch {
		case !c.alive:
		case c.kind == term.KindTerm:
			terms = append(terms, c.entry)
		case c.isHome():
			home = c.entry
		default:
			pages = append(pages, c.entry)
		}
	}
	if !moved {
		return false
	}
	if home != nil || m.home != nil && !m.home.isHome() {
		m.home = home
	}
	leaves := func(e *entry) bool { return e.moved == m.call }
	for i := range touched {
		if touched[i].moves() {
			touched[i].entry.moved = m.call
		}
	}
	sortByTitle(terms)
	sortByTitle(pages)
	before := m.entries
	m.entries, m.plain = merge(m.entries, terms, byTitle, leaves), merge(m.plain, pages, byTitle, leaves)
	m.number(before)
	m.hashSlugs()
	return true
}

const homeSlug = "index"

// isHome reports whether the entry is the introduction on the home page.
func (e *entry) isHome() bool {
	return e.alive && e.kind == term.KindPage && e.URL() == homeSlug+".html"
}

// byPosition is byTitle for terms, or for pages, whose order is settled: numbers are compared in a tenth of the time.
func byPosition(a, b *entry) int { return cmp.Compare(a.position, b.position) }

// merge returns the entries of a list in an order that do not leave, with others in that order.
func merge(list, more []*entry, order func(a, b *entry) int, leaves func(*entry) bool) []*entry {
	if len(list) == 0 {
		return more
	}
	merged := make([]*entry, 0, len(list)+len(more))
	for _, e := range list {
		if leaves(e) {
			continue
		}
		for len(more) > 0 && order(more[0], e) < 0 {
			merged, more = append(merged, more[0]), more[1:]
		}
		merged = append(merged, e)
	}
	return append(merged, more...)
}

// number gives each entry its place. before are the terms in their order until now.
func (m *Memory) number(before []*entry) {
	for i, e := range m.entries {
		previous, next := beside(m.entries, i)
		was := int(e.position)
		if known := was < len(before) && before[was] == e; !known {
			e.placed = m.call
		} else if before, after := beside(before, was); before != previous || after != next {
			e.placed = m.call
		}
		e.position, m.ranks[e.id] = int32(i), uint32(i)
	}
	for i, e := range m.plain {
		e.position, m.ranks[e.id] = int32(i), pageRank|uint32(i)
	}
}

// pageRank is set in the ranks of pages that are not terms.
const pageRank = 1 << 31

// beside returns the entries before and after one of a list, nil where there is none.
func beside(list []*entry, i int) (previous, next *entry) {
	if i > 0 {
		previous = list[i-1]
	}
	if i+1 < len(list) {
		next = list[i+1]
	}
	return previous, next
}

// inTitleOrder sorts the touched entries by rank: lists that are made of them then come out in order.
func (m *Memory) inTitleOrder(touched []change) {
	if len(touched) < len(m.all)/8 {
		slices.SortFunc(touched, func(a, b change) int {
			return cmp.Or(cmp.Compare(m.ranks[a.id], m.ranks[b.id]), cmp.Compare(a.id, b.id))
		})
		return
	}
	at := make([]int32, len(m.all)) // of an entry in touched, plus 1
	for i := range touched {
		at[touched[i].id] = int32(i) + 1
	}
	sorted := make([]change, 0, len(touched))
	for _, list := range [][]*entry{m.entries, m.plain, m.all} { // the home page and those that went are in the last alone
		for _, e := range list {
			if i := at[e.id]; i > 0 {
				sorted = append(sorted, touched[i-1])
				at[e.id] = 0
			}
		}
	}
	copy(touched, sorted)
}

// withoutQuotes drops quotation marks and spaces at the start: "Smile and dial" stands under S.
func withoutQuotes(title string) string {
	trimmed := strings.TrimLeftFunc(title, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.In(r, unicode.Pi, unicode.Pf) || strings.ContainsRune("\"'‚„", r)
	})
	if trimmed == "" {
		return title
	}
	return trimmed
}
