package search

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// saved are the blocks that builds leave one another, as files would hold them.
type saved struct {
	documents, rest [][]byte
	saves           int // of documents
}

// build makes the files of search as a new process does, with what the last one left.
func (s *saved) build(t *testing.T, docs []Document, opts Options) []File {
	t.Helper()
	m := &Memory{}
	for _, block := range slices.Concat(s.documents, s.rest) {
		if !m.Restore(block) {
			t.Fatal("a block cannot be restored")
		}
	}
	var next saved
	m.Save(Sink{Documents: func(block []byte) { next.documents = append(next.documents, bytes.Clone(block)) },
		Rest: func(block []byte) { next.rest = append(next.rest, bytes.Clone(block)) }})
	opts.Memory = m
	made := filesOf(t, docs, opts)
	if next.documents != nil {
		s.documents = next.documents
		s.saves++
	}
	s.rest = next.rest
	return made
}

// Builds of new processes, which have what the last one saved, make the files of a clean build.
func TestSavedBuildEqualsCleanBuild(t *testing.T) {
	for _, language := range []string{"en", "de", "ja"} {
		r := rand.New(rand.NewPCG(31, 37))
		docs := syntheticGlossary(300)
		var kept saved
		for step := range 8 {
			switch step % 4 {
			case 1: // one text, too little to be saved
				docs[r.IntN(len(docs))].Body += " new word" + string(rune('a'+step)) + " Zürich"
			case 2:
				docs[r.IntN(len(docs))].Aliases = []string{"alias " + string(rune('a'+step))}
				docs = slices.Delete(docs, 10, 60)
			case 3:
				for range 50 {
					docs[r.IntN(len(docs))].Summary = docs[r.IntN(len(docs))].Body
				}
			}
			opts := Options{Language: language, Workers: 1 + step%3}
			got := kept.build(t, docs, opts)
			if compareFiles(t, got, filesOf(t, docs, opts)); t.Failed() {
				t.Fatalf("%s, step %d: not the files of a clean build", language, step)
			}
		}
	}
}

// Texts that change a little, in words that are new, gone, rare, common, spelled in several ways or of no meaning, give the files of a
// clean build, and mostly by bringing the last index up to date.
func TestRevisedIsInverted(t *testing.T) {
	extra := []string{"Zürich", "zurich", "ZÜRICH", "the", "of", "Möbel", "mobel", "Straße", "strasse", "unheard", "hearing", "heard", "was", "C++", ".net", "naïve", "naive's",
		"Ünique", "日本語", "ﬁnal", "don't"}
	for seed := range 10 {
		r := rand.New(rand.NewPCG(uint64(seed), 41))
		language := []string{"en", "de", "ja", "fr"}[seed%4]
		docs := syntheticGlossary(200 + 40*seed)
		phrase := func() (s string) {
			for range 1 + r.IntN(6) {
				if r.IntN(2) == 0 {
					s += " " + extra[r.IntN(len(extra))]
				} else {
					words := strings.Fields(docs[r.IntN(len(docs))].Body)
					s += " " + words[r.IntN(len(words))]
				}
			}
			return s
		}
		for i := range docs {
			if r.IntN(3) == 0 {
				docs[i].Body += phrase()
			}
		}
		var kept saved
		revised := 0
		const steps = 14
		for step := range steps {
			opts := Options{Language: language, Workers: 1 + step%3, NoPassages: seed == 7}
			saves := kept.saves
			got := kept.build(t, docs, opts)
			if compareFiles(t, got, filesOf(t, docs, opts)); t.Failed() {
				t.Fatalf("seed %d, step %d: not the files of a clean build", seed, step)
			}
			if kept.saves == saves {
				revised++
			}
			for range 1 + r.IntN(3) {
				d := &docs[r.IntN(len(docs))]
				switch words := strings.Fields(d.Body); r.IntN(8) % 6 {
				case 0: // a word for another one
					words[r.IntN(len(words))] = phrase()[1:]
					d.Body = strings.Join(words, " ")
				case 1: // fewer words
					d.Body = strings.Join(words[1:], " ")
				case 2:
					d.Body += phrase()
				case 4:
					d.Title, d.Tags = strings.ReplaceAll(d.Title, " ", "-"), []string{extra[r.IntN(len(extra))]}
				case 5:
					d.URL, d.Body = "elsewhere.html", d.Body+" broken\xFF"+phrase()
				case 3:
					d.Summary = d.Summary[strings.IndexByte(d.Summary, ' ')+1:] + phrase()
				}
			}
		}
		t.Logf("seed %d, %s, %d terms: %d of %d builds took over the last index", seed, language, len(docs), revised, steps)
		if revised < steps/3 {
			t.Errorf("seed %d: only %d of %d builds took over the last index", seed, revised, steps)
		}
	}
}

