package search

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
	index "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"
	zap "github.com/blevesearch/zapx/v16"
	"golang.org/x/text/unicode/norm"
)

// This file says what the index holds a second time, in the plainest way: a map of words for each document, bleve's documents, zapx's own
// segments of a few documents each, zapx's merge. Tests compare the bytes with those that the package writes.

// referenceBatch is the number of documents of one of zapx's segments.
const referenceBatch = 700

// referencePosting is a stem in one document.
type referencePosting struct {
	stem  string
	class class
}

// referenceDocument is what goes into the index, beside what is stored.
type referenceDocument struct {
	title    string   // key
	aliases  []string // keys, sorted, none equal to the title's
	tags     []string // keys
	postings []referencePosting
}

// referenceVocabulary holds every word of the glossary.
type referenceVocabulary struct {
	stems map[string]string // word -> stem; stop words are not in it
	names map[string]bool   // words that stand in names
	first map[string]int    // word -> first document that has it
}

// counts are the words of one document's parts.
type counts struct {
	spelled map[string]string // folded -> least spelling in lower case
	names   [][]string
	summary []string
	body    map[string]int
	length  int
}

// referenceAnalyze turns documents into what the index holds of them.
func referenceAnalyze(docs []Document, lang *language) ([]referenceDocument, *referenceVocabulary) {
	parts := make([]counts, len(docs))
	for i := range docs {
		parts[i] = count(&docs[i])
	}
	dropped := droppedStops(parts, lang)
	for i := range parts {
		parts[i].drop(dropped)
	}

	spelled := map[string]string{}
	voc := &referenceVocabulary{stems: map[string]string{}, names: map[string]bool{}, first: map[string]int{}}
	total, totalSummary := 0, 0
	for i := range parts {
		for w, s := range parts[i].spelled {
			if old, ok := spelled[w]; !ok {
				spelled[w], voc.first[w] = s, i
			} else if s < old {
				spelled[w] = s
			}
		}
		for _, name := range parts[i].names {
			for _, w := range name {
				voc.names[w] = true
			}
		}
		total += parts[i].length
		totalSummary += len(parts[i].summary)
	}
	stemmer := lang.newStemmer()
	stemmer.filters = nil // bleve's analyzer as a whole
	for w := range spelled {
		voc.stems[w] = stemmer.stem(spelled[w], w)
	}
	mean, meanSummary := max(1, total/max(1, len(docs))), totalSummary/max(1, len(docs))
	out := make([]referenceDocument, len(docs))
	for i := range docs {
		out[i] = classify(&docs[i], &parts[i], voc, mean, meanSummary)
	}
	return out, voc
}

// count splits a document's parts into words.
func count(d *Document) counts {
	c := counts{spelled: map[string]string{}, body: map[string]int{}}
	for _, name := range append([]string{d.Title, d.Abbreviation}, d.Aliases...) {
		ws := c.take(name)
		for _, w := range ws {
			if b := bare(w); b != w && b != "" {
				c.spell(b, b)
				ws = append(ws, b)
			}
		}
		if len(ws) > 0 {
			c.names = append(c.names, ws)
		}
	}
	c.summary = c.take(d.Summary)
	for _, w := range c.take(d.Body) {
		c.body[w]++
		c.length++
	}
	return c
}

// droppedStops gives the stop words of at least one document in sixteen.
func droppedStops(parts []counts, lang *language) map[string]bool {
	used := map[string]int{}
	for i := range parts {
		for w := range parts[i].spelled {
			if lang.stops[w] {
				used[w]++
			}
		}
	}
	dropped := map[string]bool{}
	for w, n := range used {
		if 16*n >= len(parts) {
			dropped[w] = true
		}
	}
	return dropped
}

// drop forgets words.
func (c *counts) drop(dropped map[string]bool) {
	without := func(ws []string) []string { return slices.DeleteFunc(ws, func(w string) bool { return dropped[w] }) }
	names := c.names[:0]
	for _, name := range c.names {
		if name = without(name); len(name) > 0 {
			names = append(names, name)
		}
	}
	c.names, c.summary = names, without(c.summary)
	for w := range dropped {
		c.length -= c.body[w]
		delete(c.body, w)
		delete(c.spelled, w)
	}
}

