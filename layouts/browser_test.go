package layouts

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// browser is one tab that shows the theme's pages from disk, with a stand-in for the search engine.
type browser struct {
	*testing.T
	ctx  context.Context
	root string // file:// address of the site, with a slash
	mu   sync.Mutex
	said []string // by the console
}

// startBrowser writes a small site and opens a browser on it.
func startBrowser(t *testing.T) *browser {
	found := false
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "headless-shell", "chrome"} {
		if _, err := exec.LookPath(name); err == nil {
			found = true
		}
	}
	if !found {
		t.Fatal("the browser tests need Chromium: install it with: sudo apt-get install chromium")
	}
	dir := t.TempDir()
	writeSite(t, dir)
	ctx, cancel := chromedp.NewContext(context.Background(), chromedp.WithAllocatorOptions(chromedp.NoSandbox, chromedp.DisableGPU))
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 9*time.Minute)
	t.Cleanup(cancel)
	b := &browser{T: t, ctx: ctx, root: (&url.URL{Scheme: "file", Path: filepath.ToSlash(dir) + "/"}).String()}
	b.do(chromedp.Navigate("about:blank"))
	messages := chromedp.Console(ctx)
	go func() {
		for message, err := range messages {
			if err != nil {
				return
			}
			b.mu.Lock()
			b.said = append(b.said, message.String())
			b.mu.Unlock()
		}
	}()
	return b
}

func writeSite(t *testing.T, dir string) {
	theme := load(t)
	write := func(name string, data []byte) {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for name, data := range assets(t) {
		write(name, data)
	}
	engine, err := os.ReadFile("testdata/engine.js")
	if err != nil {
		t.Fatal(err)
	}
	write("search/engine.js", engine)
	write("search/ui.js", searchInterface(t))
	term := typical(theme)
	term.Body = `<h2 id="part-0">A</h2><p>See <a class="term" href="neighbour-1.html" title="It lives next door.">the neighbour</a>
and <a class="term" href="stranger.html" title="Nobody">a stranger</a>.</p><div id="space"></div><h2 id="part-1">B</h2>`
	write("terms/term.html", render(t, theme, term))
	head := func(kind, name string) Page {
		return Page{Site: term.Site, Kind: kind, Title: name, Path: name}
	}
	write("index.html", render(t, theme, &Home{Page: head("home", "index.html")}))
	large := &Home{Page: head("home", "large.html"), Random: &Link{Title: "MRR", URL: "terms/term.html"}}
	large.Site = &Site{Title: "Large", Language: "en", Direction: "ltr", Words: term.Site.Words,
		Letters: []Letter{{Label: "A", Link: Link{URL: "letters/a.html", Count: 3}}, {Label: "B", Link: Link{URL: "letters/none.html"}}}}
	write("large.html", render(t, theme, large))
	write("letters/a.html", render(t, theme, &List{Page: Page{Site: term.Site, Kind: "letter", Title: "A", Path: "letters/a.html", Root: "../"}, Heading: "A",
		Groups: []Group{{Label: "A", Entries: []Entry{{Link: Link{Title: "MRR", URL: "../terms/monthly-recurring-revenue.html"}}}}}}))
	nodes := crowd(60, 10, 90)
	for i := range nodes {
		nodes[i].URL = "terms/term.html?" + nodes[i].Title
	}
	nodes[0].URL = "terms/monthly-recurring-revenue.html"
	PlaceLabels(nodes)
	write("map.html", render(t, theme, &Map{Page: head("map", "map.html"), Width: 1000, Height: 600, Nodes: nodes, Lines: "M0 0L90 0M90 0L180 0",
		Groups: []Group{{Label: "T", Entries: []Entry{{Link: nodes[0].Link}}}}}))
	// A glossary as a book, with terms enough for its letters to begin new pages.
	book := &Book{Page: head("book", "print.html")}
	book.Site = &Site{Title: "Book", Language: "en", Direction: "ltr", Words: term.Site.Words, Book: "print.html", Terms: 8}
	for _, label := range []string{"A", "B"} {
		letter := BookLetter{Label: label}
		for i := range 4 {
			letter.Terms = append(letter.Terms, BookTerm{ID: fmt.Sprint("t:", label, i), Number: 1 + i, Title: label, Summary: "A summary.",
				Body: `<p>See <a class="term" href="#t:A0" data-number="1">A</a>.</p><details class="question"><summary>Why?</summary><p>So.</p></details>`})
		}
		book.Letters = append(book.Letters, letter)
		book.Site.Letters = append(book.Site.Letters, Letter{Label: label})
	}
	write("print.html", render(t, theme, book))
	write("search.html", render(t, theme, &Search{Page: head("search", "search.html")}))
	write("terms/monthly-recurring-revenue.html", []byte("<!doctype html><title>MRR</title>"))
}

func (b *browser) do(steps ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.Fatal(err)
	}
}

