// Package live is the loop of gloss serve: build, show, wait for a change, build again.
//
// There is one builder: the loop calls the function that it is given and never decides what to build. A change during a build
// leads to exactly one more build, however many changes there were. After an error the last good site stays; the diagnostics
// stand in the terminal and over each open page until they are mended.
package live

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/output"
	"gloss/cmd/gloss/internal/preview"
	"gloss/cmd/gloss/internal/watch"
)

// DefaultPort is the port that is tried first when none was asked for.
const DefaultPort = 8080

// hesitation is how long errors that were not there before are held back: a build may have read a file while an editor was writing it, and
// then the next change is already on its way. Nobody notices an error 20 ms later; everybody notices one that flashes up.
const hesitation = 20 * time.Millisecond

// maxChanged bounds the paths that a build is told, while errors stay for hours.
const maxChanged = 1000

// A build that finds another program writing the site's folder says so with this rule, and is tried again after a while: gloss build
// ends by itself.
const (
	busyRule  = "output-locked"
	retryBusy = time.Second
)

// Site says where a glossary stands and what one build did to it. Before the first build only the folders are known.
type Site struct {
	// ContentDir, LayoutsDir and OutDir may be relative to the working directory, and empty while unknown. LayoutsDir need not exist.
	ContentDir, LayoutsDir, OutDir string
	// Editor is the pattern of links to an editor; see preview.Update.
	Editor string
	// Poll asks for comparing the files instead of waiting for events. Only its value before the first build counts.
	Poll bool

	Terms, Pages int
	Changes      output.Changes
}

// BuildFunc builds once and says what it did, also after an error in the glossary as far as it is known. It must run the step
// that changes the site's files inside publish, if it gets so far. changed are the absolute paths, a folder standing for all below it,
// at which files changed since the last build without errors, as far as is known; nil means that anything may have changed.
type BuildFunc func(ctx context.Context, changed []string, publish func(commit func() error) error) (Site, diag.List, error)

// FinishFunc is a step of what follows a build; publish is that of a BuildFunc.
type FinishFunc func(ctx context.Context, publish func(commit func() error) error) (Site, diag.List, error)

// Options are the settings of a Session.
type Options struct {
	// Dir is the glossary's folder, the one with gloss.yaml; paths of diagnostics are relative to it.
	Dir string
	// ConfigFile is the name of the settings file in Dir, which is watched.
	ConfigFile string
	// Site is what is known before the first build. An earlier site in its OutDir is shown meanwhile.
	Site Site
	// Build builds the glossary.
	Build BuildFunc
	// Finish does in steps what Build leaves for later so that pages are shown sooner: search, and then whatever else a look at all files
	// finds, whatever Build was told. The steps run in order after each Build without errors, and the diagnostics of the last that ran are
	// those of the glossary. When another change comes the context of a step ends, and the steps after the next Build do it all.
	Finish []FinishFunc
	// Ignore reports whether a file or folder of this base name is no part of the glossary; see watch.Options.
	Ignore func(name string) bool

	// Host is the address to listen on; empty means this machine alone.
	Host string
	// Port to listen on. 0 means DefaultPort or the next free one.
	Port int
	// Open opens the browser once the address is known. It may be nil.
	Open func(address string) error

	// Out takes the terminal's text. Color says that it understands colours.
	Out   io.Writer
	Color bool

	hesitation time.Duration // 0 is the constant
}

// Session is one run of gloss serve.
type Session struct {
	opts    Options
	server  *preview.Server
	watcher *watch.Watcher
	screen  *screen
	lock    *flock.Flock
	locked  string        // the site's folder that lock keeps
	busy    bool          // the last build found another program writing the site
	idle    chan struct{} // takes a question while there is nothing to do
	failing bool          // errors are told
	changed []string      // since the last build without errors, sorted, each once; nil means that anything may have
}

