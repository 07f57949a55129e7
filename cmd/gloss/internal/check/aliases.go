package check

import (
	"fmt"

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
			text := bag(foldTitle(m.Sentence[m.Start:m.End]))
			for k, name := range folded[to] {
				if name == text {
					used[to][k]++
					break
				}
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

// isShortForm reports whether an alias is an abbreviation, which is naturally used more than what it stands for.
func isShortForm(t *term.Term, alias string) bool {
	tokens := appendTokens(nil, alias)
	return alias == t.Abbreviation || len(tokens) == 1 && tokens[0].upper
}