func (b *browser) open(page string) {
	b.Helper()
	b.do(chromedp.Navigate(b.root + page))
}

// until waits for a condition in the page.
func (b *browser) until(condition string) {
	b.Helper()
	deadline := time.Now().Add(time.Minute)
	for {
		// While a page is being left, there is nothing to ask.
		if ok, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("Boolean("+condition+")")); err == nil && ok {
			return
		}
		if time.Now().After(deadline) {
			page, _ := chromedp.Run(b.ctx, chromedp.Evaluate[string]("location.href + document.body.innerHTML.slice(0, 4000)"))
			b.Fatalf("never came true: %s\n%s", condition, page)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// typed puts words into the empty search box by keys.
func (b *browser) typed(words string) {
	b.Helper()
	b.do(chromedp.Evaluate[chromedp.Void](`(i => { i.value = ""; i.focus(); })(document.querySelector("form.search input"))`), chromedp.SendKeys("form.search input", words))
}

const (
	titles   = `Array.from(document.querySelectorAll(".answer b"), b => b.textContent).join()`
	announce = `document.querySelector("[role=status]").textContent`
	active   = `document.activeElement.getAttribute("aria-activedescendant")`
	showing  = `!document.querySelector(".answers").hidden`
	preview  = `(document.querySelector(".preview:not([hidden])") || {}).textContent`
)

// TestInBrowser runs the scripts of the pages in one browser, one story after another.
func TestInBrowser(t *testing.T) {
	b := startBrowser(t)
	stories := []struct {
		name string
		run  func(*browser)
	}{{"search box", searchBox}, {"previews", previews}, {"previews at edges", previewsAtEdges}, {"keyboard", keyboard}, {"ahead", ahead}, {"colours", colours}, {"narrow", narrow}, {"contents", contentsFollow}, {"random", random}, {"cite", cite}, {"map", mapMoves}, {"print", prints}}
	for _, story := range stories {
		t.Run(story.name, func(t *testing.T) {
			b.T = t
			story.run(b)
		})
	}
}

func searchBox(b *browser) {
	b.open("terms/term.html")
	b.do(chromedp.KeyEvent("/"))
	b.until(`document.activeElement.name === "q"`)

	b.typed("revenue")
	b.until(titles + ` === "Monthly recurring revenue,Revenue operations,Net revenue retention"`)
	b.until(announce + ` === "12 results" && document.activeElement.getAttribute("aria-expanded") === "true"`)
	b.until(`document.querySelector(".answer span").textContent === "Comes <b>back</b>." && document.querySelector(".answer mark").textContent === "Comes"`)
	b.until(`document.querySelector(".answer").href.endsWith("/terms/monthly-recurring-revenue.html")`)
	b.until(`document.querySelectorAll("[role=option]").length === 4`) // three answers and the way to all

	b.do(chromedp.KeyEvent(kb.ArrowDown))
	b.until(active + ` === document.querySelectorAll("[role=option]")[0].id && document.querySelector("[aria-selected=true]") === document.querySelector(".answer")`)
	b.do(chromedp.KeyEvent(kb.ArrowUp))
	b.until(active + ` === null`)
	b.do(chromedp.KeyEvent(kb.ArrowUp))
	b.until(active + ` === document.querySelectorAll("[role=option]")[3].id`)
	b.do(chromedp.KeyEvent(kb.Escape))
	b.until(`document.querySelector(".answers").hidden && document.activeElement.value === "revenue" && document.activeElement.getAttribute("aria-expanded") === "false"`)
	b.do(chromedp.KeyEvent(kb.ArrowDown))
	b.until(showing)

	b.typed("nonsense")
	b.until(announce + ` === "Nothing found for “nonsense”."`)
	b.typed("revnue")
	b.until(`document.querySelector(".note button").textContent === "Did you mean “revenue”?"`)
	b.do(chromedp.Click(".note button"))
	b.until(announce + ` === "12 results" && document.querySelector("form.search input").value === "revenue"`)

	b.typed("damaged")
	b.until(announce + ` === "The search files could not be read."`)
	if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("gloss.repaired = true")); err != nil {
		b.Fatal(err)
	}
	b.do(chromedp.Click(".note button"))
	b.until(announce + ` === "Nothing found for “damaged”."`)

	// The slow answer comes after that for the words typed since, and must not show.
	b.typed("slow")
	b.do(chromedp.Sleep(150 * time.Millisecond))
	b.typed("mrr")
	b.until(titles + ` === "Monthly recurring revenue"`)
	b.do(chromedp.Sleep(500 * time.Millisecond))
	b.until(titles + ` === "Monthly recurring revenue" && document.querySelector(".answer i").textContent === "also: MRR"`)

	// Enter leads to the term of exactly this name, else to all answers.
	b.do(chromedp.KeyEvent(kb.Enter))
	b.until(`document.title === "MRR"`)
	b.open("terms/term.html")
	b.typed("reven")
	b.until(titles + ` !== ""`)
	b.do(chromedp.KeyEvent(kb.Enter))
	b.until(`location.href.endsWith("/search.html?q=reven")`)
	b.until(titles + ` === "Monthly recurring revenue,Revenue operations,Net revenue retention" && document.querySelector(".found small").textContent === "metrics"`)
	b.typed("operations")
	b.until(titles + ` === "Revenue operations"`)
	b.open("index.html")
	b.typed("mrr") // the empty box has shown the term that was read lately, which has the same title
	b.until(titles + ` === "Monthly recurring revenue" && document.querySelector(".answer i").textContent === "also: MRR"`)
	b.do(chromedp.Click(".answer"))
	b.until(`document.title === "MRR"`)
	b.quiet()
}

func previews(b *browser) {
	b.open("terms/term.html")
	const text = `NeighbourIt lives <i>next</i> door.`
	link := b.center(".body a.term")
	hover := func(x, y float64) { b.do(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, x, y)) }

	hover(link[0], link[1])
	b.until(preview + " === `" + text + "`")
	b.until(`document.querySelector(".body a.term").title === "" && document.querySelector(".body a.term").getAttribute("aria-describedby") === "g:preview"`)
	box := b.center(".preview")
	hover(box[0], box[1]) // it may be entered
	b.do(chromedp.Sleep(400 * time.Millisecond))
	b.until(preview)
	b.do(chromedp.KeyEvent(kb.Escape))
	b.until(preview + ` === undefined && document.querySelector(".body a.term").title === "It lives next door."`)

	link = b.center(".body a.term")
	hover(link[0], link[1])
	b.until(preview)
	hover(5, 5)
	b.until(preview + " === undefined")

	// By keyboard; a link without a card shows nothing and keeps its title.
	b.do(chromedp.Evaluate[chromedp.Void](`document.querySelector(".contents a:last-child").focus()`))
	for range 10 {
		b.do(chromedp.KeyEvent(kb.Tab))
		if on, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](`document.activeElement.matches("a.term")`)); err != nil || on {
			break
		}
	}
	b.until(preview + " === `" + text + "`")
	b.do(chromedp.KeyEvent(kb.Tab))
	b.until(preview + ` === undefined && document.activeElement.title === "Nobody"`)

	// A long press opens it and does not follow the link.
	link = b.center(".body a.term")
	touch := func(kind input.DispatchTouchEventType, points ...*input.TouchPoint) {
		if _, err := chromedp.Call(b.ctx, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: kind, TouchPoints: points}); err != nil {
			b.Fatal(err)
		}
	}
	touch(input.DispatchTouchEventTypeTouchStart, &input.TouchPoint{X: link[0], Y: link[1]})
	b.until(preview + " === `" + text + "`")
	b.until(fmt.Sprintf(`(r => r.bottom < %[1]f - 20 || r.top > %[1]f + 20)(document.querySelector(".preview").getBoundingClientRect())`, link[1]))
	touch(input.DispatchTouchEventTypeTouchEnd)
	b.do(chromedp.Sleep(100 * time.Millisecond))
	b.until(preview + ` && location.href.endsWith("/terms/term.html")`)
	b.quiet()
}

