package linker

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"gloss/cmd/gloss/internal/source"
	"gloss/cmd/gloss/internal/term"
)

// readPodGlossary reads perlglossary, 549 terms from "Programming Perl" whose authors set each word in bold that the glossary defines
// elsewhere. Debian's perl-doc brings it; PERLGLOSSARY names another file. It is in Perl's plain old documentation (perlpod).
func readPodGlossary() ([]*article, error) {
	file := os.Getenv("PERLGLOSSARY")
	if file == "" {
		found, err := filepath.Glob("/usr/share/perl/*/pod/perlglossary.pod")
		if err != nil || len(found) == 0 {
			return nil, cmp.Or(err, os.ErrNotExist)
		}
		file = found[len(found)-1]
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var articles []*article
	for n, item := range strings.Split(string(data), "\n=item ")[1:] {
		title, body, _ := strings.Cut(item, "\n")
		body, _, _ = strings.Cut(body, "\n=back")
		var head, text pod
		head.read(title)
		text.read(strings.TrimSpace(body))
		one := &term.Term{Slug: fmt.Sprintf("%03d", n), Title: strings.TrimSpace(head.text.String())}
		one.File = source.File{Path: one.Slug + ".md"}
		articles = append(articles, &article{term: one, text: text.text.String(), links: text.bold})
	}
	return articles, nil
}

// pod is a text with its formatting codes taken out: X<index entries> are not shown, C<code> is no part of a mention.
type pod struct {
	text strings.Builder
	bold []string
}

// read reads up to the end of s, or to the > that closes a code, and returns what follows it.
func (p *pod) read(s string) (rest string) {
	for s != "" {
		switch {
		case s[0] == '>':
			return s[1:]
		case len(s) > 2 && s[1] == '<' && s[0] >= 'A' && s[0] <= 'Z':
			s = p.code(s[0], s)
		default:
			p.text.WriteByte(s[0])
			s = s[1:]
		}
	}
	return ""
}

// code reads one formatting code and returns what follows it. C<< a > b >> ends at as many brackets as it begins with.
func (p *pod) code(kind byte, s string) (rest string) {
	open := s[1 : 1+len(s[1:])-len(strings.TrimLeft(s[1:], "<"))]
	var inner pod
	if len(open) > 1 {
		content, after, _ := strings.Cut(s[1+len(open):], strings.Repeat(">", len(open)))
		inner.text.WriteString(content)
		rest = after
	} else {
		rest = inner.read(s[2:])
	}
	switch kind {
	case 'X', 'Z':
	case 'C', 'F', 'L':
		p.text.WriteRune(Barrier)
	case 'B':
		p.bold = append(p.bold, strings.Join(strings.Fields(inner.text.String()), " "))
		fallthrough
	default:
		p.text.WriteString(inner.text.String())
	}
	return rest
}
