package build

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gloss/cmd/gloss/internal/markdown"
)

// TestAddedTermChangesOnlyPagesWithItsWords holds that a new term touches the linked text of a page only if that page holds all words
// of one of its names. It stays below 200 pages, where a word's frequency in the glossary does not count yet (see names.Census).
func TestAddedTermChangesOnlyPagesWithItsWords(t *testing.T) {
	changed, kept := 0, 0
	for seed := range uint64(12) {
		d := &desk{t: t, random: rand.New(rand.NewPCG(seed, 11)), dir: t.TempDir(), files: map[string]string{}}
		for range 12 {
			d.addTerm()
		}
		builder := New(Options{Dir: d.dir, Workers: 2})
		before := d.bodies(builder)
		for range 6 {
			pages := maps.Clone(d.files)
			names := d.addNamed()
			after := d.bodies(builder)
			for path, old := range before {
				switch now := after[path]; {
				case now == nil:
					t.Fatalf("seed %d: %s is gone", seed, path)
				case old.HTML == now.HTML && slices.Equal(old.Mentions, now.Mentions):
					kept++
				case holdsOneOf(pages["content/"+path], names):
					changed++
				default:
					t.Errorf("seed %d: adding %q changed %s, which has none of its words\n%s\n%s", seed, names, path, old.HTML, now.HTML)
				}
			}
			before = after
		}
	}
	if changed < 50 || kept < 50 {
		t.Errorf("%d pages changed and %d did not; the test needs both", changed, kept)
	}
}

// bodies reads the glossary and returns its bodies by path below content.
func (d *desk) bodies(b *Builder) map[string]*markdown.Body {
	reading, diags, err := b.Read(context.Background())
	if err != nil || reading == nil {
		d.t.Fatal(err, diags)
	}
	all := map[string]*markdown.Body{}
	for i, term := range reading.Terms {
		all[term.File.Path] = reading.Bodies[i]
	}
	return all
}

// addNamed adds a term with one to three names and returns them.
func (d *desk) addNamed() []string {
	d.serial++
	names := []string{d.phrase(3)}
	front := fmt.Sprintf("---\ntitle: %q\n", names[0])
	if d.random.IntN(2) == 0 {
		names = append(names, d.phrase(2))
		front += fmt.Sprintf("aliases: [%q]\n", names[1])
	}
	if d.random.IntN(3) == 0 {
		short := d.pick("CRM", "CI", "XYZ")
		names = append(names, short)
		front += "abbreviation: " + short + "\n"
	}
	d.write(fmt.Sprintf("content/%s/n%d.md", d.pick("a", "z"), d.serial), front+"---\n\nA text about "+d.phrase(3)+".\n")
	return names
}

// holdsOneOf reports whether a file holds all words of one of the names, inflected or not, in any order.
func holdsOneOf(file string, names []string) bool {
	file = strings.ToLower(file)
	return slices.ContainsFunc(names, func(name string) bool {
		for word := range strings.FieldsSeq(strings.ToLower(name)) {
			if !strings.Contains(file, strings.TrimSuffix(word, "s")) {
				return false
			}
		}
		return true
	})
}

// TestOrderOfFilesDoesNotMatter spreads the same terms over folders in several ways, so that they are read in different orders, and
// holds that the site is the same.
func TestOrderOfFilesDoesNotMatter(t *testing.T) {
	d := &desk{t: t, random: rand.New(rand.NewPCG(3, 5)), files: map[string]string{}}
	texts := map[string]string{}
	for i := range 20 {
		front := fmt.Sprintf("---\ntitle: %q\nsummary: A %s.\ntags: [%s]\n", d.phrase(2)+fmt.Sprint(" ", i), d.phrase(2), d.pick("one", "two"))
		if i%4 == 0 {
			front += fmt.Sprintf("abbreviation: CI\ndomain: field %d\n", i)
		}
		text := fmt.Sprintf("---\n\nThe %s %d and CI meet %s %d.\n\n## Part\n\n%s %d, *%s %d*.\n", d.phrase(2), d.random.IntN(20), d.phrase(1),
			d.random.IntN(20), d.phrase(2), d.random.IntN(20), d.phrase(1), d.random.IntN(20))
		texts[fmt.Sprintf("t%d.md", i)] = front + text
	}
	var first map[string]string
	for round := range 4 {
		dir := filepath.Join(t.TempDir(), "site")
		for _, name := range slices.Sorted(maps.Keys(texts)) {
			put(t, filepath.Join(dir, "content", d.pick("a", "b", "c/d", "z"), name), texts[name])
		}
		_, diags, err := New(Options{Dir: dir, Workers: 1 + round%2}).Build(context.Background())
		if err != nil || diags.HasErrors() {
			t.Fatal(err, diags)
		}
		site := tree(t, filepath.Join(dir, "public"))
		if len(site) < 20 {
			t.Fatalf("only %d files", len(site))
		}
		if first == nil {
			first = site
		}
		compareTrees(t, fmt.Sprint("round ", round), site, first)
	}
}