// previewsAtEdges holds that a preview is in view wherever its link is, on a small screen and in both directions of writing.
func previewsAtEdges(b *browser) {
	b.do(chromedp.EmulateViewport(360, 640))
	for _, direction := range []string{"ltr", "rtl"} {
		for _, corner := range []string{"top: 0; left: 0", "top: 0; right: 0", "bottom: 0; left: 0", "bottom: 0; right: 0", "top: 300px; left: 150px"} {
			b.open("terms/term.html")
			at, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]float64](`(link => {
				document.documentElement.dir = "`+direction+`";
				link.style.cssText = "position: fixed; `+corner+`";
				const r = link.getBoundingClientRect();
				return [r.x + r.width / 2, r.y + r.height / 2];
			})(document.querySelector(".body a.term"))`))
			if err != nil {
				b.Fatal(err)
			}
			b.do(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, at[0], at[1]))
			b.until(preview)
			b.until(`(r => r.left >= 0 && r.right <= 360 && r.top >= 0 && r.bottom <= 640)(document.querySelector(".preview").getBoundingClientRect())`)
			b.until(`(r => r.bottom <= link().top || r.top >= link().bottom)(document.querySelector(".preview").getBoundingClientRect(),
				globalThis.link = () => document.querySelector(".body a.term").getBoundingClientRect())`)
			// A preview holds words alone: what would open another one in it is not there.
			b.until(`!document.querySelector(".preview a, .preview button")`)
		}
	}
	b.do(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, 180, 5))
	b.quiet()
}