// take gives the words of a text and notes their spellings.
func (c *counts) take(text string) []string {
	var out []string
	for chunk := range strings.FieldsFuncSeq(text, func(r rune) bool { return r <= ' ' }) {
		ws := words(chunk, true)
		spelled := strings.ToLower(norm.NFC.String(chunk))
		if len(ws) == 1 {
			spelled = strings.TrimFunc(spelled, func(r rune) bool { return isSeparator(r) })
		}
		for _, w := range ws {
			s := w
			if len(ws) == 1 && fold(spelled) == w {
				s = spelled
			}
			c.spell(w, s)
			out = append(out, w)
		}
	}
	return out
}

func (c *counts) spell(folded, spelled string) {
	if old, ok := c.spelled[folded]; !ok || spelled < old {
		c.spelled[folded] = spelled
	}
}

// classify gives each stem of a document the class of its best place.
func classify(d *Document, c *counts, voc *referenceVocabulary, mean, meanSummary int) referenceDocument {
	best := map[string]class{}
	better := func(w string, to class) {
		stem := voc.stems[w]
		if old, ok := best[stem]; !ok || to < old {
			best[stem] = to
		}
	}
	for _, name := range c.names {
		for _, w := range name {
			better(w, className1+class(min(len(name), 4))-1)
		}
	}
	for _, w := range c.summary {
		better(w, summaryClass(len(c.summary), meanSummary))
	}
	byStem := map[string]int{}
	for w, n := range c.body {
		byStem[voc.stems[w]] += n
	}
	for stem, n := range byStem {
		to := bodyClass(n, c.length, mean)
		if old, ok := best[stem]; !ok || to < old {
			best[stem] = to
		}
	}
	a := referenceDocument{title: key(d.Title)}
	for stem, to := range best {
		a.postings = append(a.postings, referencePosting{stem, to})
	}
	slices.SortFunc(a.postings, func(a, b referencePosting) int { return strings.Compare(a.stem, b.stem) }) // maps have no order
	for _, name := range append([]string{d.Abbreviation, d.ID}, d.Aliases...) {
		if k := key(name); k != "" && k != a.title && !slices.Contains(a.aliases, k) {
			a.aliases = append(a.aliases, k)
		}
	}
	slices.Sort(a.aliases)
	for _, tag := range d.Tags {
		if k := key(tag); k != "" && !slices.Contains(a.tags, k) {
			a.tags = append(a.tags, k)
		}
	}
	slices.Sort(a.tags)
	return a
}

// A field is a field of a document, analysed already.
type field struct {
	name   string
	value  []byte // stored, unless nil
	terms  index.TokenFrequencies
	length int
}

func (f *field) Name() string                                     { return f.name }
func (f *field) Value() []byte                                    { return f.value }
func (f *field) ArrayPositions() []uint64                         { return nil }
func (f *field) EncodedFieldType() byte                           { return 't' }
func (f *field) Analyze()                                         {}
func (f *field) AnalyzedLength() int                              { return f.length }
func (f *field) AnalyzedTokenFrequencies() index.TokenFrequencies { return f.terms }
func (f *field) NumPlainTextBytes() uint64                        { return uint64(len(f.value)) }

func (f *field) Options() index.FieldIndexingOptions {
	var o index.FieldIndexingOptions
	if f.value != nil {
		o |= index.StoreField
	}
	if len(f.terms) > 0 {
		o |= index.IndexField
	}
	return o
}

// A record is a document as bleve's segments take it.
type record struct {
	id     string
	fields []*field
}

func (r *record) ID() string                                 { return r.id }
func (r *record) Size() int                                  { return 0 }
func (r *record) VisitComposite(index.CompositeFieldVisitor) {}
func (r *record) HasComposite() bool                         { return false }
func (r *record) NumPlainTextBytes() uint64                  { return 0 }
func (r *record) AddIDField()                                {} // newRecord adds it
func (r *record) StoredFieldsBytes() uint64                  { return 0 }
func (r *record) Indexed() bool                              { return true }

func (r *record) VisitFields(visit index.FieldVisitor) {
	for _, f := range r.fields {
		visit(f)
	}
}

func (r *record) add(name string, value string, stored bool, terms ...string) {
	f := &field{name: name, length: min(1, len(terms))} // which is the norm
	if stored {
		f.value = []byte(strings.ToValidUTF8(value, "\uFFFD")) // JavaScript has no other strings
	}
	if len(terms) > 0 {
		f.terms = make(index.TokenFrequencies, len(terms))
		for _, t := range terms {
			f.terms[t] = &index.TokenFreq{Term: []byte(t)}
			f.terms[t].SetFrequency(1)
		}
	}
	r.fields = append(r.fields, f)
}

