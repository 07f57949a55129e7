package main

import (
	"archive/zip"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// host serves a folder under a sub-path with a strict policy; its network can be cut, and single files be withheld.
type host struct {
	*httptest.Server
	home    string
	dir     atomic.Value // string
	cut     atomic.Bool
	missing atomic.Value // string: files with this in their path are cut off in the middle of the answer
	altered atomic.Value // string: files with this in their path get a comment at their end, as from a host that "optimises" pages
	hides   atomic.Bool  // pages are shown under addresses without .html
	served  sync.Map     // site paths that were asked for
}

func newHost(t *testing.T, dir string) *host {
	h := &host{}
	h.dir.Store(dir)
	h.missing.Store("")
	h.altered.Store("")
	h.Server = httptest.NewServer(http.HandlerFunc(h.serve))
	t.Cleanup(h.Close)
	h.home = h.URL + "/some/path"
	return h
}

func (h *host) serve(w http.ResponseWriter, r *http.Request) {
	name, missing := strings.TrimPrefix(r.URL.Path, "/some/path"), h.missing.Load().(string)
	if h.cut.Load() || missing != "" && strings.Contains(name, missing) {
		panic(http.ErrAbortHandler)
	}
	if strings.HasSuffix(name, "/") {
		name += "index.html"
	}
	if short, isPage := strings.CutSuffix(name, ".html"); isPage && h.hides.Load() {
		http.Redirect(w, r, "/some/path"+short, http.StatusFound)
		return
	}
	if h.hides.Load() && filepath.Ext(name) == "" {
		name += ".html"
	}
	h.served.Store(strings.TrimPrefix(name, "/"), true)
	w.Header().Set("Content-Security-Policy", "default-src 'self'")
	w.Header().Set("Cache-Control", "no-store") // so that nothing but the worker can keep a page
	file := filepath.Join(h.dir.Load().(string), filepath.FromSlash(name))
	if altered := h.altered.Load().(string); altered != "" && strings.Contains(name, altered) {
		data, err := os.ReadFile(file)
		if err != nil {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, "%s<!-- 12 ms -->", data)
		return
	}
	http.ServeFile(w, r, file)
}

// until waits for an expression to become true, over navigations too.
func (tb *tab) until(expression string) {
	tb.t.Helper()
	var last error
	for tb.ctx.Err() == nil {
		var ok bool
		ok, last = chromedp.Run(tb.ctx, chromedp.Evaluate[bool]("(() => { try { return Boolean("+expression+") } catch (e) { return false } })()"))
		if ok {
			return
		}
		time.Sleep(10 * time.Millisecond) // the browser needs the processor more than the question does
	}
	tb.t.Fatalf("never true: %s (%v); the foot says %q", expression, last, tb.foot())
}

func (tb *tab) foot() string {
	said, _ := chromedp.Run(context.WithoutCancel(tb.ctx), chromedp.Evaluate[string](`document.querySelector("[data-offline]").textContent`))
	return said
}

const offlineButton = `[...document.querySelectorAll("[data-offline] button")].find(b => b.textContent === %q)`

func (tb *tab) press(label string) {
	tb.t.Helper()
	button := fmt.Sprintf(offlineButton, label)
	tb.until(button)
	tb.do(chromedp.Evaluate[chromedp.Void](button + ".click()"))
}

func (tb *tab) saveForOffline() {
	tb.t.Helper()
	tb.press("Save for offline")
	tb.until(`document.querySelector("[data-offline]").textContent.includes("will be kept on this device")`)
	tb.press("Save")
	tb.until(fmt.Sprintf(offlineButton, "Remove"))
}

// untilKept waits until a page that was read is kept.
func (tb *tab) untilKept(path string) {
	tb.t.Helper()
	tb.until(fmt.Sprintf(`(c => { c.port1.onmessage = e => { window.kept = e.data.result }; navigator.serviceWorker.controller.postMessage({ what: "pages" }, [c.port2]) })(new MessageChannel()) ||
		kept.some(page => page.path === %q)`, path))
}

// buildText builds a glossary from files given as text, and returns the site's folder.
func buildText(t *testing.T, files map[string]string) string {
	t.Helper()
	content, out := t.TempDir(), filepath.Join(t.TempDir(), "site")
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(content, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var messages strings.Builder
	if status := run(context.Background(), []string{"build", "--content", content, "--out", out}, nil, io.Discard, &messages); status != statusDone {
		t.Fatalf("status %d\n%s", status, messages.String())
	}
	return out
}

// version returns the version that the page's reader is told.
func (tb *tab) version() string {
	tb.t.Helper()
	return get(tb, chromedp.Evaluate[string](`document.querySelector("[data-offline]").dataset.version`))
}

// A reader saves the glossary, loses the network, and reads and searches on.
func TestReaderSavesForOffline(t *testing.T) {
	t.Parallel()
	h := newHost(t, site(t))
	tb := openTab(t, h.home)
	tb.do(chromedp.Navigate(h.home + "/terms/buyer.html"))
	tb.saveForOffline()
	h.cut.Store(true)
	tb.do(chromedp.Navigate(h.home+"/terms/integration-testing.html"), heading("Integration testing"))
	tb.until(`document.querySelector("[data-offline]").textContent.startsWith("Version ")`)
	tb.do(chromedp.SendKeys(searchInput, "monthy recuring"), firstAnswer("Monthly recurring revenue"))
	tb.do(chromedp.Navigate(h.home + "/"))
	tb.until(`document.body.classList.contains("on-home")`)
	tb.do(chromedp.Navigate(h.home + "/terms/no-such-term.html"))
	tb.until(`document.querySelector("main").textContent.includes("none has this address")`)
	tb.until(`document.querySelectorAll("#offline-pages a").length > 100`)
}

// Without saving, what was read can be read again; another page says that it is not kept and offers what is.
func TestReaderReturnsToPagesRead(t *testing.T) {
	t.Parallel()
	h := newHost(t, site(t))
	tb := openTab(t, h.home)
	tb.do(chromedp.Navigate(h.home + "/index.html"))
	tb.until(fmt.Sprintf(offlineButton, "Save for offline"))
	tb.do(chromedp.Navigate(h.home+"/terms/buyer.html"), heading("Buyer"))
	tb.untilKept("terms/buyer.html")
	h.cut.Store(true)
	tb.do(chromedp.Navigate(h.home+"/terms/buyer.html"), heading("Buyer"))
	tb.do(chromedp.Navigate(h.home + "/terms/integration-testing.html"))
	tb.until(`document.querySelector("main").textContent.includes("not saved on this device")`)
	tb.do(chromedp.Click(chromedp.CSS("#offline-pages a")), heading("Buyer"))
}

// An update that breaks off leaves the old version whole; one that comes through is there whole.
func TestOfflineUpdateIsAtomic(t *testing.T) {
	t.Parallel()
	first := map[string]string{"apple.md": "---\ntitle: Apple\nsummary: A fruit.\n---\nThe first text.\n", "pear.md": "---\ntitle: Pear\nsummary: Another fruit.\n---\nThe first text.\n"}
	second := map[string]string{"apple.md": "---\ntitle: Apple\nsummary: A fruit.\n---\nThe second text.\n", "pear.md": "---\ntitle: Pear\nsummary: Another fruit.\n---\nThe second text.\n"}
	h := newHost(t, buildText(t, first))
	tb := openTab(t, h.home)
	tb.do(chromedp.Navigate(h.home + "/terms/apple.html"))
	tb.saveForOffline()
	old := tb.version()

	h.dir.Store(buildText(t, second))
	h.missing.Store("pear")
	// The browser looks for a new worker at each page, and this one cannot be installed.
	tb.do(chromedp.Navigate(h.home + "/terms/apple.html"))
	tb.do(chromedp.Evaluate[chromedp.Void](`navigator.serviceWorker.ready.then(r => r.update()).then(r => r.installing && r.installing.addEventListener("statechange", e => { window.ended = e.target.state }), () => { window.ended = "redundant" }); undefined`))
	tb.until(`window.ended === "redundant"`)
	h.cut.Store(true)
	for _, name := range []string{"apple", "pear"} {
		tb.do(chromedp.Navigate(h.home + "/terms/" + name + ".html"))
		tb.until(`document.querySelector("[data-gloss-body]").textContent.includes("The first text") && document.querySelector("[data-offline]").dataset.version`)
		if now := tb.version(); now != old {
			t.Errorf("version %s, want %s", now, old)
		}
	}

	h.cut.Store(false)
	h.missing.Store("")
	tb.do(chromedp.Navigate(h.home + "/terms/apple.html"))
	tb.do(chromedp.Evaluate[chromedp.Void](`navigator.serviceWorker.ready.then(r => r.update()); undefined`))
	tb.press("Read it")
	tb.until(`document.querySelector("[data-gloss-body]").textContent.includes("The second text") && document.querySelector("[data-offline]").dataset.version`)
	h.cut.Store(true)
	for _, name := range []string{"apple", "pear"} {
		tb.do(chromedp.Navigate(h.home + "/terms/" + name + ".html"))
		tb.until(`document.querySelector("[data-gloss-body]").textContent.includes("The second text") && document.querySelector("[data-offline]").dataset.version`)
		if now := tb.version(); now == old {
			t.Errorf("version %s still", now)
		}
	}
}

// unzip unpacks an archive and returns its folder.
func unzip(t *testing.T, name string) string {
	t.Helper()
	archive, err := zip.OpenReader(name)
	if err != nil {
		t.Fatal(err)
	}
	defer archive.Close()
	dir := t.TempDir()
	if err := os.CopyFS(dir, archive); err != nil {
		t.Fatal(err)
	}
	return dir
}

// The archive, unpacked, is read from disk: one file to open, pages, search, and no worker.
func TestReaderOpensTheArchive(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "words.zip")
	var messages strings.Builder
	if status := run(context.Background(), []string{"build", "--content", "../../content", "--out", filepath.Join(t.TempDir(), "site"), "--zip=" + name}, nil, io.Discard, &messages); status != statusDone {
		t.Fatalf("status %d\n%s", status, messages.String())
	}
	dir := unzip(t, name)
	tops, err := filepath.Glob(filepath.Join(dir, "*", "*"))
	if err != nil || len(tops) != 2 || filepath.Base(tops[0]) != "START-HERE.html" || filepath.Base(tops[1]) != "site" {
		t.Fatalf("the archive's folder holds %v (%v), want START-HERE.html and site", tops, err)
	}
	tb := openTab(t, "file://"+filepath.ToSlash(dir))
	tb.do(chromedp.Navigate("file://" + filepath.ToSlash(tops[0])))
	tb.until(`document.body.classList.contains("on-home")`)
	tb.do(chromedp.SendKeys(searchInput, "monthy recuring"), firstAnswer("Monthly recurring revenue"))
	tb.do(chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.Enter), heading("Monthly recurring revenue"))
	if hidden := get(tb, chromedp.Evaluate[bool](`!document.querySelector("[data-offline]:not([hidden])")`)); !hidden {
		t.Error("the page offers to save what lies on disk already")
	}
}

