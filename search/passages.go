package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxPassage is the length of a passage in code points. A longer sentence becomes several, cut at words and marked with "…".
const maxPassage = 200

// appendPassages cuts the text of a document into what an answer may show instead of the summary, and appends it: its sentences, one a
// line, without those that the shown summary has. Of a summary that is too long to be shown whole, the rest is among them.
func appendPassages(b []byte, d *Document) []byte {
	p := passager{out: b, from: len(b), shown: shorten(d.Summary)}
	if p.shown != d.Summary {
		p.addSentences(strings.ReplaceAll(d.Summary, "\n", " "))
	}
	for block := range strings.SplitSeq(d.Body, "\n") {
		p.addSentences(block)
	}
	return p.out
}

// A passager appends passages.
type passager struct {
	out   []byte
	from  int // where they begin
	shown string
}

func (p *passager) addSentences(text string) {
	for text != "" {
		var s string
		if s, text = nextSentence(text); s != "" && !strings.Contains(p.shown, s) {
			p.add(s)
		}
	}
}

// nextSentence cuts the first sentence off one line of text. A sentence ends with a full stop, a question mark or the like, closing
// marks included, before a space that no small letter follows, or with those of Chinese and Japanese.
func nextSentence(text string) (sentence, rest string) {
	for i := 0; i < len(text); i++ {
		if c := text[i]; c < utf8.RuneSelf && c != '.' && c != '!' && c != '?' {
			continue
		}
		r, size := utf8.DecodeRuneInString(text[i:])
		end := i + size
		switch r {
		case '。', '！', '？':
			end = skipClosing(text, end)
			return strings.TrimSpace(text[:end]), text[end:]
		case '.', '!', '?', '…', '؟', '।':
			if end = skipClosing(text, end); sentenceEnds(text, i, end) {
				return strings.TrimSpace(text[:end]), text[end:]
			}
		}
		i += size - 1
	}
	return strings.TrimSpace(text), ""
}

// skipClosing passes by the quotation marks and brackets that close behind a sentence.
func skipClosing(text string, i int) int {
	for i < len(text) {
		r, n := utf8.DecodeRuneInString(text[i:])
		if !strings.ContainsRune(`"'”’»)]」』）`, r) {
			break
		}
		i += n
	}
	return i
}

// sentenceEnds reports whether the mark at a position, closed at end, ends a sentence: it does not in "e.g. this", "J. Smith" and "3.5".
func sentenceEnds(text string, mark, end int) bool {
	if end == len(text) {
		return true
	}
	next, n := utf8.DecodeRuneInString(text[end:])
	if !unicode.IsSpace(next) {
		return false
	}
	after, _ := utf8.DecodeRuneInString(text[end+n:])
	last, size := utf8.DecodeLastRuneInString(text[:mark])
	before, _ := utf8.DecodeLastRuneInString(text[:mark-size])
	initial := unicode.IsLetter(last) && !unicode.IsLetter(before)
	return !unicode.IsLower(after) && !(text[mark] == '.' && initial)
}

func (p *passager) add(s string) {
	before := ""
	for len(s) >= maxPassage-1 && utf8.RuneCountInString(before)+utf8.RuneCountInString(s) > maxPassage {
		end := cutAt(s, utf8.RuneCountInString(before), maxPassage-2)
		p.addLine(before, s[:end], "…")
		before, s = "…", strings.TrimSpace(s[end:])
	}
	p.addLine(before, s)
}

func (p *passager) addLine(parts ...string) {
	if len(p.out) > p.from {
		p.out = append(p.out, '\n')
	}
	for _, part := range parts {
		p.out = append(p.out, part...)
	}
}

// cutAt gives where a text that stands behind some code points is cut so that at most n stay: behind a word of the second half if one
// ends there.
func cutAt(s string, before, n int) int {
	end, space, i := len(s), 0, before
	for at, r := range s {
		if i == n {
			end = at
			break
		}
		if unicode.IsSpace(r) && i > n/2 {
			space = at
		}
		i++
	}
	if space > 0 {
		return space
	}
	return end
}
