package search

import (
	"context"
	"slices"
	"strings"

	"github.com/blevesearch/bleve/v2/mapping"
	"github.com/blevesearch/bleve/v2/search"
	index "github.com/blevesearch/bleve_index_api"
)

// planQuery is a bleve query that scores by the plan of the words typed. bleve finds the documents; the integers are added here.
type planQuery struct {
	lang    *language
	endings [][2]string
	text    string
	limit   int
	// outcome is filled by Searcher.
	outcome *outcome
}

// outcome is what a query tells beside its hits.
type outcome struct {
	plan       Plan
	suggestion string
	total      int
	quoter     *quoter
}

// Searcher plans, executes, and gives the documents in their order.
func (q *planQuery) Searcher(ctx context.Context, r index.IndexReader, _ mapping.IndexMapping, _ search.SearcherOptions) (search.Searcher, error) {
	n, err := r.DocCount()
	if err != nil {
		return nil, err
	}
	lex := &lexicon{reader: r, endings: q.endings}
	x := &executor{ctx: ctx, lex: lex, documents: int64(n), scores: map[uint64]int64{}, deep: map[uint64]bool{}}
	p := newPlanner(lex, q.lang, q.text)
	p.planNames()
	x.names(p.plan.Names)
	x.filter(&p.plan)
	if len(x.scores) < q.limit {
		p.planWords()
		x.words(p.plan.Words)
		if len(p.plan.Names)+len(p.plan.Words) == 0 {
			x.tagged(p.plan.Tags)
		}
		x.filter(&p.plan)
	}
	if lex.err != nil {
		return nil, lex.err
	}
	*q.outcome = outcome{plan: p.plan, suggestion: p.suggestion, total: len(x.scores), quoter: newQuoter(lex, &p.plan, x.deep)}
	if lex.err != nil {
		return nil, lex.err
	}
	return x.searcher(), nil
}

// An executor adds up scores by document number.
type executor struct {
	ctx       context.Context
	lex       *lexicon
	documents int64
	scores    map[uint64]int64
	deep      map[uint64]bool // documents with a word that stands in the body alone
}

// each visits the documents of a term.
func (x *executor) each(field, term string, visit func(doc uint64)) {
	if x.lex.err != nil {
		return
	}
	r, err := x.lex.reader.TermFieldReader(x.ctx, []byte(term), field, false, false, false)
	if err != nil {
		x.lex.err = err
		return
	}
	defer func() { _ = r.Close() }()
	var doc index.TermFieldDoc
	for {
		d, err := r.Next(doc.Reset())
		if err != nil || d == nil {
			x.lex.err = err
			return
		}
		visit(d.ID.Value())
	}
}

func (x *executor) raise(doc uint64, score int64) {
	if score > x.scores[doc] {
		x.scores[doc] = score
	}
}

func (x *executor) names(names []Name) {
	for _, n := range names {
		x.each(fieldTitle, n.Key, func(doc uint64) { x.raise(doc, n.Score+n.Title) })
		x.each(fieldAlias, n.Key, func(doc uint64) { x.raise(doc, n.Score) })
	}
}

// matched is what the words of a query add up to in one document.
type matched struct {
	sum    int64
	named  int64 // words found in names
	widest class // the widest class of those
}

// words scores the last two tiers.
func (x *executor) words(words []Word) {
	docs := map[uint64]*matched{}
	for _, w := range words {
		x.word(w, docs)
	}
	for doc, m := range docs {
		score := tierWords*tierUnit + m.sum
		if m.named == int64(len(words)) {
			score = tierNameWords*tierUnit + int64(className4-m.widest)*fewUnit + m.sum
		}
		x.raise(doc, score)
	}
}

// word adds one word, with the best of its stems in each document.
func (x *executor) word(w Word, docs map[uint64]*matched) {
	type best struct {
		weight int64
		class  class
	}
	found := map[uint64]best{}
	for _, v := range w.Stems {
		df := int64(0)
		for _, f := range classFields {
			df += x.lex.count(f, v.Stem)
		}
		rarity := wordWeight(df, x.documents) * v.Factor
		for c, f := range classFields {
			x.each(f, v.Stem, func(doc uint64) {
				b, ok := found[doc]
				if weight := rarity * classWeights[c]; weight > b.weight {
					b.weight = weight
				}
				if !ok || class(c) < b.class {
					b.class = class(c)
				}
				found[doc] = b
			})
		}
	}
	for doc, b := range found {
		m := docs[doc]
		if m == nil {
			m = &matched{}
			docs[doc] = m
		}
		m.sum += b.weight
		if b.class >= classBody1 {
			x.deep[doc] = true
		}
		if b.class <= className4 {
			m.named++
			m.widest = max(m.widest, b.class)
		}
	}
}

