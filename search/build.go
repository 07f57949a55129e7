package search

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/mapping"
	index "github.com/blevesearch/bleve_index_api"
	segment "github.com/blevesearch/scorch_segment_api/v2"
	zap "github.com/blevesearch/zapx/v16"
)

// batch is the number of documents of one segment before the merge. It does not depend on the number of workers.
const batch = 2000

// segmentFile is the name that bleve's offline builder gives to the one segment of an index.
const segmentFile = "000000000002.zap"

// settings are kept in the index, under settingsKey, for Open and Export.
type settings struct {
	Version   int      `json:"version"`
	Language  string   `json:"language"`
	Endings   []string `json:"endings"` // word endings that the stemmer was seen to remove
	Counted   []string `json:"counted"` // stop words that are matched, see language.counted
	Documents int      `json:"documents"`
}

const settingsKey = "gloss"

// formatVersion of the index and of the browser's files; see FORMAT.md.
const formatVersion = 1

// build makes the segments, merges them and lets bleve wrap the result.
func build(dir string, docs []Document, opts Options) (err error) {
	if err := checkDocuments(docs); err != nil {
		return err
	}
	lang, err := newLanguage(opts.Language)
	if err != nil {
		return fmt.Errorf("search: language %q: %w", opts.Language, err)
	}
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
		return fmt.Errorf("search: %s is not empty", dir)
	}
	work, err := os.MkdirTemp("", "gloss-index-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()

	analysed, voc := analyze(docs, lang, opts.Workers)
	merged := filepath.Join(work, segmentFile)
	if err := writeSegment(merged, docs, analysed, voc, opts); err != nil {
		return fmt.Errorf("search: segment: %w", err)
	}
	set := settings{Version: formatVersion, Language: opts.Language, Endings: endings(voc), Counted: voc.counted, Documents: len(docs)}
	return wrap(dir, merged, lang, set)
}

func checkDocuments(docs []Document) error {
	seen := make(map[string]bool, len(docs))
	for i := range docs {
		if docs[i].ID == "" || seen[docs[i].ID] {
			return fmt.Errorf("search: document %d (%q): the id %q is empty or taken", i, docs[i].Title, docs[i].ID)
		}
		seen[docs[i].ID] = true
	}
	return nil
}

// writeSegment writes one segment of all documents, in their order.
func writeSegment(path string, docs []Document, analysed []analyzed, voc *vocabulary, opts Options) error {
	forms, nameWords := firstWords(voc, len(docs))
	count := (len(docs) + batch - 1) / batch
	segments := make([]segment.Segment, count)
	failed := make([]error, count)
	plugin := &zap.ZapPlugin{}
	eachBatch(count, opts.Workers, func(b int) {
		from, to := b*batch, min((b+1)*batch, len(docs))
		records := make([]index.Document, 0, to-from)
		for i := from; i < to; i++ {
			records = append(records, newRecord(&docs[i], &analysed[i], forms[i], nameWords[i], voc, opts))
			analysed[i], forms[i], nameWords[i] = analyzed{}, nil, nil // the record has what it needs
		}
		segments[b], _, failed[b] = plugin.New(records)
	})
	if err := errors.Join(failed...); err != nil {
		return err
	}
	if count == 0 {
		empty, _, err := plugin.New(nil)
		if err != nil {
			return err
		}
		return empty.(segment.UnpersistedSegment).Persist(path)
	}
	if _, _, err := plugin.Merge(segments, make([]*roaring.Bitmap, count), path, nil, nil); err != nil {
		return err
	}
	return canonicalSegment(path)
}

func eachBatch(count, workers int, f func(b int)) {
	parallel(count*64, workers, func(i int) {
		if i%64 == 0 {
			f(i / 64)
		}
	})
}

// firstWords lists, by document, the words that stand there first, sorted.
func firstWords(voc *vocabulary, n int) (forms, nameWords [][]string) {
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

// wrap makes the rest of the index: bleve's builder writes an index of one document, whose segment is exchanged for the merged one.
func wrap(dir, merged string, lang *language, set settings) error {
	config := map[string]any{"forceSegmentType": zap.Type, "forceSegmentVersion": int(zap.Version), "buildPathPrefix": filepath.Dir(merged)}
	b, err := bleve.NewBuilder(dir, indexMapping(lang), config)
	if err != nil {
		return fmt.Errorf("search: %s: %w", dir, err)
	}
	if err := b.Index("placeholder", map[string]any{}); err != nil {
		return err
	}
	if err := b.Close(); err != nil {
		return fmt.Errorf("search: %s: %w", dir, err)
	}
	store := filepath.Join(dir, "store")
	if _, err := os.Stat(filepath.Join(store, segmentFile)); err != nil {
		return fmt.Errorf("search: bleve's builder no longer names its segment %s: %w", segmentFile, err)
	}
	data, err := os.ReadFile(merged)
	if err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(store, segmentFile), data, 0o644); err != nil {
		return err
	}
	value, err := json.Marshal(set)
	if err != nil {
		return err
	}
	if err := canonicalRoot(filepath.Join(store, "root.bolt"), value); err != nil {
		return fmt.Errorf("search: root.bolt: %w", err)
	}
	return readable(dir)
}

// readable lets a web server's user read what bleve writes for its own user only.
func readable(dir string) error {
	return filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			return os.Chmod(path, 0o755)
		}
		return os.Chmod(path, 0o644)
	})
}

// indexMapping tells plain bleve how the fields are analysed when it queries them.
func indexMapping(lang *language) mapping.IndexMapping {
	m := bleve.NewIndexMapping()
	m.DefaultMapping.Dynamic = false
	m.DefaultAnalyzer = lang.name
	m.DefaultField = classFields[className1]
	text := bleve.NewTextFieldMapping()
	text.Analyzer, text.Store, text.IncludeTermVectors, text.IncludeInAll, text.DocValues = lang.name, false, false, false, false
	for _, name := range classFields {
		m.DefaultMapping.AddFieldMappingsAt(name, text)
	}
	keyword := bleve.NewKeywordFieldMapping()
	keyword.IncludeTermVectors, keyword.IncludeInAll, keyword.DocValues = false, false, false
	for _, name := range []string{fieldTitle, fieldAlias, fieldTag, fieldURL, fieldAbbr, fieldText, fieldBody} {
		m.DefaultMapping.AddFieldMappingsAt(name, keyword)
	}
	return m
}

// endings learns from the vocabulary which endings the stemmer takes for forms of one word: of the words of each stem, what stands
// behind their common beginning. The commonest come first.
func endings(voc *vocabulary) []string {
	groups := map[string][]string{}
	for w, stem := range voc.stems {
		groups[stem] = append(groups[stem], w)
	}
	seen := map[string]int{}
	for _, g := range groups {
		if len(g) < 2 {
			continue
		}
		n := commonPrefix(g)
		if n < 3 {
			continue
		}
		for _, w := range g {
			if e := string([]rune(w)[n:]); e != "" && len([]rune(e)) <= 5 {
				seen[e]++
			}
		}
	}
	var out []string
	for e := range seen {
		out = append(out, e)
	}
	slices.SortFunc(out, func(a, b string) int {
		if seen[a] != seen[b] {
			return seen[b] - seen[a]
		}
		return compare16(a, b)
	})
	return out[:min(len(out), 24)]
}

// commonPrefix gives the number of code points with which all words begin.
func commonPrefix(ws []string) int {
	first := []rune(ws[0])
	n := len(first)
	for _, w := range ws[1:] {
		r := []rune(w)
		i := 0
		for i < n && i < len(r) && r[i] == first[i] {
			i++
		}
		n = i
	}
	return n
}