// keyboard holds that Tab alone reaches everything that can be used on a page, in view.
func keyboard(b *browser) {
	for _, width := range []int64{390, 1280} {
		b.do(chromedp.EmulateViewport(width, 800))
		for _, page := range []string{"index.html", "terms/term.html", "letters/a.html", "search.html", "map.html"} {
			b.open(page)
			b.until(`document.querySelector(".colours select")`)
			b.do(chromedp.Evaluate[chromedp.Void](`globalThis.reached = new Set();
				globalThis.hidden = [];
				addEventListener("focusin", event => {
					reached.add(event.target);
					const r = event.target.getBoundingClientRect();
					if (r.bottom <= 0 || r.top >= innerHeight || r.right <= 0 || r.left >= innerWidth) hidden.push(event.target.outerHTML.slice(0, 80));
				});
				globalThis.usable = Array.from(document.querySelectorAll("a[href], button, input, select, summary")).filter(e => e.tabIndex >= 0 && e.checkVisibility());`))
			count, err := chromedp.Run(b.ctx, chromedp.Evaluate[int](`usable.length`))
			if err != nil || count < 5 {
				b.Fatalf("%s: %d things to use (%v)", page, count, err)
			}
			for range count + 2 {
				b.do(chromedp.KeyEvent(kb.Tab))
			}
			left, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`usable.filter(e => !reached.has(e)).map(e => e.outerHTML.slice(0, 80)).join("\n") + hidden.map(e => "\nout of view: " + e)`))
			if err != nil || left != "" {
				b.Errorf("%s at %d pixels: Tab does not reach (%v)\n%s", page, width, err, left)
			}
		}
	}
	b.quiet()
}

