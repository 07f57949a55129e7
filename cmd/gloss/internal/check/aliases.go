package check

import (
	"fmt"
	"slices"
	"strings"

	"gloss/cmd/gloss/internal/rule"
	"gloss/cmd/gloss/internal/term"
)

// aliases finds aliases that the glossary's own texts use more than the title.
func (c *checker) aliases() {
	// used counts, for each term that has aliases, mentions by its title and then by each alias.
	used := make([][]int, len(c.in.Terms))
	folded := make([][]string, len(c.in.Terms))
	for i, t := range c.in.Terms {
		if isEntry(t) && len(t.Aliases) > 0 {
			used[i] = make([]int, 1+len(t.Aliases))
			folded[i] = append(folded[i], bag(foldTitle(t.Title)))
			for _, alias := range t.Aliases {
				folded[i] = append(folded[i], bag(foldTitle(alias.Text)))
			}
		}
	}
	for _, body := range c.in.Bodies {
		for _, m := range body.Mentions {
			to, known := c.index[m.Target]
			if !known || used[to] == nil {
				continue
			}
			if k := nameUsed(c.in.Terms[to], folded[to], m.Sentence[m.Start:m.End]); k >= 0 {
				used[to][k]++
			}
		}
	}
	for i, t := range c.in.Terms {
		for k, alias := range t.Aliases {
			if used[i] != nil && used[i][k+1] >= rule.AliasMentions && used[i][k+1] > 2*used[i][0] && !isShortForm(t, alias.Text) {
				c.tell(rule.AliasOverTitle, at(t, alias.Pos, alias.Text), fmt.Sprintf("the alias %q is used %d times, the title %q %d times",
					alias.Text, used[i][k+1], t.Title, used[i][0]), "make it the title, and the title an alias; the file's name keeps the address")
			}
		}
	}
}

// nameUsed returns which of a term's names stands in a text: 0 the title, then the aliases, -1 none of them. folded are the names without
// what may vary.
func nameUsed(t *term.Term, folded []string, text string) int {
	if strings.EqualFold(text, t.Title) {
		return 0
	}
	for k, alias := range t.Aliases {
		if strings.EqualFold(text, alias.Text) {
			return k + 1
		}
	}
	return slices.Index(folded, bag(foldTitle(text)))
}

// isShortForm reports whether an alias is an abbreviation, which is naturally used more than what it stands for.
func isShortForm(t *term.Term, alias string) bool {
	tokens := appendTokens(nil, alias)
	return alias == t.Abbreviation || len(tokens) == 1 && tokens[0].upper
}
