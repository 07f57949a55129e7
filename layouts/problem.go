package layouts

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Problem is something wrong with a theme's file: an error, or a warning.
type Problem struct {
	File    string // path below the layouts folder: "templates/term.html"
	Line    int    // counted from 1, 0 when unknown
	Text    string
	Hint    string // what to do, may be empty
	Warning bool
}

// Error returns "templates/term.html:3: text".
func (p Problem) Error() string {
	if p.Line > 0 {
		return fmt.Sprintf("%s:%d: %s", p.File, p.Line, p.Text)
	}
	return p.File + ": " + p.Text
}

// Problems are all problems of a theme, in order of files and lines.
type Problems []Problem

// Failed reports whether one of the problems is an error.
func (ps Problems) Failed() bool {
	for _, p := range ps {
		if !p.Warning {
			return true
		}
	}
	return false
}

// The messages of text/template and html/template: "template: NAME:LINE:COLUMN: TEXT" with the column left out by the parser.
var templateMessage = regexp.MustCompile(`^(?:html/)?template: ?([^:]+):(\d+)(?::\d+)?: (?s:(.*))$`)

// executing is the part of a message that names the template a second time.
var executing = regexp.MustCompile(`^executing "[^"]*" at (<[^>]*>): `)

// templateProblem finds file and line in an error of the template packages. Where they are missing, file stands for them.
func templateProblem(file string, err error) Problem {
	var inner Problem // of a shared template
	if errors.As(err, &inner) {
		return inner
	}
	m := templateMessage.FindStringSubmatch(err.Error())
	if m == nil {
		text := strings.TrimPrefix(err.Error(), "html/template:")
		return Problem{File: file, Text: strings.TrimPrefix(text, "template: ")}
	}
	line, _ := strconv.Atoi(m[2])
	return Problem{File: templateFile(m[1]), Line: line, Text: executing.ReplaceAllString(m[3], "at $1: ")}
}

func templateFile(name string) string { return "templates/" + name + ".html" }