// ahead holds that a page is fetched when the mouse rests on a link to it: over HTTP, and not for a reader who saves data.
func ahead(b *browser) {
	dir := strings.TrimPrefix(b.root, "file://")
	server := httptest.NewServer(http.FileServer(http.Dir(dir)))
	defer server.Close()
	hover := func(page string) {
		b.Helper()
		b.do(chromedp.Navigate(page), chromedp.EmulateViewport(1200, 800))
		at := b.center(".siblings [rel=next]")
		b.do(chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, 2, 2), chromedp.MouseEvent(input.DispatchMouseEventTypeMouseMoved, at[0], at[1]))
	}
	const fetched = `document.querySelector("link[rel=prefetch]")`
	hover(server.URL + "/terms/term.html")
	b.until(`(` + fetched + ` || {}).href === document.querySelector(".siblings [rel=next]").href`)
	hover(b.root + "terms/term.html")
	b.do(chromedp.Sleep(300 * time.Millisecond))
	b.until(`!` + fetched)
	id, err := chromedp.Call(b.ctx, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{
		Source: `Object.defineProperty(navigator, "connection", { value: { saveData: true } })`})
	if err != nil {
		b.Fatal(err)
	}
	hover(server.URL + "/terms/term.html")
	b.do(chromedp.Sleep(300 * time.Millisecond))
	b.until(`navigator.connection.saveData && !` + fetched)
	if _, err := chromedp.Call(b.ctx, cdppage.RemoveScriptToEvaluateOnNewDocument, cdppage.RemoveScriptToEvaluateOnNewDocumentParams(id)); err != nil {
		b.Fatal(err)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.said = nil // the page behind the link is not there
}

func colours(b *browser) {
	ground := func(want string) {
		b.Helper()
		b.until(`getComputedStyle(document.documentElement).backgroundColor === "` + want + `"`)
	}
	const light, dark = "rgb(253, 252, 250)", "rgb(22, 24, 27)"
	system := func(scheme string) {
		features := []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}
		if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: features}); err != nil {
			b.Fatal(err)
		}
	}
	b.open("index.html")
	system("light")
	ground(light)
	system("dark")
	ground(dark)
	choose := func(value string) {
		b.do(chromedp.Evaluate[chromedp.Void](`(s => { s.value = "` + value + `"; s.dispatchEvent(new Event("change")); })(document.querySelector("select"))`))
	}
	choose("light")
	ground(light)
	b.open("terms/term.html") // the choice is remembered
	ground(light)
	b.until(`document.querySelector("select").value === "light"`)
	choose("contrast")
	ground("rgb(0, 0, 0)")
	choose("")
	ground(dark)
	b.quiet()
}

// narrow holds that no page is wider than a small phone's screen.
func narrow(b *browser) {
	b.do(chromedp.EmulateViewport(320, 640))
	for _, page := range []string{"index.html", "terms/term.html", "search.html?q=revenue"} {
		b.open(page)
		b.until(`document.readyState === "complete" && document.documentElement.scrollWidth <= 320`)
	}
	b.quiet()
}

func contentsFollow(b *browser) {
	const list = `document.querySelector(".contents ol a").checkVisibility()`
	b.do(chromedp.EmulateViewport(390, 700))
	b.open("terms/term.html")
	b.until(`document.querySelector(".colours select") && !(` + list + `)`) // folded on a phone
	b.do(chromedp.Click(".contents summary"))
	b.until(list)
	b.do(chromedp.EmulateViewport(1280, 700))
	b.do(chromedp.Evaluate[chromedp.Void](`document.querySelector(".contents details").open = false`))
	b.until(list) // beside the text it is always there, and without scripts
	b.do(chromedp.EmulateViewport(1280, 700))
	b.open("terms/term.html")
	b.do(chromedp.Evaluate[chromedp.Void](`document.getElementById("space").style.height = "3000px"; scrollTo(0, document.body.scrollHeight)`))
	const current = `(document.querySelector(".contents [aria-current]") || {}).hash`
	b.until(current + ` === "#part-1"`)
	b.do(chromedp.Evaluate[chromedp.Void](`scrollTo(0, 0)`))
	b.until(current + ` !== "#part-1"`)
	b.quiet()
}

// random holds that the link to a random term leads by way of a letter's page where the home page does not list the terms.
func random(b *browser) {
	b.open("large.html")
	b.do(chromedp.Click("[data-random]"))
	b.until(`document.title === "MRR"`)
	b.quiet()
}

