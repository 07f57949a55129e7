package markdown

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"gloss/cmd/gloss/internal/linker"
)

// place is a mention before its sentence is known.
type place struct {
	block, start, end int // in the block's visible text
	target            string
	linked, byHand    bool
}

// mentions fills Body.Mentions in order of the text: what the linker found and what the writer linked. A page does not mention
// itself.
func (p *page) mentions(decisions []linker.Decision) {
	places := p.scratch.places[:0]
	for i := range decisions {
		if d := &decisions[i]; d.Mention && d.Target != nil && d.Target != p.term {
			b := &p.blocks[d.Block]
			places = append(places, place{d.Block, b.visibleOffset(d.Start), b.visibleOffset(d.End), d.Found.Name.Slug, d.Linked, false})
		}
	}
	if len(p.scratch.explicit) > 0 {
		places = p.explicitPlaces(places)
		// In order of the text, as the linker's and the writer's come one after the other.
		slices.SortStableFunc(places, func(a, b place) int { return cmp.Or(cmp.Compare(a.block, b.block), cmp.Compare(a.start, b.start)) })
	}
	if len(places) > 0 {
		p.body.Mentions = p.scratch.mentioned.Take(len(places))[:0]
	}
	split := sentences{block: -1, ends: p.scratch.ends}
	for _, at := range places {
		b := &p.blocks[at.block]
		split.enter(at.block, b.shown)
		m := Mention{Target: at.target, Linked: at.linked, ByHand: at.byHand, Lead: b.Section == 0}
		c := split.around(at.start, at.end)
		m.Sentence, m.Start, m.End = b.shown[c.first:c.last], int32(at.start-c.first), int32(at.end-c.first)
		m.CutBefore, m.CutAfter = c.before, c.after
		p.body.Mentions = append(p.body.Mentions, m)
	}
	p.scratch.ends = split.ends[:0]
	clear(places)
	p.scratch.places = places[:0]
}

// explicitPlaces appends the places of links that the writer set.
func (p *page) explicitPlaces(places []place) []place {
	for i := range p.blocks {
		b := &p.blocks[i]
		for _, e := range b.explicit {
			if slug := e.anchor.target.Slug; slug != p.term.Slug {
				bar := b.barriers[e.barrier]
				places = append(places, place{i, b.visibleOffset(bar.at), b.visibleOffset(bar.at + len(barrierText)), slug, true, true})
			}
		}
	}
	return places
}

// sentences finds the sentences of one block, once.
type sentences struct {
	block int
	text  string
	ends  []int // of the sentences, ascending
}

// maxSentence is the number of bytes of a sentence that is kept around a mention.
const maxSentence = 240

// enter turns to a block and its visible text.
func (s *sentences) enter(block int, text string) {
	if s.block != block {
		*s = sentences{block: block, text: text, ends: sentenceEnds(text, s.ends[:0])}
	}
}

// around returns the part of the text to show around text[start:end]: its sentence, shortened at words.
func (s *sentences) around(start, end int) cut {
	i, _ := slices.BinarySearch(s.ends, start+1)
	first, last := 0, len(s.text)
	if i > 0 {
		first = s.ends[i-1]
	}
	for ; i < len(s.ends); i++ {
		if s.ends[i] >= end {
			last = s.ends[i]
			break
		}
	}
	return shorten(s.text, first, last, start, end)
}

// cut is a part of a sentence, text[first:last]; before and after say that there is more of the sentence.
type cut struct {
	first, last   int
	before, after bool
}

// shorten trims text[first:last] and cuts it at words around text[start:end].
func shorten(text string, first, last, start, end int) cut {
	for first < start && text[first] == ' ' {
		first++
	}
	for last > end && text[last-1] == ' ' {
		last--
	}
	c := cut{first: first, last: last}
	if last-first <= maxSentence {
		return c
	}
	room := max(0, maxSentence-(end-start))
	left := min(start-first, max(room/2, room-(last-end)))
	if start-left > first {
		c.first, c.before = wordStart(text, start-left, start), true
	}
	if right := room - (start - c.first); end+right < last {
		c.last, c.after = wordEnd(text, end, max(end, end+right)), true
	}
	return c
}

