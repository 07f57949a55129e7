package mapping

import (
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"gloss/cmd/gloss/internal/diag"
)

// yamlError matches what the library says: "yaml: line 3: mapping values are not allowed in this context".
var yamlError = regexp.MustCompile(`^yaml: (?:line (\d+): )?(.*)$`)

// syntaxError places an error of the YAML library; line is the number of lines before the mapping. The mistakes that writers make
// are told in the writer's words, with the corrected line where it can be known; the rest is left in the library's.
func syntaxError(file string, data []byte, line int32, err error) diag.Diagnostic {
	at, text := 1, err.Error()
	if m := yamlError.FindStringSubmatch(text); m != nil {
		text = m[2]
		if m[1] != "" {
			at, _ = strconv.Atoi(m[1])
			// The library counts lines from 1 in errors of its scanner and from 0 in those of its parser.
			if strings.HasPrefix(text, "did not find expected") && !strings.HasSuffix(text, "character") {
				at++
			}
		}
	}
	d := diag.At(file, data, at+int(line), 0, 0)
	d.Rule, d.Text = "yaml-syntax", text
	explain(&d)
	return d
}

// quotedStart matches a value that begins with a quoted part and goes on after it.
var quotedStart = regexp.MustCompile(`^(\s*[^\s:]+:\s+|\s*- )("[^"]*"|'[^']*')\s*[^\s#]`)

// explain replaces the library's words, given the line in d.Source.
func explain(d *diag.Diagnostic) {
	row := d.Source
	trimmed := strings.TrimLeft(row, " ")
	switch {
	case strings.HasPrefix(trimmed, "\t"):
		d.Text, d.Hint = "a tab at the start of a line", "indent with spaces: YAML does not allow tabs"
		d.Col = len(row) - len(trimmed) + 1
	case strings.HasPrefix(d.Text, "mapping values"):
		key, value, _ := strings.Cut(row, ": ")
		second := strings.Index(value, ": ")
		if second < 0 {
			d.Text, d.Hint = "this key stands inside the value above it", "begin it in the same column as the other keys"
			break
		}
		d.Text, d.Hint = `": " inside a value without quotes`, "write "+strings.TrimSpace(key)+": "+quote(value)
		d.Col, d.Width = utf8.RuneCountInString(key)+len(": ")+utf8.RuneCountInString(value[:second])+1, 1
	case strings.HasPrefix(d.Text, "did not find expected ',' or"):
		d.Text, d.Hint = "the list or mapping that begins here is not closed", "write the closing bracket, and a comma between items"
	case strings.HasPrefix(d.Text, "did not find expected"):
		if quotedStart.MatchString(row) {
			key, value, _ := strings.Cut(row, ": ")
			d.Text, d.Hint = "text after a closing quote", "write "+strings.TrimSpace(key)+": "+quote(value)
			break
		}
		d.Hint = "begin keys in one column, and all items of a list in one column"
	case d.Text == "found unexpected end of stream":
		d.Text, d.Hint = "a quote is opened and never closed", "write the closing quote"
	case strings.HasPrefix(d.Text, "could not find expected ':'"):
		d.Text, d.Hint = "a line without a key", "write key: value; a text of several lines is indented"
	case strings.Contains(d.Text, "start any token"):
		if key, value, ok := strings.Cut(row, ": "); ok && strings.TrimSpace(value) != "" {
			d.Text = "a value cannot begin with " + strconv.Quote(strings.TrimSpace(value)[:1]) + " unless it is in quotes"
			d.Hint = "write " + strings.TrimSpace(key) + ": " + quote(value)
			d.Col, d.Width = utf8.RuneCountInString(key)+len(": ")+1, 1
		}
	}
}

// quote writes a value in quotes that keep it as it stands.
func quote(value string) string {
	value = strings.TrimSpace(value)
	if !strings.ContainsAny(value, `"\`) {
		return `"` + value + `"`
	}
	return "'" + strings.ReplaceAll(value, "'", "''") + "'"
}
