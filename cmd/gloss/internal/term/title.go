package term

import (
	"bytes"
	"html"
	"regexp"
	"strings"
	"unicode/utf8"

	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/mapping"
)

// titleFromBody takes the title from the first heading when the front matter gave none. Without a heading, a file without front
// matter is named after its file, with a warning; front matter without a title is an error.
func (p *parser) titleFromBody(hasFront bool) {
	t := p.term
	if t.Title != "" || p.set[keyTitle] != "" || p.list.HasErrors() && !hasFront {
		return
	}
	start, end := t.BodyOffset, t.BodyOffset
	if h, ok := headingAtStart(p.data, t.BodyOffset); ok {
		t.BodyOffset = h.next
		start, end = h.start, h.end
	} else if h, ok := firstTopHeading(p.data, t.BodyOffset); ok {
		p.own()
		start, end = h.start, h.end
		defer blank(p.data[h.line:h.next])
	}
	d := diag.AtOffset(p.file, p.data, start, end)
	v := mapping.Value{Text: inlineText(string(p.data[start:end])), Pos: mapping.Pos{Line: int32(d.Line), Col: int32(d.Col)}}
	if strings.TrimSpace(v.Text) != "" {
		if title, ok := p.checkName("the title", v); ok {
			t.Title, t.TitlePos = title, at(v)
		}
		return
	}
	switch {
	case p.isHome():
	case hasFront:
		p.report(diag.AtOffset(p.file, p.data, 0, 3), "missing-title", "the front matter has no title", "add a line title: "+p.fallbackTitle())
	default:
		d := diag.Diagnostic{File: p.file, Severity: diag.Warning}
		p.report(d, "missing-title", "no front matter and no heading: the file's name serves as title", "begin the file with # "+p.fallbackTitle())
	}
}

// heading is the place of a heading in a file: its lines from line to next, its text from start to end.
type heading struct{ line, next, start, end int }

// headingAtStart finds a heading of any level before any other text; blank lines and HTML comments may precede it.
func headingAtStart(data []byte, at int) (heading, bool) {
	for at < len(data) {
		row, next := line(data, at)
		trimmed := bytes.TrimLeft(row, " \t")
		switch {
		case len(trimmed) == 0:
			at = next
		case bytes.HasPrefix(trimmed, []byte("<!--")):
			end := bytes.Index(data[at:], []byte("-->"))
			if end < 0 {
				return heading{}, false
			}
			at += end + len("-->")
		default:
			if h, ok := atxHeading(data, at, 6); ok {
				return h, true
			}
			return setextHeading(data, at)
		}
	}
	return heading{}, false
}

// firstTopHeading finds the first "# " heading outside of fenced code.
func firstTopHeading(data []byte, at int) (heading, bool) {
	fence := ""
	for at < len(data) {
		row, next := line(data, at)
		trimmed := string(bytes.TrimLeft(row, " "))
		switch {
		case fence != "":
			if strings.HasPrefix(trimmed, fence) && strings.Trim(trimmed, fence[:1]) == "" {
				fence = ""
			}
		case strings.HasPrefix(trimmed, "```"), strings.HasPrefix(trimmed, "~~~"):
			fence = trimmed[:len(trimmed)-len(strings.TrimLeft(trimmed, trimmed[:1]))]
		default:
			if h, ok := atxHeading(data, at, 1); ok {
				return h, true
			}
		}
		at = next
	}
	return heading{}, false
}

// atxHeading reads the line at offset at as an ATX heading (CommonMark 4.2) of at most the given level.
func atxHeading(data []byte, at, level int) (heading, bool) {
	row, next := line(data, at)
	indent := len(row) - len(bytes.TrimLeft(row, " "))
	signs := indent
	for signs < len(row) && row[signs] == '#' {
		signs++
	}
	if n := signs - indent; indent > 3 || n == 0 || n > level || signs < len(row) && row[signs] != ' ' && row[signs] != '\t' {
		return heading{}, false
	}
	body := bytes.TrimRight(row, "#")
	if len(body) > signs && body[len(body)-1] != ' ' && body[len(body)-1] != '\t' {
		body = row // the last # belongs to a word: C#
	}
	start := signs + len(row[signs:]) - len(bytes.TrimLeft(row[signs:], " \t"))
	end := max(start, len(bytes.TrimRight(body, " \t")))
	return heading{line: at, next: next, start: at + start, end: at + end}, true
}

// setextHeading reads the line at offset at and an underline of = or - as a heading (CommonMark 4.3).
func setextHeading(data []byte, at int) (heading, bool) {
	row, next := line(data, at)
	under, after := line(data, next)
	if len(under) == 0 || bytes.HasPrefix(row, []byte("    ")) || len(bytes.Trim(under, "=")) > 0 && len(bytes.Trim(under, "-")) > 0 {
		return heading{}, false
	}
	trimmed := bytes.TrimLeft(row, " ")
	if bytes.ContainsAny(trimmed[:1], ">-+*|`~<") {
		return heading{}, false
	}
	return heading{line: at, next: after, start: at + len(row) - len(trimmed), end: at + len(row)}, true
}

func blank(data []byte) {
	for i, c := range data {
		if c != '\n' && c != '\r' {
			data[i] = ' '
		}
	}
}

// The inline marks that a heading may carry, as regular expressions over text without code. Only what writers put into titles is
// known here; the Markdown of bodies is not this package's business.
var (
	headingID    = regexp.MustCompile(`\s*\{[#.][^{}]*\}$`)
	inlineLink   = regexp.MustCompile(`!?\[([^\[\]]*)\](?:\([^()]*\)|\[[^\[\]]*\])`)
	strongMark   = regexp.MustCompile(`(\*\*|__)([^\s*_](?:.*?[^\s*_])?)(\*\*|__)`)
	emphasisMark = regexp.MustCompile(`(^|[^\pL\pN*_])[*_]([^\s*_](?:[^*_]*[^\s*_])?)[*_]($|[^\pL\pN*_])`)
	codeSpan     = regexp.MustCompile("`+([^`]+)`+")
	escapedMark  = regexp.MustCompile("\\\\([!-/:-@\\[-`{-~])")
)

// inlineText returns the text of a heading without its inline marks.
func inlineText(s string) string {
	s = headingID.ReplaceAllString(s, "")
	if !strings.ContainsAny(s, "*_`[\\&") {
		return s
	}
	// Escaped signs are hidden from the marks in a private-use plane, then shown again.
	const plane = 0xf0000
	s = escapedMark.ReplaceAllStringFunc(s, func(m string) string { return string(rune(plane + int(m[1]))) })
	s = codeSpan.ReplaceAllStringFunc(s, func(m string) string {
		return strings.Map(func(r rune) rune {
			if r > ' ' && r < utf8.RuneSelf {
				return plane + r
			}
			return r
		}, strings.TrimSpace(strings.Trim(m, "`")))
	})
	s = inlineLink.ReplaceAllString(s, "$1")
	s = strongMark.ReplaceAllString(s, "$2")
	s = emphasisMark.ReplaceAllString(s, "$1$2$3")
	s = html.UnescapeString(s)
	return strings.Map(func(r rune) rune {
		if r >= plane && r < plane+utf8.RuneSelf {
			return r - plane
		}
		return r
	}, s)
}
