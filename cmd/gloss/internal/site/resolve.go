package site

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/slab"
	"gloss/cmd/gloss/internal/term"
)

// resolve turns the names in related and see into entries. Names that lead nowhere are told by the names table. Only terms that changed
// ask, and those that put a question to the table which it answers otherwise now. It returns the entries for which something differs, or
// for an entry that they name.
func (m *Memory) resolve(in *Input, touched []change) (renamed []*entry) {
	var asking []*entry
	for i := range touched {
		if e := touched[i].entry; e.alive && (len(e.term.Related) > 0 || e.term.See.Text != "") || len(e.related) > 0 || e.see != nil || len(e.asked) > 0 {
			asking = append(asking, e)
		}
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
	answers := m.answers(in.Table, asking)
	for i, e := range asking {
		now := &answers[i]
		e.asked = now.asked
		if !slices.Equal(now.related, e.related) || now.see != e.see {
			if now.see != e.see {
				e.shown = m.call // lists show where an entry leads, and it stands among nobody's related terms
			}
			e.related, e.see, e.resolved = now.related, now.see, m.call
		} else if !slices.ContainsFunc(e.related, func(to *entry) bool { return to.touched == m.call }) {
			continue
		}
		e.renamed = m.call
		renamed = append(renamed, e)
	}
	return renamed
}

// answer is the entries that a term names, and what it asked the table for them.
type answer struct {
	related []*entry
	see     *entry
	asked   []names.Key
}

// answers asks for all that terms name, on all processors.
func (m *Memory) answers(table *names.Table, asking []*entry) []answer {
	all := make([]answer, len(asking))
	inParallel(len(asking), func() func(i int) {
		var kept slab.Slab[*entry]
		var found []*entry
		return func(i int) {
			e := asking[i]
			if !e.alive || len(e.term.Related) == 0 && e.term.See.Text == "" {
				return
			}
			ask := table.Ask()
			defer ask.Release() // its working memory of 40 kB is the next one's
			found = found[:0]
			for _, value := range e.term.Related {
				if target := m.find(ask, e, value.Text); target != nil && target != e && !slices.Contains(found, target) {
					found = append(found, target)
				}
			}
			all[i].related = kept.Copy(found)
			if e.term.See.Text != "" {
				if target := m.find(ask, e, e.term.See.Text); target != e {
					all[i].see = target
				}
			}
			if !m.once {
				all[i].asked = ask.Keys()
			}
		}
	})
	return all
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
	if len(candidates) == 1 { // nearly always; its title lies elsewhere in memory
		return m.shownOf(candidates[0].Slug)
	}
	best := -1
	for i, t := range candidates {
		if strings.EqualFold(t.Title, name) || best < 0 || t.Domain != "" && t.Domain == from.more.domain && !strings.EqualFold(candidates[best].Title, name) {
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
	return diag.At(e.path, e.term.File.Data, int(value.Pos.Line), int(value.Pos.Col), max(1, len([]rune(value.Text))))
}

// gatherSpecial keeps the list of entries with redirects, or with links that only the whole site can check, in order of their files.
func (m *Memory) gatherSpecial(touched []change) {
	if len(touched) == 0 {
		return
	}
	m.special = slices.DeleteFunc(m.special, func(e *entry) bool { return e.touched == m.call })
	for i := range touched {
		if e := touched[i].entry; e.alive && len(e.term.RedirectFrom)+len(e.body.Fragments)+len(e.body.Pages) > 0 {
			m.special = append(m.special, e)
		}
	}
	slices.SortFunc(m.special, func(a, b *entry) int { return strings.Compare(a.path, b.path) })
}

// redirects returns old addresses and the entries they lead to, and refuses addresses that are taken.
func (s *Site) redirects(taken *addresses) ([]redirect, diag.List) {
	var all []redirect
	var diags diag.List
	for _, e := range s.special {
		for _, value := range e.term.RedirectFrom {
			sitePath, ok := redirectPath(value.Text, e.term)
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
			taken.take(sitePath, "a redirect in "+e.path)
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
