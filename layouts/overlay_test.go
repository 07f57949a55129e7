package layouts

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"
)

func files(pairs ...string) fstest.MapFS {
	m := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		m[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return m
}

func TestProblems(t *testing.T) {
	tests := []struct {
		name string
		user fstest.MapFS
		want []string // file:line: text [hint]
		fail bool
	}{
		{"nothing", files(), nil, false},
		{"other files", files("README.md", "x", "templates/.hidden.html", "{{", "templates/term.html~", "{{"), nil, false},
		{"misspelled name", files("templates/fotter.html", "x"),
			[]string{"templates/fotter.html: no page uses a template of this name [did you mean templates/footer.html?]"}, false},
		{"unknown name", files("templates/weather.html", "x"),
			[]string{"templates/weather.html: no page uses a template of this name []"}, false},
		{"syntax", files("templates/footer.html", "<p>\n{{if}}</p>"),
			[]string{"templates/footer.html:2: missing value for if []"}, true},
		{"unclosed", files("templates/term.html", "{{if .Title}}\n\n"),
			[]string{"templates/term.html:3: unexpected EOF []"}, true},
		{"unknown field", files("templates/footer.html", "<p>\n\n{{.Site.Titel}}</p></body></html>"),
			[]string{"templates/footer.html:3: at <.Site.Titel>: can't evaluate field Titel in type *layouts.Site []"}, true},
		{"unknown function", files("templates/tags.html", "{{upper .}}"),
			[]string{`templates/tags.html:1: function "upper" not defined []`}, true},
		{"field that only other pages have", files("templates/header.html", "<body>\n{{.Title}}"),
			[]string{"templates/header.html:2: at <.Title>: can't evaluate field Title in type layouts.Frame []"}, true},
		{"unknown template", files("templates/page.html", "\n{{template \"heda\" .}}"),
			[]string{`templates/page.html:2: no such template "heda" []`}, true},
		{"unknown shared template", files("templates/page.html", "\n{{shared \"heda\" .}}"),
			[]string{`templates/page.html:2: at <shared "heda" .>: error calling shared: no template is called "heda" []`}, true},
		{"unsafe place", files("templates/page.html", "<script>\nvar x = '{{.Title}}"),
			[]string{"templates/page.html: page: ends in a non-text context []"}, true},
		{"several at once", files("templates/footer.html", "{{if}}", "templates/term.html", "{{end}}"),
			[]string{"templates/footer.html:1: missing value for if []", "templates/term.html:1: unexpected {{end}} []"}, true},
		{"unknown word", files("words/en.yaml", "search: Find\nserch_label: x\n"),
			[]string{"words/en.yaml:2: field serch_label not found in type layouts.Words []"}, true},
		{"words that are no YAML", files("words/en.yaml", "search: [\n"),
			[]string{"words/en.yaml:1: did not find expected node content []"}, true},
		{"words of no language", files("words/klingonese.yaml", "search: x\n"),
			[]string{"words/klingonese.yaml: not the words of a language [name it after a language tag: words/fr.yaml]"}, false},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			theme, problems := Load(test.user)
			var got []string
			for _, p := range problems {
				got = append(got, p.Error()+" ["+p.Hint+"]")
			}
			if len(got) != len(test.want) {
				t.Fatalf("problems:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(test.want, "\n"))
			}
			for i := range got {
				if !strings.Contains(got[i], strings.TrimSuffix(test.want[i], " []")) {
					t.Errorf("problem %q, want %q", got[i], test.want[i])
				}
			}
			if (theme == nil) != test.fail || problems.Failed() != test.fail {
				t.Errorf("theme %v, failed %v, want failed %v", theme != nil, problems.Failed(), test.fail)
			}
		})
	}
}

func TestOverlayReplaces(t *testing.T) {
	user := files(
		"templates/footer.html", "<footer>Ours, {{.Site.Title}}</footer></body></html>",
		"styles/10-palette.css", ":root { --ink: #000 }",
		"styles/99-ours.css", "h1 { color: red }",
		"assets/logo.png", "not really",
		"words/en.yaml", "search: Find\nresults: {one: one hit}\n",
		"words/fr.yaml", "search: Rechercher\n",
	)
	theme, problems := Load(user)
	if theme == nil || len(problems) > 0 {
		t.Fatal(problems)
	}
	page := render(t, theme, typical(theme))
	if !bytes.Contains(page, []byte("<footer>Ours, Glossary</footer>")) || !bytes.Contains(page, []byte(`<header class="top">`)) {
		t.Errorf("the footer should be the user's, the header ours:\n%s", page)
	}
	assets, err := theme.Assets(&Site{})
	if err != nil {
		t.Fatal(err)
	}
	var sheet string
	found := map[string]bool{}
	for _, asset := range assets {
		found[asset.Path] = true
		if asset.Path == StyleSheet {
			sheet = string(asset.Data)
		}
	}
	if !found["assets/logo.png"] || !found[Script] {
		t.Errorf("assets %v", found)
	}
	if !strings.HasPrefix(sheet, ":root{--ink:#000}") || !strings.HasSuffix(sheet, "h1{color:red}") || strings.Contains(sheet, "--quiet:light-dark") {
		t.Errorf("style sheet: %.80s … %s", sheet, sheet[len(sheet)-40:])
	}
	if w := theme.WordsFor("en"); w.Search != "Find" || w.Results.Of(1) != "one hit" || w.Results.Of(2) != "2 results" || w.See != "See" {
		t.Errorf("English words: %+v", w)
	}
	if w := theme.WordsFor("fr-CA"); w.Search != "Rechercher" || w.See != "See" {
		t.Errorf("French words: %q, %q", w.Search, w.See)
	}
	if theme.Hash() == load(t).Hash() {
		t.Error("the user's files are not in the hash")
	}
}

