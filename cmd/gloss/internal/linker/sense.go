package linker

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/term"
)

// resolveSenses chooses the term meant by each name that several terms have: one sense a page.
func (p *pass) resolveSenses() {
	senses := map[string]*term.Term{}
	for i := range p.candidates {
		c := &p.candidates[i]
		if c.rule != "" || len(c.senses) == 0 || p.isOwn(c) {
			continue
		}
		options := c.terms()
		key := homographKey(options)
		sense, known := senses[key]
		if !known {
			sense = p.sense(c, options)
			senses[key] = sense
			if sense == nil {
				p.doubt(i, options)
			}
		}
		c.choose(sense)
	}
}

// terms returns the distinct terms that a candidate with several senses may mean.
func (c *candidate) terms() []*term.Term {
	var list []*term.Term
	for _, f := range c.senses {
		if !slices.Contains(list, f.Name.Term) {
			list = append(list, f.Name.Term)
		}
	}
	return list
}

// kinOf returns the kin of a term that the candidate may mean.
func (c *candidate) kinOf(t *term.Term) *names.Kin {
	i := slices.IndexFunc(c.senses, func(f names.Found) bool { return f.Name.Term == t })
	return &c.senses[i].Kin
}

// choose fixes the candidate's meaning; nil leaves it plain.
func (c *candidate) choose(sense *term.Term) {
	c.target = sense
	if sense == nil {
		c.rule = RuleAmbiguous
		return
	}
	for i := range c.senses {
		if f := &c.senses[i]; f.Name.Term == sense {
			c.chosen = f
			return
		}
	}
}

func homographKey(terms []*term.Term) string {
	var key strings.Builder
	for _, t := range terms {
		key.WriteString(t.Slug)
		key.WriteByte(0)
	}
	return key.String()
}

// sense asks one witness after the other; the first that speaks for exactly one term decides.
func (p *pass) sense(c *candidate, options []*term.Term) *term.Term {
	own := p.page.Term
	witnesses := [...]func(*term.Term) int{
		func(t *term.Term) int { return boolInt(slices.Contains(p.page.Explicit, t.Slug)) },
		func(t *term.Term) int { return boolInt(p.names(t)) },
		func(t *term.Term) int { return boolInt(own != nil && relates(own, t)) },
		func(t *term.Term) int {
			return boolInt(own != nil && own.Domain != "" && strings.EqualFold(own.Domain, t.Domain))
		},
		func(t *term.Term) int { return boolInt(own != nil && relates(t, own)) },
		func(t *term.Term) int {
			if own == nil {
				return 0
			}
			return sharedTags(own, t)
		},
		func(t *term.Term) int { return p.neighbors(t, c.kinOf(t)) },
		// Without any sign, a headword goes before another's alias, if no domains tell them apart.
		func(t *term.Term) int {
			return boolInt(t.Domain == "" && strings.EqualFold(t.Title, c.chosen.Name.Text))
		},
	}
	for _, witness := range witnesses {
		if t := only(options, witness); t != nil {
			return t
		}
	}
	return nil
}

// only returns the term with the highest weight above 0, if no other has it too.
func only(options []*term.Term, weight func(*term.Term) int) *term.Term {
	var best *term.Term
	most := 0
	for _, t := range options {
		switch w := weight(t); {
		case w > most:
			best, most = t, w
		case w == most:
			best = nil
		}
	}
	return best
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// company is what the page mentions by names that mean one thing only, function words and the like aside. It is gathered once, so that
// many homographs on a long page cost no more than their number.
type company struct {
	named     []*term.Term        // in order of the text, with repetitions
	set       map[*term.Term]bool // the same; nil if they are few
	kin       names.Kin           // of all of them
	relations *relations          // nil until kin does not tell
}

// relations are what the named terms say, folded.
type relations struct {
	names   map[string]bool // their titles and slugs
	domains map[string]int  // how many have a domain
	related map[string]int  // how many have a related entry
}

// fewNamed is how many named terms are looked through one by one.
const fewNamed = 48

func (p *pass) company() *company {
	k := &p.known
	if k.named != nil {
		return k
	}
	k.named = make([]*term.Term, 0, len(p.candidates))
	for i := range p.candidates {
		c := &p.candidates[i]
		if c.rule != "" || len(c.senses) > 0 || c.chosen.Idle {
			continue
		}
		k.named = append(k.named, c.target)
		k.kin.Topics |= c.chosen.Kin.Topics
		k.kin.Called |= c.chosen.Kin.Called
		k.kin.Related |= c.chosen.Kin.Related
	}
	if len(k.named) > fewNamed {
		k.set = make(map[*term.Term]bool, len(k.named))
		for _, t := range k.named {
			k.set[t] = true
		}
	}
	return k
}

// names reports whether the page names a term without doubt.
func (p *pass) names(t *term.Term) bool {
	k := p.company()
	if k.set != nil {
		return k.set[t]
	}
	return slices.Contains(k.named, t)
}

// relationsOfNamed returns what the named terms say.
func (k *company) relationsOfNamed() *relations {
	if k.relations != nil {
		return k.relations
	}
	k.relations = &relations{names: map[string]bool{}, domains: map[string]int{}, related: map[string]int{}}
	seen := map[*term.Term]bool{}
	for _, t := range k.named {
		if seen[t] {
			continue
		}
		seen[t] = true
		k.relations.add(t)
	}
	return k.relations
}

func (r *relations) add(t *term.Term) {
	r.names[strings.ToLower(t.Title)] = true
	r.names[strings.ToLower(t.Slug)] = true
	if t.Domain != "" {
		r.domains[strings.ToLower(t.Domain)]++
	}
	for _, related := range t.Related {
		r.related[strings.ToLower(related.Text)]++
	}
}

// neighbors adds up what speaks for a term among the others that the page names: two for a relation, one for the same domain.
func (p *pass) neighbors(t *term.Term, kin *names.Kin) int {
	k := p.company()
	if t.Domain == "" && k.kin.Related&kin.Called == 0 && k.kin.Called&kin.Related == 0 {
		return 0
	}
	r := k.relationsOfNamed()
	weight := r.domains[strings.ToLower(t.Domain)] + 2*r.related[strings.ToLower(t.Title)]
	for _, related := range t.Related {
		if r.names[strings.ToLower(related.Text)] {
			weight += 2
		}
	}
	return weight
}

// doubt warns of an unresolved name, once a page and name.
func (p *pass) doubt(i int, options []*term.Term) {
	c := p.candidates[i]
	name := p.page.Blocks[c.block].Text[c.start:c.end]
	var titles []string
	for _, t := range options {
		titles = append(titles, t.Title)
	}
	d := diag.Diagnostic{Severity: diag.Warning, Rule: RuleAmbiguous, Width: utf8.RuneCountInString(name)}
	d.Text = fmt.Sprintf("%q may mean %s; it stays plain text", name, strings.Join(titles, " or "))
	d.Hint = fmt.Sprintf("write [[%s|%s]], or spell the name out once on this page", titles[0], name)
	p.doubts = append(p.doubts, Doubt{Decision: i, Diagnostic: d})
}
