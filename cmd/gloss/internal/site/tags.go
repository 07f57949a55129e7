package site

import (
	"cmp"
	"iter"
	"slices"
	"strings"

	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/slab"
	"gloss/cmd/gloss/internal/term"
)

// tagGroup is the terms of tags that are equal after folding.
type tagGroup struct {
	name, label, path string
	up                string   // path as the pages of terms write it
	number            int32    // its place in Memory.numbered
	entries           []*entry // in title order
	changed           stamp    // when the list or the label last differed
	near              stamp    // when a list short enough to relate its terms last differed, or what counts of one of them
	rank              int      // in Memory.tags
	listed            stamp    // working memory of groupTags
}

// groupTags gathers terms under tags that are equal after folding, under the spelling used most. touched are in title order.
func (m *Memory) groupTags(touched []change) {
	var affected []*tagGroup
	meet := func(g *tagGroup) {
		if g.listed != m.call {
			g.listed = m.call
			affected = append(affected, g)
		}
	}
	var kept slab.Slab[*tag]
	var found []*tag
	for i := range touched {
		c := &touched[i]
		var tags []term.Value
		if c.isTerm() {
			tags = c.term.Tags
		}
		if !c.moves() && slices.EqualFunc(tags, c.tagged, func(value term.Value, t *tag) bool { return value.Text == t.text }) {
			continue
		}
		for _, t := range c.tagged {
			meet(t.group)
		}
		found = found[:0]
		for _, value := range tags {
			t := m.tagOf(value.Text)
			meet(t.group)
			found = append(found, t)
		}
		c.tagged, c.regrouped = kept.Copy(found), m.call
	}
	if len(affected) == 0 {
		return
	}
	joining := make([][]*entry, len(m.numbered))
	for i := range touched {
		c := &touched[i]
		if c.regrouped != m.call {
			continue
		}
		for g := range c.groups() {
			joining[g.number] = append(joining[g.number], c.entry)
		}
	}
	for _, g := range affected {
		before := len(g.entries)
		g.entries = merge(g.entries, joining[g.number], byPosition, func(e *entry) bool { return e.regrouped == m.call })
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

// tag is a tag as a writer spells it. There is one of each.
type tag struct {
	text  string
	group *tagGroup
}

// tagOf returns a tag. What it is folded to is remembered: nearly all were met before.
func (m *Memory) tagOf(text string) *tag {
	t := m.spelled[text]
	if t == nil {
		name := term.FileName(text)
		t = &tag{text, &tagGroup{name: name, path: "tags/" + name + ".html"}}
		m.spelled[text] = t
	}
	g := m.groups[t.group.name]
	if g == nil {
		g = &tagGroup{name: t.group.name, path: t.group.path, up: climb + t.group.path, number: int32(len(m.numbered))}
		m.groups[g.name] = g
		m.numbered = append(m.numbered, g)
	}
	t.group = g // another than before, if nobody used it for a while
	return t
}

// groups returns the groups that a term stands in, each once.
func (e *entry) groups() iter.Seq[*tagGroup] {
	return func(yield func(*tagGroup) bool) {
		for k, t := range e.tagged {
			again := slices.ContainsFunc(e.tagged[:k], func(other *tag) bool { return other.group == t.group })
			if !again && !yield(t.group) {
				return
			}
		}
	}
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

// labelOf returns the spelling of a tag that is used most.
func labelOf(g *tagGroup) string {
	spellings := map[string]int{}
	last, n := "", 0 // one spelling in a row, which is nearly always the only one
	for _, e := range g.entries {
		for _, t := range e.tagged {
			if t.group != g {
				continue
			}
			if t.text != last {
				spellings[last] += n
				last, n = t.text, 0
			}
			n++
		}
	}
	spellings[last] += n
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
			e.shared, e.shares = false, m.call
		}
	}
	for e, list := range sharing {
		if !slices.Equal(m.sharers[e], list) {
			e.shared, e.shares = true, m.call
		}
	}
	m.senses, m.sharers = all, sharing
}

// sharing returns the entries that share a name with one.
func (m *Memory) sharing(e *entry) []*entry {
	if !e.shared {
		return nil
	}
	return m.sharers[e]
}
