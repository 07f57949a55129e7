package watch

import (
	"os"
	"path/filepath"
	"strings"
	"time"
)

const (
	// The time between two snapshots is a multiple of the time that one took, so that a tree of any size costs at most 2 % of a
	// processor while events are trusted and 10 % while they are not.
	trustingShare, trustingPause = 50, time.Second
	pollingShare, pollingPause   = 10, 250 * time.Millisecond
	// grace is how late an event may be before it counts as missing.
	grace = 250 * time.Millisecond
	// maxTold bounds the memory of paths that events told of; a burst beyond it counts as told as a whole.
	maxTold = 10_000
)

// poll goes over to polling.
func (s *state) poll(reason string) {
	s.close()
	if s.polling {
		return
	}
	s.polling = true
	s.markAgain()
	s.opts.Say(reason + "; looking at the files every few hundred milliseconds instead")
	s.schedule()
}

// schedule sets the time of the next snapshot.
func (s *state) schedule() {
	pause := max(trustingPause, trustingShare*s.known.took)
	if s.polling {
		pause = max(pollingPause, pollingShare*s.known.took)
	}
	if s.opts.every > 0 {
		pause = s.opts.every
	}
	if len(s.marks.asked) > 0 {
		pause = 0
	}
	s.next.Reset(pause)
}

// startScan takes a snapshot beside the loop, so that events are not kept waiting; or, after the grace, judges the last one.
func (s *state) startScan() {
	if len(s.doubt) > 0 {
		s.judge()
		s.schedule()
		return
	}
	if s.scanning {
		return
	}
	s.scanning = true
	s.marks.begin()
	roots, ignore, scanned, known := s.roots, s.opts.Ignore, s.scanned, s.known
	go func() {
		found := takeSnapshot(roots, ignore)
		found.changed = known.diff(found)
		scanned <- found
	}()
}

// finishScan compares a snapshot with the one before.
func (s *state) finishScan(found snapshot) {
	s.scanning = false
	if !found.roots.equal(s.roots) {
		s.marks.void() // the roots changed while it was taken, and with them the snapshot to compare with
		s.schedule()
		return
	}
	changed := found.changed
	found.changed = nil
	s.known = found
	if s.polling || len(s.marks.seen) > 0 {
		for _, name := range changed {
			s.notice(name)
		}
		s.marks.end()
		s.schedule()
		return
	}
	if s.doubt = s.untold(changed); len(s.doubt) > 0 {
		s.next.Reset(grace)
		return
	}
	s.toldLast, s.told = s.told, nil
	s.schedule()
}

// judge decides about changes of which no event told in time. They are told now; and if there was no event at all, there will be
// none later either.
func (s *state) judge() {
	missed := s.untold(s.doubt)
	silent := len(s.told)+len(s.toldLast) == 0
	s.doubt, s.toldLast, s.told = nil, s.told, nil
	for _, name := range missed {
		s.notice(name)
	}
	if len(missed) > 0 && silent {
		s.poll("no events of changed files arrive, as on network and container mounts")
	}
}

// notice notes a change that a snapshot showed.
func (s *state) notice(name string) {
	if info, err := os.Stat(name); err == nil && info.Mode().IsRegular() && info.Size() == 0 {
		s.await(name)
	}
	s.touch(name)
}

func (s *state) remember(name string) {
	if s.told == nil {
		s.told = map[string]bool{}
	}
	if len(s.told) < maxTold {
		s.told[name] = true
	}
}

// untold returns the paths of which, or of a folder above which, no event told.
func (s *state) untold(changed []string) []string {
	if len(s.told) >= maxTold || len(s.toldLast) >= maxTold {
		return nil
	}
	var missing []string
	for _, name := range changed {
		if !s.wasTold(name) {
			missing = append(missing, name)
		}
	}
	return missing
}

func (s *state) wasTold(name string) bool {
	for {
		if s.told[name] || s.toldLast[name] {
			return true
		}
		parent := filepath.Dir(name)
		if parent == name {
			return false
		}
		name = parent
	}
}

// within reports whether name is dir or lies below it.
func within(dir, name string) bool {
	return name == dir || strings.HasPrefix(name, strings.TrimSuffix(dir, string(filepath.Separator))+string(filepath.Separator))
}
