package machine

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// wellFormed fails unless the data is one XML document without text outside its root.
func wellFormed(t *testing.T, data string) {
	t.Helper()
	decoder := xml.NewDecoder(strings.NewReader(data))
	for depth, roots := 0, 0; ; {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			if roots != 1 || depth != 0 {
				t.Errorf("%d roots, depth %d", roots, depth)
			}
			return
		}
		if err != nil {
			t.Fatalf("%v in\n%s", err, data)
		}
		switch token.(type) {
		case xml.StartElement:
			if depth == 0 {
				roots++
			}
			depth++
		case xml.EndElement:
			depth--
		}
	}
}

type parsedSitemap struct {
	XMLName xml.Name
	URLs    []parsedLocation `xml:"url"`
	Maps    []parsedLocation `xml:"sitemap"`
}

type parsedLocation struct {
	Location string `xml:"loc"`
	Modified string `xml:"lastmod"`
}

func parseSitemap(t *testing.T, data string) parsedSitemap {
	t.Helper()
	wellFormed(t, data)
	var s parsedSitemap
	if err := xml.Unmarshal([]byte(data), &s); err != nil {
		t.Fatal(err)
	}
	if s.XMLName.Space != sitemapSpace {
		t.Errorf("the namespace is %q", s.XMLName.Space)
	}
	return s
}

func TestSitemap(t *testing.T) {
	site := sample()
	site.BaseURL = "https://example.org/a&b'c/"
	p := plan(t, site, all)
	got := parseSitemap(t, text(t, makeAll(t, p), SitemapPath))
	if len(got.URLs) != len(site.Pages)+len(site.Entries) {
		t.Fatalf("%d addresses", len(got.URLs))
	}
	if got.URLs[0].Location != site.BaseURL || got.URLs[0].Modified != "" {
		t.Errorf("the home page is %+v", got.URLs[0])
	}
	if want := (parsedLocation{site.BaseURL + "terms/na%C3%AFve-bayes.html", "2026-05-04"}); got.URLs[6] != want && got.URLs[7] != want {
		t.Errorf("no %+v in %+v", want, got.URLs)
	}
	for _, u := range got.URLs {
		if parsed, err := url.Parse(u.Location); err != nil || !parsed.IsAbs() {
			t.Errorf("%q is no absolute address", u.Location)
		}
	}
}

func large(n int) *Site {
	site := &Site{Title: "Large", Description: "Many terms.", BaseURL: "https://example.org/", Language: "en", Direction: "ltr", Pages: []Page{
		{Kind: Home, Path: "index.html", Title: "Large"}, {Kind: Letter, Path: "letters/t.html", Title: "T"}}}
	bodyHTML := strings.Repeat("<p>A paragraph with a <a href=\"term-number-000002.html\">link</a> to another term and <em>some</em> words more.</p>\n", 8)
	bodyText := strings.Repeat("A paragraph with a link to another term and some words more.\n", 8)
	for i := range n {
		slug := fmt.Sprintf("term-number-%06d", i)
		site.Entries = append(site.Entries, Entry{Slug: slug, Path: "terms/" + slug + ".html", Title: "Term number " + fmt.Sprint(i),
			Summary: "What a term of this number means, in a sentence of about the length that writers give it.", Tags: []string{"numbers", "terms"},
			Updated: fmt.Sprintf("2026-%02d-%02d", i%12+1, i%28+1), Related: []string{"term-number-000001"},
			BodyHTML: bodyHTML, BodyText: bodyText,
			FAQ: []Question{{Question: "Is this a term?", AnswerHTML: "<p>It is.</p>"}}})
	}
	return site
}

func TestSitemapIsSplit(t *testing.T) {
	site := large(100_001)
	files := makeAll(t, plan(t, site, Outputs{Sitemap: true}))
	if len(files) != 4 {
		t.Fatalf("%d files", len(files))
	}
	index := parseSitemap(t, text(t, files, SitemapPath))
	if index.XMLName.Local != "sitemapindex" || len(index.Maps) != 3 || index.Maps[0].Modified != "2026-12-28" {
		t.Errorf("the index is %+v", index)
	}
	seen := map[string]bool{}
	for _, m := range index.Maps {
		part := parseSitemap(t, text(t, files, strings.TrimPrefix(m.Location, site.BaseURL)))
		if len(part.URLs) > sitemapURLs {
			t.Errorf("%s has %d addresses", m.Location, len(part.URLs))
		}
		for _, u := range part.URLs {
			seen[u.Location] = true
		}
	}
	if len(seen) != 100_003 {
		t.Errorf("%d addresses in all", len(seen))
	}
}

