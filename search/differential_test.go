package search

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf16"

	"modernc.org/quickjs"
)

// A browser runs the engine over exported files in a JavaScript engine without DOM.
type browser struct {
	vm    *quickjs.VM
	files map[string]string
}

func newBrowser(t testing.TB, files []File) *browser {
	t.Helper()
	vm, err := quickjs.NewVM()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = vm.Close() })
	b := &browser{vm: vm, files: map[string]string{}}
	for _, f := range files {
		b.files[f.Path] = string(f.Data)
	}
	b.eval(t, engineSource())
	err = vm.RegisterFunc("readFile", func(path string) string {
		path, _, _ = strings.Cut(path, "?")
		return b.files[path]
	}, false)
	if err != nil {
		t.Fatal(err)
	}
	b.eval(t, `
		let fetched = [];
		function begin() {
			const e = gloss.engine((path, done) => {
				fetched.push(path);
				const source = readFile(path);
				if (source) (0, eval)(source);
				done(!source);
			}, (f) => f());
			gloss.load = e.load;
			return e;
		}
		let made = begin();
		function ask(words, limit, quote) {
			fetched = [];
			let out;
			made.search(words, limit, (a) => { out = a; });
			if (quote && out.quote) out.quote(limit, (i, sentence, marks) => Object.assign(out.hits[i], { sentence, sentenceMarks: marks }));
			return { ...out, fetched };
		}`)
	return b
}

func (b *browser) eval(t testing.TB, source string) any {
	t.Helper()
	v, err := b.vm.Eval(source, quickjs.EvalGlobal)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// browserAnswer is what the engine gives to answer().
type browserAnswer struct {
	Hits []struct {
		ID, URL, Title, Matched, Summary, Sentence string
		Marks, SentenceMarks                       [][2]int // in UTF-16 units
		Tags                                       []string
		Score                                      int64
	}
	Total      int
	Error      string
	Suggestion string
	Fetched    []string
}

func (b *browser) ask(t testing.TB, query string, limit int) browserAnswer {
	t.Helper()
	return b.askAll(t, []asked{{query, limit, true}})[0]
}

// asked is a query, the number of answers wanted, and whether with their sentences.
type asked struct {
	Query string
	Limit int
	Quote bool
}

// askAll asks many queries in one call.
func (b *browser) askAll(t testing.TB, list []asked) []browserAnswer {
	t.Helper()
	queries, err := json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	text, ok := b.eval(t, fmt.Sprintf("JSON.stringify(%s.map((q) => ask(q.Query, q.Limit, q.Quote)))", queries)).(string)
	var out []browserAnswer
	if err := json.Unmarshal([]byte(text), &out); err != nil || !ok {
		t.Fatalf("%d queries: %v: %v", len(list), err, text)
	}
	return out
}

// compareAnswers demands the same terms in the same order with equal scores.
func compareAnswers(t *testing.T, ix *Index, b *browser, query string, limit int) {
	t.Helper()
	compareWith(t, ix, b.ask(t, query, limit), asked{query, limit, true})
}

func compareWith(t *testing.T, ix *Index, got browserAnswer, q asked) {
	t.Helper()
	query, limit := q.Query, q.Limit
	want, err := ix.Query(query, limit)
	if err != nil {
		t.Fatalf("query %q: %v", query, err)
	}
	var left, right strings.Builder
	for _, h := range want.Hits {
		if !q.Quote {
			h.Sentence, h.SentenceMarks = "", nil
		}
		fmt.Fprintf(&left, "%s %d %q %s %q %q\n", h.ID, h.Score, h.Matched, h.URL, h.Sentence, marked(h.Sentence, h.SentenceMarks))
	}
	for _, h := range got.Hits {
		fmt.Fprintf(&right, "%s %d %q %s %q %q\n", h.ID, h.Score, h.Matched, h.URL, h.Sentence, marked16(h.Sentence, h.SentenceMarks))
	}
	fmt.Fprintf(&left, "%d %q", want.Total, want.Suggestion)
	fmt.Fprintf(&right, "%d %q", got.Total, got.Suggestion)
	if left.String() != right.String() || got.Error != "" {
		t.Errorf("query %q, limit %d:\nbleve:\n%s\nbrowser (%s):\n%s\nplan: %s", query, limit, left.String(), got.Error, right.String(), want.Plan)
	}
}

// marked gives the parts of a text that byte ranges mark, marked16 those that UTF-16 ranges mark.
func marked(text string, marks [][2]int) (out []string) {
	for _, m := range marks {
		out = append(out, text[m[0]:m[1]])
	}
	return out
}

func marked16(text string, marks [][2]int) (out []string) {
	units := utf16.Encode([]rune(text))
	for _, m := range marks {
		out = append(out, string(utf16.Decode(units[m[0]:m[1]])))
	}
	return out
}

func exportOf(t testing.TB, ix *Index) []File {
	t.Helper()
	files, err := ix.Export()
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestEnginesAgree asks more than 10,000 random queries of random glossaries.
func TestEnginesAgree(t *testing.T) {
	glossaries := 24
	if testing.Short() {
		glossaries = 4
	}
	for seed := range glossaries {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			t.Parallel() // each has its own engines
			r := rand.New(rand.NewPCG(uint64(seed), 7))
			docs, lang := randomGlossary(r, seed)
			queries := 490
			if len(docs) > 300 {
				queries = 250 // JavaScript in an interpreter is slow
			}
			ix := buildSample(t, docs, lang)
			b := newBrowser(t, exportOf(t, ix))
			list := make([]asked, queries)
			for i := range list {
				// What a browser types is valid UTF-8.
				// Reading bodies takes the interpreter more time than all else, so one answer in four is compared with its sentences.
				list[i] = asked{strings.ToValidUTF8(randomQuery(r, docs), "\uFFFD"), 1 + r.IntN(12), i%4 == 0}
			}
			for i, got := range b.askAll(t, list) {
				compareWith(t, ix, got, list[i])
				if t.Failed() {
					return
				}
			}
		})
	}
}

