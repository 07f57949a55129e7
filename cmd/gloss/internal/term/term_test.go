package term

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/source"
)

var update = flag.Bool("update", false, "write the golden files")

// describe writes a term and its diagnostics as text for golden files.
func describe(t *Term, list diag.List) string {
	var b strings.Builder
	line := func(name string, value any, p Pos) {
		text := fmt.Sprint(value)
		if text == "" || text == "[]" {
			return
		}
		fmt.Fprintf(&b, "%s: %s", name, text)
		if p != (Pos{}) {
			fmt.Fprintf(&b, " @%d:%d", p.Line, p.Col)
		}
		b.WriteByte('\n')
	}
	values := func(name string, values []Value) {
		for _, v := range values {
			line(name, v.Text, v.Pos)
		}
	}
	line("kind", map[Kind]string{KindTerm: "term", KindPage: "page"}[t.Kind], Pos{})
	line("url", t.URL(), Pos{})
	line("title", t.Title, t.TitlePos)
	line("abbreviation", t.Abbreviation, t.AbbreviationPos)
	values("alias", t.Aliases)
	values("inflection", t.Inflections)
	line("summary", t.Summary, t.SummaryPos)
	values("tag", t.Tags)
	line("domain", t.Domain, t.DomainPos)
	values("related", t.Related)
	line("see", t.See.Text, t.See.Pos)
	values("redirect", t.RedirectFrom)
	if t.Draft {
		line("draft", true, Pos{})
	}
	if t.Autolink != AutolinkDefault {
		line("autolink", []string{"default", "on", "off", "exact"}[t.Autolink], Pos{})
	}
	line("updated", t.Updated, Pos{})
	fmt.Fprintf(&b, "body: %q\n", t.Body)
	for _, d := range list {
		fmt.Fprintf(&b, "%d:%d+%d: %s: %s [%s]", d.Line, d.Col, d.Width, d.Severity, d.Text, d.Rule)
		if d.Hint != "" {
			fmt.Fprintf(&b, " hint: %s", d.Hint)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

type parseCase struct {
	name, path, in string
	warn           bool
}

// cases are grouped by what they show; the golden file holds what each gives.
var cases = []parseCase{
	{name: "all keys", in: "---\ntitle: Monthly recurring revenue\naliases: [recurring monthly revenue]\nabbreviation: MRR\nsummary: What comes each month.\n" +
		"tags: [revenue, metrics]\ndomain: revenue\nrelated: [Annual recurring revenue]\nslug: mrr\nredirect_from: [old-mrr, /glossary/mrr.html]\n" +
		"draft: true\nautolink: exact\ninflections: [MRRs]\nupdated: 2026-01-31\n---\n\nText.\n"},
	{name: "see", in: "---\ntitle: ARR churn\nsee: Revenue churn\n---\n"},
	{name: "page", path: "about.md", in: "---\ntitle: About\ntype: page\n---\nText\n"},
	{name: "home", path: "index.md", in: "Welcome.\n"},
	{name: "folder", path: "crm/index.md", in: "---\ntitle: CRM\n---\nText\n"},
	{name: "section", path: "data/_index.md", in: "---\ntitle: Data\n---\nText\n"},
	{name: "foreign keys", in: "---\nterm: CRM\naka: Customer database, client book\nsynonyms:\n  - contact manager\nacronym: CRM\nshort_description: Short.\n" +
		"description: Long.\ncategory: sales, data\nstatus: draft\n---\nText\n"},
	{name: "foreign keys of one meaning", in: "---\nterm: A\ntitle: B\nstatus: published\nlastmod: 2026-01-31T23:59:59-08:00\n---\nText\n"},
	{name: "one text for a list", in: "---\ntitle: A\naliases: \"Kubernetes, Inc.\"\ntags: 1,000 fans, b\n---\nText\n"},
	{name: "numbers are text", in: "---\ntitle: 404\naliases: [1e3, 2FA]\n---\nText\n"},
	{name: "words that older YAML takes for truth values", in: "---\ntitle: NO\naliases: [on, Yes]\nautolink: on\ndraft: no\n---\nText\n"},
	{name: "nothing", in: "---\ntitle: A\naliases:\nsummary: ~\nupdated:\n---\nText\n"},
	{name: "toml", in: "+++\ntitle = \"A\"\ntags = [\"x\", \"y\"]\ndraft = true\nupdated = 2026-01-31T10:00:00Z\n+++\nText\n"},
	{name: "toml types", in: "+++\ntitle = 5\ntags = {a = 1}\ndraft = \"no\"\n[params]\nx = 1\n+++\nText\n"},
	{name: "byte order mark", in: "\ufeff---\ntitel: A\n---\nText\n"},
	{name: "byte order mark, no front matter", in: "\ufeff# A\x01\nText\n"},
	{name: "windows line ends", in: "---\r\ntitle: A\r\ntags:\r\n  - x\r\n  - [y]\r\n---\r\nText\r\n"},
	{name: "old macintosh line ends", in: "---\rtitle: A\rtags: {x: y}\r---\rText\r"},
	{name: "no front matter", in: "<!-- note -->\n\n# The **bold** `code*` \\*term\\* & [link](x.md) C# {#id}\n\nText\n"},
	{name: "setext heading", in: "Title\n=====\n\nText\n"},
	{name: "heading further down", in: "![badge](x.svg)\n\n```\n# not\n```\n\n# Title ##\nText\n"},
	{name: "no heading", path: "american-standard-code.md", in: "Text only.\n"},
	{name: "heading for a missing title", in: "---\ntags: [a]\n---\n## Title\nText\n"},
	{name: "thematic break", in: "---\n\nText\n"},

	{name: "unknown key", in: "---\ntitel: A\naliasses: [x]\nweight: 5\n---\nText\n"},
	{name: "unknown key as warning", warn: true, in: "---\ntitle: A\nlayout: post\ntype: docs\n---\nText\n"},
	{name: "wrong types", in: "---\ntitle: [a]\naliases: {b: c}\ntags: 5\nrelated: [x, [y], true, '']\nsummary: true\nsee: {}\ndraft: maybe\nautolink: [on]\n" +
		"updated: yesterday\ntype: [page]\n---\nText\n"},
	{name: "wrong values", in: "---\ntitle: A\nautolink: exakt\ntype: pages\nupdated: 2026-02-30\nslug: ../x\nredirect_from: [a/../b, \"http://x\"]\n---\nText\n"},
	{name: "slug con", in: "---\ntitle: A\nslug: con\n---\nText\n"},
	{name: "slug with a slash", in: "---\ntitle: A\nslug: a/b\n---\nText\n"},
	{name: "reserved file name", path: "aux.md", in: "# A\nText\n"},
	{name: "reserved address", path: "404.md", in: "---\ntitle: A\ntype: page\n---\nText\n"},
	{name: "empty title", in: "---\ntitle: \"\"\n---\nText\n"},
	{name: "missing title", path: "a-b.md", in: "---\ntags: [a]\n---\nText\n"},
	{name: "bidi title", in: "---\ntitle: a\u202eb\naliases: [\"x\u200by\"]\n---\nText\n"},
	{name: "escaped control in title", in: "---\ntitle: \"a\\x07b\"\n---\nText\n"},
	{name: "long title", in: "---\ntitle: " + strings.Repeat("é", 201) + "\n---\nText\n"},
	{name: "duplicate key", in: "---\ntitle: A\ntags: [x]\ntitle: B\n---\nText\n"},
	{name: "yaml syntax", in: "---\ntitle: A: b\n---\nText\n"},
	{name: "yaml bomb", in: "---\na: &a [x,x]\nb: &b [*a,*a]\ntitle: B\n---\nText\n"},
	{name: "unterminated", in: "---\ntitle: A\n\nText\n"},
	{name: "not a mapping", in: "---\n- a\n---\nText\n"},
	{name: "empty", in: " \n\n"},
	{name: "nul", in: "# A\nte\x00xt\n"},
	{name: "invalid utf-8", in: "# A\ncaf\xe9\n"},
	{name: "utf-16", in: "\xff\xfe#\x00"},
	{name: "control characters in the body", in: "# A\nx\x0by \u0085z\n"},
	{name: "nothing to say", in: "---\ntitle: A\n---\n\n"},
	{name: "normal form", path: "u\u0308ber.md", in: "---\ntitle: U\u0308ber  uns\n---\nText\n"},
}

func (c parseCase) parse() (*Term, diag.List) {
	if c.path == "" {
		c.path = "dir/some-file.md"
	}
	var opts Options
	if c.warn {
		opts.UnknownKeys = diag.Warning
	}
	return Parse(source.File{Path: c.path, Data: []byte(c.in)}, opts)
}

func TestParse(t *testing.T) {
	var got bytes.Buffer
	for _, c := range cases {
		fmt.Fprintf(&got, "== %s\n%s\n", c.name, describe(c.parse()))
	}
	golden := filepath.Join("testdata", "parse.golden")
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
		t.Errorf("differs from %s; run with -update and look at the difference\n%s", golden, firstDifference(got.String(), string(want)))
	}
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(g), len(w)) {
		if g[i] != w[i] {
			return fmt.Sprintf("line %d:\n got %s\nwant %s", i+1, g[i], w[i])
		}
	}
	return "one is longer than the other"
}

// The body's offsets are those of the file, whatever was normalised before.
func TestBodyOffset(t *testing.T) {
	for _, c := range cases {
		term, _ := c.parse()
		if len(term.File.Data) != len(c.in) {
			t.Errorf("%s: the length of the data changed", c.name)
		}
		if !bytes.Equal(term.Body, term.File.Data[term.BodyOffset:]) {
			t.Errorf("%s: BodyOffset does not lead to Body", c.name)
		}
	}
}

func TestInlineText(t *testing.T) {
	for in, want := range map[string]string{
		"Plain":                     "Plain",
		"snake_case_name":           "snake_case_name",
		"2 * 3 * 4":                 "2 * 3 * 4",
		"*a* and __b__":             "a and b",
		"***x***":                   "x",
		"[a](b) ![c](d) [e][f] [g]": "a c e [g]",
		"`a_b_` &amp; \\_c\\_":      "a_b_ & _c_",
		"C++ {#cpp}":                "C++",
		"AT&T":                      "AT&T",
	} {
		if got := inlineText(in); got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestTemplate(t *testing.T) {
	for _, title := range []string{"CRM", "C++", ".NET", "A/B test", "C: the language", `He said "no"`, `it's "x"`, "true", "404", "- a", "日本語", "#1",
		"a # b", `back\slash`, "trailing:", "[x]", "on", "émigré", `a\"b'c`} {
		term, list := Parse(source.File{Path: FileName(title) + ".md", Data: Template(title)}, Options{})
		if term.Title != title || list.HasErrors() {
			t.Errorf("%q reads back as %q %v", title, term.Title, list)
		}
		if term.Slug != FileName(title) {
			t.Errorf("%q: slug %q, file name %q", title, term.Slug, FileName(title))
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, c := range cases {
		f.Add([]byte(c.in))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		before := bytes.Clone(data)
		term, list := Parse(source.File{Path: "a/b.md", Data: data}, Options{})
		if !bytes.Equal(before, data) {
			t.Fatal("the file's bytes were changed")
		}
		if term.Title == "" || term.Slug == "" || len(term.File.Data) != len(data) || term.BodyOffset+len(term.Body) != len(data) {
			t.Fatalf("%+v", term)
		}
		for _, d := range list {
			if d.File != "a/b.md" || d.Rule == "" || d.Text == "" || d.Line > 2+bytes.Count(term.File.Data, []byte("\n")) {
				t.Fatalf("%+v", d)
			}
		}
		if _, err := json.Marshal(list); err != nil {
			t.Fatal(err)
		}
	})
}

func FuzzTemplate(f *testing.F) {
	f.Add("CRM")
	f.Add(`a "b" 'c' \ : #`)
	f.Fuzz(func(t *testing.T, title string) {
		term, _ := Parse(source.File{Path: "x.md", Data: Template(title)}, Options{})
		if len(title) > MaxTitle || term.TitlePos == (Pos{}) {
			return
		}
		again, list := Parse(source.File{Path: "x.md", Data: Template(term.Title)}, Options{})
		if again.Title != term.Title || list.HasErrors() {
			t.Fatalf("%q became %q %v", term.Title, again.Title, list)
		}
	})
}

func BenchmarkParse(b *testing.B) {
	data := []byte("---\ntitle: Monthly recurring revenue\naliases: [recurring monthly revenue, monthly subscription revenue]\nabbreviation: MRR\n" +
		"domain: revenue\ntags: [revenue, metrics, subscription]\nsummary: The revenue that a subscription business can count on every month.\n" +
		"related: [Annual recurring revenue, Average revenue per user, Net revenue retention]\n---\n\n" + strings.Repeat("A sentence about revenue.\n", 30))
	file := source.File{Path: "revenue/monthly-recurring-revenue.md", Data: data}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		Parse(file, Options{})
	}
}