func TestSitemapPartsKeepToBytes(t *testing.T) {
	p := plan(t, large(1000), Outputs{Sitemap: true})
	const size = 5000
	parts := p.sitemapParts(sitemapURLs, size)
	at := 0
	for _, part := range parts {
		if part.from != at || part.to <= part.from {
			t.Fatalf("a part from %d to %d after %d", part.from, part.to, at)
		}
		at = part.to
		if data := p.sitemap(part); len(data) > size {
			t.Errorf("a part of %d bytes", len(data))
		}
	}
	if at != 1002 {
		t.Errorf("the parts end at %d", at)
	}
}

type parsedFeed struct {
	XMLName xml.Name
	ID      string `xml:"http://www.w3.org/2005/Atom id"`
	Title   string `xml:"http://www.w3.org/2005/Atom title"`
	Updated string `xml:"http://www.w3.org/2005/Atom updated"`
	Author  string `xml:"http://www.w3.org/2005/Atom author>name"`
	Links   []struct {
		Rel  string `xml:"rel,attr"`
		Href string `xml:"href,attr"`
	} `xml:"http://www.w3.org/2005/Atom link"`
	Entries []struct {
		ID      string `xml:"http://www.w3.org/2005/Atom id"`
		Title   string `xml:"http://www.w3.org/2005/Atom title"`
		Updated string `xml:"http://www.w3.org/2005/Atom updated"`
		Content string `xml:"http://www.w3.org/2005/Atom content"`
		Summary string `xml:"http://www.w3.org/2005/Atom summary"`
	} `xml:"http://www.w3.org/2005/Atom entry"`
}

// The rules are those of RFC 4287 that a schema cannot say.
func TestAtom(t *testing.T) {
	site := sample()
	data := text(t, makeAll(t, plan(t, site, all)), AtomPath)
	wellFormed(t, data)
	var feed parsedFeed
	if err := xml.Unmarshal([]byte(data), &feed); err != nil {
		t.Fatal(err)
	}
	if feed.Title != site.Title || feed.Author != site.Author || feed.ID != site.BaseURL || feed.Links[0].Href != site.BaseURL+AtomPath {
		t.Errorf("%+v", feed)
	}
	ids, previous := map[string]bool{}, feed.Updated
	for _, e := range feed.Entries {
		if _, err := time.Parse(time.RFC3339, e.Updated); err != nil || e.Updated > previous {
			t.Errorf("%s after %s, %v", e.Updated, previous, err)
		}
		previous = e.Updated
		if u, err := url.Parse(e.ID); err != nil || !u.IsAbs() || ids[e.ID] {
			t.Errorf("the id %q is relative or stands twice", e.ID)
		}
		ids[e.ID] = true
		if relativeAddress.MatchString(e.Content) {
			t.Errorf("%s has a relative address: %s", e.Title, relativeAddress.FindString(e.Content))
		}
	}
	if len(feed.Entries) != 3 || feed.Entries[0].Title != "漢字" || feed.Entries[1].Summary != site.Entries[0].Summary {
		t.Errorf("%+v", feed.Entries)
	}
}

var relativeAddress = regexp.MustCompile(`(?:href|src)="(?:[^h]|h[^t])[^"]*"`)

func TestJSONFeed(t *testing.T) {
	site := sample()
	data := text(t, makeAll(t, plan(t, site, all)), JSONFeedPath)
	var feed struct {
		Version string
		Items   []map[string]any
	}
	if err := json.Unmarshal([]byte(data), &feed); err != nil {
		t.Fatal(err)
	}
	if feed.Version != "https://jsonfeed.org/version/1.1" || len(feed.Items) != 3 {
		t.Errorf("%s with %d items", feed.Version, len(feed.Items))
	}
	for _, item := range feed.Items {
		_, html := item["content_html"]
		_, text := item["content_text"]
		if html == text {
			t.Errorf("%v has not one content", item["title"])
		}
		if content, _ := item["content_html"].(string); relativeAddress.MatchString(content) {
			t.Errorf("%v has a relative address", item["title"])
		}
	}
}

