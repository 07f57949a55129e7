package linker

import (
	"strings"
	"testing"

	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/term"
)

// TestSenses resolves CI on pages that give one sign each.
func TestSenses(t *testing.T) {
	related := func(t *term.Term, name string) *term.Term {
		t.Related = []term.Value{{Text: name}}
		return t
	}
	for _, test := range []struct {
		sign     string
		own      *term.Term
		text     string
		explicit []string
		want     string // slug, or "" for unresolved
	}{
		{"none", entry("own", "Own", "", "data"), "CI helps, and CI again.", nil, ""},
		{"a link by hand", entry("own", "Own", "", "marketing"), "CI helps.", []string{"ci"}, "ci"},
		{"the long name", entry("own", "Own", "", "marketing"), "CI helps. Continuous integration does.", nil, "ci"},
		{"a related entry of the page", related(entry("own", "Own", "", "marketing"), "continuous integration"), "CI helps.", nil, "ci"},
		{"the domain", entry("own", "Own", "", "Marketing"), "CI helps.", nil, "ci-market"},
		{"a shared tag", entry("own", "Own", "", "data", "testing"), "CI helps.", nil, "ci"},
		{"a neighbor's domain", entry("own", "Own", "", "data"), "CI in the sandbox.", nil, "ci"},
	} {
		table, _ := names.New(append(sample(), test.own), names.Options{})
		decisions, doubts := Decide(table.Ask(), Page{Term: test.own, Blocks: []Block{{Text: test.text}}, Explicit: test.explicit}, Options{})
		got := ""
		if first := decisions[0]; first.Target != nil {
			got = first.Target.Slug
		}
		if got != test.want {
			t.Errorf("%s: CI is %q, want %q", test.sign, got, test.want)
		}
		wantDoubts := 0
		if test.want == "" {
			wantDoubts = 1
		}
		if len(doubts) != wantDoubts {
			t.Errorf("%s: %d warnings, want %d a page and name", test.sign, len(doubts), wantDoubts)
		}
	}
}

// TestCaseOfTitles decides the first candidate of a text in a glossary whose titles distinguish case.
func TestCaseOfTitles(t *testing.T) {
	glossary := []*term.Term{entry("software", "software", "", ""), entry("newsgroup", "newsgroup", "", ""), entry("guide", "Guide", "", ""),
		entry("lisp", "Lisp", "", "")}
	for _, test := range []struct{ text, want string }{
		{"good software", RuleFirst},
		{"by Sterling Software, who", RulePartOfName},
		{"Newsgroup rules apply", RuleFirst},
		{"the Usenet Newsgroup", RulePartOfName},
		{"use Guide for it", RuleFirst},
		{"the Norton Guide to it", RulePartOfName},
		{"a Franz Lisp", RuleFirst},
	} {
		own := entry("own", "own page", "", "")
		table, _ := names.New(append(glossary, own), names.Options{})
		decisions, _ := Decide(table.Ask(), Page{Term: own, Blocks: []Block{{Text: test.text}}}, Options{})
		if len(decisions) == 0 || decisions[0].Rule != test.want {
			t.Errorf("%q: %+v, want %s", test.text, decisions, test.want)
		}
	}
}