// Run serves until the context ends, which is no error. Errors are a port that is taken, a site's folder that another gloss serves,
// or a server that failed.
func Run(ctx context.Context, opts Options) error {
	s := &Session{opts: opts, screen: &screen{out: opts.Out, color: opts.Color}, idle: make(chan struct{})}
	if err := s.keep(opts.Site.OutDir); err != nil {
		return err
	}
	defer s.release()
	listeners, err := preview.Listen(opts.Host, cmp.Or(opts.Port, DefaultPort), opts.Port == 0)
	if err != nil {
		return err
	}
	s.watcher = watch.New(watch.Options{Ignore: opts.Ignore, Poll: opts.Site.Poll, Say: s.screen.say})
	defer s.watcher.Close()
	s.server = preview.New(preview.Options{Hosts: hostNames(opts.Host), Quiet: s.quiet})
	s.server.SetFolder(opts.Site.OutDir)
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var ended sync.WaitGroup
	var serving error
	ended.Go(func() {
		defer stop()
		serving = s.server.Run(ctx, listeners)
	})
	s.announce(listeners)
	building := s.loop(ctx)
	stop()
	ended.Wait()
	return errors.Join(building, serving)
}

// announce prints the addresses, the last of them for a phone as a QR code, and opens the browser.
func (s *Session) announce(listeners []net.Listener) {
	own, others := addresses(s.opts.Host, preview.Port(listeners[0]))
	s.screen.addresses(own, others)
	if ip, err := netip.ParseAddr(s.opts.Host); err == nil && ip.IsUnspecified() && len(others) == 0 {
		s.screen.say("this machine has no address in a private network, so a phone cannot reach it")
	}
	if s.opts.Open == nil {
		return
	}
	if err := s.opts.Open(own); err != nil {
		s.screen.say(fmt.Sprintf("the browser could not be opened: %v", err))
	}
}

// loop builds, and builds again after each change.
func (s *Session) loop(ctx context.Context) error {
	site := s.opts.Site
	var change watch.Change
	for {
		if _, err := s.follow(site); err != nil {
			return err
		}
		built, good, err := s.build(ctx, change)
		if err != nil || ctx.Err() != nil {
			return err
		}
		site = merge(site, built)
		elsewhere, err := s.follow(site)
		if err != nil {
			return err
		}
		if elsewhere {
			s.changed, change = nil, watch.Change{}
			continue // gloss.yaml named other folders, which nobody watched while they were read
		}
		more := false
		for step := 0; good && !more && step < len(s.opts.Finish); step++ {
			change, more, good = s.finish(ctx, step)
		}
		if !more {
			if change, err = s.wait(ctx); err != nil {
				return nil // the session is over
			}
		}
		s.note(change)
	}
}

// wait waits for a change, or for the time to try again after another program wrote the site.
func (s *Session) wait(ctx context.Context) (watch.Change, error) {
	var again <-chan time.Time
	idle := s.idle
	if s.busy {
		again, idle = time.After(retryBusy), nil
	}
	for {
		select {
		case <-ctx.Done():
			return watch.Change{}, ctx.Err()
		case <-again:
			return watch.Change{Partial: true}, nil
		case change := <-s.watcher.Changes():
			return change, nil
		case <-idle:
		}
	}
}

// note adds a change to those that the next build is told. A file that is saved again and again while errors stay is one path.
func (s *Session) note(change watch.Change) {
	if s.changed != nil {
		s.changed = append(s.changed, change.Paths...)
		slices.Sort(s.changed)
		s.changed = slices.Compact(s.changed)
	}
	if change.Partial || len(s.changed) > maxChanged {
		s.changed = nil
	}
}

