package build

import (
	"context"
	"math"
	"path/filepath"
	"sync"

	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/history"
	"gloss/cmd/gloss/internal/source"
)

// lastChanges starts to read the days of the files' last commits, beside the passes that do not ask for them, and returns how to wait
// for them; that may be called more than once. A build that is told what changed takes the days that the last whole look found: asking
// git takes a process, and the next whole look finds a commit.
func (b *Builder) lastChanges(ctx context.Context, r *Result, how look) func() (history.Days, diag.List) {
	if how.changed != nil {
		return func() (history.Days, diag.List) { return b.days, b.dayDiags }
	}
	days := b.readDays(ctx, r)
	return func() (history.Days, diag.List) {
		found, diags := days()
		if ctx.Err() == nil {
			b.days, b.dayDiags = found, diags
		}
		return found, diags
	}
}

// autoDays is up to how many files git_dates: auto asks git for: git compares the list of a whole folder for each commit, some 2 ms of so many files (docs/pages.md).
const autoDays = 20_000

func (b *Builder) readDays(ctx context.Context, r *Result) func() (history.Days, diag.List) {
	if r.Config.GitDates == "off" {
		return func() (history.Days, diag.List) { return nil, nil }
	}
	most := autoDays
	if r.Config.GitDates == "always" {
		most = math.MaxInt
	}
	type answer struct {
		days history.Days
		err  error
	}
	answers := make(chan answer, 1)
	go func() {
		var a answer
		repository, err := history.Open(ctx, r.ContentDir)
		if a.err = err; err == nil {
			a.days, a.err = b.changes.Days(ctx, repository, most, func(name string) bool { return source.File{Path: name}.IsMarkdown() })
		}
		answers <- a
	}()
	return sync.OnceValues(func() (history.Days, diag.List) {
		a := <-answers
		if a.err == nil || ctx.Err() != nil {
			return a.days, nil
		}
		return nil, diag.List{{File: filepath.ToSlash(r.ContentDir), Severity: diag.Warning, Rule: "git-dates",
			Text: "the days of last changes cannot be read from git: " + a.err.Error(), Hint: "mend that, or write git_dates: off in gloss.yaml"}}
	})
}

// historyState names the history that lastChanges would read.
func historyState(ctx context.Context, r Result) string {
	if r.Config.GitDates == "off" {
		return ""
	}
	repository, err := history.Open(ctx, r.ContentDir)
	if err != nil {
		return err.Error()
	}
	return repository.State()
}
