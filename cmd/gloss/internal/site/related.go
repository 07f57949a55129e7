package site

import (
	"cmp"
	"slices"
	"strings"
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
	maxTagged   = 60 // terms of a tag
	maxCommon   = 15 // points that one kind of evidence can give, links left out
	pointsNamed = 40 // the other's writer names this term
	pointsLink  = 8  // one page mentions the other
)

// suggestion is a related term that the writer did not name.
type suggestion struct {
	entry  *entry
	reason string
}

// suggestRelated fills short lists of related terms. What counts, all in whole numbers so that every machine gives the same list: that
// the other names this one as related, links in both directions, pages that mention both, terms that both mention, rare tags, and
// rare words. Each counts alike for both terms, so two terms are close to one another whichever page asks.
func (s *Site) suggestRelated() {
	var r *relations
	for _, e := range s.entries {
		if e.see != nil || len(e.related) >= relatedEnough {
			continue
		}
		if r == nil {
			r = s.relations()
		}
		e.suggested = r.suggest(e)
	}
}

// relations is what the whole glossary says about its terms, by position in Site.entries.
type relations struct {
	site     *Site
	mentions [][]int32 // terms that a term's page mentions, in order of the text
	citing   [][]int32 // terms whose page mentions a term
	naming   [][]int32 // terms that name a term as related
	tags     map[*entry][]*tagGroup
	words    wordIndex

	found   []evidence // scratch, by position
	touched []int32
}

// evidence is what speaks for one term beside another.
type evidence struct {
	named, out, in bool
	via            int32 // points for pages that mention both
	viaPage        int32 // the first of them
	to             int32 // points for terms that both mention
	toTerm         int32
	tag            int32
	tagLabel       *tagGroup
	words          int32
}

func (s *Site) relations() *relations {
	n := len(s.entries)
	r := &relations{site: s, mentions: make([][]int32, n), citing: make([][]int32, n), naming: make([][]int32, n), tags: map[*entry][]*tagGroup{},
		found: make([]evidence, n)}
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
				r.tags[e] = append(r.tags[e], g)
			}
		}
	}
	r.words = newWordIndex(s.entries)
	return r
}

// suggest returns the closest terms that the writer did not name, enough to fill the list.
func (r *relations) suggest(e *entry) []suggestion {
	r.gather(e)
	type ranked struct{ at, score int32 }
	var list []ranked
	for _, at := range r.touched {
		other := r.site.entries[at]
		score := r.found[at].score()
		if score < relatedLeast || other == e || other.see != nil || slices.Contains(e.related, other) || slices.Contains(r.site.sharing[e.Slug], other.Slug) {
			continue
		}
		list = append(list, ranked{at, score})
	}
	slices.SortFunc(list, func(a, b ranked) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.at, b.at)) })
	var more []suggestion
	for _, one := range list[:min(len(list), relatedShown-len(e.related))] {
		more = append(more, suggestion{r.site.entries[one.at], r.reason(&r.found[one.at])})
	}
	for _, at := range r.touched {
		r.found[at] = evidence{}
	}
	r.touched = r.touched[:0]
	return more
}

// about returns the evidence for the term at a position, noted as touched.
func (r *relations) about(at int32) *evidence {
	v := &r.found[at]
	if *v == (evidence{}) {
		r.touched = append(r.touched, at)
	}
	return v
}

// gather collects all evidence for the neighbours of e.
func (r *relations) gather(e *entry) {
	own := int32(e.position)
	for _, at := range r.naming[own] {
		r.about(at).named = true
	}
	for _, at := range r.mentions[own] {
		r.about(at).out = true
	}
	citing := r.citing[own]
	for _, at := range citing {
		r.about(at).in = true
	}
	for _, page := range citing[:min(len(citing), maxCiting)] {
		points := few(len(r.mentions[page]))
		for _, at := range r.mentions[page] {
			if v := r.about(at); v.via == 0 {
				v.via, v.viaPage = points, page
			} else {
				v.via = min(v.via+points, maxCommon)
			}
		}
	}
	for _, term := range r.mentions[own] {
		if len(r.citing[term]) > maxCiting {
			continue // what everybody mentions
		}
		points := few(len(r.citing[term]))
		for _, at := range r.citing[term] {
			if v := r.about(at); v.to == 0 {
				v.to, v.toTerm = points, term
			} else {
				v.to = min(v.to+points, maxCommon)
			}
		}
	}
	for _, g := range r.tags[e] {
		for _, other := range g.entries {
			v := r.about(int32(other.position))
			if v.tag == 0 || len(g.entries) < len(v.tagLabel.entries) {
				v.tagLabel = g
			}
			v.tag = min(v.tag+few(len(g.entries)), maxCommon)
		}
	}
	r.words.similar(own, func(at, points int32) {
		v := r.about(at)
		v.words = min(v.words+points, maxCommon)
	})
}

// few gives more points to what few have in common.
func few(n int) int32 {
	switch {
	case n <= 8:
		return 3
	case n <= 20:
		return 2
	}
	return 1
}

func (v *evidence) score() int32 {
	score := v.via + v.to + v.tag + v.words
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
		return fill(words.RelatedTag, v.tagLabel.label)
	}
	return words.RelatedWords
}
