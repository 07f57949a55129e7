package site

import (
	"strings"

	"gloss/cmd/gloss/internal/slab"
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

// reason is the strongest evidence for a suggestion.
type reason struct {
	kind  reasonKind
	about int32 // the id of the entry for the kinds via and to, tagGroup.number for the kind tag, else 0
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

// neighbors is the evidence about one term. It is empty between two uses.
type neighbors struct {
	found   []evidence // by id
	touched []int32
	ranked  []ranked // working memory of suggest
	chosen  []suggestion
	kept    slab.Slab[suggestion]
	sum     int32 // of fetch
}

// ranked is a term with the score of the evidence for it.
type ranked struct{ id, score int32 }

// evidence is what speaks for one term beside another; there is one for each term, so it is small.
type evidence struct {
	touched, named, out, in bool

	via, to, tag, words int16 // points for pages that mention both, terms that both mention, tags and words of both
	viaPage, toTerm     int32 // the first of them
	tagGroup            int32 // number of the rarest
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
	near.fetch(r.mentions, citing[:min(len(citing), maxCiting)])
	near.fetch(r.citing, r.mentions[e.id])
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
	for g := range e.groups() {
		if len(g.entries) > maxTagged {
			continue
		}
		points := few(len(g.entries))
		for _, other := range g.entries {
			v := near.about(other.id)
			if v.tag == 0 || rarer(g, m.numbered[v.tagGroup]) {
				v.tagGroup = g.number
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
func reasonOf(v *evidence) reason {
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
		return reason{kind: reasonVia, about: v.viaPage}
	case v.to == strongest:
		return reason{kind: reasonTo, about: v.toTerm}
	case v.tag == strongest:
		return reason{kind: reasonTag, about: v.tagGroup}
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
		return fill(words.RelatedVia, s.all[r.about].title)
	case reasonTo:
		return fill(words.RelatedTo, s.all[r.about].title)
	case reasonTag:
		return fill(words.RelatedTag, s.numbered[r.about].label)
	}
	return words.RelatedWords
}

// fetch looks at the lists of some terms, so that the processor waits for all of them at once and not for one after the other: gather takes a
// quarter less time for it at 100,000 terms.
func (n *neighbors) fetch(lists [][]int32, ids []int32) {
	for _, id := range ids {
		if list := lists[id]; len(list) > 0 {
			n.sum += list[0]
		}
	}
}
