package main

import (
	"fmt"
	"strings"
	"testing"

	"gloss/cmd/gloss/internal/diag"
)

// TestCheckInBrief holds that a terminal shows a few of a thousand alike findings, how many there are, and how to see them.
func TestCheckInBrief(t *testing.T) {
	var list diag.List
	for i := range 422 {
		list = append(list, diag.Diagnostic{File: fmt.Sprintf("content/%03d.md", i), Severity: diag.Info, Rule: "orphan", Text: "nothing leads here"})
	}
	list = append(list, diag.Diagnostic{File: "content/x.md", Severity: diag.Error, Rule: "dead-link", Text: "no term is called so"})
	for brief, want := range map[bool]int{true: 12, false: 423} {
		var out strings.Builder
		if err := writeText(&out, list, brief, false); err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(strings.TrimSpace(out.String()), "\n")
		if len(lines) != want {
			t.Errorf("in brief %v: %d lines, want %d", brief, len(lines), want)
		}
		if last := lines[len(lines)-1]; brief && last != "and 412 more like it: gloss check --rule orphan" {
			t.Errorf("the last line is %q", last)
		}
	}
}
