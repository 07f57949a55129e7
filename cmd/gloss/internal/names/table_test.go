package names

import (
	"slices"
	"strings"
	"testing"

	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/term"
)

func slugs(terms []*term.Term) string {
	var list []string
	for _, one := range terms {
		list = append(list, one.Slug)
	}
	return strings.Join(list, " ")
}

func mixed() []*term.Term {
	page := makeTerm("about", "About", "")
	page.Kind = term.KindPage
	see := makeTerm("customer-care", "Customer care", "")
	see.See = term.Value{Text: "CRM system"}
	sales := makeTerm("crm", "Customer relationship management", "CRM", "CRM system")
	sales.Domain = "sales"
	consumer := makeTerm("crm-consumer", "Consumer relationship management", "CRM")
	consumer.Domain = "consumer"
	return []*term.Term{page, see, sales, consumer, makeTerm("dec", "dec", ""), makeTerm("digital", "Digital Equipment", "DEC"),
		makeTerm("email", "E-mail", ""), makeTerm("zurich", "Zürich", ""), makeTerm("cdp", "Customer data platform (CDP)", ""),
		makeTerm("cpp", "C++", ""), makeTerm("chatbot", "Chatbot", "")}
}

func TestLookup(t *testing.T) {
	table, _ := New(mixed(), Options{})
	for name, want := range map[string]string{
		"crm": "crm crm-consumer", "CRM": "crm crm-consumer", "Customer Relationship-Management": "crm", "customer care": "crm",
		"DEC": "digital dec", "dec": "dec digital", "email": "email", "e-mail": "email", "E mail": "email", "zurich": "zurich",
		"About": "about", "customer data platform": "cdp", "CDP": "cdp", "Customer data platform (CDP)": "cdp", "c++": "cpp", "c": "",
		"chatbots": "chatbot", "“Chatbot”": "chatbot", "nothing": "", "": "", "customer": "",
	} {
		if got := slugs(table.Lookup(name)); got != want {
			t.Errorf("Lookup(%q) = %q, want %q", name, got, want)
		}
		if got := slugs(table.Ask().Lookup(name)); got != want {
			t.Errorf("Asker.Lookup(%q) = %q, want %q", name, got, want)
		}
	}
}

