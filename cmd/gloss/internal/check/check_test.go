package check

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"testing"

	"gloss/cmd/gloss/internal/config"
	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/markdown"
	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/rule"
	"gloss/cmd/gloss/internal/source"
	"gloss/cmd/gloss/internal/term"
)

// glossary makes the input of a check from texts by path.
func glossary(t testing.TB, files map[string]string) Input {
	t.Helper()
	in := Input{Config: config.Default()}
	for _, name := range slices.Sorted(maps.Keys(files)) {
		one, list := term.Parse(source.File{Path: name, Data: []byte(files[name])}, term.Options{})
		if list.HasErrors() {
			t.Fatal(list)
		}
		in.Terms = append(in.Terms, one)
	}
	in.Table, _ = names.New(in.Terms, names.Options{Language: "en"})
	converter := markdown.New(markdown.Options{Language: "en"})
	for _, one := range in.Terms {
		in.Bodies = append(in.Bodies, converter.Convert(one, in.Table, nil))
	}
	in.Explain = func(one *term.Term) []markdown.Candidate { return converter.Explain(one, in.Table, nil) }
	return in
}

// only switches off every rule but those named.
func only(in *Input, wanted ...string) {
	in.Config.Check.Levels = map[string]rule.Level{}
	for _, r := range rule.All() {
		if !slices.Contains(wanted, r.Name) {
			in.Config.Check.Levels[r.Name] = rule.Off
		}
	}
}

func show(list diag.List) string {
	var lines []string
	for _, d := range list {
		lines = append(lines, fmt.Sprintf("%s %s: %s [%s]", diag.Place(d), d.Severity, d.Text, d.Rule))
	}
	return strings.Join(lines, "\n")
}

// front is a term file with the keys given, a line each, and a body.
func front(keys, body string) string { return "---\n" + keys + "\n---\n" + body + "\n" }

