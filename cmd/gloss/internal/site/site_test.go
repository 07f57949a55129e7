package site

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"

	"gloss/cmd/gloss/internal/config"
	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/markdown"
	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/source"
	"gloss/cmd/gloss/internal/term"
	"gloss/layouts"
)

var update = flag.Bool("update", false, "rewrite the golden files in testdata")

// assemble runs the passes on files given as text.
func assemble(t *testing.T, cfg *config.Config, files map[string]string) (*Site, diag.List) {
	t.Helper()
	in, diags := inputOf(t, cfg, files)
	s, found := Assemble(in)
	return s, append(diags, found...)
}

func inputOf(t *testing.T, cfg *config.Config, files map[string]string) (Input, diag.List) {
	t.Helper()
	var terms []*term.Term
	for _, name := range sortedKeys(files) {
		parsed, diags := term.Parse(source.File{Path: name, Data: []byte(files[name])}, term.Options{})
		if diags.HasErrors() {
			t.Fatalf("%s: %v", name, diags)
		}
		terms = append(terms, parsed)
	}
	table, diags := names.New(terms, names.Options{Language: cfg.Language})
	converter := markdown.New(markdown.Options{Language: cfg.Language})
	var bodies []*markdown.Body
	for _, one := range terms {
		body := converter.Convert(one, table, func(string) bool { return false })
		diags = append(diags, body.Diags...)
		bodies = append(bodies, body)
	}
	theme, problems := layouts.Load(nil)
	if problems.Failed() {
		t.Fatal(problems)
	}
	return Input{Config: cfg, Terms: terms, Bodies: bodies, Table: table, Words: theme.WordsFor(cfg.Language)}, diags
}

func sortedKeys(files map[string]string) []string {
	var keys []string
	for name := range files {
		keys = append(keys, name)
	}
	slices.Sort(keys)
	return keys
}

// small is a glossary with each kind of page.
var small = map[string]string{
	"index.md":        "---\ntitle: Home\ntype: page\n---\nWelcome. Begin with the [[MRR]].\n",
	"about.md":        "---\ntitle: About\ntype: page\n---\nAbout the churn of words.\n",
	"money/mrr.md":    "---\ntitle: Monthly recurring revenue\nabbreviation: MRR\naliases: [recurring monthly revenue]\ntags: [Metrics, revenue]\nrelated: [Churn]\nsummary: Income of a month.\nredirect_from: [old-mrr, /legacy/mrr/]\n---\nIt falls with churn.\n",
	"money/churn.md":  "---\ntitle: Churn\ntags: [metrics]\n---\nThe share of customers lost. Compare MRR.\n\n## Why\n\nWhy.\n\n## FAQ\n\n### Is churn bad?\n\nYes.\n\n### Always?\n\nNo.\n",
	"ci-software.md":  "---\ntitle: Continuous integration\nabbreviation: CI\ndomain: software\n---\nTests run on each change.\n",
	"ci-market.md":    "---\ntitle: Competitive intelligence\nabbreviation: CI\ndomain: marketing\nupdated: 2026-11-20\n---\nWhat rivals do.\n",
	"attrition.md":    "---\ntitle: Attrition\nsee: Churn\n---\n",
	"24-7.md":         "---\ntitle: 24/7\n---\nAround the clock.\n",
	"uebernahme.md":   "---\ntitle: Übernahme\n---\nA take-over.\n",
	"zz/quote.md":     "---\ntitle: '\"Smile and dial\"'\n---\nCalling.\n",
	"zz/draftless.md": "---\ntitle: .NET\nslug: dot-net\n---\nA platform.\n",
}

func smallConfig() *config.Config {
	cfg := config.Default()
	cfg.Title = "Small"
	cfg.BaseURL = "https://example.org/g/"
	cfg.Repository = "https://github.com/example/glossary"
	return cfg
}

// The views of a small site are kept as text, so that a change of what stands on a page is seen in review.
func TestSmallSite(t *testing.T) {
	s, diags := assemble(t, smallConfig(), small)
	if len(diags) > 0 {
		t.Errorf("diagnostics: %v", diags)
	}
	var got bytes.Buffer
	for _, page := range s.Pages() {
		view := page.View()
		got.WriteString("== " + page.Path + "\n")
		encoder := json.NewEncoder(&got)
		encoder.SetEscapeHTML(false)
		encoder.SetIndent("", " ")
		if err := encoder.Encode(withoutShared(t, view)); err != nil {
			t.Fatal(err)
		}
	}
	golden := filepath.Join("testdata", "small.golden")
	if *update {
		if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got.Bytes(), want) {
		t.Errorf("the views differ from %s; run with -update and look at the difference\n%s", golden, firstDifference(got.String(), string(want)))
	}
}

// withoutShared drops what all pages share and what is empty, which would bury the rest.
func withoutShared(t *testing.T, view any) map[string]any {
	t.Helper()
	data, err := json.Marshal(view)
	if err != nil {
		t.Fatal(err)
	}
	var fields map[string]any
	if err := json.Unmarshal(data, &fields); err != nil {
		t.Fatal(err)
	}
	delete(fields, "Site")
	return withoutEmpty(fields).(map[string]any)
}

