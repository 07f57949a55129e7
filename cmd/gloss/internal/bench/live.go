package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"math"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

// wantedLive are the times from a saved file to the changed document in the browser, by number of terms, for an edited body. A changed
// title or alias may take twice as long.
var wantedLive = []struct {
	terms int
	body  time.Duration
}{{1_000, 50 * time.Millisecond}, {10_000, 80 * time.Millisecond}, {100_000, 300 * time.Millisecond}}

// edited is one kind of edit of a term's file. The text of mark must then stand on the term's page.
type edited struct {
	name   string
	factor time.Duration // of the wanted time
	apply  func(file, mark string) string
	hugo   bool // Hugo shows it too
}

var editKinds = []edited{
	{"body", 1, func(file, mark string) string { return file + "\nSeen with " + mark + ".\n" }, true},
	{"title", 2, func(file, mark string) string {
		return strings.Replace(file, "title: \"", "title: \""+mark+" ", 1)
	}, true},
	{"alias", 2, func(file, mark string) string {
		return strings.Replace(file, "title: ", "aliases: [\""+mark+"\"]\ntitle: ", 1)
	}, false},
}

// latencies are the times of one kind of edit with one server, in the order measured.
type latencies struct {
	page   []time.Duration
	search []time.Duration // from the changed page until its search finds the edit
	rest   []time.Duration // from the changed page until nothing is left to do
	missed int             // edits that the open page never showed, until it was loaded anew by hand
}

// served is a development server at work on a corpus.
type served struct {
	name  string
	site  *running
	files string // folder of the term files
	// patience is how long an edit may take to be seen.
	patience time.Duration
	// settle waits until the server is done with the last edit.
	settle func(ctx context.Context) error
}

