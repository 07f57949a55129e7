package preview

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"gloss/cmd/gloss/internal/diag"
)

const livePage = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>Term</title>
<link rel="stylesheet" href="a.css"><script src="a.js" defer></script></head>
<body>
<input id="q" type="search">
<ul id="results"></ul>
<details id="more"><summary>More</summary><p>hidden text</p></details>
<div class="tall">tall</div>
<p id="old">TEXT</p>
<div class="tall">tall</div>
</body></html>
`

// liveSite is a page with a script that changes it, as a search box does.
func liveSite(t testing.TB) *site {
	return newSite(t, map[string]string{
		"index.html": livePage, "terms/a.html": strings.NewReplacer(`"a.`, `"../a.`).Replace(livePage),
		"a.css": ".tall { height: 3000px } p { color: rgb(1, 1, 1) }",
		"a.js": `document.documentElement.dataset.colours = "dark";
			document.getElementById("q").addEventListener("input", (event) => {
				const item = document.createElement("li");
				item.textContent = event.target.value;
				document.getElementById("results").append(item);
			});
			window.updates = 0;
			document.addEventListener("gloss:update", () => window.updates++);`,
	})
}

// TestInBrowser runs the tests of the browser's side, each in tabs of its own, in one headless browser.
func TestInBrowser(t *testing.T) {
	browser := startBrowser(t)
	for name, test := range map[string]func(*testing.T, context.Context){
		"in place":      testPageIsChangedInPlace,
		"style, script": testStyleAndScript,
		"overlay":       testOverlay,
		"gone":          testPageGone,
		"first build":   testFirstBuildAndMissingPage,
		"restart":       testRestart,
		"many windows":  testManyWindows,
		"sleep":         testSleep,
		"another site":  testAnotherSite,
	} {
		t.Run(name, func(t *testing.T) { test(t, browser) })
	}
}

// startBrowser starts a headless browser that ends with the test.
func startBrowser(t testing.TB) context.Context {
	t.Helper()
	program := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if found, err := exec.LookPath(name); err == nil {
			program = found
			break
		}
	}
	if program == "" {
		t.Fatal("this test needs Chromium: install it with: sudo apt-get install chromium")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.DisableGPU)
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	t.Cleanup(stop)
	browser, stop := chromedp.NewContext(allocator)
	t.Cleanup(stop)
	if err := chromedp.Do(browser); err != nil {
		t.Fatalf("the browser does not start: %v", err)
	}
	return browser
}

// tab is an open page that fails the test when a script throws or the policy is violated.
type tab struct {
	t     testing.TB
	ctx   context.Context
	quiet bool // complaints are expected
}

func openTab(t testing.TB, browser context.Context, address string) *tab {
	t.Helper()
	var once sync.Mutex
	var complaints []string
	listen := func(event any) {
		once.Lock()
		defer once.Unlock()
		switch e := event.(type) {
		case *runtime.EventExceptionThrown:
			complaints = append(complaints, fmt.Sprintf("%s %+v", e.ExceptionDetails.Text, e.ExceptionDetails.Exception))
		case *log.EventEntryAdded:
			if e.Entry.Source == log.EntrySourceSecurity || e.Entry.Source == log.EntrySourceViolation {
				complaints = append(complaints, e.Entry.Text)
			}
		}
	}
	ctx, cancel := chromedp.NewContext(browser, chromedp.WithListener(listen))
	limited, cancelLimit := context.WithTimeout(ctx, 5*time.Minute) // for all that the test does with it
	p := &tab{t: t, ctx: limited}
	t.Cleanup(func() {
		cancelLimit()
		cancel()
		once.Lock()
		defer once.Unlock()
		for _, complaint := range complaints {
			if p.quiet {
				return
			}
			t.Errorf("the page complains: %s", complaint)
		}
	})
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.Call(ctx, log.Enable, cdp.Empty{}); err != nil {
		t.Fatal(err)
	}
	p.do(chromedp.Navigate(address))
	return p
}

func (p *tab) do(actions ...chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	if err := chromedp.Do(p.ctx, actions...); err != nil {
		p.t.Fatal(err)
	}
}

// until waits for an expression to become true, over navigations too. The limit of the tab is only for what is broken.
func (p *tab) until(expression string) {
	p.t.Helper()
	var last error
	for p.ctx.Err() == nil {
		ok, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool]("(() => { try { return Boolean("+expression+") } catch (e) { return false } })()"))
		if ok {
			return
		}
		last = err // a page that is just being replaced cannot answer
		time.Sleep(5 * time.Millisecond)
	}
	p.t.Fatalf("never true: %s (%v)", expression, last)
}

func (p *tab) set(script string) {
	p.t.Helper()
	p.do(chromedp.Evaluate[chromedp.Void](script + "; undefined"))
}

const overlay = `document.querySelector("gloss-live").shadowRoot`

func testPageIsChangedInPlace(t *testing.T, browser context.Context) {
	s := liveSite(t)
	one, two := openTab(t, browser, s.http.URL+"/"), openTab(t, browser, s.http.URL+"/")
	for _, p := range []*tab{one, two} {
		p.until(`document.querySelector("gloss-live")`)
	}
	one.set(`window.same = document.getElementById("q"); document.getElementById("more").open = true; scrollTo(0, 2500)`)
	one.do(chromedp.Focus("#q"), chromedp.KeyEvent("crm"))
	one.set(`scrollTo(0, 2500); getSelection().selectAllChildren(document.getElementById("old"))`)
	page := strings.NewReplacer("TEXT", "new text", `<ul id`, `<h1>Heading</h1><ul id`, "hidden text", "other text", "<title>Term", "<title>Changed").Replace(livePage)
	s.change(Update{}, map[string]string{"index.html": page})
	for _, p := range []*tab{one, two} {
		p.until(`document.getElementById("old").textContent === "new text"`)
		p.until(`document.querySelector("h1").nextElementSibling.id === "results" && document.title === "Changed"`)
	}
	one.until(`window.same === document.getElementById("q") && window.same.value === "crm"`)
	one.until(`document.activeElement === window.same`)
	one.until(`document.getElementById("more").open && document.getElementById("more").textContent.includes("other text")`)
	one.until(`document.getElementById("results").children.length === 3`)
	one.until(`document.documentElement.dataset.colours === "dark"`)
	one.until(`scrollY >= 2500`)
	one.until(`window.updates === 1`)
	// Back again: what was inserted goes, and nothing else.
	s.change(Update{}, map[string]string{"index.html": livePage})
	one.until(`!document.querySelector("h1") && document.getElementById("results").children.length === 3`)
	one.until(`window.same.isConnected && document.title === "Term"`)
}

func testStyleAndScript(t *testing.T, browser context.Context) {
	s := liveSite(t)
	p := openTab(t, browser, s.http.URL+"/")
	p.until(`document.querySelector("gloss-live")`)
	p.set(`window.here = true`)
	s.change(Update{}, map[string]string{"a.css": "p { color: rgb(2, 2, 2) }"})
	p.until(`window.here && getComputedStyle(document.getElementById("old")).color === "rgb(2, 2, 2)"`)
	p.until(`document.querySelectorAll("link[rel=stylesheet]").length === 1`)
	s.change(Update{}, map[string]string{"a.css": "p { color: rgb(3, 3, 3) }"})
	p.until(`window.here && getComputedStyle(document.getElementById("old")).color === "rgb(3, 3, 3)"`)
	s.change(Update{}, map[string]string{"a.js": `document.documentElement.dataset.colours = "light"`})
	p.until(`!window.here && document.documentElement.dataset.colours === "light"`)
}

func testOverlay(t *testing.T, browser context.Context) {
	s := liveSite(t)
	p := openTab(t, browser, s.http.URL+"/")
	broken := Update{Dir: "/glossary", Editor: "vscode://file{file}:{line}:{col}", Diagnostics: diag.List{{File: "content/a.md", Line: 3, Col: 2, Width: 3, Rule: "unknown-key",
		Text: `unknown key <img src=x onerror=alert(1)>`, Hint: "did you mean \"title\"?", Source: "atitle: x"}}}
	s.change(broken, nil)
	p.until(`document.querySelector("gloss-live") && !` + overlay + `.querySelector(".panel").hidden`)
	p.until(overlay + `.querySelector(".place").href === "vscode://file/glossary/content/a.md:3:2"`)
	p.until(overlay + `.querySelector("li").textContent.includes("<img src=x onerror=alert(1)>") && !` + overlay + `.querySelector("img")`)
	p.until(overlay + `.querySelector("mark").textContent === "tit" && ` + overlay + `.querySelector(".caret").textContent === "^~~"`)
	p.until(overlay + `.querySelector(".hint").textContent.includes("did you mean")`)
	p.until(`getComputedStyle(document.querySelector("gloss-live")).position === "fixed"`)
	// The page behind it can be used, and the overlay folded away.
	p.do(chromedp.Focus("#q"), chromedp.KeyEvent("x"))
	p.until(`document.getElementById("results").children.length === 1`)
	p.set(overlay + `.querySelector(".hide").click()`)
	p.until(overlay + `.querySelector(".panel").hidden && ` + overlay + `.querySelector(".badge").textContent === "1 error"`)
	// Mended: it goes by itself, on a page opened meanwhile too.
	other := openTab(t, browser, s.http.URL+"/terms/a.html")
	other.until(`document.querySelector("gloss-live") && !` + overlay + `.querySelector(".panel").hidden`)
	s.change(Update{}, map[string]string{"index.html": strings.Replace(livePage, "TEXT", "mended", 1)})
	p.until(`document.getElementById("old").textContent === "mended" && ` + overlay + `.querySelector(".badge").hidden`)
	other.until(overlay + `.querySelector(".panel").hidden && ` + overlay + `.querySelector(".badge").hidden`)
	s.change(Update{Diagnostics: diag.List{{File: "a.md", Severity: diag.Warning, Text: "small"}}}, nil)
	p.until(overlay + `.querySelector(".panel").hidden && ` + overlay + `.querySelector(".badge").textContent === "1 warning"`)
}

func testPageGone(t *testing.T, browser context.Context) {
	s := liveSite(t)
	p := openTab(t, browser, s.http.URL+"/terms/a.html")
	p.until(`document.querySelector("gloss-live")`)
	s.write("terms/b.html", livePage)
	s.change(Update{Added: []string{"terms/b.html"}, Removed: []string{"terms/a.html"}}, nil)
	p.until(`!` + overlay + `.querySelector(".notice").hidden`)
	p.until(`Array.from(` + overlay + `.querySelectorAll(".notice a"), (a) => a.pathname).join() === "/terms/b.html,/"`)
	// It comes back.
	s.change(Update{}, map[string]string{"terms/a.html": strings.NewReplacer(`"a.`, `"../a.`, "TEXT", "back").Replace(livePage)})
	p.until(overlay + `.querySelector(".notice").hidden && document.getElementById("old").textContent === "back"`)
	// It becomes a redirect.
	s.change(Update{}, map[string]string{"terms/a.html": `<!doctype html><meta http-equiv="refresh" content="0; url=../index.html">`})
	p.until(`location.pathname === "/index.html"`)
}

func testFirstBuildAndMissingPage(t *testing.T, browser context.Context) {
	s := newSite(t, nil)
	p := openTab(t, browser, s.http.URL+"/terms/new.html")
	p.until(`document.querySelector("gloss-live") && document.body.className === "gloss-building"`)
	s.write("index.html", livePage)
	s.write("404.html", `<!doctype html><title>None</title><p id="none">none</p>`)
	s.server.Update(Update{Folder: s.dir, Added: []string{"404.html", "index.html"}})
	p.do(chromedp.Navigate(s.http.URL + "/terms/new.html"))
	p.until(`document.getElementById("none") && document.querySelector("gloss-live")`)
	s.change(Update{}, map[string]string{"terms/new.html": `<!doctype html><title>New</title><p id="new">new</p>`})
	p.until(`document.getElementById("new")`)
}

// The server goes away and another comes at the same address, with another site: the page finds out by itself.
func testRestart(t *testing.T, browser context.Context) {
	listeners, err := Listen("", 0, false)
	if err != nil {
		t.Fatal(err)
	}
	s := liveSite(t)
	run := func(server *Server) (stop func()) {
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- server.Run(ctx, listeners) }()
		return func() {
			cancel()
			if err := <-ended; err != nil {
				t.Error(err)
			}
		}
	}
	port := Port(listeners[0])
	stop := run(s.server)
	p := openTab(t, browser, "http://"+listeners[0].Addr().String()+"/")
	p.until(`document.querySelector("gloss-live")`)
	stop()
	s.write("index.html", strings.Replace(livePage, "TEXT", "after", 1))
	if listeners, err = Listen("", port, false); err != nil {
		t.Fatal(err)
	}
	second := New(Options{})
	second.Update(Update{Folder: s.dir, Everything: true})
	stop = run(second)
	defer stop()
	p.until(`document.getElementById("old").textContent === "after"`)
}

// Browsers open six connections to a server at most. More windows than that follow all the same, and none blocks another.
func testManyWindows(t *testing.T, browser context.Context) {
	s := liveSite(t)
	tabs := make([]*tab, 8)
	for i := range tabs {
		tabs[i] = openTab(t, browser, s.http.URL+"/")
		tabs[i].until(`document.querySelector("gloss-live")`)
	}
	s.change(Update{}, map[string]string{"index.html": strings.Replace(livePage, "TEXT", "for all", 1)})
	for _, p := range tabs {
		p.until(`document.getElementById("old").textContent === "for all"`)
	}
}

// A tab that was hidden, and one whose connection died without a word while the machine slept, catch up.
func testSleep(t *testing.T, browser context.Context) {
	s := liveSite(t)
	p := openTab(t, browser, s.http.URL+"/")
	p.until(`document.querySelector("gloss-live")`)
	hide := func(hidden bool) {
		p.set(fmt.Sprintf(`Object.defineProperty(document, "hidden", { value: %t, configurable: true }); document.dispatchEvent(new Event("visibilitychange"))`, hidden))
	}
	hide(true)
	s.change(Update{}, map[string]string{"index.html": strings.Replace(livePage, "TEXT", "slept", 1), "a.css": "p { color: rgb(9, 9, 9) }"})
	p.until(`document.getElementById("old").textContent === "TEXT"`)
	hide(false)
	p.until(`document.getElementById("old").textContent === "slept" && getComputedStyle(document.getElementById("old")).color === "rgb(9, 9, 9)"`)
	// The clock jumps as it does after sleep, and nothing was heard meanwhile: the page opens the stream anew.
	p.set(`{
		const Stream = EventSource, now = Date.now;
		window.opened = 0;
		window.EventSource = class extends Stream { constructor(url) { super(url); window.opened++; } };
		window.EventSource.CLOSED = Stream.CLOSED;
		Date.now = () => now() + 60000;
	}`)
	p.until(`window.opened > 0`)
	s.change(Update{}, map[string]string{"index.html": strings.Replace(livePage, "TEXT", "awake", 1)})
	p.until(`document.getElementById("old").textContent === "awake"`)
}

// A page of another site tries all that browsers offer to read the preview: none of it succeeds.
func testAnotherSite(t *testing.T, browser context.Context) {
	s := liveSite(t)
	s.write("search/words.js", `window.stolen = "words"`)
	elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, `<!doctype html><title>Elsewhere</title><script>
			window.tried = {};
			const home = %q, note = (what, ok) => { window.tried[what] = ok };
			fetch(home + "/").then((r) => r.text()).then((text) => note("fetch", text.includes("TEXT")), () => note("fetch", false));
			const script = document.createElement("script");
			script.src = home + "/search/words.js";
			script.onload = script.onerror = () => note("script", window.stolen !== undefined);
			document.head.append(script);
			const style = document.createElement("link");
			style.rel = "stylesheet"; style.href = home + "/a.css";
			style.onload = () => note("style", true); style.onerror = () => note("style", false);
			document.head.append(style);
			const stream = new EventSource(home + "/.gloss/events?page=/");
			stream.addEventListener("state", () => note("stream", true)); stream.onerror = () => note("stream", false);
		</script><body>`, s.http.URL)
	}))
	t.Cleanup(elsewhere.Close)
	for _, host := range []string{"127.0.0.1", "localhost"} { // another port of the same host is another site's as well
		p := openTab(t, browser, "about:blank")
		p.quiet = true // the refusals are told in the console
		p.do(chromedp.Navigate(strings.Replace(elsewhere.URL, "127.0.0.1", host, 1)))
		p.until(`["fetch", "script", "style", "stream"].every((what) => what in window.tried)`)
		p.until(`Object.values(window.tried).every((ok) => ok === false)`)
	}
}

// BenchmarkOnScreen measures from the end of a build to the changed document in the browser: the message, the fetch, the comparison
// and the change, on a page of 100 and one of 5,000 elements.
func BenchmarkOnScreen(b *testing.B) {
	for _, paragraphs := range []int{50, 2500} {
		b.Run(fmt.Sprint(2*paragraphs, "elements"), func(b *testing.B) { benchmarkOnScreen(b, paragraphs) })
	}
}

func benchmarkOnScreen(b *testing.B, paragraphs int) {
	page := strings.Replace(livePage, `<ul id`, strings.Repeat("<p>A paragraph with <a href='x.html'>a link</a>.</p>\n", paragraphs)+`<ul id`, 1)
	s := liveSite(b)
	s.change(Update{}, map[string]string{"index.html": page})
	p := openTab(b, startBrowser(b), s.http.URL+"/")
	p.until(`document.querySelector("gloss-live")`)
	p.set(`window.shows = (text) => new Promise((done) => {
		const look = () => document.getElementById("old").textContent === text && done(true);
		new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
		look();
	})`)
	i := 0
	for b.Loop() {
		i++
		text := fmt.Sprint("text ", i)
		s.change(Update{}, map[string]string{"index.html": strings.Replace(page, "TEXT", text, 1)})
		shown := chromedp.Evaluate[bool](`window.shows("`+text+`")`, chromedp.EvalAwaitPromise)
		if ok, err := chromedp.Run(p.ctx, shown); err != nil || !ok {
			b.Fatal(ok, err)
		}
	}
}
