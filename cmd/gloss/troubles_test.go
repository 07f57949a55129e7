package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/gofrs/flock"

	"gloss/cmd/gloss/internal/output"
)

// What else can go wrong under a build: a full disk, files that may not be written, files in use, a second gloss. Each time the site
// stays whole, the build says what is wrong, and the next one mends everything.

// fails runs gloss build in an environment of its own and returns what it printed.
func (k *killed) fails(what string, command *exec.Cmd) string {
	k.t.Helper()
	command.Dir = k.dir
	text, err := command.CombinedOutput()
	if err == nil {
		k.t.Fatalf("%s: gloss build says nothing is wrong:\n%s", what, text)
	}
	k.whole(what)
	return string(text)
}

func glossPath(t testing.TB) string {
	t.Helper()
	name, err := exec.LookPath("gloss")
	if err != nil {
		t.Fatal(err)
	}
	return name
}

// The limit of a file's size is the one way to make writing fail that each user of each system with a shell has. The signal that comes
// with it ends a Go program, unlike a full disk, so this is also a kill in the middle of a write.
func TestFileLimit(t *testing.T) {
	t.Parallel()
	k := newKilled(t, 1)
	for _, blocks := range []string{"0", "1", "4", "16"} {
		k.turn(1 - k.now)
		k.fails("a limit of "+blocks+" blocks", exec.Command("sh", "-c", "ulimit -f "+blocks+"; exec "+glossPath(t)+" build"))
		k.repaired("without the limit")
	}
}

// A process with many processors and few files to open builds all the same.
func TestFewOpenFiles(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	write := func(name, text string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "content"), 0o755); err != nil {
		t.Fatal(err)
	}
	write("gloss.yaml", "title: Pumps\n")
	const terms = 2000
	for i := range terms {
		write(fmt.Sprintf("content/pump-%d.md", i), fmt.Sprintf("---\ntitle: Pump %d\nsummary: It moves water.\n---\n\nBeside pump %d.\n", i, i/2))
	}
	command := exec.Command("sh", "-c", "ulimit -n 128; exec "+glossPath(t)+" build")
	command.Dir, command.Env = dir, append(os.Environ(), "GOMAXPROCS=16")
	if text, err := command.CombinedOutput(); err != nil || !strings.Contains(string(text), fmt.Sprint(terms, " terms")) {
		t.Errorf("%v\n%.2000s", err, text)
	}
}

// A read-only folder of the site, and a file in it that may not be written: a build replaces files and needs no right to them, only
// to their folder.
func TestReadOnly(t *testing.T) {
	t.Parallel()
	k := newKilled(t, 2)
	command := k.asOther()
	k.check(os.Chmod(k.path("public/index.html"), 0o444))
	k.turn(1)
	k.allow()
	if text, err := command("build").CombinedOutput(); err != nil {
		t.Fatalf("a read-only file: %v\n%s", err, text)
	}
	if wrong := differences(k.files("public"), k.sites[1]); wrong != nil {
		t.Fatalf("a read-only file: %v", wrong)
	}
	k.turn(0)
	k.allow()
	k.check(os.Chmod(k.path("public/terms"), 0o555))
	text := k.fails("a read-only folder", command("build"))
	if !strings.Contains(text, "error: ") || !strings.Contains(text, "terms") {
		t.Errorf("a read-only folder: gloss build says\n%s", text)
	}
	k.check(os.Chmod(k.path("public/terms"), 0o755))
	if text, err := command("build").CombinedOutput(); err != nil {
		t.Fatalf("writable again: %v\n%s", err, text)
	}
	if wrong := differences(k.files("public"), k.sites[0]); wrong != nil {
		t.Fatalf("writable again: %v", wrong)
	}
}

const nobody = 65534 // the user without rights, by convention

// asOther returns gloss as a command of a user whom read-only files hold back: this one, or nobody when this is root.
func (k *killed) asOther() func(args ...string) *exec.Cmd {
	k.t.Helper()
	if os.Geteuid() != 0 {
		return k.command
	}
	// The program and the glossary lie in folders that only root may enter.
	place, err := os.MkdirTemp("", "gloss-other-")
	k.check(err)
	k.t.Cleanup(func() { k.check(os.RemoveAll(place)) })
	k.check(os.Chmod(place, 0o755))
	self, err := os.Executable()
	k.check(err)
	program := filepath.Join(place, "gloss")
	k.copy(self, program)
	moved := filepath.Join(place, "glossary")
	k.check(os.Rename(k.dir, moved))
	k.dir = moved
	return func(args ...string) *exec.Cmd {
		c := exec.Command(program, args...)
		c.Dir = k.dir
		c.Env = append(os.Environ(), "TMPDIR="+k.path("tmp"), "HOME="+k.path("tmp"))
		c.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		return c
	}
}