// quiet waits until the site is that of the files as they are now, or their errors are told: each change was noticed and built, and
// nothing is left to finish.
func (s *Session) quiet(ctx context.Context) error {
	if err := s.watcher.Settled(ctx); err != nil {
		return err
	}
	select {
	case s.idle <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// build runs one build and tells the pages and the terminal. It reports whether the site is now that of the files.
func (s *Session) build(ctx context.Context, change watch.Change) (Site, bool, error) {
	start := time.Now()
	built, diags, err := s.opts.Build(ctx, s.changed, s.server.Publish)
	for range 3 { // a storm of changes that all have errors must be told in the end
		if s.failing || err != nil || !diags.HasErrors() {
			break
		}
		next, more := s.hesitate(ctx)
		if !more {
			break
		}
		s.note(next)
		change.Paths = append(change.Paths, next.Paths...)
		start = time.Now()
		built, diags, err = s.opts.Build(ctx, s.changed, s.server.Publish)
	}
	if ctx.Err() != nil {
		return built, false, nil // asked to stop in the middle; the site is whole, old or new
	}
	took := time.Since(start)
	if err == nil && built.OutDir != "" && !diags.HasErrors() {
		if err := s.keep(built.OutDir); err != nil {
			return built, false, err
		}
	}
	good := s.tell(diags, err)
	update := s.update(built, diags, err)
	update.More = good && len(s.opts.Finish) > 0
	s.server.Update(update)
	slices.Sort(change.Paths)
	s.screen.report(report{site: built, diags: update.Diagnostics, paths: s.names(slices.Compact(change.Paths)), took: took})
	return built, good, nil
}

// hesitate waits a moment for the change that mends what a build complains about.
func (s *Session) hesitate(ctx context.Context) (watch.Change, bool) {
	select {
	case change := <-s.watcher.Changes():
		return change, true
	case <-time.After(cmp.Or(s.opts.hesitation, hesitation)):
	case <-ctx.Done():
	}
	return watch.Change{}, false
}

// update turns the result of a build into what open pages are told.
func (s *Session) update(built Site, diags diag.List, err error) preview.Update {
	u := preview.Update{Diagnostics: diags, Editor: built.Editor, Dir: s.opts.Dir, Everything: err != nil}
	if err != nil {
		u.Diagnostics = append(diag.List{{Text: err.Error(), Rule: "build"}}, diags...)
	} else if !diags.HasErrors() {
		u.Folder = built.OutDir
		u.Added, u.Changed, u.Removed = built.Changes.Added, built.Changes.Changed, built.Changes.Removed
	}
	return u
}

// finish runs a step of what follows a build until it ends or another change comes, which it returns. It reports whether all is well, and
// says nothing in the terminal unless something is wrong.
func (s *Session) finish(ctx context.Context, step int) (change watch.Change, more, good bool) {
	limited, cancel := context.WithCancel(ctx)
	defer cancel()
	type result struct {
		site  Site
		diags diag.List
		err   error
	}
	ended := make(chan result, 1)
	go func() {
		site, diags, err := s.opts.Finish[step](limited, s.server.Publish)
		ended <- result{site, diags, err}
	}()
	var r result
	select {
	case r = <-ended:
	case change = <-s.watcher.Changes():
		more = true
		cancel()
		r = <-ended
	case <-ctx.Done():
		r = <-ended
	}
	if limited.Err() != nil && r.err != nil {
		return change, more, true // it was told to stop
	}
	good = s.tell(r.diags, r.err)
	update := s.update(r.site, r.diags, r.err)
	update.More = good && step+1 < len(s.opts.Finish)
	s.server.Update(update)
	s.screen.problems(update.Diagnostics)
	return change, more, good
}

// tell notes how a build ended.
func (s *Session) tell(diags diag.List, err error) (good bool) {
	s.busy = slices.ContainsFunc(diags, func(d diag.Diagnostic) bool { return d.Rule == busyRule })
	good = err == nil && !diags.HasErrors()
	s.failing = !good
	if good {
		s.changed = []string{}
	} else if err != nil {
		s.changed = nil
	}
	return good
}

// follow watches what a site is made of, and reports whether that is anything else than before.
func (s *Session) follow(site Site) (bool, error) {
	roots := watch.Roots{Files: []string{filepath.Join(s.opts.Dir, s.opts.ConfigFile)}}
	for _, folder := range []string{site.ContentDir, site.LayoutsDir} {
		if folder != "" {
			roots.Folders = append(roots.Folders, folder)
		}
	}
	if site.OutDir != "" {
		roots.Except = []string{site.OutDir}
	}
	return s.watcher.Follow(roots)
}

// merge keeps what a failed build could not tell.
func merge(known, built Site) Site {
	built.ContentDir = cmp.Or(built.ContentDir, known.ContentDir)
	built.LayoutsDir = cmp.Or(built.LayoutsDir, known.LayoutsDir)
	built.OutDir = cmp.Or(built.OutDir, known.OutDir)
	return built
}

// names turns paths into what the writer calls them.
func (s *Session) names(paths []string) []string {
	dir, err := filepath.Abs(s.opts.Dir)
	if err != nil {
		return paths
	}
	names := make([]string, len(paths))
	for i, name := range paths {
		names[i] = filepath.ToSlash(name)
		if rel, err := filepath.Rel(dir, name); err == nil && filepath.IsLocal(rel) {
			names[i] = filepath.ToSlash(rel)
		}
	}
	return names
}
