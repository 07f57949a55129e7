package main

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"time"

	cdppage "github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// patience is how long an edit may take to be seen before the measurement is given up.
const patience = 2 * time.Minute

// hugoPatience is how long an edit may take Hugo to show: some six times what it takes. Its open page misses one now and then, and
// waiting for those was most of the time that a measurement took.
func hugoPatience(terms int) time.Duration {
	return 2*time.Second + time.Duration(terms)*250*time.Microsecond
}

var errNotShown = errors.New("never stood on the page")

// mark is a word that no glossary holds. Each digit stands there three times, so that search does not take one mark for another that was
// typed wrong.
func mark(serial int) string {
	var b strings.Builder
	for _, digit := range strconv.Itoa(serial) {
		b.WriteString(strings.Repeat(string(digit), 3))
	}
	return "glossmark" + b.String() + "x"
}

// observer runs in each new document before its own scripts. It tells the highest mark in the text as soon as it stands there, whether a
// script put it there or the page was loaded anew.
const observer = `(() => {
  let highest = 0;
  const look = () => {
    if (!document.body) return;
    let found = 0;
    for (const [, digits] of document.body.textContent.matchAll(/glossmark(\d+)x/g)) found = Math.max(found, Number(digits.replace(/(.)\1\1/g, "$1")));
    if (found === highest) return;
    highest = found;
    glossBench(found + " " + Date.now());
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
  addEventListener("load", look);
})()`

// page is a tab of headless Chromium.
type page struct {
	ctx    context.Context
	serial int // of the last mark, over all servers
	mu     sync.Mutex
	seen   map[int]time.Time // by mark
	told   chan struct{}     // closed and replaced when a mark is seen
}

// openBrowser starts Chromium with one tab.
func openBrowser(ctx context.Context) (*page, func(), error) {
	program := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if found, err := exec.LookPath(name); err == nil {
			program = found
			break
		}
	}
	if program == "" {
		return nil, nil, errors.New("this needs Chromium: install it with: sudo apt-get install chromium")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(program), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true))
	allocator, stop := chromedp.NewExecAllocator(ctx, options...)
	p := &page{seen: map[int]time.Time{}, told: make(chan struct{})}
	tab, closeTab := chromedp.NewContext(allocator, chromedp.WithListener(p.listen))
	end := func() { closeTab(); stop() }
	p.ctx = tab
	if err := chromedp.Do(tab); err != nil {
		end()
		return nil, nil, fmt.Errorf("the browser does not start: %w", err)
	}
	_, err := chromedp.Call(tab, runtime.AddBinding, runtime.AddBindingParams{Name: "glossBench"})
	if err == nil {
		_, err = chromedp.Call(tab, cdppage.AddScriptToEvaluateOnNewDocument, cdppage.AddScriptToEvaluateOnNewDocumentParams{Source: observer})
	}
	if err != nil {
		end()
		return nil, nil, err
	}
	return p, end, nil
}

// listen takes what the observer tells: "serial milliseconds".
func (p *page) listen(event any) {
	called, ok := event.(*runtime.EventBindingCalled)
	if !ok || called.Name != "glossBench" {
		return
	}
	first, second, _ := strings.Cut(called.Payload, " ")
	serial, err := strconv.Atoi(first)
	at, err2 := strconv.ParseInt(second, 10, 64)
	if err != nil || err2 != nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, before := p.seen[serial]; before {
		return
	}
	p.seen[serial] = time.UnixMilli(at)
	close(p.told)
	p.told = make(chan struct{})
}

// open loads a page. A server that tells the page before it to load anew at the same moment aborts that, so it is tried again.
func (p *page) open(_ context.Context, address string) (err error) {
	for range 5 {
		if err = chromedp.Do(p.ctx, chromedp.Navigate(address)); err == nil {
			return nil
		}
		time.Sleep(200 * time.Millisecond)
	}
	return err
}

// shows waits for a mark and returns when it stood in the document, by the browser's clock.
func (p *page) shows(ctx context.Context, serial int, patience time.Duration) (time.Time, error) {
	limit := time.After(patience)
	for {
		p.mu.Lock()
		at, ok := p.seen[serial]
		told := p.told
		p.mu.Unlock()
		if ok {
			return at, nil
		}
		select {
		case <-told:
		case <-limit:
			return time.Time{}, fmt.Errorf("%s %w", mark(serial), errNotShown)
		case <-ctx.Done():
			return time.Time{}, ctx.Err()
		}
	}
}

// finder asks the page's own search for a word, and again whenever the preview tells the page of a build, and gives the time at which the
// question was asked that was answered first. How long the engine lets a query rest before it fetches files is a reader's own pause in
// typing, and no part of it.
const finder = `new Promise((done) => {
  let stop = null;
  const ask = () => {
    if (stop) stop();
    const asked = Date.now();
    stop = gloss.search(%q, 1, (answer) => {
      if (!answer.done || !answer.hits.length) return;
      document.removeEventListener("gloss:update", ask);
      done(asked);
    });
  };
  document.addEventListener("gloss:update", ask);
  gloss.open("../");
  ask();
})`

// finds waits until the search of the open page finds a mark and returns when that was asked for, by the browser's clock.
func (p *page) finds(serial int) (time.Time, error) {
	ctx, cancel := context.WithTimeout(p.ctx, patience)
	defer cancel()
	at, err := chromedp.Run(ctx, chromedp.Evaluate[float64](fmt.Sprintf(finder, mark(serial)), chromedp.EvalAwaitPromise))
	if err != nil {
		return time.Time{}, fmt.Errorf("search never found %s: %w", mark(serial), err)
	}
	return time.UnixMilli(int64(at)), nil
}
