package search

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// interfacePage is what the interface needs of a page; the words are those of the theme.
const interfacePage = `<h1>C++</h1><form class="search"><input name="q" aria-label="Search"></form><script src="words.js"></script>
<script src="../search/engine.js"></script><script src="../search/ui.js"></script>`

const interfaceWords = `globalThis.glossSite = { search: { results: { one: "%d result", other: "%d results" }, none: "none for %s", wait: "wait", damaged: "damaged",
	retry: "retry", suggestion: "did you mean %s", also: "also: %s", all: "all", recent: "lately", random: "any" } };`

// openInterface opens a page with the search box.
func openInterface(t *testing.T, docs []Document) *tab {
	files := append(exportOf(t, buildSample(t, docs, "en")), File{Path: "terms/words.js", Data: []byte(interfaceWords)})
	return openTab(t, files, interfacePage)
}

// keys types into the search box.
func (b *tab) keys(words string) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, chromedp.SendKeys("input", words)); err != nil {
		b.t.Fatal(err)
	}
}

// TestRebuiltGlossary holds that an open page answers from the files of a rebuild: without a reload, and without a key.
func TestRebuiltGlossary(t *testing.T) {
	b := openInterface(t, sample)
	b.keys("recurring")
	b.until(`document.querySelectorAll("[role=option]").length === 2`)
	renamed := append([]Document{{ID: "a-new-term", URL: "terms/a-new-term.html", Title: "Recurring cost", Summary: "It comes again."}}, sample...)
	writeAll(t, b.dir, exportOf(t, buildSample(t, renamed, "en")))
	b.eval(`document.dispatchEvent(new CustomEvent("gloss:update")); ""`)
	b.until(`document.querySelector("[role=option] b").textContent === "Recurring cost"`)
	b.until(`document.querySelectorAll("[role=option]").length === 3`)
}

// TestSentenceShown holds that a sentence of the body stands in place of the summary, marked, in the same room.
func TestSentenceShown(t *testing.T) {
	docs := append([]Document{{ID: "body", URL: "terms/body.html", Title: "Something", Summary: "What the card says of it.",
		Body: "The first sentence. " + strings.Repeat("Many words come before what was asked, ", 3) + "and then a zeppelin drifts by. The last."}}, sample...)
	b := openInterface(t, docs)
	b.keys("drifts zeppelin")
	b.until(`document.querySelectorAll("[role=option] mark").length === 2`)
	got := b.eval(`[...document.querySelectorAll("[role=option] mark")].map((m) => m.textContent).join(" ")`)
	if got != "zeppelin drifts" {
		t.Errorf("marked %q", got)
	}
	b.until(`document.querySelector("[role=option] span").textContent.startsWith("…")`)
	b.until(`(({ style, offsetHeight }) => style.blockSize === offsetHeight + "px")(document.querySelector("[role=option] span"))`)
}

// TestShortSentenceShown holds that a sentence that fits stands there from its beginning.
func TestShortSentenceShown(t *testing.T) {
	docs := append([]Document{{ID: "body", URL: "terms/body.html", Title: "Something", Summary: "What the card says of it, which is rather more than that.",
		Body: "There a zeppelin drifts by."}}, sample...)
	b := openInterface(t, docs)
	b.keys("drifts zeppelin")
	b.until(`document.querySelector("[role=option] mark")`)
	if got := b.eval(`document.querySelector("[role=option] span").innerHTML`); got != "There a <mark>zeppelin</mark> <mark>drifts</mark> by." {
		t.Error(got)
	}
}

// TestEmptyBox holds that terms read lately and a random one are offered, and that the page's own term is not.
func TestEmptyBox(t *testing.T) {
	b := openInterface(t, sample)
	b.eval(`localStorage.setItem(Object.keys(localStorage)[0], JSON.stringify([["C++", "terms/page.html"], ["Churn", "terms/churn.html"], ["Evil", "javascript:alert(1)"]])); ""`)
	if err := chromedp.Do(b.ctx, chromedp.Click("input")); err != nil {
		t.Fatal(err)
	}
	b.until(`[...document.querySelectorAll("[role=option]")].map((o) => o.textContent).join("|") === "Churn lately|any"`)
	b.keys("churn")
	b.until(`document.querySelector("[role=option] mark, [role=option] span") && document.querySelector("[role=status]").textContent === "2 results"`)
	b.eval(`gloss.random((card) => { document.title = card.title; }); ""`)
	b.until(`document.title !== "x"`)
}
