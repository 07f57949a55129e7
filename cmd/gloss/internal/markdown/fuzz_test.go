package markdown

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	nethtml "golang.org/x/net/html"

	"gloss/cmd/gloss/internal/linker"
	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/term"
)

// balanced reports what is wrong with the nesting of a piece of HTML, with links, and with what may not be there.
func balanced(source string) error {
	var open []string
	z := nethtml.NewTokenizer(strings.NewReader(source))
	for {
		kind := z.Next()
		if kind == nethtml.ErrorToken {
			break
		}
		token := z.Token()
		switch kind {
		case nethtml.StartTagToken:
			if token.Data == "a" && slices.Contains(open, "a") {
				return fmt.Errorf("a link inside a link")
			}
			if err := harmless(token); err != nil {
				return err
			}
			if !isVoid(token.Data) && token.Data != "input" {
				open = append(open, token.Data)
			}
		case nethtml.EndTagToken:
			if len(open) == 0 || open[len(open)-1] != token.Data {
				return fmt.Errorf("</%s> ends %v", token.Data, open)
			}
			open = open[:len(open)-1]
		case nethtml.CommentToken, nethtml.DoctypeToken:
			return fmt.Errorf("comment or declaration %q", token.Data)
		}
	}
	if len(open) > 0 {
		return fmt.Errorf("%v are not closed", open)
	}
	return nil
}

// harmless reports a tag or an attribute that a writer must not be able to set.
func harmless(token nethtml.Token) error {
	switch token.Data {
	case "script", "style", "iframe", "object", "embed", "form", "svg", "math", "link", "meta", "base", "template", "button", "textarea":
		return fmt.Errorf("<%s>", token.Data)
	}
	for _, a := range token.Attr {
		if strings.HasPrefix(a.Key, "on") || a.Key == "style" || a.Key == "srcset" || a.Key == "srcdoc" {
			return fmt.Errorf("attribute %s", a.Key)
		}
		if a.Key == "href" && !allowedLink(scheme(a.Val)) && scheme(a.Val) != "data" || a.Key == "src" && !allowedImage(a.Val) {
			return fmt.Errorf("%s=%q", a.Key, a.Val)
		}
		if (a.Key == "href" || a.Key == "src") && strings.Contains(strings.ToLower(strings.Join(strings.Fields(a.Val), "")), "javascript:") &&
			scheme(a.Val) == "javascript" {
			return fmt.Errorf("%s=%q", a.Key, a.Val)
		}
	}
	return nil
}

var anchorTag = regexp.MustCompile(`</?(a|abbr)( [^>]*)?>`)

// joinedEmphasis takes back the cuts that links make in emphasis.
var joinedEmphasis = strings.NewReplacer("</em><em>", "", "</strong><strong>", "", "</del><del>", "")

// unmarked is text without backslashes: one before a name goes, and decisions tell what is a name.
func unmarked(text string) string { return strings.ReplaceAll(text, "\\", "") }

// stripped is HTML without its links and abbreviations.
func stripped(source string) string {
	source = anchorTag.ReplaceAllString(source, "")
	for {
		joined := joinedEmphasis.Replace(source)
		if joined == source {
			return source
		}
		source = joined
	}
}

// scatter links random ranges of the text, so that cuts fall everywhere: inside emphasis, over line breaks, at references.
func scatter(seed uint64, target *term.Term) decideFunc {
	return func(_ *names.Asker, page linker.Page, _ linker.Options) ([]linker.Decision, []linker.Doubt) {
		random := rand.New(rand.NewPCG(seed, 1))
		var list []linker.Decision
		for i, b := range page.Blocks {
			at := 0
			for !b.NoLinks && at < len(b.Text) {
				start := at + random.IntN(8)
				end := start + 1 + random.IntN(12)
				if end > len(b.Text) || strings.ContainsRune(b.Text[start:end], linker.Barrier) ||
					start > 0 && b.Text[start-1] == '\\' && b.Text[start] == ' ' || // no name begins with a space
					!utf8.RuneStart(b.Text[start]) || end < len(b.Text) && !utf8.RuneStart(b.Text[end]) || strings.Contains(b.Text[start:end], "\ufffd") {
					at = start + 1
					continue
				}
				list = append(list, linker.Decision{Block: i, Start: start, End: end, Target: target, Mention: true, Rule: "test",
					Linked: random.IntN(4) > 0, Found: &names.Found{Name: names.Name{Text: "x", Kind: names.Kind(random.IntN(4)), Term: target, Slug: target.Slug}}})
				at = end
			}
		}
		return list, nil
	}
}

