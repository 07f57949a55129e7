package linker

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/names/everyday"
)

// attachable are second parts of compounds that leave the first its meaning: CRM-based is about CRM.
var attachable = map[string]bool{
	"based": true, "driven": true, "led": true, "ready": true, "friendly": true, "specific": true, "related": true, "powered": true,
	"like": true, "style": true, "free": true, "only": true, "first": true, "centric": true, "oriented": true, "native": true,
	"compatible": true, "aware": true, "enabled": true, "focused": true, "heavy": true, "generated": true, "assisted": true,
}

// inLargerToken reports whether the text around a name makes it a part of something else.
func inLargerToken(text string, start, end int, f *names.Found) bool {
	if (start == 0 || isBlank(text[start-1])) && (end == len(text) || isBlank(text[end]) || text[end] == ',') {
		return false // most of all words
	}
	before, size := utf8.DecodeLastRuneInString(text[:start])
	first, _ := utf8.DecodeRuneInString(text[start:])
	if size > 0 && joinsToken(before, first) && gluedWord(text[:start-size], false) {
		if !isHyphen(before) || f.OneWord && !prefixed(text[:start-size], f) {
			return true
		}
	}
	if isMark(first) && isLetterOrDigit(before) && size > 0 {
		return true // example.com is not .com
	}
	if size > 0 && (before == '@' || before == '#' || before == '$' || before == '\\' || before == '/' && size == start) {
		return true
	}
	after, size := utf8.DecodeRuneInString(text[end:])
	last, _ := utf8.DecodeLastRuneInString(text[:end])
	if size > 0 && joinsToken(after, last) && gluedWord(text[end+size:], true) {
		return !isHyphen(after) || !hyphenAfter(text[end+size:], f)
	}
	return after == '+' || after == '#' || after == '(' && strings.HasPrefix(text[end:], "()")
}

// prefixed reports whether the text before a hyphen ends in a prefix that leaves a proper name its meaning: non-Unix, pre-COBOL. An ordinary
// word makes another word with it: a non-issue, a pre-test.
func prefixed(before string, f *names.Found) bool {
	if !f.Capitals && f.Class != everyday.Rare {
		return false
	}
	at := strings.LastIndexFunc(before, func(r rune) bool { return !unicode.IsLetter(r) }) + 1
	switch strings.ToLower(before[at:]) {
	case "non", "pre", "post", "anti", "ex", "pseudo":
		return at == 0 || isBlank(before[at-1]) || before[at-1] == '('
	}
	return false
}

func isBlank(c byte) bool { return c == ' ' || c == '\n' }

// joinsToken reports whether the mark between a name's outer character and its neighbor makes one token of both.
func joinsToken(mark, inner rune) bool {
	if !unicode.IsLetter(inner) && !unicode.IsDigit(inner) || inner >= 0xe00 {
		return false
	}
	return strings.ContainsRune("/.@\\_:=&~+%", mark) || isHyphen(mark)
}

func isLetterOrDigit(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func isMark(r rune) bool { return !isLetterOrDigit(r) && !unicode.IsMark(r) }

func isHyphen(r rune) bool {
	return r == '-' || r == 0x2010 || r == 0x2011 || r == 0x2013 || r == 0x2212
}

// gluedWord reports whether text begins (or ends) with a letter or digit.
func gluedWord(text string, begins bool) bool {
	r, size := utf8.DecodeLastRuneInString(text)
	if begins {
		r, size = utf8.DecodeRuneInString(text)
	}
	return size > 0 && (unicode.IsLetter(r) || unicode.IsDigit(r) || r == '/')
}

// hyphenAfter reports whether a name before a hyphen may still be a mention: an abbreviation or a name of several words before a
// word, or any name before a part that leaves it its meaning.
func hyphenAfter(rest string, f *names.Found) bool {
	end := strings.IndexFunc(rest, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if end < 0 {
		end = len(rest)
	}
	part := rest[:end]
	if len(part) < 2 || strings.IndexFunc(part, unicode.IsDigit) >= 0 {
		return false
	}
	return attachable[strings.ToLower(part)] || (f.Capitals || !f.OneWord) && f.Class <= everyday.Known
}

// sentenceStart reports whether what stands at start begins a sentence, as far as capitals are concerned.
func sentenceStart(text string, start int) bool {
	before := strings.TrimRight(text[:start], " \n\t\"'(\u201c\u201d\u2018\u2019\u00ab\u00bb*_[\u00a0")
	if before == "" {
		return true
	}
	last, _ := utf8.DecodeLastRuneInString(before)
	return strings.ContainsRune(".!?:;\u2022\u2013\u2014\u2026|"+string(Barrier), last)
}

// capitalized reports whether text begins with a capital.
func capitalized(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return unicode.IsUpper(r)
}

// besideCapital reports whether a capitalized word stands next to the range, so that both may be one name.
func besideCapital(text string, start, end int) bool {
	if after := strings.TrimLeft(text[end:], " \n"); len(after) < len(text[end:]) && capitalized(after) {
		return true
	}
	before := strings.TrimRight(text[:start], " \n")
	if len(before) == start {
		return false
	}
	at := strings.LastIndexFunc(before, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) + 1
	return at < len(before) && capitalized(before[at:]) && !sentenceStart(text, at)
}

// roomFor returns the number of letters of a block that may be links: three fifths of it, but a short block may be linked whole.
func roomFor(text string) int {
	const short = 120
	return max(short, len(text)*3/5)
}
