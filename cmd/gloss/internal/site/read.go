package site

import (
	"cmp"
	"reflect"
	"slices"
	"time"

	"gloss/cmd/gloss/internal/address"
	"gloss/cmd/gloss/internal/markdown"
	"gloss/cmd/gloss/internal/term"
)

// reading is one file as the last call was given it.
type reading struct {
	term  *term.Term
	body  *markdown.Body
	entry *entry
}

// read compares the terms with those of the last call, side by side, as both are in order of paths. It brings the entries of those that
// differ up to date and returns them, those that went included.
func (m *Memory) read(in *Input) []change {
	sameDays := m.call > 1 && sameMap(in.Days, m.days)
	m.days = in.Days
	fresh := make([]reading, len(in.Terms))
	var changed []int
	var touched []change
	old := m.terms
	leave := func(r reading) {
		if r.entry.term == r.term {
			touched = m.touch(touched, r.entry)
			r.entry.alive = false
		}
	}
	for i, t := range in.Terms {
		if len(old) > 0 && old[0].term == t && old[0].body == in.Bodies[i] && (sameDays || old[0].entry.updated == day(in, t)) {
			fresh[i], old = old[0], old[1:]
			continue
		}
		for len(old) > 0 && old[0].term.File.Path < t.File.Path {
			leave(old[0])
			old = old[1:]
		}
		if len(old) > 0 && old[0].term.File.Path == t.File.Path {
			if old[0].term == t && old[0].body == in.Bodies[i] && old[0].entry.updated == day(in, t) {
				fresh[i], old = old[0], old[1:]
				continue
			}
			leave(old[0])
			old = old[1:]
		}
		changed = append(changed, i)
	}
	for _, r := range old {
		leave(r)
	}
	m.terms = fresh
	m.reserve(len(changed), len(in.Terms))
	touched = slices.Grow(touched, len(changed))
	for _, i := range changed {
		e := m.entryOf(in.Terms[i].Slug)
		touched = m.touch(touched, e)
		m.doubled = m.doubled || e.alive
		m.links -= int(e.linked)
		e.alive, e.linked = true, 0
		fresh[i] = reading{in.Terms[i], in.Bodies[i], e}
	}
	m.renewAll(in, changed)
	for i := range touched {
		m.stampTouched(&touched[i])
	}
	if len(touched) > 0 {
		m.any = m.call
	}
	return touched
}

func sameMap(a, b map[string]string) bool {
	return reflect.ValueOf(a).Pointer() == reflect.ValueOf(b).Pointer()
}

// day is the writer's date of a term, else the day of its file's last change.
func day(in *Input, t *term.Term) string { return cmp.Or(t.Updated, in.Days[t.File.Path]) }

// change is an entry that may differ in this call, and what it was before, nil if it was not alive.
type change struct {
	*entry
	was *former
}

// touch notes an entry before it changes.
func (m *Memory) touch(touched []change, e *entry) []change {
	if e.touched == m.call {
		return touched
	}
	e.touched, e.was = m.call, nil
	if e.alive {
		e.was = &former{e.outline(), e.body, e.words}
	}
	return append(touched, change{e, e.was})
}

// outline is what others may know of an entry; two outlines that are equal are worth the same to them.
type outline struct {
	kind                                                    term.Kind
	initial                                                 *initial
	odd                                                     bool
	title, url, key, summary, abbreviation, domain, updated string
}

func (e *entry) outline() outline {
	return outline{kind: e.kind, title: e.title, url: e.URL(), key: e.key, summary: e.summary, initial: e.initial, abbreviation: e.more.abbreviation,
		domain: e.more.domain, updated: e.updated, odd: e.odd}
}

func (c *change) wasTerm() bool { return c.was != nil && c.was.outline.kind == term.KindTerm }

// moves reports whether the entry may stand elsewhere in the alphabet, or not in it.
func (c *change) moves() bool {
	if c.was == nil || !c.alive {
		return c.alive || c.was != nil
	}
	was := &c.was.outline
	return was.kind != c.kind || was.key != c.key || was.title != c.title
}

// stampTouched stamps a touched entry and keeps count.
func (m *Memory) stampTouched(c *change) {
	e := c.entry
	e.own = m.call
	if c.was == nil || !e.alive || c.was.outline != e.outline() {
		e.shown = m.call
	}
	count := func(n *int, before, after bool) {
		if before {
			*n--
		}
		if after {
			*n++
		}
	}
	count(&m.gone, c.was == nil, !e.alive)
	count(&m.dated, c.wasTerm() && isDate(c.was.outline.updated), e.isTerm() && isDate(e.updated))
	if !e.alive {
		m.links -= int(e.linked)
		e.mentions, e.leads, e.linked, e.words = nil, nil, 0, nil
	}
	if c.was != nil && c.was.outline.odd {
		if clash := address.Clash(c.was.outline.url); m.odd[clash] == e {
			delete(m.odd, clash)
		}
	}
	if e.alive && e.odd {
		m.odd[address.Clash(e.URL())] = e
	}
}

func isDate(text string) bool {
	if text == "" {
		return false // of nearly all terms, and an error has to be made
	}
	_, err := time.Parse(time.DateOnly, text)
	return err == nil
}