// excerpt returns the part with an ellipsis where there is more, and where text[start:end] stands in that.
func (c cut) excerpt(text string, start, end int) (sentence string, from, to int) {
	before, after := "", ""
	if c.before {
		before = "…"
	}
	if c.after {
		after = "…"
	}
	return before + text[c.first:c.last] + after, len(before) + start - c.first, len(before) + end - c.first
}

// wordStart returns the first beginning of a word at or after i, at most limit.
func wordStart(text string, i, limit int) int {
	if at := strings.IndexByte(text[i:limit], ' '); at >= 0 {
		return i + at + 1
	}
	for i < limit && !utf8.RuneStart(text[i]) {
		i++
	}
	return i
}

// wordEnd returns the last end of a word at or before i, at least limit.
func wordEnd(text string, limit, i int) int {
	if at := strings.LastIndexByte(text[limit:i], ' '); at >= 0 {
		return limit + at
	}
	for i > limit && !utf8.RuneStart(text[i]) {
		i--
	}
	return i
}

// sentenceEnds returns the offsets behind each sentence, its white space included, the last of them len(text). It follows UAX 29 where
// prose needs it: a full stop before a small letter ends nothing, closing quotes and brackets belong to the sentence, and Chinese
// and Japanese stops need no space. Unlike UAX 29 it knows abbreviations and initials. The offsets are appended to ends.
func sentenceEnds(text string, ends []int) []int {
	start := 0
	for i := 0; i < len(text); {
		if c := text[i]; c < 0xe2 && c != '.' && c != '!' && c != '?' {
			i++
			continue
		}
		size, wide := stop(text[i:])
		if size == 0 {
			i++
			continue
		}
		end := i + size
		for size := closing(text[end:]); size > 0; size = closing(text[end:]) {
			end += size
		}
		after := end
		for after < len(text) && text[after] == ' ' {
			after++
		}
		next, _ := utf8.DecodeRuneInString(text[after:])
		if after < len(text) && (wide || after > end && !(text[i] == '.' && unicode.IsLower(next)) && !abbreviated(text[start:i+size])) {
			ends = append(ends, after)
			start = after
		}
		i = max(after, end)
	}
	if start < len(text) {
		ends = append(ends, len(text))
	}
	return ends
}

// stop returns the length of the mark that text begins with if it can end a sentence, and whether it needs no space behind it.
func stop(text string) (size int, wide bool) {
	switch text[0] {
	case '.', '!', '?':
		return 1, false
	case 0xe2:
		if strings.HasPrefix(text, "…") {
			return len("…"), false
		}
	case 0xe3, 0xef:
		for _, mark := range []string{"。", "！", "？", "｡"} {
			if strings.HasPrefix(text, mark) {
				return len(mark), true
			}
		}
	}
	return 0, false
}

// closing returns the length of the stop, quote or bracket that text begins with, 0 for none.
func closing(text string) int {
	if text == "" {
		return 0
	}
	if size, _ := stop(text); size > 0 {
		return size
	}
	switch text[0] {
	case '"', '\'', ')', ']':
		return 1
	}
	for _, mark := range []string{"”", "’", "“", "‘", "»", "›", "」", "』", "）"} {
		if strings.HasPrefix(text, mark) {
			return len(mark)
		}
	}
	return 0
}

// abbreviated reports whether a supposed sentence ends with an abbreviation that seldom ends one.
func abbreviated(sentence string) bool {
	sentence = strings.TrimRight(sentence, " \u00a0\u202f")
	if !strings.HasSuffix(sentence, ".") {
		return false
	}
	word := sentence[strings.LastIndexAny(sentence, " \u00a0(\"“")+1:]
	word = strings.ToLower(strings.TrimLeftFunc(word, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }))
	switch word {
	case "e.g.", "i.e.", "cf.", "vs.", "mr.", "mrs.", "ms.", "dr.", "prof.", "st.", "no.", "fig.", "approx.", "incl.", "z.b.", "d.h.",
		"bzw.", "ca.", "vgl.", "p.", "pp.", "al.", "inc.", "u.s.":
		return true
	}
	return utf8.RuneCountInString(word) == 2 && unicode.IsLetter([]rune(word)[0]) // an initial
}
