package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// slowServer serves a folder, but of each page at first only what comes before its header, then a further element's end each time that next is sent.
func slowServer(t *testing.T, dir string, next <-chan struct{}) string {
	t.Helper()
	files := http.FileServerFS(os.DirFS(dir))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Cache-Control", "no-store") // the service worker fetches pages too, whole
		if r.Header.Get("Sec-Fetch-Dest") != "document" {
			files.ServeHTTP(w, r)
			return
		}
		text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(r.URL.Path)))
		if err != nil {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		for _, part := range halves(string(text)) {
			if _, err := fmt.Fprint(w, part); err != nil {
				return
			}
			w.(http.Flusher).Flush()
			select {
			case <-next:
			case <-r.Context().Done():
				return
			}
		}
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// halves cuts a page after the end of each element of its header, and what follows after some of its lines.
func halves(text string) []string {
	head, rest, _ := strings.Cut(text, `<header class="top">`)
	top, rest, _ := strings.Cut(rest, "</header>")
	parts := []string{head + `<header class="top">`}
	parts = append(parts, strings.SplitAfter(top, ">")...)
	parts[len(parts)-1] += "</header>"
	lines := strings.SplitAfter(rest, "\n")
	for len(lines) > 0 {
		n := min(len(lines), max(1, len(rest)/2000))
		parts = append(parts, strings.Join(lines[:n], ""))
		lines = lines[n:]
	}
	return parts
}

// A slow or crowded connection brings a page in parts; what has been painted stays where it is when more comes.
func TestHalfAPageIsStill(t *testing.T) {
	t.Parallel()
	next := make(chan struct{})
	dir := site(t)
	home := slowServer(t, dir, next)
	tb := openTab(t, home)
	call(tb, network.SetBypassServiceWorker, network.SetBypassServiceWorkerParams{Bypass: true}) // it would hand on a page when it has all of it
	for _, width := range []int64{390, 1280} {
		tb.do(chromedp.EmulateViewport(width, 844))
		for _, address := range []string{"/terms/ci.html", "/offline.html", "/tags/crm.html"} {
			text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(address)))
			if err != nil {
				t.Fatal(err)
			}
			call(tb, page.Navigate, page.NavigateParams{URL: home + address})
			for range halves(string(text)) {
				// Two frames: what has come is painted. A page that is not painted yet has no frames.
				get(tb, chromedp.Evaluate[bool](`new Promise(done => { setTimeout(() => done(false), 100); requestAnimationFrame(() => requestAnimationFrame(() => done(true))) })`, chromedp.EvalAwaitPromise))
				select {
				case next <- struct{}{}:
				case <-tb.ctx.Done():
					t.Fatal(address, " is not asked for")
				}
			}
			tb.until(`document.querySelector(".colours select")`)
			if moved := get(tb, chromedp.Evaluate[string](shifts, chromedp.EvalAwaitPromise)); moved != "" {
				t.Error(fmt.Sprint(address, " in parts at ", width, " pixels shifts: ", moved))
			}
		}
	}
}
