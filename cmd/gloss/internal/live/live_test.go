package live

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/output"
	"gloss/cmd/gloss/internal/watch"
)

// house is a folder with content, and a small builder that makes one page of each file. A file that holds "error" is one.
type house struct {
	t          testing.TB
	dir        string
	content    string        // name of the content folder
	builds     chan int      // the number of each build that ended
	gate       chan struct{} // if set, each build takes one from it before it reads
	out        *terminal
	finish     []FinishFunc
	site       Site
	during     func() // if set, runs in each build when the files have been read
	hesitation time.Duration

	mu    sync.Mutex
	count int
	told  [][]string // changed paths of each build
}

type terminal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *terminal) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *terminal) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

func newHouse(t testing.TB) *house {
	h := &house{t: t, dir: t.TempDir(), content: "content", builds: make(chan int, 1000), out: &terminal{}}
	h.write("content/index.txt", "home")
	h.write("gloss.yaml", "")
	h.site = h.folders()
	return h
}

func (h *house) folders() Site {
	return Site{ContentDir: filepath.Join(h.dir, h.content), LayoutsDir: filepath.Join(h.dir, "layouts"), OutDir: filepath.Join(h.dir, "public")}
}

func (h *house) write(name, text string) {
	h.t.Helper()
	full := filepath.Join(h.dir, filepath.FromSlash(name))
	if err := errors.Join(os.MkdirAll(filepath.Dir(full), 0o755), os.WriteFile(full, []byte(text), 0o644)); err != nil {
		h.t.Fatal(err)
	}
}

// save writes a file beside the content and renames it into place: nobody reads half of it, and it is one change.
func (h *house) save(name, text string) {
	h.t.Helper()
	h.write("aside.txt", text)
	if err := os.Rename(filepath.Join(h.dir, "aside.txt"), filepath.Join(h.dir, filepath.FromSlash(name))); err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) build(ctx context.Context, changed []string, publish func(func() error) error) (Site, diag.List, error) {
	if h.gate != nil {
		select {
		case <-h.gate:
		case <-ctx.Done():
			return Site{}, nil, ctx.Err()
		}
	}
	h.mu.Lock()
	h.count++
	h.told = append(h.told, changed)
	number, content := h.count, h.content
	h.mu.Unlock()
	site := h.folders()
	site.ContentDir = filepath.Join(h.dir, content)
	diags, err := h.pages(&site, publish)
	if h.during != nil {
		h.during()
	}
	h.builds <- number
	return site, diags, err
}

func (h *house) pages(site *Site, publish func(func() error) error) (diag.List, error) {
	files, err := filepath.Glob(filepath.Join(site.ContentDir, "*.txt"))
	if err != nil {
		return nil, err
	}
	w, err := output.Open(site.OutDir)
	if err != nil {
		return nil, err
	}
	var diags diag.List
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil || strings.Contains(string(text), "disk full") {
			return nil, errors.Join(errors.New("disk full"), w.Abort())
		}
		if strings.Contains(string(text), "error") {
			diags = append(diags, diag.Diagnostic{File: "content/" + filepath.Base(name), Line: 1, Rule: "test", Text: "there is an error"})
		}
		page := strings.TrimSuffix(filepath.Base(name), ".txt") + ".html"
		if err := w.Put(page, append([]byte("<!doctype html><head></head>"), text...)); err != nil {
			return nil, errors.Join(err, w.Abort())
		}
	}
	if diags != nil {
		return diags, w.Abort()
	}
	site.Terms, site.Pages = len(files), len(files)
	return nil, publish(func() (err error) { site.Changes, err = w.Commit(); return err })
}

// serve runs a session until the test ends.
func (h *house) serve() (stop func() error) {
	ctx, cancel := context.WithCancel(h.t.Context())
	ended := make(chan error, 1)
	go func() {
		ended <- Run(ctx, Options{Dir: h.dir, ConfigFile: "gloss.yaml", Site: h.site, Build: h.build, Finish: h.finish, Out: h.out, hesitation: h.hesitation})
	}()
	stop = sync.OnceValue(func() error { cancel(); return <-ended })
	h.t.Cleanup(func() {
		if err := stop(); err != nil {
			h.t.Error(err)
		}
	})
	return stop
}

// wait repeats a check until it holds. The limit is only for what is broken.
func (h *house) wait(what string, check func() bool) {
	h.t.Helper()
	for limit := time.Now().Add(time.Minute); !check(); time.Sleep(2 * time.Millisecond) {
		if time.Now().After(limit) {
			h.t.Fatalf("never happened: %s; builds %d; terminal:\n%s", what, h.count, h.out)
		}
	}
}

