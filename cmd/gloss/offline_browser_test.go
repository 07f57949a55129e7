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
	"strings"
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
}

func newHost(t *testing.T, dir string) *host {
	h := &host{}
	h.dir.Store(dir)
	h.missing.Store("")
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
	w.Header().Set("Content-Security-Policy", "default-src 'self'")
	w.Header().Set("Cache-Control", "no-store") // so that nothing but the worker can keep a page
	http.ServeFile(w, r, filepath.Join(h.dir.Load().(string), filepath.FromSlash(name)))
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
	h := newHost(t, site(t))
	tb := openTab(t, h.home)
	tb.mayBeCut(h.cut.Load)
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
	h := newHost(t, site(t))
	tb := openTab(t, h.home)
	tb.mayBeCut(h.cut.Load)
	tb.do(chromedp.Navigate(h.home + "/index.html"))
	tb.until(fmt.Sprintf(offlineButton, "Save for offline"))
	tb.do(chromedp.Navigate(h.home+"/terms/buyer.html"), heading("Buyer"))
	tb.until(`(caches.keys().then(async names => { for (const n of names) if (await (await caches.open(n)).match("buyer.html")) window.isKept = true }), window.isKept)`)
	h.cut.Store(true)
	tb.do(chromedp.Navigate(h.home+"/terms/buyer.html"), heading("Buyer"))
	tb.do(chromedp.Navigate(h.home + "/terms/integration-testing.html"))
	tb.until(`document.querySelector("main").textContent.includes("not saved on this device")`)
	tb.do(chromedp.Click(chromedp.CSS("#offline-pages a")), heading("Buyer"))
}

// An update that breaks off leaves the old version whole; one that comes through is there whole.
func TestOfflineUpdateIsAtomic(t *testing.T) {
	first := map[string]string{"apple.md": "---\ntitle: Apple\nsummary: A fruit.\n---\nThe first text.\n", "pear.md": "---\ntitle: Pear\nsummary: Another fruit.\n---\nThe first text.\n"}
	second := map[string]string{"apple.md": "---\ntitle: Apple\nsummary: A fruit.\n---\nThe second text.\n", "pear.md": "---\ntitle: Pear\nsummary: Another fruit.\n---\nThe second text.\n"}
	h := newHost(t, buildText(t, first))
	tb := openTab(t, h.home)
	tb.mayBeCut(h.cut.Load)
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
	h := newHost(t, site(t))
	tb := openTab(t, h.home)
	tb.mayBeCut(h.cut.Load)
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
