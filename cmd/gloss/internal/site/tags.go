package site

import (
	"cmp"
	"slices"
	"strings"

	"gloss/cmd/gloss/internal/names"
)

// tagGroup is the terms of tags that are equal after folding.
type tagGroup struct {
	name, label, path string
	entries           []*entry // in title order
	changed           stamp    // when the list or the label last differed
	near              stamp    // when a list short enough to relate its terms last differed, or what counts of one of them
	rank              int      // in Memory.tags
	listed            stamp    // working memory of groupTags
}

// groupTags gathers terms under tags that are equal after folding, under the spelling used most.
func (m *Memory) groupTags(touched []change) {
	var affected []*tagGroup
	meet := func(name string) *tagGroup {
		g := m.groups[name]
		if g == nil {
			g = &tagGroup{name: name, path: "tags/" + name + ".html"}
			m.groups[name] = g
		}
		if g.listed != m.call {
			g.listed = m.call
			affected = append(affected, g)
		}
		return g
	}
	for i := range touched {
		c := &touched[i]
		if !c.moves() && slices.Equal(tagTexts(c.entry), c.tagged) {
			continue
		}
		for _, g := range c.groups {
			meet(g.name)
		}
		c.groups, c.tagged = nil, tagTexts(c.entry)
		for _, name := range c.tagNames {
			if g := meet(name); !slices.Contains(c.groups, g) {
				c.groups = append(c.groups, g)
			}
		}
		c.regrouped = m.call
	}
	if len(affected) == 0 {
		return
	}
	joining := map[*tagGroup][]*entry{}
	for i := range touched {
		if c := &touched[i]; c.regrouped == m.call {
			for _, g := range c.groups {
				joining[g] = append(joining[g], c.entry)
			}
		}
	}
	for _, g := range affected {
		before := len(g.entries)
		g.entries = mergeSorted(g.entries, joining[g], byPosition, func(e *entry) bool { return e.regrouped == m.call })
		if g.changed = m.call; min(before, len(g.entries)) <= maxTagged {
			g.near = m.call
		}
		g.label = labelOf(g)
		if len(g.entries) == 0 {
			delete(m.groups, g.name)
		}
	}
	m.rankTags()
}

// rankTags brings the tags into the order of their labels.
func (m *Memory) rankTags() {
	m.tags = make([]*tagGroup, 0, len(m.groups))
	for _, g := range m.groups {
		m.tags = append(m.tags, g)
	}
	slices.SortFunc(m.tags, func(a, b *tagGroup) int {
		return cmp.Or(strings.Compare(strings.ToLower(a.label), strings.ToLower(b.label)), strings.Compare(a.path, b.path))
	})
	for i, g := range m.tags {
		g.rank = i
	}
	m.tagsS = m.call
}

func tagTexts(e *entry) []string {
	if !e.isTerm() {
		return nil
	}
	var texts []string
	for _, tag := range e.Tags {
		texts = append(texts, tag.Text)
	}
	return texts
}

// labelOf returns the spelling of a tag that is used most.
func labelOf(g *tagGroup) string {
	spellings := map[string]int{}
	for _, e := range g.entries {
		for i, tag := range e.Tags {
			if e.tagNames[i] == g.name {
				spellings[tag.Text]++
			}
		}
	}
	label, most := "", 0
	for text, n := range spellings {
		// Of two spellings used equally often the first in byte order wins, whatever the map's order.
		if n > most || n == most && text < label {
			label, most = text, n
		}
	}
	return label
}

// senses is a name of several terms.
type senses struct {
	name, slug string
	number     int32 // that no other name had before
	entries    []*entry
	changed    stamp // when the list last differed
}

// path is the address of the page that tells the terms apart.
func (h *senses) path() string { return "terms/" + h.slug + ".html" }

// groupSenses notes for each term which others share a name with it.
func (m *Memory) groupSenses(homographs []names.Homograph) {
	old := map[string]*senses{}
	for i := range m.senses {
		old[m.senses[i].name] = &m.senses[i]
	}
	sharing := map[*entry][]*entry{}
	var all []senses
	for _, h := range homographs {
		if len(h.Terms) < 2 {
			continue
		}
		one := senses{name: h.Name, slug: h.Slug, changed: m.call}
		if before := old[h.Name]; before != nil {
			one.number = before.number
		} else {
			m.named++
			one.number = m.named
		}
		for _, t := range h.Terms {
			if e := m.shownOf(t.Slug); e != nil {
				one.entries = append(one.entries, e)
			}
		}
		if before := old[one.name]; before != nil && before.slug == one.slug && slices.Equal(before.entries, one.entries) {
			one.changed = before.changed
		}
		all = append(all, one)
		for _, a := range one.entries {
			for _, b := range one.entries {
				if a != b && !slices.Contains(sharing[a], b) {
					sharing[a] = append(sharing[a], b)
				}
			}
		}
	}
	for e := range m.sharers {
		if sharing[e] == nil {
			e.sharing, e.shares = nil, m.call
		}
	}
	for e, list := range sharing {
		if !slices.Equal(e.sharing, list) {
			e.sharing, e.shares = list, m.call
		}
	}
	m.senses, m.sharers = all, sharing
}
