package search

import (
	"path/filepath"
	"slices"
	"strings"

	segment "github.com/blevesearch/scorch_segment_api/v2"
	zap "github.com/blevesearch/zapx/v16"
)

// A projection is what the browser needs of an index.
type projection struct {
	ids    []string
	hashes []documentHash // of the documents, or nil
	// card gives what is shown of a document, but for its passages.
	card     func(doc int) card
	passages func(b []byte, doc int) []byte // appends them
	names    []nameEntry
	groups   []group  // in the order of their first words
	words    []string // words of names with their length class, sorted
	reverse  []string // the same backwards
	back     []string // names of several words, backwards, sorted
}

// A nameEntry is a key and its documents, each times two, and one more where the key is the title's.
type nameEntry struct {
	key  string
	docs []uint32
}

// A group is a stem's words, sorted, and its documents.
type group struct {
	words    []string
	postings []posting
}

// tagGroup is what a tag is called among the words.
func tagGroup(k string) string { return "tag:" + k }

// readProjection reads the one segment of an index directly: that is faster than bleve's readers and takes less memory. Files, which
// writes the segment, projects what it is written from instead (project.go); TestProjectionsAgree holds the two equal.
func (o *opened) readProjection() (*projection, error) {
	seg, err := (&zap.ZapPlugin{}).Open(filepath.Join(o.dir, filepath.FromSlash(segmentFile)))
	if err != nil {
		return nil, err
	}
	defer func() { _ = seg.Close() }()
	r := segmentReader{seg: seg}
	p := &projection{}
	r.cards(p)
	r.names(p)
	r.groups(p)
	p.words, p.reverse, p.back = r.terms(fieldWord), r.terms(fieldReverse), r.terms(fieldBack)
	return p, r.err
}

// A segmentReader visits dictionaries and postings; the first error stays.
type segmentReader struct {
	seg segment.Segment
	err error
}

// each visits the terms of a field in the order of bytes, with their documents when visit wants them.
func (r *segmentReader) each(field string, visit func(term string, docs func(func(doc int)))) {
	if r.err != nil {
		return
	}
	dict, err := r.seg.Dictionary(field)
	if err != nil {
		r.err = err
		return
	}
	var list segment.PostingsList
	var it segment.PostingsIterator
	terms := dict.AutomatonIterator(nil, nil, nil)
	for {
		entry, err := terms.Next()
		if err != nil || entry == nil {
			r.err = err
			return
		}
		visit(entry.Term, func(doc func(int)) {
			if list, r.err = dict.PostingsList([]byte(entry.Term), nil, list); r.err != nil {
				return
			}
			it = list.Iterator(false, false, false, it)
			for {
				p, err := it.Next()
				if err != nil || p == nil {
					r.err = err
					return
				}
				doc(int(p.Number()))
			}
		})
		if r.err != nil {
			return
		}
	}
}

// terms gives the terms of a field in JavaScript's order.
func (r *segmentReader) terms(field string) []string {
	var out []string
	r.each(field, func(term string, _ func(func(int))) { out = append(out, term) })
	slices.SortFunc(out, compare16)
	return out
}

func (r *segmentReader) cards(p *projection) {
	n := int(r.seg.Count())
	cards := make([]card, n)
	p.ids = make([]string, n)
	p.card = func(doc int) card { return cards[doc] }
	p.passages = func(b []byte, doc int) []byte { return append(b, cards[doc].body...) }
	for i := range n {
		c := &cards[i]
		err := r.seg.VisitStoredFields(uint64(i), func(field string, _ byte, value []byte, _ []uint64) bool {
			if field == fieldID {
				p.ids[i] = string(value)
				return true
			}
			c.set(field, string(value))
			return true
		})
		if err != nil {
			r.err = err
			return
		}
	}
}

func (r *segmentReader) names(p *projection) {
	byKey := map[string][]uint32{}
	r.each(fieldTitle, func(k string, docs func(func(int))) {
		docs(func(d int) { byKey[k] = append(byKey[k], uint32(2*d+1)) })
	})
	r.each(fieldAlias, func(k string, docs func(func(int))) {
		docs(func(d int) { byKey[k] = append(byKey[k], uint32(2*d)) })
	})
	p.names = make([]nameEntry, 0, len(byKey))
	for k, docs := range byKey {
		slices.Sort(docs)
		p.names = append(p.names, nameEntry{k, docs})
	}
	slices.SortFunc(p.names, func(a, b nameEntry) int { return compare16(a.key, b.key) })
}

// groups reads stems and tags. A tag stands among the words as "tag:" and its key.
func (r *segmentReader) groups(p *projection) {
	byStem := map[string]*group{}
	get := func(stem string) *group {
		g := byStem[stem]
		if g == nil {
			g = &group{}
			byStem[stem] = g
		}
		return g
	}
	r.each(fieldForm, func(term string, _ func(func(int))) {
		if term[0] == 1 {
			return
		}
		word, stem, _ := strings.Cut(term, "\x00")
		if stem == "" {
			stem = word
		}
		g := get(stem)
		g.words = append(g.words, word)
	})
	for c, f := range classFields {
		r.each(f, func(stem string, docs func(func(int))) {
			g := get(stem)
			docs(func(d int) { g.postings = append(g.postings, newPosting(d, class(c))) })
		})
	}
	r.each(fieldTag, func(k string, docs func(func(int))) {
		g := get(tagGroup(k))
		g.words = []string{tagGroup(k)}
		docs(func(d int) { g.postings = append(g.postings, newPosting(d, className1)) })
	})
	p.groups = make([]group, 0, len(byStem))
	for _, g := range byStem {
		slices.SortFunc(g.words, compare16)
		slices.Sort(g.postings)
		p.groups = append(p.groups, *g)
	}
	sortGroups(p.groups)
}

func sortGroups(groups []group) {
	slices.SortFunc(groups, func(a, b group) int { return compare16(a.words[0], b.words[0]) })
}
