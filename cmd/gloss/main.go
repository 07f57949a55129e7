// Command gloss turns a folder of Markdown term files into a linked glossary site with a prebuilt search index, and keeps it live
// while writers write.
//
// Rules of its interface:
//   - The first word of a message says what it is: "error:", "warning:", "hint:"; messages end without a period.
//   - Results go to standard output, messages and progress to standard error, so that a pipe gets results alone.
//   - Exit status 0 is done, 1 the glossary has errors, 2 misuse of the command.
//   - Colour and progress bars appear on a terminal only, and never with NO_COLOR (no-color.org) set.
//   - A build that has nothing to complain about says one line.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	status := run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr)
	stop()
	os.Exit(status)
}
