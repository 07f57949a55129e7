package machine

import (
	"encoding/json"
	"html/template"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func TestStructuredData(t *testing.T) {
	site := sample()
	p := plan(t, site, all)
	for _, test := range []struct {
		name, path string
		entry      *Entry
	}{
		{"home.jsonld", "index.html", nil},
		{"term.jsonld", site.Entries[0].Path, &site.Entries[0]},
		{"bare.jsonld", site.Entries[2].Path, &site.Entries[2]},
	} {
		data, err := p.StructuredData(test.path, test.entry)
		if err != nil {
			t.Fatal(err)
		}
		if strings.ContainsAny(string(data), "<>\u2028\u2029") {
			t.Errorf("%s can end its element: %s", test.name, data)
		}
		var indented any
		if err := json.Unmarshal([]byte(data), &indented); err != nil {
			t.Fatal(err)
		}
		pretty, err := json.MarshalIndent(indented, "", " ")
		if err != nil {
			t.Fatal(err)
		}
		golden(t, test.name, append(pretty, '\n'))
	}
	if data, err := p.StructuredData("about.html", nil); data != "" || err != nil {
		t.Errorf("a plain page states %s, %v", data, err)
	}
	p = plan(t, site, Outputs{})
	if data, err := p.StructuredData("index.html", nil); data != "" || err != nil {
		t.Errorf("stated though not wanted: %s, %v", data, err)
	}
}

// The value passes html/template unchanged and comes back from an HTML parser as the same JSON.
func TestStructuredDataInATemplate(t *testing.T) {
	site := sample()
	data, err := plan(t, site, all).StructuredData(site.Entries[0].Path, &site.Entries[0])
	if err != nil {
		t.Fatal(err)
	}
	var page strings.Builder
	if err := template.Must(template.New("").Parse(`<script type="application/ld+json">{{.}}</script>`)).Execute(&page, data); err != nil {
		t.Fatal(err)
	}
	doc, err := html.Parse(strings.NewReader(page.String()))
	if err != nil {
		t.Fatal(err)
	}
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && n.Data == "script" {
			var got, want any
			if err := json.Unmarshal([]byte(n.FirstChild.Data), &got); err != nil {
				t.Fatal(err)
			}
			if err := json.Unmarshal([]byte(data), &want); err != nil {
				t.Fatal(err)
			}
			if n.FirstChild.Data != string(data) {
				t.Errorf("the template changed it to %s", n.FirstChild.Data)
			}
			return
		}
	}
	t.Error("the page has no script")
}

func TestProperties(t *testing.T) {
	site := sample()
	values := func(p *Plan, sitePath string, e *Entry) map[string]string {
		list := map[string]string{}
		for _, property := range p.Properties(sitePath, "Title", "About it", e) {
			list[property.Name] = property.Content
		}
		return list
	}
	for _, test := range []struct {
		name   string
		images Images
		path   string
		entry  *Entry
		want   map[string]string
	}{
		{"home", SiteImage, "index.html", nil, map[string]string{"og:type": "website", "og:url": site.BaseURL, "og:locale": "en_GB",
			"og:image": site.BaseURL + "card.png", "og:image:width": "1200", "twitter:card": "summary_large_image", "og:description": "About it"}},
		{"term", TermImages, site.Entries[1].Path, &site.Entries[1], map[string]string{"og:type": "article", "article:modified_time": "2026-05-04",
			"og:url": site.BaseURL + "terms/na%C3%AFve-bayes.html", "og:image": site.BaseURL + "terms/na%C3%AFve-bayes.png"}},
		{"term of another script", TermImages, site.Entries[3].Path, &site.Entries[3], map[string]string{"og:image": site.BaseURL + "card.png"}},
		{"term without its own", SiteImage, site.Entries[0].Path, &site.Entries[0], map[string]string{"og:image": site.BaseURL + "card.png"}},
		{"no images", NoImages, "index.html", nil, map[string]string{"og:image": "", "twitter:card": "summary"}},
	} {
		got := values(plan(t, site, Outputs{Images: test.images}), test.path, test.entry)
		for name, want := range test.want {
			if got[name] != want {
				t.Errorf("%s: %s is %q, want %q", test.name, name, got[name], want)
			}
		}
	}
}

// Each link and picture that a page names is a file of the site.
func TestHeadNamesFilesThatAreThere(t *testing.T) {
	site := sample()
	p := plan(t, site, all)
	files := makeAll(t, p)
	for _, link := range append(p.Links("../"), p.TermLinks(&site.Entries[0])...) {
		sitePath, up := strings.CutPrefix(link.Href, "../")
		if !up {
			sitePath = "terms/" + link.Href
		}
		if _, there := files[sitePath]; !there {
			t.Errorf("%+v leads nowhere", link)
		}
	}
	if n := len(p.Links("")); n != 4 {
		t.Errorf("%d links", n)
	}
	for i := range site.Entries {
		for _, property := range p.Properties(site.Entries[i].Path, "", "", &site.Entries[i]) {
			if property.Name != "og:image" {
				continue
			}
			found := false
			for sitePath := range files {
				found = found || site.Canonical(sitePath) == property.Content
			}
			if !found {
				t.Errorf("%s is not made", property.Content)
			}
		}
	}
}

func TestOpenGraphLocale(t *testing.T) {
	for tag, want := range map[string]string{"en": "", "pt-BR": "pt_BR", "zh-Hant-TW": "zh_TW", "zh-Hans": "", "": "", "no such": ""} {
		if got := openGraphLocale(tag); got != want {
			t.Errorf("%q gives %q, want %q", tag, got, want)
		}
	}
}

func TestShortName(t *testing.T) {
	for title, want := range map[string]string{"Glossary": "Glossary", "Gloss sample glossary": "Gloss sample", "Fachwörterverzeichnis": "Fachwörterverzeichnis", "": ""} {
		if got := shortName(title); got != want {
			t.Errorf("%q gives %q, want %q", title, got, want)
		}
	}
}
