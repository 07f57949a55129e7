package linker

import (
	"slices"

	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/term"
)

// Decide returns all candidates of the page in order of text, and warnings (an unresolved homograph) with File and position left
// empty for the caller to fill: Decision i of a warning is in its Decision field.
func Decide(asker *names.Asker, page Page, opts Options) ([]Decision, []Doubt) {
	p := &pass{page: page, opts: opts}
	p.findCandidates(asker)
	p.resolveSenses()
	for i := range p.candidates {
		p.judge(&p.candidates[i])
	}
	p.place()
	decisions := p.decisions()
	asker.Release()
	return decisions, p.doubts
}

// pass is the state of one Decide.
type pass struct {
	page       Page
	opts       Options
	candidates []candidate
	doubts     []Doubt
	known      *company
}

// candidate is a name that stands in the text.
type candidate struct {
	block, start, end int
	chosen            *names.Found
	senses            []names.Found // all names that are as close, if they are of several terms
	target            *term.Term
	rule              string // the rule against it, or ""
	mention           bool
	linked            bool
}

// findCandidates takes the longest name at each place, from left to right. A name in a wrong case or within a larger token leaves
// its place to a shorter one.
func (p *pass) findCandidates(asker *names.Asker) {
	p.candidates = make([]candidate, 0, p.expected())
	for b, block := range p.page.Blocks {
		free := 0 // the end of the last candidate taken
		for _, m := range asker.Find(block.Text) {
			if m.Start < free {
				continue
			}
			found, rule := admissible(block.Text, m)
			c := candidate{block: b, start: m.Start, end: m.End, chosen: &found[0], target: found[0].Name.Term, rule: rule}
			if slices.ContainsFunc(found, func(f names.Found) bool { return f.Name.Term != c.target }) {
				c.senses = found
			}
			if c.rule == "" {
				free = m.End
				p.dropRefusedWithin(&c)
			} else if n := len(p.candidates); n > 0 && p.candidates[n-1].block == b && p.candidates[n-1].end > m.Start {
				continue // one refusal a place is enough
			}
			p.candidates = append(p.candidates, c)
		}
	}
}

// expected guesses the number of candidates: one in fifty bytes.
func (p *pass) expected() int {
	size := 0
	for i := range p.page.Blocks {
		size += len(p.page.Blocks[i].Text)
	}
	return size/50 + 4
}

// dropRefusedWithin forgets refused candidates that overlap one that is taken.
func (p *pass) dropRefusedWithin(c *candidate) {
	for n := len(p.candidates); n > 0; n-- {
		last := &p.candidates[n-1]
		if last.rule == "" || last.block != c.block || last.end <= c.start {
			return
		}
		p.candidates = p.candidates[:n-1]
	}
}

// admissible returns the closest of the names found that the text's case and surroundings admit, or one and the rule against it.
func admissible(text string, m names.Match) (found []names.Found, rule string) {
	best := &m.Found[0]
	if best.WrongCase { // the others are no closer
		return m.Found[:1], RuleCase
	}
	if inLargerToken(text, m.Start, m.End, best) {
		return m.Found[:1], RuleToken
	}
	n := 1
	for n < len(m.Found) && !m.Found[n].WrongCase && m.Found[n].Cost == best.Cost && m.Found[n].Unaccented == best.Unaccented {
		n++
	}
	return m.Found[:n], ""
}

// judge decides whether a candidate means its term, whatever its place.
func (p *pass) judge(c *candidate) {
	if c.rule == "" && p.isOwn(c) {
		c.rule = RuleOwnPage
	}
	if c.rule != "" || c.target == nil {
		return
	}
	c.rule = p.meaning(c)
	c.mention = c.rule == ""
}

// isOwn reports whether the candidate is a name of the page's own term.
func (p *pass) isOwn(c *candidate) bool {
	own := p.page.Term
	return c.chosen.Name.Term == own || slices.ContainsFunc(c.senses, func(f names.Found) bool { return f.Name.Term == own })
}

// place decides which mentions become links: not in headings, not again, not too many.
func (p *pass) place() {
	linked := map[placeOf]bool{}
	pageOff := p.page.Term != nil && p.page.Term.Kind == term.KindPage && p.page.Term.Autolink == term.AutolinkOff
	block, room := -1, 0
	for i := range p.candidates {
		c := &p.candidates[i]
		for block < c.block {
			block++
			room = roomFor(p.page.Blocks[block].Text)
		}
		if !c.mention {
			continue
		}
		at := p.placeOf(c.block, c.target)
		switch {
		case p.page.Blocks[c.block].NoLinks:
			c.rule, c.mention = RuleNotHere, false
		case p.opts.Off:
			c.rule = RuleGlossaryOff
		case pageOff:
			c.rule = RulePageOff
		case p.opts.First != All && linked[at]:
			c.rule = RuleRepeat
		case room < c.end-c.start:
			c.rule = RuleDense
		default:
			c.linked, c.rule = true, RuleFirst
			if p.opts.First == All {
				c.rule = RuleAll
			}
			linked[at] = true
			room -= c.end - c.start
		}
	}
}

// placeOf is where a term is linked once.
type placeOf struct {
	target *term.Term
	part   int
}

func (p *pass) placeOf(block int, target *term.Term) placeOf {
	switch p.opts.First {
	case FirstInSection:
		return placeOf{target, p.page.Blocks[block].Section}
	case FirstOnPage:
		return placeOf{target, 0}
	}
	return placeOf{target, block}
}

func (p *pass) decisions() []Decision {
	list := make([]Decision, len(p.candidates))
	for i, c := range p.candidates {
		list[i] = Decision{Block: c.block, Start: c.start, End: c.end, Target: c.target, Name: c.chosen.Name, Linked: c.linked,
			Mention: c.mention, Rule: c.rule}
	}
	return list
}
