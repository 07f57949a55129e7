package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// sampleSite builds the sample glossary once for all browser tests.
var sampleSite = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "gloss-sample-")
	if err != nil {
		return "", err
	}
	var messages strings.Builder
	status := run(context.Background(), []string{"build", "--content", "../../content", "--out", dir}, nil, io.Discard, &messages)
	if status != statusDone || messages.Len() > 0 {
		return dir, fmt.Errorf("the sample glossary does not build without a message: status %d\n%s", status, messages.String())
	}
	return dir, nil
})

func site(t *testing.T) string {
	t.Helper()
	dir, err := sampleSite()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// strictServer serves a folder as a careful host would: under a sub-path, with the strictest policy that rule 6 promises to meet.
func strictServer(t *testing.T, dir string) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'self'")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		file, err := os.Open(filepath.Join(dir, filepath.FromSlash(strings.TrimPrefix(path.Clean(r.URL.Path), "/some/path"))))
		if err != nil {
			http.NotFound(w, r)
			return
		}
		defer file.Close()
		http.ServeContent(w, r, file.Name(), time.Time{}, file)
	}))
	t.Cleanup(server.Close)
	return server.URL + "/some/path"
}

// browserPath finds Chromium or Chrome.
func browserPath(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if found, err := exec.LookPath(name); err == nil {
			return found
		}
	}
	t.Fatal("the browser tests need Chromium: install it with: sudo apt-get install chromium")
	return ""
}

// tab is a browser tab that notes what a page must not do.
type tab struct {
	t        *testing.T
	ctx      context.Context
	mu       sync.Mutex
	problems []string
	requests []string
}

// openTab starts a headless browser with one tab. At the end of the test, console errors and requests that left the site fail it.
func openTab(t *testing.T, home string) *tab {
	t.Helper()
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(browserPath(t)), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true))
	tb := &tab{t: t}
	allocator, cancelAllocator := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, cancel := chromedp.NewContext(allocator, chromedp.WithListener(tb.listen))
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("the browser does not start: %v", err)
	}
	ctx, cancelTimeout := context.WithTimeout(ctx, 5*time.Minute) // for all that the test does with it
	tb.ctx = ctx
	call(tb, log.Enable, cdp.Empty{})
	call(tb, network.Enable, network.EnableParams{})
	t.Cleanup(func() {
		cancelTimeout()
		cancel()
		cancelAllocator()
		tb.mu.Lock()
		defer tb.mu.Unlock()
		for _, problem := range tb.problems {
			t.Errorf("the page complains: %s", problem)
		}
		for _, address := range tb.requests {
			if !strings.HasPrefix(address, home) {
				t.Errorf("a request left the site: %s", address)
			}
		}
	})
	return tb
}

func (tb *tab) listen(event any) {
	tb.mu.Lock()
	defer tb.mu.Unlock()
	switch e := event.(type) {
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			tb.problems = append(tb.problems, e.Entry.Text+" "+e.Entry.URL)
		}
	case *runtime.EventExceptionThrown:
		text := e.ExceptionDetails.Text
		if e.ExceptionDetails.Exception != nil {
			text += " " + e.ExceptionDetails.Exception.Description
		}
		tb.problems = append(tb.problems, text)
	case *runtime.EventConsoleAPICalled:
		tb.problems = append(tb.problems, "a message on the console, of type "+string(e.Type))
	case *network.EventRequestWillBeSent:
		tb.requests = append(tb.requests, e.Request.URL)
	}
}

// call sends one command of the DevTools protocol.
func call[P, R any](tb *tab, command cdp.Command[P, R], params P) {
	tb.t.Helper()
	if _, err := chromedp.Call(tb.ctx, command, params); err != nil {
		tb.t.Fatal(err)
	}
}

// do runs steps and fails the test on the first error.
func (tb *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	tb.t.Helper()
	if err := chromedp.Do(tb.ctx, steps...); err != nil {
		tb.t.Fatal(err)
	}
}

// get runs one action and returns its value.
func get[T any](tb *tab, action chromedp.Action[T]) T {
	tb.t.Helper()
	value, err := chromedp.Run(tb.ctx, action)
	if err != nil {
		tb.t.Fatal(err)
	}
	return value
}

const searchInput = chromedp.CSS(`input[name="q"]`)

