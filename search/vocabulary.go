package search

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	index "github.com/blevesearch/bleve_index_api"
)

// A lexicon asks an index's dictionaries. The first error stays; methods after it give nothing.
type lexicon struct {
	reader  index.IndexReader
	endings [][2]string
	err     error
}

// prefixed yields the terms of a field that begin with prefix, in the order of bytes.
func (x *lexicon) prefixed(field, prefix string, yield func(term string) bool) {
	if x.err != nil {
		return
	}
	dict, err := x.reader.FieldDictPrefix(field, []byte(prefix))
	if err != nil {
		x.err = err
		return
	}
	defer func() {
		if err := dict.Close(); x.err == nil {
			x.err = err
		}
	}()
	for {
		entry, err := dict.Next()
		if err != nil || entry == nil {
			x.err = err
			return
		}
		if !yield(entry.Term) {
			return
		}
	}
}

// stem gives the stem of a word of the glossary.
func (x *lexicon) stem(w string) (stem string, ok bool) {
	x.prefixed(fieldForm, w+"\x00", func(term string) bool {
		stem, ok = term[len(w)+1:], true
		if stem == "" {
			stem = w
		}
		return false
	})
	return stem, ok
}

// forms gives the words of a stem, in JavaScript's order.
func (x *lexicon) forms(stem string) []string {
	var out []string
	if s, ok := x.stem(stem); ok && s == stem {
		out = append(out, stem)
	}
	x.prefixed(fieldForm, "\x01"+stem+"\x00", func(term string) bool {
		out = append(out, term[len(stem)+2:])
		return true
	})
	slices.SortFunc(out, compare16)
	return out
}

// hasName reports whether a name has this key.
func (x *lexicon) hasName(k string) bool {
	return x.count(fieldTitle, k)+x.count(fieldAlias, k) > 0
}

// count gives the number of documents of a term.
func (x *lexicon) count(field, term string) int64 {
	if x.err != nil {
		return 0
	}
	r, err := x.reader.TermFieldReader(context.Background(), []byte(term), field, false, false, false)
	if err != nil {
		x.err = err
		return 0
	}
	defer func() { _ = r.Close() }()
	return int64(r.Count())
}

// namesWith gives the keys that begin with a prefix, shorter first; of too many the best alone.
func (x *lexicon) namesWith(prefix string) []string {
	seen := map[string]bool{}
	for _, f := range []string{fieldTitle, fieldAlias} {
		x.prefixed(f, prefix, func(term string) bool {
			seen[term] = true
			return true
		})
	}
	out := make([]string, 0, len(seen))
	for k := range seen {
		out = append(out, k)
	}
	slices.SortFunc(out, shorterFirst)
	if len(out) > wideNames {
		out = out[:wideNamesTaken]
	}
	return out
}

// shorterFirst orders by number of code points, then as JavaScript compares.
func shorterFirst(a, b string) int {
	if d := utf8.RuneCountInString(a) - utf8.RuneCountInString(b); d != 0 {
		return d
	}
	return compare16(a, b)
}

// completions gives words of names that begin with w.
func (x *lexicon) completions(w string) []string {
	var out []string
	for _, c := range []string{"0", "1"} {
		x.prefixed(fieldWord, c+w, func(term string) bool {
			out = append(out, term[1:])
			return true
		})
	}
	slices.SortFunc(out, shorterFirst)
	return out[:min(len(out), maxCompletions)]
}

// A spelling is a word of the glossary near to what was typed.
type spelling struct {
	word     string
	distance int
}

// spellings gives the words of names nearest to w.
func (x *lexicon) spellings(w string) []spelling {
	typed := []rune(w)
	edits := allowedEdits(len(typed))
	if edits == 0 {
		return nil
	}
	same := sharedLetters(len(typed), edits)
	found := map[string]int{}
	try := func(candidate string) bool {
		if d := distance(typed, []rune(candidate), edits); d <= edits && d > 0 {
			found[candidate] = d
		}
		return true
	}
	for _, c := range lengthClasses(len(typed), edits) {
		x.prefixed(fieldWord, c+string(typed[:same]), func(term string) bool { return try(term[1:]) })
		tail := reversed(string(typed[len(typed)-same:]))
		x.prefixed(fieldReverse, c+tail, func(term string) bool { return try(reversed(term[1:])) })
	}
	return nearest(found, w)
}

// nearest gives the candidates of the least distance, the likeliest first.
func nearest(found map[string]int, typed string) []spelling {
	out := bySimilarity(found, typed)
	for i := range out {
		if out[i].distance != out[0].distance || i == maxSpellings {
			return out[:i]
		}
	}
	return out
}

// nearNames gives the names within typing errors of a key that begin or end like it.
func (x *lexicon) nearNames(k string) []spelling {
	typed := []rune(k)
	edits := allowedEdits(len(typed))
	if edits == 0 || len(typed) > maxWord {
		return nil
	}
	same := max(3, (len(typed)-1)/2)
	found := map[string]int{}
	try := func(candidate string) bool {
		if d := distance(typed, []rune(candidate), edits); d <= edits && d > 0 {
			found[candidate] = d
		}
		return true
	}
	for _, f := range []string{fieldTitle, fieldAlias} {
		x.prefixed(f, string(typed[:same]), try)
	}
	x.prefixed(fieldBack, reversed(string(typed[len(typed)-same:])), func(term string) bool { return try(reversed(term)) })
	out := bySimilarity(found, k)
	return out[:min(len(out), maxNearNames)]
}

// bySimilarity orders candidates by what typing errors are likely.
func bySimilarity(found map[string]int, typed string) []spelling {
	out := make([]spelling, 0, len(found))
	for w, d := range found {
		out = append(out, spelling{w, d})
	}
	slices.SortFunc(out, func(a, b spelling) int {
		return cmp.Or(likelihood(b.word, typed, b.distance)-likelihood(a.word, typed, a.distance), compare16(a.word, b.word))
	})
	return out
}

// otherStems gives the stems of words of the glossary that differ from w in an ending only.
func (x *lexicon) otherStems(w string) []string {
	var out []string
	for _, f := range x.inflect(w) {
		if s, ok := x.stem(f.word); ok && len(out) < maxEndingStems && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// inflect gives what the known endings make of a word, those of the commonest first.
func (x *lexicon) inflect(w string) []spelling {
	var out []spelling
	for i, p := range x.endings {
		for j, ending := range p {
			base, ok := strings.CutSuffix(w, ending)
			if ok && utf8.RuneCountInString(base) >= leastBase {
				out = append(out, spelling{base + p[1-j], i})
			}
		}
	}
	return out
}

// closest gives the forms of a word, the closest first: those of known endings, then shorter ones.
func (x *lexicon) closest(w string, forms []string) []spelling {
	known := map[string]int{}
	for _, f := range x.inflect(w) {
		known[f.word] = f.distance
	}
	out := make([]spelling, len(forms))
	for i, f := range forms {
		place, ok := known[f]
		if !ok {
			place = mostPairs + utf8.RuneCountInString(f)
		}
		out[i] = spelling{f, place}
	}
	slices.SortStableFunc(out, func(a, b spelling) int { return a.distance - b.distance })
	return out[:min(len(out), maxForms)]
}
