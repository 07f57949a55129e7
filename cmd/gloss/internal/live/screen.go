package live

import (
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/mdp/qrterminal/v3"

	"gloss/cmd/gloss/internal/diag"
)

// What the terminal shows:
//   - one line a build: what changed, how many pages, how long
//   - errors when they appear or change, a line when they are gone; a warning once, when it appears
//   - no period at the end of a line, no time of day, nothing that blinks

// screen writes to the terminal. Watcher and loop both use it.
type screen struct {
	out   io.Writer
	color bool

	mu    sync.Mutex
	shown diag.List
	built bool // a build succeeded: there is a site
}

type report struct {
	site  Site
	diags diag.List
	paths []string // that led to the build, as the writer calls them
	took  time.Duration
}

func (s *screen) print(text string) { _, _ = io.WriteString(s.out, text) } // a terminal that is gone is no reason to stop

func (s *screen) say(text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.print(text + "\n")
}

// addresses prints where the site is; for a phone the other address stands as a QR code too.
func (s *screen) addresses(own string, others []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.print("serving " + own + " (Ctrl-C stops)\n")
	for _, other := range others {
		s.print("in your network " + other + "\n")
	}
	if len(others) > 0 {
		qrterminal.GenerateWithConfig(others[0], qrterminal.Config{Level: qrterminal.L, Writer: s.out, HalfBlocks: true, QuietZone: 2,
			BlackChar: qrterminal.BLACK_BLACK, WhiteBlackChar: qrterminal.WHITE_BLACK, WhiteChar: qrterminal.WHITE_WHITE,
			BlackWhiteChar: qrterminal.BLACK_WHITE})
	}
}

// report tells of one build.
func (s *screen) report(r report) {
	s.mu.Lock()
	defer s.mu.Unlock()
	mended := s.shown.HasErrors() && !r.diags.HasErrors()
	s.list(r.diags)
	errors, warnings := r.diags.Count()
	var line strings.Builder
	took := " in " + duration(r.took)
	switch {
	case errors > 0 && !s.built:
		line.WriteString(problems(errors, warnings) + took + ": the site follows as soon as they are mended")
		took = ""
	case errors > 0:
		line.WriteString(problems(errors, warnings) + took + ": the last good site stays")
		took = ""
	case !s.built:
		fmt.Fprintf(&line, "%s, %s", count(r.site.Terms, "term"), count(r.site.Pages, "page"))
	default:
		line.WriteString(subject(r.paths) + ": " + effect(r))
	}
	s.built = s.built || errors == 0
	if mended {
		line.WriteString(", errors mended")
	}
	if errors == 0 && warnings > 0 {
		line.WriteString(", " + count(warnings, "warning"))
	}
	s.print(line.String() + took + "\n")
}

// problems prints diagnostics that came up after a build was reported.
func (s *screen) problems(diags diag.List) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.list(diags)
}

// list prints the errors if they are others than before, and the warnings that are new: one that only moved to another line with an
// edit was told already.
func (s *screen) list(diags diag.List) {
	if slices.Equal(diags, s.shown) {
		return
	}
	type subject struct{ file, rule, text string }
	told := map[subject]bool{}
	for _, d := range s.shown {
		told[subject{d.File, d.Rule, d.Text}] = true
	}
	others := !slices.Equal(errorsOf(diags), errorsOf(s.shown))
	var fresh diag.List
	for _, d := range diags {
		if d.Severity == diag.Error && others || !told[subject{d.File, d.Rule, d.Text}] {
			fresh = append(fresh, d)
		}
	}
	s.shown = diags
	var text strings.Builder
	_ = diag.Print(&text, fresh, s.color) // a builder takes everything
	s.print(text.String())
}

func errorsOf(diags diag.List) diag.List {
	var errors diag.List
	for _, d := range diags {
		if d.Severity == diag.Error {
			errors = append(errors, d)
		}
	}
	return errors
}

func problems(errors, warnings int) string {
	text := count(errors, "error")
	if warnings > 0 {
		text += ", " + count(warnings, "warning")
	}
	return text
}

func count(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return fmt.Sprintf("%d %ss", n, word)
}

// subject names what changed: up to two files, else how many.
func subject(paths []string) string {
	switch len(paths) {
	case 0:
		return "files changed"
	case 1, 2:
		return diag.Safe(strings.Join(paths, ", "))
	}
	return fmt.Sprintf("%s and %d more", diag.Safe(paths[0]), len(paths)-1)
}

// effect says what the build did to the site.
func effect(r report) string {
	changes := r.site.Changes
	if changes.Empty() {
		return "nothing changes on the site"
	}
	pages := 0
	for _, list := range [][]string{changes.Added, changes.Changed, changes.Removed} {
		for _, name := range list {
			if path.Ext(name) == ".html" {
				pages++
			}
		}
	}
	if pages == 0 {
		return count(len(changes.Added)+len(changes.Changed)+len(changes.Removed), "file") + " written"
	}
	return count(pages, "page")
}

// duration is short enough to read at a glance: "21 ms", "1.4 s".
func duration(d time.Duration) string {
	if d < time.Second {
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}
