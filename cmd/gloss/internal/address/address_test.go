package address

import (
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestRelative(t *testing.T) {
	for _, test := range []struct{ from, to, want string }{
		{"index.html", "terms/crm.html", "terms/crm.html"},
		{"terms/crm.html", "terms/erp.html", "erp.html"},
		{"terms/crm.html", "terms/crm.html", "crm.html"},
		{"terms/crm.html", "index.html", "../index.html"},
		{"terms/crm.html", "tags/data.html#x", "../tags/data.html#x"},
		{"a/b/c.html", "a/d/e.html?q=1/2", "../d/e.html?q=1/2"},
		{"a/b/c.html", "b/c.html", "../../b/c.html"},
		{"terms/crm.html", "terms/c:d.html", "./c:d.html"},
		{"index.html", "terms/c:d.html", "terms/c:d.html"},
		{"a/b.html", "a/", "./"},
	} {
		if got := Relative(test.from, test.to); got != test.want {
			t.Errorf("from %s to %s: got %q, want %q", test.from, test.to, got, test.want)
		}
	}
	for from, want := range map[string]string{"index.html": "", "terms/crm.html": "../", "a/b/c.html": "../../"} {
		if got := Root(from); got != want {
			t.Errorf("%s: got %q, want %q", from, got, want)
		}
	}
}

// FuzzRelative holds that a link, resolved from its page as RFC 3986 has it, leads to its target.
func FuzzRelative(f *testing.F) {
	f.Add("terms/crm.html", "index.html")
	f.Add("a/b/c.html", "a/b:c/d.html")
	f.Add("a.html", "c:d")
	f.Fuzz(func(t *testing.T, from, to string) {
		for _, p := range []string{from, to} {
			for part := range strings.SplitSeq(p, "/") {
				if part == "" || part == "." || part == ".." {
					return // no site path
				}
			}
			if strings.ContainsAny(p, "?#%\\") || strings.ContainsFunc(p, func(r rune) bool { return r <= ' ' || r == 0x7f }) || !utf8.ValidString(p) {
				return
			}
		}
		base := &url.URL{Scheme: "https", Host: "example.org", Path: "/sub/" + from}
		link, err := url.Parse(Relative(from, to))
		if err != nil {
			t.Fatalf("%q: %v", Relative(from, to), err)
		}
		if got := base.ResolveReference(link); got.Path != "/sub/"+to || got.Host != "example.org" || got.Scheme != "https" {
			t.Fatalf("from %q to %q: %q leads to %q", from, to, Relative(from, to), got)
		}
	})
}

func TestCheckSlug(t *testing.T) {
	for _, slug := range []string{"crm", "american-standard-code", "node.js", "über-uns", "日本語", "a_b", "CRM", "console", "com10", "lpt", "a.b.c", "constructor", "__proto__", "می\u200cخواهم"} {
		if problem := CheckSlug(slug); problem != "" {
			t.Errorf("%q: %s", slug, problem)
		}
	}
	for _, slug := range []string{"", ".", "..", "a/b", `a\b`, "../x", "a..b", ".net", "net.", "con", "CON", "aux.x", "com1", "Lpt9.html", "com¹", "a b", "a:b", "c++",
		"a\x00", "a\u202eb", "u\u0308", strings.Repeat("x", MaxSlug+1), "a?b", "a#b", "a%2fb", "\xff", "conin$"} {
		if CheckSlug(slug) == "" {
			t.Errorf("%q is accepted", slug)
		}
	}
	for path, ok := range map[string]bool{"a/b.html": true, "a/b/": true, "a//b": false, "/a": false, "a/../b": false, "a/con.html": false} {
		if problem := CheckPath(path); (problem == "") != ok {
			t.Errorf("%q: %s", path, problem)
		}
	}
}

func TestSlugs(t *testing.T) {
	for _, test := range []struct{ in, file, title string }{
		{"american-standard-code", "american-standard-code", "american-standard-code"},
		{"Über uns", "über-uns", "über-uns"},
		{"U\u0308ber", "über", "über"},
		{"C++", "c-plus-plus", "c-plus-plus"},
		{"C#", "c-sharp", "c-sharp"},
		{"C", "c", "c"},
		{".NET", "dot-net", "dot-net"},
		{"Node.js", "node.js", "node-js"},
		{"A/B test", "a-b-test", "a-b-test"},
		{"R&D", "r-and-d", "r-and-d"},
		{"Moore’s law", "moores-law", "moores-law"},
		{"  -- x --  ", "x", "x"},
		{"snake_case", "snake_case", "snake_case"},
		{"日本語", "日本語", "日本語"},
		{"con", "con-term", "con-term"},
		{"Com1", "com1-term", "com1-term"},
		{"→", "u2192", "u2192"},
		{"???", "u003f-u003f-u003f", "u003f-u003f-u003f"},
		{"...", "u002e-u002e-u002e", "u002e-u002e-u002e"},
		{"", "untitled", "untitled"},
		{"../../etc/passwd", "etc-passwd", "etc-passwd"},
		{"İstanbul", "istanbul", "istanbul"},
	} {
		if got := FromFile(test.in); got != test.file {
			t.Errorf("file %q: got %q, want %q", test.in, got, test.file)
		}
		if got := FromTitle(test.in); got != test.title {
			t.Errorf("title %q: got %q, want %q", test.in, got, test.title)
		}
	}
}

func TestClash(t *testing.T) {
	for _, pair := range [][2]string{{"CRM", "crm"}, {"Straße", "STRASSE"}, {"u\u0308", "Ü"}, {"ς", "Σ"}, {"ﬁ", "FI"}} {
		if Clash(pair[0]) != Clash(pair[1]) {
			t.Errorf("%q and %q do not clash", pair[0], pair[1])
		}
	}
	for _, pair := range [][2]string{{"a-b", "a_b"}, {"ab", "a-b"}, {"u", "ü"}} {
		if Clash(pair[0]) == Clash(pair[1]) {
			t.Errorf("%q and %q clash", pair[0], pair[1])
		}
	}
}

func FuzzSlug(f *testing.F) {
	f.Add("C++")
	f.Add("aux.")
	f.Add(strings.Repeat("日", 100))
	f.Fuzz(func(t *testing.T, s string) {
		for _, slug := range []string{FromTitle(s), FromFile(s)} {
			if problem := CheckSlug(slug); problem != "" {
				t.Fatalf("%q became %q: %s", s, slug, problem)
			}
			if Clash(Clash(slug)) != Clash(slug) {
				t.Fatalf("%q: the key is not stable", slug)
			}
			if FromFile(slug) != slug {
				t.Fatalf("%q became %q, then %q", s, slug, FromFile(slug))
			}
		}
	})
}
