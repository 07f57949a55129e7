package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"gloss/cmd/gloss/internal/build"
	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/output"
)

// Proofs on the real command: each of these tests runs gloss as a process of its own and looks at public/ as a host would.

// glossary is a folder with a glossary on disk.
type glossary struct {
	t   testing.TB
	dir string
}

func newGlossary(t testing.TB, files map[string]string) *glossary {
	t.Helper()
	g := &glossary{t: t, dir: filepath.Join(t.TempDir(), "glossary")}
	for name, text := range files {
		g.write(name, text)
	}
	return g
}

func (g *glossary) path(name string) string { return filepath.Join(g.dir, filepath.FromSlash(name)) }

func (g *glossary) check(err error) {
	g.t.Helper()
	if err != nil {
		g.t.Fatal(err)
	}
}

func (g *glossary) write(name, text string) {
	g.t.Helper()
	g.check(os.MkdirAll(filepath.Dir(g.path(name)), 0o755))
	g.check(os.WriteFile(g.path(name), []byte(text), 0o644))
}

// replace writes a file where no server looks and renames it into its place: nobody reads half of it, and it is one change.
func (g *glossary) replace(name, text string) {
	g.t.Helper()
	g.write(asideFile, text)
	g.check(os.MkdirAll(filepath.Dir(g.path(name)), 0o755))
	g.check(os.Rename(g.path(asideFile), g.path(name)))
}

// asideFile lies in the glossary's folder, where only gloss.yaml counts.
const asideFile = "aside.tmp"

// command is gloss in the glossary's folder: this test binary under its other name; see TestMain.
func (g *glossary) command(args ...string) *exec.Cmd {
	c := exec.Command("gloss", args...)
	c.Dir = g.dir
	return c
}

// build runs gloss build and returns what it printed.
func (g *glossary) build(args ...string) string {
	g.t.Helper()
	text, err := g.command(append([]string{"build"}, args...)...).CombinedOutput()
	if err != nil {
		g.t.Fatalf("gloss build: %v\n%s", err, text)
	}
	return string(text)
}

// files reads a folder of the glossary, without Gloss's own state.
func (g *glossary) files(folder string) map[string]string {
	g.t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(g.path(folder), func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			if e != nil && e.Name() == output.StateDir {
				return fs.SkipDir
			}
			return err
		}
		data, err := os.ReadFile(name)
		rel, _ := filepath.Rel(g.path(folder), name)
		all[filepath.ToSlash(rel)] = string(data)
		return err
	})
	if err != nil && !os.IsNotExist(err) {
		g.t.Fatal(err)
	}
	return all
}

// cleanBuild builds the same files in another folder, in this process and with another number of workers.
func (g *glossary) cleanBuild(workers int) (map[string]string, diag.List) {
	g.t.Helper()
	clean := &glossary{t: g.t, dir: filepath.Join(g.t.TempDir(), "clean")}
	for _, name := range []string{"content", "layouts", "terms"} {
		if _, err := os.Stat(g.path(name)); err == nil {
			g.check(os.CopyFS(clean.path(name), os.DirFS(g.path(name))))
		}
	}
	g.check(os.MkdirAll(clean.dir, 0o755))
	if settings, err := os.ReadFile(g.path("gloss.yaml")); err == nil {
		clean.write("gloss.yaml", string(settings))
	}
	_, diags, err := build.New(build.Options{Dir: clean.dir, Workers: workers}).Build(context.Background())
	g.check(err)
	for i := range diags {
		// The folder's name is part of a message's path, as it should be; it is no part of the site.
		diags[i].File = strings.TrimPrefix(diags[i].File, filepath.ToSlash(clean.dir)+"/")
	}
	files := clean.files("public")
	g.check(os.RemoveAll(clean.dir))
	return files, diags
}

