package site

import (
	"cmp"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

const (
	// relatedEnough is the number of related terms from which the writer's list stands alone.
	relatedEnough = 3
	// relatedShown is the number of related terms up to which a shorter list is filled.
	relatedShown = 6
	// relatedLeast is the score below which two terms have too little in common.
	relatedLeast = 5
)

// suggestion is a related term that the writer did not name.
type suggestion struct {
	id     int32
	reason reason
}

// relations is what the whole glossary says about its terms, by their ids. Lists are in title order where the order counts. Each has a
// stamp, that of the call in which it, or what counts of one of its members, last differed.
type relations struct {
	mentions, citing, naming    [][]int32 // terms that a term's page mentions, in order of the text; whose page mentions it; that name it as related
	mentionsS, citingS, namingS []stamp
	sharedS                     []stamp   // of citing, where it is short enough to be read as what two pages share
	names                       [][]int32 // terms that a term names as related
	words                       wordIndex
	scratch                     sync.Pool // of *neighbors
}

func newRelations() *relations {
	r := &relations{words: newWordIndex()}
	r.scratch.New = func() any { return new(neighbors) }
	return r
}

// relate brings what is related to each term up to date. What counts, all in whole numbers so that every machine gives the same list:
// that the other names this one as related, links in both directions, pages that mention both, terms that both mention, rare tags, and
// rare words. Each counts alike for both terms, so two terms are close to one another whichever page asks.
// renamed are the entries whose related or see lead elsewhere than before; tags and words are waited for.
func (m *Memory) relate(touched []change, renamed []*entry, tagsAndWords *sync.WaitGroup) {
	r := m.kin
	for _, lists := range []*[][]int32{&r.mentions, &r.citing, &r.naming, &r.names} {
		*lists = append(*lists, make([][]int32, len(m.all)-len(*lists))...)
	}
	for _, stamps := range []*[]stamp{&r.mentionsS, &r.citingS, &r.namingS, &r.sharedS} {
		*stamps = append(*stamps, make([]stamp, len(m.all)-len(*stamps))...)
	}
	m.relateMentions(touched)
	m.relateNames(touched, renamed)
	tagsAndWords.Wait()
	if !m.once {
		m.stampMembers(touched, renamed)
	}
	m.suggestAll()
}

// suggestAll works out again which terms are the closest to those terms for which something changed that it depends on.
func (m *Memory) suggestAll() {
	const batch = 256 // so that the counter is not contended
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), 1+len(m.entries)/batch) {
		workers.Go(func() {
			near := m.kin.scratch.Get().(*neighbors)
			near.found = append(near.found, make([]evidence, len(m.all)-len(near.found))...)
			for {
				end := int(next.Add(batch))
				for _, e := range m.entries[min(end-batch, len(m.entries)):min(end, len(m.entries))] {
					m.renewSuggestions(e, near)
				}
				if end >= len(m.entries) {
					break
				}
			}
			m.kin.scratch.Put(near)
		})
	}
	workers.Wait()
}

func (m *Memory) renewSuggestions(e *entry, near *neighbors) {
	if e.suggestedAt > 0 && m.kinStamp(e) <= e.suggestedAt {
		return
	}
	var list []suggestion
	if e.see == nil && len(e.related) < relatedEnough {
		list = m.suggest(e, near)
	}
	e.suggestedAt = m.call
	if !slices.Equal(list, e.suggested) {
		e.suggested, e.kin = near.kept.Copy(list), m.call
	}
}

// kinStamp returns the latest stamp of what the suggestions for a term depend on, all lists that gather reads.
func (m *Memory) kinStamp(e *entry) stamp {
	r := m.kin
	latest := max(e.own, e.shown, e.resolved, e.shares, r.mentionsS[e.id], r.citingS[e.id], r.namingS[e.id])
	citing := r.citing[e.id]
	for _, id := range citing[:min(len(citing), maxCiting)] {
		latest = max(latest, r.mentionsS[id])
	}
	for _, id := range r.mentions[e.id] {
		latest = max(latest, r.sharedS[id])
	}
	for _, t := range e.tagged {
		latest = max(latest, t.group.near)
	}
	for _, p := range r.words.typical[e.id] {
		latest = max(latest, p.changed)
	}
	return max(latest, r.words.changed[e.id])
}

// suggest returns the closest terms that the writer did not name, enough to fill the list, until it is asked about the next term.
func (m *Memory) suggest(e *entry, near *neighbors) []suggestion {
	m.gather(e, near)
	list := near.ranked[:0]
	for _, id := range near.touched {
		if score := near.found[id].score(); score >= relatedLeast {
			list = append(list, ranked{id, score})
		}
	}
	slices.SortFunc(list, func(a, b ranked) int { return cmp.Or(cmp.Compare(b.score, a.score), m.byPlace(a.id, b.id)) })
	near.ranked = list
	more := near.chosen[:0]
	for _, one := range list {
		if len(more) == relatedShown-len(e.related) {
			break
		}
		other := m.all[one.id]
		if other != e && other.see == nil && !slices.Contains(e.related, other) && !slices.Contains(m.sharing(e), other) {
			more = append(more, suggestion{one.id, reasonOf(&near.found[one.id])})
		}
	}
	near.chosen = more
	near.clear()
	return more
}
