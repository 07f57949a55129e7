package machine

import (
	"bytes"
	"fmt"
	"net/url"
	"path"
	"strings"

	"github.com/JohannesKaufmann/html-to-markdown/v2/converter"
	"go.yaml.in/yaml/v3"
	"golang.org/x/net/html"
)

// markdownFiles returns each term as Markdown beside its page. It is made from the page's HTML, so that it says what the page says:
// links found and checked, addresses relative, raw HTML cleaned.
func (p *Plan) markdownFiles() []File {
	files := make([]File, len(p.site.Entries))
	pages := make(map[string]bool, len(p.site.Entries))
	for i := range p.site.Entries {
		pages[p.site.Entries[i].Path] = true
	}
	convert := newConverter()
	for i := range p.site.Entries {
		e := &p.site.Entries[i]
		files[i] = File{Path: beside(e.Path, ".md"), Make: func() ([]byte, error) { return markdownOf(convert, e, pages) }}
	}
	return files
}

// frontMatter has the keys of Gloss's own term files, so that a folder of these files is a glossary again.
type frontMatter struct {
	Title        string   `yaml:"title"`
	Abbreviation string   `yaml:"abbreviation,omitempty"`
	Aliases      []string `yaml:"aliases,omitempty"`
	Domain       string   `yaml:"domain,omitempty"`
	Summary      string   `yaml:"summary,omitempty"`
	Tags         []string `yaml:"tags,omitempty"`
	Related      []string `yaml:"related,omitempty"`
	See          string   `yaml:"see,omitempty"`
	Updated      string   `yaml:"updated,omitempty"`
}

func markdownOf(convert *converter.Converter, e *Entry, pages map[string]bool) ([]byte, error) {
	front, err := yaml.Marshal(frontMatter{Title: e.Title, Abbreviation: e.Abbreviation, Aliases: e.Aliases, Domain: e.Domain, Summary: e.Summary,
		Tags: e.Tags, Related: e.Related, See: e.See, Updated: e.Updated})
	if err != nil {
		return nil, err
	}
	doc, err := html.Parse(strings.NewReader(e.BodyHTML))
	if err != nil {
		return nil, err
	}
	plainElements(doc)
	for n := range doc.Descendants() {
		for i, attribute := range n.Attr {
			if attribute.Key == "href" {
				n.Attr[i].Val = besideAddress(attribute.Val, e.Path, pages)
			}
		}
	}
	text, err := convert.ConvertNode(doc)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	b.WriteString("---\n")
	b.Write(front)
	b.WriteString("---\n")
	if len(text) > 0 {
		fmt.Fprintf(&b, "\n%s\n", text)
	}
	return b.Bytes(), nil
}

// besideAddress leads a relative link to a term's page to the term's Markdown.
func besideAddress(address, from string, pages map[string]bool) string {
	u, err := url.Parse(address)
	if err != nil || u.IsAbs() || u.Host != "" || u.Path == "" || !pages[path.Join(path.Dir(from), u.Path)] {
		return address
	}
	u.Path, u.RawPath = beside(u.Path, ".md"), ""
	return u.String()
}
