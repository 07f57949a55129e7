package preview

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// scriptTag is what is added to a page. The script is deferred and stands before all others, so that it sees the page as it was
// served, before the page's own scripts change it.
func (s *Server) scriptTag(build int) string { return s.scriptTagWith(build, "") }

func (s *Server) scriptTagWith(build int, attributes string) string {
	return fmt.Sprintf(`<script src="%slive.js" data-build="%d" data-session="%s"%s defer></script>`, Prefix, build, s.session, attributes)
}

// inject puts text at the beginning of the head of a page, or, when its template wrote no head, before the first thing that would
// end an implied one (HTML Standard, 13.2.6.4.3). The page is not changed in place.
func inject(page []byte, text string) []byte {
	z := html.NewTokenizer(bytes.NewReader(page))
	at := 0
	for {
		kind := z.Next()
		raw := z.Raw()
		switch kind {
		case html.DoctypeToken, html.CommentToken:
		case html.TextToken:
			if strings.TrimSpace(strings.TrimPrefix(string(raw), "\ufeff")) != "" {
				return slices.Concat(page[:at], []byte(text), page[at:])
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			name, _ := z.TagName()
			if string(name) == "head" {
				at += len(raw)
				return slices.Concat(page[:at], []byte(text), page[at:])
			}
			if string(name) != "html" {
				return slices.Concat(page[:at], []byte(text), page[at:])
			}
		default:
			return slices.Concat(page[:at], []byte(text), page[at:])
		}
		at += len(raw)
	}
}
