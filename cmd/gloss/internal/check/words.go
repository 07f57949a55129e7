package check

import (
	"bytes"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/names/everyday"
	"gloss/cmd/gloss/internal/rule"
	"gloss/cmd/gloss/internal/term"
)

// wellKnown are words in capitals that no glossary explains. A team adds its own with check.ignore.
var wellKnown = map[string]bool{"OK": true, "TV": true, "USA": true, "US": true, "UK": true, "EU": true, "UN": true, "AM": true, "PM": true,
	"BC": true, "AD": true, "ID": true, "IT": true, "PDF": true, "FAQ": true, "TODO": true, "PS": true,
	"II": true, "III": true, "IV": true, "VI": true, "VII": true, "VIII": true, "IX": true, "XI": true, "XII": true}

// sighting is a word or phrase and where it was seen first, in order of paths.
type sighting struct {
	pages      int
	last       *term.Term // the page counted last
	first      *term.Term
	start, end int // in first's file
}

// words finds abbreviations that nobody defines, and capitalised phrases that could be terms.
func (c *checker) words() {
	scan := scanner{abbreviations: map[string]*sighting{}, phrases: map[string]*sighting{}, defined: map[string]bool{}}
	terms := slices.Clone(c.in.Terms)
	// The first sighting is the first in order of paths, whatever the order of the input.
	slices.SortFunc(terms, func(a, b *term.Term) int { return strings.Compare(a.File.Path, b.File.Path) })
	for _, t := range terms {
		scan.page(t)
	}
	ignored := map[string]bool{}
	for _, text := range c.in.Config.Check.Ignore {
		ignored[text] = true
	}
	for _, word := range slices.Sorted(maps.Keys(scan.abbreviations)) {
		s := scan.abbreviations[word]
		if s.pages < rule.AbbreviationPages || ignored[word] || wellKnown[word] || scan.defined[word] || len(c.in.Table.Lookup(word)) > 0 {
			continue
		}
		c.tell(rule.Undefined, s.place(), fmt.Sprintf("%q stands on %d pages and is defined nowhere", word, s.pages),
			"write a term, make it the abbreviation of one, spell it out once as in \"Long Name ("+word+")\", or list it under check.ignore")
	}
	for _, phrase := range slices.Sorted(maps.Keys(scan.phrases)) {
		s := scan.phrases[phrase]
		if s.pages < rule.WantedPages || ignored[phrase] || len(c.in.Table.Lookup(phrase)) > 0 {
			continue
		}
		c.tell(rule.Wanted, s.place(), fmt.Sprintf("%q stands on %d pages and is no term", phrase, s.pages), "write the term, or list it under check.ignore")
	}
}

func (s *sighting) place() diag.Diagnostic {
	return diag.AtOffset(s.first.File.Path, s.first.File.Data, s.start, s.end)
}

// scanner reads the Markdown of all pages, line by line. It looks at prose alone: no code, no headings, no addresses.
type scanner struct {
	term          *term.Term
	abbreviations map[string]*sighting
	phrases       map[string]*sighting
	defined       map[string]bool // abbreviations spelled out in a text
	words         []token         // of the line at hand
}

// token is a word of a line.
type token struct {
	start, end int
	joined     bool // only a blank stands between it and the word before
	upper      bool // all capitals and digits, at least two capitals
	title      bool // a capital and then small letters
}

func (s *scanner) page(t *term.Term) {
	s.term = t
	fence := ""
	for start := t.BodyOffset; start < len(t.File.Data); {
		end := len(t.File.Data)
		if i := bytes.IndexByte(t.File.Data[start:], '\n'); i >= 0 {
			end = start + i
		}
		line := string(t.File.Data[start:end])
		trimmed := strings.TrimSpace(line)
		mark := fenceMark(trimmed)
		switch {
		case fence != "" && strings.HasPrefix(mark, fence) && len(trimmed) == len(mark):
			fence = ""
		case fence != "" || strings.HasPrefix(trimmed, "#") || strings.HasPrefix(line, "    ") || strings.HasPrefix(line, "\t"):
		case mark != "":
			fence = mark
		default:
			s.line(line, start)
		}
		start = end + 1
	}
}

// fenceMark returns the run of three or more backquotes or tildes that a line begins with (CommonMark 4.5).
func fenceMark(line string) string {
	for _, c := range []string{"`", "~"} {
		if n := len(line) - len(strings.TrimLeft(line, c)); n >= 3 {
			return line[:n]
		}
	}
	return ""
}

// line looks at the words of one line that begins at offset in the file.
func (s *scanner) line(line string, offset int) {
	line = blankOut(line)
	s.words = appendTokens(s.words[:0], line)
	capitals := 0
	for _, w := range s.words {
		if w.upper {
			capitals++
		}
	}
	if shouted := capitals > 3 && capitals*2 > len(s.words); shouted {
		return
	}
	for i := 0; i < len(s.words); i++ {
		w := s.words[i]
		if w.upper && !glued(line, w) {
			word := line[w.start:w.end]
			if spelledOut(line, w.start, w.end) {
				s.defined[word] = true
			}
			s.see(s.abbreviations, word, offset+w.start, offset+w.end)
			continue
		}
		if n := s.phrase(line, i); n > 1 {
			last := s.words[i+n-1]
			s.see(s.phrases, line[w.start:last.end], offset+w.start, offset+last.end)
			i += n - 1
		}
	}
}

