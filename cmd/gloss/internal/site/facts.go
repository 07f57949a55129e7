package site

import (
	"cmp"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"gloss/cmd/gloss/internal/address"
	"gloss/cmd/gloss/internal/markdown"
	"gloss/cmd/gloss/internal/slab"
	"gloss/cmd/gloss/internal/term"
)

// renewAll makes entries those of the files at these places, on all processors: what a file says by itself depends on no other.
func (m *Memory) renewAll(in *Input, changed []int) {
	tag, err := language.Parse(in.Config.Language)
	if err != nil {
		tag = language.English
	}
	const batch = 64 // so that the counter is not contended
	var next atomic.Int64
	var workers sync.WaitGroup
	late := make([][]int, runtime.GOMAXPROCS(0)) // pages that mention what no entry stands for yet
	makers := min(len(late), 1+len(changed)/batch)
	if m.doubled {
		makers = 1 // two files are one entry
	}
	for w := range makers {
		workers.Go(func() {
			maker := newFactMaker(m, tag)
			for {
				end := int(next.Add(batch))
				for _, i := range changed[min(end-batch, len(changed)):min(end, len(changed))] {
					if !maker.renew(m.terms[i].entry, in, m.terms[i]) {
						late[w] = append(late[w], i)
					}
				}
				if end >= len(changed) {
					return
				}
			}
		})
	}
	workers.Wait()
	if missing := slices.Concat(late...); len(missing) > 0 {
		slices.Sort(missing)
		for _, i := range missing {
			for _, one := range in.Bodies[i].Mentions {
				m.entryOf(one.Target)
			}
		}
		maker := newFactMaker(m, tag)
		for _, i := range missing {
			maker.renew(m.terms[i].entry, in, m.terms[i])
		}
	}
	for _, i := range changed {
		if r := &m.terms[i]; r.entry.term == r.term { // else another file has the same slug
			m.links += int(r.entry.linked)
		}
	}
}

// factMaker is one goroutine's tools.
type factMaker struct {
	*Memory
	collator *collate.Collator
	buffer   collate.Buffer
	keys     texts
	initials initials

	found     []uint32
	words     slab.Slab[uint32]
	mentions  []mention
	leads     []int32
	mentioned slab.Slab[mention]
	led       slab.Slab[int32]
	// By id: the page on which an entry was met and linked to last, and its place among what that mentions.
	metOn, ledOn, metAt []int32
	page                int32
}

func newFactMaker(m *Memory, tag language.Tag) *factMaker {
	return &factMaker{Memory: m, collator: collate.New(tag, collate.Numeric),
		initials: initials{collator: collate.New(tag, collate.Loose), known: map[rune]*initial{}, all: &m.initials},
		metOn:    make([]int32, len(m.all)), ledOn: make([]int32, len(m.all)), metAt: make([]int32, len(m.all))}
}

// renew makes an entry that of a file. It reports whether there are entries for all that the file mentions.
func (f *factMaker) renew(e *entry, in *Input, r reading) bool {
	t, body := r.term, r.body
	if t.Kind != term.KindTerm || e.kind != t.Kind { // else it has the address that its slug gives
		e.setURL(t.URL())
	}
	e.term, e.body, e.kind, e.title, e.path, e.summarised = t, body, t.Kind, t.Title, t.File.Path, t.Summary != ""
	e.more = &nothingMore
	if t.Abbreviation != "" || t.Domain != "" || len(t.Aliases) > 0 {
		e.more = &more{t.Abbreviation, t.Domain, t.Aliases}
	}
	e.odd = address.Clash(e.URL()) != e.URL()
	e.summary, e.updated = cmp.Or(markdown.Punctuation(in.Config.Language, t.Summary), body.Summary), day(in, t)
	e.key = f.keys.copy(f.collator.KeyFromString(&f.buffer, withoutQuotes(t.Title)))
	f.buffer.Reset()
	e.initial, e.words = nil, nil
	if t.Kind == term.KindTerm {
		e.initial = f.initials.of(t.Title)
		f.found = wordsOf(t.Title, cmp.Or(t.Summary, body.Summary), body.Text, f.found[:0])
		e.words = f.words.Copy(f.found)
	}
	return f.readMentions(e, body)
}

// readMentions notes which entries a page mentions, each once, in order of their first mention, and those that its text links to, in order
// of their first link. It reports whether there is an entry for each.
func (f *factMaker) readMentions(e *entry, body *markdown.Body) bool {
	f.mentions, f.leads = f.mentions[:0], f.leads[:0]
	f.page++
	linked := int32(0)
	for i := range body.Mentions {
		one := &body.Mentions[i]
		to := f.bySlug[one.Target]
		if to == nil {
			return false
		}
		if f.metOn[to.id] != f.page {
			f.metOn[to.id], f.metAt[to.id] = f.page, int32(len(f.mentions))
			f.mentions = append(f.mentions, mention{to: to.id, best: int32(i), weight: weigh(worth(one), 0)})
		}
		met := &f.mentions[f.metAt[to.id]]
		if met.weight++; worth(one) > int(met.weight>>mentionBits) {
			met.best, met.weight = int32(i), weigh(worth(one), met.weight)
		}
		if !one.Linked {
			continue
		}
		linked++
		if to != e && f.ledOn[to.id] != f.page {
			f.ledOn[to.id] = f.page
			f.leads = append(f.leads, to.id)
		}
	}
	e.linked, e.mentions, e.leads = linked, f.mentioned.Copy(f.mentions), f.led.Copy(f.leads)
	return true
}
