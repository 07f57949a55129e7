//go:build !race

// The race detector drops pooled memory at random, which would be counted as allocations.

package search

import "testing"

// TestAllocations holds what the paths that run for each word and each document allocate. The numbers do not depend on the machine.
func TestAllocations(t *testing.T) {
	docs := syntheticGlossary(300)
	a := &analyst{tokenizer: newTokenizer(newLexis())}
	for i := range docs {
		a.analyze(&docs[i])
	}
	s := newStorer([]string{fieldID, fieldText, fieldTag, fieldTitle, fieldURL})
	var stored, bits, sentences []byte
	k, f, texts := &keyer{}, &script{}, storedTexts{docs: docs}
	members := []uint32{1, 5, 70_000}
	for _, c := range []struct {
		name string
		most float64
		run  func(i int)
	}{
		{"words of a text", 0, func(i int) { a.take(docs[i%300].Body) }},
		{"a document's extract", 0, func(i int) { a.analyze(&docs[i%300]) }},
		{"the keys of a document", 0, func(i int) { k.keysOf(&docs[i%300]) }},
		{"a card", 0, func(i int) { c := texts.card(i % 300); f.begin("c", ""); f.card(docs[i%300].ID, &c) }},
		{"the passages of a document", 0, func(i int) { sentences = texts.passages(sentences[:0], i%300) }},
		{"a stored document", 0, func(i int) { stored = s.append(stored[:0], &docs[i%300]) }},
		{"a list of documents", 0, func(int) { bits = appendBitmap(bits[:0], members) }},
	} {
		i := 0
		run := func() {
			c.run(i)
			i++
		}
		for range 300 { // buffers grow to their size
			run()
		}
		if got := testing.AllocsPerRun(600, run); got > c.most {
			t.Errorf("%s: %.1f allocations, not more than %.0f are wanted", c.name, got, c.most)
		}
	}
}

// TestAllocationsPerDocument holds what all files cost together. Most of it is stemming each new word once: WordNet, which has fewer new
// words a document, takes 5.
func TestAllocationsPerDocument(t *testing.T) {
	const documents, most = 3000, 45
	docs := syntheticGlossary(documents)
	got := testing.AllocsPerRun(1, func() { filesOf(t, docs, Options{Language: "en", Workers: 1}) }) / documents
	t.Logf("%.0f allocations a document", got)
	if got > most {
		t.Errorf("%.0f allocations a document, not more than %d are wanted", got, most)
	}
}
