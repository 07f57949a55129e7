package markdown

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"gloss/cmd/gloss/internal/linker"
	"gloss/cmd/gloss/internal/names"
)

// vector is an example of the CommonMark specification.
type vector struct {
	Markdown string `json:"markdown"`
	HTML     string `json:"html"`
	Example  int    `json:"example"`
	Section  string `json:"section"`
}

// goldmarkFolder is where the module cache keeps goldmark, whose test data are CommonMark's.
func goldmarkFolder(t *testing.T) string {
	t.Helper()
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/yuin/goldmark").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	return strings.TrimSpace(string(out))
}

// nothing decides no link at all.
func nothing(*names.Asker, linker.Page, linker.Options) ([]linker.Decision, []linker.Doubt) {
	return nil, nil
}

// The differences that our additions make everywhere are taken back before the comparison.
var (
	headingID    = regexp.MustCompile(`(<h[1-6]) id="[^"]*"`)
	externalLink = regexp.MustCompile(` class="external" rel="noopener"| tabindex="0"`)
	highlighted  = regexp.MustCompile(`(<pre) class="chroma"|</?span( class="[a-z0-9]+")?>`)
	slashes      = strings.NewReplacer(" />", ">", "“", "&quot;", "”", "&quot;", "‘", "'", "’", "'", "–", "--", "—", "---", "…", "...")
)

func plainHTML(s string) string {
	s = headingID.ReplaceAllString(s, "$1")
	s = externalLink.ReplaceAllString(s, "")
	return slashes.Replace(s)
}

// TestCommonMark runs the 652 examples of the specification.
func TestCommonMark(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(goldmarkFolder(t), "_test", "spec.json"))
	if err != nil {
		t.Fatal(err)
	}
	var vectors []vector
	if err := json.Unmarshal(data, &vectors); err != nil {
		t.Fatal(err)
	}
	if len(vectors) != 652 {
		t.Fatalf("%d examples, want 652", len(vectors))
	}
	compare(t, vectors, true, deviations)
	compare(t, vectors, false, policyDeviations())
}

// compare converts all examples and holds the differences against the list.
func compare(t *testing.T, vectors []vector, trust bool, listed map[int]string) {
	table, _ := names.New(nil, names.Options{Language: "en"})
	converter := New(Options{Language: "en", TrustHTML: trust})
	converter.keepLevels = true
	for _, v := range vectors {
		body := converter.convert(subject(v.Markdown), table.Ask(), nil, nothing)
		got, want := plainHTML(body.HTML), plainHTML(v.HTML)
		if strings.Contains(body.HTML, `class="chroma"`) {
			got = highlighted.ReplaceAllString(got, "$1")
		}
		reason, differs := listed[v.Example]
		switch {
		case got == want && differs:
			t.Errorf("trust %t: example %d is listed as different (%s) and is not", trust, v.Example, reason)
		case got != want && !differs:
			t.Errorf("trust %t: example %d (%s)\nsource: %q\ngot:  %q\nwant: %q", trust, v.Example, v.Section, v.Markdown, got, want)
		}
	}
}
