package markdown

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"gloss/cmd/gloss/internal/names"
)

// plainTable takes back how we mark tables.
var plainTable = strings.NewReplacer(`<div class="table"><table>`, "<table>", "</table></div>", "</table>",
	` class="align-`, ` align="`, ` style="text-align:`, ` align="`, `<input checked="" disabled="" type="checkbox">`, `<input type="checkbox" disabled checked>`,
	`<input disabled="" type="checkbox">`, `<input type="checkbox" disabled>`, "<label>", "", "</label>", "", ` tabindex="0"`, "")

// TestExtensions runs goldmark's examples, most of them GitHub's, of tables, strikethrough, task lists, bare addresses, footnotes and definition lists.
func TestExtensions(t *testing.T) {
	table, _ := names.New(nil, names.Options{Language: "en"})
	converter := New(Options{Language: "en", TrustHTML: true})
	converter.keepLevels = true
	ran := 0
	for _, name := range []string{"table", "strikethrough", "tasklist", "linkify", "footnote", "definition_list"} {
		data, err := os.ReadFile(filepath.Join(goldmarkFolder(t), "extension", "_test", name+".txt"))
		if err != nil {
			t.Fatal(err)
		}
		for example := range strings.SplitSeq(string(data), "//= = = = = = = = = = = = = = = = = = = = = = = =//") {
			parts := strings.Split(example, "//- - - - - - - - -//\n")
			if len(parts) != 3 || strings.Contains(parts[0], "OPTIONS") {
				continue
			}
			number, _, _ := strings.Cut(strings.TrimSpace(parts[0]), "\n")
			number, _, _ = strings.Cut(number, ":")
			if _, err := strconv.Atoi(number); err != nil {
				t.Fatalf("%s: example %q has no number", name, parts[0])
			}
			ran++
			source := strings.TrimSuffix(parts[1], "\n") // as goldmark's own harness reads them
			got := plainHTML(plainTable.Replace(converter.convert(subject(source), table.Ask(), nil, nothing).HTML))
			want := plainHTML(plainTable.Replace(parts[2]))
			if strings.TrimSpace(got) != strings.TrimSpace(want) {
				t.Errorf("%s %s\nsource: %q\ngot:  %q\nwant: %q", name, number, source, got, want)
			}
		}
	}
	if ran < 50 {
		t.Errorf("only %d examples were found", ran)
	}
}