// Saving can be stopped and taken up again, and what was saved can be removed.
func TestReaderStopsSavingAndRemoves(t *testing.T) {
	t.Parallel()
	h := newHost(t, site(t))
	tb := openTab(t, h.home)
	tb.do(chromedp.Navigate(h.home + "/terms/buyer.html"))
	tb.until(fmt.Sprintf(offlineButton, "Save for offline"))
	h.missing.Store("/terms/")
	tb.press("Save for offline")
	tb.press("Save")
	tb.until(`document.querySelector("[data-offline]").textContent.includes("The network is gone")`)
	h.missing.Store("")
	tb.press("Cancel")
	tb.saveForOffline()
	tb.press("Remove")
	tb.until(fmt.Sprintf(offlineButton, "Save for offline"))
	h.cut.Store(true)
	tb.do(chromedp.Navigate(h.home + "/terms/integration-testing.html"))
	tb.until(`document.querySelector("main").textContent.includes("not saved on this device")`)
}

// fruit is a glossary of three terms, in which the text of one is given.
func fruit(apple string) map[string]string {
	return map[string]string{"apple.md": "---\ntitle: Apple\nsummary: A fruit.\n---\n" + apple + "\n",
		"pear.md": "---\ntitle: Pear\nsummary: Another fruit.\n---\nIt is green.\n", "plum.md": "---\ntitle: Plum\nsummary: A third fruit.\n---\nIt is blue.\n"}
}

