package watch

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/fsnotify/fsnotify"
)

// newState makes a watcher's state without its goroutine, so that events come when the test says.
func newState(t *testing.T) (*state, string) {
	t.Helper()
	dir := t.TempDir()
	s := &state{opts: Options{Ignore: ignoreForTest}, roots: Roots{Folders: []string{dir}}, settle: time.NewTimer(time.Hour)}
	t.Cleanup(func() { s.settle.Stop() })
	return s, dir
}

func put(t *testing.T, name, text string) {
	t.Helper()
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// An editor that truncates a file and then writes it: the empty file in between is not told, whichever way the watcher noticed it.
func TestTruncatedFileIsAwaited(t *testing.T) {
	for _, polling := range []bool{false, true} {
		s, dir := newState(t)
		name := filepath.Join(dir, "a.md")
		put(t, name, "")
		notice := func() {
			if polling {
				s.notice(name)
			} else {
				s.event(fsnotify.Event{Name: name, Op: fsnotify.Write})
			}
		}
		notice()
		s.empty[name] = s.empty[name].Add(time.Hour) // however slow this machine is
		if s.settled(); s.ready {
			t.Fatal("an emptied file was told at once")
		}
		put(t, name, "text")
		if s.settled(); !s.ready || !slices.Equal(s.change().Paths, []string{name}) {
			t.Fatalf("the written file is not told: %v", s.change())
		}
		// One that stays empty is told in the end: it may be meant so.
		s.received()
		put(t, name, "")
		notice()
		s.empty[name] = s.empty[name].Add(-vacancy)
		if s.settled(); !s.ready {
			t.Fatal("a file that stays empty is never told")
		}
	}
}

// A file that is made empty, as by touch(1), is waited for less long than one that was emptied.
func TestNewEmptyFile(t *testing.T) {
	s, dir := newState(t)
	old, made := filepath.Join(dir, "old.md"), filepath.Join(dir, "made.md")
	put(t, old, "")
	put(t, made, "")
	before := time.Now()
	s.event(fsnotify.Event{Name: old, Op: fsnotify.Write})
	s.event(fsnotify.Event{Name: made, Op: fsnotify.Create})
	s.event(fsnotify.Event{Name: made, Op: fsnotify.Write})
	after := time.Now()
	if s.empty[old].Before(before.Add(vacancy)) || s.empty[made].After(after.Add(patience)) {
		t.Errorf("from %v on the file that was there is waited for until %v, the new one until %v", before, s.empty[old], s.empty[made])
	}
}

// What lies ready at the end of a wait belongs to the burst: a machine that was busy elsewhere must not cut a rename in two.
func TestBacklogBelongsToTheBurst(t *testing.T) {
	s, dir := newState(t)
	w := &Watcher{opts: s.opts, state: *s}
	from, to := filepath.Join(dir, "from.md"), filepath.Join(dir, "to.md")
	put(t, to, "text")
	events := make(chan fsnotify.Event, 2)
	w.state.event(fsnotify.Event{Name: from, Op: fsnotify.Rename})
	events <- fsnotify.Event{Name: to, Op: fsnotify.Create}
	w.state.since = time.Now()
	if !w.backlog(events) || w.backlog(events) || !slices.Equal(w.state.change().Paths, []string{from, to}) {
		t.Errorf("the change names %v", w.state.change().Paths)
	}
	events <- fsnotify.Event{Name: to, Op: fsnotify.Write}
	w.state.since = time.Now().Add(-tooLong - time.Second)
	if w.backlog(events) {
		t.Error("events that never end are waited for")
	}
}

// How long the wait after each event is: as short as the way of saving allows.
func TestPause(t *testing.T) {
	type event struct {
		name string
		op   fsnotify.Op
	}
	for _, tt := range []struct {
		name   string
		there  []string // files that exist when the events are read
		events []event
		want   time.Duration
	}{
		{"written in place", []string{"a.md"}, []event{{"a.md", fsnotify.Write}}, brief},
		{"renamed over, from a name that counts", []string{"a.md"},
			[]event{{"a.md.1234", fsnotify.Create}, {"a.md.1234", fsnotify.Write}, {"a.md.1234", fsnotify.Rename}, {"a.md", fsnotify.Create}}, brief},
		{"renamed over, from an ignored name", []string{"a.md"}, []event{{".a.md", fsnotify.Rename}, {"a.md", fsnotify.Create}}, brief},
		{"moved aside for a backup", nil, []event{{"a.md", fsnotify.Rename}, {"a.md~", fsnotify.Create}}, absence},
		{"and written anew", []string{"a.md"}, []event{{"a.md", fsnotify.Rename}, {"a.md~", fsnotify.Create}, {"a.md", fsnotify.Create}}, brief},
		{"deleted", nil, []event{{"a.md", fsnotify.Remove}}, absence},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s, dir := newState(t)
			for _, name := range tt.there {
				put(t, filepath.Join(dir, name), "text")
			}
			for _, e := range tt.events {
				s.event(fsnotify.Event{Name: filepath.Join(dir, e.name), Op: e.op})
			}
			if got := s.pause(); got != tt.want {
				t.Errorf("the wait is %v, want %v", got, tt.want)
			}
		})
	}
	s, dir := newState(t)
	for i := range few + 1 {
		s.touch(filepath.Join(dir, fmt.Sprint(i)))
	}
	if s.pause() != burst {
		t.Errorf("after %d files the wait is %v", few+1, s.pause())
	}
}

