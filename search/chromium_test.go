package search

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// browserNames are the names under which systems install Chromium.
var browserNames = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"}

// A tab is a page of Chromium, opened from disk one folder below the root of the exported files, under the policy that the site promises
// to work with.
type tab struct {
	t   *testing.T
	ctx context.Context
	dir string
}

// openTab opens terms/page.html with the engine and what body holds.
func openTab(t *testing.T, files []File, body string) *tab {
	t.Helper()
	path := ""
	for _, name := range browserNames {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		t.Fatal("Chromium is not installed: make browser installs it")
	}
	dir := t.TempDir()
	writeAll(t, dir, files)
	page := filepath.Join(dir, "terms", "page.html")
	writeFile(t, page, []byte(`<!doctype html><html lang=en data-root="../"><meta charset=utf-8>
<meta http-equiv=Content-Security-Policy content="default-src 'self' file:"><title>x</title>`+body))
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox)
	allocator, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	ctx, cancelTimeout := context.WithTimeout(ctx, 4*time.Minute)
	t.Cleanup(cancelTimeout)
	b := &tab{t, ctx, dir}
	if err := chromedp.Do(ctx, chromedp.Navigate("file://"+page)); err != nil {
		t.Fatal(err)
	}
	return b
}

func writeAll(t *testing.T, dir string, files []File) {
	t.Helper()
	for _, f := range files {
		writeFile(t, filepath.Join(dir, filepath.FromSlash(f.Path)), f.Data)
	}
}

// eval gives the string that a script, or its promise, ends with.
func (b *tab) eval(script string) string {
	b.t.Helper()
	got, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](script, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%.300s: %v", script, err)
	}
	return got
}

// until waits for a condition.
func (b *tab) until(condition string) {
	b.t.Helper()
	const script = `new Promise((done) => { let n = 0; const look = () => (%s) ? done("") : ++n > 400 ? done(document.body.innerText) : setTimeout(look, 25); look(); })`
	if rest := b.eval(fmt.Sprintf(script, condition)); rest != "" {
		b.t.Fatalf("never %s; the page says:\n%s", condition, rest)
	}
}

// TestChromiumAgrees demands bleve's answers, sentences and marks for thousands of random queries, from files on disk.
func TestChromiumAgrees(t *testing.T) {
	queries := 3000
	if testing.Short() {
		queries = 300
	}
	r := rand.New(rand.NewPCG(3, 3))
	docs, _ := randomGlossary(r, 2)
	docs = append(docs, sample...)
	ix := buildSample(t, docs, "en")
	b := openTab(t, exportOf(t, ix), `<script src="../search/engine.js"></script>`)
	b.eval(`
		let pending = 0;
		const e = gloss.engine((path, done) => {
			const script = document.createElement("script");
			pending++;
			script.src = "../" + path;
			script.onload = script.onerror = (event) => {
				pending--;
				done(event.type === "error");
			};
			document.head.append(script);
		}, (f) => f());
		gloss.load = e.load;
		globalThis.ask = (words, limit) => new Promise((done) => e.search(words, limit, (a) => {
			if (!a.done) return;
			const quoted = {};
			const give = () => done({ ...a, quote: null, hits: a.hits.map((h, i) => ({ ...h, ...quoted[i] })) });
			if (a.quote) a.quote(limit, (i, sentence, sentenceMarks) => (quoted[i] = { sentence, sentenceMarks }));
			const look = () => (pending ? setTimeout(look, 1) : give());
			look();
		}));
		"";`)
	list := make([]asked, 0, queries)
	for _, q := range []string{"mrr", "chrun", "what is churn", "c++", "都庁", "tag:metrics", `"comes back"`} {
		list = append(list, asked{q, 8, true})
	}
	for len(list) < queries {
		list = append(list, asked{strings.ToValidUTF8(randomQuery(r, docs), "\uFFFD"), 8, true})
	}
	for from := 0; from < len(list); from += 100 {
		part := list[from:min(from+100, len(list))]
		typed, err := json.Marshal(part)
		if err != nil {
			t.Fatal(err)
		}
		text := b.eval(fmt.Sprintf(`(async () => { const out = []; for (const q of %s) out.push(await ask(q.Query, q.Limit)); return JSON.stringify(out); })()`, typed))
		var got []browserAnswer
		if err := json.Unmarshal([]byte(text), &got); err != nil {
			t.Fatal(err)
		}
		for i := range part {
			compareWith(t, ix, got[i], part[i])
		}
		if t.Failed() {
			return
		}
	}
}

func writeFile(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o644); err != nil {
		t.Fatal(err)
	}
}
