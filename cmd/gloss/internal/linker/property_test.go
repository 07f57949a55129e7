package linker

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/term"
)

// words are what random glossaries and texts are made of: forms of one another, compounds, everyday and function words, names that
// differ by case, and scripts without spaces.
var words = strings.Fields(`landing pages page e-mail email mail cold call calling called IT it US CRM crms Buyer buyers buyer's test
tests testing unit sandbox trigger triggers port the of and C++ .NET A/B Zürich Zurich 統合 テスト 統合テスト sales Sale`)

func randomTerm(r *rand.Rand, number int) *term.Term {
	pick := func(list ...string) string { return list[r.IntN(len(list))] }
	name := func() string {
		parts := []string{words[r.IntN(len(words))]}
		for range r.IntN(3) {
			parts = append(parts, words[r.IntN(len(words))])
		}
		return strings.Join(parts, pick(" ", " ", "-"))
	}
	one := entry(fmt.Sprintf("t%02d", number), name(), pick("", "", "CI", "CRM", "US"), pick("", "sales", "software"), pick("a", "b"))
	if r.IntN(3) == 0 {
		one.Aliases = []term.Value{{Text: name()}}
	}
	if r.IntN(4) == 0 {
		one.Related = []term.Value{{Text: name()}}
	}
	if r.IntN(8) == 0 {
		one.See = term.Value{Text: name()}
	}
	one.Autolink = term.Autolink(max(0, r.IntN(10)-6))
	return one
}

func randomPage(r *rand.Rand, own *term.Term) Page {
	page := Page{Term: own}
	for section := range 1 + r.IntN(3) {
		var text strings.Builder
		for range r.IntN(20) {
			text.WriteString(words[r.IntN(len(words))])
			text.WriteString([]string{" ", " ", " ", "\n", ". ", "-", "/", ", ", "\u00a0", "\u00ad"}[r.IntN(10)])
		}
		page.Blocks = append(page.Blocks, Block{Text: text.String(), Section: section, NoLinks: r.IntN(6) == 0})
	}
	return page
}

// outcome prints what a body would show of the decisions.
func outcome(page Page, decisions []Decision, doubts []Doubt) string {
	var b strings.Builder
	for _, d := range decisions {
		target := "nothing"
		if d.Target != nil {
			target = d.Target.Slug + " " + d.Target.Title
		}
		fmt.Fprintf(&b, "%d:%d-%d %q %s %v %v to %s as %s\n", d.Block, d.Start, d.End, page.Blocks[d.Block].Text[d.Start:d.End], d.Rule,
			d.Linked, d.Mention, target, d.Found.Name.Text)
	}
	for _, d := range doubts {
		fmt.Fprintf(&b, "%d %s %s\n", d.Decision, d.Diagnostic.Text, d.Diagnostic.Hint)
	}
	return b.String()
}

// TestEqualAnswersEqualDecisions changes a random glossary by one term. A page whose questions the new table answers alike must come
// out alike, and Changed must name a question of each other page.
func TestEqualAnswersEqualDecisions(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	equal, different := 0, 0
	for range 400 {
		var terms []*term.Term
		for i := range 2 + r.IntN(12) {
			terms = append(terms, randomTerm(r, i))
		}
		changed := slices.Clone(terms)
		switch at := r.IntN(len(terms)); r.IntN(3) {
		case 0:
			changed = append(changed, randomTerm(r, 50))
		case 1:
			changed = slices.Delete(changed, at, at+1)
		default:
			changed[at] = randomTerm(r, at)
		}
		before, _ := names.New(terms, names.Options{})
		after, _ := names.New(changed, names.Options{})
		news := after.Changed(before)
		own := entry("own", "Own page", "", "sales", "a")
		for range 10 {
			page := randomPage(r, own)
			old, now := before.Ask(), after.Ask()
			oldDecisions, oldDoubts := Decide(old, page, Options{})
			nowDecisions, nowDoubts := Decide(now, page, Options{})
			a, b := outcome(page, oldDecisions, oldDoubts), outcome(page, nowDecisions, nowDoubts)
			keys := old.Keys()
			same := before.Answers(keys) == after.Answers(keys)
			touched := slices.ContainsFunc(keys, func(k names.Key) bool { return slices.Contains(news, k) })
			if same != !touched {
				t.Fatalf("Answers equal: %v, but Changed names one of the keys: %v", same, touched)
			}
			if same && a != b {
				t.Fatalf("equal answers, different decisions on %v:\n%s---\n%s", page.Blocks, a, b)
			}
			if same {
				equal++
			} else {
				different++
			}
		}
	}
	if equal < 100 || different < 100 {
		t.Errorf("the test tries too little: %d pages with equal answers, %d with others", equal, different)
	}
}

