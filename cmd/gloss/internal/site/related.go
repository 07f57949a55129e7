package site

import (
	"cmp"
	"slices"
	"strings"
	"sync"
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
	reason string
}

// suggest fills a short list of related terms. What counts, all in whole numbers so that every machine gives the same list: that the
// other names this one as related, links in both directions, pages that mention both, terms that both mention, rare tags, and rare
// words. Each counts alike for both terms, so two terms are close to one another whichever page asks. It is safe for concurrent use.
func (s *Site) suggest(e *entry) []suggestion {
	if e.see != nil || len(e.related) >= relatedEnough {
		return nil
	}
	r := s.relations()
	found := r.scratch.Get().(*neighbors)
	defer r.scratch.Put(found)
	return r.suggest(e, found)
}

// relations is what the whole glossary says about its terms, by position in Site.entries.
type relations struct {
	site     *Site
	mentions [][]int32 // terms that a term's page mentions, in order of the text
	citing   [][]int32 // terms whose page mentions a term
	naming   [][]int32 // terms that name a term as related
	tags     [][]int32 // the tags of a term that few others have, as indexes of Site.tags
	words    wordIndex
	scratch  sync.Pool // of *neighbors
}

// neighbors is the evidence about one term. It is empty between two uses.
type neighbors struct {
	found   []evidence // by position
	touched []int32
}

// evidence is what speaks for one term beside another; there is one for each term, so it is small.
type evidence struct {
	touched, named, out, in bool

	via, to, tag, words int16 // points for pages that mention both, terms that both mention, tags and words of both
	viaPage, toTerm     int32 // the first of them
	tagGroup            int32 // the rarest, index in Site.tags
}

func newRelations(s *Site) *relations {
	n := len(s.entries)
	r := &relations{site: s, mentions: make([][]int32, n), citing: make([][]int32, n), naming: make([][]int32, n), tags: make([][]int32, n)}
	r.scratch.New = func() any { return &neighbors{found: make([]evidence, n)} }
	for i, e := range s.entries {
		for _, m := range e.body.Mentions {
			to := s.bySlug[m.Target]
			if to == nil || to == e || to.position >= n || s.entries[to.position] != to || slices.Contains(r.mentions[i], int32(to.position)) {
				continue
			}
			if len(r.mentions[i]) == maxTargets {
				break
			}
			r.mentions[i] = append(r.mentions[i], int32(to.position))
			r.citing[to.position] = append(r.citing[to.position], int32(i))
		}
		for _, to := range e.related {
			if s.entries[min(to.position, n-1)] == to {
				r.naming[to.position] = append(r.naming[to.position], int32(i))
			}
		}
	}
	for i := range s.tags {
		if g := &s.tags[i]; len(g.entries) <= maxTagged {
			for _, e := range g.entries {
				r.tags[e.position] = append(r.tags[e.position], int32(i))
			}
		}
	}
	r.words = newWordIndex(s.entries)
	return r
}

// suggest returns the closest terms that the writer did not name, enough to fill the list.
func (r *relations) suggest(e *entry, near *neighbors) []suggestion {
	r.gather(e, near)
	type ranked struct{ at, score int32 }
	var list []ranked
	for _, at := range near.touched {
		if score := near.found[at].score(); score >= relatedLeast {
			list = append(list, ranked{at, score})
		}
	}
	slices.SortFunc(list, func(a, b ranked) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.at, b.at)) })
	var more []suggestion
	for _, one := range list {
		if len(more) == relatedShown-len(e.related) {
			break
		}
		other := r.site.entries[one.at]
		if other != e && other.see == nil && !slices.Contains(e.related, other) && !slices.Contains(r.site.sharing[e.Slug], other.Slug) {
			more = append(more, suggestion{other, r.reason(&near.found[one.at])})
		}
	}
	near.clear()
	return more
}

func (n *neighbors) clear() {
	for _, at := range n.touched {
		n.found[at] = evidence{}
	}
	n.touched = n.touched[:0]
}

// about returns the evidence for the term at a position.
func (n *neighbors) about(at int32) *evidence {
	v := &n.found[at]
	if !v.touched {
		v.touched = true
		n.touched = append(n.touched, at)
	}
	return v
}

// gather collects all evidence for the neighbours of e.
func (r *relations) gather(e *entry, near *neighbors) {
	own := int32(e.position)
	for _, at := range r.naming[own] {
		near.about(at).named = true
	}
	for _, at := range r.mentions[own] {
		near.about(at).out = true
	}
	citing := r.citing[own]
	for _, at := range citing {
		near.about(at).in = true
	}
	for _, page := range citing[:min(len(citing), maxCiting)] {
		points := few(len(r.mentions[page]))
		for _, at := range r.mentions[page] {
			v := near.about(at)
			if v.via == 0 {
				v.viaPage = page
			}
			v.via = min(v.via+points, maxCommon)
		}
	}
	for _, shared := range r.mentions[own] {
		if len(r.citing[shared]) > maxCiting {
			continue // what everybody mentions
		}
		points := few(len(r.citing[shared]))
		for _, at := range r.citing[shared] {
			v := near.about(at)
			if v.to == 0 {
				v.toTerm = shared
			}
			v.to = min(v.to+points, maxCommon)
		}
	}
	tags := r.site.tags
	for _, group := range r.tags[own] {
		points := few(len(tags[group].entries))
		for _, other := range tags[group].entries {
			v := near.about(int32(other.position))
			if v.tag == 0 || len(tags[group].entries) < len(tags[v.tagGroup].entries) {
				v.tagGroup = group
			}
			v.tag = min(v.tag+points, maxCommon)
		}
	}
	r.words.similar(own, func(at int32, points int16) {
		v := near.about(at)
		v.words = min(v.words+points, maxCommon)
	})
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

// reason is the strongest evidence in words.
func (r *relations) reason(v *evidence) string {
	words, entries := &r.site.in.Words, r.site.entries
	fill := func(phrase, name string) string { return strings.Replace(phrase, "%s", name, 1) }
	strongest := max(v.via, v.to, v.tag, v.words)
	switch {
	case v.named:
		return words.RelatedNames
	case v.out && v.in:
		return words.RelatedMutual
	case strongest <= pointsLink && v.out:
		return words.RelatedOut
	case strongest <= pointsLink && v.in:
		return words.RelatedIn
	case v.via == strongest:
		return fill(words.RelatedVia, entries[v.viaPage].Title)
	case v.to == strongest:
		return fill(words.RelatedTo, entries[v.toTerm].Title)
	case v.tag == strongest:
		return fill(words.RelatedTag, r.site.tags[v.tagGroup].label)
	}
	return words.RelatedWords
}
