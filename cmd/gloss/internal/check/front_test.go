package check

import (
	"bytes"
	"strings"
	"testing"

	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/source"
	"gloss/cmd/gloss/internal/term"
)

func parse(text string) (*term.Term, diag.List) {
	return term.Parse(source.File{Path: "a.md", Data: []byte(text)}, term.Options{UnknownKeys: diag.Warning})
}

// Only the line of the key changes; line ends, comments, quotes and the byte order mark stay.
func TestSetAutolink(t *testing.T) {
	for _, test := range []struct{ name, in, value, want string }{
		{"a new key", "---\ntitle: A # the A\n---\nText.\n", "off", "---\ntitle: A # the A\nautolink: off\n---\nText.\n"},
		{"Windows line ends and a mark", "\ufeff---\r\ntitle: 'A'\r\n---\r\nText.\r\n", "exact", "\ufeff---\r\ntitle: 'A'\r\nautolink: exact\r\n---\r\nText.\r\n"},
		{"a key that is there", "---\nautolink: on   # because\ntitle: A\n---\n", "off", "---\nautolink: off   # because\ntitle: A\n---\n"},
		{"a quoted value", "---\ntitle: A\nautolink: \"exact\"\n---\nautolink: on\n", "on", "---\ntitle: A\nautolink: on\n---\nautolink: on\n"},
		{"a comment for a value", "---\ntitle: A\nautolink: # soon\n---\n", "off", "---\ntitle: A\nautolink: off # soon\n---\n"},
		{"a key without value", "---\ntitle: A\nautolink:\n---\n", "off", "---\ntitle: A\nautolink: off\n---\n"},
		{"a folded text before", "---\ntitle: A\nsummary: >\n  One\n  two.\n...\nText.\n", "off", "---\ntitle: A\nsummary: >\n  One\n  two.\nautolink: off\n...\nText.\n"},
		{"TOML", "+++\ntitle = 'A'\ntags = ['x']\n+++\nText.\n", "off", "+++\nautolink = \"off\"\ntitle = 'A'\ntags = ['x']\n+++\nText.\n"},
		{"a TOML key", "+++\ntitle = 'A'\nautolink = 'on'\n+++\n", "exact", "+++\ntitle = 'A'\nautolink = \"exact\"\n+++\n"},
		{"no front matter", "# A\n\nText.\n", "off", "---\nautolink: off\n---\n# A\n\nText.\n"},
		{"the key in a text", "---\ntitle: A\nsummary: |\n  autolink: on\n---\n", "off", "---\ntitle: A\nsummary: |\n  autolink: on\nautolink: off\n---\n"},
		{"one line of flow", "---\n{title: A}\n---\n", "off", "error"},
		{"no such value", "---\ntitle: A\n---\n", "maybe", "error"},
	} {
		one, list := parse(test.in)
		if list.HasErrors() {
			t.Fatal(test.name, list)
		}
		got, err := SetAutolink([]byte(test.in), one, test.value, term.Options{UnknownKeys: diag.Warning})
		if err != nil {
			got = []byte("error")
		}
		if string(got) != test.want {
			t.Errorf("%s:\n got %q\nwant %q (%v)", test.name, got, test.want, err)
		}
	}
}

func all(string) bool { return true }