var servingLine = regexp.MustCompile(`serving (http://localhost:\d+/) `)

// shows waits until a page of the served site holds a text.
func (h *house) shows(page, text string) {
	h.t.Helper()
	h.wait(page+" shows "+text, func() bool {
		address := servingLine.FindStringSubmatch(h.out.String())
		if address == nil {
			return false
		}
		answer, err := http.Get(address[1] + page)
		if err != nil {
			return false
		}
		defer answer.Body.Close()
		body, err := io.ReadAll(answer.Body)
		return err == nil && answer.StatusCode == 200 && strings.Contains(string(body), text)
	})
}

func (h *house) says(text string) {
	h.t.Helper()
	h.wait("the terminal says "+text, func() bool { return strings.Contains(h.out.String(), text) })
}

func TestWriterAtWork(t *testing.T) {
	h := newHouse(t)
	stop := h.serve()
	h.shows("", "home")
	h.says("1 term, 1 page in ")
	h.save("content/a.txt", "first")
	h.shows("a.html", "first")
	h.says("content/a.txt: 1 page in ")
	h.save("content/a.txt", "an error")
	h.says("content/a.txt:1: error: there is an error [test]\n1 error in ")
	h.says(": the last good site stays\n")
	h.shows("a.html", "first")
	h.save("content/a.txt", "mended")
	h.shows("a.html", "mended")
	h.says(", errors mended in ")
	if err := os.Remove(filepath.Join(h.dir, "content", "a.txt")); err != nil {
		t.Fatal(err)
	}
	h.wait("the page goes", func() bool { _, err := os.Stat(filepath.Join(h.dir, "public", "a.html")); return os.IsNotExist(err) })
	h.save("content/b.txt", "disk full")
	h.says("error: disk full [build]")
	h.save("content/b.txt", "space again")
	h.shows("b.html", "space again")
	if err := stop(); err != nil {
		t.Errorf("Run = %v", err)
	}
	if _, err := os.Stat(filepath.Join(h.dir, "public", output.StateDir, lockName)); !os.IsNotExist(err) {
		t.Errorf("the lock is left behind: %v", err)
	}
}

func TestFirstBuildFails(t *testing.T) {
	h := newHouse(t)
	h.write("content/index.txt", "error")
	h.serve()
	h.says(": the site follows as soon as they are mended\n")
	h.write("content/index.txt", "good")
	h.shows("", "good")
}

// Many changes while a build runs lead to one more build, and none is lost.
func TestChangesDuringABuild(t *testing.T) {
	h := newHouse(t)
	h.gate = make(chan struct{})
	h.serve()
	h.gate <- struct{}{}
	<-h.builds
	h.write("content/a.txt", "start")
	h.gate <- struct{}{}
	<-h.builds
	// The third build is held at its beginning while fifty more changes come.
	h.write("content/a.txt", "again")
	for i := range 50 {
		h.write(fmt.Sprintf("content/n%d.txt", i), "new")
	}
	close(h.gate)
	h.shows("n49.html", "new")
	h.shows("n0.html", "new")
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.count-2 > 20 { // mostly 2: how many more depends on when this machine finds the time to hand the events over
		t.Errorf("%d builds for one burst of %d changes", h.count-2, 51)
	}
}

// A file that is read while an editor writes it has an error for a moment: nobody is told when the rest is on its way. An error that stays
// is told.
func TestNoErrorFlashes(t *testing.T) {
	h := newHouse(t)
	h.hesitation = 10 * time.Second // however slow this machine is, the event of the rest comes before
	h.during = func() {
		half, err := os.ReadFile(filepath.Join(h.dir, "content", "a.txt"))
		if err == nil && strings.Contains(string(half), "half") {
			h.write("content/a.txt", "the whole file")
		}
	}
	h.serve()
	h.shows("", "home")
	h.write("content/a.txt", "half a file, which is an error")
	h.shows("a.html", "the whole file")
	if text := h.out.String(); strings.Contains(text, "error: ") {
		t.Errorf("an error flashed up:\n%s", text)
	}
}

func TestErrorThatStaysIsTold(t *testing.T) {
	h := newHouse(t)
	h.hesitation = time.Millisecond
	h.serve()
	h.shows("", "home")
	h.write("content/a.txt", "error")
	h.says("there is an error")
}

