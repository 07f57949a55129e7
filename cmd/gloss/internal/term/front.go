package term

import (
	"bytes"
	"fmt"
	"regexp"

	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/mapping"
)

type frontKind uint8

const (
	noFrontMatter frontKind = iota
	yamlFrontMatter
	tomlFrontMatter
)

// maxUnknown is the number of unknown keys reported for one file; a file with more was not written by hand.
const maxUnknown = 50

// front is the place of the front matter between its delimiters, as offsets into the file.
type front struct {
	kind       frontKind
	start, end int
}

// split finds the front matter and sets BodyOffset. Front matter begins on the first line with --- (YAML) or +++ (TOML) alone and
// ends with the same line (or ..., for YAML).
func (p *parser) split() front {
	begin := 0
	if bytes.HasPrefix(p.data, []byte("\ufeff")) {
		begin = len("\ufeff")
	}
	p.term.BodyOffset = begin
	first, next := line(p.data, begin)
	found := front{start: next}
	switch string(first) {
	case "---":
		found.kind = yamlFrontMatter
	case "+++":
		found.kind = tomlFrontMatter
	default:
		return front{}
	}
	for at := next; at < len(p.data); {
		row, after := line(p.data, at)
		if bytes.Equal(row, first) || found.kind == yamlFrontMatter && string(row) == "..." {
			found.end = at
			p.term.BodyOffset = after
			return found
		}
		at = after
	}
	if second, _ := line(p.data, next); !looksLikeKey.Match(second) {
		return front{} // a thematic break, not front matter
	}
	p.report(diag.AtOffset(p.file, p.data, begin, begin+3), "unterminated-front-matter",
		fmt.Sprintf("the front matter has no end: no further line %s", first), fmt.Sprintf("write a line %s after the last key", first))
	p.term.BodyOffset = len(p.data)
	return front{}
}

// looksLikeKey matches the line after a --- that can only open front matter.
var looksLikeKey = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]*\s*[:=]|^#`)

// line returns the line that begins at offset at, without blanks at its end, and the offset of the next one.
func line(data []byte, at int) (row []byte, next int) {
	next = len(data)
	if i := bytes.IndexByte(data[at:], '\n'); i >= 0 {
		next = at + i + 1
	}
	return bytes.TrimRight(data[at:next], " \t\r\n"), next
}

// frontMatter reads the keys into the term.
func (p *parser) frontMatter(f front) {
	var entries []mapping.Entry
	var list diag.List
	switch f.kind {
	case noFrontMatter:
		return
	case yamlFrontMatter:
		entries, list = p.reader.YAML(p.file, p.data, f.start, f.end)
	case tomlFrontMatter:
		entries, list = mapping.TOML(p.file, p.data, f.start, f.end)
	}
	p.list = append(p.list, list...)
	if entries == nil && list != nil {
		p.set[keyTitle] = "unread" // the title may well be there: its absence is not another error
	}
	// In the order of keys, not of writing: of two keys with one meaning the native one counts.
	for i := range keys {
		for j := range entries {
			if entries[j].Key == keys[i].name {
				p.entry(keys[i], entries[j])
				break
			}
		}
	}
	unknown := 0
	for _, e := range entries {
		if !isKey(e.Key) && unknown < maxUnknown {
			unknown++
			p.unknownKey(e)
		}
	}
}

func (p *parser) entry(k key, e mapping.Entry) {
	if e.Value.IsNull() {
		return
	}
	if other := p.set[k.native]; other != "" && !k.adds {
		if k.native == keyDraft {
			return // draft: decides, whatever status: says
		}
		d := e.At(p.file, p.data)
		d.Severity = diag.Warning
		p.report(d, "key-not-used", fmt.Sprintf("%s is not used: %s is given too", e.Key, other), fmt.Sprintf("keep one; both set the %s", nativeKeys[k.native]))
		return
	}
	p.set[k.native] = e.Key
	k.read(p, e)
}

func isKey(name string) bool {
	for i := range keys {
		if keys[i].name == name {
			return true
		}
	}
	return false
}

func (p *parser) unknownKey(e mapping.Entry) {
	d := e.At(p.file, p.data)
	d.Severity = p.opts.UnknownKeys
	names := make([]string, 0, len(keys))
	for i := range keys {
		names = append(names, keys[i].name)
	}
	hint := diag.DidYouMean(e.Key, names)
	if diag.Nearest(e.Key, names) == "title" {
		p.set[keyTitle] = e.Key // one mistake, one error: the title is not missing too
	}
	if hint == "" {
		hint = "delete it, or set unknown_keys: warn in gloss.yaml"
	}
	p.report(d, "unknown-key", fmt.Sprintf("unknown key %q", e.Key), hint)
}
