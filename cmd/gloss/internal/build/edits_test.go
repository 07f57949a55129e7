package build

import (
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gloss/cmd/gloss/internal/diag"
)

// A glossary that is edited at random, as writers do: a warm builder must leave the same bytes as a clean build after each step.
// This holds rule 2 of the design (a live rebuild equals a clean build), memo and writer together.

func TestWarmBuildEqualsCleanBuild(t *testing.T) {
	for seed := range uint64(4) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			editAtRandom(t, rand.New(rand.NewPCG(seed, 0)), 40)
		})
	}
}

func FuzzWarmBuildEqualsCleanBuild(f *testing.F) {
	f.Add(uint64(1), uint64(2))
	f.Fuzz(func(t *testing.T, a, b uint64) { editAtRandom(t, rand.New(rand.NewPCG(a, b)), 12) })
}

// desk is a glossary's folder and the files in it.
type desk struct {
	t      *testing.T
	random *rand.Rand
	dir    string
	files  map[string]string
	serial int
}

func editAtRandom(t *testing.T, random *rand.Rand, steps int) {
	d := &desk{t: t, random: random, dir: t.TempDir(), files: map[string]string{}}
	d.write("content/index.md", "---\ntitle: Home\ntype: page\n---\nWelcome to the [[term 0]].\n")
	for range 5 {
		d.addTerm()
	}
	warm := New(Options{Dir: d.dir, Workers: 2})
	last := map[string]string{}
	for step := range steps {
		what := d.edit()
		_, diags, err := warm.Build(context.Background())
		if err != nil {
			t.Fatalf("step %d (%s): %v", step, what, err)
		}
		got := tree(t, filepath.Join(d.dir, "public"))
		want := last
		if !diags.HasErrors() {
			want = d.cleanBuild(diags)
		}
		compareTrees(t, fmt.Sprintf("step %d (%s)", step, what), got, want)
		if t.Failed() {
			return
		}
		last = got
	}
}

// cleanBuild builds the files in another folder with another number of workers and returns the site. Its diagnostics must be those
// of the warm build.
func (d *desk) cleanBuild(want diag.List) map[string]string {
	dir := filepath.Join(d.t.TempDir(), "clean")
	for name, text := range d.files {
		put(d.t, filepath.Join(dir, name), text)
	}
	_, diags, err := New(Options{Dir: dir, Workers: 1}).Build(context.Background())
	if err != nil {
		d.t.Fatal(err)
	}
	// The folder's name is part of a path, which is as it should be; it is no part of the site.
	if got, want := withoutFolder(diags, dir), withoutFolder(want, d.dir); !slices.Equal(got, want) {
		d.t.Errorf("a clean build says\n%v\nand the warm one said\n%v", got, want)
	}
	return tree(d.t, filepath.Join(dir, "public"))
}

func withoutFolder(diags diag.List, dir string) []string {
	var lines []string
	for _, one := range diags {
		lines = append(lines, fmt.Sprintf("%s:%d:%d %s %s %s", strings.TrimPrefix(one.File, filepath.ToSlash(dir)), one.Line, one.Col, one.Rule, one.Text, one.Hint))
	}
	return lines
}

func compareTrees(t *testing.T, what string, got, want map[string]string) {
	t.Helper()
	for name, text := range want {
		if have, there := got[name]; !there {
			t.Errorf("%s: %s is missing", what, name)
		} else if have != text {
			t.Errorf("%s: %s differs from that of a clean build", what, name)
		}
	}
	for name := range got {
		if _, there := want[name]; !there {
			t.Errorf("%s: %s is left over", what, name)
		}
	}
}

// tree reads a folder, the manifest included and the lock left out.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || e.Name() == "lock" {
			return err
		}
		data, err := os.ReadFile(name)
		rel, _ := filepath.Rel(dir, name)
		all[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil && !os.IsNotExist(err) {
		t.Fatal(err)
	}
	return all
}

