package history

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
)

// Days are the days of files, "2006-01-02", by their paths: relative to the folder, with slashes, in Unicode normal form NFC. A file
// whose day is not known is left out, or its day is empty.
type Days map[string]string

// Memory holds the days of one folder from build to build. The zero Memory is empty. It is not safe for concurrent use.
type Memory struct {
	state string
	head  string
	days  Days
}

// Days returns the days of the folder's files at the repository's commit whose names are wanted; the caller must not change them. A
// state that is remembered costs nothing, commits on top of it are read alone, and anything else reads the history until each file
// has a day. Without a repository, or with more than most files that are wanted, there are no days: git compares the list of a whole
// folder for each commit, 9 ms of 100,000 files.
func (m *Memory) Days(ctx context.Context, r *Repository, most int, wanted func(path string) bool) (Days, error) {
	if r == nil {
		return nil, nil
	}
	if m.state == r.State() {
		return m.days, nil
	}
	tracked, err := run(ctx, r.dir, "ls-tree", "-r", "-z", "--name-only", r.head, ".")
	if err != nil {
		return nil, err
	}
	var names []string
	for name := range strings.SplitSeq(string(tracked), "\x00") {
		if name != "" && wanted(name) {
			names = append(names, name)
		}
	}
	if len(names) > most {
		*m = Memory{state: r.State()}
		return nil, nil
	}
	linear, err := r.linearSince(ctx, m.head)
	if err != nil {
		return nil, err
	}
	w := newWalk(r, names)
	if linear {
		err = w.log(ctx, m.head+".."+r.head)
		linear = w.settle(m.days)
	}
	if !linear && err == nil {
		w = newWalk(r, names)
		err = w.log(ctx, r.head)
	}
	if err != nil {
		return nil, err
	}
	*m = Memory{state: r.State(), head: r.head, days: w.days}
	return m.days, nil
}

// linearSince reports whether a commit is the repository's commit, or its ancestor with nothing but single commits between: then
// all of them come before it in the log, and what was known at it still holds for the files that they do not touch.
func (r *Repository) linearSince(ctx context.Context, commit string) (bool, error) {
	if commit == "" || len(r.shallow) > 0 {
		return false, nil
	}
	if _, err := run(ctx, r.dir, "merge-base", "--is-ancestor", commit, r.head); err != nil {
		return false, ctx.Err() // not an ancestor, or gone
	}
	merges, err := run(ctx, r.dir, "rev-list", "--min-parents=2", "--max-count=1", commit+".."+r.head)
	return err == nil && len(merges) == 0, err
}

// walk reads the log from the last commit back.
type walk struct {
	r *Repository
	// open holds the files without a day, under the names that they had at the place in the history that the walk has reached.
	open map[string][]string
	days Days
}

func newWalk(r *Repository, names []string) *walk {
	w := &walk{r: r, open: make(map[string][]string, len(names)), days: make(Days, len(names))}
	for _, name := range names {
		w.open[name] = []string{name}
	}
	return w
}

// log reads commits, as git names a range of them, from the last one back until every file has a day.
func (w *walk) log(ctx context.Context, commits string) error {
	if len(w.open) == 0 {
		return nil
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	// -c shows of a merge the files that are as in none of its parents. Only renames without a change are looked for: they compare
	// hashes, never contents.
	cmd := command(ctx, w.r.dir, "log", "-z", "-c", "--name-status", "--find-renames=100%", "--no-relative", "--no-ext-diff", "--no-color",
		"--no-show-signature", "--format=commit %H %ct", commits, "--", ".")
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return explained(err, "")
	}
	err = w.read(out)
	if err == nil && len(w.open) > 0 {
		if err := cmd.Wait(); err != nil {
			return explained(err, said.String())
		}
		return nil
	}
	// All is known, or what git says is not understood: it need not go on, and how it ends says nothing.
	stop()
	_ = cmd.Wait()
	return err
}

// settle takes the days of files that the commits read do not touch from those known before them. It reports whether that is all: a
// file may have had a name that was not wanted.
func (w *walk) settle(before Days) bool {
	for old, names := range w.open {
		day, known := before[norm.NFC.String(old)]
		if !known {
			return false
		}
		w.set(names, day)
	}
	return true
}

func (w *walk) set(names []string, day string) {
	for _, name := range names {
		w.days[norm.NFC.String(name)] = day
	}
}

// read takes in the log: for each commit "commit HASH SECONDS", then for each file a status and its path, each ended by NUL. The
// status of a pure rename is followed by two paths. Git puts a line end or an empty field before the first status.
func (w *walk) read(out io.Reader) error {
	in := bufio.NewReaderSize(out, 1<<16)
	day, boundary := "", true
	for len(w.open) > 0 {
		field, err := field(in)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		field = strings.TrimPrefix(field, "\n")
		if head, isCommit := strings.CutPrefix(field, "commit "); isCommit {
			hash, seconds, _ := strings.Cut(head, " ")
			if day, err = dayOf(seconds); err != nil {
				return err
			}
			boundary = w.r.shallow[hash]
			continue
		}
		if field == "" {
			continue
		}
		if err := w.file(in, field, day, boundary); err != nil {
			return err
		}
	}
	return nil
}

// file takes in one file of a commit; status is read already.
func (w *walk) file(in *bufio.Reader, status, day string, boundary bool) error {
	path, err := field(in)
	if err != nil {
		return fmt.Errorf("git's log ends after the status %q: %w", status, err)
	}
	renamed := ""
	if status == "R100" {
		renamed = path
		if path, err = field(in); err != nil {
			return fmt.Errorf("git's log ends in a rename of %q: %w", renamed, err)
		}
	}
	path, inside := strings.CutPrefix(path, w.r.prefix)
	names := w.open[path]
	if !inside || boundary || len(names) == 0 {
		return nil
	}
	delete(w.open, path)
	if old, moved := strings.CutPrefix(renamed, w.r.prefix); renamed != "" && moved {
		w.open[old] = append(w.open[old], names...)
		return nil
	}
	w.set(names, day)
	return nil
}

func field(in *bufio.Reader) (string, error) {
	text, err := in.ReadString(0)
	if err != nil {
		if text != "" {
			err = io.ErrUnexpectedEOF
		}
		return "", err
	}
	return text[:len(text)-1], nil
}

// dayOf turns seconds since 1970 into a day, empty when the year has not four digits.
func dayOf(seconds string) (string, error) {
	n, err := strconv.ParseInt(seconds, 10, 64)
	if err != nil {
		return "", fmt.Errorf("git's log has the time %q", seconds)
	}
	at := time.Unix(n, 0).UTC()
	if at.Year() < 1 || at.Year() > 9999 {
		return "", nil
	}
	return at.Format(time.DateOnly), nil
}
