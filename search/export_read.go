package search

import (
	"path/filepath"
	"slices"
	"strings"

	segment "github.com/blevesearch/scorch_segment_api/v2"
	zap "github.com/blevesearch/zapx/v16"
)

// A projection is what the browser needs of an index, read from its segment directly: that is faster than bleve's readers and takes
// less memory.
type projection struct {
	cards   []card
	ids     []string
	names   []nameEntry
	groups  []group  // in the order of their first words
	words   []string // words of names with their length class, sorted
	reverse []string // the same backwards
	back    []string // names of several words, backwards, sorted
}

// A nameEntry is a key and its documents, each times two, and one more where the key is the title's.
type nameEntry struct {
	key  string
	docs []int
}

// A group is a stem's words, sorted, and its documents with their classes.
type group struct {
	words   []string
	docs    []int32
	classes []class
}

// readProjection reads the one segment of an index.
func (o *opened) readProjection() (*projection, error) {
	seg, err := (&zap.ZapPlugin{}).Open(filepath.Join(o.dir, "store", segmentFile))
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
	p.cards, p.ids = make([]card, n), make([]string, n)
	for i := range n {
		c := &p.cards[i]
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
	byKey := map[string][]int{}
	r.each(fieldTitle, func(k string, docs func(func(int))) {
		docs(func(d int) { byKey[k] = append(byKey[k], 2*d+1) })
	})
	r.each(fieldAlias, func(k string, docs func(func(int))) {
		docs(func(d int) { byKey[k] = append(byKey[k], 2*d) })
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
			docs(func(d int) {
				g.docs = append(g.docs, int32(d))
				g.classes = append(g.classes, class(c))
			})
		})
	}
	r.each(fieldTag, func(k string, docs func(func(int))) {
		g := get("tag:" + k)
		g.words = []string{"tag:" + k}
		docs(func(d int) {
			g.docs = append(g.docs, int32(d))
			g.classes = append(g.classes, className1)
		})
	})
	p.groups = make([]group, 0, len(byStem))
	for _, g := range byStem {
		g.sort()
		p.groups = append(p.groups, *g)
	}
	slices.SortFunc(p.groups, func(a, b group) int { return compare16(a.words[0], b.words[0]) })
}

// sort puts words and documents in order.
func (g *group) sort() {
	slices.SortFunc(g.words, compare16)
	order := make([]int, len(g.docs))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int { return int(g.docs[a]) - int(g.docs[b]) })
	docs, codes := make([]int32, len(order)), make([]class, len(order))
	for i, at := range order {
		docs[i], codes[i] = g.docs[at], g.classes[at]
	}
	g.docs, g.classes = docs, codes
}
