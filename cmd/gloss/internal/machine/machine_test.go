package machine

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
)

var update = flag.Bool("update", false, "write the golden files anew")

// all is every output.
var all = Outputs{Sitemap: true, Robots: true, Feeds: true, Data: true, LLMs: true, Markdown: true, App: true, StructuredData: true, Images: TermImages}

// sample is a small glossary with what makes escaping hard.
func sample() *Site {
	return &Site{
		Title: "Words & “things”", Description: "The words of sales, and <b>what</b> they mean.", BaseURL: "https://example.org/glossary/",
		Language: "en-GB", Direction: "ltr", Author: "The glossary team", Accent: "#a31f34",
		Pages: []Page{
			{Kind: Home, Path: "index.html", Title: "Words & “things”"},
			{Kind: Plain, Path: "about.html", Title: "About [us]", Summary: "Who writes *this*.", Updated: "2026-03-01"},
			{Kind: Letter, Path: "letters/c.html", Title: "C"},
			{Kind: Tag, Path: "tags/r-d.html", Title: "R&D"},
		},
		Entries: []Entry{
			{
				Slug: "customer-relationship-management", Path: "terms/customer-relationship-management.html", Title: "Customer relationship management",
				Abbreviation: "CRM", Aliases: []string{"customer management"}, Domain: "software", Tags: []string{"R&D", "sales"},
				Summary: `How a company keeps track of the people it sells to, and the software that does it: "the CRM" </script><!-- is a test.`,
				Related: []string{"smile-and-dial"}, Updated: "2026-05-04",
				BodyHTML: crmBody, BodyText: "A CRM is a system.\nSee Smile and dial.",
				FAQ: []Question{{Question: "Is it <dear>?", AnswerHTML: "<p>Not <em>always</em>.</p>\n<ul><li>Some &amp; few are free</li></ul>"}},
			},
			{Slug: "naïve-bayes", Path: "terms/naïve-bayes.html", Title: "Naïve Bayes (100 % \"naïve\")", Summary: "A classifier.", Updated: "2026-05-04",
				BodyHTML: "<p>It assumes <a href=\"customer-relationship-management.html#faq\">independence</a>.</p>", BodyText: "It assumes independence."},
			{Slug: "smile-and-dial", Path: "terms/smile-and-dial.html", Title: "“Smile and dial”", See: "customer-relationship-management"},
			{Slug: "kanji", Path: "terms/kanji.html", Title: "漢字", Summary: "Characters that no Go font has: 漢字.", Updated: "2026-06-30"},
		},
	}
}

const crmBody = `<p>A <strong>CRM</strong> is a system<sup id="fnref:1"><a href="#fn:1" class="footnote-ref" role="doc-noteref">1</a></sup>. See <a class="term" href="smile-and-dial.html" title="Smile and dial">Smile and dial</a>, <a href="../about.html">about</a> and <a href="https://example.com/?a=1&amp;b=2">elsewhere</a>.</p>
<h2 id="kinds">Kinds</h2>
<table><thead><tr><th>Kind</th><th style="text-align:right">Price</th></tr></thead><tbody><tr><td>Operational</td><td style="text-align:right">1 | 2</td></tr></tbody></table>
<aside class="alert alert-note"><p class="alert-title">Note</p>
<p>Useful.</p>
</aside>
<ul>
<li><input type="checkbox" disabled checked> done</li>
<li><input type="checkbox" disabled> not <del>yet</del> done</li>
</ul>
<dl>
<dt>Lead</dt>
<dd>Somebody who may buy.</dd>
</dl>
<pre class="chroma"><code class="language-go"><span class="kd">func</span> <span class="nf">main</span><span class="p">()</span> <span class="p">{</span> <span class="nx">x</span> <span class="o">&lt;</span> <span class="mi">2</span> <span class="p">}</span>
</code></pre>
<p><img src="../files/crm/screen.png" alt="A screen"> 2 * 3 &lt; 7_000</p>
<section class="faq">
<h2 id="faq">FAQ</h2>
<details class="question" id="dear"><summary><h3>Is it &lt;dear&gt;?</h3></summary>
<p>Not always.</p>
</details>
</section>
<div class="footnotes" role="doc-endnotes">
<hr>
<ol>
<li id="fn:1">
<p>Or a habit.&#160;<a href="#fnref:1" class="footnote-backref" role="doc-backlink">&#x21a9;&#xfe0e;</a></p>
<p>Often both.</p>
</li>
</ol>
</div>
`