// alphabets of random words: several scripts, and what has been trouble elsewhere.
var alphabets = []string{"abcdefghiklmnoprstuvwy", "aeiousrtnl", "äöüßéèçñøłåıİ", "абвгдеёжзийклмн", "αβγδεσςάέ", "的一是在不了有和人这", "あいうえおかがきぎアイウン",
	"한국어단어검색", "אבגדהוזחט", "ابتثجحخدذ", "กขคงจฉชซ", "abc123+#.", "😀🎉🚀ab", "aＡｂＢ①½ﬁ"}

var hostile = []string{"__proto__", "constructor", "toString", "hasOwnProperty", "C++", ".NET", "A/B test", "TCP/IP", "Node.js", "C", "F#", "!=", "&&", "…", "\"quoted\"",
	"back\\slash", "</script>", "tag:x", "a", "I", "what", "the", "What is it", "don't", "O'Brien", "e-mail", "E mail", "naïve", "nai\u0308ve", "x\u200by",
	strings.Repeat("long ", 60), strings.Repeat("wide", 60), "\u202eabc", "\u2028", "line\nbreak", "\xff\xfe", "ΟΔΟΣ", "ΐ", "İstanbul", "ﬃ", "한글"}

var stems = []string{"revenue", "customer", "churn", "test", "market", "sale", "page", "metric", "team", "price", "lead", "form", "run", "plan", "account", "month", "year"}

func randomWord(r *rand.Rand) string {
	switch r.IntN(10) {
	case 0:
		return hostile[r.IntN(len(hostile))]
	case 1, 2:
		letters := []rune(alphabets[r.IntN(len(alphabets))])
		var b strings.Builder
		for range 1 + r.IntN(9) {
			b.WriteRune(letters[r.IntN(len(letters))])
		}
		return b.String()
	case 3:
		letters := []rune(alphabets[1])
		var b strings.Builder
		for range 2 + r.IntN(7) {
			b.WriteRune(letters[r.IntN(len(letters))])
		}
		return b.String()
	}
	return stems[r.IntN(len(stems))] + []string{"", "", "s", "ing", "ed", "er", "ly", "ation"}[r.IntN(8)]
}

