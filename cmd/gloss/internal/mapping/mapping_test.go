package mapping

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"gloss/cmd/gloss/internal/diag"
)

// show writes entries in one line: key@line:col=value@line:col.
func show(entries []Entry) string {
	var b strings.Builder
	for i, e := range entries {
		if i > 0 {
			b.WriteString(" ")
		}
		fmt.Fprintf(&b, "%s@%d:%d=%s", e.Key, e.KeyPos.Line, e.KeyPos.Col, showValue(e.Value))
	}
	return b.String()
}

func showValue(v Value) string {
	at := fmt.Sprintf("@%d:%d", v.Pos.Line, v.Pos.Col)
	switch v.Kind {
	case List:
		var items []string
		for _, item := range v.Items {
			items = append(items, showValue(item))
		}
		return "[" + strings.Join(items, ", ") + "]" + at
	case Map:
		return "{" + show(v.Fields) + "}" + at
	}
	if v.Quoted {
		return fmt.Sprintf("%q", v.Text) + at
	}
	return v.Text + at
}

func showList(list diag.List) string {
	var b strings.Builder
	for _, d := range list {
		fmt.Fprintf(&b, "%d:%d %s: %s", d.Line, d.Col, d.Rule, d.Text)
		if d.Rule == "yaml-syntax" && d.Hint != "" {
			fmt.Fprintf(&b, " | %s", d.Hint)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestYAML(t *testing.T) {
	for _, test := range []struct{ name, in, want, errors string }{
		{"empty", "", "", ""},
		{"comment", "# nothing\n\n", "", ""},
		{"plain", "title: C: no\n", "", "2:9 yaml-syntax: \": \" inside a value without quotes | write title: \"C: no\"\n"},
		{"scalars", "title: A/B test\nn: 1.10\nq: \"x: y\"\ns: 'it''s'\n",
			`title@2:1=A/B test@2:8 n@3:1=1.10@3:4 q@4:1="x: y"@4:5 s@5:1="it's"@5:5`, ""},
		{"lists", "a: [MRR, \"b, c\"]\nb:\n  - x\n  - 'y'\nc:\n- z\n",
			`a@2:1=[MRR@2:5, "b, c"@2:11]@2:4 b@3:1=[x@4:5, "y"@5:6]@4:3 c@6:1=[z@7:3]@7:1`, ""},
		{"wide columns", "a: [日本, b]\n", `a@2:1=[日本@2:5, b@2:9]@2:4`, ""},
		{"windows line ends", "a: x\r\nb:\r\n  - y\r\n", `a@2:1=x@2:4 b@3:1=[y@4:5]@4:3`, ""},
		{"nested", "theme:\n  accent: \"#fff\"\n", `theme@2:1={accent@3:3="#fff"@3:12}@3:3`, ""},
		{"block", "s: >\n  one\n  two\n", "s@2:1=\"one two\\n\"@2:4", ""},
		{"tab", "a:\n\t- b\n", "", "3:1 yaml-syntax: a tab at the start of a line | indent with spaces: YAML does not allow tabs\n"},
		{"unclosed list", "a: x\nb: [c\nd: e\n", "", "3:0 yaml-syntax: the list or mapping that begins here is not closed | write the closing bracket, and a comma between items\n"},
		{"text after a quote", "a: x\nb: \"Smile\" and 'dial'\n", "", "3:0 yaml-syntax: text after a closing quote | write b: '\"Smile\" and ''dial'''\n"},
		{"indented key", "a: x\n  b: y\n", "", "3:0 yaml-syntax: this key stands inside the value above it | begin it in the same column as the other keys\n"},
		{"ragged list", "a:\n  - x\n - y\n", "", "4:0 yaml-syntax: did not find expected key | begin keys in one column, and all items of a list in one column\n"},
		{"open quote", "a: x\nb: \"y\n", "", "3:0 yaml-syntax: a quote is opened and never closed | write the closing quote\n"},
		{"no colon", "a: x\nb\nc: y\n", "", "3:0 yaml-syntax: a line without a key | write key: value; a text of several lines is indented\n"},
		{"sign", "a: @x\n", "", "2:4 yaml-syntax: a value cannot begin with \"@\" unless it is in quotes | write a: \"@x\"\n"},
		{"scalar", "just text\n", "", "2:1 not-a-mapping: keys and values expected\n"},
		{"anchor", "a: &x [1]\nb: *x\n", "a@2:1=@2:4 b@3:1=@3:4",
			"2:4 yaml-alias: YAML anchors and aliases are not read\n3:4 yaml-alias: YAML anchors and aliases are not read\n"},
		{"tag", "a: !!binary eA==\n", "a@2:1=@2:4", "2:4 yaml-tag: YAML tags are not read\n"},
		{"twice", "a: x\nb: y\na: z\n", "a@2:1=x@2:4 b@3:1=y@3:4 a@4:1=z@4:4", "4:1 duplicate-key: key \"a\" is given twice\n"},
		{"control", "a: x\x1b[2J\n", "", "2:5 control-character: character U+001B is not allowed here\n"},
		{"line separator", "a: x\u2028y\n", "", "2:5 control-character: character U+2028 is not allowed here\n"},
		{"two documents", "a: x\n--- b\n", "a@2:1=x@2:4", "0:0 yaml-syntax: more than one YAML document | remove the line --- between them\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			data := []byte("---\n" + test.in)
			entries, list := YAML("x.md", data, 4, len(data))
			if got := show(entries); got != test.want {
				t.Errorf("entries:\n got %s\nwant %s", got, test.want)
			}
			if got := showList(list); got != test.errors {
				t.Errorf("errors:\n got %s\nwant %s", got, test.errors)
			}
		})
	}
}

func TestTOML(t *testing.T) {
	for _, test := range []struct{ name, in, want, errors string }{
		{"empty", "", "", ""},
		{"scalars", "title = \"CRM\"\ndraft = true\nupdated = 2026-01-02\nn = 7\n",
			`title@2:1="CRM"@2:10 draft@3:1=true@3:9 updated@4:1=2026-01-02@4:11 n@5:1=7@5:5`, ""},
		{"lists", "tags = [\"a\",\n  'b']\n", `tags@2:1=["a"@2:10, "b"@3:4]@2:10`, ""},
		{"tables", "a.b = 1\n[params]\nc = 2\n[params.d]\ne = {f = 3}\n",
			`a@2:1={b@2:3=1@2:7}@2:1 params@3:2={c@4:1=2@4:5 d@5:9={e@6:1={f@6:6=3@6:10}@6:1}@5:9}@3:2`, ""},
		{"syntax", "a = \"x\"\ntitle = CRM\n", "", "3:9 toml-syntax: unexpected character U+0043 'C' at start of value\n"},
		{"twice", "a = 1\na = 2\n", "", "3:1 toml-syntax: key a is already defined\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			data := []byte("+++\n" + test.in)
			entries, list := TOML("x.md", data, 4, len(data))
			if got := show(entries); got != test.want {
				t.Errorf("entries:\n got %s\nwant %s", got, test.want)
			}
			if got := showList(list); got != test.errors {
				t.Errorf("errors:\n got %s\nwant %s", got, test.errors)
			}
		})
	}
}

// A few hundred bytes that would grow to gigabytes are refused by the first anchor, and deep nesting by its depth.
func TestHostile(t *testing.T) {
	var bomb strings.Builder
	bomb.WriteString("a0: &a0 [x, x, x, x, x, x, x, x, x]\n")
	for i := 1; i < 12; i++ {
		fmt.Fprintf(&bomb, "a%d: &a%d [%s]\n", i, i, strings.TrimSuffix(strings.Repeat(fmt.Sprintf("*a%d, ", i-1), 9), ", "))
	}
	for name, in := range map[string]string{
		"bomb":     bomb.String(),
		"brackets": "a: " + strings.Repeat("[", 9000),
		"nested":   "a: " + strings.Repeat("[", 100) + strings.Repeat("]", 100) + "\n",
		"braces":   strings.Repeat("{a: ", 5000) + strings.Repeat("}", 5000),
		"dots":     strings.Repeat("a.", 30000) + "a = 1\n",
		"long":     "a: " + strings.Repeat("x", MaxBytes) + "\n",
	} {
		data := []byte(in)
		if _, list := YAML("x.md", data, 0, len(data)); !list.HasErrors() {
			t.Errorf("%s: no error", name)
		}
		TOML("x.md", data, 0, len(data))
	}
}

var seeds = []string{
	"title: Monthly recurring revenue\naliases: [MRR, \"a, b\"]\ntags:\n  - x\n  - 'y z'\n",
	"a: b \nc:\n- d\n-  e\n\nf: \"g\"\n",
	"a: [b, c d,e ]\nb: []\nc: [ ]\r\nd: é\n",
	"a:\n\n  - b\n\nc:\n   - d\n", "a: b\n  c\n", "a: 'b'c\n", "a: \"b\" : c\n", "a: [b\n", "a: (x)\n", "a: b:c\n", "a: b#c\n", "a: [\"b\" c]\n",
	"a: x\n...\nb: y\n", "é: x\n", "a: [b,,c]\n", "a: [b,]\n", "a: - b\n", "a:\n  - b\n- c\n", "a:\n- b\n  c\n", "a: b\n\n\n c\n",
}

// FuzzPlainYAML holds the promise of plainYAML: what it reads, it reads as the library does.
func FuzzPlainYAML(f *testing.F) {
	for _, seed := range seeds {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if unreadable("x", data, 0, len(data)) != nil {
			return
		}
		plain, ok := new(Reader).plainYAML(data, 0)
		if !ok {
			return
		}
		full, list := fullYAML("x", data, 0, len(data), 0)
		if list != nil {
			t.Fatalf("the library refuses what plainYAML reads as %s\n%s", show(plain), showList(list))
		}
		// What is left out has no place of its own.
		for _, entries := range [][]Entry{plain, full} {
			for i := range entries {
				if entries[i].Value.IsNull() && entries[i].Value.Text == "" {
					entries[i].Value.Pos = Pos{}
				}
			}
		}
		if show(plain) != show(full) {
			t.Fatalf("plain %s\n full %s", show(plain), show(full))
		}
	})
}

