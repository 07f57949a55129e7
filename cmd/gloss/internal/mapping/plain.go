package mapping

import (
	"strings"
	"unicode/utf8"
)

// plainYAML reads the subset of YAML that nearly all term files keep to, about ten times as fast as the library: a key a line, its
// value a plain or quoted text on the same line, a list in brackets on the same line, or a list of such texts, one a line. It
// reports false for anything else, and never gives another result than the library (held by FuzzPlainYAML). line is the number of
// lines before data.
func (r *Reader) plainYAML(data []byte, line int32) ([]Entry, bool) {
	entries := r.entries[:0]
	r.items = r.items[:0]
	dashes := -1 // indentation of the open list's dashes; -1 while its first item is to come
	open := false
	for text := string(data); text != ""; {
		line++
		row := text
		if i := strings.IndexByte(text, '\n'); i >= 0 {
			row, text = strings.TrimSuffix(text[:i], "\r"), text[i+1:]
		} else {
			text = ""
		}
		row = strings.TrimRight(row, " ")
		if row == "" {
			continue
		}
		indent := len(row) - len(strings.TrimLeft(row, " "))
		if strings.HasPrefix(row[indent:], "- ") {
			if !open || dashes >= 0 && dashes != indent {
				return nil, false
			}
			dashes = indent
			at := indent + 1 + blanks(row[indent+1:])
			item, ok := plainScalar(row[at:], line, int32(at)+1)
			if !ok {
				return nil, false
			}
			v := &entries[len(entries)-1].Value
			if v.Kind != List {
				v.Kind, v.Pos = List, Pos{line, int32(indent) + 1}
			}
			// The items before it are the last of all, so the list goes on where it ends.
			first := len(r.items) - len(v.Items)
			r.items = append(r.items, item)
			v.Items = r.items[first:len(r.items):len(r.items)]
			continue
		}
		if indent > 0 {
			return nil, false
		}
		entry, ok := r.plainEntry(row, line)
		if !ok {
			return nil, false
		}
		open, dashes = entry.Value.Kind == Scalar && entry.Value.Text == "" && !entry.Value.Quoted, -1
		entries = append(entries, entry)
	}
	r.entries = entries
	return entries, true
}

func blanks(s string) int { return len(s) - len(strings.TrimLeft(s, " ")) }

// plainEntry reads `key:` with or without a value.
func (r *Reader) plainEntry(row string, line int32) (Entry, bool) {
	colon := 0
	for colon < len(row) && (row[colon] == '_' || isAlphanumeric(row[colon])) {
		colon++
	}
	if colon == 0 || colon == len(row) || row[colon] != ':' || colon > 40 {
		return Entry{}, false
	}
	e := Entry{Key: row[:colon], KeyPos: Pos{line, 1}}
	rest := row[colon+1:]
	if rest == "" {
		e.Value.Pos = Pos{line, int32(colon) + 2}
		return e, true
	}
	if rest[0] != ' ' {
		return Entry{}, false
	}
	at := colon + 1 + blanks(rest)
	ok := false
	if row[at] == '[' {
		e.Value, ok = r.plainList(row, at, line)
	} else {
		e.Value, ok = plainScalar(row[at:], line, int32(at)+1)
	}
	return e, ok
}

func isAlphanumeric(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9'
}

// plainScalar reads the whole of s as one text; col is the column of its first character.
func plainScalar(s string, line, col int32) (Value, bool) {
	if quote := s[0]; quote == '"' || quote == '\'' {
		if len(s) < 2 || s[len(s)-1] != quote {
			return Value{}, false
		}
		inner := s[1 : len(s)-1]
		if strings.IndexByte(inner, quote) >= 0 || strings.IndexByte(inner, '\t') >= 0 || quote == '"' && strings.IndexByte(inner, '\\') >= 0 {
			return Value{}, false
		}
		return Value{Text: inner, Quoted: true, Pos: Pos{line, col + 1}}, true
	}
	if !startsPlain(s[0]) || strings.Contains(s, ": ") || strings.Contains(s, " #") || s[len(s)-1] == ':' || strings.IndexByte(s, '\t') >= 0 {
		return Value{}, false
	}
	return Value{Text: s, Pos: Pos{line, col}}, true
}

// startsPlain reports whether a plain scalar that begins with c means nothing but itself.
func startsPlain(c byte) bool { return isAlphanumeric(c) || c == '(' || c == '$' || c >= utf8.RuneSelf }

// plainList reads the list in brackets that begins at row[at] and ends with the row.
func (r *Reader) plainList(row string, at int, line int32) (Value, bool) {
	v := Value{Kind: List, Pos: Pos{line, int32(at) + 1}}
	if row[len(row)-1] != ']' {
		return v, false
	}
	body := row[at+1 : len(row)-1]
	first := len(r.items)
	v.Items = r.items[first:first:first]
	if strings.TrimLeft(body, " ") == "" {
		return v, true
	}
	col := int32(at) + 2
	for {
		skip := blanks(body)
		body, col = body[skip:], col+int32(skip)
		length := strings.IndexByte(body, ',')
		if body != "" && (body[0] == '"' || body[0] == '\'') {
			if close := strings.IndexByte(body[1:], body[0]); close >= 0 {
				rest := body[close+2:]
				if length = strings.IndexByte(rest, ','); length >= 0 {
					length += close + 2
				}
			}
		}
		item := body
		if length >= 0 {
			item = body[:length]
		}
		text := strings.TrimRight(item, " ")
		if text == "" || startsPlain(text[0]) && strings.ContainsAny(text, "[]{}:#\"'?") {
			return v, false
		}
		value, ok := plainScalar(text, line, col)
		if !ok {
			return v, false
		}
		r.items = append(r.items, value)
		if length < 0 {
			v.Items = r.items[first:len(r.items):len(r.items)]
			return v, true
		}
		col += int32(utf8.RuneCountInString(item)) + 1
		body = body[length+1:]
	}
}