// differences names the files in which two sites differ.
func differences(got, want map[string]string) []string {
	var all []string
	for name, text := range want {
		if have, there := got[name]; !there {
			all = append(all, name+" is missing")
		} else if have != text {
			all = append(all, name+" differs")
		}
	}
	for name := range got {
		if _, there := want[name]; !there {
			all = append(all, name+" is left over")
		}
	}
	slices.Sort(all)
	return all
}

// server is a running gloss serve.
type server struct {
	t       testing.TB
	cmd     *exec.Cmd
	address string // with a slash at the end
	mu      sync.Mutex
	log     bytes.Buffer
	printed chan struct{} // closed when everything was printed
}

var servingAt = regexp.MustCompile(`^serving (http://localhost:\d+/) `)

// serve starts gloss serve and returns when it has said where.
func (g *glossary) serve(args ...string) *server {
	g.t.Helper()
	s := &server{t: g.t, cmd: g.command(append([]string{"serve"}, args...)...), printed: make(chan struct{})}
	pipe, err := s.cmd.StdoutPipe()
	g.check(err)
	s.cmd.Stderr = s.cmd.Stdout
	g.check(s.cmd.Start())
	g.t.Cleanup(func() { s.kill() })
	lines := bufio.NewScanner(pipe)
	for s.address == "" && lines.Scan() {
		fmt.Fprintln(&s.log, lines.Text())
		if found := servingAt.FindStringSubmatch(lines.Text()); found != nil {
			s.address = found[1]
		}
	}
	go func() {
		defer close(s.printed)
		for lines.Scan() {
			s.mu.Lock()
			fmt.Fprintln(&s.log, lines.Text())
			s.mu.Unlock()
		}
	}()
	if s.address == "" {
		g.t.Fatalf("gloss serve did not say where it serves:\n%s", s.text())
	}
	return s
}

func (s *server) text() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.log.String()
}

// lately is the end of what the server printed, for the message of a failing test.
func (s *server) lately() string {
	lines := strings.Split(strings.TrimSpace(s.text()), "\n")
	return strings.Join(lines[max(0, len(lines)-15):], "\n")
}

// kill ends the server as a crash of the machine would. A server that has ended already stays ended.
func (s *server) kill() {
	if s.cmd.ProcessState != nil {
		return
	}
	_ = s.cmd.Process.Kill()
	<-s.printed
	_ = s.cmd.Wait() // "signal: killed" is what was asked for
}

// stop presses Ctrl-C, which must end the server without an error.
func (s *server) stop() {
	s.t.Helper()
	if err := s.cmd.Process.Signal(os.Interrupt); err != nil {
		s.t.Fatal(err)
	}
	<-s.printed
	if err := s.cmd.Wait(); err != nil {
		s.t.Errorf("gloss serve ended with %v:\n%s", err, s.lately())
	}
}

// get asks for a path and returns the answer and its body.
func (s *server) get(path string, headers ...string) (*http.Response, string, error) {
	request, err := http.NewRequest("GET", s.address+strings.TrimPrefix(path, "/"), nil)
	if err != nil {
		return nil, "", err
	}
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	return answer, string(body), err
}

// quiet waits until everything that was saved is on the site, or told as an error.
func (s *server) quiet() {
	s.t.Helper()
	answer, body, err := s.get("/.gloss/quiet")
	if err != nil || answer.StatusCode != http.StatusOK {
		s.t.Fatalf("the server does not become quiet: %v %s\n%s", err, body, s.lately())
	}
}

// state is what an open page is told.
type state struct {
	Session  string
	Build    int
	Page     string
	Files    []string
	Problems struct {
		Errors, Warnings int
		List             []struct{ Place, Severity, Rule, Text, Hint string }
	}
}

// state asks once what changed for a page since a build.
func (s *server) state(query string) (state, error) {
	_, body, err := s.get("/.gloss/events?once=1&" + query)
	if err != nil {
		return state{}, err
	}
	_, data, _ := strings.Cut(body, "data: ")
	var told state
	err = json.Unmarshal([]byte(strings.TrimSpace(data)), &told)
	return told, err
}