// TestRules decides the first candidate of a text by each rule.
func TestRules(t *testing.T) {
	set := func(one *term.Term, autolink term.Autolink) *term.Term {
		one.Autolink = autolink
		return one
	}
	glossary := []*term.Term{
		entry("port", "Port", "", "software", "network"), entry("tree", "Tree", "", "software", "data"), entry("see", "See", "", "", ""),
		set(entry("and", "AND", "", "software"), term.AutolinkOn), set(entry("off", "Off limits", "", ""), term.AutolinkOff),
		set(entry("exact", "Exact match", "", ""), term.AutolinkExact), entry("c", "C", "", "software"), entry("vlan", "VLAN", "", ""),
		entry("switch", "Virtual switch", "", "hardware", "network"), entry("oven", "Oven door", "", "cooking"),
	}
	for _, test := range []struct {
		domain, text string
		emphasized   [2]int
		page         Options
		want         string
	}{
		{"software", "a port", [2]int{}, Options{}, RuleFirst},
		{"cooking", "a port", [2]int{}, Options{}, RuleEveryday},
		{"cooking", "a port", [2]int{2, 6}, Options{}, RuleFirst},
		{"cooking", "a port of the virtual switch", [2]int{}, Options{}, RuleFirst},
		{"cooking", "a port of the oven door", [2]int{}, Options{}, RuleEveryday},
		{"software", "a tree", [2]int{}, Options{}, RuleFrequent},
		{"software", "a Tree", [2]int{}, Options{}, RuleFirst},
		{"software", "Tree.", [2]int{}, Options{}, RuleFrequent},
		{"software", "at Port Arthur", [2]int{}, Options{}, RulePartOfName},
		{"software", "It ends. Port Arthur is a town", [2]int{}, Options{}, RulePartOfName},
		{"software", "It ends. Port it", [2]int{}, Options{}, RuleFirst},
		{"software", "see it", [2]int{}, Options{}, RuleFunction},
		{"software", "this and that", [2]int{}, Options{}, RuleCase},
		{"software", "this AND that", [2]int{}, Options{}, RuleFirst},
		{"software", "off limits", [2]int{}, Options{}, RuleOff},
		{"software", "an exact match", [2]int{}, Options{}, RuleExact},
		{"software", "an Exact match", [2]int{}, Options{}, RuleFirst},
		{"software", "in C", [2]int{}, Options{}, RuleSingle},
		{"software", "VLAN-4", [2]int{}, Options{}, RuleToken},
		{"software", "a non-VLAN switch", [2]int{}, Options{}, RuleFirst},
		{"software", "the X-VLAN one", [2]int{}, Options{}, RuleToken},
		{"software", "a non-port", [2]int{}, Options{}, RuleToken},
		{"software", "vlan", [2]int{}, Options{}, RuleCase},
		{"software", "VLANs", [2]int{}, Options{First: All}, RuleAll},
		{"software", "Own page", [2]int{}, Options{}, RuleOwnPage},
	} {
		own := entry("own", "Own page", "", test.domain, "other")
		table, _ := names.New(append(glossary, own), names.Options{})
		block := Block{Text: test.text}
		if test.emphasized[1] > 0 {
			block.Emphasized = [][2]int{test.emphasized}
		}
		decisions, _ := Decide(table.Ask(), Page{Term: own, Blocks: []Block{block}}, test.page)
		if len(decisions) == 0 || decisions[0].Rule != test.want {
			t.Errorf("%q on a page of %s: %+v, want %s", test.text, test.domain, decisions, test.want)
		}
	}
}

// TestFrequency links one term as often as autolink.first says.
func TestFrequency(t *testing.T) {
	own := entry("own", "Own page", "", "sales")
	table, _ := names.New(append(sample(), own), names.Options{})
	blocks := []Block{{Text: "Cold email", NoLinks: true}, {Text: "cold email, cold email"}, {Text: "cold email"}, {Text: "cold email", Section: 1}}
	for first, want := range map[Frequency]string{
		FirstInSection: "-+--+", FirstOnPage: "-+---", FirstInParagraph: "-+-++", All: "-++++",
	} {
		decisions, _ := Decide(table.Ask(), Page{Term: own, Blocks: blocks}, Options{First: first})
		got := ""
		for _, d := range decisions {
			got += map[bool]string{true: "+", false: "-"}[d.Linked]
		}
		if got != want {
			t.Errorf("frequency %d: %s, want %s", first, got, want)
		}
	}
}

// TestDensity keeps a crowded paragraph readable, and a list of names whole.
func TestDensity(t *testing.T) {
	own := entry("own", "Own page", "", "sales")
	var glossary []*term.Term
	var list []string
	for _, letter := range "bcdfghjklmnpqrst" {
		name := "Qu" + string(letter) + "axel of the first order"
		glossary = append(glossary, entry("q"+string(letter), name, "", "sales"))
		list = append(list, name)
	}
	table, _ := names.New(append(glossary, own), names.Options{})
	for _, test := range []struct {
		names       int
		whole, less bool
	}{{1, true, false}, {4, true, false}, {16, false, true}} {
		text := strings.Join(list[:test.names], ", ")
		decisions, _ := Decide(table.Ask(), Page{Term: own, Blocks: []Block{{Text: text}}}, Options{})
		links, letters := 0, 0
		for _, d := range decisions {
			if d.Linked {
				links++
				letters += d.End - d.Start
			} else if d.Rule != RuleDense || !d.Mention {
				t.Errorf("%+v", d)
			}
		}
		if test.whole != (links == test.names) || test.less && letters > len(text)*3/5 {
			t.Errorf("%d of %d names are links, %d of %d letters", links, test.names, letters, len(text))
		}
	}
}