// After Settled, everything that was done before has been received, whatever way the watcher looks.
func TestSettled(t *testing.T) {
	for _, poll := range []bool{false, true} {
		t.Run(fmt.Sprint("polling ", poll), func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			w := New(Options{Poll: poll})
			defer w.Close()
			if _, err := w.Follow(Roots{Folders: []string{dir}}); err != nil {
				t.Fatal(err)
			}
			seen, idle := map[string]bool{}, make(chan bool)
			go func() {
				for {
					select {
					case change := <-w.Changes():
						for _, name := range change.Paths {
							seen[name] = true
						}
					case idle <- true: // what was received has been looked at
					case <-w.stopped:
						return
					}
				}
			}()
			for i := range 20 {
				name := filepath.Join(dir, fmt.Sprint(i))
				put(t, name, "text")
				if err := w.Settled(t.Context()); err != nil {
					t.Fatal(err)
				}
				if <-idle; !seen[name] {
					t.Errorf("%s was not told before Settled returned", name)
				}
			}
		})
	}
}

// The question survives other roots, which lose the queue of events, and ends with its context and with the watcher.
func TestSettledEnds(t *testing.T) {
	system := t.TempDir()
	t.Setenv("TMPDIR", system)
	w := New(Options{})
	one, two := t.TempDir(), t.TempDir()
	for _, dir := range []string{one, two, one, two} {
		asked := make(chan error, 1)
		go func() { asked <- w.Settled(t.Context()) }()
		if _, err := w.Follow(Roots{Folders: []string{dir}}); err != nil {
			t.Fatal(err)
		}
		if err := <-asked; err != nil {
			t.Error(err)
		}
	}
	put(t, filepath.Join(two, "a"), "text") // nobody receives this change, so the next question has no answer
	ctx, cancel := context.WithCancel(t.Context())
	asked := make(chan error, 1)
	go func() { asked <- w.Settled(ctx) }()
	cancel()
	if err := <-asked; !errors.Is(err, context.Canceled) {
		t.Errorf("Settled = %v", err)
	}
	w.Close()
	if err := w.Settled(t.Context()); err == nil {
		t.Error("Settled after Close gave no error")
	}
	if w.state.marks.count == 0 {
		t.Error("no question made a file: the test tests nothing")
	}
	if left, err := os.ReadDir(system); err != nil || len(left) > 0 {
		t.Errorf("a folder of questions stays: %v %v", left, err)
	}
}

// A change that names too little says so.
func TestPartialChange(t *testing.T) {
	s, dir := newState(t)
	for i := range maxPaths {
		s.touch(filepath.Join(dir, fmt.Sprint(i)))
	}
	if s.change().Partial {
		t.Error("a change that names all is called partial")
	}
	s.touch(filepath.Join(dir, "one more"))
	if c := s.change(); !c.Partial || len(c.Paths) != maxPaths {
		t.Errorf("a change of more than %d paths: partial %v, %d paths", maxPaths, c.Partial, len(c.Paths))
	}
	s.received()
	s.touch("")
	if !s.change().Partial {
		t.Error("a change at an unknown place is not called partial")
	}
}
