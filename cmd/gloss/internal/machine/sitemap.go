package machine

import (
	"bytes"
	"encoding/xml"
	"strconv"
)

// Limits of one sitemap (sitemaps.org protocol 0.9): 50,000 addresses and 50 MB, 52,428,800 bytes, not compressed.
const (
	sitemapURLs  = 50_000
	sitemapBytes = 52_428_800
)

const sitemapSpace = "http://www.sitemaps.org/schemas/sitemap/0.9"

// sitemapFiles returns sitemap.xml, or the numbered sitemaps that one file cannot hold with sitemap.xml as their index.
func (p *Plan) sitemapFiles() []File {
	parts := p.sitemapParts(sitemapURLs, sitemapBytes)
	if len(parts) == 1 {
		return []File{{Path: SitemapPath, Make: func() ([]byte, error) { return p.sitemap(parts[0]), nil }}}
	}
	files := []File{{Path: SitemapPath, Make: func() ([]byte, error) { return p.sitemapIndex(parts), nil }}}
	for i, part := range parts {
		files = append(files, File{Path: sitemapPart(i), Make: func() ([]byte, error) { return p.sitemap(part), nil }})
	}
	return files
}

func sitemapPart(i int) string { return "sitemap-" + strconv.Itoa(i+1) + ".xml" }

// span is a range of what a sitemap lists, pages before entries: [from, to), and the latest date in it.
type span struct {
	from, to int
	updated  string
}

// listed returns the path and date of the i-th page of the site.
func (p *Plan) listed(i int) (sitePath, updated string) {
	if i < len(p.site.Pages) {
		return p.site.Pages[i].Path, p.site.Pages[i].Updated
	}
	e := p.bySlug[i-len(p.site.Pages)]
	return e.Path, e.Updated
}

// sitemapParts cuts the list so that no part exceeds either limit. A site without pages has one empty part.
func (p *Plan) sitemapParts(urls, size int) []span {
	const frame = 256 // more than the bytes before and after the addresses
	var buffer bytes.Buffer
	parts := []span{{}}
	used := frame
	for i := range len(p.site.Pages) + len(p.site.Entries) {
		sitePath, updated := p.listed(i)
		buffer.Reset()
		p.sitemapURL(&buffer, sitePath, updated)
		part := &parts[len(parts)-1]
		if part.to-part.from == urls || used+buffer.Len() > size && part.to > part.from {
			parts = append(parts, span{from: i, to: i})
			part, used = &parts[len(parts)-1], frame
		}
		used += buffer.Len()
		part.to, part.updated = i+1, max(part.updated, updated)
	}
	return parts
}

func (p *Plan) sitemap(part span) []byte {
	var b bytes.Buffer
	b.WriteString(xml.Header + `<urlset xmlns="` + sitemapSpace + `">` + "\n")
	for i := part.from; i < part.to; i++ {
		sitePath, updated := p.listed(i)
		p.sitemapURL(&b, sitePath, updated)
	}
	b.WriteString("</urlset>\n")
	return b.Bytes()
}

func (p *Plan) sitemapURL(b *bytes.Buffer, sitePath, updated string) {
	p.sitemapEntry(b, "url", p.site.Canonical(sitePath), updated)
}

func (p *Plan) sitemapIndex(parts []span) []byte {
	var b bytes.Buffer
	b.WriteString(xml.Header + `<sitemapindex xmlns="` + sitemapSpace + `">` + "\n")
	for i, part := range parts {
		p.sitemapEntry(&b, "sitemap", p.site.Canonical(sitemapPart(i)), part.updated)
	}
	b.WriteString("</sitemapindex>\n")
	return b.Bytes()
}

func (p *Plan) sitemapEntry(b *bytes.Buffer, element, address, updated string) {
	b.WriteString("<" + element + "><loc>")
	escapeXML(b, address)
	b.WriteString("</loc>")
	if updated != "" {
		b.WriteString("<lastmod>")
		escapeXML(b, updated)
		b.WriteString("</lastmod>")
	}
	b.WriteString("</" + element + ">\n")
}

func escapeXML(b *bytes.Buffer, text string) {
	// The writer is a buffer, which does not fail.
	_ = xml.EscapeText(b, []byte(text))
}

// robots allows everything (RFC 9309) and names the sitemap. A crawler reads it only at the root of a host; below a folder it does
// no harm.
func (p *Plan) robots() ([]byte, error) {
	text := "User-agent: *\nAllow: /\n"
	if p.hasSitemap() {
		text += "\nSitemap: " + p.site.Canonical(SitemapPath) + "\n"
	}
	return []byte(text), nil
}
