// Package rule lists what gloss check looks for. One table names each rule, says how bad it is unless gloss.yaml says otherwise, and
// tells the writer what it means; the settings, the report, its machine-readable forms and the documentation are made from it.
package rule

import "gloss/cmd/gloss/internal/diag"

// Level says what becomes of a rule's findings.
type Level uint8

const (
	// Off keeps silent.
	Off Level = iota
	// Info tells what is worth a look.
	Info
	// Warn tells what is probably wrong.
	Warn
	// Error also makes gloss check fail.
	Error
)

// levels are the levels' names in order.
var levels = [...]string{"off", "info", "warn", "error"}

// String returns the name of the level as gloss.yaml spells it.
func (l Level) String() string { return levels[l] }

// MarshalText encodes the level by its name.
func (l Level) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// ParseLevel reads a level's name.
func ParseLevel(name string) (level Level, ok bool) {
	for i, known := range levels {
		if known == name {
			return Level(i), true
		}
	}
	return Off, false
}

// Levels returns the names of all levels, the mildest first.
func Levels() []string { return levels[:] }

// Severity is the severity of a finding at this level, which is not Off.
func (l Level) Severity() diag.Severity {
	switch l {
	case Error:
		return diag.Error
	case Warn:
		return diag.Warning
	}
	return diag.Info
}

// Rule is one thing that gloss check looks for.
type Rule struct {
	// Name is stable: settings and other programs refer to it.
	Name string
	// Level holds unless gloss.yaml sets another under check.
	Level Level
	// Brief says in a few words what is found.
	Brief string
	// Doc is a paragraph for the writer: what is found, why it matters, what to do.
	Doc string
	// Build says that the build tells it too, as bad as its own settings say (dead_links). A setting changes what gloss check
	// reports, not what the build does.
	Build bool
	// Fix says that gloss check --fix can mend it.
	Fix bool
}

// Names of the rules that gloss check looks into itself.
const (
	Orphan          = "orphan"
	MentionsNothing = "mentions-nothing"
	Circular        = "circular-definition"
	Undefined       = "undefined-abbreviation"
	Wanted          = "wanted-term"
	Unlinked        = "unlinked-mention"
	NearDuplicate   = "near-duplicate-title"
	AliasOverTitle  = "alias-over-title"
	MissingSummary  = "missing-summary"
	LongSummary     = "long-summary"
	RepeatsTitle    = "summary-repeats-title"
	RepeatedValue   = "repeated-value"
)

// Limits that the documentation names.
const (
	// LongSummaryChars is the number of characters above which a summary is long.
	LongSummaryChars = 300
	// AbbreviationPages is the number of pages on which an undefined abbreviation must stand.
	AbbreviationPages = 3
	// WantedPages is the number of pages on which a capitalised phrase must stand to be wanted as a term.
	WantedPages = 3
	// SilentWords is the number of words from which a text that mentions no term is remarkable.
	SilentWords = 40
	// AliasMentions is the number of mentions from which an alias is compared with the title.
	AliasMentions = 5
)

