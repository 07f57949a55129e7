package watch

import (
	"maps"
	"os"
	"slices"
	"time"
)

// How long the watcher waits before it tells a change. The writer waits too, so each wait is as short as what it waits for allows,
// and each further event starts it anew.
const (
	// brief follows a file that is there and holds something: what an editor does after that (a second piece, a change of the mode) is
	// done within a millisecond.
	brief = 2 * time.Millisecond
	// absence follows a file that went away: an editor that keeps a backup moves the old file aside before it writes the new one.
	absence = 10 * time.Millisecond
	// burst follows when more than few paths were touched: a program is at work, such as git, and its next file may be a while in coming.
	burst = 25 * time.Millisecond
	few   = 8
	// patience bounds the wait while events keep coming.
	patience = 150 * time.Millisecond
	// tooLong bounds it while events lie ready that nobody has looked at.
	tooLong = time.Second
	// vacancy bounds the wait while a file stays empty that was there before, patience while a new one does: its writer may be an editor on a
	// slow machine, between truncating it and writing it. A file emptied on purpose is not missed for a second; a page that goes and comes
	// back, or a gloss.yaml that for a moment says nothing, changes every page under the reader's eyes.
	vacancy = time.Second
)

func note(set *map[string]bool, name string) {
	if *set == nil {
		*set = map[string]bool{}
	}
	(*set)[name] = true
}

// appear notes a path that was made or came by a rename.
func (s *state) appear(name string) {
	if s.absent[name] {
		delete(s.absent, name)
		return
	}
	note(&s.made, name)
}

// miss notes a path that went away. One that appeared in the same burst was an editor's temporary file and is not expected back.
func (s *state) miss(name string) {
	if s.made[name] {
		delete(s.made, name)
		return
	}
	if _, err := os.Lstat(name); err != nil {
		note(&s.absent, name)
	}
}

// await waits for the text of a file that is empty.
func (s *state) await(name string) {
	if s.empty == nil {
		s.empty = map[string]time.Time{}
	}
	if _, seen := s.empty[name]; seen {
		return
	}
	wait := vacancy
	if s.made[name] {
		wait = patience
	}
	s.empty[name] = time.Now().Add(wait)
}

// touch notes a change at a path ("" when unknown) and starts or prolongs the wait.
func (s *state) touch(name string) {
	if s.pending == nil || s.ready { // nobody received what is ready: a build is running, and this may be another burst
		s.since = time.Now()
	}
	if s.pending == nil {
		s.pending = map[string]bool{}
	}
	switch {
	case s.pending[name]:
	case name == "" || len(s.pending) >= maxPaths:
		s.partial = true
	default:
		s.pending[name] = true
	}
	s.ready = false
	s.settle.Reset(min(s.pause(), max(0, patience-time.Since(s.since))))
}

func (s *state) pause() time.Duration {
	switch {
	case len(s.pending) > few || s.partial:
		return burst
	case len(s.absent) > 0:
		return absence
	}
	return brief
}

// settled ends the wait, unless a file was emptied a moment ago: it is probably being written.
func (s *state) settled() {
	if s.pending == nil {
		return
	}
	for name, until := range s.empty {
		if info, err := os.Stat(name); err != nil || info.Size() > 0 || !time.Now().Before(until) {
			delete(s.empty, name)
		}
	}
	if len(s.empty) > 0 {
		s.settle.Reset(absence)
		return
	}
	if s.notify != nil {
		s.rearm()
	}
	s.fresh, s.made, s.absent, s.empty = nil, nil, nil, nil
	s.ready = true
}

// rearm adds new folders once more before the change is told: one that was moved or replaced in the middle of a burst may have
// lost the watch it was given at the first event.
func (s *state) rearm() {
	for _, dir := range slices.Sorted(maps.Keys(s.fresh)) {
		if slices.ContainsFunc(s.roots.Folders, func(folder string) bool { return within(folder, dir) }) {
			s.add(dir)
		}
	}
	s.arm()
}

func (s *state) change() Change {
	return Change{Paths: slices.Sorted(maps.Keys(s.pending)), Partial: s.partial}
}

func (s *state) received() { s.pending, s.partial, s.ready = nil, false, false }
