package machine

import "testing"

func TestBesideAddress(t *testing.T) {
	pages := map[string]bool{"terms/crm.html": true, "terms/naïve-bayes.html": true, "about.html": false}
	for address, want := range map[string]string{
		"crm.html":                     "crm.md",
		"crm.html#faq":                 "crm.md#faq",
		"../terms/crm.html":            "../terms/crm.md",
		"na%C3%AFve-bayes.html":        "na%C3%AFve-bayes.md",
		"../about.html":                "../about.html",
		"unknown.html":                 "unknown.html",
		"#faq":                         "#faq",
		"https://example.org/crm.html": "https://example.org/crm.html",
		"//example.org/crm.html":       "//example.org/crm.html",
		"mailto:crm.html":              "mailto:crm.html",
		"%zz":                          "%zz",
		"":                             "",
	} {
		if got := besideAddress(address, "terms/other.html", pages); got != want {
			t.Errorf("%q gives %q, want %q", address, got, want)
		}
	}
}

func TestPlainText(t *testing.T) {
	for fragment, want := range map[string]string{
		"":                               "",
		"<p>One.</p>\n<p>Two <b>2</b>.":  "One.\nTwo 2.",
		"a<br>b":                         "a\nb",
		"<ul><li>x</li><li>y</li></ul>":  "x\ny",
		"&lt;p&gt; &amp;amp;":            "<p> &amp;",
		"<table><tr><td>1<td>2</table>3": "1\n2\n3",
	} {
		if got := plainText(fragment); got != want {
			t.Errorf("%q gives %q, want %q", fragment, got, want)
		}
	}
}

func TestEscapeMarkdown(t *testing.T) {
	for text, want := range map[string]string{
		"R&D":         "R&D",
		"&amp;":       `\&amp;`,
		"a\nb  c":     "a b c",
		"[x](y) *z*":  `\[x\](y) \*z\*`,
		`C:\ <b> a_b`: `C:\\ \<b> a\_b`,
	} {
		if got := escapeMarkdown(text); got != want {
			t.Errorf("%q gives %q, want %q", text, got, want)
		}
	}
}