// liveCommand measures from a real write of a file to the changed document in Chromium, with Gloss and with Hugo's server on the same
// terms, one after the other. Both clocks are the system's.
func liveCommand(args []string) error {
	flags := flag.NewFlagSet("live", flag.ExitOnError)
	dir := flags.String("dir", "", "folder of the glossary; its files are edited, and restored")
	gloss := flags.String("gloss", "bin/gloss", "the gloss `command`")
	hugo := flags.String("hugo", "", "the hugo `command`; empty leaves it out")
	edits := flags.Int("edits", 0, "edits of each kind; 0 means 30, and 10 of more than 20,000 terms")
	hugoMost := flags.Int("hugo-most", 20_000, "`terms` up to which Hugo is measured: beyond, its server alone takes minutes to start")
	_ = flags.Parse(args)
	for _, name := range []*string{dir, gloss, hugo} {
		if *name == "" {
			continue
		}
		full, err := filepath.Abs(*name)
		if err != nil {
			return err
		}
		*name = full
	}
	terms, err := countTerms(*dir)
	if err != nil {
		return err
	}
	if *edits == 0 {
		if *edits = 30; terms > 20_000 {
			*edits = 10
		}
	}
	if terms > *hugoMost {
		*hugo = ""
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	page, closePage, err := openBrowser(ctx)
	if err != nil {
		return err
	}
	defer closePage()
	fmt.Printf("%d terms, %s, %d processors, %s\n\n", terms, time.Now().Format(time.DateOnly), runtime.NumCPU(), runtime.Version())
	results := map[string]map[string]*latencies{}
	if results["gloss"], err = measureGloss(ctx, page, *gloss, *dir, *edits); err != nil {
		return err
	}
	if *hugo != "" {
		if err := writeHugo(*dir); err != nil {
			return err
		}
		results["hugo"], err = measureHugo(ctx, page, *hugo, *dir, terms, max(5, *edits/3))
	}
	printLive(terms, results)
	return err
}

func countTerms(dir string) (int, error) {
	files, err := filepath.Glob(filepath.Join(dir, "content", "terms", "*.md"))
	if err == nil && len(files) < 10 {
		err = fmt.Errorf("%s holds no corpus; make one with bench corpus", dir)
	}
	return len(files), err
}

func measureGloss(ctx context.Context, page *page, command, dir string, edits int) (map[string]*latencies, error) {
	clear, err := setAside(dir)
	if err != nil {
		return nil, err
	}
	defer clear()
	for _, state := range []string{"without a site", "with the site of the last time"} {
		r, err := startGloss(command, dir)
		if err != nil {
			return nil, err
		}
		answer, whole, err := firstAnswers(ctx, r)
		err = errors.Join(err, quiet(ctx, r), r.stop())
		if err != nil {
			return nil, err
		}
		fmt.Printf("start %s: first answer after %s, the home page after %s\n", state, milliseconds(answer), milliseconds(whole))
	}
	r, err := startGloss(command, dir)
	if err != nil {
		return nil, err
	}
	s := &served{name: "gloss", site: r, patience: patience, files: filepath.Join(dir, "content", "terms"), settle: func(ctx context.Context) error { return quiet(ctx, r) }}
	results, err := measure(ctx, page, s, edits)
	return results, errors.Join(err, r.stop())
}

// setAside moves away what an earlier run left, which would make the first start a second one. It is deleted at the end: a file system that
// has just deleted 100,000 files is slow to make as many new ones.
func setAside(dir string) (clear func(), err error) {
	aside, err := os.MkdirTemp(dir, "earlier-")
	if err != nil {
		return nil, err
	}
	for _, name := range []string{"public", ".gloss-cache"} {
		if err := os.Rename(filepath.Join(dir, name), filepath.Join(aside, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, err
		}
	}
	return func() { _ = os.RemoveAll(aside) }, nil // what stays is beside the glossary, and does no harm
}

func measureHugo(ctx context.Context, page *page, command, dir string, terms, edits int) (map[string]*latencies, error) {
	r, err := startHugo(command, filepath.Join(dir, "hugo"))
	if err != nil {
		return nil, err
	}
	rest := func(ctx context.Context) error {
		// Hugo does not say when it is done; its own rebuild is over when the page shows it.
		time.Sleep(300 * time.Millisecond)
		return nil
	}
	s := &served{name: "hugo", site: r, patience: hugoPatience(terms), files: filepath.Join(dir, "hugo", "content", "terms"), settle: rest}
	results, err := measure(ctx, page, s, edits)
	return results, errors.Join(err, r.stop())
}

// measure edits terms all over the alphabet, each kind of edit in turn.
func measure(ctx context.Context, page *page, s *served, edits int) (map[string]*latencies, error) {
	names, err := filepath.Glob(filepath.Join(s.files, "*.md"))
	if err != nil {
		return nil, err
	}
	const places = 5
	results := map[string]*latencies{}
	for _, kind := range editKinds {
		if s.name == "hugo" && !kind.hugo {
			continue
		}
		results[kind.name] = &latencies{}
		for place := range places {
			fmt.Fprintf(os.Stderr, "%s: %s, %d of %d\n", s.name, kind.name, place+1, places)
			file := names[(2*place+1)*len(names)/(2*places)]
			if err := measureTerm(ctx, page, s, kind, file, edits/places, results[kind.name]); err != nil {
				return nil, fmt.Errorf("%s, %s of %s: %w", s.name, kind.name, filepath.Base(file), err)
			}
		}
	}
	return results, nil
}

func measureTerm(ctx context.Context, page *page, s *served, kind edited, file string, edits int, results *latencies) (err error) {
	original, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	address := s.site.address + "terms/" + strings.TrimSuffix(filepath.Base(file), ".md") + ".html"
	defer func() {
		err = errors.Join(err, os.WriteFile(file, original, 0o644), lacks(ctx, address, mark(page.serial)), s.settle(ctx))
	}()
	if err := errors.Join(page.open(ctx, address), s.settle(ctx)); err != nil {
		return err
	}
	for range edits {
		page.serial++
		text := kind.apply(string(original), mark(page.serial))
		start := time.Now()
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			return err
		}
		shown, err := page.shows(ctx, page.serial, s.patience)
		if errors.Is(err, errNotShown) && s.name != "gloss" {
			results.missed++
			if err := errors.Join(page.open(ctx, address), s.settle(ctx)); err != nil {
				return err
			}
			continue
		}
		if err != nil {
			return err
		}
		results.page = append(results.page, shown.Sub(start))
		if s.name == "gloss" {
			found, err := page.finds(page.serial)
			if err != nil {
				return err
			}
			results.search = append(results.search, max(0, found.Sub(shown)))
		}
		if err := s.settle(ctx); err != nil {
			return err
		}
		results.rest = append(results.rest, max(0, time.Since(shown)))
	}
	return nil
}

// lacks waits until what is served at an address no longer holds a text: the next edit must not meet a server that is still busy with the
// last one.
func lacks(ctx context.Context, address, text string) error {
	limited, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	for limited.Err() == nil {
		request, err := http.NewRequestWithContext(limited, "GET", address, nil)
		if err != nil {
			return err
		}
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			return err
		}
		body, err := io.ReadAll(answer.Body)
		err = errors.Join(err, answer.Body.Close())
		if err == nil && !strings.Contains(string(body), text) {
			return nil
		}
		// Hugo writes a page while it is read: it then ends too early.
		if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) {
			return err
		}
		time.Sleep(10 * time.Millisecond)
	}
	return fmt.Errorf("%s still holds %s", address, text)
}