// check converts a body and holds all that must be true of any.
func check(t *testing.T, converter *Converter, table *names.Table, target *term.Term, source string) {
	t.Helper()
	page := subject(source)
	plain := converter.convert(page, table.Ask(), files, nothing)
	if plain.Diags.HasErrors() {
		for _, d := range plain.Diags {
			if d.Rule == "markdown-fault" {
				t.Fatalf("%q: %s", source, d.Text)
			}
		}
	}
	hash := fnv.New64()
	hash.Write([]byte(source))
	scattered := converter.convert(page, table.Ask(), files, scatter(hash.Sum64(), target))
	linked := converter.Convert(page, table, files)
	// The short ways (looking for what may be there, deciding only what shows, setting links while rendering) give what the long ones do.
	cutting := *converter
	cutting.longWay = true
	if long := cutting.convert(page, table.Ask(), files, linker.Decide); !reflect.DeepEqual(long, linked) {
		t.Fatalf("%q:\n%+v\nthe long way:\n%+v", source, linked, long)
	}
	if long := cutting.convert(page, table.Ask(), files, scatter(hash.Sum64(), target)); !reflect.DeepEqual(long, scattered) {
		t.Fatalf("%q:\n%+v\nby cutting the tree:\n%+v", source, scattered, long)
	}
	for _, body := range []*Body{plain, scattered, linked} {
		if err := balanced(body.HTML); err != nil {
			t.Fatalf("%q: %v\n%s", source, err, body.HTML)
		}
		if unmarked(body.Text) != unmarked(plain.Text) || unmarked(body.Summary) != unmarked(plain.Summary) {
			t.Fatalf("%q: linking changed the text\n%q\n%q", source, plain.Text, body.Text)
		}
		if got, want := stripped(unmarked(body.HTML)), stripped(unmarked(plain.HTML)); got != want {
			t.Fatalf("%q: linking changed more than links\n%s\n%s", source, want, got)
		}
		for _, m := range body.Mentions {
			if m.Start < 0 || int(m.End) > len(m.Sentence) || m.Start > m.End || !utf8.ValidString(m.Sentence) {
				t.Fatalf("%q: mention %+v", source, m)
			}
		}
		for _, d := range body.Diags {
			if d.Line < 1 || d.Col < 1 {
				t.Fatalf("%q: diagnostic without a place: %+v", source, d)
			}
		}
	}
}

// seeds are the golden inputs and the vectors' kinds of trouble.
func seeds(t testing.TB) []string {
	list := []string{
		"CRM *enrichment process* and **landing *page* x**", "*landing\npage*", "landing \\*page", "a&amp;b landing&nbsp;page",
		"<kbd>*x</kbd>*", "- <div>\n- x\n\n</div>", "<a href=x>[y](z) CRM</a>", "<details>\n\nCRM\n\n</details>", "| [[CRM|x]] |\n|-|\n| a |",
		"<a href=\"java&#10;script:alert(1)\">x</a>", "[x](&#106;avascript:alert(1))", "[x](java\tscript:x)", "![x](data:text/html;base64,x)",
		"~~a *b~~ c* CRM", "[^1]\n\n[^1]: CRM *x*", "x\r\ny\r\n\r\n# CRM\r\n", "\x00 \xff [[\xff]]", "<p>\n\n> x\n\n</p>", "<B>x", "## FAQ\n### A <b>\n</b>",
		"<table><tr><td>\n\nx\n\n</td></tr></table>", "Term\n: <div>x\n", "`\\`", "'a \"b' c\"", "<svg><style><img src=x onerror=alert(1)>", "<!--", "<![CDATA[x",
		"[a](<x y> \"t\\\"\")", "*a **b*** c", "<a name=\"x\"></a>", "<img src=\"javascript:x\">", "[[a#b|c]]", "![[x]]", "> [!NOTE]\n> x", "- [ ] CRM *x*\n- [x]", "| |[[CRM|x]]|\n|-|-|\n|[[a|b]]|", "CRM (customer relationship management), [[CDP]]s", "</section></details>",
	}
	inputs, err := filepath.Glob("testdata/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, input := range inputs {
		data, err := os.ReadFile(input)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, string(data), strings.ReplaceAll(string(data), "\n", "\r\n"))
	}
	return list
}

