package check

import (
	"fmt"
	"strings"

	"gloss/cmd/gloss/internal/linker"
	"gloss/cmd/gloss/internal/markdown"
	"gloss/cmd/gloss/internal/rule"
	"gloss/cmd/gloss/internal/term"
)

// graph finds terms that nothing leads to, and texts that lead nowhere.
func (c *checker) graph() {
	led := make([]bool, len(c.in.Terms)) // something leads there
	for i, t := range c.in.Terms {
		for _, m := range c.in.Bodies[i].Mentions {
			if to, known := c.index[m.Target]; known && to != i {
				led[to] = true
			}
		}
		for _, value := range t.Related {
			c.lead(led, i, value.Text)
		}
		if t.See.Text != "" {
			c.lead(led, i, t.See.Text)
		}
	}
	for i, t := range c.in.Terms {
		if !isEntry(t) {
			continue
		}
		if !led[i] {
			c.tell(rule.Orphan, atTitle(t), fmt.Sprintf("nothing leads to %q: no page mentions it or names it as related", t.Title),
				"mention it where a reader needs it, or add the names under which others speak of it as aliases")
		}
		if len(c.in.Bodies[i].Mentions) == 0 && len(t.Related) == 0 && len(strings.Fields(c.in.Bodies[i].Text)) >= rule.SilentWords {
			c.tell(rule.MentionsNothing, atTitle(t), fmt.Sprintf("the text of %q mentions no other term", t.Title),
				"link a term with [[...]], or add the names that the text uses as aliases of the terms meant")
		}
	}
}

// lead marks the terms called name, for the page from.
func (c *checker) lead(led []bool, from int, name string) {
	found := c.in.Table.Lookup(name)
	if len(found) == 0 {
		if t := c.in.Table.BySlug(name); t != nil {
			found = append(found, t)
		}
	}
	for _, t := range found {
		if to := c.index[t.Slug]; to != from {
			led[to] = true
		}
	}
}

// unlinked finds pages that mean a term and link none of its mentions.
func (c *checker) unlinked() {
	for i, t := range c.in.Terms {
		linked := map[string]bool{}
		for _, m := range c.in.Bodies[i].Mentions {
			linked[m.Target] = linked[m.Target] || m.Linked
		}
		for _, all := range linked {
			if !all {
				c.tellUnlinked(t, linked)
				break
			}
		}
	}
}

// tellUnlinked places the first mention of each term that the page does not link.
func (c *checker) tellUnlinked(t *term.Term, linked map[string]bool) {
	for _, candidate := range c.in.Explain(t) {
		if !candidate.Mention || candidate.Target == nil || candidate.Rule == linker.RulePageOff {
			continue
		}
		if done, known := linked[candidate.Target.Slug]; !known || done {
			continue
		}
		linked[candidate.Target.Slug] = true
		c.tell(rule.Unlinked, candidate.Place, fmt.Sprintf("%q means %s and is linked nowhere on this page (%s)", candidate.Text, candidate.Target.Title, candidate.Rule),
			fmt.Sprintf("write %s if the reader needs the link", wiki(candidate)))
	}
}

// wiki is the candidate as a link set by hand.
func wiki(c markdown.Candidate) string {
	if strings.EqualFold(c.Text, c.Target.Title) {
		return "[[" + c.Text + "]]"
	}
	return "[[" + c.Target.Title + "|" + c.Text + "]]"
}
