package site

import (
	"fmt"
	"strings"
	"unicode"

	"gloss/layouts"
)

// cite returns how a term is cited. The author is the one of the settings; where there is none, the title comes first, as the APA
// asks for (Publication Manual, 7th edition, 9.12). The address is the canonical one and left out without a base URL.
func (s *Site) cite(e *entry, canonical string) layouts.Citation {
	c, words := s.in.Config, &s.in.Words
	date := words.CiteUndated
	if e.Updated != "" {
		date = words.CitationDate(e.Updated)
	}
	head := fmt.Sprintf("%s. (%s).", e.Title, date)
	if c.Author != "" {
		head = fmt.Sprintf("%s (%s). %s.", sentence(c.Author), date, e.Title)
	}
	apa := fmt.Sprintf("%s %s %s", head, words.CiteIn, sentence(c.Title))
	var plain strings.Builder
	if c.Author != "" {
		plain.WriteString(sentence(c.Author) + " ")
	}
	fmt.Fprintf(&plain, "“%s.” %s", e.Title, sentence(c.Title))
	if e.Updated != "" {
		plain.WriteString(" " + sentence(words.FormatDate(e.Updated)))
	}
	if canonical != "" {
		apa += " " + canonical
		plain.WriteString(" " + canonical)
	}
	return layouts.Citation{Plain: plain.String(), APA: apa, BibTeX: s.bibTeX(e, canonical)}
}

// sentence ends a text in a full stop.
func sentence(text string) string {
	if strings.HasSuffix(text, ".") || strings.HasSuffix(text, "?") || strings.HasSuffix(text, "!") {
		return text
	}
	return text + "."
}

// bibTeX returns an entry of type misc, which each style of BibTeX knows; howpublished holds the glossary. Braces keep the case of
// names and titles.
func (s *Site) bibTeX(e *entry, canonical string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "@misc{%s,\n", bibTeXKey(e.Slug))
	field := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "  %s = {%s},\n", name, value)
		}
	}
	author := ""
	if s.in.Config.Author != "" {
		author = "{" + bibTeXText(s.in.Config.Author) + "}"
	}
	field("author", author)
	field("title", "{"+bibTeXText(e.Title)+"}")
	field("howpublished", bibTeXText(s.in.Config.Title))
	if year, rest, dated := strings.Cut(e.Updated, "-"); dated {
		month, _, _ := strings.Cut(rest, "-")
		field("year", year)
		field("month", strings.TrimPrefix(month, "0"))
	}
	field("url", bibTeXURL.Replace(canonical))
	b.WriteString("}")
	return b.String()
}

// bibTeXKey keeps what may stand in a key. Letters beyond ASCII may not for the original program, so they are spelled by number.
func bibTeXKey(slug string) string {
	var b strings.Builder
	for _, r := range slug {
		switch {
		case r < 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r) || strings.ContainsRune("-_.", r)):
			b.WriteRune(r)
		default:
			fmt.Fprintf(&b, "u%x", r)
		}
	}
	return b.String()
}

var bibTeXEscapes = strings.NewReplacer(`\`, `\textbackslash{}`, "{", `\{`, "}", `\}`, "%", `\%`, "#", `\#`, "$", `\$`, "&", `\&`, "_", `\_`,
	"~", `\textasciitilde{}`, "^", `\textasciicircum{}`)

// bibTeXURL is made once: made for each page, it was a fifth of all memory allocated.
var bibTeXURL = strings.NewReplacer("{", "%7B", "}", "%7D")

func bibTeXText(text string) string { return bibTeXEscapes.Replace(text) }
