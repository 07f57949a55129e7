package site

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"gloss/cmd/gloss/internal/address"
	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/markdown"
	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/term"
)

// resolve turns the names in related and see into entries. Names that lead nowhere are told by the names table.
func (s *Site) resolve() {
	// One asker for all names: the table lends working memory of 40 kB to each, which was 30 GB at 100,000 terms.
	ask := s.in.Table.Ask()
	defer ask.Release()
	for i := range s.in.Terms {
		e := s.bySlug[s.in.Terms[i].Slug]
		for _, value := range e.Related {
			if target := s.find(ask, e, value.Text); target != nil && target != e && !slices.Contains(e.related, target) {
				e.related = append(e.related, target)
			}
		}
		if e.See.Text != "" {
			if target := s.find(ask, e, e.See.Text); target != e {
				e.see = target
			}
		}
	}
}

// find resolves a name written in front matter; of several terms called so, the one whose title it is is meant, else one of the
// writer's own domain.
func (s *Site) find(ask *names.Asker, from *entry, name string) *entry {
	candidates := ask.Lookup(name)
	if len(candidates) == 0 {
		if t := s.in.Table.BySlug(name); t != nil {
			candidates = append(candidates, t)
		}
	}
	best := -1
	for i, t := range candidates {
		if strings.EqualFold(t.Title, name) || best < 0 || t.Domain != "" && t.Domain == from.Domain && !strings.EqualFold(candidates[best].Title, name) {
			best = i
		}
	}
	if best < 0 {
		return nil
	}
	return s.bySlug[candidates[best].Slug]
}

// at places a diagnostic on a front matter value.
func (s *Site) at(e *entry, value term.Value) diag.Diagnostic {
	return diag.At(e.File.Path, e.File.Data, int(value.Pos.Line), int(value.Pos.Col), max(1, len([]rune(value.Text))))
}

// collectBacklinks turns the mentions of each page into "Mentioned in" of the terms mentioned: one line a page, the best pages first.
func (s *Site) collectBacklinks() {
	best := map[string]backlink{}
	for _, list := range [][]*entry{s.entries, s.plain} {
		for _, from := range list {
			clear(best)
			for _, m := range from.body.Mentions {
				b, seen := best[m.Target]
				if !seen || worth(m) > worth(b.mention) {
					b.mention = m
				}
				b.from = from
				b.count++
				best[m.Target] = b
			}
			for target, b := range best {
				if to := s.bySlug[target]; to != nil && to != from {
					to.mentioned = append(to.mentioned, b)
				}
			}
		}
	}
	for _, e := range s.entries {
		// Every two backlinks differ in their page, so the order does not depend on that of the map above.
		slices.SortFunc(e.mentioned, func(a, b backlink) int {
			return cmp.Or(worth(b.mention)-worth(a.mention), b.count-a.count, cmp.Compare(a.from.Kind, b.from.Kind),
				cmp.Compare(a.from.position, b.from.position), strings.Compare(a.from.Slug, b.from.Slug))
		})
		e.linkedBy = len(e.mentioned)
	}
}

// worth orders mentions by what they tell a reader: a link that the writer set, a mention where the page says what it is about, any
// link.
func worth(m markdown.Mention) int {
	w := 0
	if m.ByHand {
		w += 4
	}
	if m.Lead {
		w += 2
	}
	if m.Linked {
		w++
	}
	return w
}

// redirects returns old addresses and the entries they lead to, and refuses addresses that are taken.
func (s *Site) redirects(taken map[string]string) ([]redirect, diag.List) {
	var all []redirect
	var diags diag.List
	for _, t := range s.in.Terms {
		e := s.bySlug[t.Slug]
		for _, value := range t.RedirectFrom {
			sitePath, ok := redirectPath(value.Text, t)
			d := s.at(e, value)
			if !ok {
				d.Rule, d.Text = "bad-redirect", fmt.Sprintf("redirect_from: %q is no address inside the site", value.Text)
				d.Hint = "write an old slug, or a path such as /old/name.html"
				diags = append(diags, d)
				continue
			}
			key := address.Clash(sitePath)
			if owner, clash := taken[key]; clash {
				d.Rule, d.Text = "address-taken", fmt.Sprintf("redirect_from: %s is the address of %s", sitePath, owner)
				diags = append(diags, d)
				continue
			}
			taken[key] = "a redirect in " + t.File.Path
			all = append(all, redirect{path: sitePath, to: e})
		}
	}
	return all, diags
}

type redirect struct {
	path string
	to   *entry
}

// redirectPath makes a site path of what the writer wrote: an old slug, or a path with or without .html. A path of a folder is
// answered by its index.html.
func redirectPath(text string, t *term.Term) (string, bool) {
	p := strings.TrimPrefix(strings.TrimSpace(text), "/")
	if p == "" || strings.ContainsAny(p, "?#\\:") || strings.ContainsFunc(p, func(r rune) bool { return r < ' ' || r == 0x7f }) {
		return "", false
	}
	folder := strings.HasSuffix(p, "/")
	p = strings.TrimSuffix(p, "/")
	if p == "" || path.Clean(p) != p || p == ".." || strings.HasPrefix(p, "../") || strings.HasPrefix(p, ".") || strings.Contains(p, "/.") {
		return "", false
	}
	switch {
	case folder:
		return p + "/index.html", true
	case strings.HasSuffix(p, ".html"), strings.HasSuffix(p, ".htm"):
		return p, true
	case !strings.Contains(text, "/") && t.Kind == term.KindTerm:
		return "terms/" + p + ".html", true
	}
	return p + ".html", true
}
