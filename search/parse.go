package search

import "strings"

// A request is a query taken apart.
type request struct {
	text    string // without quotation marks and filters
	tags    []string
	phrases []string // as typed
}

// isSpace holds for what separates the parts of a query.
func isSpace(r rune) bool { return r <= ' ' || r == 0xA0 || r == 0x3000 }

// parse takes a query apart: "quoted words" are a phrase, tag:name and tag:"two words" filter by tag. A quotation mark that is not
// closed is ignored, so that a query means something while it is typed.
func parse(query string) request {
	var rq request
	quoted := strings.Split(strings.NewReplacer("“", `"`, "”", `"`, "„", `"`).Replace(query), `"`)
	var text []string
	tagged := false
	for i, part := range quoted {
		if i%2 == 1 && i < len(quoted)-1 {
			if tagged {
				rq.addTag(part)
				continue
			}
			if len(phraseWords(part)) > 0 {
				rq.phrases = append(rq.phrases, part)
			}
			text = append(text, part)
			continue
		}
		tagged = false
		fields := strings.FieldsFunc(part, isSpace)
		for j, f := range fields {
			name, ok := cutTag(f)
			switch {
			case !ok:
				text = append(text, f)
			case name != "":
				rq.addTag(name)
			case j == len(fields)-1 && strings.HasSuffix(part, f):
				tagged = true
			}
		}
	}
	rq.text = strings.Join(text, " ")
	return rq
}

func cutTag(f string) (name string, ok bool) {
	if len(f) < 4 || (f[0]|0x20) != 't' || (f[1]|0x20) != 'a' || (f[2]|0x20) != 'g' || f[3] != ':' {
		return "", false
	}
	return f[4:], true
}

func (rq *request) addTag(name string) {
	if k := key(name); k != "" {
		rq.tags = append(rq.tags, k)
	}
}

// rawWords gives the words of a text, folded, without cutting those of unspaced scripts.
func rawWords(s string) []string {
	text := []rune(fold(s))
	var out []string
	for _, sp := range spans(text) {
		out = append(out, plainWord(text[sp.from:sp.to]))
	}
	return out
}

// phraseWords gives the words of a text, folded, each character of an unspaced script by itself.
func phraseWords(s string) []string {
	text := []rune(fold(s))
	var out []string
	for _, sp := range spans(text) {
		for i := sp.from; i < sp.to; {
			j := i + 1
			for !isUnspaced(text[i]) && j < sp.to && !isUnspaced(text[j]) {
				j++
			}
			out = append(out, plainWord(text[i:j]))
			i = j
		}
	}
	return out
}

// A subject is a name that a query may mean.
type subject struct {
	key   string
	last  string // its last word
	rest  string // the key without the last word
	words int
}

func newSubject(ws []string) subject {
	last := ws[len(ws)-1]
	rest := plainKey([]rune(strings.Join(ws[:len(ws)-1], "")))
	return subject{key: plainKey([]rune(strings.Join(ws, ""))), last: last, rest: rest, words: len(ws)}
}

// maxSubjects bounds what a query may mean beside its literal text.
const maxSubjects = 5

// subjects gives what a query may mean beside its literal text, and whether it is a question: the text without what opens it, without
// what ends it, and each of the things that a question asks about.
func (l *language) subjects(raw []string) (list []subject, question bool) {
	question = len(raw) > 1 && l.ask[raw[0]]
	seen := map[string]bool{plainKey([]rune(strings.Join(raw, ""))): true, "": true}
	add := func(part []string) {
		if len(part) == 0 || len(list) == maxSubjects {
			return
		}
		if s := newSubject(part); !seen[s.key] {
			seen[s.key] = true
			list = append(list, s)
		}
	}
	opened := raw
	for question && len(opened) > 0 && (l.ask[opened[0]] || l.articles[opened[0]]) {
		opened = opened[1:]
	}
	add(opened)
	ended := opened
	for question && len(ended) > 0 && l.ask[ended[len(ended)-1]] {
		ended = ended[:len(ended)-1]
	}
	add(ended)
	started := l.trimStart(ended, question)
	add(started)
	add(l.trimEnd(started, question))
	if !question {
		return list, question
	}
	from := 0
	for i := 0; i <= len(raw); i++ {
		if i == len(raw) || l.joins[raw[i]] {
			add(l.trimEnd(l.trimStart(raw[from:i], question), question))
			from = i + 1
		}
	}
	return list, question
}

func (l *language) trimStart(part []string, question bool) []string {
	for len(part) > 0 && l.empty(part[0], question) {
		part = part[1:]
	}
	return part
}

func (l *language) trimEnd(part []string, question bool) []string {
	for len(part) > 0 && l.empty(part[len(part)-1], question) {
		part = part[:len(part)-1]
	}
	return part
}

// empty reports whether a word carries no meaning of its own.
func (l *language) empty(w string, question bool) bool {
	return l.stops[w] || l.asks(w, question)
}

// asks reports whether a word belongs to the question rather than to what it is about.
func (l *language) asks(w string, question bool) bool { return question && (l.ask[w] || l.joins[w]) }

// content gives the words of a query that carry meaning, each once.
func (l *language) content(text string, question bool) []string {
	var out []string
	seen := map[string]bool{}
	for _, w := range words(text, false) {
		if (!l.empty(w, question) || l.counted[w] && !l.asks(w, question)) && !seen[w] && len(out) < maxWords {
			seen[w] = true
			out = append(out, w)
		}
	}
	return out
}