// quiet waits until everything saved is served, search included.
func quiet(ctx context.Context, r *running) error {
	request, err := http.NewRequestWithContext(ctx, "GET", r.address+".gloss/quiet", nil)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return fmt.Errorf("gloss serve is not quiet: %s", answer.Status)
	}
	return nil
}

// printLive prints a table in Markdown. "Search after" is the time from the changed page until its search finds the edit, "all after" the
// time until nothing is left to do.
func printLive(terms int, results map[string]map[string]*latencies) {
	wanted := wantedLive[0].body
	for _, w := range wantedLive {
		if terms >= w.terms/2 {
			wanted = w.body
		}
	}
	fmt.Println("\n| changed | wanted | gloss, median | gloss, 95th percentile | search after, 95th percentile | all after, 95th percentile | hugo, median | hugo, 95th percentile |\n|---|--:|--:|--:|--:|--:|--:|--:|")
	for _, kind := range editKinds {
		fmt.Printf("| %s | %s |", kind.name, milliseconds(wanted*kind.factor))
		gloss, hugo := results["gloss"][kind.name], results["hugo"][kind.name]
		fmt.Printf(" %s | %s | %s | %s |", percentile(gloss.page, 50), percentile(gloss.page, 95), percentile(gloss.search, 95), percentile(gloss.rest, 95))
		if hugo == nil {
			fmt.Println(" | |")
			continue
		}
		fmt.Printf(" %s | %s |\n", percentile(hugo.page, 50), percentile(hugo.page, 95))
	}
	for _, kind := range editKinds {
		if hugo := results["hugo"][kind.name]; hugo != nil && hugo.missed > 0 {
			fmt.Printf("\nHugo's page never showed %d edits of a %s within %v; they are left out.\n", hugo.missed, kind.name, hugoPatience(terms))
		}
	}
	fmt.Println()
}

// percentile is the smallest measured time that p of a hundred do not exceed.
func percentile(times []time.Duration, p int) string {
	if len(times) == 0 {
		return ""
	}
	sorted := slices.Sorted(slices.Values(times))
	return milliseconds(sorted[max(0, int(math.Ceil(float64(len(sorted)*p)/100))-1)])
}

func milliseconds(d time.Duration) string {
	return fmt.Sprintf("%d ms", d.Round(time.Millisecond).Milliseconds())
}
