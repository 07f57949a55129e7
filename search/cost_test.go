package search

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"testing"
)

// changedFiles counts the files of b that differ from those of a.
func changedFiles(a, b []File) int {
	old := map[string][]byte{}
	for _, f := range a {
		old[f.Path] = f.Data
	}
	n := 0
	for _, f := range b {
		if !bytes.Equal(old[f.Path], f.Data) {
			n++
		}
	}
	return n
}

// TestCostOfChange holds how many files an edit makes new.
func TestCostOfChange(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	letters := []rune(alphabets[0])
	word := func() string {
		b := make([]rune, 3+r.IntN(7))
		for i := range b {
			b[i] = letters[r.IntN(len(letters))]
		}
		return string(b)
	}
	list := make([]string, 3000)
	for i := range list {
		list[i] = word()
	}
	text := func(n int) (s string) {
		for range n {
			s += list[r.IntN(len(list))] + " "
		}
		return s
	}
	docs := make([]Document, 1000)
	for i := range docs {
		docs[i] = Document{ID: fmt.Sprint("t", i), Title: text(2), Summary: text(12), Body: text(60)}
	}
	before := exportOf(t, buildSample(t, docs, "en"))
	docs[500].Summary = text(12)
	edited := exportOf(t, buildSample(t, docs, "en"))
	n := changedFiles(before, edited)
	t.Logf("%d files; a new summary of 12 words changes %d", len(before), n)
	if n > 30 {
		t.Errorf("a new summary of 12 words changes %d of %d files", n, len(before))
	}
	if m := edited[0].Path; m != before[0].Path {
		t.Errorf("first file %s was %s", m, before[0].Path)
	}
}
