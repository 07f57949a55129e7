package search

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// TestStemmer holds that in each language a word in ASCII is stemmed as bleve's analyzer as a whole stems it.
func TestStemmer(t *testing.T) {
	r := rand.New(rand.NewPCG(6, 1))
	parts := strings.Fields("a e i o u y b d f g k l m n p r s t v z th sch ing ed ation heit ung ment able ness ies ment eaux ando ieron isch oque ly aux")
	list := []string{"the", "s", "running", "organisations", "des", "nicht"}
	for range 3000 {
		word := ""
		for range 1 + r.IntN(7) {
			word += parts[r.IntN(len(parts))]
		}
		list = append(list, word)
	}
	for _, tag := range append([]string{"standard"}, languages...) {
		lang, err := newLanguage(tag)
		if err != nil {
			t.Fatal(err)
		}
		quick, whole := lang.newStemmer(), lang.newStemmer()
		whole.filters = nil
		changed := 0
		for _, w := range list {
			got, want := quick.stem(w, w), whole.stem(w, w)
			if got != want {
				t.Errorf("%s: the stem of %s is %s instead of %s", tag, w, got, want)
			}
			if got != w {
				changed++
			}
		}
		if tag == "en" && (quick.filters == nil || changed < 500) {
			t.Errorf("%d of %d English words are not their own stems, filters %v", changed, len(list), quick.filters)
		}
	}
}

// TestLanguages holds that a glossary in any language that bleve knows something of is indexed and found, be there an analyzer or stop
// words alone.
func TestLanguages(t *testing.T) {
	for _, tag := range append([]string{"", "xx", "in", "pt-BR", "nb_NO"}, languages...) {
		ix := buildSample(t, []Document{{ID: "a", Title: "Zeppelin", Summary: "An airship, ein Luftschiff."}, {ID: "b", Title: "Дума"}}, tag)
		for query, want := range map[string]string{"zepelin": "a", "luftschiff": "a", "дума": "b"} {
			hits, err := ix.Search(query, 3)
			if err != nil || len(hits) != 1 || hits[0].ID != want {
				t.Errorf("language %q: %s gives %v, %v", tag, query, hits, err)
			}
		}
	}
}