func TestRules(t *testing.T) {
	long := strings.Repeat("word ", rule.SilentWords)
	tests := []struct {
		name  string
		rule  string
		files map[string]string
		want  []string
	}{
		{"nothing leads to a term", rule.Orphan, map[string]string{
			"a.md": front("title: Sprint", "Takes from the backlog."), "b.md": front("title: Backlog\nrelated: [Velocity]", "A list."),
			"c.md": front("title: Velocity", "A number."), "d.md": front("title: Run\nsee: Sprint", ""), "p.md": front("title: About\ntype: page", "Hello."),
			"e.md": front("title: Lonely", "The lonely one mentions itself.")},
			[]string{`e.md:2:8 info: nothing leads to "Lonely": no page mentions it or names it as related [orphan]`}},
		{"a text mentions nothing", rule.MentionsNothing, map[string]string{
			"a.md": front("title: Sprint", long), "b.md": front("title: Backlog", long+"sprint"), "c.md": front("title: Velocity", "Short."),
			"d.md": front("title: Board\nrelated: [Sprint]", long)},
			[]string{`a.md:2:8 info: the text of "Sprint" mentions no other term [mentions-nothing]`}},
		{"a summary says its own name", rule.Circular, map[string]string{
			"a.md": front("title: Lead time\nsummary: A lead time is the lead time.", ""),
			"b.md": front("title: Sprint\nsummary: Another name for an iteration.", ""),
			"c.md": front("title: Iteration\nsummary: \"See sprint.\"", ""),
			"d.md": front("title: Board\nsummary: Short for kanban board.", ""),
			"e.md": front("title: Kanban board\nsummary: A wall on which a board of cards shows what is in progress.", "")},
			[]string{`a.md:3:10 warning: the summary of "Lead time" says only its own name [circular-definition]`,
				`b.md:3:10 warning: the summary of "Sprint" only points to "Iteration", whose summary leads back here [circular-definition]`,
				`c.md:3:11 warning: the summary of "Iteration" only points to "Sprint", whose summary leads back here [circular-definition]`}},
		{"capitals without a definition", rule.Undefined, map[string]string{
			"a.md": front("title: One", "An SLA, the USA, a PDF, `GET` and SLOs. A KPI (key performance indicator).\n\n# SLI\n\n```\nSLI\n```"),
			"b.md": front("title: Two", "Two SLAs, the KPI, .NET and [x](https://x/GET) over GET.\n\n> [!NOTE]\n> Text on ARR and SLI."),
			"c.md": front("title: Three", "Here is the end of the SLA's time; then a KPI; then .NET; then an ARR; and SLI.\n\nTHIS IS ALL SHOUTED BY SLO"),
			"d.md": front("title: Four\nabbreviation: ARR", "An SLO is no ARR. .NET.")},
			[]string{`a.md:4:4 info: "SLA" stands on 3 pages and is defined nowhere [undefined-abbreviation]`}},
		{"phrases that could be terms", rule.Wanted, map[string]string{
			"a.md": front("title: One", "We use the Scaled Agile Framework daily. Big Words begin."),
			"b.md": front("title: Two", "With Scaled Agile Framework teams plan. Big Words begin, and Product Owner helps."),
			"c.md": front("title: Three", "Not Scaled. Our Scaled Agile Framework and the Product Owner."),
			"d.md": front("title: Product owner", "The Product Owner of the Product Owner.")},
			[]string{`a.md:4:12 info: "Scaled Agile Framework" stands on 3 pages and is no term [wanted-term]`}},
		{"meant and never linked", rule.Unlinked, map[string]string{
			"a.md": front("title: Page", "Takes alpha organisational structure, beta organisational structure, gamma organisational structure, delta organisational structure, omega organisational structure."),
			"b.md": front("title: Alpha organisational structure", "Text."), "c.md": front("title: Beta organisational structure", "Text."), "d.md": front("title: Gamma organisational structure", "Text."), "e.md": front("title: Delta organisational structure", "Text."), "f.md": front("title: Omega organisational structure", "Text.")},
			[]string{`a.md:4:134 info: "omega organisational structure" means Omega organisational structure and is linked nowhere on this page (too-dense) [unlinked-mention]`}},
		{"near titles", rule.NearDuplicate, map[string]string{
			"a.md": front("title: Landing page", "Text."), "b.md": front("title: Landing pages", "Text."), "c.md": front("title: Knowledge base", "Text."),
			"d.md": front("title: Knowlegde base", "Text."), "e.md": front("title: Firmographics", "Text."),
			"f.md": front("title: Firmographic\nrelated: [Firmographics]", "Text."), "g.md": front("title: Web 1", "Text."), "h.md": front("title: Web 2", "Text."),
			"i.md": front("title: Customer retention", "Text."), "j.md": front("title: Retention, customer", "Text."), "k.md": front("title: B2B sales", "Text."), "l.md": front("title: B2C sales", "Text.")},
			[]string{`b.md:2:8 warning: "Landing pages" is nearly the title of a.md, "Landing page" [near-duplicate-title]`,
				`d.md:2:8 warning: "Knowlegde base" is nearly the title of c.md, "Knowledge base" [near-duplicate-title]`,
				`j.md:2:8 warning: "Retention, customer" is nearly the title of i.md, "Customer retention" [near-duplicate-title]`}},
		{"an alias is used more", rule.AliasOverTitle, map[string]string{
			"a.md": front("title: Iteration\naliases: [sprint, cycle, ITR]", "Text."),
			"b.md": front("title: Two", "A sprint, sprints, the sprint."), "c.md": front("title: Three", "A sprint; sprint again; iteration; ITR, ITR, ITR, ITR, ITR, ITR, ITR.")},
			[]string{`a.md:3:11 info: the alias "sprint" is used 5 times, the title "Iteration" 1 times [alias-over-title]`}},
		{"no summary", rule.MissingSummary, map[string]string{
			"a.md": front("title: One", "Text."), "b.md": front("title: Two\nsummary: Yes.", "Text."), "c.md": front("title: Three\nsee: One", ""), "d.md": front("title: P\ntype: page", "x")},
			[]string{`a.md:2:8 info: "One" has no summary [missing-summary]`}},
		{"long summary", rule.LongSummary, map[string]string{
			"a.md": front("title: One\nsummary: "+strings.Repeat("é", 301), "Text."), "b.md": front("title: Two\nsummary: "+strings.Repeat("é", 300), "Text.")},
			[]string{`a.md:3:10 warning: the summary has 301 characters, more than 300 [long-summary]`}},
		{"summary repeats the title", rule.RepeatsTitle, map[string]string{
			"a.md": front("title: Sprint\nsummary: A sprint is a fixed period.", "Text."), "b.md": front("title: Board\nsummary: Boards help.", "Text."),
			"c.md": front("title: Service level\nabbreviation: SL\nsummary: \"Service level (SL): what is promised.\"", "Text.")},
			[]string{`a.md:3:10 info: the summary starts by repeating the title: "A sprint is" [summary-repeats-title]`,
				`c.md:4:11 info: the summary starts by repeating the title: "Service level (SL):" [summary-repeats-title]`}},
		{"said twice", rule.RepeatedValue, map[string]string{
			"a.md": front("title: Sprint\nabbreviation: SP\naliases: [Sprint, run, run, SP, sprint]\ntags: [Agile, work, agile]\nrelated: [sprint, Board, board]", "Text."),
			"b.md": front("title: Board", "Text.")},
			[]string{`a.md:4:11 warning: the alias "Sprint" is the title [repeated-value]`, `a.md:4:24 warning: the alias "run" is listed already [repeated-value]`,
				`a.md:4:29 warning: the alias "SP" is the abbreviation [repeated-value]`, `a.md:5:21 warning: the tag "agile" is listed already [repeated-value]`,
				`a.md:6:11 warning: the related term "sprint" is the term itself [repeated-value]`, `a.md:6:26 warning: the related term "board" is listed already [repeated-value]`}},
	}
	tested := map[string]bool{}
	for _, test := range tests {
		tested[test.rule] = true
		in := glossary(t, test.files)
		only(&in, test.rule)
		if got, want := show(Run(in)), strings.Join(test.want, "\n"); got != want {
			t.Errorf("%s:\n got %s\nwant %s", test.name, got, want)
		}
	}
	for _, r := range rule.All() {
		if !r.Build && !tested[r.Name] {
			t.Errorf("%s has no test", r.Name)
		}
	}
}

