package main

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"gloss/cmd/gloss/internal/diag"
)

// A glossary that is edited at random while gloss serve runs: whenever the server is quiet, public/ must be what a clean build of the
// same files makes, in every byte and file, search and its bleve index included, and the diagnostics must be those of the clean build.
// This holds rule 2 of the design on the real command: events, hints, the loop, memory and writer together.

func TestServedSiteEqualsCleanBuild(t *testing.T) {
	for seed := range uint64(4) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			var args []string
			if seed == 3 { // as on a mount without events
				args = append(args, "--poll")
			}
			writeAtRandom(t, rand.New(rand.NewPCG(seed, 6)), 60, args...)
		})
	}
}

func FuzzServedSiteEqualsCleanBuild(f *testing.F) {
	f.Add(uint64(1), uint64(2))
	f.Fuzz(func(t *testing.T, a, b uint64) { writeAtRandom(t, rand.New(rand.NewPCG(a, b)), 10) })
}

// writer edits a glossary, one thing at a time, and knows what it holds.
type writer struct {
	*glossary
	random *rand.Rand
	texts  map[string]string // by path
	serial int
	broken bool // there were errors when the writer looked
	torn   bool // since then a file was saved in more than one step
}

func writeAtRandom(t *testing.T, random *rand.Rand, steps int, args ...string) {
	w := &writer{glossary: newGlossary(t, nil), random: random, texts: map[string]string{}}
	w.save("content/index.md", "---\ntitle: Home\ntype: page\n---\nWelcome to the [[term 0]].\n")
	w.save("gloss.yaml", "title: Words\n")
	for range 5 {
		w.addTerm()
	}
	s := w.serve(args...)
	var last map[string]string
	for step := range steps {
		var done []string
		for range w.burst() {
			done = append(done, w.edit())
		}
		s.quiet()
		what := fmt.Sprintf("step %d (%s)", step, strings.Join(done, "; "))
		got := w.glossary.files("public")
		clean, diags := w.cleanBuild(1 + random.IntN(3))
		want := clean
		switch {
		case !diags.HasErrors():
		case len(done) == 1 && last != nil && !w.torn:
			want = last // an error leaves the last good site
		default:
			want = got // which of several edits, or of the steps of a save, led to the last good site is not known
		}
		if wrong := differences(got, want); wrong != nil {
			t.Fatalf("%s: public/ is not that of a clean build: %s\n%s", what, strings.Join(wrong, ", "), s.lately())
		}
		told, err := s.state("page=/")
		w.check(err)
		if says, should := toldLines(told), diagLines(diags); !slices.Equal(says, should) {
			t.Fatalf("%s: the server says\n%s\nand a clean build\n%s", what, strings.Join(says, "\n"), strings.Join(should, "\n"))
		}
		last, w.broken, w.torn = got, diags.HasErrors(), false
	}
	s.stop()
	if _, diags := w.cleanBuild(2); !diags.HasErrors() {
		if text := w.build(); !strings.Contains(text, "nothing changed") {
			t.Errorf("gloss build after gloss serve found something to do: %s", text)
		}
	}
}

func toldLines(told state) []string {
	lines := []string{fmt.Sprintf("%d errors, %d warnings", told.Problems.Errors, told.Problems.Warnings)}
	for _, p := range told.Problems.List {
		lines = append(lines, fmt.Sprintf("%s %s %s %s %s", p.Place, p.Severity, p.Rule, p.Text, p.Hint))
	}
	slices.Sort(lines)
	return lines
}

func diagLines(diags diag.List) []string {
	nErrors, warnings := diags.Count()
	lines := []string{fmt.Sprintf("%d errors, %d warnings", nErrors, warnings)}
	for _, d := range diags {
		lines = append(lines, fmt.Sprintf("%s %s %s %s %s", diag.Place(d), d.Severity, d.Rule, diag.Safe(d.Text), diag.Safe(d.Hint)))
	}
	slices.Sort(lines)
	return lines
}

// burst is the number of edits until the writer looks: mostly one.
func (w *writer) burst() int {
	if w.random.IntN(4) > 0 {
		return 1
	}
	return 2 + w.random.IntN(4)
}

func (w *writer) pick(from ...string) string { return from[w.random.IntN(len(from))] }

// save writes a file in one of the ways in which editors do.
func (w *writer) save(name, text string) {
	w.texts[name] = text
	full := w.path(name)
	w.check(os.MkdirAll(filepath.Dir(full), 0o755))
	way := w.random.IntN(6)
	w.torn = w.torn || way < 3
	switch way {
	case 0: // the old file is kept as a backup
		if err := os.Rename(full, full+"~"); err != nil && !os.IsNotExist(err) {
			w.check(err)
		}
		w.check(os.WriteFile(full, []byte(text), 0o644))
	case 1: // truncated, and written in two pieces
		f, err := os.Create(full)
		w.check(err)
		half := len(text) / 2
		_, err = f.WriteString(text[:half])
		w.check(err)
		_, err = f.WriteString(text[half:])
		w.check(err)
		w.check(f.Close())
	case 2: // truncated and written
		w.check(os.WriteFile(full, []byte(text), 0o644))
	default: // written beside it and renamed over it
		w.check(os.WriteFile(full+".tmp", []byte(text), 0o644))
		w.check(os.Rename(full+".tmp", full))
	}
}