// An update of a saved glossary fetches what changed and nothing else.
func TestOfflineUpdateFetchesWhatChanged(t *testing.T) {
	t.Parallel()
	one, two := buildText(t, fruit("The first text.")), buildText(t, fruit("The second text."))
	h := newHost(t, one)
	tb := openTab(t, h.home)
	tb.do(chromedp.Navigate(h.home + "/terms/apple.html"))
	tb.saveForOffline()
	old := tb.version()
	h.served.Clear()
	h.dir.Store(two)
	tb.do(chromedp.Evaluate[chromedp.Void](`navigator.serviceWorker.ready.then(r => r.update()); undefined`))
	tb.press("Read it")
	tb.until(`document.querySelector("[data-gloss-body]").textContent.includes("The second text") && document.querySelector("[data-offline]").dataset.version`)
	if tb.version() == old {
		t.Errorf("version %s still", old)
	}
	var fetched []string
	h.served.Range(func(name, _ any) bool {
		fetched = append(fetched, name.(string))
		return true
	})
	for _, name := range fetched {
		before, errBefore := os.ReadFile(filepath.Join(one, filepath.FromSlash(name)))
		after, errAfter := os.ReadFile(filepath.Join(two, filepath.FromSlash(name)))
		if errBefore == nil && errAfter == nil && string(before) == string(after) {
			t.Errorf("%s was fetched, though it had not changed", name)
		}
	}
	if !slices.Contains(fetched, "terms/apple.html") || !slices.Contains(fetched, "sw.js") {
		t.Errorf("fetched %q, without the worker or the page that changed", fetched)
	}
	h.cut.Store(true)
	tb.do(chromedp.Navigate(h.home+"/terms/plum.html"), heading("Plum"))
	tb.until(fmt.Sprintf(offlineButton, "Remove")) // it is saved as a whole still
}

