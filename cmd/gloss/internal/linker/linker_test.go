package linker

import (
	"fmt"
	"strings"
	"testing"

	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/source"
	"gloss/cmd/gloss/internal/term"
)

// entry makes a term: slug, title, abbreviation, domain, tags.
func entry(slug, title, abbreviation, domain string, tags ...string) *term.Term {
	t := &term.Term{Slug: slug, Title: title, Abbreviation: abbreviation, Domain: domain, File: source.File{Path: slug + ".md"}}
	for _, tag := range tags {
		t.Tags = append(t.Tags, term.Value{Text: tag})
	}
	return t
}

func sample() []*term.Term {
	return []*term.Term{
		entry("buyer", "Buyer", "", "sales", "buyers"),
		entry("buyer-intent", "Buyer intent", "", "sales", "buyers"),
		entry("buyer-intent-data", "Buyer intent data", "", "data", "intent data"),
		entry("sandbox", "Sandbox", "", "software", "testing"),
		entry("crm", "Customer relationship management", "CRM", "sales", "crm"),
		entry("crm-consumer", "Consumer relationship management", "CRM", "consumer", "crm"),
		entry("ci", "Continuous integration", "CI", "software", "testing"),
		entry("ci-market", "Competitive intelligence", "CI", "marketing", "marketing"),
		entry("cold-email", "Cold email", "", "sales", "outreach"),
		entry("cold-emailing", "Cold emailing", "", "sales", "outreach"),
		entry("it", "Information technology", "IT", "software", "testing"),
		entry("get", "Get", "", "software", "testing"),
	}
}

// decide marks linked mentions as [text>slug] and others as (text!rule).
func decide(t *testing.T, own *term.Term, text string) string {
	t.Helper()
	table, _ := names.New(append(sample(), own), names.Options{})
	decisions, _ := Decide(table.Ask(), Page{Term: own, Blocks: []Block{{Text: text}}}, Options{})
	out, at := "", 0
	for _, d := range decisions {
		out += text[at:d.Start]
		if d.Linked {
			out += "[" + text[d.Start:d.End] + ">" + d.Target.Slug + "]"
		} else {
			out += "(" + text[d.Start:d.End] + "!" + d.Rule + ")"
		}
		at = d.End
	}
	return out + text[at:]
}

func TestDecide(t *testing.T) {
	for _, test := range []struct{ domain, text, want string }{
		{"sales", "Buyer intent data shows a buyer's buyer intent.",
			"[Buyer intent data>buyer-intent-data] shows a [buyer>buyer]'s [buyer intent>buyer-intent]."},
		{"sales", "cold emails, cold emailing and a cold e-mail", "[cold emails>cold-email], [cold emailing>cold-emailing] and a (cold e-mail!repeated)"},
		{"software", "Run CI on it.", "Run [CI>ci] on (it!wrong-case)."},
		{"marketing", "CI tells what rivals do.", "[CI>ci-market] tells what rivals do."},
		{"data", "Without a sign CI is nothing.", "Without a sign (CI!ambiguous-name) is nothing."},
		{"data", "Continuous integration (CI).", "[Continuous integration>ci] ((CI!repeated))."},
		{"software", "CI/CD and CI-based work, Sun-3, www.crm.com", "(CI!part-of-token)/CD and [CI>ci]-based work, Sun-3, www.(crm!wrong-case).com"},
		{"software", "get the sandbox", "(get!function-word) the [sandbox>sandbox]"},
	} {
		own := entry("own", "Own page of the test", "", test.domain)
		if got := decide(t, own, test.text); got != test.want {
			t.Errorf("%s page:\n got %s\nwant %s", test.domain, got, test.want)
		}
	}
}

// TestLikelyAllocatesLittle holds that a page's decisions cost the memory for its questions and no more: nothing for each mention.
func TestLikelyAllocatesLittle(t *testing.T) {
	var terms []*term.Term
	var text strings.Builder
	for i := range 200 {
		title := fmt.Sprintf("gadget%03d", i)
		terms = append(terms, entry(fmt.Sprintf("t%03d", i), title, "", "", "tools"))
		fmt.Fprintf(&text, "One %s here, a second %s there. ", title, title)
	}
	table, _ := names.New(terms, names.Options{})
	page := Page{Term: entry("own", "Own page", "", "", "tools"), Blocks: []Block{{Text: text.String()}}}
	var decider Decider
	linked := 0
	decide := func() {
		linked = 0
		decisions, _ := decider.Likely(table.Ask(), page, Options{First: All})
		for _, d := range decisions {
			if d.Linked {
				linked++
			}
		}
	}
	decide()
	// The race detector takes working memory away at random, and new one is a dozen allocations.
	if n := testing.AllocsPerRun(50, decide); n > 30 || linked < 400 {
		t.Errorf("%d links take %v allocations", linked, n)
	}
}
