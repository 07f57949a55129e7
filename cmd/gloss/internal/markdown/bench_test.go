package markdown

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// article is a page of about 400 words as writers write them: sections, a list, a table, emphasis, links.
func article() string {
	const paragraph = `Teams that sell software write down what they know about *each account* in one place, so that whoever
picks up the phone next "knows the story". A landing page collects the first facts -- name, role, company -- and a
customer data platform joins them with what the product reports. See [[CRM]] for the [whole picture](https://example.org/a).

`
	return "What stands in front.\n\n## Why it matters\n\n" + strings.Repeat(paragraph, 3) +
		"## How it works\n\n- first, a landing page\n- then **a unit test**\n- `code` last\n\n| step | who |\n| --- | --- |\n| one | sales |\n| two | CRM |\n\n" +
		strings.Repeat(paragraph, 3) + "> [!TIP]\n> Begin small.\n\n## FAQ\n\n### When to begin?\n\n" + paragraph
}

// BenchmarkConvert is one page with all passes; BenchmarkConvertUnlinked is the same without the linker.
func BenchmarkConvert(b *testing.B)         { benchmarkConvert(b, nil) }
func BenchmarkConvertUnlinked(b *testing.B) { benchmarkConvert(b, nothing) }

func benchmarkConvert(b *testing.B, decide decideFunc) {
	table, _ := glossary()
	converter := New(Options{Language: "en"})
	page := subject(article())
	b.SetBytes(int64(len(page.Body)))
	b.ReportAllocs()
	for b.Loop() {
		converter.convert(page, table.Ask(), files, decide)
	}
}

// BenchmarkGoldmark parses and renders the same page without any of our passes.
func BenchmarkGoldmark(b *testing.B) {
	converter := New(Options{Language: "en"})
	source := []byte(article())
	b.SetBytes(int64(len(source)))
	b.ReportAllocs()
	for b.Loop() {
		doc := converter.parse(source, newContext())
		var out output
		if err := converter.renderer.Render(&out, source, doc); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkHostile is 100 kB of each thing that some Markdown parsers take minutes for; each must stay near the speed of the others.
func BenchmarkHostile(b *testing.B) {
	table, _ := glossary()
	converter := New(Options{Language: "en"})
	for _, c := range hostile(100_000) {
		b.Run(c.name, func(b *testing.B) {
			page := subject(c.text)
			b.SetBytes(int64(len(c.text)))
			for b.Loop() {
				converter.Convert(page, table, files)
			}
		})
	}
}

type hostileText struct{ name, text string }

// hostile returns texts of about size bytes.
func hostile(size int) []hostileText {
	list := []hostileText{}
	for _, unit := range []string{"[", "]", "*", "**a", "*a_b ", "_", ">", "> ", "- ", "1. ", "[[", "[[a", "![", "![[", "`", "` `` ", "<", "<a ", "<b>", "</b>",
		"<div>", "&", "&amp;", "\\", "~~", "~~a ", "'", "\"a ", "--", "[a](", "[a](b", "[a](<b", "<!--", "{{<", "{%", "|", "a|b\n-|-\n", "[^1]", "[^1]: ", ": ",
		"a\n: b\n", "http://a.b ", "www.a.b/(", "a@b.c ", "CRM ", "*CRM* ", "é", "\n", "\t", "#", "# a\n", "```\n", "<ul><li>", "<p>", "a *b", "a@", "<?", "$",
		"|[[a|b]]|\n|-|\n\n", "|[[a|b]]", "- [ ] a\n", "<a href=vbscript:x>", "CRM (", "[[CRM]] ", "![a](b) "} {
		list = append(list, hostileText{strings.ReplaceAll(unit, "\n", "~"), strings.Repeat(unit, size/len(unit))})
	}
	var nested strings.Builder
	for depth := 0; nested.Len() < size; depth++ {
		nested.WriteString(strings.Repeat("  ", depth) + "- a\n")
	}
	list = append(list, hostileText{"nested-lists", nested.String()},
		hostileText{"nested-quotes", strings.Repeat(strings.Repeat("> ", 190)+"a\n", size/400)},
		hostileText{"references", strings.Repeat("[a]: b\n", size/14) + strings.Repeat("[a] ", size/8)},
		hostileText{"same-headings", strings.Repeat("## a\n\n", size/6)},
		hostileText{"code-line", "```go\n" + strings.Repeat("a(\"", size/3) + "\n```\n"},
		hostileText{"code", "```js\n" + strings.Repeat("/a/ ` ${ \n", size/10) + "\n```\n"})
	return list
}

// TestHostile converts smaller texts of the same kinds and holds that they come out whole.
func TestHostile(t *testing.T) {
	table, terms := glossary()
	converter := New(Options{Language: "en"})
	for _, c := range hostile(3000) {
		check(t, converter, table, terms[0], c.text)
	}
}

// BenchmarkSample converts the sample glossary's own texts, one after the other.
func BenchmarkSample(b *testing.B) {
	paths, _ := filepath.Glob("../../../../content/*/*.md")
	table, _ := glossary()
	converter := New(Options{Language: "en"})
	var texts []string
	size := 0
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			b.Fatal(err)
		}
		_, body, _ := strings.Cut(strings.TrimPrefix(string(data), "---\n"), "\n---\n")
		texts = append(texts, body)
		size += len(body)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, text := range texts {
			converter.Convert(subject(text), table, files)
		}
	}
}
