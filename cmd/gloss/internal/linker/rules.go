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
	case f.Background && !p.sharesTopic(c):
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

// ownKin is what of the page's own term tells quickly what it has in common with others. It is empty if there is none.
type ownKin struct {
	topics uint64
	exact  bool      // a common bit of topics is a common topic
	known  bool      // kin was asked for
	kin    names.Kin // but for its topics
}

// kinOfPage returns what the page's term is called and relates to. Few candidates ask.
func (p *pass) kinOfPage() *names.Kin {
	if !p.own.known && p.page.Term != nil {
		p.own.kin = names.KinOf(p.page.Term)
	}
	p.own.known = true
	return &p.own.kin
}

// agrees reports whether the page is about the candidate's field: it shares a tag or the domain with the term, the term has neither,
// or one names the other as related. Bits spare nearly all comparisons.
func (p *pass) agrees(c *candidate) bool {
	own, kin := p.page.Term, &c.chosen.Kin
	switch {
	case kin.Topics == 0 || p.sharesTopic(c):
		return true
	case own == nil:
		return false
	case len(own.Related) > 0 && p.kinOfPage().Related&kin.Called != 0 && relates(own, c.target):
		return true
	}
	return kin.Related != 0 && kin.Related&p.kinOfPage().Called != 0 && relates(c.target, own)
}

// sharesTopic reports whether a tag or the domain of the page is a tag or the domain of the candidate's term.
func (p *pass) sharesTopic(c *candidate) bool {
	if common := p.own.topics & c.chosen.Kin.Topics; common == 0 || p.own.exact {
		return common != 0
	}
	return eachTopic(p.page.Term, func(mine string) bool {
		return eachTopic(c.target, func(topic string) bool { return strings.EqualFold(mine, topic) })
	})
}

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
