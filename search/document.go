package search

import (
	"slices"
	"strings"

	index "github.com/blevesearch/bleve_index_api"
)

// Names of the bleve fields beside those of the classes. Fields of names and tags store the name and index its key.
const (
	fieldTitle   = "title"
	fieldAlias   = "alias"
	fieldTag     = "tag"
	fieldURL     = "url"         // stored only
	fieldAbbr    = "abbr"        // stored only; its key stands in alias
	fieldText    = "description" // the summary, stored only
	fieldBody    = "text"        // the body's passages, stored only
	fieldForm    = "form"        // "word\x00stem" of each word, "\x01stem\x00word" of each word that is not its own stem
	fieldWord    = "word"        // words of names, behind their length class
	fieldReverse = "reverse"     // the same backwards
	fieldBack    = "back"        // keys of names of several words, backwards
	fieldID      = "_id"
)

// A field is a field of a document, analysed already. Frequencies and norms are left out of the index: nothing reads them.
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
	var o index.FieldIndexingOptions = index.SkipFreqNorm
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
	f := &field{name: name, length: len(terms)}
	if stored {
		f.value = []byte(strings.ToValidUTF8(value, "\uFFFD")) // JavaScript has no other strings
	}
	if len(terms) > 0 {
		f.terms = make(index.TokenFrequencies, len(terms))
		for _, t := range terms {
			f.terms[t] = &index.TokenFreq{Term: []byte(t)}
		}
	}
	r.fields = append(r.fields, f)
}

// newRecord makes the bleve document of a term. forms, names are the words of which it is the first document.
func newRecord(d *Document, a *analyzed, forms, nameWords []string, voc *vocabulary, opts Options) *record {
	r := &record{id: d.ID}
	r.add(fieldID, d.ID, true, d.ID)
	r.add(fieldTitle, d.Title, true, a.title)
	r.add(fieldURL, d.URL, true)
	r.add(fieldText, d.Summary, true)
	if text := passages(d); text != "" && !opts.NoPassages {
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
func (r *record) addWords(forms, nameWords []string, voc *vocabulary) {
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
func backwards(a *analyzed, voc *vocabulary) []string {
	var out []string
	for _, k := range append([]string{a.title}, a.aliases...) {
		if !voc.names[k] && k != "" {
			out = append(out, reversed(k))
		}
	}
	return out
}

// lengthClass keeps short words apart from long ones: the near spellings of a short word share few letters with it, so that a long
// run of the list has to be compared.
func lengthClass(w string) string {
	if len([]rune(w)) <= 5 {
		return "0"
	}
	return "1"
}

func reversed(w string) string {
	r := []rune(w)
	slices.Reverse(r)
	return string(r)
}