func cite(b *browser) {
	b.open("terms/term.html")
	b.do(chromedp.Evaluate[chromedp.Void](`navigator.clipboard.writeText = async (text) => { globalThis.copied = text; }`))
	b.do(chromedp.Click(".provenance button:last-child"))
	b.until(`document.querySelector(".provenance button:last-child").getAttribute("aria-expanded") === "true" && document.querySelectorAll(".cite pre").length === 3`)
	// The button says so for two seconds, which a slow machine may not see: its labels are noted.
	b.do(chromedp.Evaluate[chromedp.Void](`(button => {
		globalThis.labels = [];
		new MutationObserver(() => labels.push(button.textContent)).observe(button, { childList: true });
	})(document.querySelector(".cite button:last-of-type"))`))
	b.do(chromedp.Click(".cite button:last-of-type"))
	b.until(`copied === document.querySelector(".cite pre:last-of-type").textContent && copied.startsWith("@misc{term,")`)
	b.until(`labels.join() === "Copied,Copy"`)
	b.until(`document.querySelector(".cite pre").textContent === "“Monthly recurring revenue.” Glossary. 22 November 2026."`)
	b.until(`document.querySelectorAll(".cite pre")[1].textContent === "Monthly recurring revenue. (2026, November 22). In Glossary."`)
	b.do(chromedp.Click(".provenance button:last-child"))
	b.until(`!document.querySelector(".cite")`)
	b.do(chromedp.Click(".provenance button"))
	b.until(`copied === location.href`)

	// Names that BibTeX would take for its own, an author, and no date.
	for _, test := range []struct{ change, term, want string }{
		{`site.title = "Terms of Q&A"; site.author = "The R_D team"`, `{title: ".NET", slug: "dot-net", date: "", shown: "", address: "https://example.org/g/{a}.html", language: "en"}`,
			"The R_D team. “.NET.” Terms of Q&A. https://example.org/g/{a}.html|" +
				"The R_D team. (n.d.). .NET. In Terms of Q&A. https://example.org/g/{a}.html|" +
				"@misc{dot-net,\n  author = {{The R\\_D team}},\n  title = {{.NET}},\n  howpublished = {Terms of Q\\&A},\n  url = {https://example.org/g/%7Ba%7D.html},\n}"},
		{`site.title = "What?"; site.author = ""`, `{title: "a~{b}^\\", slug: "übernahme, 1", date: "2026-03-01", shown: "1. März 2026", address: "", language: "de"}`,
			"“a~{b}^\\.” What? 1. März 2026.|a~{b}^\\. (2026, März 1). In What?|" +
				"@misc{ufcbernahmeu2cu201,\n  title = {{a\\textasciitilde{}\\{b\\}\\textasciicircum{}\\textbackslash{}}},\n  howpublished = {What?},\n  year = {2026},\n  month = {3},\n}"},
	} {
		got, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`(site => { `+test.change+`; return site.waysToCite(`+test.term+`).map(w => w[1]).join("|"); })(glossSite)`))
		if err != nil || got != test.want {
			b.Errorf("error %v, cited as\n%s\nwant\n%s", err, got, test.want)
		}
	}
	b.quiet()
}

// prints looks at pages as they are laid out for paper, and prints them to PDF.
func prints(b *browser) {
	sheets := func() int {
		b.Helper()
		printed, err := chromedp.Call(b.ctx, cdppage.PrintToPDF, cdppage.PrintToPDFParams{})
		if err != nil {
			b.Fatal(err)
		}
		if !bytes.HasPrefix(printed.Data, []byte("%PDF-")) {
			b.Fatalf("no PDF but %.20q", printed.Data)
		}
		return len(regexp.MustCompile(`/Type\s*/Page\b`).FindAll(printed.Data, -1))
	}
	media := func(name string) {
		if _, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Media: name}); err != nil {
			b.Fatal(err)
		}
	}
	b.open("terms/term.html")
	media("print")
	b.until(`["header.top", ".contents", ".siblings", ".foot", ".provenance button", ".around"].every(s => getComputedStyle(document.querySelector(s)).display === "none")`)
	b.until(`getComputedStyle(document.querySelector(".body")).columnCount === "2" && getComputedStyle(document.body).backgroundColor !== "rgb(22, 24, 27)"`)
	if n := sheets(); n != 1 {
		b.Errorf("a short term takes %d sheets", n)
	}
	// Each term that the text links to has a note of its number, once, with title and address. Printing again does not add to them.
	b.until(`Array.from(document.querySelectorAll(".body .notes li"), li => li.textContent).join("|") === "It lives next door. neighbour-1.html|Nobody stranger.html"`)
	b.until(`Array.from(document.querySelectorAll(".body a.term"), a => getComputedStyle(a, "::after").content).join() === '"1","2"' && document.querySelector(".notes").checkVisibility()`)
	sheets()
	b.until(`document.querySelectorAll(".body .notes li").length === 2`)
	media("")
	b.until(`!document.querySelector(".notes").checkVisibility() && getComputedStyle(document.querySelector(".body a.term"), "::after").content === "none"`)
	media("print")

	b.open("print.html")
	b.until(`document.querySelector("details p").offsetHeight > 0 && getComputedStyle(document.querySelector("h3"), "::before").content.startsWith('"1')`)
	b.until(`(c => c.includes("\u2192") && c.endsWith('1"'))(getComputedStyle(document.querySelector("a.term"), "::after").content)`)
	if n := sheets(); n != 3 {
		b.Errorf("a title and two letters take %d sheets, want one each", n)
	}
	media("")
	b.quiet()
}

