package machine

import (
	"cmp"
	"strings"

	"golang.org/x/text/language"
)

// Link is a <link> of a page's head.
type Link struct {
	Rel, Type, Href, Sizes, Title string // Type, Sizes and Title may be empty
}

// Property is a <meta property="..." content="..."> of a page's head, or <meta name="..."> when its Name has no colon or begins
// with "twitter:".
type Property struct {
	Name, Content string
}

// Links returns the links that all pages of one depth share; root is the prefix of addresses from the root, "" or "../". The
// manifest is not among them: browsers refuse to read one for a page opened from disk and complain about it, so a script has to
// add that link, to ManifestPath, where the page came over HTTP.
func (p *Plan) Links(root string) []Link {
	var links []Link
	if p.hasFeeds() {
		links = append(links,
			Link{Rel: "alternate", Type: "application/atom+xml", Href: root + AtomPath, Title: p.site.Title},
			Link{Rel: "alternate", Type: "application/feed+json", Href: root + JSONFeedPath, Title: p.site.Title})
	}
	if p.outputs.App {
		links = append(links,
			Link{Rel: "icon", Href: root + FaviconPath, Sizes: "32x32"},
			Link{Rel: "apple-touch-icon", Href: root + TouchPath})
	}
	return links
}

// TermLinks returns the links that a term's page has besides; the file stands beside the page.
func (p *Plan) TermLinks(e *Entry) []Link {
	if !p.outputs.Markdown {
		return nil
	}
	name := beside(e.Path, ".md")
	return []Link{{Rel: "alternate", Type: "text/markdown", Href: escaped(name[strings.LastIndexByte(name, '/')+1:])}}
}

// Properties returns what other sites show when a page is linked to (Open Graph, ogp.me, and what differs from it). Pages to be
// found by no one (404, search, redirects) have none: do not ask for them. e is the page's term or nil. Without a base URL there
// is no address and no picture, because both have to be absolute.
func (p *Plan) Properties(sitePath, title, description string, e *Entry) []Property {
	s := p.site
	kind := "website"
	if e != nil {
		kind = "article"
	}
	list := []Property{{"og:type", kind}, {"og:title", title}, {"og:site_name", s.Title}}
	if description != "" {
		list = append(list, Property{"og:description", description})
	}
	if locale := openGraphLocale(s.Language); locale != "" {
		list = append(list, Property{"og:locale", locale})
	}
	if e != nil && isDate(e.Updated) {
		list = append(list, Property{"article:modified_time", e.Updated})
	}
	if s.BaseURL == "" {
		return list
	}
	list = append(list, Property{"og:url", s.Canonical(sitePath)})
	image, alternative := p.imageFor(e)
	if image == "" {
		return append(list, Property{"twitter:card", "summary"})
	}
	return append(list,
		Property{"og:image", s.Canonical(image)}, Property{"og:image:type", "image/png"},
		Property{"og:image:width", cardWidthText}, Property{"og:image:height", cardHeightText},
		Property{"og:image:alt", alternative}, Property{"twitter:card", "summary_large_image"})
}

// imageFor returns the site path of the picture for a page and what it shows in words.
func (p *Plan) imageFor(e *Entry) (sitePath, alternative string) {
	if e != nil && p.hasTermCard(e) {
		return beside(e.Path, ".png"), joinSentence(e.name(), e.Summary)
	}
	if p.hasSiteCard() {
		return CardPath, joinSentence(p.site.Title, p.site.Description)
	}
	return "", ""
}

func joinSentence(name, text string) string {
	if text == "" {
		return name
	}
	return name + ": " + text
}

// openGraphLocale turns "pt-BR" into "pt_BR". Open Graph has no language without a territory, so "en" gives nothing.
func openGraphLocale(tag string) string {
	parsed, err := language.Parse(tag)
	if err != nil {
		return ""
	}
	base, _ := parsed.Base()
	region, confidence := parsed.Region()
	if confidence != language.Exact {
		return ""
	}
	return base.String() + "_" + region.String()
}

// ThemeColour is the colour of the browser's frame, "#rrggbb": the accent.
func (s *Site) ThemeColour() string { return cmp.Or(hexOf(s.Accent), defaultAccent) }
