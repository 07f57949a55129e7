package layouts

import (
	"bytes"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// walk calls f with each element.
func walk(node *html.Node, f func(*html.Node)) {
	if node.Type == html.ElementNode {
		f(node)
	}
	for child := node.FirstChild; child != nil; child = child.NextSibling {
		walk(child, f)
	}
}

func attribute(node *html.Node, name string) (string, bool) {
	for _, a := range node.Attr {
		if a.Key == name {
			return a.Val, true
		}
	}
	return "", false
}

// TestPagesAreSound looks at what a validator and an accessibility checker would, and at rules 1 and 6 of the design: relative
// links, nothing inline.
func TestPagesAreSound(t *testing.T) {
	for name, page := range pages(t, load(t)) {
		t.Run(name, func(t *testing.T) {
			document, err := html.Parse(bytes.NewReader(page))
			if err != nil {
				t.Fatal(err)
			}
			checkIDs(t, document)
			checkHeadings(t, document)
			checkSources(t, document)
			checkLandmarks(t, document)
			if strings.Contains(string(page), "ZgotmplZ") {
				t.Error("the template package refused a value")
			}
		})
	}
}

func checkIDs(t *testing.T, document *html.Node) {
	ids := map[string]bool{}
	walk(document, func(n *html.Node) {
		id, ok := attribute(n, "id")
		if ok && (ids[id] || id == "" || strings.ContainsAny(id, " \t\n")) {
			t.Errorf("id %q is empty, has a space or stands twice", id)
		}
		ids[id] = true
	})
	walk(document, func(n *html.Node) {
		for _, name := range []string{"for", "aria-labelledby", "aria-describedby", "aria-controls"} {
			if target, ok := attribute(n, name); ok && !ids[target] {
				t.Errorf("<%s %s=%q> points to nothing", n.Data, name, target)
			}
		}
	})
	if !ids["g:main"] && !strings.Contains(text(document), "moved") {
		t.Error("the skip link leads nowhere")
	}
}

func text(node *html.Node) string {
	if node.Type == html.TextNode {
		return node.Data
	}
	var all strings.Builder
	for child := node.FirstChild; child != nil; child = child.NextSibling {
		all.WriteString(text(child))
	}
	return all.String()
}

func checkHeadings(t *testing.T, document *html.Node) {
	last, first := 0, 0
	walk(document, func(n *html.Node) {
		if len(n.Data) != 2 || n.Data[0] != 'h' || n.Data[1] < '1' || n.Data[1] > '6' {
			return
		}
		level := int(n.Data[1] - '0')
		if level == 1 {
			first++
		}
		if level > last+1 {
			t.Errorf("<%s>%s</%s> follows <h%d>", n.Data, text(n), n.Data, last)
		}
		if strings.TrimSpace(text(n)) == "" {
			t.Errorf("<%s> is empty", n.Data)
		}
		last = level
	})
	if first != 1 {
		t.Errorf("%d <h1>", first)
	}
}

func checkSources(t *testing.T, document *html.Node) {
	walk(document, func(n *html.Node) {
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				t.Errorf("<%s %s> is inline code, which a strict policy refuses", n.Data, a.Key)
			}
			external := n.Data == "a" || n.Data == "link" && strings.Contains(attributes(n), "canonical")
			address := a.Key == "href" && n.Data != "base" || a.Key == "src" || a.Key == "action"
			if address && !external && (strings.Contains(a.Val, "://") || strings.HasPrefix(a.Val, "/")) {
				t.Errorf("<%s %s=%q> is not relative", n.Data, a.Key, a.Val)
			}
		}
		if _, ok := attribute(n, "src"); n.Data == "script" && !ok || n.Data == "style" {
			t.Errorf("inline <%s>", n.Data)
		}
		if _, ok := attribute(n, "alt"); n.Data == "img" && !ok {
			t.Error("<img> without alt")
		}
	})
}

func attributes(n *html.Node) string {
	var all []string
	for _, a := range n.Attr {
		all = append(all, a.Val)
	}
	return strings.Join(all, " ")
}

func checkLandmarks(t *testing.T, document *html.Node) {
	count := map[string]int{}
	walk(document, func(n *html.Node) {
		count[n.Data]++
		if _, ok := attribute(n, "data-gloss-body"); ok {
			count["body element"]++
		}
		_, label := attribute(n, "aria-label")
		_, labelled := attribute(n, "aria-labelledby")
		if n.Data == "nav" && !label && !labelled {
			t.Error("<nav> without a name")
		}
	})
	if count["main"] != 1 || count["title"] != 1 || count["form"] > 1 || count["body element"] > 1 {
		t.Errorf("elements that stand once: %v", count)
	}
}

func TestBodyStandsAloneInItsElement(t *testing.T) {
	theme := load(t)
	for _, view := range samples(theme.WordsFor("en"), true) {
		kind := view.frame().Kind
		want := map[string]string{"home": "<p>Hello</p>", "term": "<p>Body</p>", "page": "<p>Body</p>"}[kind]
		document, err := html.Parse(bytes.NewReader(render(t, theme, view)))
		if err != nil {
			t.Fatal(err)
		}
		var got bytes.Buffer
		walk(document, func(n *html.Node) {
			if _, ok := attribute(n, "data-gloss-body"); !ok {
				return
			}
			for child := n.FirstChild; child != nil; child = child.NextSibling {
				if err := html.Render(&got, child); err != nil {
					t.Fatal(err)
				}
			}
		})
		if got.String() != want {
			t.Errorf("%s: body element holds %q, want %q", kind, got.String(), want)
		}
	}
}
