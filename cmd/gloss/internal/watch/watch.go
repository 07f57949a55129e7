// Package watch turns changes of files into one coalesced "something changed".
//
// The disk is the truth and an event only says "look again": nothing that an event carries is relied upon, so lost, merged and
// reordered events need no code of their own. What goes in: folders to follow with all below them, and single files. What comes
// out: a Change on a channel after a wait of some milliseconds, whatever an editor did to save (atomic rename, truncate and write, a
// burst of a thousand files). Changes that nobody received yet merge into one.
//
// Folders are watched with fsnotify. Network and container mounts deliver no events, so a cheap snapshot (size, time and mode of
// each file) is compared now and then; when it shows a change of which no event told, the Watcher goes over to polling by itself
// and says so once. So it does when the system's limit of watched folders is reached. Nothing is ever written.
package watch

import (
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/fsnotify/fsnotify"
)

// maxPaths bounds the paths that a Change names.
const maxPaths = 1000

// Options say how to watch.
type Options struct {
	// Ignore reports whether a file or folder of this base name is of no interest, as an editor's backup file or .git is. What it
	// ignores must not reach the site. It may be nil.
	Ignore func(name string) bool
	// Poll compares snapshots from the start and uses no events.
	Poll bool
	// Say is told, in a sentence for the terminal, when the Watcher goes over to polling. It may be nil.
	Say func(text string)

	every time.Duration // between two snapshots; 0 chooses by the size of the tree
	deaf  bool          // drops all events, as a network mount does
}

// Roots are what a Watcher follows.
type Roots struct {
	// Folders are followed with all below them. A folder that does not exist is awaited.
	Folders []string
	// Files are single files. One that does not exist is awaited.
	Files []string
	// Except are folders, usually the site's own, in which nothing is of interest.
	Except []string
}

func (r Roots) equal(o Roots) bool {
	return slices.Equal(r.Folders, o.Folders) && slices.Equal(r.Files, o.Files) && slices.Equal(r.Except, o.Except)
}

// absolute makes all paths absolute and clean, so that they compare.
func (r Roots) absolute() (Roots, error) {
	var abs Roots
	for _, list := range []struct{ from, to *[]string }{{&r.Folders, &abs.Folders}, {&r.Files, &abs.Files}, {&r.Except, &abs.Except}} {
		for _, name := range *list.from {
			full, err := filepath.Abs(name)
			if err != nil {
				return Roots{}, err
			}
			*list.to = append(*list.to, full)
		}
	}
	return abs, nil
}

// Change says that something changed since the last Change.
type Change struct {
	// Paths are the absolute paths that the change was noticed at, sorted, for a message to people: at most 1,000, and not
	// necessarily all: only the disk knows what changed. A folder stands for all below it.
	Paths []string
	// Partial says that more paths were touched than Paths holds, or that it is not known which.
	Partial bool
}

// Watcher follows files until Close.
type Watcher struct {
	opts    Options
	changes chan Change
	follow  chan followed
	marks   chan chan struct{}
	stop    chan struct{}
	stopped chan struct{}
	once    sync.Once
	state   state
}

type followed struct {
	roots Roots
	done  chan bool
}

// New starts a Watcher that follows nothing yet.
func New(opts Options) *Watcher {
	if opts.Ignore == nil {
		opts.Ignore = func(string) bool { return false }
	}
	if opts.Say == nil {
		opts.Say = func(string) {}
	}
	w := &Watcher{
		opts:    opts,
		changes: make(chan Change),
		follow:  make(chan followed),
		marks:   make(chan chan struct{}),
		stop:    make(chan struct{}),
		stopped: make(chan struct{}),
	}
	w.state = state{opts: opts, polling: opts.Poll, scanned: make(chan snapshot, 1)}
	go w.run()
	return w
}

// Follow replaces what is followed and reports whether that is anything else than before. When it returns, every later change
// will be told. Relative paths are relative to the working directory.
func (w *Watcher) Follow(roots Roots) (bool, error) {
	abs, err := roots.absolute()
	if err != nil {
		return false, err
	}
	request := followed{roots: abs, done: make(chan bool, 1)}
	select {
	case w.follow <- request:
		return <-request.done, nil
	case <-w.stop:
		return false, errClosed
	}
}

// Changes returns the channel on which changes are told.
func (w *Watcher) Changes() <-chan Change { return w.changes }

// Close ends the Watcher and waits for it. The channel of changes is not closed.
func (w *Watcher) Close() {
	w.once.Do(func() { close(w.stop) })
	<-w.stopped
}

// run owns the state: events, snapshots and requests all arrive here, so nothing needs a lock.
func (w *Watcher) run() {
	defer close(w.stopped)
	s := &w.state
	s.settle, s.next = time.NewTimer(time.Hour), time.NewTimer(time.Hour)
	s.settle.Stop()
	s.next.Stop()
	defer s.close()
	defer s.marks.close()
	for {
		s.answer()
		var out chan Change
		var change Change
		if s.ready {
			out, change = w.changes, s.change()
		}
		events, failures := s.channels()
		select {
		case <-w.stop:
			return
		case done := <-w.marks:
			s.mark(done)
		case request := <-w.follow:
			request.done <- s.setRoots(request.roots)
		case event, open := <-events:
			if open && !w.opts.deaf {
				s.event(event)
			}
		case err := <-failures:
			s.failure(err)
		case <-s.settle.C:
			if !w.backlog(events) {
				s.settled()
			}
		case <-s.next.C:
			s.startScan()
		case found := <-s.scanned:
			s.finishScan(found)
		case out <- change:
			s.received()
		}
	}
}

// backlog takes one event that lies ready at the end of a wait: on a busy machine the wait ends while the rest of the burst, such as the
// second half of a rename, has not been looked at. Events that never end are not waited for.
func (w *Watcher) backlog(events <-chan fsnotify.Event) bool {
	s := &w.state
	if time.Since(s.since) > tooLong {
		return false
	}
	select {
	case event, open := <-events:
		s.settle.Reset(0) // unless the event prolongs the wait
		if open && !w.opts.deaf {
			s.event(event)
		}
		return open
	default:
		return false
	}
}

func (s *state) channels() (<-chan fsnotify.Event, <-chan error) {
	if s.notify == nil {
		return nil, nil
	}
	return s.notify.Events, s.notify.Errors
}

// failure handles an error of fsnotify. After an overflow events are missing, so everything is armed again and told.
func (s *state) failure(err error) {
	switch {
	case err == nil:
	case errors.Is(err, fsnotify.ErrEventOverflow):
		for _, folder := range s.roots.Folders {
			s.add(folder)
		}
		s.touch("")
		s.markAgain()
	default:
		s.poll(fmt.Sprintf("changes of files are no longer announced (%v)", err))
	}
}
