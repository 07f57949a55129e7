// Package address knows how pages are addressed: slugs, relative links, and the names a file may not have.
package address

import "strings"

// Relative returns the link from the page at from to the page or file at to; both are site paths with slashes and without a
// leading slash ("terms/crm.html", "index.html"). to may carry a #fragment or ?query. The same link works at a domain's root,
// under a sub-path and on file://.
func Relative(from, to string) string {
	path := to
	if i := strings.IndexAny(to, "?#"); i >= 0 {
		path = to[:i]
	}
	shared := 0 // bytes of the folders that both lie in
	for i := 0; i < len(from) && i < len(path) && from[i] == path[i]; i++ {
		if from[i] == '/' {
			shared = i + 1
		}
	}
	link := path[shared:]
	if up := strings.Count(from[shared:], "/"); up > 0 {
		return climb(up) + to[shared:] // one string, where splitting and joining made six: there are dozens a page
	}
	// An empty link means the page itself, not its folder, and a first segment with a colon would read as a URL scheme (RFC 3986, section 4.2).
	colon, slash := strings.IndexByte(link, ':'), strings.IndexByte(link, '/')
	if link == "" || colon >= 0 && (slash < 0 || colon < slash) {
		return "./" + to[shared:]
	}
	return to[shared:]
}

// climb leads so many folders up.
func climb(up int) string {
	const most = "../../../../"
	if 3*up <= len(most) {
		return most[:3*up]
	}
	return strings.Repeat("../", up)
}

// Root returns the prefix that leads from the page at from to the site's root: "" or "../" for each folder.
func Root(from string) string { return climb(strings.Count(from, "/")) }
