package main

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"gloss/cmd/gloss/internal/config"
	"gloss/cmd/gloss/internal/linker"
)

const readme = "../../README.md"

// The README's table of settings is the command's own table, so that the two cannot drift apart.
func TestReadmeListsSettings(t *testing.T) {
	var rows strings.Builder
	for _, key := range config.Keys {
		standard := ""
		if key.Default != "" {
			standard = "`" + key.Default + "`"
		}
		fmt.Fprintf(&rows, "| `%s` | %s | %s |\n", key.Name, standard, strings.ReplaceAll(key.Doc, "|", `\|`))
	}
	keepSection(t, "| key | default | meaning |\n| --- | --- | --- |\n", "\n## What is built", rows.String())
}

// The README's table of linking rules is the linker's own documentation.
func TestReadmeListsLinkingRules(t *testing.T) {
	var rows strings.Builder
	for _, rule := range linker.Rules() {
		outcome := "plain"
		if rule.Linked {
			outcome = "link"
		}
		fmt.Fprintf(&rows, "| `%s` | %s | %s |\n", rule.Name, outcome, strings.ReplaceAll(rule.Doc, "|", `\|`))
	}
	keepSection(t, "| rule | gives | when |\n| --- | --- | --- |\n", "\n## Settings", rows.String())
}

// keepSection compares the README between two texts with want, or writes it there with -update.
func keepSection(t *testing.T, start, end, want string) {
	t.Helper()
	data, err := os.ReadFile(readme)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(data), start)
	old, after, foundEnd := strings.Cut(rest, end)
	if !found || !foundEnd {
		t.Fatalf("%s has no section from %q to %q", readme, start, end)
	}
	if old == want {
		return
	}
	if !*update {
		t.Fatalf("%s differs from the command; run with -update. It should say\n%s", readme, want)
	}
	if err := os.WriteFile(readme, []byte(before+start+want+end+after), 0o644); err != nil {
		t.Fatal(err)
	}
}