func TestFeedsAreBoundedAndNeedDates(t *testing.T) {
	p := plan(t, large(500), Outputs{Feeds: true})
	if len(p.recent) != feedLength || p.recent[0].Updated != "2026-12-28" || p.recent[0].Slug != "term-number-000083" {
		t.Errorf("%d entries, the first is %s of %s", len(p.recent), p.recent[0].Slug, p.recent[0].Updated)
	}
	site := sample()
	for i := range site.Entries {
		site.Entries[i].Updated = ""
	}
	site.Entries[0].Updated = "soon"
	p = plan(t, site, Outputs{Feeds: true})
	if files := p.Files(); len(files) != 0 || len(p.Links("")) != 0 {
		t.Errorf("feeds without a date: %v, %v", files, p.Links(""))
	}
}

type parsedData struct {
	Schema  string `json:"$schema"`
	Version int
	Count   int
	Terms   []dataTerm
	Parts   []dataPart
}

func parseData(t *testing.T, data string) parsedData {
	t.Helper()
	var d parsedData
	if err := json.Unmarshal([]byte(data), &d); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestDataInParts(t *testing.T) {
	site := large(20_000)
	files := makeAll(t, plan(t, site, Outputs{Data: true}))
	head := parseData(t, text(t, files, DataPath))
	if len(head.Terms) != 0 || head.Count != 20_000 || head.Version != dataVersion || len(head.Parts)+2 != len(files) {
		t.Fatalf("%d terms, %d counted, %d parts in %d files", len(head.Terms), head.Count, len(head.Parts), len(files))
	}
	previous, total := "", 0
	for _, part := range head.Parts {
		d := parseData(t, text(t, files, part.URL))
		if d.Count != part.Count || len(d.Terms) != part.Count || d.Terms[0].Slug != part.First || d.Terms[len(d.Terms)-1].Slug != part.Last {
			t.Errorf("%s holds not what %s says: %+v", part.URL, DataPath, part)
		}
		if part.First <= previous || part.Count > dataMost {
			t.Errorf("%+v after %q", part, previous)
		}
		previous = part.Last
		total += part.Count
	}
	if total != head.Count {
		t.Errorf("the parts hold %d terms", total)
	}
}

// A new term is uploaded with the part it stands in, not with everything after it.
func TestNewTermChangesFewParts(t *testing.T) {
	before := makeAll(t, plan(t, large(20_000), Outputs{Data: true}))
	site := large(20_000)
	site.Entries = append(site.Entries, Entry{Slug: "term-number-000500-a", Path: "terms/term-number-000500-a.html", Title: "New"})
	after := makeAll(t, plan(t, site, Outputs{Data: true}))
	changed := 0
	for sitePath, data := range after {
		if !bytes.Equal(before[sitePath], data) {
			changed++
		}
	}
	if changed > 3 || len(after) < 6 { // terms.json and one or two parts
		t.Errorf("%d of %d files changed", changed, len(after))
	}
}

// Every member that is written is described, so that the schema stays the documentation.
func TestSchemaKnowsEveryMember(t *testing.T) {
	var described struct {
		Properties map[string]struct {
			Items struct{ Properties map[string]any }
		}
	}
	if err := json.Unmarshal(schema, &described); err != nil {
		t.Fatal(err)
	}
	files := makeAll(t, plan(t, sample(), Outputs{Data: true}))
	var data map[string]any
	if err := json.Unmarshal(files[DataPath], &data); err != nil {
		t.Fatal(err)
	}
	for member := range data {
		if _, known := described.Properties[member]; !known {
			t.Errorf("%q is not described", member)
		}
	}
	for _, term := range data["terms"].([]any) {
		for member := range term.(map[string]any) {
			if _, known := described.Properties["terms"].Items.Properties[member]; !known {
				t.Errorf("%q of a term is not described", member)
			}
		}
	}
}

func TestLLMsIsBounded(t *testing.T) {
	files := makeAll(t, plan(t, large(llmsTerms+1), Outputs{LLMs: true}))
	got := text(t, files, LLMsPath)
	if len(got) > 1000 || !strings.Contains(got, "## Terms by letter\n\n- [T](https://example.org/letters/t.html)") {
		t.Errorf("%d bytes:\n%.500s", len(got), got)
	}
}
