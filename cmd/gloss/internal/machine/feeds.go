package machine

import (
	"bytes"
	"cmp"
	"encoding/json"
	"encoding/xml"
	"slices"
	"time"
)

// feedLength is the number of entries a feed shows at most.
const feedLength = 50

// latest returns the entries that changed last. Entries of one day stand in order of their slugs, so that the cut after the last
// one falls at the same place in every build. An entry without a date is in no feed: nothing says when it changed.
func latest(bySlug []*Entry) []*Entry {
	list := make([]*Entry, 0, feedLength+1)
	for _, e := range bySlug {
		if len(list) == feedLength && e.Updated <= list[feedLength-1].Updated || !isDate(e.Updated) {
			continue
		}
		after := len(list)
		for after > 0 && list[after-1].Updated < e.Updated {
			after--
		}
		list = slices.Insert(list, after, e)
		list = list[:min(feedLength, len(list))]
	}
	return list
}

func isDate(text string) bool {
	if text == "" {
		return false // of nearly all entries, and an error has to be made
	}
	_, err := time.Parse(time.DateOnly, text)
	return err == nil
}

// instant is a day's first moment in RFC 3339. Dates of terms have no hour, and a feed must have one.
func instant(date string) string { return date + "T00:00:00Z" }

// The elements of Atom 1.0 (RFC 4287) that the feed uses.
type atomFeed struct {
	XMLName   xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Language  string      `xml:"xml:lang,attr"`
	Title     string      `xml:"title"`
	Subtitle  string      `xml:"subtitle,omitempty"`
	ID        string      `xml:"id"`
	Links     []atomLink  `xml:"link"`
	Updated   string      `xml:"updated"`
	Author    string      `xml:"author>name"`
	Generator string      `xml:"generator"`
	Icon      string      `xml:"icon,omitempty"`
	Entries   []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	Title      string         `xml:"title"`
	ID         string         `xml:"id"`
	Links      []atomLink     `xml:"link"`
	Updated    string         `xml:"updated"`
	Categories []atomCategory `xml:"category"`
	Summary    *atomText      `xml:"summary"`
	Content    *atomText      `xml:"content"`
}

type atomCategory struct {
	Term string `xml:"term,attr"`
}

type atomText struct {
	Type string `xml:"type,attr"`
	Text string `xml:",chardata"`
}

func (p *Plan) atom() ([]byte, error) {
	s := p.site
	feed := atomFeed{
		Language: s.Language, Title: s.Title, Subtitle: s.Description, ID: s.BaseURL,
		Links: []atomLink{
			{Rel: "self", Type: "application/atom+xml", Href: s.Canonical(AtomPath)},
			{Rel: "alternate", Type: "text/html", Href: s.BaseURL},
		},
		Updated: instant(p.recent[0].Updated), Author: s.author(), Generator: "Gloss",
	}
	if p.outputs.App {
		feed.Icon = s.Canonical(iconPath(512, false))
	}
	for _, e := range p.recent {
		entry := atomEntry{
			Title: e.Title, ID: s.Canonical(e.Path), Updated: instant(e.Updated),
			Links: []atomLink{{Rel: "alternate", Type: "text/html", Href: s.Canonical(e.Path)}},
		}
		for _, tag := range e.Tags {
			entry.Categories = append(entry.Categories, atomCategory{Term: tag})
		}
		if e.Summary != "" {
			entry.Summary = &atomText{Type: "text", Text: e.Summary}
		}
		content, err := p.feedContent(e)
		if err != nil {
			return nil, err
		}
		if content != "" {
			entry.Content = &atomText{Type: "html", Text: content}
		}
		feed.Entries = append(feed.Entries, entry)
	}
	data, err := xml.MarshalIndent(feed, "", " ")
	return append(append([]byte(xml.Header), data...), '\n'), err
}

// The members of JSON Feed 1.1 (jsonfeed.org) that the feed uses.
type jsonFeed struct {
	Version     string       `json:"version"`
	Title       string       `json:"title"`
	HomePageURL string       `json:"home_page_url"`
	FeedURL     string       `json:"feed_url"`
	Description string       `json:"description,omitempty"`
	Icon        string       `json:"icon,omitempty"`
	Authors     []jsonAuthor `json:"authors"`
	Language    string       `json:"language"`
	Items       []jsonItem   `json:"items"`
}

type jsonAuthor struct {
	Name string `json:"name"`
}

type jsonItem struct {
	ID           string   `json:"id"`
	URL          string   `json:"url"`
	Title        string   `json:"title"`
	ContentHTML  string   `json:"content_html,omitempty"`
	ContentText  string   `json:"content_text,omitempty"`
	Summary      string   `json:"summary,omitempty"`
	DateModified string   `json:"date_modified"`
	Tags         []string `json:"tags,omitempty"`
}

func (p *Plan) jsonFeed() ([]byte, error) {
	s := p.site
	feed := jsonFeed{
		Version: "https://jsonfeed.org/version/1.1", Title: s.Title, HomePageURL: s.BaseURL, FeedURL: s.Canonical(JSONFeedPath),
		Description: s.Description, Authors: []jsonAuthor{{Name: s.author()}}, Language: s.Language,
	}
	if p.outputs.App {
		feed.Icon = s.Canonical(iconPath(512, false))
	}
	for _, e := range p.recent {
		content, err := p.feedContent(e)
		if err != nil {
			return nil, err
		}
		item := jsonItem{ID: s.Canonical(e.Path), URL: s.Canonical(e.Path), Title: e.Title, ContentHTML: content,
			Summary: e.Summary, DateModified: instant(e.Updated), Tags: e.Tags}
		if content == "" {
			item.ContentText = cmp.Or(e.Summary, e.Title) // an item has the one or the other
		}
		feed.Items = append(feed.Items, item)
	}
	return indentedJSON(feed)
}

// feedContent is an entry's body for a reader that shows it far from its page.
func (p *Plan) feedContent(e *Entry) (string, error) {
	return absoluteHTML(e.BodyHTML, p.site.Canonical(e.Path))
}

func indentedJSON(value any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	err := encoder.Encode(value)
	return b.Bytes(), err
}
