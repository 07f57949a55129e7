package layouts

import (
	"bytes"
	"html/template"
	"reflect"
	"testing"
)

// interpreted renders a view by html/template alone.
func interpreted(t testing.TB, theme *Theme, view View) []byte {
	t.Helper()
	var page bytes.Buffer
	if err := theme.templates[view.frame().Kind].Execute(&page, view); err != nil {
		t.Fatal(err)
	}
	return page.Bytes()
}

func TestDefaultTemplatesAreCompiled(t *testing.T) {
	theme := load(t)
	for _, view := range samples(theme.WordsFor("en"), false) {
		kind := view.frame().Kind
		// Old addresses are few, and the place of their target in <meta> is one that only html/template knows.
		if theme.programs[programKey{kind, reflect.TypeOf(view)}] == nil && kind != "redirect" {
			t.Errorf("%s is not compiled", kind)
		}
	}
}

func TestCompiledPagesAreTheSame(t *testing.T) {
	theme := load(t)
	for _, full := range []bool{true, false} {
		for _, view := range samples(theme.WordsFor("de"), full) {
			got, want := render(t, theme, view), interpreted(t, theme, view)
			if !bytes.Equal(got, want) {
				t.Errorf("%s:\ncompiled:\n%s\nby html/template:\n%s", view.frame().Kind, got, want)
			}
		}
	}
}

// TestCompiledLanguage holds each construct against html/template, those that are compiled and those that are not.
func TestCompiledLanguage(t *testing.T) {
	tests := []struct {
		source   string
		compiled bool
	}{
		{`{{.Title}}{{/* a comment */}} {{.Slug}}`, true},
		{`{{if .Title}}yes{{else}}no{{end}}{{if .Domain}}yes{{else if .Slug}}slug{{end}}`, true},
		{`{{if and .Title (not .Domain) (or .Slug .Domain)}}yes{{end}}{{if or .Senses .Tags}}some{{end}}`, true},
		{`{{with .See}}{{.Title}} {{$.Title}}{{else}}nothing{{end}}{{with .Next}}{{.Title}}{{else}}last{{end}}`, true},
		{`{{range .Related}}[{{.Title}}]{{end}}{{range .Senses}}x{{else}}none{{end}}`, true},
		{`{{range $i, $r := .Related}}{{if $i}}, {{end}}{{$r.Title}} {{$i}}{{end}}{{range $r := .Tags}}{{$r.URL}}{{end}}`, true},
		{`{{$n := len .Related}}{{if gt $n 1}}{{$n}} > 1{{end}}{{if lt $n 1}}<{{end}}{{minus $n 7}}{{if eq $n 5}}five{{end}}{{if ne .Title "x"}}ne{{end}}`, true},
		{`{{$x := .Title}}{{with $y := .Slug}}{{$x}} {{$y}}{{$x := $y}}{{$x}}{{end}}{{$x}}`, true},
		{`{{if .Related}}{{(index .Related 1).Title}}{{end}}`, false},
		{`{{if .Aliases}}{{with index .Related 1}}{{.Title}}{{end}}{{index .Aliases 0}}{{end}}`, true},
		{`{{.Site.Words.Terms.Of 3}} {{.Site.Words.FormatDate .Updated}}`, true},
		{`<a href="{{.Site.Repository}}" title='{{.Title}}'>{{.Body}}</a><a href="{{.Root}}{{.Slug}}">x</a>`, true},
		{`<title>{{.Title}}</title><p class="{{.Slug}} b">{{len .Title}}</p>`, true},
		{`{{template "tags" .Tags}}{{template "siblings" .}}{{shared "footer" .}}`, true},
		{`{{printf "%q" .Title}}`, false},
		{`{{.Title | printf "%s"}}`, false},
		{`<script>var x = {{.Title}};</script>`, false},
		{`<p title={{.Title}}></p>`, false},
		{`<a href="?q={{.Title}}">x</a><a href="#{{.Title}}">x</a>`, true},
		{`<textarea>{{.Body}}</textarea>`, false},
		{`{{$x := 1}}{{range .Related}}{{$x = 2}}{{end}}{{$x}}`, false},
		{`{{range .Related}}{{break}}{{end}}`, false},
	}
	for _, test := range tests {
		theme, problems := Load(files("templates/term.html", test.source))
		if theme == nil {
			t.Errorf("%s: %v", test.source, problems)
			continue
		}
		view := typical(theme)
		view.Title, view.Aliases = `<b>"R&D" + 'x'</b>`, []string{"a\x00b\xff"}
		if compiled := theme.programs[programKey{"term", reflect.TypeOf(view)}] != nil; compiled != test.compiled {
			t.Errorf("%s: compiled %v, want %v", test.source, compiled, test.compiled)
		}
		if got, want := render(t, theme, view), interpreted(t, theme, view); !bytes.Equal(got, want) {
			t.Errorf("%s:\ncompiled         %q\nby html/template %q", test.source, got, want)
		}
	}
}

func TestErrorsOfCompiledPages(t *testing.T) {
	theme, problems := Load(files("templates/term.html", "{{if .Next}}\n{{.See.Title}}{{end}}{{if .Tags}}{{index .Aliases 3}}{{end}}"))
	if theme != nil {
		t.Fatal("the rehearsal missed an index out of range")
	}
	if p := problems[0]; p.File != "templates/term.html" || p.Line != 2 {
		t.Errorf("problem %v", p)
	}
	theme, problems = Load(files("templates/term.html", "\n{{if .Next}}{{.See.Title}}{{end}}"))
	if theme == nil {
		t.Fatal(problems)
	}
	var page bytes.Buffer
	view := typical(theme) // with Next, without See: the samples have both or none
	p, ok := theme.Render(&page, view).(Problem)
	if !ok || p.File != "templates/term.html" || p.Line != 2 || page.Len() > 0 {
		t.Errorf("problem %v, %d bytes written", p, page.Len())
	}
}

// FuzzCompiled holds the escapers of compiled templates against html/template's.
func FuzzCompiled(f *testing.F) {
	f.Add("plain", "terms/a.html", "<p>x</p>")
	f.Add(`<>&"'+`+"\x00\xff", "javascript:alert(1)", "")
	f.Add("\ufffe\ufdd0é漢", "HTTPS://a/%zz%20é(')\"&+ \n", "&")
	f.Add("", "a:b/c", "{{")
	f.Add("", "x/y:z#ä%4", "")
	theme, problems := Load(files("templates/term.html", `<title>{{.Title}}</title><i title="{{.Title}}">{{.Title}}</i>`+
		`<a href="{{.Slug}}">{{.Body}}</a><a href="{{.Root}}{{.Slug}}" class='{{.Title}}'></a><form action="{{.Slug}}"></form><a href="#{{.Slug}}"></a><a href="x?y={{.Title}}"></a>`))
	if theme == nil {
		f.Fatal(problems)
	}
	f.Fuzz(func(t *testing.T, text, address, body string) {
		view := &Term{Page: Page{Site: &Site{}, Kind: "term", Title: text, Root: "../"}, Slug: address, Body: template.HTML(body)}
		var compiled bytes.Buffer
		if !theme.runCompiled(&state{out: &compiled}, "term", view) {
			t.Fatal("the template was not compiled")
		}
		if want := interpreted(t, theme, view); !bytes.Equal(compiled.Bytes(), want) {
			t.Errorf("compiled         %q\nby html/template %q", compiled.Bytes(), want)
		}
	})
}
