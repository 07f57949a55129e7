package preview

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"gloss/cmd/gloss/internal/diag"
)

// site is a folder on disk and the server that shows it.
type site struct {
	t      testing.TB
	dir    string
	server *Server
	http   *httptest.Server
}

const plainPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8"><title>T</title>
</head><body><p>text</p></body></html>
`

func newSite(t testing.TB, files map[string]string) *site {
	t.Helper()
	s := &site{t: t, dir: t.TempDir(), server: New(Options{Hosts: []string{"laptop.local"}})}
	for name, text := range files {
		s.write(name, text)
	}
	s.server.Update(Update{Folder: s.dir, Added: slices.Collect(maps.Keys(files))})
	s.http = httptest.NewServer(s.server)
	t.Cleanup(func() {
		if err := s.server.Close(); err != nil {
			t.Error(err)
		}
		s.http.CloseClientConnections()
		s.http.Close()
	})
	return s
}

func (s *site) write(name, text string) {
	s.t.Helper()
	full := filepath.Join(s.dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
		s.t.Fatal(err)
	}
	if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
		s.t.Fatal(err)
	}
}

// change writes files as a build does, and tells.
func (s *site) change(u Update, files map[string]string) {
	s.t.Helper()
	err := s.server.Publish(func() error {
		for name, text := range files {
			s.write(name, text)
			u.Changed = append(u.Changed, name)
		}
		for _, name := range u.Removed {
			if err := os.Remove(filepath.Join(s.dir, filepath.FromSlash(name))); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		s.t.Fatal(err)
	}
	s.server.Update(u)
}

// ask sends a request without a network. headers are pairs; "Host" sets the host.
func (s *site) ask(method, target string, headers ...string) *http.Response {
	r := httptest.NewRequest(method, target, nil)
	r.Host = "localhost:8080"
	for i := 0; i < len(headers); i += 2 {
		if headers[i] == "Host" {
			r.Host = headers[i+1]
		} else {
			r.Header.Set(headers[i], headers[i+1])
		}
	}
	w := httptest.NewRecorder()
	s.server.ServeHTTP(w, r)
	return w.Result()
}

func body(t testing.TB, r *http.Response) string {
	t.Helper()
	data, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestWhoMayAsk(t *testing.T) {
	s := newSite(t, map[string]string{"index.html": plainPage, "search/words.js": "gloss.load()"})
	for _, tt := range []struct {
		name    string
		path    string
		headers []string
		want    int
	}{
		{"localhost", "/", nil, 200},
		{"loopback address", "/", []string{"Host", "127.0.0.1:8080"}, 200},
		{"IPv6", "/", []string{"Host", "[::1]:8080"}, 200},
		{"phone in the same network", "/", []string{"Host", "192.168.1.7:8080"}, 200},
		{"a name below localhost", "/", []string{"Host", "docs.localhost:8080"}, 200},
		{"a name that was allowed", "/", []string{"Host", "LAPTOP.local.:8080"}, 200},
		{"DNS rebinding", "/", []string{"Host", "evil.example:8080"}, 403},
		{"a name that only begins so", "/", []string{"Host", "localhost.evil.example"}, 403},
		{"no host", "/", []string{"Host", ""}, 403},
		{"own origin", "/", []string{"Origin", "http://localhost:8080"}, 200},
		{"another site reads", "/", []string{"Origin", "https://evil.example"}, 403},
		{"another port reads", "/", []string{"Origin", "http://localhost:3000"}, 403},
		{"a sandboxed frame reads", "/", []string{"Origin", "null"}, 403},
		{"another site opens the events", "/.gloss/events", []string{"Origin", "https://evil.example"}, 403},
		{"another site's script tag", "/search/words.js", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "no-cors", "Sec-Fetch-Dest", "script"}, 403},
		{"another port's script tag", "/search/words.js", []string{"Sec-Fetch-Site", "same-site", "Sec-Fetch-Mode", "no-cors", "Sec-Fetch-Dest", "script"}, 403},
		{"another site's frame", "/", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "iframe"}, 403},
		{"a link on another site", "/", []string{"Sec-Fetch-Site", "cross-site", "Sec-Fetch-Mode", "navigate", "Sec-Fetch-Dest", "document"}, 200},
		{"own script tag", "/search/words.js", []string{"Sec-Fetch-Site", "same-origin", "Sec-Fetch-Mode", "no-cors", "Sec-Fetch-Dest", "script"}, 200},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if got := s.ask("GET", tt.path, tt.headers...); got.StatusCode != tt.want {
				t.Errorf("status %d, want %d: %s", got.StatusCode, tt.want, body(t, got))
			}
		})
	}
	for _, method := range []string{"POST", "PUT", "DELETE", "OPTIONS"} {
		if got := s.ask(method, "/"); got.StatusCode != http.StatusMethodNotAllowed {
			t.Errorf("%s gives %d", method, got.StatusCode)
		}
	}
}

func TestNoPathLeavesTheFolder(t *testing.T) {
	s := newSite(t, map[string]string{"site/index.html": plainPage, "secret.txt": "secret", "site/.git/config": "secret", "site/.env": "secret",
		"site/.gloss/manifest": "secret"})
	if err := os.Symlink("../secret.txt", filepath.Join(s.dir, "site", "link.txt")); err != nil {
		t.Fatal(err)
	}
	s.server.Update(Update{Folder: filepath.Join(s.dir, "site"), Everything: true})
	for _, target := range []string{
		"/../secret.txt", "/%2e%2e/secret.txt", "/..%2fsecret.txt", "/%2e%2e%2fsecret.txt", "/x/..%2f..%2fsecret.txt", "/..%5csecret.txt",
		"/.env", "/.git/config", "/%2egit/config", "/.gloss/manifest", "/.gloss/../.env", "/link.txt", "//secret.txt", "/%00", "/secret.txt%00.html",
		"/" + url.PathEscape(filepath.ToSlash(filepath.Join(s.dir, "secret.txt"))),
	} {
		got := s.ask("GET", target)
		if text := body(t, got); strings.Contains(text, "secret\n") || text == "secret" || got.StatusCode == 200 {
			t.Errorf("%s gives %d %q", target, got.StatusCode, text)
		}
	}
}

func TestHeadersAndTypes(t *testing.T) {
	s := newSite(t, map[string]string{"index.html": plainPage, "a/index.html": plainPage, "a.css": "a{}", "a.js": "1", "a.svg": "<svg/>",
		"site.webmanifest": "{}", "a.woff2": "x", "a.xml": "<a/>", "a.strange": "x", "A.PNG": "x"})
	for target, want := range map[string]string{
		"/": "text/html; charset=utf-8", "/a/": "text/html; charset=utf-8", "/a.css": "text/css; charset=utf-8", "/a.js": "text/javascript; charset=utf-8",
		"/a.svg": "image/svg+xml", "/site.webmanifest": "application/manifest+json", "/a.woff2": "font/woff2", "/a.xml": "application/xml",
		"/a.strange": "application/octet-stream", "/A.PNG": "image/png", "/.gloss/live.js": "text/javascript; charset=utf-8", "/.gloss/live.css": "text/css; charset=utf-8",
	} {
		got := s.ask("GET", target)
		if got.StatusCode != 200 || got.Header.Get("Content-Type") != want {
			t.Errorf("%s: %d %s, want %s", target, got.StatusCode, got.Header.Get("Content-Type"), want)
		}
		for name, want := range map[string]string{"Content-Security-Policy": "default-src 'self'", "X-Content-Type-Options": "nosniff",
			"Cross-Origin-Resource-Policy": "same-origin", "Cache-Control": "no-cache"} {
			if got.Header.Get(name) != want {
				t.Errorf("%s: %s is %q", target, name, got.Header.Get(name))
			}
		}
		if again := s.ask("GET", target, "If-None-Match", got.Header.Get("ETag")); again.StatusCode != 304 {
			t.Errorf("%s: status %d for the same entity tag", target, again.StatusCode)
		}
	}
	if got := s.ask("GET", "/a?q=1"); got.StatusCode != 301 || got.Header.Get("Location") != "/a/?q=1" {
		t.Errorf("a folder without a slash gives %d %s", got.StatusCode, got.Header.Get("Location"))
	}
	if got := s.ask("GET", "/site.webmanifest", "Service-Worker", "script"); !strings.Contains(body(t, got), "skipWaiting") {
		t.Error("a service worker is not replaced")
	}
}

func TestRangesAndCompression(t *testing.T) {
	text := strings.Repeat("0123456789", 1000)
	large := strings.Repeat("x", maxHeld+10)
	s := newSite(t, map[string]string{"a.txt": text, "film.mp4": large, "small.txt": "small"})
	if got := s.ask("GET", "/a.txt", "Range", "bytes=10-14", "Accept-Encoding", "gzip"); got.StatusCode != 206 || body(t, got) != "01234" {
		t.Errorf("range: %d %v", got.StatusCode, got.Header)
	}
	if got := s.ask("GET", "/film.mp4", "Range", "bytes=-10"); got.StatusCode != 206 || body(t, got) != "xxxxxxxxxx" {
		t.Errorf("range of a large file: %d %v", got.StatusCode, got.Header)
	}
	got := s.ask("GET", "/a.txt", "Accept-Encoding", "br, gzip;q=0.5")
	plain, err := gzip.NewReader(got.Body)
	if err != nil || got.Header.Get("Content-Encoding") != "gzip" {
		t.Fatalf("not compressed: %v %v", err, got.Header)
	}
	if data, err := io.ReadAll(plain); err != nil || string(data) != text {
		t.Errorf("compression changed the text: %v", err)
	}
	if got.Header.Get("ETag") == s.ask("GET", "/a.txt").Header.Get("ETag") {
		t.Error("the compressed form has the entity tag of the plain one")
	}
	for _, headers := range [][]string{{"Accept-Encoding", "gzip;q=0"}, {"Accept-Encoding", "br"}, nil} {
		if got := s.ask("GET", "/a.txt", headers...); got.Header.Get("Content-Encoding") != "" || body(t, got) != text {
			t.Errorf("%v: compressed", headers)
		}
	}
	if got := s.ask("GET", "/small.txt", "Accept-Encoding", "gzip"); got.Header.Get("Content-Encoding") != "" {
		t.Error("a small file is compressed")
	}
}

func TestInject(t *testing.T) {
	for _, tt := range []struct{ page, want string }{
		{"<!doctype html><html><head><title>x</title>", "<!doctype html><html><head>§<title>x</title>"},
		{"<!DOCTYPE HTML>\n<!-- <head> --><HTML lang=en><HEAD class='a>b'>x", "<!DOCTYPE HTML>\n<!-- <head> --><HTML lang=en><HEAD class='a>b'>§x"},
		{"<!doctype html><title>no head</title>", "<!doctype html>§<title>no head</title>"},
		{"<header>not a head</header>", "§<header>not a head</header>"},
		{"\ufefftext alone", "§\ufefftext alone"},
		{"", "§"},
		{"<!-- never closed", "<!-- never closed§"},
		{"<html></html>", "<html>§</html>"},
	} {
		if got := string(inject([]byte(tt.page), "§")); got != tt.want {
			t.Errorf("inject(%q) = %q, want %q", tt.page, got, tt.want)
		}
	}
}

func FuzzInject(f *testing.F) {
	f.Add([]byte(plainPage))
	f.Add([]byte("<!doctype html><head/><!--"))
	f.Fuzz(func(t *testing.T, page []byte) {
		const mark = "\x00mark\x00"
		got := inject(page, mark)
		if len(got) != len(page)+len(mark) || !bytes.Contains(got, []byte(mark)) {
			t.Fatalf("inject(%q) = %q", page, got)
		}
		if i := bytes.Index(got, []byte(mark)); !bytes.Contains(page, []byte(mark)) && !bytes.Equal(slices.Concat(got[:i], got[i+len(mark):]), page) {
			t.Fatalf("the page changed: %q", got)
		}
	})
}

func FuzzSitePath(f *testing.F) {
	for _, seed := range []string{"/", "/terms/crm.html", "/../x", "//x", "/a\\b", "/a:b", "/\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, urlPath string) {
		name, ok := sitePath(urlPath)
		if ok && (!filepath.IsLocal(name) || strings.Contains(name, "/.") || name != "." && name[0] == '.') {
			t.Fatalf("sitePath(%q) = %q", urlPath, name)
		}
	})
}

func TestFilesAreNotChanged(t *testing.T) {
	s := newSite(t, map[string]string{"index.html": plainPage})
	if text := body(t, s.ask("GET", "/")); !strings.Contains(text, "<head><script src=\"/.gloss/live.js\"") {
		t.Errorf("no script in the response: %s", text)
	}
	if disk, err := os.ReadFile(filepath.Join(s.dir, "index.html")); err != nil || string(disk) != plainPage {
		t.Errorf("the file changed: %q %v", disk, err)
	}
}

func TestMissingPage(t *testing.T) {
	s := newSite(t, map[string]string{"index.html": plainPage,
		"404.html": `<!doctype html><html><head><base href="https://published.example/"><title>Not found</title></head>`})
	got := s.ask("GET", "/terms/none.html")
	text := body(t, got)
	own, published := strings.Index(text, `<base href="/">`), strings.Index(text, "published.example")
	if got.StatusCode != 404 || own < 0 || own > published || !strings.Contains(text, "data-missing") {
		t.Errorf("%d %s", got.StatusCode, text)
	}
	if got := s.ask("GET", "/none.js"); got.StatusCode != 404 || strings.Contains(body(t, got), "<html") {
		t.Error("a missing script is answered with a page")
	}
}

// waiting is a context that tells when somebody waits for its end.
type waiting struct {
	context.Context
	once  sync.Once
	begun chan struct{}
}

func (w *waiting) Done() <-chan struct{} {
	w.once.Do(func() { close(w.begun) })
	return w.Context.Done()
}

// A page of a first build names files that only later steps of the build write.
func TestFilesThatFollow(t *testing.T) {
	ask := func(s *site, ctx context.Context, target string) <-chan *http.Response {
		answer := make(chan *http.Response, 1)
		r := httptest.NewRequest(http.MethodGet, target, nil).WithContext(ctx)
		r.Host = "localhost:8080"
		go func() {
			w := httptest.NewRecorder()
			s.server.ServeHTTP(w, r)
			answer <- w.Result()
		}()
		return answer
	}
	background := func() *waiting { return &waiting{Context: t.Context(), begun: make(chan struct{})} }
	for _, test := range []struct {
		name  string
		last  Update
		files map[string]string
		want  int
	}{
		{"it comes", Update{}, map[string]string{"search/engine.js": "engine"}, http.StatusOK},
		{"it comes with others to follow", Update{More: true}, map[string]string{"search/engine.js": "engine"}, http.StatusOK},
		{"it does not come", Update{}, map[string]string{"search/other.js": "other"}, http.StatusNotFound},
		{"the step failed", Update{Everything: true}, nil, http.StatusNotFound},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newSite(t, map[string]string{"index.html": plainPage})
			s.change(Update{More: true}, nil)
			ctx := background()
			answer := ask(s, ctx, "/search/engine.js")
			<-ctx.begun
			s.change(Update{More: true}, map[string]string{"search/ui.js": "ui"})
			s.change(test.last, test.files)
			if got := (<-answer).StatusCode; got != test.want {
				t.Errorf("status %d, want %d", got, test.want)
			}
		})
	}
	t.Run("nobody waits any more", func(t *testing.T) {
		s := newSite(t, map[string]string{"index.html": plainPage})
		s.change(Update{More: true}, nil)
		ctx := background()
		limited, leave := context.WithCancel(ctx.Context)
		ctx.Context = limited
		answer := ask(s, ctx, "/search/engine.js")
		<-ctx.begun
		leave()
		<-answer
	})
	t.Run("a page is not awaited", func(t *testing.T) {
		s := newSite(t, map[string]string{"index.html": plainPage})
		s.change(Update{More: true}, nil)
		if got := s.ask(http.MethodGet, "/map.html").StatusCode; got != http.StatusNotFound {
			t.Errorf("status %d", got)
		}
	})
}

func TestBeforeTheFirstBuild(t *testing.T) {
	dir := t.TempDir()
	server := New(Options{patience: time.Millisecond})
	defer server.Close()
	s := &site{t: t, dir: dir, server: server}
	got := s.ask("GET", "/")
	if text := body(t, got); got.StatusCode != 503 || got.Header.Get("Retry-After") == "" || !strings.Contains(text, "live.js") {
		t.Errorf("%d %s", got.StatusCode, text)
	}
	// A request that is waiting when the first build ends is answered with the site.
	s.write("index.html", plainPage)
	server.opts.patience = time.Minute // however long this machine takes to get there
	answers := make(chan int)
	go func() { answers <- s.ask("GET", "/").StatusCode }()
	server.Update(Update{Folder: dir, Everything: true})
	if status := <-answers; status != 200 {
		t.Errorf("status %d after the first build", status)
	}
}

// A folder that is deleted and made again, as "make clean" does, is served again.
func TestFolderReplaced(t *testing.T) {
	s := newSite(t, map[string]string{"index.html": plainPage})
	if err := os.RemoveAll(s.dir); err != nil {
		t.Fatal(err)
	}
	s.write("index.html", plainPage)
	s.server.Update(Update{Folder: s.dir})
	if got := s.ask("GET", "/"); got.StatusCode != 200 {
		t.Errorf("status %d", got.StatusCode)
	}
}

// stream reads the messages of one viewer.
type stream struct {
	t     testing.TB
	lines *bufio.Scanner
}

func (s *site) listen(v viewer) *stream {
	s.t.Helper()
	query := url.Values{"session": {v.session}, "build": {jsonOf(v.build)}, "page": {v.page}, "use": v.uses}
	ctx, cancel := context.WithTimeout(s.t.Context(), time.Minute)
	s.t.Cleanup(cancel)
	r, err := http.NewRequestWithContext(ctx, "GET", s.http.URL+"/.gloss/events?"+query.Encode(), nil)
	if err != nil {
		s.t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil || answer.Header.Get("Content-Type") != "text/event-stream" {
		s.t.Fatalf("no stream: %v", err)
	}
	s.t.Cleanup(func() { answer.Body.Close() })
	return &stream{t: s.t, lines: bufio.NewScanner(answer.Body)}
}

func jsonOf(value any) string {
	data, _ := json.Marshal(value) // numbers and strings only
	return string(data)
}

func (s *stream) next() message {
	s.t.Helper()
	for s.lines.Scan() {
		if data, ok := strings.CutPrefix(s.lines.Text(), "data: "); ok {
			var m message
			if err := json.Unmarshal([]byte(data), &m); err != nil {
				s.t.Fatal(err)
			}
			return m
		}
	}
	s.t.Fatal("the stream ended")
	return message{}
}

func TestEvents(t *testing.T) {
	s := newSite(t, map[string]string{"index.html": plainPage, "terms/a.html": plainPage, "a.css": "", "a.js": ""})
	here := viewer{session: s.server.session, build: 1, page: "/terms/a.html", uses: []string{"/a.css", "/a.js", "/elsewhere.png"}}
	a, home := s.listen(here), s.listen(viewer{session: s.server.session, build: 1, page: "/"})
	check := func(what string, got message, build int, page, files, moved string) {
		t.Helper()
		if got.Build != build || got.Page != page || strings.Join(got.Files, " ") != files || got.Moved != moved || got.Restarted {
			t.Errorf("%s: %+v", what, got)
		}
	}
	check("at first", a.next(), 1, "same", "", "")
	check("at first, home", home.next(), 1, "same", "", "")
	s.change(Update{}, map[string]string{"index.html": plainPage})
	check("home changed", a.next(), 2, "same", "", "")
	check("home changed, home", home.next(), 2, "changed", "", "")
	s.change(Update{}, map[string]string{"a.css": "a{}", "terms/a.html": plainPage})
	changed := a.next()
	check("style and page changed", changed, 3, "changed", "/a.css", "")
	if changed.HTML != plainPage || changed.Problems != nil {
		t.Errorf("the page does not come with the message, or problems do that are known: %q, %+v", changed.HTML, changed.Problems)
	}
	s.change(Update{}, map[string]string{"terms/a.html": strings.Repeat("x", maxSent+1)})
	large := a.next()
	check("a large page", large, 4, "changed", "", "")
	if large.HTML != "" {
		t.Errorf("a page of %d bytes is sent unasked", len(large.HTML))
	}
	check("late viewer", s.listen(here).next(), 4, "changed", "/a.css", "")
	s.change(Update{Diagnostics: diag.List{{File: "content/a.md", Text: "bad"}}}, nil)
	if got := a.next(); got.Build != 4 || got.Problems == nil || got.Problems.Errors != 1 || got.Problems.List[0].Place != "content/a.md" {
		t.Errorf("diagnostics: %+v", got)
	}
	s.write("terms/b.html", plainPage)
	s.change(Update{Added: []string{"terms/b.html"}, Removed: []string{"terms/a.html"}}, nil)
	gone := a.next()
	check("renamed", gone, 5, "gone", "", "/terms/b.html")
	if gone.Problems == nil || gone.Problems.Errors != 0 {
		t.Errorf("mended: %+v", gone.Problems)
	}
	s.change(Update{Everything: true}, nil)
	check("everything", a.next(), 6, "gone", "/a.css /a.js /elsewhere.png", "")
	if got := s.listen(viewer{session: "of another server", build: 5, page: "/"}).next(); !got.Restarted || got.Session != s.server.session {
		t.Errorf("after a restart: %+v", got)
	}
}

// While nothing happens the stream says that it lives, so that no proxy closes it and a page notices when it is gone.
func TestHeartbeat(t *testing.T) {
	server := New(Options{heartbeat: time.Millisecond})
	web := httptest.NewServer(server)
	defer web.Close()
	defer server.Close()
	answer, err := http.Get(web.URL + "/.gloss/events?page=/")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	lines := bufio.NewScanner(answer.Body)
	for beats := 0; beats < 3; {
		if !lines.Scan() {
			t.Fatalf("the stream ended after %d beats", beats)
		}
		if lines.Text() == "event: beat" {
			beats++
		}
	}
	if h := answer.Header; h.Get("Cache-Control") != "no-cache, no-transform" || h.Get("X-Accel-Buffering") != "no" {
		t.Errorf("a proxy may hold the events back: %v", h)
	}
}

func TestProblems(t *testing.T) {
	u := Update{Dir: "/glossary", Editor: "vscode://file/{file}:{line}:{col}", Diagnostics: diag.List{
		{File: "content/w.md", Line: 2, Severity: diag.Warning, Text: "small", Source: "whole line"},
		{File: "content/ä b.md", Line: 3, Col: 5, Width: 4, Rule: "x", Text: "big \x1b[31m", Hint: "do", Source: "Tür öffnen"},
	}}
	p := newProblems(u)
	if p.Errors != 1 || p.Warnings != 1 || len(p.List) != 2 {
		t.Fatalf("%+v", p)
	}
	if e := p.List[0]; e.Before != "Tür " || e.Marked != "öffn" || e.After != "en" || strings.Contains(e.Text, "\x1b") ||
		e.Link != "vscode://file//glossary/content/%C3%A4%20b.md:3:5" {
		t.Errorf("%+v", e)
	}
	if w := p.List[1]; w.Severity != "warning" || w.Before != "whole line" || w.Marked != "" {
		t.Errorf("%+v", w)
	}
	for _, pattern := range []string{"", "{file}", "javascript:alert({line})", "JavaScript:{file}", "data:text/html,{file}", "/usr/bin/vi {file}"} {
		if got := editorLink(pattern, "/", diag.Diagnostic{File: "a.md"}); got != "" {
			t.Errorf("editorLink(%q) = %q", pattern, got)
		}
	}
}

// Readers at full rate while builds are published: each response is whole and of one build.
func TestNoMixWhilePublishing(t *testing.T) {
	versions := func(mark string) map[string]string {
		return map[string]string{"index.html": plainPage + mark, "a.css": strings.Repeat(mark, 3000)}
	}
	s := newSite(t, versions("a"))
	done := make(chan struct{})
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				text := body(t, s.ask("GET", "/a.css"))
				if len(text) != 3000 || strings.Trim(text, text[:1]) != "" {
					t.Errorf("a mixed response of %d bytes", len(text))
					return
				}
			}
		})
	}
	for i := range 100 {
		s.change(Update{}, versions(string(rune('a'+i%26))))
	}
	close(done)
	readers.Wait()
}

func TestListen(t *testing.T) {
	first, err := Listen("", 0, false)
	if err != nil {
		t.Fatal(err)
	}
	port := Port(first[0])
	if _, err := Listen("", port, false); err == nil || !strings.Contains(err.Error(), "--port") {
		t.Errorf("a taken port gives %v", err)
	}
	second, err := Listen("", port, true)
	if err != nil || Port(second[0]) <= port {
		t.Fatalf("the next free port: %v", err)
	}
	ctx, stop := context.WithCancel(t.Context())
	s := New(Options{})
	ended := make(chan error)
	go func() { ended <- s.Run(ctx, first) }()
	answer, err := http.Get("http://" + first[0].Addr().String() + "/.gloss/live.css")
	if err != nil || answer.StatusCode != 200 {
		t.Errorf("no answer: %v", err)
	}
	answer.Body.Close()
	stop()
	if err := <-ended; err != nil {
		t.Errorf("Run = %v", err)
	}
	for _, l := range second {
		l.Close()
	}
}

func BenchmarkPage(b *testing.B) {
	s := newSite(b, map[string]string{"index.html": strings.Replace(plainPage, "text", strings.Repeat("some text ", 2000), 1)})
	b.ReportAllocs()
	for b.Loop() {
		if s.ask("GET", "/", "Accept-Encoding", "gzip").StatusCode != 200 {
			b.Fatal("not served")
		}
	}
}

// The answer to "is all built?" comes when the caller says so, and not from another site, and ends with the server.
func TestQuiet(t *testing.T) {
	asked, release := make(chan struct{}), make(chan error)
	server := New(Options{Quiet: func(ctx context.Context) error {
		asked <- struct{}{}
		select {
		case err := <-release:
			return err
		case <-ctx.Done():
			return ctx.Err()
		}
	}})
	ask := func(headers ...string) chan *http.Response {
		answer := make(chan *http.Response, 1)
		go func() { answer <- (&site{t: t, server: server}).ask("GET", "/.gloss/quiet", headers...) }()
		return answer
	}
	answer := ask()
	<-asked
	release <- nil
	if r := <-answer; r.StatusCode != 200 || body(t, r) != "build 0\n" {
		t.Errorf("quiet: %s", r.Status)
	}
	answer = ask()
	<-asked
	release <- errors.New("no")
	if r := <-answer; r.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("a question that fails: %s", r.Status)
	}
	if r := <-ask("Origin", "https://elsewhere.example"); r.StatusCode != http.StatusForbidden {
		t.Errorf("asked by another site: %s", r.Status)
	}
	answer = ask()
	<-asked
	if err := server.Close(); err != nil {
		t.Error(err)
	}
	if r := <-answer; r.StatusCode != http.StatusServiceUnavailable {
		t.Errorf("asked while the server stops: %s", r.Status)
	}
	if r := (&site{t: t, server: New(Options{})}).ask("GET", "/.gloss/quiet"); r.StatusCode != http.StatusNotFound {
		t.Errorf("a server that does not know: %s", r.Status)
	}
}
