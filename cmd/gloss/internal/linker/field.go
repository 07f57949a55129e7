package linker

import (
	"strings"

	"gloss/cmd/gloss/internal/names/everyday"
	"gloss/cmd/gloss/internal/term"
)

// field is what the page is about by the terms that it names without doubt: by several words, in capitals, or by a word that is not in
// a general dictionary. It is gathered once a page, when the first everyday word asks.
type field struct {
	known  bool
	bits   uint64          // names.Kin.Topics of these terms
	topics map[string]bool // their tags and domains, folded; nil until bits alone do not tell
}

// inField reports whether the page names another term that shares a tag or the domain with the candidate's.
func (p *pass) inField(c *candidate) bool {
	f := &p.field
	if !f.known {
		f.known = true
		p.eachUndoubted(func(other *candidate) { f.bits |= other.chosen.Kin.Topics })
	}
	if f.bits&c.chosen.Kin.Topics == 0 || p.own.exact {
		return f.bits&c.chosen.Kin.Topics != 0
	}
	if f.topics == nil {
		f.topics = map[string]bool{}
		p.eachUndoubted(func(other *candidate) {
			eachTopic(other.target, func(topic string) bool {
				f.topics[strings.ToLower(topic)] = true
				return false
			})
		})
	}
	return eachTopic(c.target, func(topic string) bool { return f.topics[strings.ToLower(topic)] })
}

// eachUndoubted visits the candidates that name another term without doubt. It does not depend on which were judged already.
func (p *pass) eachUndoubted(visit func(*candidate)) {
	for i := range p.candidates {
		c := &p.candidates[i]
		f := c.chosen
		if c.rule == RuleCase || c.rule == RuleToken || len(c.senses) > 0 || f.Idle || f.Name.Term == p.page.Term {
			continue
		}
		if f.Capitals || !f.OneWord || f.Class == everyday.Rare {
			visit(c)
		}
	}
}

// eachTopic calls is with each tag and the domain of a term until it says yes, and reports whether it did.
func eachTopic(t *term.Term, is func(string) bool) bool {
	for i := range t.Tags {
		if is(t.Tags[i].Text) {
			return true
		}
	}
	return t.Domain != "" && is(t.Domain)
}
