package main

import (
	"io"
	"net"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"syscall"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// patience for what another process does; a test that works never waits so long.
const longest = 60 * time.Second

// await is the script command "await FILE REGEXP": it waits until the file holds a match.
func await(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: await FILE REGEXP")
	}
	wanted := regexp.MustCompile(args[1])
	for deadline := time.Now().Add(longest); ; time.Sleep(20 * time.Millisecond) {
		data, err := os.ReadFile(ts.MkAbs(args[0]))
		if err == nil && wanted.Match(data) {
			return
		}
		if time.Now().After(deadline) {
			ts.Fatalf("%s never held %s (%v)", args[0], args[1], err)
		}
	}
}

// fetch is the script command "fetch PORT PATH REGEXP": it asks a server on this machine until the answer holds a match.
func fetch(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: fetch PORT PATH REGEXP")
	}
	wanted := regexp.MustCompile(args[2])
	var body []byte
	for deadline := time.Now().Add(longest); time.Now().Before(deadline); time.Sleep(20 * time.Millisecond) {
		response, err := http.Get("http://localhost:" + args[0] + args[1])
		if err != nil {
			continue
		}
		body, err = io.ReadAll(response.Body)
		response.Body.Close()
		if err == nil && wanted.Match(body) {
			return
		}
	}
	ts.Fatalf("%s never held %s but\n%s", args[1], args[2], body)
}

// interrupt is the script command "interrupt NAME": it presses Ctrl-C in a background command.
func interrupt(ts *testscript.TestScript, neg bool, args []string) {
	for _, command := range ts.BackgroundCmds() {
		ts.Check(command.Process.Signal(os.Interrupt))
	}
}

// freePort returns a port on which nothing listens at the moment.
func freePort() (string, error) {
	l, err := net.Listen("tcp", "localhost:0")
	if err != nil {
		return "", err
	}
	defer l.Close()
	return strconv.Itoa(l.Addr().(*net.TCPAddr).Port), nil
}

func unquote(text string) (string, error) { return strconv.Unquote(`"` + text + `"`) }

// makeFifo is the script command "fifo FILE": it makes a named pipe, which blocks whoever opens it to read.
func makeFifo(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: fifo FILE")
	}
	ts.Check(syscall.Mkfifo(ts.MkAbs(args[0]), 0o644))
}
