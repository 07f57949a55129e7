package build

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// What is read of a program is what the go command says of it.
func TestBuildIDOfAProgram(t *testing.T) {
	dir := t.TempDir()
	put(t, filepath.Join(dir, "main.go"), "package main\n\nfunc main() {}\n")
	name := filepath.Join(dir, "program")
	if out, err := exec.Command("go", "build", "-o", name, filepath.Join(dir, "main.go")).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	want, err := exec.Command("go", "tool", "buildid", name).Output()
	if err != nil {
		t.Fatal(err)
	}
	program, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if got := buildID(program); got == "" || got != strings.TrimSpace(string(want)) {
		t.Errorf("%q, want %q", got, want)
	}
	id := strings.Repeat("0123456789_-abcdefgh/", 4)[:4*21-1]
	if got := buildID([]byte("MZ" + quoteBefore + id + quoteAfter + "code")); got != id { // of other systems
		t.Errorf("%q, want %q", got, id)
	}
}

// Programs whose build ID may be that of others are told apart by their bytes.
func TestProgramsWithoutBuildID(t *testing.T) {
	note := func(id string) string { return string([]byte{byte(len(id)), 0, 0, 0}) + elfNote + id }
	hash := strings.Repeat("x", 20)
	for _, start := range []string{"", note(""), note("redacted"), note("a/b/c/d"), note(hash), note(hash + "/" + hash + "/" + hash), elfNote, "\xff\xff\xff\xff" + elfNote + "a",
		quoteBefore, quoteBefore + "redacted" + quoteAfter} {
		one, err := programOf(strings.NewReader(start + strings.Repeat("a", 100_000) + "1"))
		if err != nil {
			t.Fatal(err)
		}
		other, err := programOf(strings.NewReader(start + strings.Repeat("a", 100_000) + "2"))
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Equal(one, other) {
			t.Errorf("two programs that begin with %q are one", start)
		}
	}
}

func TestThisProgram(t *testing.T) {
	program, err := thisProgram()
	if err != nil {
		t.Fatal(err)
	}
	again, err := thisProgram()
	if err != nil || len(program) == 0 || !bytes.Equal(program, again) {
		t.Errorf("%q and %q are one program (%v)", program, again, err)
	}
}