// The first build learns from gloss.yaml that the content stands elsewhere: the new folder is watched, and built once more because
// nobody watched it while it was read.
func TestContentElsewhere(t *testing.T) {
	h := newHouse(t)
	h.write("other/index.txt", "other home")
	h.serve()
	h.shows("", "home")
	h.mu.Lock()
	h.content = "other"
	h.mu.Unlock()
	h.write("gloss.yaml", "content: other")
	h.shows("", "other home")
	h.write("other/index.txt", "changed there")
	h.shows("", "changed there")
}

// nothingMore is a step that finds nothing to do.
func (h *house) nothingMore(context.Context, func(func() error) error) (Site, diag.List, error) {
	return h.folders(), nil, nil
}

// A step that fails is the last until another change comes.
func TestFinishFails(t *testing.T) {
	h := newHouse(t)
	var steps atomic.Int32
	h.finish = []FinishFunc{func(context.Context, func(func() error) error) (Site, diag.List, error) {
		if steps.Add(1) == 1 {
			return Site{}, nil, errors.New("no space for search")
		}
		return h.folders(), nil, nil
	}, func(context.Context, func(func() error) error) (Site, diag.List, error) {
		steps.Add(10)
		return h.folders(), nil, nil
	}}
	h.serve()
	h.says("no space for search")
	if n := steps.Load(); n != 1 {
		t.Errorf("after a step that failed %d are counted", n)
	}
	h.save("content/a.txt", "a")
	h.shows("a.html", "a")
	h.quiet()
	if n := steps.Load(); n != 12 {
		t.Errorf("after the next change %d are counted", n)
	}
}

// What is left for later is shown when it is done, gives way to the next change, and is then done after that one.
func TestFinish(t *testing.T) {
	h := newHouse(t)
	started, release := make(chan struct{}, 10), make(chan struct{})
	h.finish = []FinishFunc{h.nothingMore, func(ctx context.Context, publish func(func() error) error) (Site, diag.List, error) {
		started <- struct{}{}
		select {
		case <-ctx.Done():
			return Site{}, nil, ctx.Err()
		case <-release:
		}
		site := h.folders()
		site.Changes.Added = []string{"later.html"}
		return site, diag.List{{Severity: diag.Warning, Text: "found late"}}, publish(func() error {
			return os.WriteFile(filepath.Join(site.OutDir, "later.html"), []byte("later"), 0o644)
		})
	}}
	h.serve()
	h.shows("", "home")
	<-started
	h.write("content/index.txt", "changed")
	h.shows("", "changed")
	<-started
	if _, err := os.Stat(filepath.Join(h.dir, "public", "later.html")); err == nil {
		t.Error("a finish that gave way wrote something")
	}
	close(release)
	h.shows("later.html", "later")
	h.says("warning: found late")
	h.write("content/index.txt", "changed again")
	h.shows("", "changed again")
}

// quiet asks the server to answer when all is built.
func (h *house) quiet() {
	h.t.Helper()
	answer, err := http.Get(servingLine.FindStringSubmatch(h.out.String())[1] + ".gloss/quiet")
	if err != nil {
		h.t.Fatal(err)
	}
	defer answer.Body.Close()
	if text, err := io.ReadAll(answer.Body); err != nil || answer.StatusCode != 200 || !strings.HasPrefix(string(text), "build ") {
		h.t.Fatalf("quiet: %s %s %v", answer.Status, text, err)
	}
}

// After quiet nothing is left to do: no second look is needed at the site, the diagnostics, or what is finished later.
func TestQuiet(t *testing.T) {
	h := newHouse(t)
	finished := 0
	h.finish = []FinishFunc{h.nothingMore, func(context.Context, func(func() error) error) (Site, diag.List, error) {
		h.mu.Lock()
		defer h.mu.Unlock()
		finished = h.count
		return h.folders(), nil, nil
	}}
	h.serve()
	h.shows("", "home")
	for i := range 30 {
		text := fmt.Sprint("text ", i)
		h.write("content/a.txt", text)
		if i%3 == 1 { // another change while the first is built
			h.write("content/b.txt", text)
		}
		h.quiet()
		page, err := os.ReadFile(filepath.Join(h.dir, "public", "a.html"))
		if err != nil || !strings.HasSuffix(string(page), text) {
			t.Fatalf("after quiet a.html is %s, %v", page, err)
		}
		h.mu.Lock()
		if finished != h.count {
			t.Errorf("after quiet build %d is finished, of %d", finished, h.count)
		}
		h.mu.Unlock()
	}
}

