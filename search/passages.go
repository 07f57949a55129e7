package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxPassage is the length of a passage in code points. A longer sentence becomes several, cut at words and marked with "…".
const maxPassage = 200

// passages cuts the text of a document into what an answer may show instead of the summary: its sentences, one a line, without those
// that the shown summary has. Of a summary that is too long to be shown whole, the rest is among them.
func passages(d *Document) string {
	summary, body := strings.ToValidUTF8(d.Summary, "\uFFFD"), strings.ToValidUTF8(d.Body, "\uFFFD")
	shown := shorten(summary)
	var b strings.Builder
	add := func(text string) {
		for text != "" {
			var s string
			if s, text = nextSentence(text); s != "" && !strings.Contains(shown, s) {
				addPassage(&b, s)
			}
		}
	}
	if shown != summary {
		add(strings.ReplaceAll(summary, "\n", " "))
	}
	for block := range strings.SplitSeq(body, "\n") {
		add(block)
	}
	return b.String()
}

// nextSentence cuts the first sentence off one line of text. A sentence ends with a full stop, a question mark or the like, closing
// marks included, before a space that no small letter follows, or with those of Chinese and Japanese.
func nextSentence(text string) (sentence, rest string) {
	for i, r := range text {
		end := i + utf8.RuneLen(r)
		switch r {
		case '。', '！', '？':
			end = skipClosing(text, end)
			return strings.TrimSpace(text[:end]), text[end:]
		case '.', '!', '?', '…', '؟', '।':
			if end = skipClosing(text, end); sentenceEnds(text, i, end) {
				return strings.TrimSpace(text[:end]), text[end:]
			}
		}
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

func addPassage(b *strings.Builder, s string) {
	line := func(text string) {
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(text)
	}
	for utf8.RuneCountInString(s) > maxPassage {
		end := cutAt(s, maxPassage-2)
		line(s[:end] + "…")
		s = "…" + strings.TrimSpace(s[end:])
	}
	line(s)
}

// cutAt gives where a text is cut so that at most n code points stay: behind a word of the second half if one ends there.
func cutAt(s string, n int) int {
	end, space, i := len(s), 0, 0
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