func plan(t testing.TB, site *Site, outputs Outputs) *Plan {
	t.Helper()
	p, err := New(site, outputs)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func makeAll(t testing.TB, p *Plan) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	for _, f := range p.Files() {
		if _, twice := files[f.Path]; twice {
			t.Errorf("%s is made twice", f.Path)
		}
		data, err := f.Make()
		if err != nil {
			t.Fatalf("%s: %v", f.Path, err)
		}
		files[f.Path] = data
	}
	return files
}

// text makes a file without which a test makes no sense.
func text(t testing.TB, files map[string][]byte, sitePath string) string {
	t.Helper()
	data, ok := files[sitePath]
	if !ok {
		t.Fatalf("%s was not made", sitePath)
	}
	return string(data)
}

func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", filepath.FromSlash(name))
	if *update {
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs (run with -update to see what changed):\n%s", name, got)
	}
}

// Text files are compared as they are. Pictures are too: that they are equal on every machine is what the package promises.
func TestGolden(t *testing.T) {
	var names strings.Builder
	files := makeAll(t, plan(t, sample(), all))
	for _, f := range plan(t, sample(), all).Files() {
		fmt.Fprintln(&names, f.Path)
		golden(t, path.Join("sample", escaped(f.Path)), files[f.Path]) // file systems differ on how ï is written
	}
	golden(t, "sample.files", []byte(names.String()))
}

func TestFilesDoNotDependOnWorkersOrOrder(t *testing.T) {
	want := makeAll(t, plan(t, sample(), all))
	files := plan(t, sample(), all).Files()
	got := make([][]byte, len(files))
	var group sync.WaitGroup
	for i := len(files) - 1; i >= 0; i-- {
		group.Go(func() {
			data, err := files[i].Make()
			if err != nil {
				t.Error(err)
			}
			got[i] = data
			runtime.Gosched()
		})
	}
	group.Wait()
	for i, f := range files {
		if !bytes.Equal(got[i], want[f.Path]) {
			t.Errorf("%s differs when files are made at once", f.Path)
		}
	}
}

func TestOutputsChooseFiles(t *testing.T) {
	for _, test := range []struct {
		name    string
		outputs Outputs
		want    string
	}{
		{"none", Outputs{}, ""},
		{"sitemap", Outputs{Sitemap: true}, "sitemap.xml"},
		{"robots", Outputs{Robots: true}, "robots.txt"},
		{"feeds", Outputs{Feeds: true}, "atom.xml feed.json"},
		{"data", Outputs{Data: true}, "terms.schema.json terms.json"},
		{"llms", Outputs{LLMs: true}, "llms.txt"},
		{"app", Outputs{App: true}, "favicon.ico icons/apple-touch-icon.png icons/icon-192.png icons/icon-512.png icons/maskable-512.png manifest.webmanifest"},
		{"markdown", Outputs{Markdown: true}, "terms/customer-relationship-management.md terms/naïve-bayes.md terms/smile-and-dial.md terms/kanji.md"},
		{"site image", Outputs{Images: SiteImage}, "card.png"},
		{"term images", Outputs{Images: TermImages}, "card.png terms/customer-relationship-management.png terms/naïve-bayes.png terms/smile-and-dial.png"},
		{"structured data", Outputs{StructuredData: true}, ""},
	} {
		var got []string
		for _, f := range plan(t, sample(), test.outputs).Files() {
			got = append(got, f.Path)
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s: got %q, want %q", test.name, strings.Join(got, " "), test.want)
		}
	}
}