func put(t testing.TB, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func (d *desk) write(name, text string) {
	d.files[name] = text
	put(d.t, filepath.Join(d.dir, name), text)
}

func (d *desk) remove(name string) {
	delete(d.files, name)
	if err := os.Remove(filepath.Join(d.dir, name)); err != nil {
		d.t.Fatal(err)
	}
}

func (d *desk) terms() []string {
	var names []string
	for name := range d.files {
		if strings.HasPrefix(name, "content/") && strings.HasSuffix(name, ".md") && name != "content/index.md" {
			names = append(names, name)
		}
	}
	slices.Sort(names) // the choice must depend on the seed alone
	return names
}

func (d *desk) pick(from ...string) string { return from[d.random.IntN(len(from))] }

// vocabulary makes names overlap: terms share words, aliases and abbreviations, so that an edit touches pages elsewhere.
var vocabulary = []string{"buyer", "intent", "data", "sales", "test", "term", "market", "cost", "lead", "C++", "Zürich"}

func (d *desk) phrase(words int) string {
	var all []string
	for range 1 + d.random.IntN(words) {
		all = append(all, d.pick(vocabulary...))
	}
	return strings.Join(all, " ")
}

func (d *desk) termText(title string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: %q\n", title)
	if d.random.IntN(2) == 0 {
		fmt.Fprintf(&b, "aliases: [%q]\n", d.phrase(2)+fmt.Sprint(" ", d.random.IntN(3)))
	}
	if d.random.IntN(3) == 0 {
		fmt.Fprintf(&b, "abbreviation: %s\n", d.pick("CRM", "CI", "SPA"))
	}
	if d.random.IntN(2) == 0 {
		fmt.Fprintf(&b, "tags: [%s]\n", d.pick("one", "two", "three"))
	}
	if d.random.IntN(3) == 0 {
		fmt.Fprintf(&b, "domain: %s\n", d.pick("red", "blue"))
	}
	if d.random.IntN(4) == 0 {
		fmt.Fprintf(&b, "related: [%q]\n", d.phrase(2))
	}
	fmt.Fprintf(&b, "---\n\nThe %s and the %s meet CRM, CI and %ss.\n\n## Part\n\nSee [[%s]] and term %d, *%s*.\n\n![p](p.png)\n",
		d.phrase(3), d.phrase(2), d.phrase(1), d.phrase(1), d.random.IntN(8), d.phrase(2))
	return b.String()
}

func (d *desk) addTerm() string {
	title := d.phrase(2) + fmt.Sprint(" ", d.serial)
	if d.random.IntN(3) == 0 {
		title = fmt.Sprint("term ", d.serial)
	}
	d.serial++
	name := fmt.Sprintf("content/%s/t%d.md", d.pick("a", "b", "a/c"), d.serial)
	d.write(name, d.termText(title))
	return "add " + name
}

// edit changes one thing and says which.
func (d *desk) edit() string {
	names := d.terms()
	if len(names) < 3 {
		return d.addTerm()
	}
	name := names[d.random.IntN(len(names))]
	text := d.files[name]
	switch d.random.IntN(14) {
	case 0, 1:
		return d.addTerm()
	case 2:
		d.remove(name)
		return "delete " + name
	case 3:
		d.write(name, text+"\nAnother sentence about "+d.phrase(2)+".\n")
		return "edit the text of " + name
	case 4:
		d.serial++
		d.write(name, d.termText(d.phrase(2)+fmt.Sprint(" ", d.serial)))
		return "rewrite " + name
	case 5:
		moved := fmt.Sprintf("content/%s/m%d.md", d.pick("a", "d"), d.serial)
		d.serial++
		d.remove(name)
		d.write(moved, text)
		return "move " + name + " to " + moved
	case 6:
		d.write(name, strings.Replace(text, "title:", d.pick("titel:", "title: [", "tags: ["), 1))
		return "break " + name
	case 7:
		for _, broken := range names {
			if t := d.files[broken]; !strings.HasPrefix(t, "---\ntitle: \"") {
				d.serial++
				d.write(broken, d.termText(fmt.Sprint("mended ", d.serial)))
			}
		}
		return "mend all"
	case 8:
		d.write("gloss.yaml", fmt.Sprintf("title: %s\nautolink:\n  first: %s\n", d.pick("One", "Two"), d.pick("page", "all", "section")))
		return "change gloss.yaml"
	case 9:
		d.write("layouts/templates/letters.html", d.pick("<p>letters</p>", "{{range .Site.Letters}}{{.Label}}{{end}}", "{{if}}"))
		return "override a layout"
	case 10:
		if _, there := d.files["layouts/templates/letters.html"]; there {
			d.remove("layouts/templates/letters.html")
		}
		return "remove the layout"
	case 11:
		d.write("content/"+d.pick("a", "b", "a/c")+"/p.png", d.pick("one picture", "another picture"))
		return "add a picture"
	case 12:
		d.write(name, strings.Replace(text, "---\ntitle", "---\ndraft: true\ntitle", 1))
		return "make a draft of " + name
	}
	d.write(name, text) // the same bytes: an editor that saves without a change
	return "save " + name + " unchanged"
}