// FuzzMapping holds that both notations read anything without a panic and point into the file.
func FuzzMapping(f *testing.F) {
	for _, seed := range seeds {
		f.Add([]byte(seed), false)
	}
	f.Add([]byte("a = [1, {b = 'c'}]\n[t.u]\nv = 2026-01-01T00:00:00Z\n[[w]]\n"), true)
	f.Fuzz(func(t *testing.T, data []byte, isTOML bool) {
		read := YAML
		if isTOML {
			read = TOML
		}
		entries, list := read("x", data, 0, len(data))
		again, _ := read("x", data, 0, len(data))
		if !reflect.DeepEqual(entries, again) {
			t.Fatal("two readings differ")
		}
		lines := 2 + bytes.Count(data, []byte("\n"))
		for _, d := range list {
			if d.Line > lines || d.Rule == "" || d.Text == "" {
				t.Fatalf("%+v", d)
			}
		}
		for _, e := range entries {
			if e.KeyPos.Line < 1 || int(e.KeyPos.Line) > lines || e.KeyPos.Col < 1 {
				t.Fatalf("%+v", e)
			}
		}
	})
}

var typical = []byte(`title: Monthly recurring revenue
aliases: [recurring monthly revenue, monthly subscription revenue]
abbreviation: MRR
domain: revenue
tags: [revenue, metrics, subscription]
summary: The revenue that a subscription business can count on every month, with one-off payments left out.
related: [Annual recurring revenue, Average revenue per user, Net revenue retention]
`)

// A Reader that has read other mappings reads as a new one does.
func TestReaderAgain(t *testing.T) {
	texts := []string{"title: a\ntags: [a, b, \"c\"]\naliases:\n- x\n- y\n\n- z\n", "tags: [a, b\n", "a:\n- b\n- c: d\n", "a: []\nb: [c]\nd:\n  - e\n", "a: {b: [c, d]}\n", ""}
	var again Reader
	for range 3 {
		for _, text := range texts {
			got, gotList := again.YAML("x.md", []byte(text), 0, len(text))
			want, wantList := YAML("x.md", []byte(text), 0, len(text))
			if show(got) != show(want) || showList(gotList) != showList(wantList) {
				t.Errorf("%q: got %s, want %s", text, show(got), show(want))
			}
		}
	}
}

func BenchmarkPlainYAML(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		YAML("x.md", typical, 0, len(typical))
	}
}

func BenchmarkFullYAML(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		fullYAML("x.md", typical, 0, len(typical), 0)
	}
}
