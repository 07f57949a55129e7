package check

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"gloss/cmd/gloss/internal/term"
)

// cutItem takes one item out of a list in front matter: the line of a block list, or the item and one comma of a flow list.
func cutItem(data []byte, v term.Value) ([]byte, bool) {
	start := offsetOf(data, v.Pos)
	if start < 0 || v.Pos.Line == 0 {
		return nil, false
	}
	lineStart := bytes.LastIndexByte(data[:start], '\n') + 1
	lineEnd := len(data)
	if i := bytes.IndexByte(data[start:], '\n'); i >= 0 {
		lineEnd = start + i + 1
	}
	if lead := strings.Trim(string(data[lineStart:start]), " \t\"'"); lead == "-" {
		return slices.Concat(data[:lineStart], data[lineEnd:]), true
	}
	if start > lineStart && (data[start-1] == '"' || data[start-1] == '\'') {
		start--
	}
	end := start
	if quote := data[start]; quote == '"' || quote == '\'' {
		i := bytes.IndexByte(data[start+1:lineEnd], quote)
		if i < 0 {
			return nil, false
		}
		end = start + i + 2
	} else if i := bytes.IndexAny(data[start:lineEnd], ",]\r\n"); i >= 0 {
		end = start + i
	}
	rest := bytes.TrimLeft(data[end:lineEnd], " \t")
	if len(rest) > 0 && rest[0] == ',' {
		after := lineEnd - len(bytes.TrimLeft(rest[1:], " \t"))
		return slices.Concat(data[:start], data[after:]), true
	}
	before := bytes.TrimRight(data[:start], " \t")
	if !bytes.HasSuffix(before, []byte(",")) {
		return nil, false
	}
	return slices.Concat(before[:len(before)-1], data[end:]), true
}

// cutSummary takes the first n bytes of the summary out of the file and makes the next letter a capital. The summary must stand
// there as it is read, on one line as far as it is cut.
func cutSummary(data []byte, t *term.Term, n int) ([]byte, bool) {
	start := offsetOf(data, t.SummaryPos)
	if start < 0 {
		return nil, false
	}
	// The position of a quoted or folded text may be that of the mark before it.
	i := strings.Index(string(data[start:min(len(data), start+n+16)]), t.Summary[:n])
	if i < 0 {
		return nil, false
	}
	start += i
	first, size := utf8.DecodeRune(data[start+n:])
	capital := []byte(string(unicode.ToUpper(first)))
	return slices.Concat(data[:start], capital, data[start+n+size:]), true
}

// ErrFrontMatter says that a key cannot be set by machine without changing what else the file says.
var ErrFrontMatter = errors.New("the front matter is written in a way that needs an editor")

// autolinkKey matches the line of the key in YAML or TOML, up to its value, and what follows the value.
var autolinkKey = regexp.MustCompile(`(?m)^(autolink[ \t]*[:=][ \t]*)("[^"\n]*"|'[^'\n]*'|[^\s#]*)`)

// SetAutolink returns the bytes of a term's file with autolink set to "on", "off" or "exact", every other byte as it was. A file
// without front matter gets one. data is the file as it is on disk, which t was read from.
func SetAutolink(data []byte, t *term.Term, value string, opts term.Options) ([]byte, error) {
	want, known := map[string]term.Autolink{"on": term.AutolinkOn, "off": term.AutolinkOff, "exact": term.AutolinkExact}[value]
	if !known {
		return nil, fmt.Errorf("autolink is on, off or exact, not %q", value)
	}
	for _, changed := range autolinkEdits(data, t.Title, value) {
		next, list := parseAgain(t, changed, opts)
		expected := *t
		expected.Autolink = want
		if !list.HasErrors() && slices.Equal(sayings(&expected), sayings(next)) {
			return changed, nil
		}
	}
	return nil, ErrFrontMatter
}

// autolinkEdits returns the ways in which the key may be set, the most natural first; the caller reads each back.
func autolinkEdits(data []byte, title, value string) [][]byte {
	begin := 0
	if bytes.HasPrefix(data, []byte("\ufeff")) {
		begin = len("\ufeff")
	}
	first, next := lineAt(data, begin)
	eol := "\n"
	if bytes.HasSuffix(data[begin:next], []byte("\r\n")) {
		eol = "\r\n"
	}
	line := "autolink: " + value + eol
	if first == "+++" {
		line = fmt.Sprintf("autolink = %q%s", value, eol)
	}
	insert := func(at int, text string) []byte { return slices.Concat(data[:at], []byte(text), data[at:]) }
	if first != "---" && first != "+++" {
		return [][]byte{
			insert(begin, "---"+eol+line+"---"+eol),
			insert(begin, fmt.Sprintf("---%stitle: %q%s%s---%s", eol, title, eol, line, eol)),
		}
	}
	end := next
	for end < len(data) {
		row, after := lineAt(data, end)
		if row == first || first == "---" && row == "..." {
			break
		}
		end = after
	}
	if at := autolinkKey.FindSubmatchIndex(data[next:end]); at != nil {
		quoted := value
		if first == "+++" {
			quoted = fmt.Sprintf("%q", value)
		}
		if separator := data[next+at[4]-1]; separator == ':' || separator == '=' {
			quoted = " " + quoted
		}
		if at[4] == at[5] && next+at[5] < end && data[next+at[5]] == '#' {
			quoted += " " // no value, but a comment
		}
		return [][]byte{slices.Concat(data[:next+at[4]], []byte(quoted), data[next+at[5]:])}
	}
	if first == "+++" {
		return [][]byte{insert(next, line)} // before any table
	}
	return [][]byte{insert(end, line), insert(next, line)}
}

// lineAt returns the line at an offset without blanks at its end, and the offset of the next.
func lineAt(data []byte, at int) (row string, next int) {
	next = len(data)
	if i := bytes.IndexByte(data[at:], '\n'); i >= 0 {
		next = at + i + 1
	}
	return string(bytes.TrimRight(data[at:next], " \t\r\n")), next
}
