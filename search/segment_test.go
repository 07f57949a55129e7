package search

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
	segment "github.com/blevesearch/scorch_segment_api/v2"
	zap "github.com/blevesearch/zapx/v16"
)

func readFile(t testing.TB, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// segmentOf gives the segment that the package writes.
func segmentOf(t testing.TB, docs []Document, opts Options) []byte {
	t.Helper()
	x, err := prepare(docs, opts)
	if err != nil {
		t.Fatal(err)
	}
	var data bytes.Buffer
	if err := x.segment(&data); err != nil {
		t.Fatal(err)
	}
	return data.Bytes()
}

// manyTerms is a glossary in which words stand in so many documents that their postings need several chunks and, at last, bits.
func manyTerms(n int) []Document {
	docs := make([]Document, n)
	for i := range docs {
		var body strings.Builder
		for k := range 12 {
			if i%(1<<k) == 0 && i%1000 != 1 {
				fmt.Fprintf(&body, "every%d ", k)
			}
		}
		docs[i] = Document{ID: fmt.Sprintf("t%05d", i), Title: fmt.Sprintf("term %d", i/3), Summary: "the same", Body: body.String()}
		if i%1000 == 1 {
			// A bitmap without a gap would be a run in the library's writing; see appendBitmap.
			docs[i].Title, docs[i].Summary = "another", "an other"
		}
	}
	return docs
}

// TestSegmentIsZapx holds that the segment is, byte for byte, what zapx makes of the same documents with New and Merge. When a new zapx
// changes its format this fails: compare zapx's zap.md, new.go, merge.go and write.go with zap.go.
func TestSegmentIsZapx(t *testing.T) {
	if zap.Version != zapVersion || zap.DefaultChunkMode != zapChunkMode || zap.Type != "zap" {
		t.Fatalf("zapx writes %s %d with chunk mode %d, zap.go writes zap %d with %d", zap.Type, zap.Version, zap.DefaultChunkMode, zapVersion, zapChunkMode)
	}
	type glossary struct {
		docs []Document
		opts Options
	}
	all := map[string]glossary{"sample": {sample, Options{Language: "en"}}, "one": {sample[:1], Options{Language: "en"}},
		"nothing": {[]Document{{ID: "x"}, {ID: "y", Title: " "}}, Options{}}}
	for seed := range 24 {
		docs, lang := randomGlossary(rand.New(rand.NewPCG(uint64(seed), 77)), seed)
		all[fmt.Sprint("random ", seed)] = glossary{docs, Options{Language: lang, NoPassages: seed%3 == 0, Workers: 1 + seed%5}}
	}
	if !testing.Short() {
		all["many"] = glossary{manyTerms(70_000), Options{Language: "en"}} // more than a container of postings holds
	}
	for name, g := range all {
		if len(g.docs) == 0 {
			continue // zapx's merge takes at least one document
		}
		t.Run(name, func(t *testing.T) {
			got, want := segmentOf(t, g.docs, g.opts), referenceSegment(t, g.docs, g.opts)
			if !bytes.Equal(got, want) {
				t.Errorf("%d documents: %d bytes instead of %d, first different at %d: zap.go does not write what zapx writes", len(g.docs), len(got), len(want),
					firstDifference(got, want))
			}
		})
	}
}

// TestSegmentReads reads the segment through zapx and compares with the documents.
func TestSegmentReads(t *testing.T) {
	docs, lang := randomGlossary(rand.New(rand.NewPCG(5, 5)), 2)
	path := filepath.Join(t.TempDir(), "x.zap")
	writeFile(t, path, segmentOf(t, docs, Options{Language: lang}))
	seg, err := (&zap.ZapPlugin{}).Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = seg.Close() }()
	if seg.Count() != uint64(len(docs)) {
		t.Fatalf("%d documents", seg.Count())
	}
	dict, err := seg.Dictionary(fieldTitle)
	if err != nil {
		t.Fatal(err)
	}
	for i := range docs {
		list, err := dict.PostingsList([]byte(key(docs[i].Title)), nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		found := false
		for it := list.Iterator(true, true, true, nil); ; {
			p, err := it.Next()
			if err != nil {
				t.Fatal(err)
			}
			if p == nil {
				break
			}
			if p.Frequency() != 1 || p.Norm() != 1 || len(p.Locations()) != 0 {
				t.Fatalf("posting %+v", p)
			}
			found = found || p.Number() == uint64(i)
		}
		if !found {
			t.Errorf("the title %q does not lead to document %d", docs[i].Title, i)
		}
	}
}

// TestSegmentMerges holds that bleve may merge the segment with others, as it does when a program adds documents: nothing is lost.
func TestSegmentMerges(t *testing.T) {
	dir := t.TempDir()
	open := func(name string, data []byte) segment.Segment {
		writeFile(t, filepath.Join(dir, name), data)
		seg, err := (&zap.ZapPlugin{}).Open(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = seg.Close() })
		return seg
	}
	docs := manyTerms(3000)
	a := open("a.zap", segmentOf(t, docs[:2000], Options{Language: "en"}))
	b := open("b.zap", segmentOf(t, docs[2000:], Options{Language: "en"}))
	merged := filepath.Join(dir, "merged.zap")
	if _, _, err := (&zap.ZapPlugin{}).Merge([]segment.Segment{a, b}, []*roaring.Bitmap{nil, nil}, merged, nil, nil); err != nil {
		t.Fatal(err)
	}
	count := func(seg segment.Segment, term string) (n uint64) {
		for _, field := range classFields {
			dict, err := seg.Dictionary(field)
			if err != nil {
				t.Fatal(err)
			}
			list, err := dict.PostingsList([]byte(term), nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			n += list.Count()
		}
		return n
	}
	whole := open("whole.zap", readFile(t, merged))
	for k := range 12 {
		term := fmt.Sprint("every", k)
		if got, want := count(whole, term), count(a, term)+count(b, term); got != want || want == 0 {
			t.Errorf("%s stands in %d documents instead of %d", term, got, want)
		}
	}
}

// TestBitmapIsRoaring compares bitmaps with those of the library.
func TestBitmapIsRoaring(t *testing.T) {
	r := rand.New(rand.NewPCG(9, 9))
	lists := [][]uint32{{0}, {65535, 65536}, {1 << 27}}
	for _, n := range []int{1, 2, mostInList, mostInList + 1, 30_000, 200_000} {
		list := make([]uint32, n)
		for i := range list {
			list[i] = r.Uint32N(300_000)
		}
		slices.Sort(list)
		lists = append(lists, slices.Compact(list))
		dense := make([]uint32, n)
		for i := range dense {
			dense[i] = uint32(2 * i)
		}
		lists = append(lists, dense)
	}
	for _, list := range lists {
		bitmap := roaring.New()
		for _, d := range list {
			bitmap.Add(d)
		}
		want, err := bitmap.ToBytes()
		if err != nil {
			t.Fatal(err)
		}
		if got := appendBitmap(nil, list); !bytes.Equal(got, want) || len(got) != bitmapSize(list) {
			t.Errorf("%d documents from %d: %d bytes instead of %d, first different at %d", len(list), list[0], len(got), len(want), firstDifference(got, want))
		}
	}
}

// TestFullBitmapReads holds that documents without a gap, which the library would write as a run, are read as they are.
func TestFullBitmapReads(t *testing.T) {
	list := make([]uint32, 200_000)
	for i := range list {
		list[i] = uint32(i)
	}
	read := roaring.New()
	if _, err := read.FromBuffer(appendBitmap(nil, list)); err != nil || !slices.Equal(read.ToArray(), list) {
		t.Errorf("%d documents instead of %d: %v", read.GetCardinality(), len(list), err)
	}
}

// TestNoDocuments holds that an index of nothing opens, answers and is the same each time.
func TestNoDocuments(t *testing.T) {
	ix := buildSample(t, nil, "en")
	if hits, err := ix.Search("anything", 5); err != nil || len(hits) != 0 {
		t.Error(hits, err)
	}
	if first := segmentOf(t, nil, Options{}); !bytes.Equal(first, segmentOf(t, nil, Options{})) {
		t.Error("two empty segments differ")
	}
}