func TestOwnStyleSheet(t *testing.T) {
	theme, problems := Load(files("assets/site.css", "p { color: red }"))
	if theme == nil {
		t.Fatal(problems)
	}
	assets, err := theme.Assets(&Site{Brand: Brand{Radius: "2px"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, asset := range assets {
		if asset.Path == StyleSheet && string(asset.Data) != "p{color:red}:root{--radius:2px}" {
			t.Errorf("style sheet is %q", asset.Data)
		}
	}
}

func TestScriptIsJoined(t *testing.T) {
	for name, user := range map[string]struct {
		files      fstest.MapFS
		begin, end string
	}{
		"added":     {files("scripts/99-ours.js", "alert( 1 )"), "\n(function(){", "alert(1)"},
		"replaced":  {files("scripts/20-preview.js", "", "scripts/30-offline.js", "alert( 2 )"), "\n(function(){", "();\n;\nalert(2)"},
		"one's own": {files("assets/site.js", "alert( 3 )"), "\nalert(3)", "\nalert(3)"},
	} {
		theme, problems := Load(user.files)
		if theme == nil {
			t.Fatal(problems)
		}
		assets, err := theme.Assets(&Site{Title: "</script>", Words: theme.WordsFor("de")})
		if err != nil {
			t.Fatal(err)
		}
		found := 0
		for _, asset := range assets {
			if asset.Path != Script {
				continue
			}
			found++
			data, script, _ := strings.Cut(string(asset.Data), "};")
			if !strings.HasPrefix(data, `globalThis.glossSite={"search":{"results":{"one":"%d Treffer"`) ||
				!strings.HasPrefix(script, user.begin) || !strings.HasSuffix(script, user.end) {
				t.Errorf("%s: %s … %.100s … %s", name, data, script, script[max(0, len(script)-40):])
			}
		}
		if found != 1 {
			t.Errorf("%s: %d scripts", name, found)
		}
	}
}

func TestSqueeze(t *testing.T) {
	for source, want := range map[string]string{
		"<p>\n  {{.Title}}\n</p>\n\n<p>x</p>\n":  "<p>T</p><p>x</p>",
		"<b>a</b>\n\n\t<b>c</b> <i>d</i>":        "<b>a</b>\n<b>c</b> <i>d</i>",
		"a\n<p class=\"{{.Title}}\">\n  b\n</p>": "a<p class=\"T\">\nb</p>",
		"<pre>\n  a\n</pre>\n\n":                 "<pre>\n  a\n</pre>\n\n",
		"<textarea>\n\n a</textarea>\n<p>":       "<textarea>\n\n a</textarea>\n<p>",
		"a\n<picture>\nb":                        "a\n<picture>\nb",
	} {
		theme, problems := Load(files("templates/search.html", source))
		if theme == nil {
			t.Fatal(problems)
		}
		page := render(t, theme, &Search{Page: Page{Site: &Site{}, Kind: "search", Title: "T"}})
		if string(page) != want {
			t.Errorf("%q is printed as %q, want %q", source, page, want)
		}
	}
}

func TestAssetThatCannotBeMinified(t *testing.T) {
	theme, problems := Load(files("assets/ours.js", "let x = ;\n"))
	if theme == nil {
		t.Fatal(problems)
	}
	_, err := theme.Assets(&Site{})
	if p, ok := err.(Problem); !ok || p.File != "assets/ours.js" {
		t.Errorf("error %v, want one about assets/ours.js", err)
	}
}

// FuzzTemplate holds that a user's template, whatever stands in it, is a page or a problem with its file.
func FuzzTemplate(f *testing.F) {
	f.Add("<p>{{.Title}}</p>")
	f.Add("{{if}}")
	f.Add("<a href='{{.Title}}' onclick=\"{{.Path}}\">{{template \"head\" .}}")
	f.Add("<script>{{range .Contents}}")
	f.Fuzz(func(t *testing.T, source string) {
		if strings.Contains(source, "template") || strings.Contains(source, "define") || strings.Contains(source, "block") {
			return // a template may call itself for ever, as any program may
		}
		theme, problems := Load(files("templates/page.html", source))
		if (theme == nil) != problems.Failed() {
			t.Fatalf("theme %v with problems %v", theme, problems)
		}
		for _, p := range problems {
			if p.Text == "" || !strings.HasPrefix(p.File, "templates/") {
				t.Errorf("a problem without text or file: %+v", p)
			}
		}
	})
}