// The order of files does not matter, and a rule that is off tells nothing.
func TestRunIsStable(t *testing.T) {
	files := map[string]string{}
	for i := range 30 {
		files[fmt.Sprintf("t%02d.md", i)] = front(fmt.Sprintf("title: Landing page %s%d\nsummary: A landing page is the XYZ.", strings.Repeat("x", i%3), i),
			"The XYZ of our Golden Gate project with landing page x1.")
	}
	in := glossary(t, files)
	want := show(Run(in))
	if want == "" {
		t.Fatal("nothing was found")
	}
	slices.Reverse(in.Terms)
	slices.Reverse(in.Bodies)
	if got := show(Run(in)); got != want {
		t.Errorf("in reverse order:\n%s\nwant\n%s", got, want)
	}
	only(&in)
	if got := show(Run(in)); got != "" {
		t.Errorf("all rules are off: %s", got)
	}
	in = glossary(t, files)
	in.Config.Check.Ignore = []string{"XYZ", "Golden Gate"}
	if got := show(Run(in)); strings.Contains(got, "stands on") {
		t.Errorf("ignored: %s", got)
	}
}

func TestAdopt(t *testing.T) {
	built := diag.List{{File: "a.md", Rule: "dead-link", Severity: diag.Warning}, {File: "b.md", Rule: "homograph", Severity: diag.Warning}, {File: "c.md", Rule: "unknown-key"}}
	got := Adopt(config.Check{Levels: map[string]rule.Level{"dead-link": rule.Error, "homograph": rule.Off}}, built)
	if want := "a.md error:  [dead-link]\nc.md error:  [unknown-key]"; show(got) != want {
		t.Errorf("got %s", show(got))
	}
	if got := show(Adopt(config.Check{}, built)); got != show(built) {
		t.Errorf("without settings: %s", got)
	}
}

// Doubtful are everyday words whose links disagree, not names that no other text holds.
func TestDoubts(t *testing.T) {
	files := map[string]string{
		"buyer.md": front("title: Buyer\ntags: [sales]", "Text."), "mrr.md": front("title: Monthly recurring revenue\nabbreviation: MRR\ntags: [sales]", "Text."),
		"off.md": front("title: Market\nautolink: off\ntags: [sales]", "Text."),
	}
	for i := range 6 {
		files[fmt.Sprintf("sales%d.md", i)] = front(fmt.Sprintf("title: Sale %d\ntags: [sales]", i), "The buyer pays MRR on the market.")
		files[fmt.Sprintf("web%d.md", i)] = front(fmt.Sprintf("title: Web %d\ntags: [web]", i), "Any buyer pays on the market.")
	}
	in := glossary(t, files)
	doubts := NewDoubts("en")
	for _, one := range in.Terms {
		doubts.Add(one, in.Explain(one))
	}
	ranked := doubts.Ranked()
	if len(ranked) != 1 || ranked[0].Name != "Buyer" {
		t.Fatalf("got %+v", ranked)
	}
	d := ranked[0]
	if d.Pages != 12 || d.Strangers != 6 || d.Linked != 6 || d.Refused != 6 || len(d.Examples) != maxExamples {
		t.Errorf("pages %d, strangers %d, linked %d, refused %d, examples %d", d.Pages, d.Strangers, d.Linked, d.Refused, len(d.Examples))
	}
	if path.Base(d.Examples[0].Place.File) != "web0.md" {
		t.Errorf("the first example is %s", d.Examples[0].Place.File)
	}
}