// firstAnswer waits until the first answer's title is the one wanted.
func firstAnswer(want string) chromedp.Action[chromedp.Void] {
	return chromedp.WaitVisible(fmt.Sprintf(`(//*[@class="answer"])[1]/b[.=%q]`, want))
}

// clearBox empties the search box as a reader does: all selected, then deleted.
func clearBox(ctx context.Context, t *chromedp.Target) (chromedp.Void, error) {
	return chromedp.Steps(chromedp.KeyEvent("a", chromedp.KeyModifiers(chromedp.ModifierCtrl)), chromedp.KeyEvent(kb.Backspace))(ctx, t)
}

func heading(want string) chromedp.Action[chromedp.Void] {
	return chromedp.WaitVisible(fmt.Sprintf(`//h1[contains(., %q)]`, want))
}

// A reader finds terms by typing, on any host and from a disk, by keyboard alone, and nothing leaves the site.
func TestReaderSearches(t *testing.T) {
	t.Parallel()
	dir := site(t)
	homes := map[string]string{"served": strictServer(t, dir), "from disk": "file://" + filepath.ToSlash(dir)}
	for name, home := range homes {
		t.Run(name, func(t *testing.T) {
			tb := openTab(t, home)
			tb.do(chromedp.Navigate(home+"/terms/buyer.html"), chromedp.KeyEvent("/"))
			if focused := get(tb, chromedp.Evaluate[string](`document.activeElement.name || ""`)); focused != "q" {
				t.Errorf("the key / focuses %q, want the search box", focused)
			}
			tb.do(
				chromedp.SendKeys(searchInput, "mrr"), firstAnswer("Monthly recurring revenue"), clearBox,
				chromedp.SendKeys(searchInput, "monthy recuring"), firstAnswer("Monthly recurring revenue"),
				chromedp.KeyEvent(kb.ArrowDown), chromedp.KeyEvent(kb.Enter), heading("Monthly recurring revenue"),
			)
			if at, want := get(tb, chromedp.Location()), home+"/terms/monthly-recurring-revenue.html"; at != want {
				t.Errorf("Enter leads to %s, want %s", at, want)
			}
		})
	}
}

// Links work wherever the folder lies.
func TestReaderFollowsLinks(t *testing.T) {
	t.Parallel()
	dir := site(t)
	for name, home := range map[string]string{"served": strictServer(t, dir), "from disk": "file://" + filepath.ToSlash(dir)} {
		t.Run(name, func(t *testing.T) {
			tb := openTab(t, home)
			tb.do(
				chromedp.Navigate(home+"/index.html"),
				chromedp.Click(chromedp.CSS(`main a[href="terms/integration-testing.html"]`)), heading("Integration testing"),
				chromedp.Click(chromedp.CSS(`[data-gloss-body] a[href="system-testing.html"]`)), heading("System testing"),
			)
			if at, want := get(tb, chromedp.Location()), home+"/terms/system-testing.html"; at != want {
				t.Errorf("the link leads to %s, want %s", at, want)
			}
		})
	}
}

// The search page has an address that can be shared.
func TestSearchPageIsShareable(t *testing.T) {
	t.Parallel()
	home := strictServer(t, site(t))
	tb := openTab(t, home)
	tb.do(chromedp.Navigate(home+"/search.html?q=mrr"), firstAnswer("Monthly recurring revenue"))
	if value := get(tb, chromedp.Value(searchInput)); value != "mrr" {
		t.Errorf("the box holds %q, want what the address says", value)
	}
}

// Without JavaScript a page is whole, and the search box leads to the A-Z.
func TestPagesWithoutJavaScript(t *testing.T) {
	t.Parallel()
	home := strictServer(t, site(t))
	tb := openTab(t, home)
	call(tb, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
	tb.do(chromedp.Navigate(home + "/terms/integration-testing.html"))
	if body := get(tb, chromedp.Text(chromedp.CSS("[data-gloss-body]"))); !strings.Contains(body, "Sandwich") {
		t.Error("the article is not in the page")
	}
	tb.do(chromedp.SendKeys(searchInput, "mrr"), chromedp.KeyEvent(kb.Enter), chromedp.WaitVisible(chromedp.CSS(`#a-z`)))
	if at := get(tb, chromedp.Location()); !strings.HasPrefix(at, home+"/index.html") || !strings.HasSuffix(at, "#a-z") {
		t.Errorf("the search box leads to %s, want the A-Z", at)
	}
}
