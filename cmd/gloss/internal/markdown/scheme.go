package markdown

import (
	"html"
	"net/url"
	"strings"
	"unicode"
)

// scheme returns the lower-case URL scheme of address as a lenient browser would see it, or "" for a relative address. Entities and
// percent signs are decoded until nothing changes, white space and control characters are dropped (the WHATWG URL standard strips
// tabs and line ends, old browsers more), so that nothing can hide a scheme.
func scheme(address string) string {
	if !spelledPlainly(address) {
		address = uncovered(address)
	}
	end := strings.IndexAny(address, ":/?#\\")
	if end < 0 || address[end] != ':' {
		return ""
	}
	name := strings.ToLower(address[:end])
	for i := range len(name) {
		// RFC 3986, section 3.1: what is not spelled so is a path with a colon.
		if c := name[i]; (c < 'a' || c > 'z') && (i == 0 || (c < '0' || c > '9') && c != '+' && c != '-' && c != '.') {
			return ""
		}
	}
	return name
}

// spelledPlainly reports whether an address is ASCII without anything to decode or to drop, as most are.
func spelledPlainly(address string) bool {
	for i := range len(address) {
		if c := address[i]; c <= ' ' || c >= 0x7f || c == '&' || c == '%' {
			return false
		}
	}
	return true
}

// uncovered decodes and strips an address.
func uncovered(address string) string {
	for range 4 {
		decoded := html.UnescapeString(address)
		if unescaped, err := url.PathUnescape(decoded); err == nil {
			decoded = unescaped
		}
		if decoded == address {
			break
		}
		address = decoded
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == '\uFFFD' {
			return -1
		}
		return r
	}, address)
}

// allowedLink reports whether a link may have that scheme ("" is a relative address).
func allowedLink(scheme string) bool {
	switch scheme {
	case "", "http", "https", "mailto", "tel":
		return true
	}
	return false
}

// allowedImage is allowedLink for the source of an image: data: only in the four formats that hold no script.
func allowedImage(address string) bool {
	switch scheme(address) {
	case "", "http", "https":
		return true
	case "data":
		for _, format := range []string{"png", "gif", "jpeg", "webp"} {
			if strings.HasPrefix(strings.ToLower(address), "data:image/"+format+";") {
				return true
			}
		}
	}
	return false
}
