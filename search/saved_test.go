package search

import (
	"bytes"
	"io"
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

// build gives the files of search as a new process makes them, with what the last one left.
func (s *saved) build(t *testing.T, docs []Document, opts Options) (made []File) {
	t.Helper()
	s.next(t, docs, opts, func(f File) error {
		made = append(made, copyOf(t, f))
		return nil
	})
	return made
}

// next is a process that builds.
func (s *saved) next(t testing.TB, docs []Document, opts Options, yield func(File) error) {
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
	if err := Files(docs, opts, yield); err != nil {
		t.Fatal(err)
	}
	if next.documents != nil {
		s.documents = next.documents
		s.saves++
	}
	s.rest = next.rest
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

// After a word more in one text no other text is analysed, and files that it does not change are not rendered.
func TestSavedSparesFiles(t *testing.T) {
	docs := syntheticGlossary(2000)
	var kept saved
	kept.build(t, docs, Options{Language: "en"})
	docs[7].Body += " " + docs[8].Title
	m := &Memory{}
	for _, block := range slices.Concat(kept.documents, kept.rest) {
		m.Restore(block)
	}
	m.Save(Sink{Documents: func([]byte) { t.Error("the index is made anew, and saved") }, Rest: func([]byte) {}})
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

// Blocks that no checksum would let through are refused, or make wrong files or an error, but nothing crashes.
func FuzzRestore(f *testing.F) {
	docs := syntheticGlossary(40)
	m := &Memory{}
	var blocks [][]byte
	keep := func(block []byte) { blocks = append(blocks, bytes.Clone(block)) }
	m.Save(Sink{Documents: keep, Rest: keep})
	if err := Files(docs, Options{Language: "en", Memory: m}, func(f File) error { return f.CopyTo(io.Discard) }); err != nil {
		f.Fatal(err)
	}
	for i, block := range blocks {
		f.Add(uint8(i), block)
		f.Add(uint8(i), block[:len(block)/2])
		f.Add(uint8(i), []byte{})
	}
	docs[7].Body += " another word of " + docs[9].Title
	f.Fuzz(func(t *testing.T, at uint8, block []byte) {
		m, refused := &Memory{}, false
		for i := 0; i < len(blocks) && !refused; i++ {
			one := blocks[i]
			if i == int(at)%len(blocks) {
				one = block
			}
			refused = !m.Restore(one)
		}
		if refused && (m.last != nil || m.dictionaries != nil || m.words != nil || m.files != nil) {
			t.Fatal("something of a block that was refused is kept")
		}
		m.Save(Sink{Documents: func([]byte) {}, Rest: func([]byte) {}})
		_ = Files(docs, Options{Language: "en", Memory: m}, func(f File) error { return f.CopyTo(io.Discard) })
	})
}