// A build is told what changed since the last good one: all of it when that is not known.
func TestChangedPaths(t *testing.T) {
	h := newHouse(t)
	h.serve()
	h.shows("", "home")
	full := func(name string) string { return filepath.Join(h.dir, "content", name) }
	for i, tt := range []struct {
		name, text string
		want       []string
	}{
		{"a.txt", "one", []string{full("a.txt")}},
		{"b.txt", "error", []string{full("b.txt")}},
		{"a.txt", "two", []string{full("a.txt"), full("b.txt")}}, // the last build had errors
		{"b.txt", "mended", []string{full("a.txt"), full("b.txt")}},
		{"a.txt", "disk full", []string{full("a.txt")}},
		{"a.txt", "space again", nil}, // the last build failed: who knows how far it got
		{"a.txt", "three", []string{full("a.txt")}},
	} {
		h.quiet()
		h.mu.Lock()
		h.told = nil
		h.mu.Unlock()
		h.save("content/"+tt.name, tt.text)
		h.quiet()
		h.mu.Lock()
		if len(h.told) == 0 || !slices.Equal(h.told[0], tt.want) || (h.told[0] == nil) != (tt.want == nil) {
			t.Errorf("step %d: the build was told %v, want %v", i, h.told, tt.want)
		}
		h.mu.Unlock()
	}
}

// However often a file is saved until the errors are mended, and in however many pieces its changes arrive, a build is told it once.
func TestEachPathIsToldOnce(t *testing.T) {
	s := &Session{changed: []string{}}
	for _, paths := range [][]string{{"b"}, {"a", "b"}, {"b"}, {"a"}} {
		s.note(watch.Change{Paths: paths})
	}
	if !slices.Equal(s.changed, []string{"a", "b"}) {
		t.Errorf("the next build is told %v", s.changed)
	}
	var many []string
	for i := range maxChanged {
		many = append(many, fmt.Sprintf("%06d", i))
	}
	for range 3 {
		if s.note(watch.Change{Paths: many[2:]}); len(s.changed) != maxChanged {
			t.Fatalf("the next build is told %d paths", len(s.changed))
		}
	}
	if s.note(watch.Change{Paths: many}); s.changed != nil {
		t.Errorf("%d paths are told one by one", len(s.changed))
	}
	s.changed = []string{"a"}
	if s.note(watch.Change{Paths: []string{"b"}, Partial: true}); s.changed != nil {
		t.Errorf("a change that names too little leads to %v", s.changed)
	}
}

func TestSecondServerStops(t *testing.T) {
	h := newHouse(t)
	stop := h.serve()
	h.shows("", "home")
	err := Run(t.Context(), Options{Dir: h.dir, ConfigFile: "gloss.yaml", Site: h.site, Build: h.build, Out: io.Discard})
	if err == nil || !strings.Contains(err.Error(), "another gloss serve") {
		t.Errorf("the second server: %v", err)
	}
	if err := Served(h.site.OutDir); err == nil || !strings.Contains(err.Error(), "another gloss serve") {
		t.Errorf("a folder that is served: %v", err)
	}
	if err := stop(); err != nil {
		t.Error(err)
	}
	// Of a server that was killed a file stays behind, and nobody holds it.
	h.write("public/.gloss/"+lockName, "")
	if err := errors.Join(Served(h.site.OutDir), Served(filepath.Join(h.dir, "nowhere"))); err != nil {
		t.Errorf("a folder that is not served: %v", err)
	}
}

func TestPortTaken(t *testing.T) {
	h := newHouse(t)
	h.serve()
	h.shows("", "home")
	var port int
	if _, err := fmt.Sscanf(servingLine.FindStringSubmatch(h.out.String())[1], "http://localhost:%d/", &port); err != nil {
		t.Fatal(err)
	}
	other := newHouse(t)
	err := Run(t.Context(), Options{Dir: other.dir, ConfigFile: "gloss.yaml", Site: other.site, Build: other.build, Out: io.Discard, Port: port})
	if err == nil || !strings.Contains(err.Error(), "taken") {
		t.Errorf("the same port: %v", err)
	}
}