func FuzzConvert(f *testing.F) {
	for _, seed := range seeds(f) {
		f.Add(seed)
	}
	table, terms := glossary()
	converter := New(Options{Language: "en"})
	f.Fuzz(func(t *testing.T, source string) {
		if len(source) > 4000 {
			return
		}
		check(t, converter, table, terms[0], source)
	})
}

// FuzzScheme holds that no spelling hides a scheme from a browser that decodes and strips.
func FuzzScheme(f *testing.F) {
	for _, seed := range []string{"javascript:x", "JaVaScRiPt&colon;x", "java%0ascript:x", "\x01javascript:x", "&#x6a;avascript:x", "%2525", "x:y", "//x", "a/b:c"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, address string) {
		kind := scheme(address)
		clean := strings.Map(func(r rune) rune {
			if r <= ' ' {
				return -1
			}
			return r
		}, address)
		if strings.HasPrefix(strings.ToLower(clean), "javascript:") && allowedLink(kind) {
			t.Fatalf("%q has scheme %q", address, kind)
		}
	})
}

// TestLineEnds holds that a file from Windows gives the same page, and that its diagnostics stand in the same places.
func TestLineEnds(t *testing.T) {
	table, _ := glossary()
	converter := New(Options{Language: "en"})
	for _, source := range seeds(t) {
		if strings.Contains(source, "\r") {
			continue
		}
		unix := converter.Convert(subject(source), table, files)
		windows := converter.Convert(subject(strings.ReplaceAll(source, "\n", "\r\n")), table, files)
		if got, want := describe(windows), describe(unix); got != want {
			t.Errorf("%q differs with Windows line ends:\n%s\n%s", source, want, got)
		}
	}
}

// TestMixture checks texts put together at random from what gives trouble, the same ones each time.
func TestMixture(t *testing.T) {
	parts := strings.Split("CRM|landing page| |\n|\n\n|*|**|~~|_|`|[|]|[[|]]|(|)|<kbd>|</kbd>|<b>|</b>|<a href=x>|</a>|<div>|</div>|<p>|</p>|"+
		"<details>|<summary>|</summary>|</details>|<table><tr><td>|</td>|</table>|<ul><li>|</ul>|- |> |1. |# |## FAQ\n|### Why?\n|    |:   |"+
		"&amp;|&nbsp;|\\|'|\"|--|...|[x](y)|[x](#y)|![x](y)|<https://x.y>|https://x.y|[^1]|\n[^1]: |{{< x >}}|<X>|<!--|-->|[!NOTE]\n|\\[[|[[CRM]]|"+
		"[[CRM\\|x]]|\t|a|é|<script>|</script>|<br>|<img src=x>|<h1>|</h1>|<pre>|</pre>|```\n|~~~go\n|<ruby>|<rt>|\u00ad|\u00a0|日本語|  \n|\\\n|<del>|</del>|<li>|<dd>|<", "|")
	parts = append(parts, "|", "\n| a | b |\n| - | -: |\n| ")
	table, terms := glossary()
	converter := New(Options{Language: "en"})
	random := rand.New(rand.NewPCG(7, 7))
	for range 6000 {
		var b strings.Builder
		for range 1 + random.IntN(24) {
			b.WriteString(parts[random.IntN(len(parts))])
		}
		check(t, converter, table, terms[0], b.String())
	}
}
