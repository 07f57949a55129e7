package diag

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/width"
)

// The form of a printed diagnostic:
//   - the first line is file:line:col: severity: text [rule], the form each editor jumps to
//   - the offending line follows with its number, under it a caret for the first character and tildes for the rest
//   - what to do stands on a line of its own that begins with "hint:"
//   - nothing that a file holds reaches the terminal as a control sequence

// maxCells is the number of terminal cells of the offending line that are shown.
const maxCells = 100

// palette holds the escape sequences of one style of printing; all are empty without colour.
type palette struct{ bold, red, yellow, cyan, dim, reset string }

// Print writes each diagnostic of l in the order of l. A count of errors and warnings is left to the caller. With color it uses
// the eight standard colours of ECMA-48 terminals.
func Print(w io.Writer, l List, color bool) error {
	var p palette
	if color {
		p = palette{bold: "\x1b[1m", red: "\x1b[31m", yellow: "\x1b[33m", cyan: "\x1b[36m", dim: "\x1b[2m", reset: "\x1b[0m"}
	}
	out := bufio.NewWriter(w)
	for _, d := range l {
		printOne(out, d, p)
	}
	return out.Flush()
}

func printOne(out *bufio.Writer, d Diagnostic, p palette) {
	if place := Place(d); place != "" {
		fmt.Fprintf(out, "%s%s:%s ", p.bold, place, p.reset)
	}
	mark := p.red
	switch d.Severity {
	case Warning:
		mark = p.yellow
	case Info:
		mark = p.cyan
	}
	fmt.Fprintf(out, "%s%s:%s %s", mark, d.Severity, p.reset, Safe(d.Text))
	if d.Rule != "" {
		fmt.Fprintf(out, " %s[%s]%s", p.dim, Safe(d.Rule), p.reset)
	}
	out.WriteByte('\n')
	if d.Source != "" && d.Line > 0 {
		printSource(out, d, p, mark)
	}
	if d.Hint != "" {
		fmt.Fprintf(out, "%shint:%s %s\n", p.cyan, p.reset, Safe(d.Hint))
	}
}

// Place returns "file:line:col", or as much of it as is known, safe to print.
func Place(d Diagnostic) string {
	place := Safe(d.File)
	if d.Line > 0 {
		place += ":" + strconv.Itoa(d.Line)
		if d.Col > 0 {
			place += ":" + strconv.Itoa(d.Col)
		}
	}
	return place
}

func printSource(out *bufio.Writer, d Diagnostic, p palette, mark string) {
	number := strconv.Itoa(d.Line)
	text, indent, underline := excerpt(d.Source, d.Col, d.Width)
	fmt.Fprintf(out, "%s%s |%s %s\n", p.dim, number, p.reset, text)
	if underline > 0 {
		fmt.Fprintf(out, "%s%s |%s %s%s^%s%s\n", p.dim, strings.Repeat(" ", len(number)), p.reset,
			indent, mark, strings.Repeat("~", underline-1), p.reset)
	}
}

// excerpt cuts line to the part around col that fits into maxCells cells and returns it with the blank text that leads to col (tabs
// kept, so that both lines indent alike) and the number of cells to underline, 0 for none.
func excerpt(line string, col, width int) (text, indent string, underline int) {
	runes := []rune(Safe(line))
	at := min(max(col-1, 0), len(runes))
	before, after := "", ""
	from := at
	for cells := 0; from > 0; from-- {
		if cells += Cells(runes[from-1]); cells > maxCells/2 && at > maxCells/2 {
			before = "…"
			break
		}
	}
	to := from
	for cells := 0; to < len(runes); to++ {
		if cells += Cells(runes[to]); cells > maxCells {
			after = "…"
			break
		}
	}
	text = before + string(runes[from:to]) + after
	if col < 1 {
		return text, "", 0
	}
	var blank strings.Builder
	blank.WriteString(strings.Repeat(" ", len([]rune(before))))
	for _, r := range runes[from:min(at, to)] {
		if r == '\t' {
			blank.WriteByte('\t')
			continue
		}
		blank.WriteString(strings.Repeat(" ", Cells(r)))
	}
	for _, r := range runes[min(at, to):min(at+max(width, 1), to)] {
		underline += Cells(r)
	}
	return text, blank.String(), max(underline, 1)
}

// Cells returns the number of terminal cells that r takes: 2 for East Asian wide characters (Unicode Standard Annex 11), 0 for
// combining marks and format characters, else 1.
func Cells(r rune) int {
	if r < 0x300 {
		return 1
	}
	if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return 2
	}
	return 1
}

// Safe returns text with each character that could steer a terminal (control characters other than the tab, line and paragraph
// separators, bidirectional overrides and isolates) replaced by a visible one.
func Safe(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return r
		case r < 0x20:
			return 0x2400 + r // the control pictures block shows each by its name
		case r == 0x7f:
			return 0x2421
		case r >= 0x80 && r < 0xa0, r == 0x2028, r == 0x2029, r >= 0x202a && r <= 0x202e, r >= 0x2066 && r <= 0x2069:
			return unicode.ReplacementChar
		}
		return r
	}, strings.ToValidUTF8(text, "\ufffd"))
}
