package layouts

import (
	"html/template"
	"testing"
	"testing/fstest"
)

func TestCounts(t *testing.T) {
	theme, problems := Load(nil)
	if problems.Failed() {
		t.Fatal(problems)
	}
	for kind, want := range map[string]bool{"term": false, "page": false, "redirect": false, "senses": false,
		"notfound": true, "search": true, "home": true, "letter": true, "book": true} {
		if got := theme.Counts(kind); got != want {
			t.Errorf("Counts(%q) = %v", kind, got)
		}
	}
	for text, want := range map[string]bool{
		"{{.Title}}":                                           false,
		"{{.Site.Title}}":                                      false,
		"{{.Site.Terms}}":                                      true,
		"{{if gt .Site.Terms 3}}x{{end}}":                      true,
		"{{$.Site.Terms}}":                                     true,
		"{{with .Site}}{{.Terms}}{{end}}":                      true,
		"{{with .Site}}{{.Title}}{{end}}":                      false,
		"{{$s := .Site}}{{$s.Title}}":                          true, // it might be printed, which is not looked for
		"{{range .Site.Letters}}{{.Label}}{{end}}":             true,
		"{{len .Site.Letters}}":                                true,
		"{{.Site.Words.Letters}}":                              false,
		"{{$w := .Site.Words}}{{$w.Terms.Of 3}}":               false,
		"{{printf \"%v\" .}}":                                  true,
		"{{printf \"%v\" $.Site}}":                             true,
		"{{range .Aliases}}{{.}}{{end}}":                       false,
		"{{range .Aliases}}{{printf \"%s\" .}}{{end}}":         false,
		"{{range .Aliases}}{{printf \"%v\" $}}{{end}}":         true,
		"{{template \"own\" .}}":                               true,
		"{{template \"own\" .Site}}":                           true,
		"{{template \"list\" .Related}}":                       false,
		"{{template \"list\" .}}":                              true,
		"{{shared \"header\" .}}":                              false,
		"{{shared \"own\" .}}":                                 true,
		"{{shared .Title .}}":                                  true,
		"{{(index .Mentions 0).Site.Terms}}":                   true,
		"{{define \"x\"}}{{.Site.Terms}}{{end}}{{.Title}}":     false,
		"{{block \"y\" .}}{{.Site.Terms}}{{end}}":              true,
		"{{if .Site}}{{.Title}}{{end}}":                        false,
		"{{with .Page}}{{with .Site}}{{.Terms}}{{end}}{{end}}": true,
	} {
		set := template.New("").Funcs(template.FuncMap{"shared": func(string, any) string { return "" }})
		for name, text := range map[string]string{"term": text, "own": "{{with .}}{{.Site.Terms}}{{end}}", "list": "{{.}}", "header": "{{.Site.Title}}"} {
			template.Must(set.New(name).Parse(text))
		}
		theme := &Theme{templates: map[string]*template.Template{}}
		for _, parsed := range set.Templates() {
			theme.templates[parsed.Name()] = parsed
		}
		if got := theme.Counts("term"); got != want {
			t.Errorf("a term's page of %s: Counts = %v", text, got)
		}
	}
	user, problems := Load(fstest.MapFS{"templates/footer.html": {Data: []byte("<footer>{{.Site.Terms}}</footer>")}})
	if problems.Failed() {
		t.Fatal(problems)
	}
	if !user.Counts("term") {
		t.Error("a footer with the number of terms is not seen")
	}
}