// tagged gives the documents of the first tag, when the query asks for nothing else.
func (x *executor) tagged(tags []Tag) {
	if len(tags) > 0 {
		x.each(fieldTag, tags[0].Key, func(doc uint64) { x.raise(doc, tierWords*tierUnit) })
	}
}

// filter drops what lacks a tag or a phrase.
func (x *executor) filter(p *Plan) {
	for _, t := range p.Tags {
		have := map[uint64]bool{}
		x.each(fieldTag, t.Key, func(doc uint64) { have[doc] = true })
		for doc := range x.scores {
			if !have[doc] {
				delete(x.scores, doc)
			}
		}
	}
	if len(p.Phrases) == 0 {
		return
	}
	for _, phrase := range p.Phrases {
		for _, stem := range phrase.Stems {
			x.keep(stem)
		}
	}
	kept := map[uint64]int64{}
	for i, doc := range x.ranked() {
		if i < maxVerified && x.holds(doc, p.Phrases) {
			kept[doc] = x.scores[doc]
		}
	}
	x.scores = kept
}

// keep drops the documents without a stem.
func (x *executor) keep(stem string) {
	kept := map[uint64]int64{}
	for _, f := range classFields {
		x.each(f, stem, func(doc uint64) {
			if score, ok := x.scores[doc]; ok {
				kept[doc] = score
			}
		})
	}
	x.scores = kept
}

// ranked gives the documents, best first, those of equal score in their order.
func (x *executor) ranked() []uint64 {
	docs := make([]uint64, 0, len(x.scores))
	for doc := range x.scores {
		docs = append(docs, doc)
	}
	slices.SortFunc(docs, func(a, b uint64) int {
		if d := x.scores[b] - x.scores[a]; d != 0 {
			return sign(d)
		}
		return sign(int64(a) - int64(b))
	})
	return docs
}

func sign(d int64) int {
	switch {
	case d < 0:
		return -1
	case d > 0:
		return 1
	}
	return 0
}

// holds reads what is stored of a document and looks for the phrases.
func (x *executor) holds(doc uint64, phrases []Phrase) bool {
	id, err := x.lex.reader.ExternalID(index.NewIndexInternalID(nil, doc))
	if err != nil {
		x.lex.err = err
		return false
	}
	stored, err := x.lex.reader.Document(id)
	if err != nil {
		x.lex.err = err
		return false
	}
	c := newCard(stored)
	texts := append([]string{c.title, shorten(c.summary), c.body}, c.names()...)
	for _, p := range phrases {
		if !slices.ContainsFunc(texts, func(t string) bool { return containsWords(t, p.Words) }) {
			return false
		}
	}
	return true
}

// containsWords reports whether words stand in a text one after the other.
func containsWords(text string, phrase []string) bool {
	return strings.Contains(" "+strings.Join(phraseWords(text), " ")+" ", " "+strings.Join(phrase, " ")+" ")
}

// searcher gives the scores to bleve's collector.
func (x *executor) searcher() search.Searcher {
	docs := make([]uint64, 0, len(x.scores))
	for doc := range x.scores {
		docs = append(docs, doc)
	}
	slices.Sort(docs) // a searcher's documents ascend; the collector keeps this order among equal scores
	return &scored{docs: docs, scores: x.scores}
}

// scored is a searcher over scores that are known.
type scored struct {
	docs   []uint64
	scores map[uint64]int64
	at     int
}

func (s *scored) Next(ctx *search.SearchContext) (*search.DocumentMatch, error) {
	if s.at >= len(s.docs) {
		return nil, nil
	}
	doc := s.docs[s.at]
	s.at++
	m := ctx.DocumentMatchPool.Get()
	m.IndexInternalID = index.NewIndexInternalID(m.IndexInternalID, doc)
	m.Score = float64(s.scores[doc])
	return m, nil
}

func (s *scored) Advance(ctx *search.SearchContext, id index.IndexInternalID) (*search.DocumentMatch, error) {
	i, _ := slices.BinarySearch(s.docs[s.at:], id.Value())
	s.at += i
	return s.Next(ctx)
}

func (s *scored) Close() error               { return nil }
func (s *scored) Weight() float64            { return 1 }
func (s *scored) SetQueryNorm(float64)       {}
func (s *scored) Count() uint64              { return uint64(len(s.docs)) }
func (s *scored) Min() int                   { return 0 }
func (s *scored) Size() int                  { return 16 * len(s.docs) }
func (s *scored) DocumentMatchPoolSize() int { return 1 }
