package diag

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestPrint(t *testing.T) {
	data := []byte("---\ntitel: CRM\n\tkey: x\n")
	for _, test := range []struct {
		name string
		d    Diagnostic
		want string
	}{
		{"all parts", Diagnostic{File: "content/data/crm.md", Line: 4, Col: 1, Width: 5, Rule: "unknown-key", Text: `unknown key "titel"`,
			Hint: `did you mean "title"?`, Source: "titel: CRM"},
			"content/data/crm.md:4:1: error: unknown key \"titel\" [unknown-key]\n4 | titel: CRM\n  | ^~~~~\nhint: did you mean \"title\"?\n"},
		{"tab", At("a.md", data, 3, 2, 3), "a.md:3:2: error: \n3 | \tkey: x\n  | \t^~~\n"},
		{"warning of a whole file", Diagnostic{File: "a.md", Severity: Warning, Rule: "r", Text: "t"}, "a.md: warning: t [r]\n"},
		{"no file", Diagnostic{Text: "t"}, "error: t\n"},
		{"no column", Diagnostic{File: "a.md", Line: 12, Text: "t", Source: "x y"}, "a.md:12: error: t\n12 | x y\n"},
		{"wide characters", Diagnostic{File: "a", Line: 1, Col: 3, Width: 2, Text: "t", Source: "日本語は"}, "a:1:3: error: t\n1 | 日本語は\n  |     ^~~~\n"},
		{"combining marks", Diagnostic{File: "a", Line: 1, Col: 4, Width: 1, Text: "t", Source: "u\u0308bx"}, "a:1:4: error: t\n1 | u\u0308bx\n  |   ^\n"},
		{"column beyond the line", Diagnostic{File: "a", Line: 1, Col: 9, Width: 3, Text: "t", Source: "ab"}, "a:1:9: error: t\n1 | ab\n  |   ^\n"},
		{"steering characters", Diagnostic{File: "a\x1b", Line: 1, Col: 1, Width: 1, Rule: "r", Text: "\x1b[2J\u009b", Hint: "\u202e", Source: "\x1b]0;x\a"},
			"a␛:1:1: error: ␛[2J\ufffd [r]\n1 | ␛]0;x␇\n  | ^\nhint: \ufffd\n"},
	} {
		var b strings.Builder
		if err := Print(&b, List{test.d}, false); err != nil {
			t.Fatal(err)
		}
		if b.String() != test.want {
			t.Errorf("%s:\n got %q\nwant %q", test.name, b.String(), test.want)
		}
	}
}

// A long line is cut around the column, and the caret stays under its character.
func TestPrintLong(t *testing.T) {
	line := strings.Repeat("x", 400) + "HERE" + strings.Repeat("y", 400)
	var b strings.Builder
	Print(&b, List{{File: "a", Line: 1, Col: 401, Width: 4, Text: "t", Source: line}}, false)
	rows := strings.Split(b.String(), "\n")
	shown, caret := []rune(rows[1]), []rune(rows[2])
	if len(shown) > maxCells+len("1 | ……") {
		t.Errorf("%d characters shown", len(shown))
	}
	at := strings.IndexRune(string(caret), '^')
	if got := string(shown[at : at+4]); got != "HERE" || string(caret[at:]) != "^~~~" {
		t.Errorf("the caret stands under %q:\n%s", got, b.String())
	}
	b.Reset()
	Print(&b, List{{File: "a", Line: 1, Col: 2, Width: 1, Text: "t", Source: line}}, false)
	if rows := strings.Split(b.String(), "\n"); !strings.HasPrefix(rows[1], "1 | xxx") || rows[2] != "  |  ^" {
		t.Errorf("near the start:\n%s", b.String())
	}
}

func TestPrintColor(t *testing.T) {
	var b strings.Builder
	Print(&b, List{{File: "a", Line: 1, Col: 1, Width: 1, Severity: Warning, Text: "t", Hint: "h", Source: "x"}}, true)
	want := "\x1b[1ma:1:1:\x1b[0m \x1b[33mwarning:\x1b[0m t\n\x1b[2m1 |\x1b[0m x\n\x1b[2m  |\x1b[0m \x1b[33m^\x1b[0m\n\x1b[36mhint:\x1b[0m h\n"
	if b.String() != want {
		t.Errorf("got %q\nwant %q", b.String(), want)
	}
}

