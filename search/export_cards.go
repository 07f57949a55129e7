package search

import (
	"strconv"
	"strings"
)

// cardsPerFile is the number of terms of which the cards share a file: few bytes for a small glossary, fewer files for a large one.
func cardsPerFile(documents int) int {
	if documents <= 2000 {
		return 3
	}
	return 8
}

// cards writes what is shown of terms, some terms a file.
func (e *exporter) cards() {
	n, total := cardsPerFile(len(e.p.ids)), len(e.p.ids)
	for from := 0; from < total; from += n {
		e.add("c"+strconv.Itoa(from/n), func(s *script) {
			for i := from; i < min(from+n, total); i++ {
				c := e.p.card(i)
				s.part("")
				s.card(e.p.ids[i], &c)
			}
		}, e.documents(from, min(from+n, total)))
	}
}

// Bodies of about this many bytes share a file, and of no more terms than this: an answer wants the body of one term.
const (
	bodyBytes     = 2000
	bodiesPerFile = 16
	bodySamples   = 256
)

// bodies writes the passages of bodies, those of a fixed number of terms a file, and gives that number, a power of two, or 0 where no term
// has any. A sample of the terms tells how long bodies are.
func (e *exporter) bodies() int {
	total, sum := len(e.p.ids), 0
	step := max(1, total/bodySamples)
	var buffer []byte
	for i := 0; i < total; i += step {
		buffer = e.p.passages(buffer[:0], i)
		sum += len(buffer)
	}
	samples := (total + step - 1) / step
	n := 1
	for n < bodiesPerFile && 2*n*sum <= bodyBytes*samples {
		n *= 2
	}
	if sum == 0 && !e.anyPassages() {
		return 0
	}
	for from := 0; from < total; from += n {
		e.add("s"+strconv.Itoa(from/n), func(s *script) {
			for i := from; i < min(from+n, total); i++ {
				s.scratch = e.p.passages(s.scratch[:0], i)
				s.part("")
				s.text = appendLiteral(s.text, s.scratch)
			}
		}, e.documents(from, min(from+n, total)))
	}
	return n
}

func (e *exporter) anyPassages() bool {
	var buffer []byte
	for i := range e.p.ids {
		if buffer = e.p.passages(buffer, i); len(buffer) > 0 {
			return true
		}
	}
	return false
}

// card writes [title, summary, names, tags, id, url], with 0 for what is empty or follows from the rest, cut at the end.
func (s *script) card(id string, c *card) {
	b := appendLiteral(append(s.text, '['), c.title)
	end := len(b)
	if shown := shownOf(c.summary); c.summary == "" {
		b = append(b, ",0"...)
	} else {
		b = appendEscaped(append(b, `,"`...), c.summary[:shown])
		if shown < len(c.summary) {
			b = append(b, "…"...)
		}
		b = append(b, '"')
		end = len(b)
	}
	for _, list := range [][]string{c.names(), c.tags} {
		if len(list) == 0 {
			b = append(b, ",0"...)
			continue
		}
		b = append(b, ",["...)
		for i, one := range list {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendLiteral(b, one)
		}
		b = append(b, ']')
		end = len(b)
	}
	if s.namedFor(id, c.title) {
		b = append(b, ",0"...)
	} else {
		b = appendLiteral(append(b, ','), id)
		end = len(b)
	}
	if !usualAddress(c.url, id) {
		b = appendLiteral(append(b, ','), c.url)
		end = len(b)
	}
	s.text = append(b[:end], ']')
}

// namedFor reports whether a slug is the words of the title, joined.
func (s *script) namedFor(id, title string) bool {
	if !isPlain(title) {
		return id == strings.Join(rawWords(title), "-")
	}
	s.scratch = appendLower(s.scratch[:0], title)
	s.spans = appendSpans(s.spans[:0], s.scratch)
	for i, sp := range s.spans {
		if i > 0 {
			if id == "" || id[0] != '-' {
				return false
			}
			id = id[1:]
		}
		for _, c := range s.scratch[sp.from:min(sp.to, sp.from+maxWord)] {
			if c == '\'' {
				continue
			}
			if id == "" || id[0] != c {
				return false
			}
			id = id[1:]
		}
	}
	return id == ""
}

// usualAddress reports whether an address is that of a term's page.
func usualAddress(url, id string) bool {
	rest, ok := strings.CutPrefix(url, "terms/")
	rest, html := strings.CutSuffix(rest, ".html")
	return ok && html && rest == id
}
