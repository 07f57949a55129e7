package linker

import (
	"slices"
	"strings"

	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/names/everyday"
	"gloss/cmd/gloss/internal/term"
)

// meaning returns the rule by which the candidate does not mean its term, or "".
func (p *pass) meaning(c *candidate) string {
	f, text := c.chosen, p.page.Blocks[c.block].Text
	switch f.Autolink {
	case term.AutolinkOff:
		return RuleOff
	case term.AutolinkExact:
		if !f.SameCase && !(sentenceStart(text, c.start) && strings.EqualFold(f.Name.Text, text[c.start:c.end])) {
			return RuleExact
		}
		return ""
	case term.AutolinkOn:
		return ""
	}
	if f.Short {
		return RuleSingle
	}
	if f.OneWord && f.Initial && f.Class >= everyday.Known && besideCapital(text, c.start, c.end) {
		return RulePartOfName
	}
	if f.Capitals || !f.OneWord {
		return ""
	}
	return p.everyday(c)
}

// everyday judges a name of one ordinary word.
func (p *pass) everyday(c *candidate) string {
	f, text := c.chosen, p.page.Blocks[c.block].Text
	capital := capitalized(text[c.start:c.end])
	switch {
	case f.Class == everyday.Function:
		return RuleFunction
	case capital && (f.Class >= everyday.Known || f.Small) && besideCapital(text, c.start, c.end):
		return RulePartOfName
	case p.setOff(c):
		return ""
	case f.Class == everyday.Frequent:
		if f.SameCase && capital && !sentenceStart(text, c.start) {
			return ""
		}
		return RuleFrequent
	case f.Background && !p.sharesTag(c):
		return RuleBackground
	case f.Class >= everyday.Known && !p.agrees(c) && !p.inField(c):
		return RuleEveryday
	}
	return ""
}

// setOff reports whether the writer emphasised the mention and nothing else.
func (p *pass) setOff(c *candidate) bool {
	return slices.ContainsFunc(p.page.Blocks[c.block].Emphasized, func(r [2]int) bool { return r[0] == c.start && r[1] == c.end })
}

// agrees reports whether the page is about the candidate's field: it shares a tag or the domain with the term, the term has neither,
// or one names the other as related. Kin spares nearly all comparisons.
func (p *pass) agrees(c *candidate) bool {
	own, mine, kin := p.page.Term, p.ownKin(), &c.chosen.Kin
	switch {
	case kin.Topics == 0:
		return true
	case mine.Topics&kin.Topics != 0 && agree(own, c.target):
		return true
	}
	return mine.Related&kin.Called != 0 && relates(own, c.target) || kin.Related&mine.Called != 0 && relates(c.target, own)
}

// sharesTag reports whether the page has a tag of the candidate's term.
func (p *pass) sharesTag(c *candidate) bool {
	return p.ownKin().Topics&c.chosen.Kin.Topics != 0 && sharedTags(p.page.Term, c.target) > 0
}

// ownKin returns the kin of the page's own term, which is empty if there is none.
func (p *pass) ownKin() names.Kin {
	if !p.hasKin {
		p.hasKin, p.kin = true, names.Kin{}
		if p.page.Term != nil {
			p.kin = names.KinOf(p.page.Term)
		}
	}
	return p.kin
}

// agree reports whether a page of own shares a tag or the domain with a term, or the term has neither.
func agree(own, t *term.Term) bool {
	if bare(t) {
		return true
	}
	return own != nil && (own.Domain != "" && strings.EqualFold(own.Domain, t.Domain) || sharedTags(own, t) > 0)
}

func bare(t *term.Term) bool { return t.Domain == "" && len(t.Tags) == 0 }

// sharedTags counts the tags that both terms have.
func sharedTags(a, b *term.Term) int {
	shared := 0
	for _, x := range a.Tags {
		if slices.ContainsFunc(b.Tags, func(y term.Value) bool { return strings.EqualFold(x.Text, y.Text) }) {
			shared++
		}
	}
	return shared
}

// relates reports whether a names b among its related terms.
func relates(a, b *term.Term) bool {
	return slices.ContainsFunc(a.Related, func(v term.Value) bool {
		return strings.EqualFold(v.Text, b.Title) || strings.EqualFold(v.Text, b.Slug) ||
			slices.ContainsFunc(b.Aliases, func(alias term.Value) bool { return strings.EqualFold(alias.Text, v.Text) })
	})
}
