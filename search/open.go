package search

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/search"
	index "github.com/blevesearch/bleve_index_api"
)

// opened is the inside of an Index.
type opened struct {
	bleve    bleve.Index
	dir      string
	settings settings
	endings  [][2]string // of the settings, taken apart
	lang     *language
}

// findIndex gives the folder of the bleve index in dir, in a site or in its search folder.
func findIndex(dir string) (string, error) {
	for _, sub := range []string{".", "bleve", "search/bleve"} {
		path := filepath.Join(dir, filepath.FromSlash(sub))
		if _, err := os.Stat(filepath.Join(path, "index_meta.json")); err == nil {
			return path, nil
		}
	}
	return "", fmt.Errorf("search: no index in %s: %w", dir, fs.ErrNotExist)
}

func open(dir string) (*opened, error) {
	path, err := findIndex(dir)
	if err != nil {
		return nil, err
	}
	b, err := bleve.OpenUsing(path, map[string]any{"read_only": true})
	if err != nil {
		return nil, fmt.Errorf("search: %s: %w", path, err)
	}
	o := &opened{bleve: b, dir: path}
	if err := o.readSettings(); err != nil {
		return nil, errors.Join(fmt.Errorf("search: %s: %w", path, err), b.Close())
	}
	return o, nil
}

func (o *opened) readSettings() error {
	value, err := o.bleve.GetInternal([]byte(settingsKey))
	if err != nil {
		return err
	}
	if value == nil {
		return errors.New("not an index that gloss wrote")
	}
	if err := json.Unmarshal(value, &o.settings); err != nil {
		return err
	}
	if o.settings.Version != formatVersion {
		return fmt.Errorf("index of format %d, this program reads %d: build the site again", o.settings.Version, formatVersion)
	}
	if o.lang, err = newLanguage(o.settings.Language); err != nil {
		return err
	}
	for _, pair := range o.settings.Endings {
		a, b, _ := strings.Cut(pair, "/")
		o.endings = append(o.endings, [2]string{a, b})
	}
	o.lang.counted = make(map[string]bool, len(o.settings.Counted))
	for _, w := range o.settings.Counted {
		o.lang.counted[w] = true
	}
	return nil
}

// answer runs a query.
func (o *opened) answer(text string, limit int) (*Answer, error) {
	if limit <= 0 {
		limit = 10
	}
	q := &planQuery{lang: o.lang, endings: o.endings, text: text, limit: limit, outcome: &outcome{}}
	request := bleve.NewSearchRequestOptions(q, limit, 0, false)
	request.Fields = []string{fieldTitle, fieldURL, fieldText, fieldBody, fieldAbbr, fieldAlias, fieldTag}
	result, err := o.bleve.SearchInContext(context.Background(), request)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	a := &Answer{Plan: q.outcome.plan, Suggestion: q.outcome.suggestion, Total: q.outcome.total, Hits: []Hit{}}
	for _, m := range result.Hits {
		a.Hits = append(a.Hits, hit(m, &a.Plan, q.outcome.quoter))
	}
	return a, nil
}

// hit makes an answer of a match and its stored fields.
func hit(m *search.DocumentMatch, plan *Plan, quoter *quoter) Hit {
	c := card{title: text(m.Fields[fieldTitle]), abbr: text(m.Fields[fieldAbbr]), url: text(m.Fields[fieldURL]),
		summary: text(m.Fields[fieldText]), body: text(m.Fields[fieldBody]), aliases: texts(m.Fields[fieldAlias]), tags: texts(m.Fields[fieldTag])}
	h := Hit{ID: m.ID, URL: c.url, Title: c.title, Names: c.names(), Matched: c.matched(plan, int64(m.Score)), Summary: c.summary,
		Marks: quoter.marks(c.summary), Tags: c.tags, Score: int64(m.Score)}
	if h.Sentence = quoter.sentence(m.IndexInternalID.Value(), h.Score, &c); h.Sentence != "" {
		h.SentenceMarks = quoter.marks(h.Sentence)
	}
	return h
}

func text(v any) string {
	s, _ := v.(string)
	return s
}

// texts reads a stored field of one or more values.
func texts(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		out := make([]string, 0, len(v))
		for _, s := range v {
			out = append(out, text(s))
		}
		return out
	}
	return nil
}

// A card is what is shown of a term.
type card struct {
	title, abbr, url, summary string
	body                      string // passages, one a line
	aliases, tags             []string
}

func newCard(d index.Document) card {
	var c card
	d.VisitFields(func(f index.Field) { c.set(f.Name(), string(f.Value())) })
	return c
}

// set takes the value of a stored field.
func (c *card) set(field, v string) {
	switch field {
	case fieldTitle:
		c.title = v
	case fieldAbbr:
		c.abbr = v
	case fieldURL:
		c.url = v
	case fieldText:
		c.summary = v
	case fieldBody:
		c.body = v
	case fieldAlias:
		c.aliases = append(c.aliases, v)
	case fieldTag:
		c.tags = append(c.tags, v)
	}
}

// names are the other names: abbreviation first.
func (c *card) names() []string {
	if c.abbr == "" || slices.Contains(c.aliases, c.abbr) {
		return slices.Clip(c.aliases) // who appends to it gets a list of his own
	}
	return append([]string{c.abbr}, c.aliases...)
}

// matched gives the other name because of which the term was found, or "".
func (c *card) matched(plan *Plan, score int64) string {
	if score < tierNear*tierUnit || score%2 == 1 {
		return ""
	}
	for _, name := range c.names() {
		if k := key(name); slices.ContainsFunc(plan.Names, func(n Name) bool { return n.Key == k && n.Score == score }) {
			return name
		}
	}
	return ""
}

// cardSummary is the length of the summary on a card of the browser, in code points.
const cardSummary = 160

// shorten cuts a summary at a word's end.
func shorten(s string) string {
	if end := shownOf(s); end < len(s) {
		return s[:end] + "…"
	}
	return s
}

// shownOf is how much of a summary is shown: all, or what stands before a space of the second half that may be shown.
func shownOf(s string) int {
	if len(s) <= cardSummary {
		return len(s)
	}
	letters, space := 0, 0
	for i, r := range s {
		if letters == cardSummary && space > 0 {
			return space
		}
		if letters == cardSummary {
			return i
		}
		if r == ' ' && letters > cardSummary/2 {
			space = i
		}
		letters++
	}
	return len(s)
}