// phrase returns the number of capitalised words from word i on, if they stand in the middle of a sentence and are two to four.
func (s *scanner) phrase(line string, i int) int {
	const longest = 4
	isEmpty := func(w token) bool {
		return everyday.Of("en", strings.ToLower(line[w.start:w.end])) == everyday.Function
	}
	if i == 0 || !s.words[i].title || !s.words[i].joined || s.words[i-1].title && !isEmpty(s.words[i-1]) || isEmpty(s.words[i]) {
		return 0
	}
	n := 1
	for i+n < len(s.words) && s.words[i+n].title && s.words[i+n].joined {
		n++
	}
	if n > longest {
		return 0
	}
	return n
}

func (s *scanner) see(seen map[string]*sighting, text string, start, end int) {
	one := seen[text]
	if one == nil {
		one = &sighting{first: s.term, start: start, end: end}
		seen[strings.Clone(text)] = one
	}
	if one.last != s.term {
		one.last = s.term
		one.pages++
	}
}

// glued reports whether a word is part of something with signs: .NET, #TAG, $PATH.
func glued(line string, w token) bool {
	before, size := utf8.DecodeLastRuneInString(line[:w.start])
	if size > 0 && strings.ContainsRune(".#@/\\$%+&=~:-_", before) {
		return true
	}
	after, size := utf8.DecodeRuneInString(line[w.end:])
	return size > 0 && strings.ContainsRune("#@/\\$+&=~_-", after)
}

// blankOut replaces what is no prose by characters that no word holds: code, the addresses of links, [[names]], HTML tags. The
// length stays.
func blankOut(line string) string {
	if !strings.ContainsAny(line, "`[<") && !strings.Contains(line, "://") {
		return line
	}
	out := []byte(line)
	blank := func(opening, closing string) {
		for from := 0; ; {
			i := strings.Index(line[from:], opening)
			if i < 0 {
				return
			}
			start := from + i
			j := strings.Index(line[start+len(opening):], closing)
			if j < 0 {
				return
			}
			from = start + len(opening) + j + len(closing)
			for k := start; k < from; k++ {
				out[k] = 1
			}
		}
	}
	blank("`", "`")
	blank("](", ")")
	blank("[[", "]]")
	blank("[!", "]") // the mark of an alert
	blank("<", ">")
	blank("://", " ")
	return string(out)
}

// appendTokens cuts a line into words: letters and digits, with & inside.
func appendTokens(tokens []token, line string) []token {
	for i := 0; i < len(line); {
		r, size := utf8.DecodeRuneInString(line[i:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			i += size
			continue
		}
		end, upper, lower := i, 0, 0
		for end < len(line) {
			r, size := utf8.DecodeRuneInString(line[end:])
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '&' && r != '_' && r != '\'' && r != '’' && r != '-' && r != '/' && r != '.' ||
				(r == '.' || r == '-' || r == '\'' || r == '’') && !wordFollows(line[end+size:]) {
				break
			}
			if unicode.IsUpper(r) {
				upper++
			} else if !unicode.IsDigit(r) && r != '&' {
				lower++
			}
			end += size
		}
		t := token{start: i, end: end}
		t.joined = len(tokens) > 0 && line[tokens[len(tokens)-1].end:i] == " "
		plain := bare(line[i:end])
		ending := utf8.RuneCountInString(line[i+len(plain) : end])
		t.upper = upper >= 2 && lower == ending && utf8.RuneCountInString(plain) <= 6
		if t.upper {
			t.end = i + len(plain)
		}
		t.title = unicode.IsUpper(r) && upper == 1 && lower > 0 && !strings.ContainsAny(line[i:end], "/_.")
		tokens = append(tokens, t)
		i = end
	}
	return tokens
}

// bare is a word without the endings of plural and possessive.
func bare(word string) string {
	for _, ending := range []string{"'s", "’s", "s"} {
		if plain, found := strings.CutSuffix(word, ending); found {
			return plain
		}
	}
	return word
}

func wordFollows(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}

// spelledOut reports whether the words before "(ABC)", or those in brackets behind "ABC (", begin with its letters.
func spelledOut(line string, start, end int) bool {
	const near = 200 // bytes: no expansion is longer, and a line may be
	word := line[start:end]
	if start > 0 && line[start-1] == '(' && end < len(line) && (line[end] == ')' || line[end] == 's') {
		before := strings.Fields(strings.ReplaceAll(line[max(0, start-near):start-1], "-", " "))
		return initials(before[max(0, len(before)-len(word)-3):], word)
	}
	if rest, ok := strings.CutPrefix(line[end:min(len(line), end+near)], " ("); ok {
		inside, _, closed := strings.Cut(rest, ")")
		return closed && initials(strings.Fields(strings.ReplaceAll(inside, "-", " ")), word)
	}
	return false
}

// initials reports whether the letters of word are first letters of the words, in order; small words between may be skipped.
func initials(words []string, word string) bool {
	letters := []rune(strings.ToLower(word))
	for _, w := range words {
		w = strings.TrimLeft(strings.ToLower(w), "*_\"'“‘([")
		if first, size := utf8.DecodeRuneInString(w); size > 0 && len(letters) > 0 && first == letters[0] {
			letters = letters[1:]
		}
	}
	return len(letters) == 0
}
