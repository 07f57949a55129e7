package site

import (
	"cmp"
	"runtime"
	"slices"
	"strings"
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

// Long lists say little about each of their members, and would cost the square of their length.
const (
	maxTargets  = 40 // terms of one page that are looked at
	maxCiting   = 60 // pages that mention a term
	maxTagged   = 40 // terms of a tag
	maxCommon   = 15 // points that one kind of evidence can give, links left out
	pointsNamed = 40 // the other's writer names this term
	pointsLink  = 8  // one page mentions the other
)

// suggestion is a related term that the writer did not name.
type suggestion struct {
	entry  *entry
	reason reason
}

// reason is the strongest evidence for a suggestion.
type reason struct {
	kind  reasonKind
	about *entry    // for the kinds via and to
	group *tagGroup // for the kind tag
}

type reasonKind uint8

const (
	reasonWords reasonKind = iota
	reasonNames
	reasonMutual
	reasonOut
	reasonIn
	reasonVia
	reasonTo
	reasonTag
)

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

// neighbors is the evidence about one term. It is empty between two uses.
type neighbors struct {
	found   []evidence // by id
	touched []int32
}

// evidence is what speaks for one term beside another; there is one for each term, so it is small.
type evidence struct {
	touched, named, out, in bool

	via, to, tag, words int16     // points for pages that mention both, terms that both mention, tags and words of both
	viaPage, toTerm     int32     // the first of them
	tagGroup            *tagGroup // the rarest
}

// relate brings what is related to each term up to date. What counts, all in whole numbers so that every machine gives the same list:
// that the other names this one as related, links in both directions, pages that mention both, terms that both mention, rare tags, and
// rare words. Each counts alike for both terms, so two terms are close to one another whichever page asks.
// renamed are the entries whose related or see lead elsewhere than before.
func (m *Memory) relate(touched []change, renamed []*entry) {
	r := m.kin
	for _, lists := range []*[][]int32{&r.mentions, &r.citing, &r.naming, &r.names} {
		*lists = append(*lists, make([][]int32, len(m.all)-len(*lists))...)
	}
	for _, stamps := range []*[]stamp{&r.mentionsS, &r.citingS, &r.namingS, &r.sharedS} {
		*stamps = append(*stamps, make([]stamp, len(m.all)-len(*stamps))...)
	}
	m.relateMentions(touched)
	m.relateNames(touched, renamed)
	r.words.update(m, touched)
	m.stampMembers(touched, renamed)
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
		e.suggested, e.kin = list, m.call
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
	for _, g := range e.groups {
		latest = max(latest, g.near)
	}
	for _, p := range r.words.typical[e.id] {
		latest = max(latest, p.changed)
	}
	return max(latest, r.words.changed[e.id])
}

// suggest returns the closest terms that the writer did not name, enough to fill the list.
func (m *Memory) suggest(e *entry, near *neighbors) []suggestion {
	m.gather(e, near)
	type ranked struct{ id, score int32 }
	var list []ranked
	for _, id := range near.touched {
		if score := near.found[id].score(); score >= relatedLeast {
			list = append(list, ranked{id, score})
		}
	}
	slices.SortFunc(list, func(a, b ranked) int { return cmp.Or(cmp.Compare(b.score, a.score), m.byPlace(a.id, b.id)) })
	var more []suggestion
	for _, one := range list {
		if len(more) == relatedShown-len(e.related) {
			break
		}
		other := m.all[one.id]
		if other != e && other.see == nil && !slices.Contains(e.related, other) && !slices.Contains(e.sharing, other) {
			more = append(more, suggestion{other, m.reasonOf(&near.found[one.id])})
		}
	}
	near.clear()
	return more
}

func (n *neighbors) clear() {
	for _, id := range n.touched {
		n.found[id] = evidence{}
	}
	n.touched = n.touched[:0]
}

// about returns the evidence for a term.
func (n *neighbors) about(id int32) *evidence {
	v := &n.found[id]
	if !v.touched {
		v.touched = true
		n.touched = append(n.touched, id)
	}
	return v
}

// gather collects all evidence for the neighbours of e.
func (m *Memory) gather(e *entry, near *neighbors) {
	r := m.kin
	for _, id := range r.naming[e.id] {
		near.about(id).named = true
	}
	for _, id := range r.mentions[e.id] {
		near.about(id).out = true
	}
	citing := r.citing[e.id]
	for _, id := range citing {
		near.about(id).in = true
	}
	for _, page := range citing[:min(len(citing), maxCiting)] {
		points := few(len(r.mentions[page]))
		for _, id := range r.mentions[page] {
			v := near.about(id)
			if v.via == 0 {
				v.viaPage = page
			}
			v.via = min(v.via+points, maxCommon)
		}
	}
	for _, shared := range r.mentions[e.id] {
		if len(r.citing[shared]) > maxCiting {
			continue // what everybody mentions
		}
		points := few(len(r.citing[shared]))
		for _, id := range r.citing[shared] {
			v := near.about(id)
			if v.to == 0 {
				v.toTerm = shared
			}
			v.to = min(v.to+points, maxCommon)
		}
	}
	for _, g := range e.groups {
		if len(g.entries) > maxTagged {
			continue
		}
		points := few(len(g.entries))
		for _, other := range g.entries {
			v := near.about(other.id)
			if v.tag == 0 || rarer(g, v.tagGroup) {
				v.tagGroup = g
			}
			v.tag = min(v.tag+points, maxCommon)
		}
	}
	r.words.similar(e.id, func(id int32, points int16) {
		v := near.about(id)
		v.words = min(v.words+points, maxCommon)
	})
}

// rarer reports whether a says more about its terms than b; of two tags of as many terms, the first in their order.
func rarer(a, b *tagGroup) bool {
	return len(a.entries) < len(b.entries) || len(a.entries) == len(b.entries) && a.rank < b.rank
}

// few gives more points to what few have in common.
func few(n int) int16 {
	switch {
	case n <= 8:
		return 3
	case n <= 20:
		return 2
	}
	return 1
}

func (v *evidence) score() int32 {
	score := int32(v.via) + int32(v.to) + int32(v.tag) + int32(v.words)
	if v.named {
		score += pointsNamed
	}
	if v.out {
		score += pointsLink
	}
	if v.in {
		score += pointsLink
	}
	return score
}

// reasonOf returns the strongest evidence.
func (m *Memory) reasonOf(v *evidence) reason {
	strongest := max(v.via, v.to, v.tag, v.words)
	switch {
	case v.named:
		return reason{kind: reasonNames}
	case v.out && v.in:
		return reason{kind: reasonMutual}
	case strongest <= pointsLink && v.out:
		return reason{kind: reasonOut}
	case strongest <= pointsLink && v.in:
		return reason{kind: reasonIn}
	case v.via == strongest:
		return reason{kind: reasonVia, about: m.all[v.viaPage]}
	case v.to == strongest:
		return reason{kind: reasonTo, about: m.all[v.toTerm]}
	case v.tag == strongest:
		return reason{kind: reasonTag, group: v.tagGroup}
	}
	return reason{kind: reasonWords}
}

// inWords is a reason as readers see it.
func (s *Site) inWords(r reason) string {
	words := &s.in.Words
	fill := func(phrase, name string) string { return strings.Replace(phrase, "%s", name, 1) }
	switch r.kind {
	case reasonNames:
		return words.RelatedNames
	case reasonMutual:
		return words.RelatedMutual
	case reasonOut:
		return words.RelatedOut
	case reasonIn:
		return words.RelatedIn
	case reasonVia:
		return fill(words.RelatedVia, r.about.Title)
	case reasonTo:
		return fill(words.RelatedTo, r.about.Title)
	case reasonTag:
		return fill(words.RelatedTag, r.group.label)
	}
	return words.RelatedWords
}
