package names

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/term"
)

// check reports clashes of addresses and names, and entries that point nowhere.
func (t *Table) check(last *Table, known []int32, workers int) diag.List {
	var list diag.List
	list = append(list, t.checkAddresses()...)
	list = append(list, t.checkHomographs()...)
	list = append(list, t.checkReferences(last, known, workers)...)
	list.Sort()
	return list
}

// at places a diagnostic on a value in a term's front matter.
func at(one *term.Term, pos term.Pos, width int) diag.Diagnostic {
	if pos.Line == 0 {
		return diag.Diagnostic{File: one.File.Path}
	}
	return diag.At(one.File.Path, one.File.Data, int(pos.Line), int(pos.Col), max(1, width))
}

// checkAddresses reports two pages that would be written to one file: addresses are compared as a case-insensitive, normalizing
// file system would.
func (t *Table) checkAddresses() diag.List {
	var list diag.List
	pages := make([]address, sizeFor(len(t.terms)))
	for i := range t.facts {
		first := t.ownerOf(pages, t.facts[i].page, "", int32(i))
		if first == nil {
			addAddress(pages, t.facts[i].page, int32(i))
			continue
		}
		one := t.terms[i]
		d := diag.Diagnostic{File: one.File.Path, Severity: diag.Error, Rule: "address-clash"}
		d.Text = fmt.Sprintf("the page %s is also the address of %s", one.URL(), first.File.Path)
		d.Hint = "rename one of the files, or give one of them a slug of its own"
		list = append(list, d)
	}
	for i, one := range t.terms {
		if t.facts[i].traits&moved == 0 {
			continue
		}
		for _, from := range one.RedirectFrom {
			folded := foldAddress(redirectAddress(from.Text))
			other := t.ownerOf(pages, keyOfPage([]byte(folded)), folded, none)
			if other == nil {
				continue
			}
			d := at(one, from.Pos, len(from.Text))
			d.Severity, d.Rule = diag.Error, "address-clash"
			d.Text = fmt.Sprintf("the old address %s is the page of %s", from.Text, other.File.Path)
			d.Hint = "remove it from redirect_from, or rename that file"
			list = append(list, d)
		}
	}
	return list
}

// ownerOf returns the page at a folded address, or nil. Addresses are compared only where their keys are equal; that of the term by
// is folded then.
func (t *Table) ownerOf(pages []address, key uint32, folded string, by int32) *term.Term {
	for i := home(key, len(pages)); pages[i].key != 0; i = after(i, len(pages)) {
		if pages[i].key != key {
			continue
		}
		if by != none {
			folded = foldAddress(t.terms[by].URL())
		}
		if owner := t.terms[pages[i].term]; foldAddress(owner.URL()) == folded {
			return owner
		}
	}
	return nil
}

func foldAddress(address string) string { return string(fold(nil, address)) }

// redirectAddress is the site path of an old address: a slug stands for a term's page.
func redirectAddress(from string) string {
	from = strings.TrimPrefix(from, "/")
	if !strings.Contains(from, "/") && !strings.HasSuffix(from, ".html") {
		return "terms/" + from + ".html"
	}
	return from
}

// claim is a name and the terms that have it.
type claim struct {
	name  string
	terms []int32
}

// findClaims returns the names that several terms have, sorted by name. Names that differ in case where case counts are not one name.
func (t *Table) findClaims() []claim {
	var claims []claim
	for i := range t.slots {
		s := &t.slots[i]
		if s.key != 0 && s.head != none && t.entries[s.head].next != none && t.mayClash(s.head) {
			claims = append(claims, t.claimsIn(s.head)...)
		}
	}
	slices.SortFunc(claims, func(a, b claim) int { return cmp.Or(strings.Compare(a.name, b.name), slices.Compare(a.terms, b.terms)) })
	return slices.CompactFunc(claims, func(a, b claim) bool {
		return strings.EqualFold(a.name, b.name) && slices.Equal(a.terms, b.terms)
	})
}

