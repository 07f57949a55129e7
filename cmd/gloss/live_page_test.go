package main

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// What scripts set up on a page is there again after the preview server has changed the page under the reader: the table of contents
// follows, the buttons stand in their line, the choice of colours keeps its value, and a new link has its preview.
func TestPageScriptsLiveOn(t *testing.T) {
	t.Parallel()
	article := func(sections ...string) string {
		var text strings.Builder
		text.WriteString("---\ntitle: Alpha\n---\nAn article.\n")
		for _, section := range sections {
			fmt.Fprintf(&text, "\n## %s\n\n%s\n", section, strings.Repeat("A sentence that takes up room. ", 60))
		}
		return text.String()
	}
	g := newGlossary(t, map[string]string{
		"content/a.md": article("One", "Two", "Three"),
		"content/b.md": "---\ntitle: Beta\nsummary: The second letter.\n---\nText.\n",
	})
	s := g.serve("--port", "0")
	tb := openTab(t, s.address)
	tb.do(chromedp.EmulateViewport(1280, 700), chromedp.Navigate(s.address+"terms/a.html"))
	const current = `(document.querySelector(".contents [aria-current]") || {}).hash`
	tb.until(`document.querySelectorAll(".contents a").length === 3 && document.querySelectorAll(".provenance button").length === 2`)
	tb.do(chromedp.Evaluate[chromedp.Void](`(s => { s.value = "dark"; s.dispatchEvent(new Event("change")); })(document.querySelector(".colours select"))`))

	for _, sections := range [][]string{{"One", "New", "Two", "Three"}, {"Zero", "Three"}, {"One", "Two", "Three", "[[Beta]]"}} {
		g.write("content/a.md", article(sections...))
		s.quiet()
		tb.until(fmt.Sprintf(`document.querySelectorAll("[data-gloss-body] h2").length === %d`, len(sections)))
		tb.until(`document.querySelectorAll(".provenance button").length === 2 && document.querySelectorAll(".colours select").length === 1`)
		tb.until(`document.querySelector(".colours select").value === "dark" && document.documentElement.dataset.colours === "dark"`)
		if len(sections) < 3 {
			tb.until(`!document.querySelector(".contents")`)
			continue
		}
		for _, at := range []int{len(sections) - 1, 1} {
			tb.do(chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`document.querySelectorAll("[data-gloss-body] h2")[%d].scrollIntoView({behavior: "instant"})`, at)))
			tb.until(fmt.Sprintf(`%s === "#" + document.querySelectorAll("[data-gloss-body] h2")[%d].id`, current, at))
		}
	}

	tb.do(chromedp.Evaluate[chromedp.Void](`document.querySelector("[data-gloss-body] a.term").dispatchEvent(new PointerEvent("pointerover", { bubbles: true, pointerType: "mouse" }))`))
	tb.until(`document.querySelector(".preview p").textContent === "The second letter."`)
}