// What a host changes on its way cannot be checked. The reader is told, and reads on from the network.
func TestHostThatAltersPages(t *testing.T) {
	t.Parallel()
	h := newHost(t, site(t))
	h.altered.Store("/terms/")
	tb := openTab(t, h.home)
	tb.do(chromedp.Navigate(h.home + "/index.html"))
	tb.press("Save for offline")
	tb.press("Save")
	tb.until(`document.querySelector("[data-offline]").textContent.includes("changes files on their way")`)
	tb.press("Cancel")
	tb.do(chromedp.Navigate(h.home+"/terms/buyer.html"), heading("Buyer"))
	tb.do(chromedp.Navigate(h.home+"/terms/buyer.html"), heading("Buyer"))
	tb.do(chromedp.SendKeys(searchInput, "mrr"), firstAnswer("Monthly recurring revenue"))
}

// A host that shows pages under addresses without .html keeps them for offline reading all the same.
func TestHostThatHidesHTML(t *testing.T) {
	t.Parallel()
	h := newHost(t, site(t))
	h.hides.Store(true)
	tb := openTab(t, h.home)
	tb.do(chromedp.Navigate(h.home + "/index.html"))
	tb.until(fmt.Sprintf(offlineButton, "Save for offline"))
	tb.do(chromedp.Navigate(h.home+"/terms/buyer.html"), heading("Buyer"))
	if at := get(tb, chromedp.Location()); at != h.home+"/terms/buyer" {
		t.Errorf("the host shows %s", at)
	}
	tb.untilKept("terms/buyer.html")
	h.cut.Store(true)
	tb.do(chromedp.Navigate(h.home+"/terms/buyer"), heading("Buyer"))
	tb.do(chromedp.Navigate(h.home+"/terms/buyer.html"), heading("Buyer"))
}

// A site that no longer offers offline reading takes back what it had kept.
func TestOfflineReadingIsRetired(t *testing.T) {
	h := newHost(t, buildText(t, fruit("The first text.")))
	tb := openTab(t, h.home)
	tb.do(chromedp.Navigate(h.home + "/terms/apple.html"))
	tb.saveForOffline()
	t.Chdir(t.TempDir())
	if err := os.WriteFile("gloss.yaml", []byte("outputs: {offline: false}\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	h.dir.Store(buildText(t, fruit("The second text.")))
	tb.do(chromedp.Evaluate[chromedp.Void](`navigator.serviceWorker.ready.then(r => r.update()); undefined`))
	tb.until(`window.installed || (navigator.serviceWorker.getRegistration().then(r => { window.installed = !r || r.waiting }), false)`)
	// Not Navigate, which waits for a load that never ends when the page loads itself anew at the same moment.
	tb.do(chromedp.Evaluate[chromedp.Void](`location.assign("apple.html")`))
	tb.until(`document.querySelector("[data-gloss-body]").textContent.includes("The second text")`)
	tb.until(`(navigator.serviceWorker.getRegistrations().then(all => { window.left = all.length }), window.left === 0)`)
	tb.until(`(indexedDB.databases().then(all => { window.bases = all.length }), window.bases === 0)`)
}