func TestNearest(t *testing.T) {
	keys := []string{"title", "tags", "type", "aliases", "abbreviation", "see", "slug", "aka"}
	for word, want := range map[string]string{"titel": "title", "Title": "title", "tag": "tags", "alaises": "aliases", "abreviation": "abbreviation",
		"weight": "", "sea": "see", "": "", "x": "", "tyype": "type", "slgu": "slug"} {
		if got := Nearest(word, keys); got != want {
			t.Errorf("%q: got %q, want %q", word, got, want)
		}
		reversed := make([]string, len(keys))
		for i, k := range keys {
			reversed[len(keys)-1-i] = k
		}
		if got := Nearest(word, reversed); got != want {
			t.Errorf("%q in another order: got %q, want %q", word, got, want)
		}
	}
	if got := DidYouMean("titel", keys); got != `did you mean "title"?` {
		t.Error(got)
	}
}

func TestAlignment(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want int
	}{{"", "", 0}, {"", "abc", 3}, {"abc", "abc", 0}, {"abc", "acb", 1}, {"ca", "abc", 3}, {"kitten", "sitting", 3}, {"über", "uber", 1}} {
		if got := alignment([]rune(test.a), []rune(test.b)); got != test.want {
			t.Errorf("%q %q: got %d, want %d", test.a, test.b, got, test.want)
		}
		if got := alignment([]rune(test.b), []rune(test.a)); got != test.want {
			t.Errorf("%q %q: got %d, want %d", test.b, test.a, got, test.want)
		}
	}
}

func TestJSON(t *testing.T) {
	for _, test := range []struct {
		list List
		want string
	}{
		{nil, "[]"},
		{List{{File: "a.md", Line: 2, Col: 3, Width: 1, Severity: Warning, Rule: "r", Text: "t\x1b"}},
			`[{"file":"a.md","line":2,"col":3,"width":1,"severity":"warning","rule":"r","text":"t\u001b"}]`},
		{List{{File: "a.md", Rule: "r", Text: "t", Hint: "h", Source: "s"}},
			`[{"file":"a.md","line":0,"col":0,"width":0,"severity":"error","rule":"r","text":"t","hint":"h","source":"s"}]`},
	} {
		got, err := json.Marshal(test.list)
		if err != nil || string(got) != test.want {
			t.Errorf("got %s %v\nwant %s", got, err, test.want)
		}
	}
}

func TestSortAndBelow(t *testing.T) {
	list := List{{File: "b"}, {File: "a", Line: 2}, {File: "a", Line: 2}, {File: "a", Line: 1, Severity: Warning}, {}}
	list.Sort()
	below := list.Below("content")
	var got []string
	for _, d := range below {
		got = append(got, Place(d))
	}
	if strings.Join(got, " ") != "content content/a:1 content/a:2 content/b" || list[1].File != "a" {
		t.Errorf("%v, of %v", got, list)
	}
	if errors, warnings := list.Count(); errors != 3 || warnings != 1 || !list.HasErrors() || (List{{Severity: Warning}}).HasErrors() {
		t.Errorf("%d errors, %d warnings", errors, warnings)
	}
}

func TestAtOffset(t *testing.T) {
	data := []byte("\ufeffä: x\r\nb: y\n")
	for _, test := range []struct{ start, end, line, col, width int }{
		{3, 5, 1, 1, 1}, {0, 3, 1, 1, 1}, {7, 8, 1, 4, 1}, {10, 11, 2, 1, 1}, {13, 99, 2, 4, 1}, {-5, -1, 1, 1, 1}, {10, 14, 2, 1, 4},
	} {
		d := AtOffset("a", data, test.start, test.end)
		if d.Line != test.line || d.Col != test.col || d.Width != test.width {
			t.Errorf("%d to %d: got %d:%d+%d, want %d:%d+%d", test.start, test.end, d.Line, d.Col, d.Width, test.line, test.col, test.width)
		}
		if want := []string{"ä: x", "b: y"}[d.Line-1]; d.Source != want {
			t.Errorf("%d: source %q", test.start, d.Source)
		}
	}
}

func FuzzPrint(f *testing.F) {
	f.Add("a\tb日", 3, 2)
	f.Add(strings.Repeat("x", 200), 150, 900)
	f.Fuzz(func(t *testing.T, source string, col, width int) {
		var b strings.Builder
		Print(&b, List{{File: "a", Line: 1, Col: col, Width: width, Text: source, Hint: source, Source: source}}, false)
		if !utf8.ValidString(b.String()) {
			t.Fatal("invalid UTF-8")
		}
		for _, r := range b.String() {
			if r < 0x20 && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 {
				t.Fatalf("control character %U reaches the terminal", r)
			}
		}
	})
}
