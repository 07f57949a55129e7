package names

import (
	"maps"
	"slices"
	"unicode/utf8"

	"gloss/cmd/gloss/internal/term"
)

// topics are the tags and domains of all terms, folded, with the number of terms that have them, if they are so few that each gets a bit
// of Kin.Topics to itself; nil if they are more. Then two terms share a topic if they share a bit, which spares a look at their texts: these
// are several misses of the cache away, and every everyday word asks.
type topics map[string]*topic

type topic struct {
	terms int
	bit   uint64 // its place in order of the texts
}

// maxTopics is the number of bits in Kin.Topics.
const maxTopics = 64

// numberTopics fills topics and corrects the facts accordingly. The terms of the last table are not looked at again unless a topic has
// come or gone.
func (t *Table) numberTopics(last *Table, known []int32) {
	var all topics
	if last.topics != nil {
		all = last.topics.changed(t.terms, last.terms, known)
	} else {
		all = topicsOf(t.terms)
	}
	switch {
	case all == nil && last.topics == nil:
		return // the facts have hashed bits
	case all == nil:
		for i, one := range t.terms {
			t.facts[i].kin.Topics = hashedTopics(one)
		}
		return
	}
	t.topics = all
	same := last.topics != nil && all.alike(last.topics)
	for i, one := range t.terms {
		if !same || known[i] == none {
			t.facts[i].kin.Topics = all.bitsOf(one)
		}
	}
}

// topicsOf counts the topics of terms.
func topicsOf(terms []*term.Term) topics {
	all := topics{}
	for _, one := range terms {
		if all.add(one, 1); len(all) > maxTopics {
			return nil
		}
	}
	return all.numbered()
}

// changed counts the topics of terms from those of the last ones; known tells which of these are still there.
func (k topics) changed(terms, last []*term.Term, known []int32) topics {
	all := make(topics, len(k))
	for text, one := range k {
		all[text] = &topic{terms: one.terms}
	}
	kept := make([]bool, len(last))
	for i, old := range known {
		if old != none {
			kept[old] = true
		} else {
			all.add(terms[i], 1)
		}
	}
	for j, one := range last {
		if !kept[j] {
			all.add(one, -1)
		}
	}
	maps.DeleteFunc(all, func(_ string, one *topic) bool { return one.terms == 0 })
	if len(all) > maxTopics {
		return nil
	}
	return all.numbered()
}

// add adds n to the numbers of a term's topics. It allocates for new topics alone: after an edit it may look at hundreds of terms before
// it finds that there are too many.
func (k topics) add(one *term.Term, n int) {
	var buffer [64]byte
	for i := range topicCount(one) {
		folded := foldTopic(buffer[:0], topicAt(one, i))
		if of := k[string(folded)]; of != nil {
			of.terms += n
		} else {
			k[string(folded)] = &topic{terms: n}
		}
	}
}

// numbered gives each topic its bit.
func (k topics) numbered() topics {
	for i, text := range slices.Sorted(maps.Keys(k)) {
		k[text].bit = 1 << i
	}
	return k
}

// alike reports whether both have the same topics, and hence the same bits.
func (k topics) alike(other topics) bool {
	if len(k) != len(other) {
		return false
	}
	for text := range k {
		if _, has := other[text]; !has {
			return false
		}
	}
	return true
}

// bitsOf returns the bits of those of a term's topics that are listed.
func (k topics) bitsOf(one *term.Term) uint64 {
	var set uint64
	var buffer [64]byte
	for i := range topicCount(one) {
		if of := k[string(foldTopic(buffer[:0], topicAt(one, i)))]; of != nil {
			set |= of.bit
		}
	}
	return set
}

// topicCount is the number of a term's tags and its domain.
func topicCount(one *term.Term) int {
	if one.Domain != "" {
		return len(one.Tags) + 1
	}
	return len(one.Tags)
}

// topicAt is the i-th of them.
func topicAt(one *term.Term, i int) string {
	if i < len(one.Tags) {
		return one.Tags[i].Text
	}
	return one.Domain
}

// foldTopic appends text to dst, folded so that texts which strings.EqualFold takes for equal are equal.
func foldTopic(dst []byte, text string) []byte {
	for _, r := range text {
		if r < utf8.RuneSelf {
			dst = append(dst, lowerCase[byte(r)])
		} else {
			dst = utf8.AppendRune(dst, firstFold(r))
		}
	}
	return dst
}