// newRecord makes the bleve document of a term. forms, names are the words of which it is the first document.
func newRecord(d *Document, a *referenceDocument, forms, nameWords []string, voc *referenceVocabulary, opts Options) *record {
	r := &record{id: d.ID}
	r.add(fieldID, d.ID, true, d.ID)
	r.add(fieldTitle, d.Title, true, a.title)
	r.add(fieldURL, d.URL, true)
	r.add(fieldText, d.Summary, true)
	whole := &Document{Summary: strings.ToValidUTF8(d.Summary, "\uFFFD"), Body: strings.ToValidUTF8(d.Body, "\uFFFD")}
	if text := string(appendPassages(nil, whole)); text != "" && !opts.NoPassages {
		r.add(fieldBody, text, true)
	}
	if d.Abbreviation != "" {
		r.add(fieldAbbr, d.Abbreviation, true)
	}
	for _, alias := range d.Aliases {
		r.add(fieldAlias, alias, true)
	}
	if len(a.aliases) > 0 {
		r.add(fieldAlias, "", false, a.aliases...)
	}
	if back := backwards(a, voc); len(back) > 0 {
		r.add(fieldBack, "", false, back...)
	}
	for _, tag := range d.Tags {
		r.add(fieldTag, tag, true)
	}
	if len(a.tags) > 0 {
		r.add(fieldTag, "", false, a.tags...)
	}
	var byClass [classes][]string
	for _, p := range a.postings {
		byClass[p.class] = append(byClass[p.class], p.stem)
	}
	for c, stems := range byClass {
		if len(stems) > 0 {
			r.add(classFields[c], "", false, stems...)
		}
	}
	r.addWords(forms, nameWords, voc)
	return r
}

// addWords adds the entries of the vocabulary. Each stands in one document only: what matters is the dictionary.
func (r *record) addWords(forms, nameWords []string, voc *referenceVocabulary) {
	var terms, list, back []string
	for _, w := range forms {
		stem := voc.stems[w]
		if stem == w {
			terms = append(terms, w+"\x00")
			continue
		}
		terms = append(terms, w+"\x00"+stem, "\x01"+stem+"\x00"+w)
	}
	for _, w := range nameWords {
		list = append(list, lengthClass(w)+w)
		back = append(back, lengthClass(w)+reversed(w))
	}
	if len(terms) > 0 {
		r.add(fieldForm, "", false, terms...)
	}
	if len(list) > 0 {
		r.add(fieldWord, "", false, list...)
		r.add(fieldReverse, "", false, back...)
	}
}

// backwards gives the names of a document that are not words of names, backwards: near spellings of those are found among the words.
func backwards(a *referenceDocument, voc *referenceVocabulary) []string {
	var out []string
	for _, k := range append([]string{a.title}, a.aliases...) {
		if !voc.names[k] && k != "" {
			out = append(out, reversed(k))
		}
	}
	return out
}

// referenceSegment writes one segment of all documents with zapx.
func referenceSegment(t testing.TB, docs []Document, opts Options) []byte {
	t.Helper()
	lang, err := newLanguage(opts.Language)
	if err != nil {
		t.Fatal(err)
	}
	analysed, voc := referenceAnalyze(docs, lang)
	forms, nameWords := firstWords(voc, len(docs))
	plugin := &zap.ZapPlugin{}
	var segments []segment.Segment
	for from := 0; from < len(docs); from += referenceBatch {
		var records []index.Document
		for i := from; i < min(from+referenceBatch, len(docs)); i++ {
			records = append(records, newRecord(&docs[i], &analysed[i], forms[i], nameWords[i], voc, opts))
		}
		seg, _, err := plugin.New(records)
		if err != nil {
			t.Fatal(err)
		}
		segments = append(segments, seg)
	}
	path := filepath.Join(t.TempDir(), "merged.zap")
	if _, _, err := plugin.Merge(segments, make([]*roaring.Bitmap, len(segments)), path, nil, nil); err != nil {
		t.Fatal(err)
	}
	if err := canonicalSegment(path); err != nil {
		t.Fatal(err)
	}
	return readFile(t, path)
}

// firstWords lists, by document, the words that stand there first, sorted.
func firstWords(voc *referenceVocabulary, n int) (forms, nameWords [][]string) {
	forms, nameWords = make([][]string, n), make([][]string, n)
	for w, i := range voc.first {
		forms[i] = append(forms[i], w)
		if voc.names[w] {
			nameWords[i] = append(nameWords[i], w)
		}
	}
	for i := range forms {
		slices.Sort(forms[i])
		slices.Sort(nameWords[i])
	}
	return forms, nameWords
}
