package site

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/markdown"
	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/term"
)

// resolve turns the names in related and see into entries. Names that lead nowhere are told by the names table. Only terms that changed
// ask, and those that put a question to the table which it answers otherwise now. It returns the entries for which something differs, or
// for an entry that they name.
func (m *Memory) resolve(in *Input, touched []change) (renamed []*entry) {
	var asking []*entry
	for i := range touched {
		asking = append(asking, touched[i].entry)
	}
	if in.Names == 0 || in.Names != m.table {
		// Changed is what differs from the table before; of an earlier one nothing is known.
		all := in.Names == 0 || in.Names != m.table+1
		for _, r := range m.terms {
			if e := r.entry; e.touched != m.call && (all && len(e.asked) > 0 || names.Touched(e.asked, in.Changed)) {
				asking = append(asking, e)
			}
		}
	}
	m.table = in.Names
	for _, e := range asking {
		related, see, asked := m.resolved(in.Table, e)
		e.asked = asked
		if !slices.Equal(related, e.related) || see != e.see {
			if see != e.see {
				e.shown = m.call // lists show where an entry leads, and it stands among nobody's related terms
			}
			e.related, e.see, e.resolved = related, see, m.call
		} else if !slices.ContainsFunc(related, func(to *entry) bool { return to.touched == m.call }) {
			continue
		}
		e.renamed = m.call
		renamed = append(renamed, e)
	}
	return renamed
}

// resolved returns the entries that a term names, and what it asked the table for them.
func (m *Memory) resolved(table *names.Table, e *entry) (related []*entry, see *entry, asked []names.Key) {
	if !e.alive || len(e.Related) == 0 && e.See.Text == "" {
		return nil, nil, nil
	}
	ask := table.Ask()
	defer ask.Release() // its working memory of 40 kB is the next one's
	for _, value := range e.Related {
		if target := m.find(ask, e, value.Text); target != nil && target != e && !slices.Contains(related, target) {
			related = append(related, target)
		}
	}
	if e.See.Text != "" {
		if target := m.find(ask, e, e.See.Text); target != e {
			see = target
		}
	}
	return related, see, ask.Keys()
}

// find resolves a name written in front matter; of several terms called so, the one whose title it is is meant, else one of the
// writer's own domain.
func (m *Memory) find(ask *names.Asker, from *entry, name string) *entry {
	candidates := ask.Lookup(name)
	if len(candidates) == 0 {
		if t := ask.BySlug(name); t != nil {
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
	return m.shownOf(candidates[best].Slug)
}

// at places a diagnostic on a front matter value.
func (s *Site) at(e *entry, value term.Value) diag.Diagnostic {
	return diag.At(e.File.Path, e.File.Data, int(value.Pos.Line), int(value.Pos.Col), max(1, len([]rune(value.Text))))
}

// collectBacklinks turns the mentions of each page into "Mentioned in" of the terms mentioned: one line a page, the best pages first.
// Only the lists of entries that a changed page mentions or mentioned can differ.
func (m *Memory) collectBacklinks(touched []change) {
	var affected []*entry
	meet := func(to *entry) {
		if to.relisted != m.call {
			to.relisted, to.joining = m.call, 0
			affected = append(affected, to)
		}
	}
	for i := range touched {
		c := &touched[i]
		for _, to := range c.cited {
			meet(to)
		}
		c.cited = nil
		if !c.alive || c.isHome() {
			continue
		}
		c.cited = make([]*entry, 0, len(c.mentions))
		for k := range c.mentions {
			if to := c.mentions[k].to; to != c.entry {
				meet(to)
				to.joining++
				c.cited = append(c.cited, to)
			}
		}
	}
	before := make([][]backlink, len(affected))
	for i, e := range affected {
		before[i] = e.mentioned
		e.mentioned = e.stayingBacklinks(m.call)
	}
	for i := range touched {
		if c := &touched[i]; c.alive && !c.isHome() {
			for k := range c.mentions {
				if one := &c.mentions[k]; one.to != c.entry {
					one.to.mentioned = append(one.to.mentioned, backlink{from: c.entry, mention: one.best, count: one.count})
				}
			}
		}
	}
	inParallel(len(affected), func() func(i int) {
		return func(i int) {
			e := affected[i]
			slices.SortFunc(e.mentioned, backlinkOrder)
			if e.linkedBy = len(e.mentioned); !slices.EqualFunc(before[i], e.mentioned, sameBacklink) {
				e.listed = m.call
			}
		}
	})
}

// stayingBacklinks returns the backlinks from pages that did not change in this call, with room for those that join.
func (e *entry) stayingBacklinks(call stamp) []backlink {
	staying := func(b backlink) bool { return b.from.touched != call }
	n := int(e.joining)
	for _, b := range e.mentioned {
		if staying(b) {
			n++
		}
	}
	list := make([]backlink, 0, n)
	for _, b := range e.mentioned {
		if staying(b) {
			list = append(list, b)
		}
	}
	return list
}

// backlinkOrder puts the best first. Every two backlinks of a list differ in their page.
func backlinkOrder(a, b backlink) int {
	return cmp.Or(worth(b.mention)-worth(a.mention), int(b.count-a.count), cmp.Compare(a.from.Kind, b.from.Kind),
		cmp.Compare(a.from.position, b.from.position), strings.Compare(a.from.slug, b.from.slug))
}

func sameBacklink(a, b backlink) bool { return a.from == b.from && *a.mention == *b.mention }

// isHome reports whether the entry is the introduction on the home page.
func (e *entry) isHome() bool { return e.Kind == term.KindPage && e.slug == homeSlug }

// worth orders mentions by what they tell a reader: a link that the writer set, a mention where the page says what it is about, any
// link.
func worth(m *markdown.Mention) int {
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

// gatherSpecial keeps the list of entries with redirects, or with links that only the whole site can check, in order of their files.
func (m *Memory) gatherSpecial(touched []change) {
	if len(touched) == 0 {
		return
	}
	m.special = slices.DeleteFunc(m.special, func(e *entry) bool { return e.touched == m.call })
	for i := range touched {
		if e := touched[i].entry; e.alive && len(e.RedirectFrom)+len(e.body.Fragments)+len(e.body.Pages) > 0 {
			m.special = append(m.special, e)
		}
	}
	slices.SortFunc(m.special, func(a, b *entry) int { return strings.Compare(a.File.Path, b.File.Path) })
}

// redirects returns old addresses and the entries they lead to, and refuses addresses that are taken.
func (s *Site) redirects(taken *addresses) ([]redirect, diag.List) {
	var all []redirect
	var diags diag.List
	for _, e := range s.special {
		for _, value := range e.RedirectFrom {
			sitePath, ok := redirectPath(value.Text, e.Term)
			d := s.at(e, value)
			if !ok {
				d.Rule, d.Text = "bad-redirect", fmt.Sprintf("redirect_from: %q is no address inside the site", value.Text)
				d.Hint = "write an old slug, or a path such as /old/name.html"
				diags = append(diags, d)
				continue
			}
			if owner, clash := taken.owner(sitePath); clash {
				d.Rule, d.Text = "address-taken", fmt.Sprintf("redirect_from: %s is the address of %s", sitePath, owner)
				diags = append(diags, d)
				continue
			}
			taken.take(sitePath, "a redirect in "+e.File.Path)
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
