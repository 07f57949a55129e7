package names

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
)

// Words that several askers add at once are found once added, each is one to all, and a full lexicon takes no more.
func TestSharedLexicon(t *testing.T) {
	s := newSharedLexicon(1) // room for 2,048 words
	textOf := func(i int) shortText {
		word := fmt.Sprint("word", i)
		return shortTextOf(word, 0, len(word))
	}
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for i := range 2000 {
				text := textOf(i)
				if s.find(text) == nil {
					s.add(&lexeme{low: text.low, high: text.high, size: text.size, key: uint32(i)})
				}
				if known := s.find(text); known == nil || known.key != uint32(i) {
					t.Errorf("word %d is not found once added", i)
				}
			}
		})
	}
	wait.Wait()
	if left := s.room.Load(); left != 48 {
		t.Errorf("after 2,000 words there is room for %d, want 48", left)
	}
	for i := 2000; i < 3000; i++ {
		text := textOf(i)
		s.add(&lexeme{low: text.low, high: text.high, size: text.size, key: uint32(i)})
		if added := s.find(text) != nil; added != (i < 2048) {
			t.Fatalf("word %d is added: %t", i, added)
		}
	}
}

// What an asker finds does not depend on which words others met before, nor on whether there was room for them.
func TestAskersShareWords(t *testing.T) {
	terms, text := invented(5000, 200_000)
	pages := strings.SplitAfter(text, "\n")
	want := make([][]Match, 20)
	for i, page := range pages[:20] {
		table, _ := New(terms, Options{}) // which has met no word
		want[i] = slices.Clone(table.Ask().Find(page))
	}
	for _, full := range []bool{false, true} {
		table, _ := New(terms, Options{})
		table.meeting.Do(func() { table.met = newSharedLexicon(len(terms)) })
		if full {
			table.met.room.Store(0)
		}
		var wait sync.WaitGroup
		for range 4 {
			wait.Go(func() {
				asker := table.Ask()
				for round := range 2 {
					for i, page := range pages {
						if found := asker.Find(page); i < 20 && !slices.EqualFunc(found, want[i], func(x, y Match) bool { return reflect.DeepEqual(x, y) }) {
							t.Errorf("round %d, full %t: page %d has other names", round, full, i)
						}
					}
				}
			})
		}
		wait.Wait()
	}
}