func withoutEmpty(value any) any {
	switch v := value.(type) {
	case map[string]any:
		for key, inner := range v {
			switch inner := withoutEmpty(inner).(type) {
			case nil:
				delete(v, key)
			case string:
				if inner == "" {
					delete(v, key)
				}
			case float64:
				if inner == 0 {
					delete(v, key)
				}
			case bool:
				if !inner {
					delete(v, key)
				}
			}
		}
	case []any:
		for _, inner := range v {
			withoutEmpty(inner)
		}
	}
	return value
}

func firstDifference(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return "got:  " + a[i] + "\nwant: " + b[i]
		}
	}
	return "one is longer"
}

func TestOrderDoesNotDependOnFiles(t *testing.T) {
	s, _ := assemble(t, smallConfig(), small)
	var titles []string
	for _, e := range s.entries {
		titles = append(titles, e.title)
	}
	want := []string{".NET", "24/7", "Attrition", "Churn", "Competitive intelligence", "Continuous integration", "Monthly recurring revenue", `"Smile and dial"`, "Übernahme"}
	if !slices.Equal(titles, want) {
		t.Errorf("order %q, want %q", titles, want)
	}
}

func TestInitial(t *testing.T) {
	for lang, titles := range map[string]map[string]string{
		"en": {"Äpfel": "A a", "apple": "A a", "24/7": "0–9 0-9", ".NET": "# symbols", "\"Smile\"": "S s", "жизнь": "Ж ж", "字": "字 字",
			"Ørsted": "O o", "→": "# symbols", "ﬁnance": "F f", "١": "0–9 0-9", "„Anführung“": "A a", "'": "# symbols"},
		"sv": {"Äpple": "Ä ä", "Apple": "A a"},
		"de": {"Österreich": "O o"},
	} {
		in := initials{collate.New(language.Make(lang), collate.Loose), map[rune]*initial{}, new(initialTable)}
		for title, want := range titles {
			one := in.of(title)
			if got := one.label + " " + one.name; got != want {
				t.Errorf("%s: initial of %q = %q, want %q", lang, title, got, want)
			}
		}
	}
}

func TestRedirects(t *testing.T) {
	for text, want := range map[string]string{
		"old": "terms/old.html", "/old": "old.html", "/a/b/": "a/b/index.html", "/a/b.html": "a/b.html", "a/b": "a/b.html",
		"": "", "/": "", "../x": "", "/../x": "", "/a//b": "", "https://x.org/": "", "/a?b": "", ".git/config": "", "/a/.b": "",
	} {
		got, ok := redirectPath(text, &term.Term{})
		if got != want || ok != (want != "") {
			t.Errorf("redirectPath(%q) = %q, %v, want %q", text, got, ok, want)
		}
	}
}

func TestAddressesTaken(t *testing.T) {
	_, diags := assemble(t, config.Default(), map[string]string{
		"a.md":     "---\ntitle: A thing\ntags: [x]\nredirect_from: [/tags/x.html, /b.html]\n---\nText.\n",
		"c.md":     "---\ntitle: C thing\nredirect_from: [/b.html]\n---\nText.\n",
		"about.md": "---\ntitle: About\ntype: page\nslug: letters\n---\nText.\n",
	})
	var rules []string
	for _, d := range diags {
		rules = append(rules, d.File+" "+d.Rule)
	}
	want := []string{"a.md address-taken", "c.md address-taken"}
	slices.Sort(rules)
	if !slices.Equal(rules, want) {
		t.Errorf("diagnostics %q, want %q", rules, want)
	}
}

func TestLongLetterIsSplit(t *testing.T) {
	files := map[string]string{}
	for i := range letterPageSize + 1 {
		name := "A" + string(rune('a'+i/26%26)) + string(rune('a'+i%26))
		files[name+".md"] = "---\ntitle: " + name + "\n---\nText.\n"
	}
	s, _ := assemble(t, config.Default(), files)
	var letters []string
	for _, p := range s.Pages() {
		if strings.HasPrefix(p.Path, "letters/") {
			letters = append(letters, p.Path)
		}
	}
	if want := []string{"letters/a.html", "letters/a-2.html"}; !slices.Equal(letters, want) {
		t.Fatalf("letter pages %q, want %q", letters, want)
	}
	view := new(Viewer).letter(s, 0, 1).(*layouts.List)
	if len(view.Groups[0].Entries) != 1 || view.Previous == nil || view.Next != nil || len(view.Parts) != 2 || !view.Parts[1].Current {
		t.Errorf("second page: %+v", view)
	}
}

// An entry that only points to another gives its names to the other.
func TestDocuments(t *testing.T) {
	s, _ := assemble(t, smallConfig(), small)
	for _, d := range s.Documents() {
		switch d.ID {
		case "attrition":
			t.Error("an entry that only points elsewhere is a document of its own")
		case "churn":
			if !slices.Equal(d.Aliases, []string{"Attrition"}) {
				t.Errorf("aliases of churn: %q, want Attrition", d.Aliases)
			}
		}
	}
}
