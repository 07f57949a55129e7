package linker

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"gloss/cmd/gloss/internal/diag"
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
	witnesses := []func(*term.Term) int{
		func(t *term.Term) int { return boolInt(slices.Contains(p.page.Explicit, t.Slug)) },
		func(t *term.Term) int { return boolInt(p.company().named[t]) },
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
		p.neighbors,
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
	named   map[*term.Term]bool
	names   map[string]bool // titles and slugs of the named, folded
	domains map[string]int  // named terms by domain, folded
	related map[string]int  // related entries of the named, folded
}

func (p *pass) company() *company {
	if p.known != nil {
		return p.known
	}
	k := &company{named: map[*term.Term]bool{}, names: map[string]bool{}, domains: map[string]int{}, related: map[string]int{}}
	for i := range p.candidates {
		c := &p.candidates[i]
		if c.rule != "" || len(c.senses) > 0 || c.chosen.Idle || k.named[c.target] {
			continue
		}
		k.named[c.target] = true
		k.names[strings.ToLower(c.target.Title)] = true
		k.names[strings.ToLower(c.target.Slug)] = true
		if c.target.Domain != "" {
			k.domains[strings.ToLower(c.target.Domain)]++
		}
		for _, related := range c.target.Related {
			k.related[strings.ToLower(related.Text)]++
		}
	}
	p.known = k
	return k
}

// neighbors adds up what speaks for a term among the others that the page names: two for a relation, one for the same domain.
func (p *pass) neighbors(t *term.Term) int {
	k := p.company()
	weight := k.domains[strings.ToLower(t.Domain)] + 2*k.related[strings.ToLower(t.Title)]
	for _, related := range t.Related {
		if k.names[strings.ToLower(related.Text)] {
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
