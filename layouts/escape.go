package layouts

import (
	"bytes"
	"html/template"
	"reflect"
	"strconv"
	"strings"
)

// The escapers that compiled templates know, under the names that html/template gives them in the trees it has escaped. They
// write the same bytes as html/template's own; a fuzz test holds that.
const (
	textEscaper   = "_html_template_htmlescaper"
	titleEscaper  = "_html_template_rcdataescaper"
	attrEscaper   = "_html_template_attrescaper"
	urlFilter     = "_html_template_urlfilter"
	urlNormalizer = "_html_template_urlnormalizer"
	urlEscaper    = "_html_template_urlescaper"
	jsEscaper     = "_html_template_jsvalescaper"
)

// writer writes a value of one static type in one context.
type writer func(out *bytes.Buffer, v reflect.Value)

var htmlType, scriptType = reflect.TypeFor[template.HTML](), reflect.TypeFor[template.JS]()

// writerFor returns the writer for a type after a chain of escapers, or nil for one that is not known.
func writerFor(t reflect.Type, escapers []string) writer {
	switch {
	case t == htmlType && len(escapers) == 1 && escapers[0] == textEscaper, t == scriptType && len(escapers) == 1 && escapers[0] == jsEscaper:
		return func(out *bytes.Buffer, v reflect.Value) { out.WriteString(v.String()) }
	case t.PkgPath() != "": // any other type of html/template's has rules of its own
		return nil
	case t.Kind() == reflect.Int && len(escapers) == 1:
		return func(out *bytes.Buffer, v reflect.Value) {
			out.Write(strconv.AppendInt(out.AvailableBuffer(), v.Int(), 10))
		}
	case t.Kind() != reflect.String:
		return nil
	}
	switch strings.Join(escapers, " ") {
	case textEscaper, titleEscaper, attrEscaper:
		return func(out *bytes.Buffer, v reflect.Value) { writeText(out, v.String()) }
	case urlFilter + " " + urlNormalizer + " " + attrEscaper:
		return func(out *bytes.Buffer, v reflect.Value) { writeURL(out, filterURL(v.String()), &inAddress) }
	case urlNormalizer + " " + attrEscaper:
		return func(out *bytes.Buffer, v reflect.Value) { writeURL(out, v.String(), &inAddress) }
	case urlEscaper + " " + attrEscaper: // in a query or after #
		return func(out *bytes.Buffer, v reflect.Value) { writeURL(out, v.String(), &inQuery) }
	}
	return nil
}

// escapes are the bytes that text and quoted attributes may not hold as they are.
var escapes = [256]string{0: "\uFFFD", '"': "&#34;", '&': "&amp;", '\'': "&#39;", '+': "&#43;", '<': "&lt;", '>': "&gt;"}

// hasEscape is true for the bytes of escapes: four cache lines, where the table of strings has sixty-four.
var hasEscape = func() (set [256]bool) {
	for c, e := range escapes {
		set[c] = e != ""
	}
	return set
}()

func writeText(out *bytes.Buffer, s string) {
	written := 0
	for i := range len(s) {
		if hasEscape[s[i]] {
			out.WriteString(s[written:i])
			out.WriteString(escapes[s[i]])
			written = i + 1
		}
	}
	out.WriteString(s[written:])
}

// filterURL replaces an address of a scheme that could run code.
func filterURL(s string) string {
	scheme, _, ok := strings.Cut(s, ":")
	if !ok || strings.Contains(scheme, "/") {
		return s
	}
	for _, safe := range []string{"http", "https", "mailto"} {
		if strings.EqualFold(scheme, safe) {
			return s
		}
	}
	return "#ZgotmplZ"
}

// unreserved are the bytes that stand anywhere in an address as they are, by RFC 3986; delimiters do so where an address is
// given whole, but for quotes and parentheses.
const (
	unreserved = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~"
	delimiters = "!#$&*+,/:;=?@[]"
)

var inAddress, inQuery = setOf(unreserved + delimiters), setOf(unreserved)

func setOf(bytes string) (set [256]bool) {
	for i := range len(bytes) {
		set[bytes[i]] = true
	}
	return set
}

// writeURL writes an address, or a part of one, into a quoted attribute. In an address, valid percent escapes stay.
func writeURL(out *bytes.Buffer, s string, plain *[256]bool) {
	const digits = "0123456789abcdef"
	first := 0 // most addresses hold nothing to escape
	for first < len(s) && plain[s[first]] && !hasEscape[s[first]] {
		first++
	}
	out.WriteString(s[:first])
	for i := first; i < len(s); i++ {
		c := s[i]
		escaped := c == '%' && plain == &inAddress && i+2 < len(s) && hexDigit(s[i+1]) && hexDigit(s[i+2])
		switch {
		case plain[c] && hasEscape[c]:
			out.WriteString(escapes[c])
		case plain[c] || escaped:
			out.WriteByte(c)
		default:
			out.Write([]byte{'%', digits[c>>4], digits[c&15]})
		}
	}
}

func hexDigit(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