// mapMoves magnifies and moves the map by buttons, keys, wheel and mouse.
func mapMoves(b *browser) {
	const wide, left = `document.querySelector(".map svg").viewBox.baseVal.width`, `document.querySelector(".map svg").viewBox.baseVal.x`
	note := func(name, what string) {
		b.do(chromedp.Evaluate[chromedp.Void](`globalThis.` + name + ` = ` + what))
	}
	b.do(chromedp.EmulateViewport(1200, 900))
	b.open("map.html")
	b.until(`document.querySelector(".map.live") && ` + wide + ` > 1000`)
	note("all", wide)
	b.do(chromedp.Click(`[data-zoom="2"]`), chromedp.Click(`[data-zoom="2"]`))
	b.until(`Math.abs(` + wide + ` * 4 - all) < 1 && document.querySelector(".map svg").dataset.level >= 3`)
	b.do(chromedp.Focus(".map"), chromedp.KeyEvent("-"))
	b.until(`Math.abs(` + wide + ` * 4 / 1.5 - all) < 1`)
	note("before", left)
	b.do(chromedp.KeyEvent(kb.ArrowRight))
	b.until(left + ` > before`)
	b.do(chromedp.KeyEvent("0"))
	b.until(`Math.abs(` + wide + ` - all) < 1`)

	at := b.center(".map")
	b.do(chromedp.Evaluate[chromedp.Void](fmt.Sprintf(`document.querySelector(".map").dispatchEvent(new WheelEvent("wheel", {deltaY: -400, clientX: %f, clientY: %f, cancelable: true}))`, at[0], at[1])))
	b.until(wide + ` < all / 2`)
	note("before", left)
	mouse := func(kind input.DispatchMouseEventType, x float64) {
		b.do(chromedp.MouseEvent(kind, x, at[1], chromedp.ButtonType(input.MouseButtonLeft)))
	}
	mouse(input.DispatchMouseEventTypeMousePressed, at[0])
	mouse(input.DispatchMouseEventTypeMouseMoved, at[0]-60)
	mouse(input.DispatchMouseEventTypeMouseReleased, at[0]-60)
	b.until(left + ` > before`)

	// A term's lines stand out when its name in the list is focused, and a click on its circle leads to it.
	b.do(chromedp.Click(`[data-zoom="0"]`), chromedp.Focus(".legend a"))
	b.until(`document.querySelector("path.shown").getAttribute("d") === "M0 0L90 0"`)
	b.do(chromedp.Click(`.map a[href="terms/monthly-recurring-revenue.html"] circle`))
	b.until(`document.title === "MRR"`)
	b.quiet()
}

func (b *browser) center(selector string) []float64 {
	b.Helper()
	xy, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]float64](`(e => {
		e.scrollIntoView({ block: "center" });
		const r = e.getClientRects()[0];
		return [r.x + r.width / 2, r.y + r.height / 2];
	})(document.querySelector("`+selector+`"))`))
	if err != nil {
		b.Fatal(err)
	}
	return xy
}

// quiet holds that no script complained.
func (b *browser) quiet() {
	b.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.said) > 0 {
		b.Errorf("the console says: %s", strings.Join(b.said, "\n"))
	}
}
