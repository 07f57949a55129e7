package search

import (
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func TestWords(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"", nil},
		{"Hello, World!", []string{"hello", "world"}},
		{"C++ and F# on .NET (.net) v1.2", []string{"c++", "and", "f#", "on", ".net", ".net", "v1", "2"}},
		{"C++11 C#x ...net a+b", []string{"c", "11", "c", "x", "net", "a", "b"}},
		{"what's O'Brien’s don't 'quoted'", []string{"whats", "o", "briens", "dont", "quoted"}},
		{"Zürich Ångström Straße Łódź Þór", []string{"zurich", "angstrom", "strasse", "lodz", "thor"}},
		{"ＦＵＬＬ ﬁne ① x\u00ADy", []string{"full", "fine", "1", "xy"}},
		{"東京都 は", []string{"東京", "京都", "は"}},
		{"iPhone用ケース", []string{"iphone", "用ケ", "ケー", "ース"}},
		{"ΟΔΟΣ ὁδός", []string{"οδοσ", "οδοσ"}},
		{"İstanbul ISTANBUL ısı", []string{"istanbul", "istanbul", "isi"}},
		{"שָׁלוֹם كِتَاب", []string{"שלום", "كتاب"}},
		{"🎉 party", []string{"🎉", "party"}},
		{strings.Repeat("a", 60), []string{strings.Repeat("a", maxWord)}},
	} {
		if got := words(c.text, false); !slices.Equal(got, c.want) {
			t.Errorf("words(%q) = %q, want %q", c.text, got, c.want)
		}
	}
	if got := words("東京都", true); !slices.Equal(got, []string{"東京", "京都", "都"}) {
		t.Errorf("%q", got)
	}
}

func TestKey(t *testing.T) {
	for _, group := range [][]string{
		{"Landing page", "landing-page", "LandingPage", " landing  page "},
		{"TCP/IP", "tcp ip", "tcpip"},
		{"Node.js", "nodejs", "NODE JS"},
		{"C++", "c++"}, {"C"}, {"C#"}, {".NET", ".net"}, {"Net", "NET"},
		{"!="}, {"&&", " & & "}, {"naïve", "nai\u0308ve", "naive"},
	} {
		for _, s := range group {
			if key(s) != key(group[0]) || key(s) == "" {
				t.Errorf("key(%q) = %q, key(%q) = %q", s, key(s), group[0], key(group[0]))
			}
		}
	}
	different := []string{"C", "C++", "C#", ".NET", "Net", "!=", "&&"}
	for i, a := range different {
		for _, b := range different[:i] {
			if key(a) == key(b) {
				t.Errorf("%q and %q have the key %q", a, b, key(a))
			}
		}
	}
}

// TestKeyOfASCII holds that the way for ASCII gives what the way for any text gives.
func TestKeyOfASCII(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 7))
	var k keyer
	for i := range 4000 {
		b := make([]byte, r.IntN(12+i%200))
		for j := range b {
			b[j] = byte(r.IntN(128))
			if r.IntN(3) > 0 {
				b[j] = "aZ9 .+#'-"[r.IntN(9)]
			}
		}
		if got, want := string(k.key(string(b))), keyOf([]rune(strings.ToLower(string(b)))); got != want {
			t.Fatalf("%q: %q instead of %q", b, got, want)
		}
	}
}

// TestTablesAreEqual compares the ranges in both languages.
func TestTablesAreEqual(t *testing.T) {
	for name, table := range map[string][]rune{"MARKS": marks, "SEPARATORS": separators, "UNSPACED": unspaced} {
		_, rest, ok := strings.Cut(engineSource(), "const "+name+" = [")
		list, _, _ := strings.Cut(rest, "]")
		var numbers []rune
		next := rune(0) // the browser's table counts code points outside and inside by turns
		for f := range strings.FieldsFuncSeq(list, func(r rune) bool { return r == ',' || r <= ' ' }) {
			n, err := strconv.Atoi(f)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			next += rune(n)
			if len(numbers)%2 == 0 {
				numbers = append(numbers, next)
			} else {
				numbers = append(numbers, next-1)
			}
		}
		if !ok || !slices.Equal(numbers, table) {
			t.Errorf("%s differs: %X and %X", name, numbers, table)
		}
		if !slices.IsSorted(table) || len(table)%2 != 0 {
			t.Errorf("%s is not sorted pairs", name)
		}
	}
}

func TestDistance(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"churn", "churn", 0}, {"chrun", "churn", 1}, {"churn", "chur", 1}, {"churn", "churns", 1}, {"churn", "chura", 1},
		{"recurring", "recuring", 1}, {"recurring", "reccuring", 2}, {"abc", "xyz", 3}, {"", "ab", 2}, {"日本", "本日", 1},
	} {
		if got := distance([]rune(c.a), []rune(c.b), 2); got != c.want {
			t.Errorf("distance(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
	}
}

func TestCompare16(t *testing.T) {
	// In JavaScript's order a character beyond the basic plane stands before U+E000 and what follows it.
	order := []string{"", "a", "ab", "b", "é", "中", "😀", "😀a", "\uE000", "ﬁ", "\uFFFD"}
	for i := range order {
		for j := range order {
			if got := compare16(order[i], order[j]); (got < 0) != (i < j) || (got == 0) != (i == j) {
				t.Errorf("compare16(%q, %q) = %d", order[i], order[j], got)
			}
		}
	}
}

// FuzzQuery asks both engines whatever comes.
func FuzzQuery(f *testing.F) {
	for _, s := range append(slices.Clone(hostile), "東京都 C++ .NET", "a'b c’s", "tag:metrics churn", `"comes back" month`, "what is chrun") {
		f.Add(s)
	}
	ix := buildSample(f, sample, "en")
	b := newBrowser(f, exportOf(f, ix))
	f.Fuzz(func(t *testing.T, query string) {
		for _, r := range query {
			if r > 0x1FAFF || r == 0 { // later versions of Unicode assign characters that this Go does not know
				return
			}
		}
		compareAnswers(t, ix, b, query, 5)
	})
}
