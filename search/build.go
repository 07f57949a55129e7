package search

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/mapping"
	zap "github.com/blevesearch/zapx/v16"
)

// Files of a bleve index. bleve's offline builder gives the one segment its name.
const (
	segmentFile = "store/000000000002.zap"
	rootFile    = "store/root.bolt"
	metaFile    = "index_meta.json"
)

// settings are kept in the index, under settingsKey, for Open and Export.
type settings struct {
	Version   int      `json:"version"`
	Language  string   `json:"language"`
	Endings   []string `json:"endings"` // how forms of a word differ, see inversion.endings
	Counted   []string `json:"counted"` // stop words that are matched, see language.counted
	Documents int      `json:"documents"`
}

const settingsKey = "gloss"

// formatVersion of the index and of the browser's files; see FORMAT.md.
const formatVersion = 3

// A made index is one that is not written yet.
type made struct {
	*inversion
	*listings
	lang     *language
	settings settings
	memory   *Memory
	last     *last // nil when nobody asks any more
	opts     Options
}

// prepare analyses the documents and turns them into an index in memory.
func prepare(docs []Document, opts Options) (*made, error) {
	lang, err := newLanguage(opts.Language)
	if err != nil {
		return nil, fmt.Errorf("search: language %q: %w", opts.Language, err)
	}
	m := opts.Memory
	if m == nil {
		m = &Memory{}
	} else if m.documents == nil && !m.once() {
		m.documents = map[documentHash]extract{}
	}
	m.begin(opts.Language)
	docs, hashes, names, err := m.take(docs, opts.Workers)
	if err != nil {
		return nil, err
	}
	var l *listings
	v := revise(docs, hashes, lang, m)
	if v == nil {
		v = invert(docs, hashes, lang, m, opts.Workers)
	} else if m.last.names == names {
		l = m.last.listings(v)
		v.sameNames = l != nil
	}
	if l == nil {
		l = v.list(m, opts.Workers)
	}
	endings := v.knownEndings(m.last)
	m.saveListings(l, names, endings)
	set := settings{Version: formatVersion, Language: opts.Language, Endings: endings, Counted: v.counted, Documents: len(docs)}
	lang.setCounted(v.counted)
	x := &made{inversion: v, listings: l, lang: lang, settings: set, memory: m, last: m.last, opts: opts}
	v.extracts = nil
	if m.keeps() {
		m.forget(len(v.vocabulary))
	} else {
		m.words, m.documents, m.stems, m.last = nil, nil, nil, nil
	}
	return x, nil
}

// valid reports whether all texts are in UTF-8.
func (d *Document) valid() bool {
	invalid := func(s string) bool { return !utf8.ValidString(s) }
	return !invalid(d.ID) && !invalid(d.URL) && !invalid(d.Title) && !invalid(d.Abbreviation) && !invalid(d.Summary) && !invalid(d.Body) &&
		!slices.ContainsFunc(d.Aliases, invalid) && !slices.ContainsFunc(d.Tags, invalid)
}

// validDocuments gives the documents with texts in UTF-8: JavaScript has no others, and what follows need not ask.
func validDocuments(docs []Document) []Document {
	given := true
	for i := range docs {
		if docs[i].valid() {
			continue
		}
		if given {
			docs, given = slices.Clone(docs), false
		}
		d := &docs[i]
		d.Aliases, d.Tags = slices.Clone(d.Aliases), slices.Clone(d.Tags)
		for _, s := range []*string{&d.ID, &d.URL, &d.Title, &d.Abbreviation, &d.Summary, &d.Body} {
			*s = strings.ToValidUTF8(*s, "\uFFFD")
		}
		for _, list := range [][]string{d.Aliases, d.Tags} {
			for j, s := range list {
				list[j] = strings.ToValidUTF8(s, "\uFFFD")
			}
		}
	}
	return docs
}

func checkDocuments(docs []Document) error {
	if len(docs) >= mostDocuments {
		return fmt.Errorf("search: %d documents, which is more than an index holds", len(docs))
	}
	seen := make(map[string]bool, len(docs))
	for i := range docs {
		if docs[i].ID == "" || seen[docs[i].ID] {
			return fmt.Errorf("search: document %d (%q): the id %q is empty or taken", i, docs[i].Title, docs[i].ID)
		}
		seen[docs[i].ID] = true
	}
	return nil
}

// bleveFiles yields the files of the bleve index, with paths behind a prefix.
func (x *made) bleveFiles(prefix string, yield func(File) error) error {
	meta, root, err := x.memory.wrap(x.lang, x.settings)
	if err != nil {
		return err
	}
	x.memory.saveWrapping()
	for _, f := range []File{{Path: metaFile, Data: meta}, {Path: segmentFile, Write: x.segment}, {Path: rootFile, Data: root}} {
		f.Path = prefix + f.Path
		if f.Data != nil {
			f.Hash, f.Size = sha256.Sum256(f.Data), int64(len(f.Data))
		}
		if err := yield(f); err != nil {
			return err
		}
	}
	return nil
}

// build writes the bleve index into a folder.
func build(dir string, docs []Document, opts Options) error {
	if entries, err := os.ReadDir(dir); err == nil && len(entries) > 0 {
		return fmt.Errorf("search: %s is not empty", dir)
	}
	x, err := prepare(docs, opts)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(dir, "store"), 0o755); err != nil {
		return err
	}
	return x.bleveFiles("", func(f File) error {
		out, err := os.Create(filepath.Join(dir, filepath.FromSlash(f.Path)))
		if err != nil {
			return err
		}
		return errors.Join(f.CopyTo(out), out.Close())
	})
}

// A wrapping is what bleve writes around the segment of an index with these settings.
type wrapping struct {
	settings   string
	meta, root []byte
}

// wrap gives what stands in the index beside the segment.
func (m *Memory) wrap(lang *language, set settings) (meta, root []byte, err error) {
	value, err := json.Marshal(set)
	if err != nil {
		return nil, nil, err
	}
	if m.wrapping.settings != string(value) {
		made, err := wrap(lang, value)
		if err != nil {
			return nil, nil, fmt.Errorf("search: %w", err)
		}
		m.wrapping = made
	}
	return m.wrapping.meta, m.wrapping.root, nil
}

// wrap lets bleve's builder write an index of one document, and takes all but its segment.
func wrap(lang *language, value []byte) (w wrapping, err error) {
	work, err := os.MkdirTemp("", "gloss-index-")
	if err != nil {
		return w, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(work)) }()
	dir := filepath.Join(work, "bleve")
	config := map[string]any{"forceSegmentType": zap.Type, "forceSegmentVersion": zapVersion, "buildPathPrefix": work}
	b, err := bleve.NewBuilder(dir, indexMapping(lang), config)
	if err != nil {
		return w, err
	}
	if err := b.Index("placeholder", map[string]any{}); err != nil {
		return w, err
	}
	if err := b.Close(); err != nil {
		return w, err
	}
	if _, err := os.Stat(filepath.Join(dir, filepath.FromSlash(segmentFile))); err != nil {
		return w, fmt.Errorf("bleve's builder no longer names its segment %s: %w", segmentFile, err)
	}
	root := filepath.Join(dir, filepath.FromSlash(rootFile))
	if err := canonicalRoot(root, value); err != nil {
		return w, fmt.Errorf("root.bolt: %w", err)
	}
	w.settings = string(value)
	if w.root, err = os.ReadFile(root); err != nil {
		return w, err
	}
	w.meta, err = os.ReadFile(filepath.Join(dir, metaFile))
	return w, err
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