// mayClash reports whether two names at the end of a path may be one name of two terms; false is certain. Nearly all chains are of
// different names, told apart by their length, and grouping them took as long as the rest of the check.
func (t *Table) mayClash(head int32) bool {
	n := 0
	for i := head; i != none; i = t.entries[i].next {
		if n++; n > 8 {
			return true // no pairs of many
		}
		for j := t.entries[i].next; j != none; j = t.entries[j].next {
			a, b := &t.entries[i], &t.entries[j]
			if t.target[a.term] != t.target[b.term] && (len(a.text) == len(b.text) || !isASCII(a.text) || !isASCII(b.text)) {
				return true
			}
		}
	}
	return false
}

// claimsIn groups the names at the end of one path.
func (t *Table) claimsIn(head int32) []claim {
	groups := map[string]*claim{}
	var order []string
	for i := head; i != none; i = t.entries[i].next {
		e := &t.entries[i]
		if e.flags&plainPage != 0 {
			continue
		}
		key := string(spelling(e))
		g := groups[key]
		if g == nil {
			g = &claim{name: e.text}
			groups[key] = g
			order = append(order, key)
		}
		g.terms = append(g.terms, t.target[e.term])
	}
	var claims []claim
	for _, key := range order {
		g := groups[key]
		slices.Sort(g.terms)
		if g.terms = slices.Compact(g.terms); len(g.terms) > 1 {
			claims = append(claims, *g)
		}
	}
	return claims
}

// spelling folds a name to what makes it one name: hyphens are spaces; case counts if the name says so.
func spelling(e *entry) []byte {
	var text []byte
	if e.flags&exactCase != 0 {
		text = []byte(e.text)
	} else {
		text = fold(nil, e.text)
	}
	for i, c := range text {
		if c == '-' {
			text[i] = ' '
		}
	}
	return text
}

// Homographs returns the names with several meanings, sorted by name.
func (t *Table) Homographs() []Homograph {
	var list []Homograph
	for _, c := range t.claims {
		h := Homograph{Name: c.name, Slug: slugOf(c.name)}
		for _, i := range c.terms {
			h.Terms = append(h.Terms, t.terms[i])
		}
		slices.SortFunc(h.Terms, func(a, b *term.Term) int {
			return cmp.Or(strings.Compare(a.Title, b.Title), strings.Compare(a.Slug, b.Slug))
		})
		list = append(list, h)
	}
	return list
}

// slugOf makes an address of a name: letters and digits in small letters, everything else a hyphen.
func slugOf(name string) string {
	var slug []byte
	for _, tok := range (&morphology{}).tokenize(name, nil) {
		if tok.kind == mark {
			continue
		}
		if len(slug) > 0 && tok.gap != glued || len(slug) > 0 && tok.kind == word {
			slug = append(slug, '-')
		}
		slug = fold(slug, name[tok.start:tok.end])
	}
	if len(slug) == 0 {
		return fmt.Sprintf("name-%x", name)
	}
	return string(slug)
}

// checkHomographs reports names that nothing tells apart.
func (t *Table) checkHomographs() diag.List {
	var list diag.List
	for _, c := range t.claims {
		domains := map[string]*term.Term{}
		for _, i := range c.terms {
			one := t.terms[i]
			d := at(one, one.TitlePos, len(one.Title))
			d.Severity, d.Rule = diag.Warning, "homograph"
			other, same := domains[one.Domain]
			switch {
			case one.Domain == "":
				d.Text = fmt.Sprintf("%q is also a name of %s, and this term states no domain", c.name, t.another(c, i).File.Path)
				d.Hint = "add domain: with the field in which the name means this"
			case same:
				d.Text = fmt.Sprintf("%q is also a name of %s, in the same domain %q", c.name, other.File.Path, one.Domain)
				d.Hint = "remove the alias from one of the two, or state another domain"
			default:
				domains[one.Domain] = one
				continue
			}
			list = append(list, d)
		}
	}
	return list
}

func (t *Table) another(c claim, not int32) *term.Term {
	for _, i := range c.terms {
		if i != not {
			return t.terms[i]
		}
	}
	return t.terms[not]
}
