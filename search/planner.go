package search

import (
	"maps"
	"slices"
	"strings"
)

// A planner makes the plan of one query against one index, in two steps: when names alone fill the answer, the words are not asked.
type planner struct {
	lex      *lexicon
	lang     *language
	request  request
	raw      []string
	question bool
	plan     Plan
	// suggestion is the query with misspelled words replaced, or "".
	suggestion string
}

func newPlanner(lex *lexicon, lang *language, query string) *planner {
	p := &planner{lex: lex, lang: lang, request: parse(query)}
	p.raw = rawWords(p.request.text)
	for _, t := range p.request.tags {
		p.plan.Tags = append(p.plan.Tags, Tag{t})
	}
	for _, text := range p.request.phrases {
		p.plan.Phrases = append(p.plan.Phrases, p.phrase(text))
	}
	return p
}

// phrase resolves what stood between quotation marks. Words that the index does not count, and single characters of an unspaced script,
// which it has in pairs, cannot be asked for.
func (p *planner) phrase(text string) Phrase {
	out := Phrase{Words: phraseWords(text)}
	for _, w := range words(text, false) {
		letters := []rune(w)
		stem, ok := p.lex.stem(w)
		switch {
		case ok:
			out.Stems = append(out.Stems, stem)
		case p.lang.stops[w] && !p.lang.counted[w], len(letters) == 1 && isUnspaced(letters[0]):
		default:
			out.Stems = append(out.Stems, w) // no document has it
		}
	}
	return out
}

// planNames finds the names that the query equals, begins or nearly equals.
func (p *planner) planNames() {
	whole := key(p.request.text)
	if whole == "" {
		return
	}
	var list []subject
	list, p.question = p.lang.subjects(p.raw)
	full := subject{key: whole}
	if len(p.raw) > 0 {
		full = newSubject(p.raw)
		full.key = whole
	}
	seen := map[string]bool{}
	p.addNames(full, seen, tierEqual*tierUnit, tierForm, tierBegins)
	for i, s := range list {
		p.addNames(s, seen, tierSubject*tierUnit+2*int64(maxSubjects-i), tierSubjectForm, tierSubjectBegins)
	}
	if len(p.plan.Names) > 0 {
		return
	}
	likely := map[string]int{}
	for _, s := range append([]subject{full}, list...) {
		p.addNear(s, likely)
	}
	for _, k := range slices.SortedFunc(maps.Keys(likely), compare16) {
		p.addName(k, seen, tierNear*tierUnit+2*int64(likely[k]))
	}
}

func (p *planner) addName(k string, seen map[string]bool, score int64) {
	if !seen[k] {
		seen[k] = true
		p.plan.Names = append(p.plan.Names, Name{k, score, titleEquals})
	}
}

// addNames adds the names that equal a subject (with the score equal), equal another form of it, or begin with it (in these tiers).
func (p *planner) addNames(s subject, seen map[string]bool, equal, form, begins int64) {
	if p.lex.hasName(s.key) {
		p.addName(s.key, seen, equal)
	}
	if stem, ok := p.lex.stem(s.last); ok {
		p.addForms(s, seen, p.lex.closest(s.last, p.lex.forms(stem)), form)
	} else {
		guesses := slices.DeleteFunc(p.lex.inflect(s.last), func(f spelling) bool { return f.distance >= surePairs })
		p.addForms(s, seen, guesses, begins)
	}
	for _, k := range p.lex.namesWith(s.key) {
		if !seen[k] {
			seen[k] = true
			p.plan.Names = append(p.plan.Names, Name{k, begins*tierUnit + 2*int64(4095-len([]rune(k))), titleBegins})
		}
	}
}

// addForms adds the names in which other forms stand in place of a subject's last word: those that the glossary uses, or, behind the
// names that begin with the subject, what the commonest endings make of a word that it does not use. A form that begins with what was
// typed waits its turn among the names that do.
func (p *planner) addForms(s subject, seen map[string]bool, forms []spelling, tier int64) {
	for _, f := range forms {
		if k := plainKey([]rune(s.rest + f.word)); !strings.HasPrefix(k, s.key) && p.lex.hasName(k) {
			p.addName(k, seen, tier*tierUnit+2*int64(1000-f.distance))
		}
	}
}

// addNear adds the names within typing errors of a subject, and those that known endings make of the last word,
// which the glossary does not use.
func (p *planner) addNear(s subject, likely map[string]int) {
	if s.words > maxNearWords {
		return
	}
	near := p.lex.nearNames(s.key)
	if s.rest == "" {
		near = append(near, p.lex.spellings(s.last)...)
	}
	note := func(k string, l int) {
		if l > likely[k] && p.lex.hasName(k) {
			likely[k] = l
		}
	}
	for _, n := range near {
		k := plainKey([]rune(n.word))
		note(k, likelihood(k, s.key, n.distance))
	}
	if _, ok := p.lex.stem(s.last); !ok {
		for _, f := range p.lex.inflect(s.last) {
			note(plainKey([]rune(s.rest+f.word)), guessed(f.distance))
		}
	}
}

// planWords finds the stems that stand for each word.
func (p *planner) planWords() {
	content := p.lang.content(p.request.text, p.question)
	replaced := map[string]string{}
	for i, w := range content {
		word := Word{Text: w}
		last := i == len(content)-1 && len(p.raw) > 0 && strings.HasSuffix(p.raw[len(p.raw)-1], w)
		p.resolve(&word, last, replaced)
		p.plan.Words = append(p.plan.Words, word)
	}
	if len(replaced) == 0 {
		return
	}
	out := make([]string, len(p.raw))
	for i, w := range p.raw {
		out[i] = w
		if r, ok := replaced[w]; ok {
			out[i] = r
		}
	}
	p.suggestion = strings.Join(out, " ")
}

// resolve finds the stems for one word: its own; else that of the word without symbols; else, for the word being typed, those of
// words that begin with it; else those of other forms; else those of near spellings.
func (p *planner) resolve(w *Word, last bool, replaced map[string]string) {
	if w.addWord(p.lex, w.Text, factorWord) || w.addWord(p.lex, bare(w.Text), factorForm) {
		return
	}
	if n := len([]rune(w.Text)); last && (n >= 3 || n >= 1 && isUnspaced([]rune(w.Text)[0])) {
		for _, c := range p.lex.completions(w.Text) {
			w.addWord(p.lex, c, factorForm)
		}
		if len(w.Stems) > 0 {
			return
		}
	}
	for _, s := range p.lex.otherStems(w.Text) {
		w.addStem(s, factorForm)
	}
	if len(w.Stems) > 0 {
		return
	}
	for _, s := range p.lex.spellings(w.Text) {
		if w.addWord(p.lex, s.word, factorSpelling) && replaced[w.Text] == "" {
			replaced[w.Text] = s.word
		}
	}
}

// addWord adds the stem of a word of the glossary and reports whether it is one.
func (w *Word) addWord(lex *lexicon, text string, factor int64) bool {
	stem, ok := lex.stem(text)
	if ok {
		w.addStem(stem, factor)
	}
	return ok
}

func (w *Word) addStem(stem string, factor int64) {
	for _, v := range w.Stems {
		if v.Stem == stem {
			return
		}
	}
	w.Stems = append(w.Stems, Variant{stem, factor})
}
