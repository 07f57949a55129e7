// Package mapping reads a mapping of keys to values, written in YAML or TOML, into entries that know where they stand: the front
// matter of a term file and gloss.yaml.
//
// In goes a range of a file, out come entries in order of writing and everything that is wrong with the notation. What the keys
// mean is not decided here, and no value is guessed: a scalar keeps the text that the writer wrote, so that "no", "1.10" and
// "2026-01-02" stay what they are until a key asks for a truth value or a date. Anchors, aliases and tags of YAML are refused,
// which leaves nothing that grows when read.
package mapping

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"gloss/cmd/gloss/internal/diag"
)

const (
	// MaxBytes is the largest mapping that is read, in bytes.
	MaxBytes = 64 << 10
	// MaxDepth is the deepest nesting of lists and mappings that is read.
	MaxDepth = 8
	// maxRepeated is the number of messages of one kind about one mapping; a file that earns more was not written by hand.
	maxRepeated = 50
)

// Kind is the shape of a value.
type Kind uint8

const (
	// Scalar is a single text, number, date or truth value.
	Scalar Kind = iota
	// List is a sequence of values.
	List
	// Map is a mapping of keys to values.
	Map
)

// Pos is a place in a file: line and column count from 1, columns in characters.
type Pos struct{ Line, Col int32 }

// Value is what stands behind a key.
type Value struct {
	Kind Kind
	// Text is a scalar's text: as written if plain, unquoted if quoted.
	Text string
	// Quoted says that the scalar is certainly text: it stood in quotes or in a block.
	Quoted bool
	// Pos is the first character of the text, or of the list or mapping.
	Pos Pos
	// Items are the values of a list.
	Items []Value
	// Fields are the entries of a mapping.
	Fields []Entry
}

// Reader reads mappings with working memory of its own: what it returned is valid until it reads again, but for texts, which stay. The zero
// Reader is ready; it is not safe for concurrent use.
type Reader struct {
	entries []Entry
	items   []Value // of all lists
}

// Entry is one key and its value.
type Entry struct {
	Key    string
	KeyPos Pos
	Value  Value
}

// IsNull reports whether the writer left the value out: nothing, ~ or null.
func (v Value) IsNull() bool {
	if v.Kind != Scalar || v.Quoted {
		return false
	}
	switch v.Text {
	case "", "~", "null", "Null", "NULL":
		return true
	}
	return false
}

// Bool returns the truth value that a plain scalar spells (true, yes, on, false, no, off; YAML 1.1 and 1.2), and whether it is one.
func (v Value) Bool() (value, ok bool) {
	if v.Kind != Scalar || v.Quoted {
		return false, false
	}
	switch v.Text {
	case "true", "True", "TRUE", "yes", "Yes", "YES", "on", "On", "ON":
		return true, true
	case "false", "False", "FALSE", "no", "No", "NO", "off", "Off", "OFF":
		return false, true
	}
	return false, false
}

// IsTruth reports whether the value is a truth value even where text is asked for: a plain true or false. YAML 1.2 reads yes, no, on
// and off as text, and so does Gloss: NO and ON are abbreviations, no is a language.
func (v Value) IsTruth() bool {
	if _, ok := v.Bool(); !ok {
		return false
	}
	return strings.EqualFold(v.Text, "true") || strings.EqualFold(v.Text, "false")
}

// IsNumber reports whether the value is a plain scalar that YAML reads as a number.
func (v Value) IsNumber() bool {
	if v.Kind != Scalar || v.Quoted || v.Text == "" || !strings.ContainsAny(v.Text[:1], "+-.0123456789") {
		return false
	}
	if _, err := strconv.ParseFloat(v.Text, 64); err == nil {
		return true
	}
	_, err := strconv.ParseInt(v.Text, 0, 64)
	return err == nil
}

// What names the shape of the value for a message: "a list", "a number", "text".
func (v Value) What() string {
	switch {
	case v.Kind == List:
		return "a list"
	case v.Kind == Map:
		return "a mapping"
	case v.IsNull():
		return "nothing"
	case v.IsNumber():
		return "a number"
	}
	if v.IsTruth() {
		return "a truth value"
	}
	return "text"
}

// At returns a diagnostic that underlines the value in data, the whole file.
func (v Value) At(file string, data []byte) diag.Diagnostic {
	width := 1
	if v.Kind == Scalar && !strings.Contains(v.Text, "\n") {
		width = max(1, utf8.RuneCountInString(v.Text))
	}
	return diag.At(file, data, int(v.Pos.Line), int(v.Pos.Col), width)
}

// At returns a diagnostic that underlines the key in data, the whole file.
func (e Entry) At(file string, data []byte) diag.Diagnostic {
	return diag.At(file, data, int(e.KeyPos.Line), int(e.KeyPos.Col), max(1, utf8.RuneCountInString(e.Key)))
}

// unreadable reports characters that neither format can be trusted with: control characters and the Unicode characters that YAML
// 1.1 takes for line ends and no editor does. It also refuses a mapping beyond MaxBytes.
func unreadable(file string, data []byte, start, end int) diag.List {
	if end-start > MaxBytes {
		d := diag.AtOffset(file, data, start, start)
		d.Rule, d.Text = "too-long", fmt.Sprintf("%d bytes of settings, the limit is %d", end-start, MaxBytes)
		d.Hint = "text belongs below the front matter"
		return diag.List{d}
	}
	for i := start; i < end; {
		c := data[i]
		if c >= 0x20 && c < 0x7f || c == '\n' || c == '\t' || c == '\r' && i+1 < len(data) && data[i+1] == '\n' {
			i++
			continue
		}
		r, size := utf8.DecodeRune(data[i:end])
		if r == utf8.RuneError && size == 1 || r < 0xa0 || r == '\u2028' || r == '\u2029' || r == '\ufeff' || r == '\ufffe' || r == '\uffff' {
			d := diag.AtOffset(file, data, i, i+size)
			d.Rule, d.Text = "control-character", fmt.Sprintf("character %U is not allowed here", r)
			d.Hint = "delete it; it is invisible in most editors"
			return diag.List{d}
		}
		i += size
	}
	return nil
}

// repeated reports keys that are given twice, at every depth.
func repeated(file string, data []byte, entries []Entry) diag.List {
	var list diag.List
	// Front matter has a dozen keys, for which a scan beats a map; a hostile file has thousands.
	var seen map[string]int32
	if len(entries) > 32 {
		seen = make(map[string]int32, len(entries))
	}
	for i, e := range entries {
		first := seen[e.Key]
		if seen == nil {
			first = lineOf(e.Key, entries[:i])
		} else if first == 0 {
			seen[e.Key] = e.KeyPos.Line
		}
		if first > 0 && len(list) < maxRepeated {
			d := e.At(file, data)
			d.Rule, d.Text = "duplicate-key", fmt.Sprintf("key %q is given twice", e.Key)
			d.Hint = fmt.Sprintf("it is already set on line %d; keep one of the two", first)
			list = append(list, d)
		}
		list = append(list, repeated(file, data, e.Value.Fields)...)
		for _, item := range e.Value.Items {
			list = append(list, repeated(file, data, item.Fields)...)
		}
	}
	return list
}

// lineOf returns the line of the entry with that key, or 0.
func lineOf(key string, entries []Entry) int32 {
	for _, e := range entries {
		if e.Key == key {
			return e.KeyPos.Line
		}
	}
	return 0
}