// All returns the rules in the order in which they are documented. The table is made anew, so that no caller can change it.
func All() []Rule {
	return []Rule{
		{Name: "homograph", Level: Warn, Build: true, Brief: "a name is claimed by two terms that nothing tells apart",
			Doc: "Two terms have the same name, and a term among them states no domain or the same as another. Mentions of the name then stay plain text. Give each of the terms a domain, or take the alias from one of them."},
		{Name: "ambiguous-name", Level: Warn, Build: true, Brief: "a mention may mean several terms",
			Doc: "A name of several terms stands in a text, and neither the page's domain and tags nor its neighbours tell which is meant. It stays plain text. Write [[Title|name]], or spell the name out once on the page."},
		{Name: "dead-link", Level: Warn, Build: true, Brief: "a link leads nowhere",
			Doc: "A link or [[...]] leads to a page or a term that is not there. Correct the name, write the term, or take the link away."},
		{Name: "dead-fragment", Level: Warn, Build: true, Brief: "a link leads to a section that is not there",
			Doc: "What stands behind the # of a link is no heading of the page it leads to. Headings get new addresses when their words change."},
		{Name: "unknown-related", Level: Warn, Build: true, Brief: "related names no term",
			Doc: "An entry of related in front matter is no name of any term."},
		{Name: "unknown-see", Level: Warn, Build: true, Brief: "see names no term",
			Doc: "The see key in front matter is no name of any term, so the entry points nowhere."},
		{Name: Circular, Level: Warn, Brief: "a summary only points back",
			Doc: "A summary that says nothing but the term's own name, or only points to another term whose summary leads back, explains nothing to a reader who knows neither. Say in one of them what the thing is."},
		{Name: Undefined, Level: Info, Brief: "capitals are used on several pages and defined nowhere",
			Doc: "A word in capitals stands on at least three pages, is no name of any term, and is spelled out nowhere as in \"Long Name (LN)\". Write a term, give it to a term as its abbreviation, spell it out once, or list it under check.ignore."},
		{Name: Wanted, Level: Info, Brief: "a capitalised phrase is used on several pages and is no term",
			Doc: "A phrase of two to four capitalised words stands in the middle of sentences on at least three pages and is no name of any term. Readers may look for it. Write the term, or list the phrase under check.ignore. [[...]] without a term is told as dead-link."},
		{Name: Unlinked, Level: Info, Brief: "a page mentions a term and never links it",
			Doc: "A page means a term and no mention of it became a link, because its paragraph has links enough or the page links nothing. Set [[...]] where the reader needs it. Mentions that the linker's rules refuse are shown by gloss explain, and ranked by gloss check --links."},
		{Name: NearDuplicate, Level: Warn, Brief: "two titles are nearly the same",
			Doc: "Two titles differ by one letter in a long word, by number, by hyphens or by the order of words. Probably they are one term, or one is misspelled. Twins on purpose are left alone as soon as one of the two pages mentions the other or names it as related."},
		{Name: AliasOverTitle, Level: Info, Brief: "an alias is used more than the title",
			Doc: "The glossary's own texts use an alias at least five times, and more than twice as often as the title. Readers look for the name that is used: make it the title and the title an alias. Abbreviations are not compared."},
		{Name: MissingSummary, Level: Info, Brief: "a term has no summary",
			Doc: "Without a summary the first paragraph serves in lists, search and previews, where it is often too long or does not stand alone. Write one or two sentences that do."},
		{Name: LongSummary, Level: Warn, Brief: "a summary is too long",
			Doc: "A summary of more than 300 characters is cut in lists and does not fit a preview. Keep one or two sentences; the rest belongs in the text."},
		{Name: RepeatsTitle, Level: Info, Fix: true, Brief: "a summary starts by repeating the title",
			Doc: "Wherever the summary is shown, the title stands over it, so \"A sprint is a fixed period\" reads better as \"A fixed period\". --fix takes the beginning away where what remains is a sentence as it stands."},
		{Name: RepeatedValue, Level: Warn, Fix: true, Brief: "a list in front matter says a thing twice",
			Doc: "An alias equals the title, the abbreviation or another alias; a tag or a related term is listed twice. It has no effect. --fix takes the repeated entry out."},
		{Name: Orphan, Level: Info, Brief: "nothing leads to a term",
			Doc: "No page mentions the term, names it as related or points to it, so readers find it by search and the A-Z alone. Mention it where it belongs, or give it the aliases under which other pages speak of it."},
		{Name: MentionsNothing, Level: Info, Brief: "a text mentions no other term",
			Doc: "A text of at least forty words mentions no other term of the glossary and names none as related. Perhaps it uses other names for them: add those as aliases."},
	}
}

// Find returns the rule of that name.
func Find(name string) (Rule, bool) {
	for _, r := range All() {
		if r.Name == name {
			return r, true
		}
	}
	return Rule{}, false
}
