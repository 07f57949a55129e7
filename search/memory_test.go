package search

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// edit changes a glossary as writers do.
func edit(r *rand.Rand, docs []Document) []Document {
	docs = slices.Clone(docs)
	if len(docs) == 0 || r.IntN(6) == 0 {
		d := Document{ID: fmt.Sprint("new", r.Uint64()), Title: randomText(r, 3), Summary: randomText(r, 9), Body: randomText(r, 20)}
		return slices.Insert(docs, r.IntN(len(docs)+1), d)
	}
	i := r.IntN(len(docs))
	d := &docs[i]
	switch r.IntN(9) {
	case 0:
		d.Title = randomText(r, 3)
	case 1:
		d.Summary = randomText(r, 14)
	case 2, 3:
		d.Body += " " + randomText(r, 30)
	case 4:
		d.Aliases = append(slices.Clone(d.Aliases), randomText(r, 2))
	case 5:
		d.Tags = []string{stems[r.IntN(5)]}
	case 6:
		return slices.Delete(docs, i, i+1)
	case 7:
		other := r.IntN(len(docs))
		docs[i], docs[other] = docs[other], docs[i]
	case 8:
		d.ID = fmt.Sprint("renamed", r.Uint64())
		d.URL = "terms/" + d.ID + ".html"
	}
	return docs
}

// TestMemoryChangesNothing edits glossaries at random and holds that a build with the memory of all builds before it gives the files of a
// build without.
func TestMemoryChangesNothing(t *testing.T) {
	steps := 14
	if testing.Short() {
		steps = 4
	}
	for seed := range 12 {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			r := rand.New(rand.NewPCG(uint64(seed), 99))
			docs, lang := randomGlossary(r, seed)
			m := &Memory{}
			for step := range steps {
				opts := Options{Language: lang, Workers: 1 + r.IntN(4), NoBleve: step%5 == 3}
				want := filesOf(t, docs, opts)
				opts.Memory = m
				compareFiles(t, filesOf(t, docs, opts), want)
				if t.Failed() {
					t.Fatalf("step %d, %d documents, language %s", step, len(docs), lang)
				}
				for range 1 + r.IntN(3) {
					docs = edit(r, docs)
				}
				if r.IntN(12) == 0 {
					lang = []string{"en", "de", "ru"}[r.IntN(3)]
				}
			}
		})
	}
}

// TestMemoryForgets holds that a memory does not grow with texts that are gone.
func TestMemoryForgets(t *testing.T) {
	m := &Memory{}
	most := 0
	for round := range 12 {
		docs := make([]Document, 50)
		for i := range docs {
			var body string
			for k := range 100 {
				body += fmt.Sprintf("word%dx%dx%d ", round, i, k)
			}
			docs[i] = Document{ID: fmt.Sprint(i), Title: fmt.Sprint("term ", i), Body: body}
		}
		filesOf(t, docs, Options{Language: "en", Memory: m})
		most = max(most, len(m.words.texts))
		if len(m.documents) > len(docs) {
			t.Fatalf("round %d: %d documents are kept of %d", round, len(m.documents), len(docs))
		}
	}
	if used := 50 * 101; most > mostUnused+4*used {
		t.Errorf("%d words were kept where %d are used", most, used)
	}
}