func (w *writer) remove(name string) {
	delete(w.texts, name)
	w.check(os.Remove(w.path(name)))
}

// terms are the files of terms, sorted, since the choice must depend on the seed alone.
func (w *writer) terms() []string {
	var names []string
	for name := range w.texts {
		if path.Ext(name) == ".md" && path.Base(name) != "index.md" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// vocabulary makes names overlap: terms share words, aliases and abbreviations, so that an edit touches pages elsewhere.
var vocabulary = []string{"buyer", "intent", "data", "sales", "test", "term", "market", "cost", "lead", "C++", "Zürich", "用語"}

func (w *writer) phrase(words int) string {
	var all []string
	for range 1 + w.random.IntN(words) {
		all = append(all, w.pick(vocabulary...))
	}
	return strings.Join(all, " ")
}

func (w *writer) numbered(words int) string {
	w.serial++
	return fmt.Sprint(w.phrase(words), " ", w.serial)
}

func (w *writer) termText(title string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: %q\n", title)
	for _, line := range []string{
		fmt.Sprintf("aliases: [%q]\n", w.numbered(2)),
		fmt.Sprintf("abbreviation: %s\n", w.pick("CRM", "CI", "SPA")),
		fmt.Sprintf("tags: [%s]\n", w.pick("one", "two", "three")),
		fmt.Sprintf("domain: %s\n", w.pick("red", "blue")),
		fmt.Sprintf("related: [%q]\n", w.phrase(2)),
	} {
		if w.random.IntN(3) == 0 {
			b.WriteString(line)
		}
	}
	fmt.Fprintf(&b, "---\n\nThe %s and the %s meet CRM, CI and %ss.\n\n## Part\n\nSee [[%s]] and term %d, *%s*.\n\n![p](p.png)\n",
		w.phrase(3), w.phrase(2), w.phrase(1), w.phrase(1), w.random.IntN(8), w.phrase(2))
	return b.String()
}

func (w *writer) addTerm() string {
	title := w.numbered(2)
	if w.random.IntN(3) == 0 {
		title = fmt.Sprint("term ", w.serial)
	}
	name := fmt.Sprintf("content/%s/t%d.md", w.pick("a", "b", "a/c"), w.serial)
	w.save(name, w.termText(title))
	return "add " + name
}

// edit changes one thing and says which. Now and then it waits a moment, so that the next edit meets a build that runs.
func (w *writer) edit() string {
	if w.random.IntN(3) == 0 {
		time.Sleep(time.Duration(w.random.IntN(30)) * time.Millisecond)
	}
	names := w.terms()
	if len(names) < 3 {
		return w.addTerm()
	}
	name := names[w.random.IntN(len(names))]
	if w.broken && w.random.IntN(2) == 0 {
		return w.mendAll("", "") // else a mistake that stays would leave nothing to compare
	}
	edits := []func(name, text string) string{
		w.editBody, w.editBody, w.editTitle, w.editFrontMatter, w.editFrontMatter, w.rewrite, w.renameFile, w.deleteTerm, w.breakTerm, w.mendAll, w.mendAll,
		w.editSettings, w.editLayout, w.removeLayout, w.moveFolder, w.editPicture, w.editHome,
		func(_, _ string) string { return w.addTerm() },
		func(name, text string) string { w.save(name, text); return "save " + name + " unchanged" },
	}
	return edits[w.random.IntN(len(edits))](name, w.texts[name])
}

func (w *writer) editBody(name, text string) string {
	w.save(name, text+"\nAnother sentence about "+w.phrase(2)+".\n")
	return "edit the text of " + name
}

func (w *writer) editHome(_, _ string) string {
	w.save("content/index.md", fmt.Sprintf("---\ntitle: Home\ntype: page\n---\nWelcome to %s.\n", w.phrase(3)))
	return "edit the home page"
}

func (w *writer) editTitle(name, text string) string {
	lines := strings.SplitN(text, "\n", 3)
	if len(lines) < 3 || !strings.HasPrefix(lines[1], "title: ") {
		return w.editBody(name, text)
	}
	w.save(name, fmt.Sprintf("%s\ntitle: %q\n%s", lines[0], w.numbered(2), lines[2]))
	return "change the title of " + name
}

// editFrontMatter replaces or adds one key.
func (w *writer) editFrontMatter(name, text string) string {
	key := w.pick("aliases", "domain", "tags", "related", "draft", "autolink")
	value := map[string]string{
		"aliases": fmt.Sprintf("[%q]", w.numbered(2)), "domain": w.pick("red", "blue", "green"), "tags": "[" + w.pick("one", "two", "one, four") + "]",
		"related": fmt.Sprintf("[%q]", w.phrase(2)), "draft": w.pick("true", "false"), "autolink": w.pick("on", "off"),
	}[key]
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		if !strings.HasPrefix(line, key+":") {
			lines = append(lines, line)
		}
	}
	w.save(name, strings.Replace(strings.Join(lines, "\n"), "---\n", "---\n"+key+": "+value+"\n", 1))
	return "set " + key + " of " + name
}

func (w *writer) rewrite(name, _ string) string {
	w.save(name, w.termText(w.numbered(2)))
	return "rewrite " + name
}

func (w *writer) renameFile(name, text string) string {
	w.serial++
	moved := fmt.Sprintf("content/%s/m%d.md", w.pick("a", "d"), w.serial)
	w.check(os.MkdirAll(filepath.Dir(w.path(moved)), 0o755))
	w.check(os.Rename(w.path(name), w.path(moved)))
	delete(w.texts, name)
	w.texts[moved] = text
	return "rename " + name + " to " + moved
}

func (w *writer) deleteTerm(name, _ string) string {
	w.remove(name)
	return "delete " + name
}

func (w *writer) breakTerm(name, text string) string {
	w.save(name, strings.Replace(text, "title:", w.pick("titel:", "title: [", "tags: [x], title:"), 1))
	return "break " + name
}

// mendAll writes each broken term anew, and the settings, and gives up a broken template.
func (w *writer) mendAll(_, _ string) string {
	for _, broken := range w.terms() {
		if text := w.texts[broken]; !strings.Contains(text, "\ntitle: \"") {
			w.rewrite(broken, "")
		}
	}
	if text := w.texts["gloss.yaml"]; strings.Contains(text, "titel") || strings.Contains(text, "dead_links") {
		w.save("gloss.yaml", "title: Words\n")
	}
	if strings.Contains(w.texts[ownLetters], "{{if}}") {
		w.remove(ownLetters)
	}
	return "mend all"
}

func (w *writer) editSettings(_, _ string) string {
	text := fmt.Sprintf("title: %s\nautolink:\n  first: %s\n", w.pick("One", "Two"), w.pick("page", "all", "section"))
	switch w.random.IntN(6) {
	case 0:
		text = "titel: broken\n"
	case 1:
		text += "language: de\n"
	case 2:
		text += "dead_links: error\n"
	case 3:
		text += "drafts: true\n"
	}
	w.save("gloss.yaml", text)
	return "change gloss.yaml"
}

const ownLetters = "layouts/templates/letters.html"

func (w *writer) editLayout(_, _ string) string {
	name := w.pick(ownLetters, ownLetters, "layouts/styles/90-own.css")
	text := w.pick("<p>letters</p>", "{{range .Site.Letters}}{{.Label}}{{end}}", "{{if}}")
	if path.Ext(name) == ".css" {
		text = w.pick("p { color: red }", "p { color: blue }")
	}
	w.save(name, text)
	return "override " + name
}

func (w *writer) removeLayout(_, _ string) string {
	for _, name := range slices.Sorted(maps.Keys(w.texts)) {
		if strings.HasPrefix(name, "layouts/") {
			w.remove(name)
			return "remove " + name
		}
	}
	return w.addTerm()
}

// moveFolder renames a folder of terms, or moves it out of the glossary and back.
func (w *writer) moveFolder(_, _ string) string {
	from := "content/" + w.pick("a", "b", "d", "moved")
	if _, err := os.Stat(w.path(from)); err != nil {
		return w.addTerm()
	}
	to := "content/moved"
	if from == to {
		to = "content/a/deeper"
	}
	if w.random.IntN(3) == 0 {
		w.check(os.Rename(w.path(from), w.path("aside")))
		time.Sleep(time.Duration(w.random.IntN(30)) * time.Millisecond)
		w.check(os.Rename(w.path("aside"), w.path(from)))
		return "move " + from + " away and back"
	}
	if _, err := os.Stat(w.path(to)); err == nil {
		return w.addTerm()
	}
	w.check(os.MkdirAll(filepath.Dir(w.path(to)), 0o755))
	w.check(os.Rename(w.path(from), w.path(to)))
	for _, name := range slices.Sorted(maps.Keys(w.texts)) {
		if below, ok := strings.CutPrefix(name, from+"/"); ok {
			w.texts[to+"/"+below] = w.texts[name]
			delete(w.texts, name)
		}
	}
	return "move " + from + " to " + to
}

func (w *writer) editPicture(_, _ string) string {
	name := "content/" + w.pick("a", "b", "a/c") + "/p.png"
	if _, there := w.texts[name]; there && w.random.IntN(2) == 0 {
		w.remove(name)
		return "remove " + name
	}
	w.save(name, w.pick("one picture", "another picture"))
	return "add " + name
}
