package linker

// RuleDoc documents one rule.
type RuleDoc struct {
	// Name is one of the Rule constants.
	Name string `json:"name"`
	// Linked says that a mention decided by the rule becomes a link.
	Linked bool `json:"linked"`
	// Doc tells the writer what was decided and what overrules it, in one or two sentences.
	Doc string `json:"doc"`
}

// Rules documents all rules, in the order in which they are tried. The slice is made anew.
func Rules() []RuleDoc {
	return []RuleDoc{
		{RuleCase, false, `The letters are those of the name, in a case that the name does not allow: "it" is not IT. Add the other spelling as an alias if it means the term.`},
		{RuleToken, false, `The name is part of something larger: Sun-3, a/b, example.com, CI/CD. [[...]] links it all the same.`},
		{RuleOwnPage, false, `The name is one of the page's own term.`},
		{RuleAmbiguous, false, `Several terms have this name, and neither the page's links, domain and tags nor its neighbours tell which is meant. Write [[Title|name]], or spell the name out once on the page.`},
		{RuleOff, false, `The term says autolink: off, so only [[...]] links it.`},
		{RuleExact, false, `The term says autolink: exact, and the text is written otherwise: in another case or as an inflection.`},
		{RuleSingle, false, `The name is a single letter, digit or ideograph, which is linked only if the term says autolink: on.`},
		{RuleFunction, false, `The name is a word such as and, for or see, which is linked only if the term says autolink: on.`},
		{RulePartOfName, false, `An ordinary word in a capital beside another capital is part of a name: Sandbox Software Ltd. Where at least one title in five begins with a small letter, so is any word whose title does.`},
		{RuleFrequent, false, `The name is one of the most frequent words of the language. It is linked when it is emphasised or written with a capital in the middle of a sentence, or if the term says autolink: on.`},
		{RuleBackground, false, `The name is a dictionary word that stands on at least 200 pages and 1 % of them, so it is prose. It is linked on pages that share a tag with the term, when it is emphasised, or if the term says autolink: on.`},
		{RuleEveryday, false, `The name is a word of general English, this page shares neither a tag nor the domain with the term (which has one), neither names the other as related, and the page names no other term of that tag or domain by several words, in capitals or by a less ordinary word. It is linked when it is emphasised, or if the term says autolink: on.`},
		{RuleNotHere, false, `Headings and quotations of code are never linked.`},
		{RuleGlossaryOff, false, `The settings say autolink.enabled: false, so only [[...]] links.`},
		{RulePageOff, false, `This page says autolink: off.`},
		{RuleRepeat, false, `The term is linked already, as often as autolink.first allows.`},
		{RuleDense, false, `Three fifths of the paragraph's letters are links already. A paragraph of up to 120 letters may be linked whole.`},
		{RuleFirst, true, `The first mention of the term in its section, page or paragraph, as autolink.first says.`},
		{RuleAll, true, `Every mention is a link, because autolink.first is all.`},
	}
}