// TestLookupPlural holds that a plural goes before a name whose case differs.
func TestLookupPlural(t *testing.T) {
	table, _ := New([]*term.Term{makeTerm("stream", "stream", ""), makeTerm("streams", "STREAMS", ""), makeTerm("telnet", "TELNET", "")}, Options{})
	for name, want := range map[string]string{"streams": "stream", "STREAMS": "streams", "stream": "stream", "telnet": "telnet"} {
		if got := slugs(table.Lookup(name)); got != want {
			t.Errorf("Lookup(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestAddresses(t *testing.T) {
	table, _ := New(mixed(), Options{})
	if got := table.BySlug("crm"); got == nil || got.Slug != "crm" {
		t.Errorf("BySlug(crm) = %v", got)
	}
	if got := table.ByPath("crm-consumer.md"); got == nil || got.Slug != "crm-consumer" {
		t.Errorf("ByPath = %v", got)
	}
	if table.BySlug("none") != nil || table.ByPath("none.md") != nil {
		t.Error("found what is not there")
	}
}

func TestNearest(t *testing.T) {
	table, _ := New(mixed(), Options{})
	for name, want := range map[string]string{
		"Chatbto": "Chatbot", "chatbott": "Chatbot", "Custmer relationship managment": "Customer relationship management",
		"completely different": "", "": "", "x": "",
	} {
		if got := table.Nearest(name); got != want {
			t.Errorf("Nearest(%q) = %q, want %q", name, got, want)
		}
	}
}

func TestHomographs(t *testing.T) {
	table, list := New(mixed(), Options{})
	got := table.Homographs()
	if len(got) != 1 || got[0].Name != "CRM" || got[0].Slug != "crm" || slugs(got[0].Terms) != "crm-consumer crm" {
		t.Errorf("homographs %+v", got)
	}
	if len(list) != 0 {
		t.Errorf("a sound glossary is reported: %v", list)
	}
}

// TestCheck has one fault a row.
func TestCheck(t *testing.T) {
	for _, test := range []struct {
		rule     string
		severity diag.Severity
		change   func([]*term.Term) []*term.Term
	}{
		{"address-clash", diag.Error, func(l []*term.Term) []*term.Term { return append(l, makeTerm("CRM", "Another", "")) }},
		{"address-clash", diag.Error, func(l []*term.Term) []*term.Term {
			l[4].RedirectFrom = []term.Value{{Text: "crm"}}
			return l
		}},
		{"homograph", diag.Warning, func(l []*term.Term) []*term.Term { return append(l, makeTerm("new", "New thing", "", "CRM")) }},
		{"homograph", diag.Warning, func(l []*term.Term) []*term.Term { l[3].Domain = "sales"; return l }},
		{"unknown-related", diag.Error, func(l []*term.Term) []*term.Term {
			l[4].Related = []term.Value{{Text: "Chatbat"}}
			return l
		}},
		{"unknown-see", diag.Error, func(l []*term.Term) []*term.Term { l[4].See = term.Value{Text: "Nowhere"}; return l }},
		{"see-loop", diag.Error, func(l []*term.Term) []*term.Term {
			l[4].See, l[10].See = term.Value{Text: "Chatbot"}, term.Value{Text: "dec"}
			return l
		}},
	} {
		_, list := New(test.change(mixed()), Options{})
		if !slices.ContainsFunc(list, func(d diag.Diagnostic) bool { return d.Rule == test.rule && d.Severity == test.severity }) {
			t.Errorf("%s is not reported: %v", test.rule, list)
		}
	}
}

// TestSeeLeadsToItsTarget holds that the names of an entry that only points elsewhere stand for the other.
func TestSeeLeadsToItsTarget(t *testing.T) {
	table, _ := New(mixed(), Options{})
	matches := table.Ask().Find("our customer care team")
	if len(matches) != 1 || matches[0].Found[0].Name.Term.Slug != "crm" {
		t.Errorf("matches %+v", matches)
	}
}

// TestCensus holds the floor and the share of the background rule.
func TestCensus(t *testing.T) {
	for _, test := range []struct {
		pages, with int
		want        bool
	}{{1000, 199, false}, {1000, 200, true}, {30000, 299, false}, {30000, 300, true}} {
		vocabularies := make([][]uint16, test.pages)
		for i := range test.with {
			vocabularies[i] = Vocabulary([]byte("The servers and a Standard."), "en")
		}
		table, _ := New([]*term.Term{makeTerm("s", "Standard", "")}, Options{Census: NewCensus(vocabularies)})
		got := table.Ask().Find("a standard")[0].Found[0].Background
		if got != test.want {
			t.Errorf("%d of %d pages: background %v", test.with, test.pages, got)
		}
	}
}

// FuzzFind cuts any text and any name; matches must lie in the text, and a name must be found in its own text.
func FuzzFind(f *testing.F) {
	f.Add("A/B tests, C++ and e-mail", "E-mail", "en")
	f.Add("die Komponententests der Häuser", "Komponententest", "de")
	f.Add("オンライン統合テスト", "統合テスト", "ja")
	f.Add("x\u00ad\u200b’s --\xc3", "’s", "ru")
	f.Add("\u02bc#", "a", "0")
	f.Fuzz(func(t *testing.T, text, name, language string) {
		table, _ := New([]*term.Term{makeTerm("x", name, "")}, Options{Language: language})
		asker := table.Ask()
		for _, m := range asker.Find(text) {
			if m.Start < 0 || m.End <= m.Start || m.End > len(text) || len(m.Found) == 0 {
				t.Fatalf("match %+v in %q", m, text)
			}
		}
		tokens := table.morph.tokenize(clean(name), nil)
		if n := len(tokens); n == 0 || n > maxTokens {
			return
		}
		if table.Lookup(name) == nil {
			t.Fatalf("%q is not found by its own name", name)
		}
		if table.Nearest(name) == "" && len([]rune(clean(name))) > 1 {
			t.Fatalf("%q is not near itself", name)
		}
	})
}

// TestNotWord tries every byte in every place among letters.
func TestNotWord(t *testing.T) {
	for place := range 8 {
		for c := range 256 {
			text := []byte("aZ0_zA9b")
			text[place] = byte(c)
			want := uint64(0)
			if byteClass[c] != byteWord {
				want = 0x80 << (8 * place)
			}
			if got := notWord(eightBytes(string(text))); got != want {
				t.Errorf("%q: got %x, want %x", text, got, want)
			}
		}
	}
}
