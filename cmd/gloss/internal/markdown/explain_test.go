package markdown

import (
	"fmt"
	"strings"
	"testing"

	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/source"
	"gloss/cmd/gloss/internal/term"
)

// Explain places each candidate in the file as it is on disk, Windows line ends and front matter included, and agrees with Convert
// about what is a link.
func TestExplain(t *testing.T) {
	var terms []*term.Term
	for _, f := range []struct{ path, text string }{
		{"page.md", "\ufeff---\r\ntitle: Sprint\r\n---\r\nA **sprint** takes from the *product backlog* and\r\n[the backlog](backlog.md).\r\n\r\n## Backlogs\r\n\r\nÄrger with a backlog, the backlog.\r\n"},
		{"backlog.md", "---\ntitle: Backlog\naliases: [product backlog]\n---\nText.\n"},
	} {
		one, list := term.Parse(source.File{Path: f.path, Data: []byte(f.text)}, term.Options{})
		if len(list) > 0 {
			t.Fatal(list)
		}
		terms = append(terms, one)
	}
	table, _ := names.New(terms, names.Options{})
	converter := New(Options{})
	var lines []string
	for _, c := range converter.Explain(terms[0], table, nil) {
		if got := c.Sentence[c.Start:c.End]; got != c.Text {
			t.Errorf("the sentence has %q, the text %q", got, c.Text)
		}
		lines = append(lines, fmt.Sprintf("%s %d %q %v %v %s", diag.Place(c.Place), c.Place.Width, c.Text, c.Linked, c.Mention, c.Rule))
	}
	want := []string{
		`page.md:4:5 6 "sprint" false false own-page`,
		`page.md:4:30 15 "product backlog" false true linked-by-hand`,
		`page.md:7:4 8 "Backlogs" false false not-linked-here`,
		`page.md:9:14 7 "backlog" true true first-mention`,
		`page.md:9:27 7 "backlog" false true repeated`,
	}
	if got := strings.Join(lines, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
	linked := 0
	for _, m := range converter.Convert(terms[0], table, nil).Mentions {
		if m.Linked && !m.ByHand {
			linked++
		}
		if m.ByHand && !m.Lead {
			t.Error("the link by hand stands before the first heading")
		}
	}
	if linked != 1 {
		t.Errorf("%d links by the linker, Explain told of 1", linked)
	}
}
