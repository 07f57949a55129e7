package main

import (
	"strconv"
	"syscall"

	"github.com/rogpeppe/go-internal/testscript"
)

func unquote(text string) (string, error) { return strconv.Unquote(`"` + text + `"`) }

// makeFifo is the script command "fifo FILE": it makes a named pipe, which blocks whoever opens it to read.
func makeFifo(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: fifo FILE")
	}
	ts.Check(syscall.Mkfifo(ts.MkAbs(args[0]), 0o644))
}
