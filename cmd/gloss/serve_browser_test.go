package main

import (
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"

	"github.com/chromedp/chromedp"
)

// The writer's browser beside gloss serve, with the real theme: what is on the screen while files change. See also package preview.
func TestWriterWatchesTheBrowser(t *testing.T) {
	t.Parallel()
	g := newGlossary(t, map[string]string{
		"gloss.yaml":         "title: Words\n",
		"content/sprint.md":  "---\ntitle: Sprint\n---\nA fixed period, fed from the [[backlog]].\n\n" + strings.Repeat("A line to scroll over.\n\n", 80),
		"content/backlog.md": "---\ntitle: Backlog\n---\nEverything that could be done next.\n",
		"content/kanban.md":  "---\ntitle: Kanban\n---\nA board.\n",
	})
	s := g.serve()
	s.quiet()
	home := strings.TrimSuffix(s.address, "/")
	tb := openTab(t, home)
	tb.do(chromedp.Navigate(home + "/terms/sprint.html"))
	tb.until(`document.querySelector("gloss-live")`)
	for _, step := range []struct {
		name string
		run  func(*testing.T, *glossary, *tab)
	}{
		{"an edited body", watchBody}, {"a new word is found by the open search", watchSearch}, {"a style sheet of one's own", watchStyle},
		{"a mistake in a term", watchMistake}, {"a mistake in a template", watchTemplate}, {"a renamed file", watchRename},
	} {
		if !t.Run(step.name, func(t *testing.T) { step.run(t, g, tb) }) {
			t.Fatalf("the server printed\n%s", s.lately())
		}
	}
}

const liveShade = `document.querySelector("gloss-live").shadowRoot`

// set runs a statement in the page.
func (tb *tab) set(script string) {
	tb.t.Helper()
	tb.do(chromedp.Evaluate[chromedp.Void](script + "; undefined"))
}

// The text changes under the reader's eyes; where they are, what they type and what they opened stays.
func watchBody(_ *testing.T, g *glossary, tb *tab) {
	tb.set(`window.here = true; scrollTo(0, 1500)`)
	tb.do(chromedp.Focus(searchInput), chromedp.SendKeys(searchInput, "back"))
	tb.until(`document.querySelector("a[role=option], [role=listbox] a, .search a")`)
	tb.set(`scrollTo(0, 1500)`)
	g.replace("content/sprint.md", strings.Replace(read(g, "content/sprint.md"), "A fixed period", "A short fixed period", 1))
	tb.until(`document.querySelector("[data-gloss-body]").textContent.includes("A short fixed period")`)
	tb.until(`window.here && scrollY === 1500 && document.activeElement.name === "q" && document.activeElement.value === "back"`)
}

// Search knows what was just written, without a reload.
func watchSearch(_ *testing.T, g *glossary, tb *tab) {
	g.replace("content/kanban.md", "---\ntitle: Kanban\naliases: [zettelwand]\n---\nA board.\n")
	for range 200 { // search follows a little later than the page
		tb.do(chromedp.Focus(searchInput), clearBox, chromedp.SendKeys(searchInput, "zettelwand"))
		if get(tb, chromedp.Evaluate[bool](`new Promise((done) => setTimeout(() => done(document.querySelector("form.search").parentNode.textContent.includes("Kanban")), 300))`, chromedp.EvalAwaitPromise)) {
			tb.until(`window.here`)
			return
		}
	}
	tb.t.Fatal("the new alias is never found")
}

func watchStyle(_ *testing.T, g *glossary, tb *tab) {
	name := "layouts/styles/90-own.css"
	g.replace(name, "[data-gloss-body] { color: rgb(1, 2, 3) }\n")
	tb.until(`getComputedStyle(document.querySelector("[data-gloss-body]")).color === "rgb(1, 2, 3)"`)
	g.replace(name, "[data-gloss-body] { color: rgb(4, 5, 6) }\n")
	tb.until(`getComputedStyle(document.querySelector("[data-gloss-body]")).color === "rgb(4, 5, 6)" && window.here`)
}

