package check

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/rule"
	"gloss/cmd/gloss/internal/term"
)

// repetition is something in one term's front matter that says a thing twice, and how to take it out.
type repetition struct {
	rule       string
	place      diag.Diagnostic
	text, hint string
	// edit returns the file without the repetition; nil where that needs a writer.
	edit func(data []byte) ([]byte, bool)
}

// repeats finds what says a thing twice within one file.
func (c *checker) repeats() {
	for _, t := range c.in.Terms {
		for _, r := range repetitions(t) {
			c.tell(r.rule, r.place, r.text, r.hint)
		}
	}
}

const mendHint = "gloss check --fix takes it out"

// repetitions looks at one term alone, so that a file can be mended without the others.
func repetitions(t *term.Term) []repetition {
	var list []repetition
	names := map[string]string{}
	for _, name := range []struct{ text, what string }{{t.Title, "the title"}, {t.Abbreviation, "the abbreviation"}} {
		if name.text != "" {
			names[name.text] = name.what
		}
	}
	list = append(list, twice(t, t.Aliases, "alias", names, func(s string) string { return s })...)
	list = append(list, twice(t, t.Tags, "tag", map[string]string{}, term.FileName)...)
	list = append(list, twice(t, t.Related, "related term", map[string]string{strings.ToLower(t.Title): "the term itself"}, strings.ToLower)...)
	if n, mendable := repeatedTitle(t); n > 0 {
		r := repetition{rule: rule.RepeatsTitle, place: atSummary(t), text: fmt.Sprintf("the summary starts by repeating the title: %q", strings.TrimSpace(t.Summary[:n])),
			hint: "begin with what it is"}
		if mendable && t.SummaryPos.Line > 0 {
			r.hint = mendHint
			r.edit = func(data []byte) ([]byte, bool) { return cutSummary(data, t, n) }
		}
		list = append(list, r)
	}
	return list
}

// twice finds values of a list that are there already; seen says what as.
func twice(t *term.Term, values []term.Value, what string, seen map[string]string, key func(string) string) []repetition {
	var list []repetition
	for _, v := range values {
		first, repeated := seen[key(v.Text)]
		if !repeated {
			seen[key(v.Text)] = "listed already"
			continue
		}
		list = append(list, repetition{rule: rule.RepeatedValue, place: at(t, v.Pos, v.Text), text: fmt.Sprintf("the %s %q is %s", what, v.Text, first),
			hint: mendHint, edit: func(data []byte) ([]byte, bool) { return cutItem(data, v) }})
	}
	return list
}

// Mendable reports whether there may be something for Mend to do, so that few files are opened.
func Mendable(t *term.Term, on func(rule string) bool) bool {
	for _, r := range repetitions(t) {
		if r.edit != nil && on(r.rule) {
			return true
		}
	}
	return false
}

// Mend takes out of a file everything that rules marked Fix find and that needs no writer's judgement, and returns the new bytes and
// what was mended. All other bytes stay. Each edit is read back: where the file would then say anything else than before but for the
// repetition, it is left out. on tells which rules are wanted.
//
// data is the file as it is on disk, which t was read from (a Term's own copy may have blanks where the disk has control characters).
func Mend(data []byte, t *term.Term, opts term.Options, on func(rule string) bool) (changed []byte, mended diag.List) {
	for skip := 0; ; {
		open := repetitions(t)
		if skip >= len(open) {
			return data, mended
		}
		r := open[skip]
		if r.edit == nil || !on(r.rule) {
			skip++
			continue
		}
		candidate, ok := r.edit(data)
		if !ok {
			skip++
			continue
		}
		next, list := parseAgain(t, candidate, opts)
		if list.HasErrors() || !oneLess(t, next) || len(repetitions(next)) >= len(open) {
			skip++
			continue
		}
		d := r.place
		d.Rule, d.Text = r.rule, r.text
		mended = append(mended, d)
		data, t = candidate, next
	}
}

// parseAgain reads changed bytes of a term's file.
func parseAgain(t *term.Term, data []byte, opts term.Options) (*term.Term, diag.List) {
	f := t.File
	f.Data, f.Size = data, int64(len(data))
	return term.Parse(f, opts)
}

// oneLess reports whether b says what a says but for one entry of one list, or the beginning of its summary.
func oneLess(a, b *term.Term) bool {
	before, after := sayings(a), sayings(b)
	if len(before) != len(after) {
		return len(before) == len(after)+1 && isSubsequence(after, before)
	}
	different := 0
	for i := range before {
		if before[i] != after[i] {
			different++
			if !strings.HasPrefix(before[i], "summary: ") || !strings.HasPrefix(after[i], "summary: ") {
				return false
			}
		}
	}
	return different == 1
}

func isSubsequence(short, long []string) bool {
	for _, s := range long {
		if len(short) > 0 && short[0] == s {
			short = short[1:]
		}
	}
	return len(short) == 0
}

// sayings lists everything that a file says, positions left out, a line each.
func sayings(t *term.Term) []string {
	all := []string{"title: " + t.Title, "abbreviation: " + t.Abbreviation, "summary: " + t.Summary, "domain: " + t.Domain, "see: " + t.See.Text,
		"slug: " + t.Slug, "draft: " + strconv.FormatBool(t.Draft), "autolink: " + strconv.Itoa(int(t.Autolink)), "updated: " + t.Updated,
		"kind: " + strconv.Itoa(int(t.Kind)), "body: " + string(t.Body)}
	for _, list := range []struct {
		key    string
		values []term.Value
	}{{"alias: ", t.Aliases}, {"inflection: ", t.Inflections}, {"tag: ", t.Tags}, {"related: ", t.Related}, {"redirect_from: ", t.RedirectFrom}} {
		for _, v := range list.values {
			all = append(all, list.key+v.Text)
		}
	}
	return all
}

// offsetOf returns the byte offset of a position, or -1.
func offsetOf(data []byte, pos term.Pos) int {
	at := 0
	for line := int32(1); line < pos.Line; line++ {
		i := strings.IndexByte(string(data[at:]), '\n')
		if i < 0 {
			return -1
		}
		at += i + 1
	}
	if at == 0 && strings.HasPrefix(string(data[:min(len(data), 3)]), "\ufeff") {
		at = len("\ufeff")
	}
	for col := int32(1); col < pos.Col && at < len(data); col++ {
		_, size := utf8.DecodeRune(data[at:])
		at += size
	}
	return at
}
