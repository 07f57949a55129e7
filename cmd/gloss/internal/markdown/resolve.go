package markdown

import (
	"net/url"
	"path"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"gloss/cmd/gloss/internal/address"
	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/term"
)

// linkKind says how a link is marked in HTML.
type linkKind uint8

const (
	linkPlain    linkKind = iota // within the site, or mailto: and tel:
	linkTerm                     // to a term: class "term"
	linkExternal                 // to another site: class "external", rel "noopener"
)

// destination is what an address turned out to be.
type destination struct {
	href    string
	kind    linkKind
	target  *term.Term
	refused bool // unsafe: the link has to go
}

// find resolves the address of a Markdown link or of raw HTML: a scheme, a fragment of this page, a path to a term file, to another
// file, or to a page of the site.
func (p *page) find(dest string, start, end int) destination {
	as := destination{href: dest}
	switch s := scheme(dest); {
	case s != "":
		as.kind = outside(dest)
		if !p.converter.opts.TrustHTML && !allowedLink(s) {
			p.report(start, end, diag.Warning, "unsafe-scheme", "the link was taken out: its scheme is not allowed",
				"http, https, mailto, tel and relative addresses are")
			as.refused = true
		}
		return as
	case strings.HasPrefix(dest, "//"):
		// The same link must work on file://, where an address without a scheme would be a file.
		return destination{href: "https:" + dest, kind: linkExternal}
	case dest == "", dest[0] == '?':
		return as
	case dest[0] == '#':
		p.ownFragment(decoded(dest[1:]), start, end)
		return as
	}
	return p.findPath(dest, start, end)
}

// ownFragment remembers a link to a section of this page.
func (p *page) ownFragment(id string, start, end int) {
	if id == "" || id == "top" {
		return
	}
	p.ownFragments = append(p.ownFragments, Fragment{Target: p.term.Slug, ID: id,
		Diagnostic: p.diagnostic(start, end, diag.Error, "dead-fragment", "there is no section "+strconv.Quote(id)+" on this page", "")})
}

// findPath resolves a relative address, or one from the site's root.
func (p *page) findPath(dest string, start, end int) destination {
	filePath, suffix := contentPath(p.term.File.Path, dest)
	if filePath == "" {
		p.report(start, end, diag.Error, "outside-content", "the path leads out of the content folder", "")
		return destination{href: dest}
	}
	if target := p.termAt(filePath, !strings.ContainsRune(dest, '/')); target != nil {
		return p.toTerm(target, suffix, start, end)
	}
	if ext := path.Ext(filePath); ext != ".md" && ext != ".markdown" && p.exists(filePath) {
		return destination{href: p.asset(filePath) + suffix}
	}
	if strings.HasSuffix(filePath, ".html") || generated(filePath) {
		return p.toPage(filePath, suffix, start, end)
	}
	p.report(start, end, diag.Error, "dead-link", "the link leads nowhere: there is no "+strconv.Quote(filePath)+" in the content folder",
		p.nearest(strings.TrimSuffix(path.Base(filePath), path.Ext(filePath))))
	return destination{href: dest}
}

// generated reports whether a path is in one of the folders that Gloss makes.
func generated(sitePath string) bool {
	return strings.HasPrefix(sitePath, "tags/") || strings.HasPrefix(sitePath, "letters/")
}

// toPage links a page of the site for which there is no term file; whether it is made, only the caller knows.
func (p *page) toPage(sitePath, suffix string, start, end int) destination {
	r := p.body.rare()
	r.Pages = append(r.Pages, PageLink{Path: sitePath, Diagnostic: p.diagnostic(start, end, diag.Error, "dead-link",
		"the link leads nowhere: there is no page "+strconv.Quote(sitePath), p.nearest(strings.TrimSuffix(path.Base(sitePath), ".html")))})
	return destination{href: address.Relative(p.term.URL(), escapePath(sitePath)+suffix)}
}