func TestAddresses(t *testing.T) {
	for _, tt := range []struct{ host, own, first string }{
		{"", "http://localhost:8080/", ""},
		{"127.0.0.1", "http://localhost:8080/", ""},
		{"localhost", "http://localhost:8080/", ""},
		{"192.168.1.7", "http://192.168.1.7:8080/", "http://192.168.1.7:8080/"},
		{"fd00::1", "http://[fd00::1]:8080/", "http://[fd00::1]:8080/"},
		{"laptop.local", "http://laptop.local:8080/", "http://laptop.local:8080/"},
	} {
		own, others := addresses(tt.host, 8080)
		if first := strings.Join(others, " "); own != tt.own || first != tt.first {
			t.Errorf("addresses(%q) = %q, %q", tt.host, own, others)
		}
	}
	if own, _ := addresses("0.0.0.0", 80); own != "http://localhost:80/" {
		t.Errorf("addresses of all = %q", own)
	}
}

func TestScreen(t *testing.T) {
	var out bytes.Buffer
	s := &screen{out: &out}
	changes := output.Changes{Changed: []string{"a.html", "search/x.js"}, Added: []string{"b.html"}}
	warn := diag.List{{File: "content/a.md", Line: 1, Severity: diag.Warning, Text: "small"}}
	for _, r := range []report{
		{site: Site{Terms: 99, Pages: 130}, took: 420 * time.Millisecond},
		{paths: []string{"content/a.md"}, site: Site{Changes: changes}, took: 21 * time.Millisecond},
		{paths: []string{"content/a.md"}, diags: warn, took: 1440 * time.Millisecond},
		{paths: []string{"a", "b", "c"}, diags: warn, site: Site{Changes: output.Changes{Changed: []string{"a.css"}}}},
		{},
	} {
		s.report(r)
	}
	want := `99 terms, 130 pages in 420 ms
content/a.md: 2 pages in 21 ms
content/a.md:1: warning: small
content/a.md: nothing changes on the site, 1 warning in 1.4 s
a and 2 more: 1 file written, 1 warning in 0 ms
files changed: nothing changes on the site in 0 ms
`
	if out.String() != want {
		t.Errorf("got\n%swant\n%s", out.String(), want)
	}
	out.Reset()
	// A warning that moved with an edit is not told again, a new one is; errors are told as soon as one of them is another.
	lower := diag.Diagnostic{File: "content/a.md", Line: 9, Severity: diag.Warning, Text: "small"}
	broken, worse := diag.Diagnostic{File: "gloss.yaml", Line: 1, Text: "broken"}, diag.Diagnostic{File: "gloss.yaml", Line: 2, Text: "worse"}
	for _, diags := range []diag.List{warn, {lower}, {lower, broken}, {lower, broken}, {broken, worse, lower}, {lower}} {
		s.report(report{diags: diags, site: Site{Changes: changes}})
	}
	want = `content/a.md:1: warning: small
files changed: 2 pages, 1 warning in 0 ms
files changed: 2 pages, 1 warning in 0 ms
gloss.yaml:1: error: broken
1 error, 1 warning in 0 ms: the last good site stays
1 error, 1 warning in 0 ms: the last good site stays
gloss.yaml:1: error: broken
gloss.yaml:2: error: worse
2 errors, 1 warning in 0 ms: the last good site stays
files changed: 2 pages, errors mended, 1 warning in 0 ms
`
	if out.String() != want {
		t.Errorf("got\n%swant\n%s", out.String(), want)
	}
	out.Reset()
	s.addresses("http://localhost:1/", []string{"http://10.0.0.1:1/"})
	if !strings.Contains(out.String(), "in your network http://10.0.0.1:1/") || strings.Count(out.String(), "\n") < 12 {
		t.Errorf("no QR code: %s", out.String())
	}
}

// BenchmarkSave measures from a saved file to the event that tells an open page, with a builder that takes next to no time: what the
// loop itself adds to a build. The watcher's quiet period of 10 ms is part of it.
func BenchmarkSave(b *testing.B) {
	h := newHouse(b)
	h.serve()
	h.shows("", "home")
	home := servingLine.FindStringSubmatch(h.out.String())[1]
	answer, err := http.Get(home + ".gloss/events?page=/index.html&session=&build=0")
	if err != nil {
		b.Fatal(err)
	}
	defer answer.Body.Close()
	events := bufio.NewScanner(answer.Body)
	told := func() {
		for events.Scan() {
			if strings.HasPrefix(events.Text(), "data: ") {
				return
			}
		}
		b.Fatal("the stream ended")
	}
	told()
	for i := 0; b.Loop(); i++ {
		h.write("content/index.txt", fmt.Sprint("home ", i))
		told()
	}
}