// Without a base URL, nothing may claim to know one.
func TestWithoutBaseURL(t *testing.T) {
	site := sample()
	site.BaseURL = ""
	p := plan(t, site, all)
	files := makeAll(t, p)
	for _, absent := range []string{SitemapPath, AtomPath, JSONFeedPath, CardPath, "terms/customer-relationship-management.png"} {
		if _, there := files[absent]; there {
			t.Errorf("%s was made without a base URL", absent)
		}
	}
	for sitePath, data := range files {
		if bytes.Contains(data, []byte("example.org")) {
			t.Errorf("%s knows an address", sitePath)
		}
	}
	for _, property := range p.Properties("index.html", "Home", "", nil) {
		if strings.Contains(property.Content, "/") {
			t.Errorf("%s is %q without a base URL", property.Name, property.Content)
		}
	}
	data, err := p.StructuredData(site.Entries[0].Path, &site.Entries[0])
	if err != nil || strings.Contains(string(data), `"url"`) || strings.Contains(string(data), `"@id"`) {
		t.Errorf("structured data without a base URL: %s, %v", data, err)
	}
	if got := text(t, files, LLMsPath); !strings.Contains(got, "(terms/kanji.md)") {
		t.Errorf("llms.txt has no relative links:\n%s", got)
	}
}

func TestKeysFollowWhatIsDrawn(t *testing.T) {
	keys := func(change func(*Site)) map[string]string {
		site := sample()
		change(site)
		keys := map[string]string{}
		for _, f := range plan(t, site, all).Files() {
			keys[f.Path] = f.Key
		}
		return keys
	}
	before := keys(func(*Site) {})
	for _, test := range []struct {
		name    string
		change  func(*Site)
		changed string // a file whose key must change
		kept    string // one whose key must not
	}{
		{"summary", func(s *Site) { s.Entries[0].Summary = "Other." }, "terms/customer-relationship-management.png", CardPath},
		{"title", func(s *Site) { s.Entries[1].Title = "Other" }, "terms/naïve-bayes.png", "terms/customer-relationship-management.png"},
		{"accent", func(s *Site) { s.Accent = "#123" }, FaviconPath, ManifestPath},
		{"logo", func(s *Site) { s.LogoData = []byte("x") }, iconPath(192, false), CardPath},
		{"body", func(s *Site) { s.Entries[0].BodyHTML = "" }, "", "terms/customer-relationship-management.png"},
	} {
		after := keys(test.change)
		if test.changed != "" && before[test.changed] == after[test.changed] {
			t.Errorf("%s: %s keeps its key", test.name, test.changed)
		}
		if before[test.kept] != after[test.kept] {
			t.Errorf("%s: %s changes its key", test.name, test.kept)
		}
	}
	seen := map[string]string{}
	for sitePath, key := range before {
		if other := seen[key]; key != "" && other != "" {
			t.Errorf("%s and %s have one key", sitePath, other)
		}
		seen[key] = sitePath
	}
}

// Where entries are not needed, the files are the same without them.
func TestNeedEntries(t *testing.T) {
	with := sample()
	without := sample()
	without.Entries, without.Terms = nil, len(with.Entries)
	made := func(site *Site, outputs Outputs) string {
		plan, err := New(site, outputs)
		if err != nil {
			t.Fatal(err)
		}
		var all strings.Builder
		for _, f := range plan.Files() {
			data, err := f.Make()
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(&all, "%s %s %x\n", f.Path, f.Key, data)
		}
		return all.String()
	}
	spared := 0
	for bits := range 1 << 7 {
		on := func(bit int) bool { return bits>>bit&1 == 1 }
		outputs := Outputs{Sitemap: on(0), Robots: on(1), Feeds: on(2), Data: on(3), LLMs: on(4), Markdown: on(5)}
		if on(6) {
			outputs.Images = TermImages
		}
		for _, base := range []string{"", "https://example.org/"} {
			with.BaseURL, without.BaseURL = base, base
			if outputs.NeedEntries(base, len(with.Entries)) {
				continue
			}
			spared++
			if got, want := made(without, outputs), made(with, outputs); got != want {
				t.Errorf("%+v at %q:\n%s\nwant\n%s", outputs, base, got, want)
			}
		}
	}
	if spared == 0 {
		t.Error("entries are always needed")
	}
}
