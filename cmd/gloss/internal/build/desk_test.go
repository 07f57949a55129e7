package build

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// tree reads a folder, the manifest included, the lock and what a Builder keeps for its next build left out.
func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, e fs.DirEntry, err error) error {
		if err == nil && e.IsDir() && e.Name() == "spare" {
			return fs.SkipDir
		}
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
	full := filepath.Join(d.dir, name)
	for folder := filepath.Dir(full); !exists(folder); folder = filepath.Dir(folder) {
		d.changed = append(d.changed, folder)
	}
	d.changed = append(d.changed, full)
	put(d.t, full, text)
}

func (d *desk) remove(name string) {
	delete(d.files, name)
	d.changed = append(d.changed, filepath.Join(d.dir, name))
	if err := os.Remove(filepath.Join(d.dir, name)); err != nil {
		d.t.Fatal(err)
	}
}

func exists(name string) bool {
	_, err := os.Lstat(name)
	return err == nil
}

// moveFolder renames a folder of terms; a watcher names the two folders alone.
func (d *desk) moveFolder(from, to string) string {
	if from == to || !exists(filepath.Join(d.dir, from)) || exists(filepath.Join(d.dir, to)) {
		return "move nothing"
	}
	if err := os.Rename(filepath.Join(d.dir, from), filepath.Join(d.dir, to)); err != nil {
		d.t.Fatal(err)
	}
	moved := map[string]string{}
	for name, text := range d.files {
		if rest, inside := strings.CutPrefix(name, from+"/"); inside {
			name = to + "/" + rest
		}
		moved[name] = text
	}
	d.files = moved
	d.changed = append(d.changed, filepath.Join(d.dir, from), filepath.Join(d.dir, to))
	return "move " + from + " to " + to
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
	if d.random.IntN(8) == 0 {
		fmt.Fprintf(&b, "see: %q\n", d.phrase(1))
	}
	if d.random.IntN(6) == 0 {
		fmt.Fprintf(&b, "redirect_from: [%s]\n", d.pick("old", "older", "/x/y"))
	}
	if d.random.IntN(4) == 0 {
		fmt.Fprintf(&b, "updated: 2026-11-%02d\n", 1+d.random.IntN(20))
	}
	if d.random.IntN(10) == 0 {
		b.WriteString("type: page\n")
	}
	if d.random.IntN(3) == 0 {
		fmt.Fprintf(&b, "summary: The %s.\n", d.phrase(3))
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
	switch d.random.IntN(18) {
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
		d.write("gloss.yaml", fmt.Sprintf("title: %s\nautolink:\n  first: %s\n%spages:\n  map: %d\n  print: %d\noutputs:\n  images: off\n  app: %s\n", d.pick("One", "Two"),
			d.pick("page", "all", "section"), d.pick("", "base_url: https://example.org/g/\n"), d.random.IntN(3)*4, d.random.IntN(2)*10, d.pick("true", "false")))
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
	case 13:
		return d.moveFolder("content/"+d.pick("a", "b", "d", "e"), "content/"+d.pick("a", "b", "d", "e"))
	case 14:
		if _, there := d.files["content/index.md"]; there {
			d.remove("content/index.md")
			return "remove the home page's text"
		}
		d.write("content/index.md", "---\ntitle: Home\ntype: page\n---\nOn "+d.phrase(2)+".\n")
		return "write the home page's text"
	case 15:
		d.write("content/about.md", "---\ntitle: About "+d.phrase(1)+"\ntype: page\n---\nOn "+d.phrase(2)+", [a list](tags/one.html).\n")
		return "write a plain page"
	case 16:
		for _, other := range names {
			if strings.Contains(d.files[other], "\ntitle: \"") || strings.HasPrefix(d.files[other], "---\ntitle: \"") {
				d.write(other, strings.Replace(d.files[other], "title: \"", "title: \""+d.pick("New ", "Old ", "Z"), 1))
				return "change the title of " + other
			}
		}
	}
	d.write(name, text) // the same bytes: an editor that saves without a change
	return "save " + name + " unchanged"
}
