package config

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/rule"
)

func load(text string) (*Config, diag.List) {
	return Load(fstest.MapFS{FileName: &fstest.MapFile{Data: []byte(text)}}, FileName)
}

func show(list diag.List) string {
	var lines []string
	for _, d := range list {
		line := fmt.Sprintf("%d:%d %s %s: %s", d.Line, d.Col, d.Severity, d.Rule, d.Text)
		if d.Hint != "" {
			line += " | " + d.Hint
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

func TestLoad(t *testing.T) {
	c, list := load(`title: Sales terms
description: What people in sales say.
language: pt-br
base_url: https://Example.org/glossary
author: The team
repository: https://github.com/o/r.git
branch: trunk
git_dates: off
content_path: docs/terms/
content: terms
output: build/site
layouts: theme
unknown_keys: warn
dead_links: error
trust_html: yes
drafts: true
autolink:
  enabled: false
  first: page
search: {bleve: off, sentences: off}
theme:
  accent: "#0a5"
  logo: images/logo.svg
  favicon: icon.png
  fonts: Inter, sans-serif
  radius: 0
outputs:
  sitemap: false
  json: always
  markdown: yes
  images: off
pages: {map: 500, print: 0}
editor: idea://open?file={file}&line={line}
`)
	want := &Config{Title: "Sales terms", Description: "What people in sales say.", Language: "pt-BR", BaseURL: "https://example.org/glossary/",
		Author: "The team", Repository: "https://github.com/o/r", Branch: "trunk", GitDates: "off", ContentPath: "docs/terms", Content: "terms", Output: "build/site",
		Layouts: "theme", UnknownKeys: diag.Warning, TrustHTML: true, Drafts: true, Autolink: Autolink{First: "page"},
		Theme:   Theme{Accent: "#0a5", Logo: "images/logo.svg", Favicon: "icon.png", Fonts: "Inter, sans-serif", Radius: "0"},
		Outputs: Outputs{Robots: true, Feeds: true, JSON: "always", LLMs: true, Markdown: true, StructuredData: true, App: true, Offline: true, Images: "off"},
		Pages:   Pages{Map: 500},
		Editor:  "idea://open?file={file}&line={line}"}
	if len(list) > 0 || !reflect.DeepEqual(c, want) {
		t.Errorf("got %+v\nwant %+v\n%s", c, want, show(list))
	}
}

// Without a file, with an empty one and with keys left out the defaults hold.
func TestDefaults(t *testing.T) {
	c, list := Load(fstest.MapFS{}, FileName)
	if len(list) > 0 || !reflect.DeepEqual(c, Default()) {
		t.Errorf("missing file: %+v %s", c, show(list))
	}
	for _, text := range []string{"", "# nothing\n", "\ufeff\n", "title:\ntheme:\n"} {
		if c, list := load(text); len(list) > 0 || !reflect.DeepEqual(c, Default()) {
			t.Errorf("%q: %+v %s", text, c, show(list))
		}
	}
}

func TestErrors(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"titel: x\n", `1:1 error unknown-key: unknown key "titel" | did you mean "title"?`},
		{"theme:\n  acent: x\n", `2:3 error unknown-key: unknown key "theme.acent" | did you mean "accent"?`},
		{"theme:\n  xyzzy: x\n", `2:3 error unknown-key: unknown key "theme.xyzzy" | the keys here are accent, logo, favicon, fonts, radius`},
		{"logo: x.svg\n", `1:1 error unknown-key: unknown key "logo" | it belongs below theme:`},
		{"theme:\n  base_url: x\n", `2:3 error unknown-key: unknown key "theme.base_url" | it belongs at the top, not indented`},
		{"theme: dark\n", `1:8 error wrong-type: theme must be a mapping of keys, not text | write its keys on the lines below, indented: accent, logo, favicon, fonts, radius`},
		{"title: [x]\n", "1:8 error wrong-type: title must be text, not a list"},
		{"title: true\n", "1:8 error wrong-type: title must be text, not a truth value"},
		{"drafts: 1\n", "1:9 error wrong-type: drafts must be true or false, not a number"},
		{"autolink: {first: secton}\n", `1:19 error wrong-value: autolink.first must be section or page or paragraph or all, not "secton" | did you mean "section"?`},
		{"outputs: {images: term}\n", `1:19 error wrong-value: outputs.images must be site or terms or off, not "term" | did you mean "terms"?`},
		{"unknown_keys: warm\n", `1:15 error wrong-value: unknown_keys must be error or warn, not "warm" | did you mean "warn"?`},
		{"language: english!\n", `1:11 error wrong-value: language must be a language tag (BCP 47), not "english!" | write en, de, pt-BR or zh-Hans`},
		{"base_url: example.org\n", `1:11 error wrong-value: base_url must be an absolute address, not "example.org" | write base_url: https://example.org/glossary/`},
		{"base_url: javascript://x/\n", `1:11 error wrong-value: base_url must be an absolute address, not "javascript://x/" | write base_url: https://example.org/glossary/`},
		{"content: ../x\n", `1:10 error wrong-value: content must be a folder inside the glossary, not "../x" | write a name such as docs/terms`},
		{"output: content\n", `1:9 error wrong-value: output is the content folder | give each folder a name of its own`},
		{"theme:\n  accent: \"red; x: url(y)\"\n", `2:12 error wrong-value: theme.accent must be one CSS value, not "red; x: url(y)" | no semicolon, braces or url()`},
		{"edit_url: https://x/\n", `1:11 error wrong-value: edit_url must be an absolute address with {path} in it, not "https://x/" | write edit_url: https://host/edit/{path}`},
		{"editor: vscode\n", `1:9 error wrong-value: editor must be an address with {file} in it, not "vscode" | write editor: vscode://file/{file}:{line}:{col}`},
		{"repository: https://git.example.org/x\n", `1:13 warning unknown-forge: pages get no edit links: it is not known how this host edits files | set edit_url: https://host/path/{path}`},
		{"title: a\ntitle: b\n", `2:1 error duplicate-key: key "title" is given twice | it is already set on line 1; keep one of the two`},
		{"check: {orphan: warning}\n", `1:17 error wrong-value: check.orphan must be off or info or warn or error, not "warning" | write warn`},
		{"check: {orphans: off}\n", `1:9 error unknown-key: unknown key "check.orphans" | did you mean "orphan"?`},
		{"check: {ignore: {a: b}}\n", `1:17 error wrong-type: check.ignore must be a list of texts, not a mapping`},
		{"check: {ignore: [a, [b]]}\n", `1:21 error wrong-type: an item of check.ignore must be text, not a list`},
		{"a: b\xff\n", "1:5 error invalid-utf8: byte 0xff is not valid UTF-8 | save the file as UTF-8"},
		{strings.Repeat("#", MaxBytes+1), "0:0 error unreadable-file: the settings cannot be read: it is larger than 64 KiB | it must be a file that you may read"},
	} {
		if _, list := load(test.in); show(list) != test.want {
			t.Errorf("%.40q:\n got %s\nwant %s", test.in, show(list), test.want)
		}
	}
	if c, list := load("language: no\n"); len(list) > 0 || c.Language != "no" {
		t.Errorf("Norwegian: %q %s", c.Language, show(list))
	}
	_, list := Load(fstest.MapFS{"gloss.yaml/x": &fstest.MapFile{}}, FileName)
	if want := "0:0 error unreadable-file: the settings cannot be read: it is not a regular file | it must be a file that you may read"; show(list) != want {
		t.Errorf("a folder of that name: %s", show(list))
	}
}

func TestEditURL(t *testing.T) {
	for _, test := range []struct{ settings, want string }{
		{"", ""},
		{"repository: https://github.com/o/r/", "https://github.com/o/r/edit/main/content/a%20b/c.md"},
		{"repository: https://github.example.org/o/r\ncontent_path: docs/x\nbranch: feature/y", "https://github.example.org/o/r/edit/feature/y/docs/x/a%20b/c.md"},
		{"repository: https://gitlab.com/o/r\ncontent_path: .", "https://gitlab.com/o/r/-/edit/main/a%20b/c.md"},
		{"repository: https://bitbucket.org/o/r\ncontent: terms", "https://bitbucket.org/o/r/src/main/terms/a%20b/c.md?mode=edit&at=main"},
		{"repository: https://codeberg.org/o/r", "https://codeberg.org/o/r/_edit/main/content/a%20b/c.md"},
		{"edit_url: https://cms.example.org/?f={path}", "https://cms.example.org/?f=a%20b/c.md"},
	} {
		c, list := load(test.settings)
		if got := c.EditURL("a b/c.md"); got != test.want || len(list) > 0 {
			t.Errorf("%q: got %q, want %q %s", test.settings, got, test.want, show(list))
		}
	}
	if got, want := Default().EditorURL("/g/a b.md", 3, 0), "vscode://file/g/a%20b.md:3:1"; got != want {
		t.Errorf("editor: got %q, want %q", got, want)
	}
}

// The hash covers each field: changing any one changes it.
func TestHash(t *testing.T) {
	base := Default().Hash()
	if base != Default().Hash() {
		t.Error("two defaults differ")
	}
	var change func(v reflect.Value, path string, c *Config)
	change = func(v reflect.Value, path string, c *Config) {
		for i := range v.NumField() {
			field, name := v.Field(i), path+v.Type().Field(i).Name
			if field.Kind() == reflect.Struct {
				change(field, name+".", c)
				continue
			}
			old := reflect.New(field.Type()).Elem()
			old.Set(field)
			switch field.Kind() {
			case reflect.String:
				field.SetString("changed")
			case reflect.Bool:
				field.SetBool(!field.Bool())
			case reflect.Int:
				field.SetInt(field.Int() + 1)
			case reflect.Uint8:
				field.SetUint(1 - field.Uint())
			case reflect.Map:
				field.Set(reflect.ValueOf(map[string]rule.Level{"orphan": rule.Off}))
			case reflect.Slice:
				field.Set(reflect.ValueOf([]string{"changed"}))
			default:
				t.Fatalf("%s: a field of kind %s needs a case here", name, field.Kind())
			}
			if c.Hash() == base {
				t.Errorf("%s does not change the hash", name)
			}
			field.Set(old)
		}
	}
	c := Default()
	change(reflect.ValueOf(c).Elem(), "", c)
}

// Each key is documented, and its documented default, written into a file, is what holds without the file.
func TestKeys(t *testing.T) {
	for _, k := range Keys {
		if !strings.HasSuffix(k.Doc, ".") || kinds(k) != 1 {
			t.Errorf("%s: %q", k.Name, k.Doc)
		}
		if k.Default == "" || strings.Contains(k.Default, "the name of") {
			continue
		}
		group, last, nested := strings.Cut(k.Name, ".")
		text := fmt.Sprintf("%s: %s\n", k.Name, k.Default)
		if nested {
			text = fmt.Sprintf("%s:\n  %s: %s\n", group, last, k.Default)
		}
		if c, list := load(text); len(list) > 0 || !reflect.DeepEqual(c, Default()) {
			t.Errorf("%s: %s is not the default: %s", k.Name, k.Default, show(list))
		}
	}
}

// kinds counts the ways in which a key can be set.
func kinds(k Key) int {
	n := 0
	for _, set := range []bool{k.text != nil, k.flag != nil, k.list != nil} {
		if set {
			n++
		}
	}
	return n
}

func TestCheckLevels(t *testing.T) {
	c, list := load("check:\n  orphan: error\n  homograph: off\n  wanted-term: info\n  ignore: [PDF, 'New  York']\n")
	want := Check{Levels: map[string]rule.Level{"orphan": rule.Error, "homograph": rule.Off}, Ignore: []string{"PDF", "New York"}}
	if len(list) > 0 || !reflect.DeepEqual(c.Check, want) {
		t.Errorf("%+v %s", c.Check, show(list))
	}
	for _, r := range rule.All() {
		level := r.Level
		if l, set := want.Levels[r.Name]; set {
			level = l
		}
		if c.Check.Level(r) != level {
			t.Errorf("%s is %s", r.Name, c.Check.Level(r))
		}
	}
}

func FuzzLoad(f *testing.F) {
	f.Add([]byte("title: x\nautolink: {first: all}\nrepository: https://github.com/a/b\n"))
	f.Add([]byte("base_url: https://x/%zz\nlanguage: x-y\ntheme:\n  fonts: a\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, list := load(string(data))
		again, _ := load(string(data))
		if c.Hash() != again.Hash() {
			t.Fatal("two readings differ")
		}
		if c.BaseURL != "" && (!strings.HasSuffix(c.BaseURL, "/") || !strings.HasPrefix(c.BaseURL, "http")) {
			t.Fatalf("base URL %q", c.BaseURL)
		}
		c.EditURL("a/b.md")
		for _, d := range list {
			if d.Rule == "" || d.Text == "" || d.Line > 2+bytes.Count(data, []byte("\n")) {
				t.Fatalf("%+v", d)
			}
		}
	})
}
