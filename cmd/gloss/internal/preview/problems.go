package preview

import (
	"net/url"
	"path/filepath"
	"strconv"
	"strings"

	"gloss/cmd/gloss/internal/diag"
)

// maxProblems bounds the diagnostics that are shown over a page; the terminal has them all.
const maxProblems = 200

// problems are the diagnostics as a page shows them.
type problems struct {
	Errors   int       `json:"errors"`
	Warnings int       `json:"warnings"`
	List     []problem `json:"list"`
}

// problem is one diagnostic, its source line cut into the three parts that are shown differently.
type problem struct {
	Place    string `json:"place"`
	Severity string `json:"severity"`
	Rule     string `json:"rule"`
	Text     string `json:"text"`
	Hint     string `json:"hint,omitempty"`
	Line     int    `json:"line,omitempty"`
	Before   string `json:"before,omitempty"`
	Marked   string `json:"marked,omitempty"`
	After    string `json:"after,omitempty"`
	// Link opens the place in an editor, or is empty.
	Link string `json:"link,omitempty"`
}

func newProblems(u Update) *problems {
	p := &problems{}
	p.Errors, p.Warnings = u.Diagnostics.Count()
	p.List = make([]problem, 0, min(len(u.Diagnostics), maxProblems))
	for _, severity := range []diag.Severity{diag.Error, diag.Warning} {
		for _, d := range u.Diagnostics {
			if d.Severity == severity && len(p.List) < maxProblems {
				p.List = append(p.List, newProblem(d, u))
			}
		}
	}
	return p
}

func newProblem(d diag.Diagnostic, u Update) problem {
	p := problem{Place: diag.Place(d), Severity: d.Severity.String(), Rule: d.Rule, Text: diag.Safe(d.Text), Hint: diag.Safe(d.Hint),
		Line: d.Line, Link: editorLink(u.Editor, u.Dir, d)}
	line := []rune(d.Source)
	if d.Col < 1 {
		p.Before = diag.Safe(d.Source)
		return p
	}
	from := min(d.Col-1, len(line))
	to := min(from+max(d.Width, 1), len(line))
	p.Before, p.Marked, p.After = diag.Safe(string(line[:from])), diag.Safe(string(line[from:to])), diag.Safe(string(line[to:]))
	return p
}

// editorLink fills the pattern of gloss.yaml's editor setting. A pattern that would run a script or has no scheme gives no link.
func editorLink(pattern, dir string, d diag.Diagnostic) string {
	scheme, _, ok := strings.Cut(pattern, ":")
	if !ok || d.File == "" || strings.ContainsAny(scheme, "/{") {
		return ""
	}
	switch strings.ToLower(strings.TrimSpace(scheme)) {
	case "javascript", "data", "vbscript", "blob":
		return ""
	}
	file := filepath.FromSlash(d.File)
	if !filepath.IsAbs(file) {
		file = filepath.Join(dir, file)
	}
	if abs, err := filepath.Abs(file); err == nil {
		file = abs
	}
	place := strings.NewReplacer(
		"{file}", (&url.URL{Path: filepath.ToSlash(file)}).EscapedPath(),
		"{line}", strconv.Itoa(max(d.Line, 1)),
		"{col}", strconv.Itoa(max(d.Col, 1)))
	return place.Replace(pattern)
}
