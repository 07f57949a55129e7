package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gloss/cmd/gloss/internal/build"
	"gloss/cmd/gloss/internal/check"
)

// A writer answers at the terminal: each answer lands in its file at once, other input is asked again, and q stops.
func TestAskAll(t *testing.T) {
	dir := t.TempDir()
	files := map[string]string{
		"buyer.md": "---\ntitle: Buyer\ntags: [sales]\n---\nText.\n", "market.md": "---\r\ntitle: Market\r\ntags: [sales]\r\n---\r\nText.\r\n",
		"offer.md": "---\ntitle: Offer\ntags: [sales]\n---\nText.\n", "price.md": "---\ntitle: Price\ntags: [sales]\n---\nText.\n",
		"deal.md": "---\ntitle: Signed deal\ntags: [sales]\n---\nThe buyer pays. The market moves. The offer stands. The price is right.\n",
		"page.md": "---\ntitle: Web page\ntags: [web]\n---\nAny buyer on the market has an offer and a price.\n",
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o640); err != nil {
			t.Fatal(err)
		}
	}
	reading, _, err := build.New(build.Options{Dir: t.TempDir(), Content: dir}).Read(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	doubts := check.NewDoubts("en")
	reading.ExplainAll(context.Background(), doubts.Add)
	ranked := doubts.Ranked()
	if len(ranked) != 4 {
		t.Fatalf("%d names are doubtful", len(ranked))
	}
	var out bytes.Buffer
	if err := askAll(terminal{in: strings.NewReader("perhaps\ny\n\nN\nq\n"), out: &out}, reading, ranked); err != nil {
		t.Fatal(err)
	}
	if got := strings.Count(out.String(), "link it?"); got != 5 {
		t.Errorf("asked %d times:\n%s", got, out.String())
	}
	want := []string{"autolink: on\n", "", "autolink: off", ""}
	for i, d := range ranked {
		name := d.Term.File.Path
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		eol := "\n"
		if strings.Contains(files[name], "\r\n") {
			eol = "\r\n"
		}
		answered := strings.Replace(files[name], "tags: [sales]"+eol, "tags: [sales]"+eol+strings.TrimSpace(want[i])+eol, 1)
		if want[i] == "" {
			answered = files[name]
		}
		if string(data) != answered {
			t.Errorf("%s: got %q, want %q", name, data, answered)
		}
		if info, err := os.Stat(filepath.Join(dir, name)); err != nil || info.Mode().Perm() != 0o640 {
			t.Errorf("%s: permissions changed: %v", name, err)
		}
	}
	left, _ := filepath.Glob(filepath.Join(dir, ".*"))
	if len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// A file that somebody saved in the meantime is not overwritten.
func TestOpenTermRefusesChangedFiles(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.md")
	write := func(text string) {
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	write("---\ntitle: A\n---\nText.\n")
	reading, _, err := build.New(build.Options{Dir: t.TempDir(), Content: dir}).Read(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	write("---\ntitle: A\n---\nOther text.\n")
	if _, _, err := openTerm(reading.ContentDir, reading.Terms[0]); err == nil || !strings.Contains(err.Error(), "changed while") {
		t.Errorf("got %v", err)
	}
}