func randomText(r *rand.Rand, most int) string {
	var out []string
	for range r.IntN(most + 1) {
		w := randomWord(r)
		if r.IntN(6) == 0 {
			w = []string{"the", "of", "and", "is", "for", "what"}[r.IntN(6)]
		}
		out = append(out, w)
	}
	return strings.Join(out, []string{" ", " ", ", ", "-", "\n"}[r.IntN(5)])
}

// randomGlossary makes one of many sizes: some larger than a file of names, some of one term or none.
func randomGlossary(r *rand.Rand, seed int) ([]Document, string) {
	sizes := []int{40, 3, 400, 0, 1, 900, 120, 15}
	n := sizes[seed%len(sizes)]
	lang := []string{"en", "de", "fr", "ru", "zh", "tr", "xx", "es"}[seed/2%8]
	docs := make([]Document, n)
	for i := range docs {
		d := Document{ID: fmt.Sprintf("t%d", i), Title: strings.TrimSpace(randomWord(r) + " " + randomText(r, 3)), Summary: randomText(r, 14), Body: randomText(r, 60)}
		if r.IntN(3) == 0 {
			d.ID = strings.Join(rawWords(d.Title), "-") + fmt.Sprintf("-%d", i)
		}
		d.URL = "terms/" + d.ID + ".html"
		if r.IntN(5) == 0 {
			d.URL = "other/" + d.ID
		}
		if r.IntN(4) == 0 {
			d.Abbreviation = strings.ToUpper(randomWord(r))
		}
		for range r.IntN(3) {
			d.Aliases = append(d.Aliases, randomText(r, 3))
		}
		for range r.IntN(3) {
			d.Tags = append(d.Tags, stems[r.IntN(5)])
		}
		docs[i] = d
	}
	return docs, lang
}

// randomQuery draws from names, bodies, beginnings, typing errors and noise.
func randomQuery(r *rand.Rand, docs []Document) string {
	if len(docs) == 0 {
		return randomText(r, 4)
	}
	d := docs[r.IntN(len(docs))]
	name := d.Title
	if len(d.Aliases) > 0 && r.IntN(2) == 0 {
		name = d.Aliases[0]
	}
	switch r.IntN(11) {
	case 0:
		return name
	case 1, 2:
		return beginning(r, name)
	case 3, 4:
		return mistyped(r, name)
	case 5:
		words := strings.Fields(d.Body + " x")
		from := r.IntN(len(words))
		return strings.Join(words[from:min(len(words), from+1+r.IntN(6))], " ")
	case 6:
		return []string{"what is ", "difference between ", "how does a ", "the ", "was ist "}[r.IntN(5)] + name + []string{"", "?", " work", " and " + docs[0].Title}[r.IntN(4)]
	case 7:
		return `"` + beginning(r, d.Summary) + `" ` + randomText(r, 1)
	case 8:
		return "tag:" + stems[r.IntN(6)] + " " + beginning(r, name)
	case 9:
		return mistyped(r, randomText(r, 3))
	}
	return name + " " + randomText(r, 2)
}

func beginning(r *rand.Rand, s string) string {
	letters := []rune(s)
	if len(letters) == 0 {
		return s
	}
	return string(letters[:1+r.IntN(len(letters))])
}

// mistyped makes one typing error.
func mistyped(r *rand.Rand, s string) string {
	letters := []rune(s)
	if len(letters) < 2 {
		return s
	}
	i := r.IntN(len(letters) - 1)
	switch r.IntN(4) {
	case 0:
		letters[i], letters[i+1] = letters[i+1], letters[i]
	case 1:
		letters = append(letters[:i], letters[i+1:]...)
	case 2:
		letters[i] = 'e'
	default:
		letters = append(letters[:i], append([]rune{'n'}, letters[i:]...)...)
	}
	return string(letters)
}
