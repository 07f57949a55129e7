package markdown

import (
	"bytes"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	goldhtml "github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"

	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/term"
)

func TestScheme(t *testing.T) {
	for address, want := range map[string]string{
		"https://x": "https", "HTTP:x": "http", "x/y:z": "", "./a:b": "", "#a:b": "", "?a:b": "", "a b:c": "ab", "mailto:a@b": "mailto",
		"javascript:x": "javascript", "java\tscript:x": "javascript", "java&#10;script:x": "javascript", "&#x6a;avascript&colon;x": "javascript",
		"%6aavascript:x": "javascript", "javascript%3ax": "javascript", "%256aavascript:x": "javascript", "\x00javascript:x": "javascript",
		"java\u200bscript:x": "javascript", "foo):": "", "1a:b": "", "": "", "//x:80/": "",
	} {
		if got := scheme(address); got != want {
			t.Errorf("scheme(%q) = %q, want %q", address, got, want)
		}
	}
}

func TestContentPath(t *testing.T) {
	for _, c := range []struct{ base, dest, path, suffix string }{
		{"a/b.md", "c.png", "a/c.png", ""}, {"a/b.md", "../c.png?x#y", "c.png", "?x#y"}, {"a/b.md", "../../c", "", ""},
		{"b.md", "../c", "", ""}, {"b.md", "./c%20d.md#e", "c d.md", "#e"}, {"a/b.md", "/c", "c", ""}, {"a/b.md", "/../c", "c", ""},
		{"b.md", "..%2f..%2fetc", "", ""}, {"b.md", `a\b`, "", ""}, {"b.md", "o\u0308.png", "ö.png", ""}, {"b.md", "100%", "100%", ""},
	} {
		if path, suffix := contentPath(c.base, c.dest); path != c.path || suffix != c.suffix {
			t.Errorf("contentPath(%q, %q) = %q, %q", c.base, c.dest, path, suffix)
		}
	}
}

func TestIDs(t *testing.T) {
	taken := ids{}
	for _, c := range []struct{ text, want string }{
		{"A b", "a-b"}, {"a b", "a-b-1"}, {"A B!", "a-b-2"}, {"a b 1", "a-b-1-1"}, {"Größe & Maß", "größe--maß"}, {"日本 語", "日本-語"},
		{"C++", "c"}, {"!", "section"}, {"gloss", "gloss-1"}, {"Top", "top-1"}, {"snake_case", "snake_case"},
	} {
		if got := taken.take(slugify(c.text)); got != c.want {
			t.Errorf("%q has id %q, want %q", c.text, got, c.want)
		}
	}
}

func TestSentences(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"One. Two! Three? Four", "One. |Two! |Three? |Four"},
		{"About 3.5 e.g. this. Next.", "About 3.5 e.g. this. |Next."},
		{"He said \"yes.\" Then no.", "He said \"yes.\" |Then no."},
		{"Dr. J. Doe, etc. and more... so. End", "Dr. J. Doe, etc. and more... so. |End"},
		{"これは。それは！はい", "これは。|それは！|はい"},
		{"Wait… Really?! Yes.", "Wait… |Really?! |Yes."},
		{"", ""},
	} {
		var got []string
		start := 0
		for _, end := range sentenceEnds(c.text, nil) {
			got = append(got, c.text[start:end])
			start = end
		}
		if joined := strings.Join(got, "|"); joined != c.want {
			t.Errorf("%q is split %q, want %q", c.text, joined, c.want)
		}
	}
}

// TestExcerpt holds that a long sentence is cut around the mention, at words.
func TestExcerpt(t *testing.T) {
	long := strings.Repeat("words go on ", 40)
	for _, c := range []struct{ before, after string }{{"", long}, {long, ""}, {long, long}, {"x ", " y"}, {strings.Repeat("語", 200), strings.Repeat("語", 200)}} {
		text := c.before + "NAME" + c.after
		sentence, start, end := shorten(text, 0, len(text), len(c.before), len(c.before)+4).excerpt(text, len(c.before), len(c.before)+4)
		if sentence[start:end] != "NAME" || len(sentence) > maxSentence+2*len("…") || !strings.Contains(text, strings.Trim(sentence, "…")) {
			t.Errorf("%d %q %d %d", len(sentence), sentence, start, end)
		}
	}
}

// TestUnescape holds that we see the text that goldmark writes.
func TestUnescape(t *testing.T) {
	for _, raw := range append(seeds(t), `\*a\b\\`, "&amp;&#65;&#x41;&#0;&nosuch;&copy", "&", `\&amp;`, "&#xFFFFFFF;&#12345678;&#x110000;", "a\x00b", "&ngE;", "\\") {
		raw = strings.ToValidUTF8(raw, "?")
		var ours bytes.Buffer
		unescape([]byte(raw), func(text []byte, _, _ int, _ bool) { ours.Write(text) })
		var out output
		goldhtml.DefaultWriter.Write(&out, []byte(raw))
		if got, want := string(util.EscapeHTML(ours.Bytes())), out.String(); got != want {
			t.Errorf("%q is %q, goldmark writes %q", raw, got, want)
		}
	}
}