// A mistake lies over the page with place, caret, hint and a way into the editor; behind it the last good site can be used.
func watchMistake(_ *testing.T, g *glossary, tb *tab) {
	good := read(g, "content/backlog.md")
	g.replace("content/backlog.md", strings.Replace(good, "title:", "titel:", 1))
	tb.until(`!` + liveShade + `.querySelector(".panel").hidden`)
	for _, holds := range []struct{ selector, property string }{
		{"li .place", `textContent.includes("content/backlog.md:2:1")`},
		{"li .place", `protocol === "vscode:"`},
		{"li .place", `href.endsWith("content/backlog.md:2:1")`},
		{"li mark", `textContent === "titel"`},
		{"li .caret", `textContent === "^~~~~"`},
		{"li .hint", `textContent.includes('did you mean "title"')`},
	} {
		tb.until(liveShade + `.querySelector("` + holds.selector + `").` + holds.property)
	}
	tb.set(liveShade + `.querySelector(".hide").click()`)
	tb.do(chromedp.Click(chromedp.CSS(`[data-gloss-body] a[href="backlog.html"]`)))
	tb.until(`location.pathname === "/terms/backlog.html" && document.querySelector("gloss-live")`)
	g.replace("content/backlog.md", good)
	tb.until(liveShade + `.querySelector(".panel").hidden && ` + liveShade + `.querySelector(".badge").hidden`)
}

func watchTemplate(_ *testing.T, g *glossary, tb *tab) {
	name := "layouts/templates/notfound.html"
	g.replace(name, "{{define \"notfound\"}}<p>\n{{.NoSuchField}}\n</p>{{end}}\n")
	tb.until(`!` + liveShade + `.querySelector(".panel").hidden && ` + liveShade + `.querySelector(".place").textContent.includes("` + name + `:2")`)
	g.check(os.Remove(g.path(name)))
	tb.until(liveShade + `.querySelector(".panel").hidden && ` + liveShade + `.querySelector(".badge").hidden`)
}

// The open page says that it is gone, and where it went.
func watchRename(_ *testing.T, g *glossary, tb *tab) {
	g.check(os.Rename(g.path("content/backlog.md"), g.path("content/stock.md")))
	tb.until(`!` + liveShade + `.querySelector(".notice").hidden`)
	tb.until(liveShade + `.querySelector(".notice a").pathname === "/terms/stock.html"`)
	tb.set(liveShade + `.querySelector(".notice a").click()`)
	tb.until(`location.pathname === "/terms/stock.html" && document.querySelector("h1").textContent === "Backlog"`)
	tb.until(`document.querySelector("gloss-live")`)
	g.check(os.Remove(g.path("content/stock.md")))
	tb.until(`!` + liveShade + `.querySelector(".notice").hidden && ` + liveShade + `.querySelector(".notice a").textContent === "Home"`)
}

func read(g *glossary, name string) string {
	g.t.Helper()
	text, err := os.ReadFile(g.path(name))
	g.check(err)
	return string(text)
}

// A change of a thousand files at once, as git checkout makes, is a rebuild or a few.
func TestOneBurstIsOneRebuild(t *testing.T) {
	t.Parallel()
	g := newGlossary(t, nil)
	checkout := func(what string) {
		for i := range 100 {
			g.write(fmt.Sprintf("content/t%03d.md", i), fmt.Sprintf("---\ntitle: %s %d\n---\nA %s.\n", what, i, what))
			for file := range 9 {
				g.write(fmt.Sprintf("content/files/%03d/%d.txt", i, file), what)
			}
		}
	}
	checkout("House")
	s := g.serve()
	s.quiet()
	lines := strings.Count(s.text(), "\n")
	g.check(s.cmd.Process.Signal(syscall.SIGSTOP)) // how fast they are written is this machine's affair
	checkout("Tower")
	g.check(s.cmd.Process.Signal(syscall.SIGCONT))
	s.quiet()
	if rebuilds := strings.Count(s.text(), "\n") - lines; rebuilds > 8 { // mostly 1 or 2
		t.Errorf("a thousand files led to %d lines:\n%s", rebuilds, s.lately())
	}
	for name, want := range map[string]string{"terms/t099.html": "A Tower.", "files/files/099/8.txt": "Tower"} {
		if !strings.Contains(read(g, "public/"+name), want) {
			t.Errorf("%s is not that of the last file of the burst", name)
		}
	}
	s.stop()
}