// Files that a word more does not change are not rendered.
func TestSavedSparesFiles(t *testing.T) {
	docs := syntheticGlossary(2000)
	var kept saved
	kept.build(t, docs, Options{Language: "en"})
	docs[7].Body += " " + docs[8].Title
	m := &Memory{}
	for _, block := range slices.Concat(kept.documents, kept.rest) {
		m.Restore(block)
	}
	m.Save(Sink{Documents: func([]byte) {}, Rest: func([]byte) {}})
	rendered, told := 0, 0
	if err := Files(docs, Options{Language: "en", Memory: m}, func(f File) error {
		if f.Data != nil {
			rendered++
		} else {
			told++
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	if rendered > 100 || told < 1900 { // a longer text moves some of its words to another class
		t.Errorf("%d files are made and %d are known", rendered, told)
	}
}

// Words of texts that are gone do not gather without end.
func TestSavedForgets(t *testing.T) {
	docs := syntheticGlossary(40)
	m := &Memory{}
	m.begin("en")
	for i := range 3*mostUnused + 50_000 {
		m.words.number([]byte("w" + string(rune('a'+i%26)) + string(rune('a'+i/26%26)) + string(rune('a'+i/676%26)) + string(rune('a'+i/17576))))
	}
	told := 0
	m.Save(Sink{Documents: func(block []byte) {
		if told++; block != nil {
			t.Error("a lexis of words that nobody uses is saved")
		}
	}, Rest: func([]byte) {}})
	if err := Files(docs, Options{Language: "en", Memory: m}, func(File) error { return nil }); err != nil {
		t.Fatal(err)
	}
	if told != 1 {
		t.Error("nobody is told to begin anew")
	}
}

// Blocks that no checksum would let through are refused, or do no harm.
func FuzzRestore(f *testing.F) {
	docs := syntheticGlossary(5)
	m := &Memory{}
	var words []byte
	m.Save(Sink{Documents: func(block []byte) {
		if words == nil {
			words = bytes.Clone(block)
		} else {
			f.Add(bytes.Clone(block))
		}
	}, Rest: func(block []byte) { f.Add(bytes.Clone(block)) }})
	if err := Files(docs, Options{Language: "en", Memory: m}, func(File) error { return nil }); err != nil {
		f.Fatal(err)
	}
	f.Add(words)
	f.Fuzz(func(t *testing.T, block []byte) {
		m := &Memory{}
		if !m.Restore(words) {
			t.Fatal("what was saved cannot be restored")
		}
		if !m.Restore(block) && (m.last != nil || m.dictionaries != nil || m.words != nil || m.files != nil) {
			t.Fatal("something of a block that was refused is kept")
		}
		for _, e := range m.last.extracts {
			if sound(e.words, m.last.words) {
				e.distinct()
			}
		}
		m.Save(Sink{Documents: func([]byte) {}, Rest: func([]byte) {}})
		if err := Files(docs, Options{Language: "en", Memory: m}, func(f File) error { return nil }); err != nil {
			t.Fatal(err)
		}
	})
}