// TestNewTermChangesItsPages adds a term to a random glossary. Only pages that have the first letters of a word of each of its names may
// come out otherwise.
func TestNewTermChangesItsPages(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 10))
	capital := func(one *term.Term) *term.Term { // titles that all begin so keep their case from meaning something
		one.Title = strings.ToUpper(one.Title[:1]) + one.Title[1:]
		one.See = term.Value{}
		return one
	}
	same, changed := 0, 0
	for range 300 {
		var terms []*term.Term
		for i := range 2 + r.IntN(12) {
			terms = append(terms, capital(randomTerm(r, i)))
		}
		added := capital(randomTerm(r, 50))
		before, _ := names.New(terms, names.Options{})
		after, _ := names.New(append(slices.Clone(terms), added), names.Options{})
		own := entry("own", "Own page", "", "sales", "a")
		for range 10 {
			page := randomPage(r, own)
			a, aDoubts := Decide(before.Ask(), page, Options{})
			b, bDoubts := Decide(after.Ask(), page, Options{})
			if outcome(page, a, aDoubts) == outcome(page, b, bDoubts) {
				same++
				continue
			}
			changed++
			if !mayMention(page, added) {
				t.Fatalf("%q, %q and %v are not on the page that they change: %v", added.Title, added.Abbreviation, added.Aliases, page.Blocks)
			}
		}
	}
	if same < 100 || changed < 100 {
		t.Errorf("the test tries too little: %d pages as before, %d changed", same, changed)
	}
}

// mayMention reports whether the first two characters of each word of one of the term's names stand on the page, in any case.
func mayMention(page Page, one *term.Term) bool {
	plain := strings.NewReplacer("\u00ad", "", "ü", "u", "-", "")
	var text strings.Builder
	for _, block := range page.Blocks {
		text.WriteString(plain.Replace(strings.ToLower(block.Text)) + "\n")
	}
	list := []string{one.Title, one.Abbreviation}
	for _, alias := range one.Aliases {
		list = append(list, alias.Text)
	}
	return slices.ContainsFunc(list, func(name string) bool {
		words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return r == ' ' || r == '-' || r == '/' })
		return name != "" && !slices.ContainsFunc(words, func(word string) bool {
			letters := []rune(plain.Replace(word))
			return !strings.Contains(text.String(), string(letters[:min(2, len(letters))]))
		})
	})
}

// TestOrderOfTerms hands the same terms over in another order.
func TestOrderOfTerms(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 400 {
		var terms []*term.Term
		for i := range 3 + r.IntN(12) {
			terms = append(terms, randomTerm(r, i))
		}
		page := randomPage(r, terms[0])
		first, firstList := names.New(terms, names.Options{})
		r.Shuffle(len(terms), func(i, j int) { terms[i], terms[j] = terms[j], terms[i] })
		second, secondList := names.New(terms, names.Options{})
		a, aDoubts := Decide(first.Ask(), page, Options{})
		b, bDoubts := Decide(second.Ask(), page, Options{})
		if x, y := outcome(page, a, aDoubts), outcome(page, b, bDoubts); x != y {
			t.Fatalf("order matters on %v:\n%s---\n%s", page.Blocks, x, y)
		}
		if !slices.Equal(firstList, secondList) {
			t.Fatalf("order matters in diagnostics:\n%v\n%v", firstList, secondList)
		}
		if len(first.Changed(second)) != 0 {
			t.Fatal("equal tables differ")
		}
	}
}

// shown leaves of all decisions those that Likely promises.
func shown(decisions []Decision, doubts []Doubt) []Decision {
	doubted := map[int]bool{}
	for _, d := range doubts {
		doubted[d.Decision] = true
	}
	var list []Decision
	for i, d := range decisions {
		t := d.Target
		abbreviated := t != nil && t.Abbreviation != "" && t.Abbreviation != t.Title && len(t.Aliases) == 0
		if d.Mention || doubted[i] || t == nil || abbreviated && d.Rule != RuleCase && d.Rule != RuleToken {
			list = append(list, d)
		}
	}
	return list
}

// equal compares two decisions with what was found, which each Asker keeps for itself.
func equal(a, b Decision) bool {
	found := *a.Found == *b.Found
	a.Found = b.Found
	return found && a == b
}