// termAt returns the term that a content path means: its file, its file without the ending, or the address of its page, as folders
// from other generators have them. bare is a file's name alone, which means the page of that name, as all stand in one folder.
func (p *page) termAt(filePath string, bare bool) *term.Term {
	ext := path.Ext(filePath)
	if ext == ".md" || ext == ".markdown" {
		return p.asker.ByPath(filePath)
	}
	if t := p.asker.ByPath(strings.TrimSuffix(filePath, ".html") + ".md"); t != nil && (ext == "" || ext == ".html") {
		return t
	}
	if ext == ".html" {
		if t := p.asker.BySlug(strings.TrimSuffix(path.Base(filePath), ".html")); t != nil && (bare || t.URL() == filePath) {
			return t
		}
	}
	return nil
}

// toTerm links a term's page; suffix is "", "?query" or "#fragment".
func (p *page) toTerm(t *term.Term, suffix string, start, end int) destination {
	as := destination{href: address.Relative(p.term.URL(), escapePath(t.URL())+suffix), target: t}
	if t.Kind == term.KindTerm {
		as.kind = linkTerm
	}
	_, fragment, _ := strings.Cut(suffix, "#")
	if fragment == "" {
		return as
	}
	id := decoded(fragment)
	if t.Slug == p.term.Slug {
		p.ownFragment(id, start, end)
		as.href = "#" + fragment
		return as
	}
	r := p.body.rare()
	r.Fragments = append(r.Fragments, Fragment{Target: t.Slug, ID: id, Diagnostic: p.diagnostic(start, end, diag.Error,
		"dead-fragment", "there is no section "+strconv.Quote(id)+" on the page of "+strconv.Quote(t.Title), "")})
	return as
}

// nearest is the hint for a name that nobody has.
func (p *page) nearest(name string) string {
	if near := p.asker.Nearest(strings.NewReplacer("-", " ", "_", " ").Replace(name)); near != "" {
		return "did you mean " + strconv.Quote(near) + "?"
	}
	return ""
}

// contentPath joins an escaped address to the folder of the file at base (or to the content folder, when it begins with a slash)
// and splits off query and fragment. The path is empty when it leads out of the content folder.
func contentPath(base, dest string) (filePath, suffix string) {
	if i := strings.IndexAny(dest, "?#"); i >= 0 {
		dest, suffix = dest[:i], dest[i:]
	}
	filePath = norm.NFC.String(decoded(dest))
	if strings.ContainsAny(filePath, "\\\x00") {
		return "", suffix
	}
	if strings.HasPrefix(filePath, "/") {
		filePath = strings.TrimPrefix(path.Clean(filePath), "/")
	} else {
		filePath = path.Join(path.Dir(base), filePath)
	}
	if filePath == "" || filePath == "." {
		return "index.html", suffix
	}
	if filePath == ".." || strings.HasPrefix(filePath, "../") {
		return "", suffix
	}
	return filePath, suffix
}

// decoded undoes percent signs where they are well-formed.
func decoded(s string) string {
	if plain, err := url.PathUnescape(s); err == nil {
		return plain
	}
	return s
}

// escapePath makes a path an address (RFC 3986): each segment percent-encoded.
func escapePath(p string) string { return (&url.URL{Path: p}).EscapedPath() }

// CheckFragment returns the diagnostic of a link to a section that target, the body of the page linked to, does not have.
func CheckFragment(link Fragment, target *Body) (diag.Diagnostic, bool) {
	for _, id := range target.Anchors {
		if id == link.ID {
			return diag.Diagnostic{}, false
		}
	}
	d := link.Diagnostic
	d.Hint = diag.DidYouMean(link.ID, target.Anchors)
	return d, true
}

// checkOwnFragments is CheckFragment for links within the page. The theme's own ids are there too.
func (p *page) checkOwnFragments() {
	for _, link := range p.ownFragments {
		if reserved(link.ID) {
			continue
		}
		if d, dead := CheckFragment(link, p.body); dead {
			p.tell(d)
		}
	}
}
