package search

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/js"
)

//go:embed browser/engine.js
var engineSource string

//go:embed browser/ui.js
var uiSource string

// Sizes of the browser's files. A file ends after a string whose hash is divisible, so that an edit in one place does not move the
// ends of all the files behind it.
const (
	namesPerFile  = wideNames // never more, so that a wide prefix always takes two files
	leastNames    = 128
	namesDivisor  = 64
	wordsPerFile  = 500 // in lists for spelling
	leastWords    = 250
	wordsDivisor  = 128
	groupBytes    = 9000 // of postings and words, before compression
	leastBytes    = 3500
	groupsDivisor = 24
	bigGroup      = 600 // documents; a group of more has a file of its own
)

// An exporter collects the files.
type exporter struct {
	p     *projection
	lang  *language
	set   settings
	stamp string
	files []File
	taken map[string]string // file name -> the string it begins with
}

func (o *opened) export() ([]File, error) {
	p, err := o.readProjection()
	if err != nil {
		return nil, fmt.Errorf("search: %s: %w", o.dir, err)
	}
	e := &exporter{p: p, lang: o.lang, set: o.settings, stamp: stampOf(p.ids), taken: map[string]string{}}
	e.cards()
	names, heads := e.names()
	groups := e.groups()
	words := e.lists("f", p.words)
	reverse := e.lists("r", p.reverse)
	back := e.lists("k", p.back)
	e.manifest(names, groups, words, reverse, heads, back)
	if err := e.scripts(); err != nil {
		return nil, err
	}
	slices.SortFunc(e.files, func(a, b File) int { return strings.Compare(a.Path, b.Path) })
	return e.files, nil
}

// stampOf names a numbering of documents. Files of equal stamps may be of different builds and still fit: what is found may be older,
// but never another term.
func stampOf(ids []string) string {
	sum := sha256.Sum256([]byte(fmt.Sprintf("%d\n", formatVersion) + strings.Join(ids, "\n")))
	return base64.RawURLEncoding.EncodeToString(sum[:6])
}

// add adds the file of one call to gloss.load.
func (e *exporter) add(id string, parts ...string) {
	var b strings.Builder
	b.WriteString("gloss.load(")
	quote(&b, id)
	b.WriteByte(',')
	quote(&b, e.stamp)
	b.WriteString(",[")
	b.WriteString(strings.Join(parts, ","))
	b.WriteString("])\n")
	e.files = append(e.files, File{Path: "search/" + id + ".js", Data: []byte(b.String())})
}

func literal(s string) string {
	var b strings.Builder
	quote(&b, s)
	return b.String()
}

func literals(list ...string) []string {
	out := make([]string, len(list))
	for i, s := range list {
		out[i] = literal(s)
	}
	return out
}

// free reports whether a file of a kind may begin at a string: two strings of one hash may not.
func (e *exporter) free(kind, start string) bool {
	name := kind + fileName(start)
	if old, ok := e.taken[name]; ok && old != start {
		return false
	}
	e.taken[name] = start
	return true
}

// separator is the shortest string greater than a and not greater than b, for a < b, in JavaScript's order.
func separator(a, b string) string {
	for i, r := range b {
		if s := b[:i+len(string(r))]; compare16(s, a) > 0 {
			return s
		}
	}
	return b
}

// divides reports whether a string is one after which a file may end.
func divides(s string, by uint32) bool {
	h := uint32(2166136261)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * 16777619
	}
	h ^= h >> 15
	return h%by == 0
}

// A cutter decides where files end.
type cutter struct {
	least, most int
	divisor     uint32
	size        int
}

// full counts a string of a size and reports whether the file ends before it.
func (c *cutter) full(s string, size int) bool {
	if c.size > 0 && (c.size+size > c.most || c.size >= c.least && divides(s, c.divisor)) {
		c.size = size
		return true
	}
	c.size += size
	return false
}

// manifest writes the file that is read first.
func (e *exporter) manifest(lists ...[]string) {
	parts := []string{fmt.Sprint(formatVersion), fmt.Sprint(len(e.p.cards))}
	for _, list := range lists {
		parts = append(parts, literal(listOf(list)))
	}
	for _, set := range []map[string]bool{e.lang.stops, e.lang.ask, e.lang.joins, e.lang.articles} {
		parts = append(parts, literal(sortedWords(set)))
	}
	parts = append(parts, literal(strings.Join(e.set.Endings, " ")), fmt.Sprint(cardsPerFile(len(e.p.cards))), literal(e.counted()))
	e.add("manifest", parts...)
}

// counted marks those of the stop words, in their order, that are matched.
func (e *exporter) counted() string {
	var b strings.Builder
	for _, w := range strings.Fields(sortedWords(e.lang.stops)) {
		if e.lang.counted[w] {
			b.WriteByte('1')
		} else {
			b.WriteByte('0')
		}
	}
	return strings.TrimRight(b.String(), "0")
}

func sortedWords(set map[string]bool) string {
	list := make([]string, 0, len(set))
	for w := range set {
		list = append(list, w)
	}
	slices.Sort(list)
	return strings.Join(list, " ")
}

// scripts adds the engine and the interface, minified.
func (e *exporter) scripts() error {
	m := minify.New()
	minifier := &js.Minifier{Version: 2022}
	for _, s := range []struct{ name, source string }{{"engine", engineSource}, {"ui", uiSource}} {
		var out strings.Builder
		if err := minifier.Minify(m, &out, strings.NewReader(s.source), nil); err != nil {
			return fmt.Errorf("search: browser/%s.js: %w", s.name, err)
		}
		e.files = append(e.files, File{Path: "search/" + s.name + ".js", Data: []byte(out.String())})
	}
	return nil
}

// cardsPerFile is the number of terms of which the cards share a file: few bytes for a small glossary, fewer files for a large one.
func cardsPerFile(documents int) int {
	if documents <= 2000 {
		return 3
	}
	return 8
}

// cards writes what is shown of terms, some terms a file.
func (e *exporter) cards() {
	n := cardsPerFile(len(e.p.cards))
	for from := 0; from < len(e.p.cards); from += n {
		var parts []string
		for i := from; i < min(from+n, len(e.p.cards)); i++ {
			parts = append(parts, cardLiteral(e.p.ids[i], &e.p.cards[i]))
		}
		e.add(fmt.Sprintf("c%d", from/n), parts...)
	}
}

// cardLiteral is [title, summary, names, tags, id, url], with 0 for what is empty or follows from the rest, cut at the end.
func cardLiteral(id string, c *card) string {
	array := func(list []string) string {
		if len(list) == 0 {
			return "0"
		}
		return "[" + strings.Join(literals(list...), ",") + "]"
	}
	unless := func(s, usual string) string {
		if s == usual {
			return "0"
		}
		return literal(s)
	}
	parts := []string{literal(c.title), unless(shorten(c.summary), ""), array(c.names()), array(c.tags),
		unless(id, strings.Join(rawWords(c.title), "-")), unless(c.url, "terms/"+id+".html")}
	for parts[len(parts)-1] == "0" {
		parts = parts[:len(parts)-1]
	}
	return "[" + strings.Join(parts, ",") + "]"
}
