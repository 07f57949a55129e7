package search

import (
	"fmt"
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
		e.add(fmt.Sprintf("c%d", from/n), func(s *script) {
			for i := from; i < min(from+n, total); i++ {
				c := e.p.card(i)
				s.part("")
				s.text = appendCard(s.text, e.p.ids[i], &c)
			}
		})
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
	for i := 0; i < total; i += step {
		sum += len(e.p.passages(i))
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
		e.add(fmt.Sprintf("s%d", from/n), func(s *script) {
			for i := from; i < min(from+n, total); i++ {
				s.literal(e.p.passages(i))
			}
		})
	}
	return n
}

func (e *exporter) anyPassages() bool {
	for i := range e.p.ids {
		if e.p.passages(i) != "" {
			return true
		}
	}
	return false
}

// appendCard appends [title, summary, names, tags, id, url], with 0 for what is empty or follows from the rest, cut at the end.
func appendCard(b []byte, id string, c *card) []byte {
	b = appendLiteral(append(b, '['), c.title)
	end := len(b)
	text := func(s, usual string) {
		if s == usual {
			b = append(b, ",0"...)
			return
		}
		b = appendLiteral(append(b, ','), s)
		end = len(b)
	}
	list := func(all []string) {
		if len(all) == 0 {
			b = append(b, ",0"...)
			return
		}
		b = append(b, ",["...)
		for i, s := range all {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendLiteral(b, s)
		}
		b = append(b, ']')
		end = len(b)
	}
	text(shorten(c.summary), "")
	list(c.names())
	list(c.tags)
	text(id, strings.Join(rawWords(c.title), "-"))
	text(c.url, "terms/"+id+".html")
	return append(b[:end], ']')
}