func (k *killed) copy(from, to string) {
	k.t.Helper()
	if os.Link(from, to) == nil {
		return
	}
	in, err := os.Open(from)
	k.check(err)
	defer in.Close()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_WRONLY, 0o755)
	k.check(err)
	_, err = io.Copy(out, in)
	k.check(errors.Join(err, out.Close()))
}

// allow gives everything to the other user.
func (k *killed) allow() {
	k.t.Helper()
	if os.Geteuid() != 0 {
		return
	}
	k.check(os.MkdirAll(k.path("tmp"), 0o755))
	k.check(filepath.WalkDir(k.dir, func(name string, _ os.DirEntry, err error) error {
		return errors.Join(err, os.Lchown(name, nobody, nobody))
	}))
}

// A file that another program reads and has locked, as a host's agent or an editor may, is replaced; the lock of another gloss is not.
func TestFilesInUse(t *testing.T) {
	t.Parallel()
	k := newKilled(t, 3)
	page := flock.New(k.path("public/index.html"))
	if ok, err := page.TryRLock(); !ok || err != nil {
		t.Fatal(ok, err)
	}
	open, err := os.Open(k.path("public/terms/t00.html"))
	k.check(err)
	k.turn(1)
	k.repaired("a locked file and an open one")
	before, err := io.ReadAll(open)
	k.check(errors.Join(err, open.Close(), page.Unlock()))
	if string(before) != k.sites[0]["terms/t00.html"] {
		t.Error("who had a page open reads another one")
	}
	other := flock.New(k.path("public/" + output.StateDir + "/lock"))
	if ok, err := other.TryLock(); !ok || err != nil {
		t.Fatal(ok, err)
	}
	k.turn(0)
	text := k.fails("another gloss at work", k.command("build"))
	if !strings.Contains(text, "another gloss is writing this folder") {
		t.Errorf("the second gloss says\n%s", text)
	}
	if wrong := differences(k.files("public"), k.sites[1]); wrong != nil {
		t.Errorf("the second gloss touched %v", wrong)
	}
	k.check(other.Unlock())
	k.repaired("alone again")
}

// Two gloss on one folder: whichever comes second says so and stops, and the first goes on.
func TestTwoAtOnce(t *testing.T) {
	t.Parallel()
	k := newKilled(t, 4)
	s := k.serve()
	s.quiet()
	for _, args := range [][]string{{"serve"}, {"serve", "--port", "1"}, {"build"}, {"build", "--drafts"}} {
		command := k.command(args...)
		text, err := command.CombinedOutput()
		if err == nil || !strings.Contains(string(text), "another gloss serve is writing") {
			t.Errorf("gloss %s beside a server: %v\n%s", strings.Join(args, " "), err, text)
		}
	}
	if text, err := k.command("build", "--out", "other").CombinedOutput(); err != nil {
		t.Errorf("into another folder: %v\n%s", err, text)
	}
	k.turn(1)
	s.quiet()
	if wrong := differences(k.files("public"), k.sites[1]); wrong != nil {
		t.Errorf("after the second gloss the first shows another site: %v", wrong)
	}
	s.stop()
	k.repaired("after the server")
}

// The same bytes with any number of workers, in a process of its own each time.
func TestWorkersDoNotMatter(t *testing.T) {
	t.Parallel()
	k := newKilled(t, 5)
	for _, workers := range []int{1, 2, 3, 2 * runtime.NumCPU(), 64} {
		k.check(os.RemoveAll(k.path("out")))
		k.check(os.RemoveAll(k.path(".gloss-cache")))
		k.build("--out", "out", "--workers", strconv.Itoa(workers))
		want := k.sites[k.now]
		for name := range foreign {
			delete(want, name)
		}
		if wrong := differences(k.files("out"), want); wrong != nil {
			t.Errorf("with %d workers: %v", workers, wrong)
		}
	}
}
