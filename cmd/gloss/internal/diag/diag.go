// Package diag holds what Gloss has to say about its input: where, how bad, which rule, what is wrong and what to do.
//
// A pass never prints and never stops at the first problem. It returns a List; the conductor joins the lists of all passes, sorts
// them once, and the command prints them once. An error anywhere means that nothing is written.
package diag

import (
	"bytes"
	"cmp"
	"encoding/json"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// Severity says whether a problem stops the build.
type Severity uint8

const (
	// Error stops the build: nothing is written.
	Error Severity = iota
	// Warning is told and the build goes on.
	Warning
	// Info is worth a look and may be right as it is; only gloss check tells it.
	Info
)

// String returns the word that is printed before the text.
func (s Severity) String() string {
	switch s {
	case Warning:
		return "warning"
	case Info:
		return "info"
	}
	return "error"
}

// MarshalText encodes the severity as "error", "warning" or "info".
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// Diagnostic is one problem in one place. Its JSON form (see List.MarshalJSON) is part of what other programs rely on.
type Diagnostic struct {
	// File is the path as the writer knows it, with slashes: "content/data/crm.md", "gloss.yaml".
	File string `json:"file"`
	// Line counts from 1; 0 means the file as a whole.
	Line int `json:"line"`
	// Col counts characters (Unicode code points) from 1; 0 means the line as a whole.
	Col int `json:"col"`
	// Width is the number of characters to underline, at least 1 when Col is set.
	Width int `json:"width"`
	// Severity tells whether the build may go on.
	Severity Severity `json:"severity"`
	// Rule is the stable kebab-case name under which the problem is documented and can be silenced: "unknown-key".
	Rule string `json:"rule"`
	// Text says what is wrong, without a capital at the start or a period at the end.
	Text string `json:"text"`
	// Hint says what to do, in the same form; it may be empty.
	Hint string `json:"hint,omitempty"`
	// Source is the offending line without its line end; it may be empty.
	Source string `json:"source,omitempty"`
}

// List is the diagnostics of one or more passes.
type List []Diagnostic

// HasErrors reports whether any diagnostic stops the build.
func (l List) HasErrors() bool {
	return slices.ContainsFunc(l, func(d Diagnostic) bool { return d.Severity == Error })
}

// Count returns the number of errors and of warnings; what is only worth a look is not counted.
func (l List) Count() (errors, warnings int) {
	for _, d := range l {
		switch d.Severity {
		case Error:
			errors++
		case Warning:
			warnings++
		}
	}
	return errors, warnings
}

// Sort orders the list by file, line, column, rule and text and drops exact repeats, so that the same input gives the same
// report whatever the number of workers.
func (l *List) Sort() {
	slices.SortStableFunc(*l, func(a, b Diagnostic) int {
		return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col),
			cmp.Compare(a.Severity, b.Severity), strings.Compare(a.Rule, b.Rule), strings.Compare(a.Text, b.Text))
	})
	*l = slices.Compact(*l)
}

// Below returns a copy of the list with each file's path put below folder ("content"), as the writer knows it. Passes that look
// at the content folder alone report paths relative to it. A diagnostic without a file gets the folder itself.
func (l List) Below(folder string) List {
	if len(l) == 0 {
		return nil
	}
	below := slices.Clone(l)
	for i := range below {
		below[i].File = path.Join(folder, below[i].File)
	}
	return below
}

// MarshalJSON encodes the list as an array of objects with the fields file, line, col, width (numbers; 0 is unknown), severity
// ("error", "warning", "info"), rule, text and, where there is one, hint and source. An empty list is [], never null.
func (l List) MarshalJSON() ([]byte, error) {
	if l == nil {
		l = List{}
	}
	return json.Marshal([]Diagnostic(l))
}

// At places a diagnostic on a line of a file and copies that line out of data, the whole text of the file. Col and width count
// characters. A line beyond the end leaves Source empty.
func At(file string, data []byte, line, col, width int) Diagnostic {
	return Diagnostic{File: file, Line: line, Col: col, Width: width, Source: SourceLine(data, line)}
}

// AtOffset is At for a byte range of data. Offsets outside of data are moved to its ends.
func AtOffset(file string, data []byte, start, end int) Diagnostic {
	start = min(max(start, 0), len(data))
	end = min(max(end, start), len(data))
	lineStart := bytes.LastIndexByte(data[:start], '\n') + 1
	line := 1 + bytes.Count(data[:lineStart], []byte{'\n'})
	if i := bytes.IndexByte(data[start:end], '\n'); i >= 0 {
		end = start + len(bytes.TrimSuffix(data[start:start+i], []byte("\r")))
	}
	if lineStart == 0 && bytes.HasPrefix(data[:start], []byte("\ufeff")) {
		lineStart = len("\ufeff") // editors do not count the byte order mark as a column, and SourceLine drops it
	}
	col := 1 + utf8.RuneCount(data[lineStart:start])
	return At(file, data, line, col, max(1, utf8.RuneCount(data[start:end])))
}

// SourceLine returns line number line (from 1) of data without its line end, valid UTF-8 whatever data holds.
func SourceLine(data []byte, line int) string {
	for ; line > 1; line-- {
		i := bytes.IndexByte(data, '\n')
		if i < 0 {
			return ""
		}
		data = data[i+1:]
	}
	if line < 1 {
		return ""
	}
	if i := bytes.IndexByte(data, '\n'); i >= 0 {
		data = data[:i]
	}
	text := strings.TrimPrefix(strings.TrimSuffix(string(data), "\r"), "\ufeff")
	return strings.ToValidUTF8(text, "\ufffd")
}
