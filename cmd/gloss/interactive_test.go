package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"strings"
	"testing"

	"gloss/search"
)

// A session is what the user types and the answer that is chosen.
func TestInteractiveSearch(t *testing.T) {
	ix, err := search.Open(site(t))
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close()
	for typed, want := range map[string]string{
		"mrr\r":                      "Monthly recurring revenue",
		"mrx\x7fr\r":                 "Monthly recurring revenue", // backspace
		"nonsense words\x15arr\r":    "Annual recurring revenue",  // Ctrl-U
		"integration nope\x17test\r": "Integration testing",       // Ctrl-W
		"mrr\x1b":                    "",                          // Escape
		"mrr":                        "",                          // the terminal goes away
		"\r\x03":                     "",
	} {
		var screen bytes.Buffer
		chosen, err := ask(bufio.NewReader(strings.NewReader(typed)), &screen, ix, 5, func() int { return 60 }, false)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if chosen != nil {
			got = chosen.Title
		}
		if got != want {
			t.Errorf("%q chooses %q, want %q", typed, got, want)
		}
	}
}

func TestInteractiveArrows(t *testing.T) {
	ix, err := search.Open(site(t))
	if err != nil {
		t.Fatal(err)
	}
	defer ix.Close()
	hits, err := ix.Search("sales", 5)
	if err != nil || len(hits) < 3 {
		t.Fatalf("%d answers, %v", len(hits), err)
	}
	chosen, err := ask(bufio.NewReader(strings.NewReader("sales\x1b[B\x1b[B\x1b[A\x1bOB\r")), io.Discard, ix, 5, func() int { return 40 }, true)
	if err != nil || chosen == nil || chosen.ID != hits[2].ID {
		t.Errorf("the arrows choose %+v (%v), want %s", chosen, err, hits[2].ID)
	}
}

func TestClip(t *testing.T) {
	for text, want := range map[string]string{"short": "short", "exactly ten": "exactly t…", "日本語日本語": "日本語日…", "é́́́́́́́́́́́́": "é́́́́́́́́́́́́"} {
		if got := clip(text, 10); got != want {
			t.Errorf("clip(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestSiteFolder(t *testing.T) {
	for index, want := range map[string]string{"public": "public", "public/search": "public", "public/search/bleve/": "public", "x/bleve": "x"} {
		if got := siteFolder(index); got != want {
			t.Errorf("siteFolder(%q) = %q, want %q", index, got, want)
		}
	}
}

// Without a terminal, search without words is misuse and not a wait for keys.
func TestSearchWithoutTerminal(t *testing.T) {
	if status := run(context.Background(), []string{"search"}, strings.NewReader(""), io.Discard, io.Discard); status != statusMisuse {
		t.Errorf("status %d, want %d", status, statusMisuse)
	}
}