// What is mended is gone, what is not is byte for byte as it was.
func TestMend(t *testing.T) {
	for _, test := range []struct {
		name, in, want string
		mended         int
	}{
		{"flow lists", "---\ntitle: A\naliases: [b, A, c, b] # names\ntags: [x]\n---\nText.\n", "---\ntitle: A\naliases: [b, c] # names\ntags: [x]\n---\nText.\n", 2},
		{"quotes", "---\ntitle: A\naliases: [\"b, c\", 'd', \"b, c\", 'd']\n---\n", "---\ntitle: A\naliases: [\"b, c\", 'd']\n---\n", 2},
		{"block lists, Windows", "---\r\ntitle: A\r\ntags:\r\n  - x\r\n  - \"X\" # again\r\n  - y\r\n---\r\n", "---\r\ntitle: A\r\ntags:\r\n  - x\r\n  - y\r\n---\r\n", 1},
		{"commas", "---\ntitle: A\naliases: b, c, b\n---\n", "---\ntitle: A\naliases: b, c\n---\n", 1},
		{"a list over lines", "---\ntitle: A\naliases: [b,\n  c, b,\n  d]\n---\n", "---\ntitle: A\naliases: [b,\n  c, \n  d]\n---\n", 1},
		{"TOML", "+++\ntitle = 'A'\ntags = ['x', 'x', 'y']\n+++\n", "+++\ntitle = 'A'\ntags = ['x', 'y']\n+++\n", 1},
		{"a summary", "---\ntitle: Sprint\nsummary: \"A sprint is a fixed period: short.\"\n---\n", "---\ntitle: Sprint\nsummary: \"A fixed period: short.\"\n---\n", 1},
		{"a summary in a block", "---\ntitle: Sprint\nsummary: >\n  A sprint is\n  a fixed period.\n---\n", "---\ntitle: Sprint\nsummary: >\n  A sprint is\n  a fixed period.\n---\n", 0},
		{"a summary that would be another key", "---\ntitle: Sprint\nsummary: Sprint is a key: value pair\n---\n", "", -1},
		{"a sentence that needs its subject", "---\ntitle: Sprint\nsummary: A sprint is over when time is up.\n---\n", "---\ntitle: Sprint\nsummary: A sprint is over when time is up.\n---\n", 0},
		{"nothing", "---\ntitle: A\naliases: [b]\n---\n", "---\ntitle: A\naliases: [b]\n---\n", 0},
	} {
		one, list := parse(test.in)
		if test.mended < 0 {
			if !list.HasErrors() {
				t.Errorf("%s: was read", test.name)
			}
			continue
		}
		got, mended := Mend([]byte(test.in), one, term.Options{}, all)
		if string(got) != test.want || len(mended) != test.mended {
			t.Errorf("%s: mended %d\n got %q\nwant %q", test.name, len(mended), got, test.want)
		}
		if Mendable(one, all) != (test.mended > 0) && test.name != "a summary in a block" {
			t.Errorf("%s: Mendable is wrong", test.name)
		}
	}
	one, _ := parse("---\ntitle: A\naliases: [A]\n---\n")
	if _, mended := Mend(one.File.Data, one, term.Options{}, func(string) bool { return false }); len(mended) > 0 {
		t.Error("mended though the rule is off")
	}
}

// Whatever a file holds: an edit changes what it was asked to change and nothing else, and leaves the body's bytes alone.
func FuzzEdit(f *testing.F) {
	f.Add("---\ntitle: A\naliases: [b, A, \"b\"]\nsummary: A is a thing.\n---\nText.\n")
	f.Add("\ufeff---\r\ntitle: A\r\ntags:\r\n- x\r\n- x\r\n...\r\nautolink: on\r\n")
	f.Add("+++\ntitle = 'A'\naliases = ['b', 'b']\n[extra]\n+++\n")
	f.Add("# Title\n\nText\x01.\rMore.")
	f.Fuzz(func(t *testing.T, text string) {
		one, list := parse(text)
		if list.HasErrors() {
			return // only files that are read can be edited
		}
		opts := term.Options{UnknownKeys: diag.Warning}
		if got, err := SetAutolink([]byte(text), one, "off", opts); err == nil {
			again, list := parse(string(got))
			if list.HasErrors() || again.Autolink != term.AutolinkOff || again.Title != one.Title || !bytes.Equal(again.Body, one.Body) {
				t.Errorf("autolink: %q became %q", text, got)
			}
			if !strings.HasSuffix(string(got), text[one.BodyOffset:]) {
				t.Errorf("the body of %q became %q", text, got)
			}
		}
		got, mended := Mend([]byte(text), one, opts, all)
		again, list := parse(string(got))
		if list.HasErrors() || !bytes.Equal(again.Body, one.Body) || len(got) > len(text) || len(mended) == 0 && string(got) != text {
			t.Errorf("%q was mended to %q", text, got)
		}
	})
}
