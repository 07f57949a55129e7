package site

import (
	"cmp"
	"reflect"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

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
		if r.entry.Term == r.term {
			touched = m.touch(touched, r.entry)
			r.entry.alive = false
		}
	}
	for i, t := range in.Terms {
		if len(old) > 0 && old[0].term == t && old[0].body == in.Bodies[i] && (sameDays || old[0].entry.Updated == day(in, t)) {
			fresh[i], old = old[0], old[1:]
			continue
		}
		for len(old) > 0 && old[0].term.File.Path < t.File.Path {
			leave(old[0])
			old = old[1:]
		}
		if len(old) > 0 && old[0].term.File.Path == t.File.Path {
			if old[0].term == t && old[0].body == in.Bodies[i] && old[0].entry.Updated == day(in, t) {
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
	facts := m.factsOf(in, changed)
	for at, i := range changed {
		e := m.entryOf(in.Terms[i].Slug)
		touched = m.touch(touched, e)
		m.doubled = m.doubled || e.alive
		fresh[i] = reading{in.Terms[i], in.Bodies[i], e}
		m.renew(e, in, fresh[i], &facts[at])
	}
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
	was *outline
}

// touch notes an entry before it changes.
func (m *Memory) touch(touched []change, e *entry) []change {
	if e.touched == m.call {
		return touched
	}
	e.touched = m.call
	return append(touched, change{e, e.outline()})
}

// outline is what others may know of an entry; two outlines that are equal are worth the same to them.
type outline struct {
	kind                                                                      term.Kind
	title, url, key, summary, initial, abbreviation, domain, updated, clashes string
}

// outline returns nil for an entry that no file stands for.
func (e *entry) outline() *outline {
	if !e.alive {
		return nil
	}
	return &outline{kind: e.Kind, title: e.Title, url: e.url, key: e.key, summary: e.summary, initial: e.initial, abbreviation: e.Abbreviation,
		domain: e.Domain, updated: e.Updated, clashes: e.clash}
}

func (o *outline) isTerm() bool { return o != nil && o.kind == term.KindTerm }

// moves reports whether the entry may stand elsewhere in the alphabet, or not in it.
func (c *change) moves() bool {
	now := c.outline()
	if c.was == nil || now == nil {
		return c.was != now
	}
	return c.was.kind != now.kind || c.was.key != now.key || c.was.title != now.title
}

// isTerm reports whether the entry is one of Memory.entries.
func (e *entry) isTerm() bool { return e.alive && e.Kind == term.KindTerm }

// stampTouched stamps a touched entry and keeps count.
func (m *Memory) stampTouched(c *change) {
	e, now := c.entry, c.outline()
	e.own = m.call
	if c.was == nil || now == nil || *c.was != *now {
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
	count(&m.gone, c.was == nil, now == nil)
	count(&m.dated, c.was.isTerm() && isDate(c.was.updated), now.isTerm() && isDate(now.updated))
	if now == nil {
		m.links -= e.linked
		e.mentions, e.leads, e.linked, e.words, e.tagNames = nil, nil, 0, nil, nil
	}
	if c.was != nil && m.odd[c.was.clashes] == e {
		delete(m.odd, c.was.clashes)
	}
	if now != nil && now.clashes != "" {
		m.odd[now.clashes] = e
	}
}

func isDate(text string) bool {
	if text == "" {
		return false // of nearly all terms, and an error has to be made
	}
	_, err := time.Parse(time.DateOnly, text)
	return err == nil
}

// facts are what one file says by itself, in a form that is quick to work with.
type facts struct {
	url, clash, key, label, initial string
	words                           []uint32
	tagNames                        []string
}

// factsOf works out the facts of the files at these places, on all processors.
func (m *Memory) factsOf(in *Input, changed []int) []facts {
	all := make([]facts, len(changed))
	tag, err := language.Parse(in.Config.Language)
	if err != nil {
		tag = language.English
	}
	const batch = 64 // so that the counter is not contended
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), 1+len(changed)/batch) {
		workers.Go(func() {
			maker := factMaker{collator: collate.New(tag, collate.Numeric), initials: initials{collate.New(tag, collate.Loose), map[rune]string{}}}
			for {
				end := int(next.Add(batch))
				for at := end - batch; at < min(end, len(changed)); at++ {
					all[at] = maker.facts(in.Terms[changed[at]], in.Bodies[changed[at]])
				}
				if end >= len(changed) {
					return
				}
			}
		})
	}
	workers.Wait()
	return all
}

// factMaker is one goroutine's tools.
type factMaker struct {
	collator *collate.Collator
	buffer   collate.Buffer
	initials initials
	words    []uint32
}

func (f *factMaker) facts(t *term.Term, body *markdown.Body) facts {
	one := facts{url: t.URL(), key: string(f.collator.KeyFromString(&f.buffer, withoutQuotes(t.Title)))}
	f.buffer.Reset()
	if clash := address.Clash(one.url); clash != one.url {
		one.clash = clash
	}
	if t.Kind != term.KindTerm {
		return one
	}
	one.label, one.initial = f.initials.of(t.Title)
	for _, tag := range t.Tags {
		one.tagNames = append(one.tagNames, term.FileName(tag.Text))
	}
	one.words, f.words = wordsOf(t.Title, cmp.Or(t.Summary, body.Summary), body.Text, f.words)
	return one
}

// renew makes an entry that of a file.
func (m *Memory) renew(e *entry, in *Input, r reading, f *facts) {
	e.alive, e.Term, e.body = true, r.term, r.body
	e.setURL(f.url)
	e.clash, e.key, e.label, e.initial, e.tagNames, e.words = f.clash, f.key, f.label, f.initial, f.tagNames, f.words
	e.summary, e.Updated = cmp.Or(markdown.Punctuation(in.Config.Language, r.term.Summary), r.body.Summary), day(in, r.term)
	m.links -= e.linked
	e.linked = 0
	e.mentions, e.leads = m.mentionsOf(e, r.body)
	for i := range r.body.Mentions {
		if r.body.Mentions[i].Linked {
			e.linked++
		}
	}
	m.links += e.linked
}

// mention is what one page says of another: the mention that shows it best, and how many there are.
type mention struct {
	to    *entry
	best  *markdown.Mention
	count int32
}

// mentionsOf returns the entries that a page mentions, each once, in order of their first mention, and the ids of those that its text links
// to, in order of their first link.
func (m *Memory) mentionsOf(e *entry, body *markdown.Body) ([]mention, []int32) {
	m.mentions, m.leads = m.mentions[:0], m.leads[:0]
	m.pages++
	for i := range body.Mentions {
		one := &body.Mentions[i]
		to := m.entryOf(one.Target)
		if to.metOn != m.pages {
			to.metOn, to.metAt = m.pages, int32(len(m.mentions))
			m.mentions = append(m.mentions, mention{to: to, best: one})
		}
		met := &m.mentions[to.metAt]
		met.count++
		if worth(one) > worth(met.best) {
			met.best = one
		}
		if one.Linked && to != e && to.ledOn != m.pages {
			to.ledOn = m.pages
			m.leads = append(m.leads, to.id)
		}
	}
	return slices.Clone(m.mentions), slices.Clone(m.leads)
}
