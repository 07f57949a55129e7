package markdown

import (
	"strconv"
	"strings"

	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/term"
)

// resolveWiki replaces [[...]] by a link to the term of that name.
func (p *page) resolveWiki(n *wiki) {
	if n.embed {
		label := n.label
		if label == "" {
			label = n.target
		}
		p.placePicture(n, escapePath(n.target), label, "", n.start, n.end)
		return
	}
	name, section, hasSection := strings.Cut(n.target, "#")
	name, section = strings.TrimSpace(name), strings.TrimSpace(section)
	label := n.label
	if label == "" {
		label = n.target
		if hasSection {
			label = wikiLabel(name, section)
		}
	}
	if insideLink(n) {
		replaceByText(n, label)
		return
	}
	if name == "" && hasSection {
		id := slugify(section)
		p.ownFragment(id, n.start, n.end)
		n.Parent().ReplaceChild(n.Parent(), n, &anchor{href: "#" + id, label: label})
		return
	}
	// A name may hold the sharp sign itself: C#.
	target := p.byName(n.target, n)
	if target == nil && hasSection {
		target = p.byName(name, n)
	} else {
		section = ""
		if n.label == "" {
			label = n.target
		}
	}
	if target == nil {
		if !hasSection {
			name = n.target
		}
		p.deadName(n, name)
		replaceByText(n, label)
		return
	}
	suffix := ""
	if section != "" {
		suffix = "#" + slugify(section)
	}
	found := p.toTerm(target, suffix, n.start, n.end)
	p.finishAnchor(n, &anchor{href: found.href, kind: found.kind, target: target, label: label}, label)
}

// wikiLabel is the text of [[name#section]]: "name: section", and of [[#section]] the section.
func wikiLabel(name, section string) string {
	switch {
	case name == "":
		return section
	case section == "":
		return name
	}
	return name + ": " + section
}

// byName returns the term that a writer means by name: a name of a term, "name (domain)", a slug, or a file's path. Of several
// terms of that name, the one whose title it is, then the one of this page's domain, then the only one that shares a tag.
func (p *page) byName(name string, n *wiki) *term.Term {
	if name == "" {
		return nil
	}
	found := p.asker.Lookup(name)
	if len(found) == 0 {
		if plain, domain, ok := splitDomain(name); ok {
			for _, t := range p.asker.Lookup(plain) {
				if strings.EqualFold(t.Domain, domain) {
					return t
				}
			}
		}
		return p.bySlugOrPath(name)
	}
	if len(found) == 1 {
		return found[0]
	}
	if t := p.only(found, func(t *term.Term) bool { return strings.EqualFold(t.Title, name) }); t != nil {
		return t
	}
	if t := p.only(found, func(t *term.Term) bool { return p.term.Domain != "" && t.Domain == p.term.Domain }); t != nil {
		return t
	}
	if t := p.only(found, func(t *term.Term) bool { return sharesTag(p.term, t) }); t != nil {
		return t
	}
	titles := make([]string, len(found))
	for i, t := range found {
		titles[i] = "[[" + t.Title + "|" + name + "]]"
	}
	p.report(n.start, n.end, diag.Error, "ambiguous-link", strconv.Quote(name)+" is a name of "+strconv.Itoa(len(found))+" terms",
		"write "+strings.Join(titles, " or "))
	return found[0]
}

func (p *page) bySlugOrPath(name string) *term.Term {
	if t := p.asker.BySlug(name); t != nil {
		return t
	}
	if !strings.Contains(name, "/") && !strings.HasSuffix(name, ".md") {
		return nil
	}
	filePath, _ := contentPath(p.term.File.Path, strings.TrimSuffix(name, ".md")+".md")
	if t := p.asker.ByPath(filePath); t != nil {
		return t
	}
	return p.asker.ByPath(strings.TrimSuffix(name, ".md") + ".md")
}

// deadName reports [[name]] that nobody has.
func (p *page) deadName(n *wiki, name string) {
	hint := p.nearest(name)
	if hint == "" {
		hint = "write a term of that name, or take the brackets away"
	}
	p.report(n.start, n.end, diag.Error, "dead-link", "no term is called "+strconv.Quote(name), hint)
}

// splitDomain takes "CI (software)" apart.
func splitDomain(name string) (plain, domain string, ok bool) {
	open := strings.LastIndex(name, " (")
	if open <= 0 || !strings.HasSuffix(name, ")") {
		return "", "", false
	}
	return name[:open], name[open+2 : len(name)-1], true
}

// only returns the one term that fits, or nil when none or several do.
func (p *page) only(terms []*term.Term, fits func(*term.Term) bool) *term.Term {
	var one *term.Term
	for _, t := range terms {
		if !fits(t) {
			continue
		}
		if one != nil {
			return nil
		}
		one = t
	}
	return one
}

func sharesTag(a, b *term.Term) bool {
	for _, x := range a.Tags {
		for _, y := range b.Tags {
			if strings.EqualFold(x.Text, y.Text) {
				return true
			}
		}
	}
	return false
}