// TestTrust holds that trusted HTML passes as it is, and that no name inside its links becomes a link.
func TestTrust(t *testing.T) {
	table, _ := glossary()
	source := "<div class=\"x\" onclick=\"y()\">\n\nA <a href=\"javascript:x\">landing page</a>, a landing page.\n\n</div>\n<!-- kept -->\n\n[x](javascript:y)\n"
	body := New(Options{TrustHTML: true}).Convert(subject(source), table, files)
	for _, want := range []string{`<div class="x" onclick="y()">`, `<a href="javascript:x">landing page</a>`, "<!-- kept -->", `<a href="javascript:y">x</a>`,
		`<a class="term" href="landing-page.html" title="Landing page">landing page</a>.`} {
		if !strings.Contains(body.HTML, want) {
			t.Errorf("%s is missing in\n%s", want, body.HTML)
		}
	}
	if len(body.Diags) > 0 {
		t.Error(body.Diags)
	}
}

// TestHomographs holds how [[CI]] is understood on pages of either field and of none.
func TestHomographs(t *testing.T) {
	table, _ := glossary()
	for domain, want := range map[string]string{"software": "continuous-integration.html", "market": "competitive-intelligence.html"} {
		page := subject("[[CI]]")
		page.Domain = domain
		if body := New(Options{}).Convert(page, table, files); !strings.Contains(body.HTML, want) || len(body.Diags) > 0 {
			t.Errorf("%s: %s %v", domain, body.HTML, body.Diags)
		}
	}
	body := New(Options{}).Convert(subject("[[CI]]"), table, files)
	if len(body.Diags) != 1 || body.Diags[0].Rule != "ambiguous-link" {
		t.Errorf("%v", body.Diags)
	}
}

func TestCheckFragment(t *testing.T) {
	table, _ := glossary()
	body := New(Options{}).Convert(subject("## Why it matters\n\n## How\n"), table, files)
	if _, dead := CheckFragment(Fragment{ID: "why-it-matters"}, body); dead {
		t.Error("a section that is there is reported")
	}
	d, dead := CheckFragment(Fragment{ID: "why-it-mattrs"}, body)
	if !dead || d.Hint != `did you mean "why-it-matters"?` {
		t.Errorf("%t %q", dead, d.Hint)
	}
}

// TestConcurrent holds that one converter serves many pages at once and gives what it gives alone.
func TestConcurrent(t *testing.T) {
	table, _ := glossary()
	converter := New(Options{Language: "en"})
	texts := seeds(t)
	want := make([]string, len(texts))
	for i, text := range texts {
		want[i] = describe(New(Options{Language: "en"}).Convert(subject(text), table, files))
	}
	var group sync.WaitGroup
	for worker := range 4 {
		group.Go(func() {
			bodies := make([]*Body, len(texts))
			for i := range texts {
				i = (i + worker*7) % len(texts)
				bodies[i] = converter.Convert(subject(texts[i]), table, files)
			}
			// Only now, when the working memory of each has served the others.
			for i, body := range bodies {
				if describe(body) != want[i] {
					t.Errorf("%q differs", texts[i])
				}
			}
		})
	}
	group.Wait()
}

// TestFault holds that a fault inside names the file.
func TestFault(t *testing.T) {
	table, _ := glossary()
	body := New(Options{}).Convert(subject("![x](y.png)"), table, func(string) bool { panic("disk on fire") })
	if len(body.Diags) != 1 || body.Diags[0].Rule != "markdown-fault" || body.Diags[0].File != "sales/subject.md" || !body.Diags.HasErrors() {
		t.Errorf("%v", body.Diags)
	}
}

// TestTitle holds what becomes of headings of level 1.
func TestTitle(t *testing.T) {
	table, _ := names.New([]*term.Term{}, names.Options{})
	for source, want := range map[string][]Heading{
		"# Subject\n\n## A\n":    {{2, "a", "A"}},
		"# Other\n\n## A\n":      {{2, "other", "Other"}, {3, "a", "A"}},
		"## A\n\n###### B\n":     {{2, "a", "A"}, {6, "b", "B"}},
		"# A\n\n###### B {#c}\n": {{2, "a", "A"}, {6, "c", "B"}},
	} {
		if got := New(Options{}).Convert(subject(source), table, nil).Headings; !slices.Equal(got, want) {
			t.Errorf("%q has %v, want %v", source, got, want)
		}
	}
}

// TestAgain holds that a Converter which has converted other pages converts as a new one does.
func TestAgain(t *testing.T) {
	table, _ := glossary()
	texts := seeds(t)
	again := New(Options{Language: "en"})
	for range 2 {
		for i := range texts {
			for _, text := range []string{texts[i], texts[len(texts)-1-i]} {
				page := subject(strings.ToValidUTF8(text, "?"))
				got, want := again.Convert(page, table, files), New(Options{Language: "en"}).Convert(page, table, files)
				if !reflect.DeepEqual(got, want) {
					t.Fatalf("%q: got %+v\nwant %+v", text, got, want)
				}
			}
		}
	}
}

// TestJoinSpaces holds that the short way is the long one.
func TestJoinSpaces(t *testing.T) {
	for _, text := range []string{"", " ", "a", " a", "a ", "a  ", "a b", "a  b", "a\tb", "a\nb", "\u00a0a", "ä b", " ä", "a b ", "  "} {
		if got, want := joinSpaces(text), strings.Join(strings.Fields(text), " "); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}
