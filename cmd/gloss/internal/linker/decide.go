package linker

import (
	"slices"

	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/term"
)

// Decide returns all candidates of the page in order of text, and warnings (an unresolved homograph) with File and position left
// empty for the caller to fill: Decision i of a warning is in its Decision field.
func Decide(asker *names.Asker, page Page, opts Options) ([]Decision, []Doubt) {
	var d Decider
	return d.decide(asker, page, opts, false)
}

// Decider decides with working memory that it uses again from page to page. The zero Decider is ready; it is not safe for concurrent
// use.
type Decider struct{ pass pass }

// Likely is Decide without the candidates that show nowhere on the page: of those that are no mention it returns the unresolved ones and,
// unless case or token forbid it, those of terms with an abbreviation, whose long form may stand beside it. The decisions are valid until
// the next call.
func (d *Decider) Likely(asker *names.Asker, page Page, opts Options) ([]Decision, []Doubt) {
	return d.decide(asker, page, opts, true)
}

func (d *Decider) decide(asker *names.Asker, page Page, opts Options, likely bool) ([]Decision, []Doubt) {
	p := &d.pass
	p.reset(page, opts, likely)
	p.own.topics, p.own.exact = asker.TopicsOf(page.Term)
	p.findCandidates(asker)
	p.resolveSenses()
	for i := range p.candidates {
		p.judge(&p.candidates[i])
	}
	p.place()
	decisions := p.decide()
	asker.Release()
	doubts := p.doubts
	p.reset(Page{}, Options{}, false)
	return decisions, doubts
}

// pass is the state of one Decide.
type pass struct {
	page       Page
	opts       Options
	likely     bool // see Decider.Likely
	candidates []candidate
	decisions  []Decision
	doubts     []Doubt
	known      company
	field      field
	own        ownKin
	linked     linked
}

// reset begins a page, or forgets it so that working memory keeps none of its texts.
func (p *pass) reset(page Page, opts Options, likely bool) {
	clear(p.candidates)
	p.candidates = p.candidates[:0]
	p.linked.reset()
	p.page, p.opts, p.likely, p.doubts = page, opts, likely, nil
	p.known, p.field, p.own = company{}, field{}, ownKin{}
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
	find := asker.Find
	if p.likely {
		find = asker.FindLikely
	}
	for b := range p.page.Blocks {
		text := p.page.Blocks[b].Text
		free := 0 // the end of the last candidate taken
		for _, m := range find(text) {
			if m.Start < free {
				continue
			}
			found, rule := admissible(text, m)
			if rule != "" && p.likely {
				continue
			}
			c := candidate{block: b, start: m.Start, end: m.End, chosen: &found[0], target: found[0].Name.Term, rule: rule}
			if len(found) > 1 && slices.ContainsFunc(found, func(f names.Found) bool { return f.Name.Term != c.target }) {
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
	pageOff := p.page.Term != nil && p.page.Term.Kind == term.KindPage && p.page.Term.Autolink == term.AutolinkOff
	block, room := -1, 0
	for i := range p.candidates {
		c := &p.candidates[i]
		if !c.mention {
			continue
		}
		if block != c.block {
			block = c.block
			room = roomFor(p.page.Blocks[block].Text)
		}
		at := p.placeOf(c.block, c.target)
		switch {
		case p.page.Blocks[c.block].NoLinks:
			c.rule, c.mention = RuleNotHere, false
		case p.opts.Off:
			c.rule = RuleGlossaryOff
		case pageOff:
			c.rule = RulePageOff
		case p.opts.First != All && p.linked.has(at):
			c.rule = RuleRepeat
		case room < c.end-c.start:
			c.rule = RuleDense
		default:
			c.linked, c.rule = true, RuleFirst
			if p.opts.First == All {
				c.rule = RuleAll
			} else {
				p.linked.add(at)
			}
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

// linked are the places of links so far: a list for the few of most pages, and a map besides when there are many.
type linked struct {
	list []placeOf
	all  map[placeOf]bool
}

// fewLinks is how many places are looked through one by one.
const fewLinks = 48

func (l *linked) has(at placeOf) bool {
	if len(l.list) <= fewLinks {
		return slices.Contains(l.list, at)
	}
	return l.all[at]
}

func (l *linked) add(at placeOf) {
	l.list = append(l.list, at)
	if len(l.list) <= fewLinks {
		return
	}
	if l.all == nil {
		l.all = map[placeOf]bool{}
	}
	if len(l.all) == 0 {
		for _, other := range l.list {
			l.all[other] = true
		}
	}
	l.all[at] = true
}

func (l *linked) reset() {
	clear(l.list)
	clear(l.all)
	l.list = l.list[:0]
}

// decide returns what was decided, in order of the text.
func (p *pass) decide() []Decision {
	clear(p.decisions)
	list, doubts := p.decisions[:0], p.doubts
	for i := range p.candidates {
		c := &p.candidates[i]
		if len(doubts) > 0 && doubts[0].Decision == i {
			doubts[0].Decision = len(list)
			doubts = doubts[1:]
		} else if p.likely && !c.mention && c.target != nil && !c.chosen.Abbreviated {
			continue
		}
		list = append(list, Decision{Block: c.block, Start: c.start, End: c.end, Target: c.target, Found: c.chosen, Linked: c.linked,
			Mention: c.mention, Rule: c.rule})
	}
	p.decisions = list
	return list
}