// TestLikely holds that the short way finds what the long one does, page after page with the same Decider: random glossaries have
// homographs, function words, single characters, abbreviations, and names within names.
func TestLikely(t *testing.T) {
	r := rand.New(rand.NewPCG(21, 22))
	var decider Decider
	all, likely, doubted := 0, 0, 0
	for range 400 {
		var terms []*term.Term
		for i := range 2 + r.IntN(16) {
			terms = append(terms, randomTerm(r, i))
		}
		table, _ := names.New(terms, names.Options{})
		for range 6 {
			page := randomPage(r, terms[r.IntN(len(terms))])
			opts := Options{First: Frequency(r.IntN(4)), Off: r.IntN(9) == 0}
			long, short := table.Ask(), table.Ask()
			decisions, doubts := Decide(long, page, opts)
			few, fewDoubts := decider.Likely(short, page, opts)
			want := outcome(page, shown(decisions, doubts), nil)
			if got := outcome(page, shown(few, fewDoubts), nil); got != want {
				t.Fatalf("on %v\nthe short way finds:\n%s---\nthe long way:\n%s", page.Blocks, got, want)
			}
			for i, at := 0, 0; i < len(few); i, at = i+1, at+1 {
				for at < len(decisions) && !equal(decisions[at], few[i]) {
					at++
				}
				if at == len(decisions) {
					t.Fatalf("the short way makes up %+v", few[i])
				}
			}
			for i := range doubts {
				if a, b := decisions[doubts[i].Decision], few[fewDoubts[i].Decision]; !equal(a, b) || doubts[i].Diagnostic != fewDoubts[i].Diagnostic {
					t.Fatalf("doubt %d is about %+v, the long way about %+v", i, b, a)
				}
			}
			if !slices.Equal(long.Keys(), short.Keys()) {
				t.Fatal("the short way asks other questions")
			}
			all, likely, doubted = all+len(decisions), likely+len(few), doubted+len(doubts)
		}
	}
	if likely < 1000 || likely > all*9/10 || doubted < 100 {
		t.Errorf("the test tries too little: %d of %d decisions, %d doubts", likely, all, doubted)
	}
}

// checkDecisions holds what every caller relies on.
func checkDecisions(t *testing.T, page Page, decisions []Decision) {
	t.Helper()
	block, end := 0, 0
	for _, d := range decisions {
		if d.Block != block {
			block, end = d.Block, 0
		}
		text := page.Blocks[d.Block].Text
		if d.Start < end || d.End <= d.Start || d.End > len(text) {
			t.Fatalf("decision %d-%d after %d in %q", d.Start, d.End, end, text)
		}
		end = d.End
		if utf8.ValidString(text) && (!utf8.RuneStart(text[d.Start]) || d.End < len(text) && !utf8.RuneStart(text[d.End])) {
			t.Fatalf("decision %d-%d cuts a character of %q", d.Start, d.End, text)
		}
		if d.Rule == "" || d.Linked && (!d.Mention || d.Target == nil || page.Blocks[d.Block].NoLinks) || d.Target == page.Term && d.Linked {
			t.Fatalf("impossible decision %+v", d)
		}
		if strings.ContainsRune(text[d.Start:d.End], Barrier) {
			t.Fatalf("a mention over a barrier: %q", text[d.Start:d.End])
		}
	}
}

// FuzzDecide finds mentions of a fixed glossary and of names from the input itself in any text.
func FuzzDecide(f *testing.F) {
	f.Add("Buyer intent data shows a buyer's buyer intent.", "buyer intent data", false)
	f.Add("cold e-mails \u00a0\u00ad\ufffc C++ .NET, 統合テスト", "C++", true)
	f.Add("CI/CD \xff\xfe ’s ’’ --- a-b-c-d-e-f", "a-b", false)
	f.Add("กการทดสอบ고객은ライン", "การทดสอบ", true)
	f.Fuzz(func(t *testing.T, text, name string, all bool) {
		opts := Options{}
		if all {
			opts.First = All
		}
		terms := append(sample(), entry("fuzz", name, "", ""))
		table, _ := names.New(terms, names.Options{})
		page := Page{Term: terms[0], Blocks: []Block{{Text: text}, {Text: text, NoLinks: true}, {Text: text + " " + name}}}
		asker := table.Ask()
		decisions, _ := Decide(asker, page, opts)
		checkDecisions(t, page, decisions)
		if keys := asker.Keys(); !slices.IsSorted(keys) || len(slices.Compact(slices.Clone(keys))) != len(keys) {
			t.Fatal("keys are not sorted and distinct")
		}
	})
}
