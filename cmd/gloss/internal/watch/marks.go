package watch

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"

	"github.com/fsnotify/fsnotify"
)

// marks are the questions of Settled that wait for an answer.
//
// While events are used, a question makes a file in a folder of its own, which is watched like the rest: the system queues events in
// order (inotify(7)), so when that file is announced, all that happened before was. While polling, a snapshot begun after the question
// answers it.
type marks struct {
	dir    string
	count  int
	files  map[string]chan struct{} // by the file that answers
	asked  []chan struct{}          // wait for a snapshot to begin
	seen   []chan struct{}          // wait for the snapshot that is being taken
	passed []chan struct{}          // wait only for the pending change to be received
}

// Settled waits until each change that was made before the call, as far as the system announces changes, was told and received.
func (w *Watcher) Settled(ctx context.Context) error {
	done := make(chan struct{})
	select {
	case w.marks <- done:
	case <-ctx.Done():
		return ctx.Err()
	case <-w.stop:
		return errClosed
	}
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-w.stop:
		return errClosed
	}
}

var errClosed = errors.New("watch: the watcher is closed")

// mark takes a question.
func (s *state) mark(done chan struct{}) {
	if s.notify != nil && s.marks.write(s.notify, done) == nil {
		return
	}
	s.marks.asked = append(s.marks.asked, done)
	s.next.Reset(0)
}

// markAgain asks once more after the queue of events was lost.
func (s *state) markAgain() {
	lost := s.marks.files
	s.marks.files = nil
	for name, done := range lost {
		_ = os.Remove(name) // it may never have been made
		s.mark(done)
	}
}

// answer answers the questions for which nothing is left to wait.
func (s *state) answer() {
	if s.pending != nil {
		return
	}
	for _, done := range s.marks.passed {
		close(done)
	}
	s.marks.passed = nil
}

// write makes the file whose event answers a question.
func (m *marks) write(notify *fsnotify.Watcher, done chan struct{}) (err error) {
	if m.dir == "" {
		if m.dir, err = os.MkdirTemp("", "gloss-watch-"); err != nil {
			return err
		}
	}
	if err := notify.Add(m.dir); err != nil {
		return err
	}
	m.count++
	name := filepath.Join(m.dir, strconv.Itoa(m.count))
	if err := os.WriteFile(name, nil, 0o600); err != nil {
		return err
	}
	if m.files == nil {
		m.files = map[string]chan struct{}{}
	}
	m.files[name] = done
	return nil
}

// passedBy reports whether an event is about a file of a question.
func (m *marks) passedBy(e fsnotify.Event, notify *fsnotify.Watcher) bool {
	if m.dir == "" || !within(m.dir, e.Name) {
		return false
	}
	if done, ok := m.files[e.Name]; ok {
		delete(m.files, e.Name)
		m.passed = append(m.passed, done)
		if len(m.files) == 0 {
			_ = notify.Remove(m.dir) // fsnotify keeps something of a watched folder that goes by itself
			m.close()
		}
	}
	return true
}

// begin is told when a snapshot begins, end when it is compared.
func (m *marks) begin() { m.seen, m.asked = append(m.seen, m.asked...), nil }
func (m *marks) end()   { m.passed, m.seen = append(m.passed, m.seen...), nil }

// void is told when a snapshot is thrown away.
func (m *marks) void() { m.asked, m.seen = append(m.asked, m.seen...), nil }

func (m *marks) close() {
	if m.dir != "" {
		_ = os.RemoveAll(m.dir) // a few empty files in the system's folder for such
		m.dir = ""
	}
}
