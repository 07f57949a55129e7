package names

import (
	"math/bits"
	"sync"
)

// nearestIndex is what Nearest needs of each name; it is made when the first dead link asks for it.
type nearestIndex struct {
	once  sync.Once
	names []signature
}

// signature is a name folded, and the set of its characters modulo 64: names that differ in n characters differ in at most 2n bits.
type signature struct {
	folded []rune
	set    uint64
	entry  int32
}

// Nearest returns the known name that is closest to name within typing errors, or "". Up to four characters allow one error, up to
// nine two, more three; a transposition counts as one. Of equals the first in order of slugs wins.
func (t *Table) Nearest(name string) string {
	t.nearest.once.Do(func() {
		t.nearest.names = make([]signature, 0, len(t.entries))
		for i := range t.entries {
			folded := foldedRunes(t.entries[i].text)
			t.nearest.names = append(t.nearest.names, signature{folded, setOf(folded), int32(i)})
		}
	})
	want := foldedRunes(clean(name))
	set := setOf(want)
	limit := 1
	if len(want) > 9 {
		limit = 3
	} else if len(want) > 4 {
		limit = 2
	}
	best := ""
	for i := range t.nearest.names {
		s := &t.nearest.names[i]
		if gap := len(s.folded) - len(want); gap > limit || -gap > limit || bits.OnesCount64(s.set^set) > 2*limit {
			continue
		}
		if d := distance(want, s.folded, limit); d <= limit && d < len(want) {
			best = t.entries[s.entry].text
			limit = d - 1
			if limit < 0 {
				break
			}
		}
	}
	return best
}

func foldedRunes(text string) []rune {
	var buffer [128]byte
	return []rune(string(fold(buffer[:0], text)))
}

func setOf(runes []rune) uint64 {
	var set uint64
	for _, r := range runes {
		set |= 1 << (uint32(r) % 64)
	}
	return set
}

// distance is the optimal string alignment distance of a and b, or more than limit once it is known to exceed it.
func distance(a, b []rune, limit int) int {
	width := len(b) + 1
	rows := make([]int, 3*width)
	before, last, row := rows[:width], rows[width:2*width], rows[2*width:]
	for j := range last {
		last[j] = j
	}
	for i, x := range a {
		row[0] = i + 1
		least := row[0]
		for j, y := range b {
			cost := 1
			if x == y {
				cost = 0
			}
			row[j+1] = min(last[j]+cost, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && x == b[j-1] && a[i-1] == y {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
			least = min(least, row[j+1])
		}
		if least > limit {
			return limit + 1
		}
		before, last, row = last, row, before
	}
	return last[len(b)]
}
