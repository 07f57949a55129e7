// Package address knows how pages are addressed: slugs, relative links, and the names a file may not have.
package address

import "strings"

// Relative returns the link from the page at from to the page or file at to; both are site paths with slashes and without a
// leading slash ("terms/crm.html", "index.html"). to may carry a #fragment or ?query. The same link works at a domain's root,
// under a sub-path and on file://.
func Relative(from, to string) string {
	path, suffix := to, ""
	if i := strings.IndexAny(to, "?#"); i >= 0 {
		path, suffix = to[:i], to[i:]
	}
	fromDir := strings.Split(from, "/")
	fromDir = fromDir[:len(fromDir)-1]
	toParts := strings.Split(path, "/")
	common := 0
	for common < len(fromDir) && common < len(toParts)-1 && fromDir[common] == toParts[common] {
		common++
	}
	link := strings.Repeat("../", len(fromDir)-common) + strings.Join(toParts[common:], "/")
	if link == "" {
		link = "./" // an empty link means the page itself, not its folder
	}
	// A first segment with a colon would read as a URL scheme (RFC 3986, section 4.2).
	if colon, slash := strings.IndexByte(link, ':'), strings.IndexByte(link, '/'); colon >= 0 && (slash < 0 || colon < slash) {
		link = "./" + link
	}
	return link + suffix
}

// Root returns the prefix that leads from the page at from to the site's root: "" or "../" for each folder.
func Root(from string) string { return strings.Repeat("../", strings.Count(from, "/")) }
