package markdown

import (
	"regexp"
	"strings"

	"github.com/microcosm-cc/bluemonday"
)

// newPolicy returns what a writer's raw HTML may hold: GitHub's list of elements without its obsolete ones, and of attributes those
// without effect on others. No class and no style, so that nothing on the page can look like a part of the theme; no script, form,
// frame, object, media, SVG or MathML. Comments and the content of script and style go.
func newPolicy() *bluemonday.Policy {
	p := bluemonday.NewPolicy()
	p.AllowElements(
		"h1", "h2", "h3", "h4", "h5", "h6", "p", "br", "hr", "div", "blockquote", "pre",
		"ul", "ol", "li", "dl", "dt", "dd", "figure", "figcaption", "details", "summary",
		"b", "i", "strong", "em", "u", "s", "small", "mark", "code", "kbd", "samp", "var", "sub", "sup", "ins", "del", "q", "cite",
		"abbr", "dfn", "bdo", "bdi", "time", "span", "wbr", "ruby", "rt", "rp", "a", "img",
		"table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "colgroup", "col",
	)
	p.AllowNoAttrs().OnElements("a", "span", "bdo", "time", "dfn", "img")
	number := regexp.MustCompile(`^[0-9]{1,5}$`)
	word := regexp.MustCompile(`^[\p{L}\p{N}_.:-]{1,100}$`)
	language := regexp.MustCompile(`^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$`)
	p.AllowAttrs("id").Matching(word).Globally()
	p.AllowAttrs("title").Globally()
	p.AllowAttrs("lang").Matching(language).Globally()
	p.AllowAttrs("dir").Matching(regexp.MustCompile(`(?i)^(ltr|rtl|auto)$`)).Globally()
	p.AllowAttrs("href").OnElements("a")
	p.AllowAttrs("name").Matching(word).OnElements("a")
	p.AllowAttrs("src", "alt").OnElements("img")
	p.AllowAttrs("width", "height").Matching(number).OnElements("img")
	p.AllowAttrs("start", "value").Matching(regexp.MustCompile(`^-?[0-9]{1,6}$`)).OnElements("ol", "li")
	p.AllowAttrs("reversed").Matching(regexp.MustCompile(`^(|reversed)$`)).OnElements("ol")
	p.AllowAttrs("colspan", "rowspan").Matching(number).OnElements("td", "th")
	p.AllowAttrs("scope").Matching(regexp.MustCompile(`^(row|col|rowgroup|colgroup)$`)).OnElements("th")
	p.AllowAttrs("span").Matching(number).OnElements("col", "colgroup")
	p.AllowAttrs("open").Matching(regexp.MustCompile(`^(|open|true)$`)).OnElements("details")
	p.AllowAttrs("datetime").Matching(regexp.MustCompile(`^[0-9TZ:.+ PWDHMSY-]{1,40}$`)).OnElements("time", "ins", "del")
	p.RequireParseableURLs(true)
	p.AllowRelativeURLs(true)
	p.AllowURLSchemes("http", "https", "mailto", "tel")
	p.AllowDataURIImages()
	return p
}

// isVoid reports whether an element has no end tag.
func isVoid(name string) bool {
	switch name {
	case "br", "hr", "img", "wbr", "col":
		return true
	}
	return false
}

// isPhrasing reports whether an element may stand in a paragraph.
func isPhrasing(name string) bool {
	switch name {
	case "b", "i", "strong", "em", "u", "s", "small", "mark", "code", "kbd", "samp", "var", "sub", "sup", "ins", "del", "q", "cite",
		"abbr", "dfn", "bdo", "bdi", "time", "span", "wbr", "ruby", "rt", "rp", "a", "img", "br":
		return true
	}
	return false
}

// isTransparent reports whether an element may hold paragraphs although it may stand in one.
func isTransparent(name string) bool { return name == "a" || name == "ins" || name == "del" }

// parentsOf returns the elements one of which must be open for name to stand there, nil for any.
func parentsOf(name string) []string {
	switch name {
	case "li":
		return []string{"ul", "ol"}
	case "dt", "dd":
		return []string{"dl"}
	case "tr", "thead", "tbody", "tfoot", "caption", "colgroup", "col":
		return []string{"table"}
	case "td", "th":
		return []string{"tr"}
	case "summary":
		return []string{"details"}
	case "figcaption":
		return []string{"figure"}
	case "rt", "rp":
		return []string{"ruby"}
	}
	return nil
}

// impliedEnd returns the elements that a start tag closes when they are open, innermost first, and the one that it does not look
// beyond (HTML standard, "optional tags").
func impliedEnd(name string) (closes []string, until string) {
	switch name {
	case "li":
		return []string{"li"}, "ul ol"
	case "dt", "dd":
		return []string{"dt", "dd"}, "dl"
	case "tr":
		return []string{"td", "th", "tr"}, "table"
	case "td", "th":
		return []string{"td", "th"}, "tr"
	case "thead", "tbody", "tfoot":
		return []string{"td", "th", "tr", "thead", "tbody", "tfoot", "caption", "colgroup"}, "table"
	case "rt", "rp":
		return []string{"rt", "rp"}, "ruby"
	}
	return nil, ""
}

// shutsLinks reports whether text inside a raw element must not be linked.
func shutsLinks(name string) bool {
	switch name {
	case "a", "code", "kbd", "samp", "var", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "summary", "button", "script", "style":
		return true
	}
	return false
}

// component is a tag of MDX or Vue, or any that begins with a capital and is no element of HTML.
var component = regexp.MustCompile(`</?([A-Z][A-Za-z0-9.]*)`)

// knownElement reports whether a tag name in capitals is an old way to write HTML.
func knownElement(name string) bool {
	name = strings.ToLower(name)
	switch name {
	case "script", "style", "font", "center", "tt", "strike", "big", "iframe", "object", "embed", "form", "input", "button", "select",
		"option", "textarea", "svg", "math", "video", "audio", "source", "body", "html", "head", "meta", "link", "title", "section",
		"article", "aside", "header", "footer", "nav", "main", "noscript", "template", "label", "frame", "frameset", "marquee", "map",
		"area", "picture", "canvas", "base", "xmp", "plaintext", "noframes", "noembed", "address", "acronym", "dir", "applet":
		return true
	}
	return isVoid(name) || isPhrasing(name) || parentsOf(name) != nil || shutsLinks(name) ||
		strings.Contains(" p div blockquote ul ol dl figure details table ", " "+name+" ")
}
