// Package preview is the development server: it shows the built site and tells open pages what changed.
//
// What goes in: the site's folder, and after each build an Update. What comes out over HTTP: the site's files as a strict static
// host would serve them, with the header Content-Security-Policy: default-src 'self', so that a writer meets violations here and
// not on the host; and below /.gloss/ a script, its style sheet, a stream of events, and an answer that comes when all that was saved is
// built. The script's tag is added to HTML in the
// response, never to a file.
//
// What it never does: leave the folder (os.Root), serve dot-files, write, answer a page of another site (Host, Origin and
// Sec-Fetch-Site are checked), or send a file from the middle of a commit: Publish keeps responses and commits apart.
//
// Each Update has a number, the build. A page knows the build that it was served from, tells it when it connects, and is told what
// of it changed since: after sleep, a lost connection or a restart of the server it catches up in the same way.
package preview

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"net/http"
	"os"
	"path"
	"reflect"
	"strings"
	"sync"
	"time"

	"gloss/cmd/gloss/internal/diag"
)

// Prefix is the path below which the server's own answers stand. No file of the site can: it is a dot-folder.
const Prefix = "/.gloss/"

// Options are the settings of a Server.
type Options struct {
	// Hosts are names, beside localhost and all IP addresses, under which the server may be addressed: "laptop.local".
	Hosts []string
	// Quiet waits until all that was saved before is built, or its context ends. Without it nobody can ask.
	Quiet func(ctx context.Context) error

	heartbeat, patience time.Duration // 0 is the constant
}

// Update is what a build did.
type Update struct {
	// Folder is the site's folder; empty keeps the last one.
	Folder string
	// Added, Changed and Removed are site paths with slashes: "terms/crm.html". All are empty after a build that failed.
	Added, Changed, Removed []string
	// Everything says that any file may have changed, whatever the lists hold.
	Everything bool
	// More says that another Update of the same build follows, with files that pages may name already: a script of search on the pages of
	// a first build. Whoever asks for a file that is not there waits for it.
	More bool
	// Diagnostics are all of the glossary, as they are to be shown over each page. Errors among them mean that the site is the
	// last good one.
	Diagnostics diag.List
	// Editor is the pattern of links that open an editor, with {file}, {line} and {col}; empty makes no links.
	Editor string
	// Dir is the folder that the paths of Diagnostics are relative to.
	Dir string
}

// Server serves one site. It is an http.Handler.
type Server struct {
	opts    Options
	session string // tells this Server from an earlier one at the same address
	mux     *http.ServeMux

	// publish is taken before state where both are.
	publish sync.RWMutex // read: a file is being opened and read; write: a commit is changing files
	folder  string
	root    *os.Root // nil until there is a site

	state    sync.Mutex
	build    int
	all      int                        // the last build that may have changed everything
	changed  map[string]int             // site path -> the last build that changed it
	moved    map[string]string          // site path of a removed page -> the one page that was added with it
	problems *problems                  // replaced when they are others, never changed
	streams  map[string][]chan struct{} // by browser, the oldest first
	more     bool                       // of the last Update
	wake     chan struct{}              // closed and replaced at each Update
	ready    chan struct{}              // closed at the first Update
	closing  chan struct{}              // closed by Close
	closed   sync.Once
}

// New returns a Server without a site: until the first Update that names a folder with one it answers that the site is being
// built.
func New(opts Options) *Server {
	s := &Server{
		opts:     opts,
		session:  rand.Text(),
		changed:  map[string]int{},
		moved:    map[string]string{},
		streams:  map[string][]chan struct{}{},
		problems: newProblems(Update{}),
		wake:     make(chan struct{}),
		ready:    make(chan struct{}),
		closing:  make(chan struct{}),
	}
	s.mux = s.routes()
	return s
}

func (s *Server) routes() *http.ServeMux {
	mux := http.NewServeMux()
	mux.HandleFunc(Prefix+"events", s.serveEvents)
	for name, text := range map[string]string{"live.js": liveScript(), "live.css": liveStyle} {
		data := []byte(text)
		mux.HandleFunc(Prefix+name, func(w http.ResponseWriter, r *http.Request) {
			respond(w, r, contentType(name), data, tag(data, ""))
		})
	}
	if s.opts.Quiet != nil {
		mux.HandleFunc(Prefix+"quiet", s.serveQuiet)
	}
	mux.HandleFunc(Prefix, http.NotFound)
	mux.HandleFunc("/", s.serveSite)
	return mux
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Security-Policy", "default-src 'self'")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "SAMEORIGIN")
	h.Set("Cache-Control", "no-cache")
	if refused := s.refuse(r); refused != "" {
		http.Error(w, "gloss: "+refused, http.StatusForbidden)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		h.Set("Allow", "GET, HEAD")
		http.Error(w, "gloss: only GET and HEAD are answered here", http.StatusMethodNotAllowed)
		return
	}
	if r.Header.Get("Service-Worker") == "script" {
		serveWorker(w, r)
		return
	}
	s.mux.ServeHTTP(w, r)
}

// SetFolder shows an existing site while the first build runs. A folder that cannot be opened is no error: there is no site yet.
func (s *Server) SetFolder(folder string) {
	s.publish.Lock()
	defer s.publish.Unlock()
	s.open(folder)
}

// open opens the site's folder, again if it was replaced by another one of the same name. publish is held for writing.
func (s *Server) open(folder string) {
	if folder == "" {
		return
	}
	if s.root != nil {
		then, errThen := s.root.Stat(".")
		now, errNow := os.Stat(folder)
		if errThen == nil && errNow == nil && folder == s.folder && os.SameFile(then, now) {
			return
		}
		_ = s.root.Close() // it was only read from
		s.root = nil
	}
	if root, err := os.OpenRoot(folder); err == nil {
		s.root, s.folder = root, folder
	}
}

// Publish runs commit while no file of the site is being read, so that nobody is served a file of a half-written site. Responses
// that have begun go on: they hold their bytes already.
func (s *Server) Publish(commit func() error) error {
	s.publish.Lock()
	defer s.publish.Unlock()
	return commit()
}

// Update takes the result of a build and tells all open pages. It comes after the commit: a page that is served in between is
// told of changes that it has already, which does no harm.
func (s *Server) Update(u Update) {
	s.SetFolder(u.Folder)
	s.state.Lock()
	defer s.state.Unlock()
	if u.Everything || len(u.Added)+len(u.Changed)+len(u.Removed) > 0 {
		s.build++
	}
	if u.Everything {
		s.all = s.build
		clear(s.changed)
		clear(s.moved)
	}
	for _, paths := range [][]string{u.Added, u.Changed} {
		for _, sitePath := range paths {
			s.changed[sitePath] = s.build
			delete(s.moved, sitePath)
		}
	}
	for _, sitePath := range u.Removed {
		delete(s.changed, sitePath)
	}
	s.noteMove(u)
	if found := newProblems(u); !reflect.DeepEqual(found, s.problems) {
		s.problems = found
	}
	s.more = u.More
	close(s.wake)
	s.wake = make(chan struct{})
	select {
	case <-s.ready:
	default:
		close(s.ready)
	}
}

// noteMove remembers where a page went when a build removed the page of one term and added that of another: a renamed file.
func (s *Server) noteMove(u Update) {
	const most = 1000 // old addresses that tabs may still stand on
	gone, come := pagesOf(u.Removed), pagesOf(u.Added)
	if len(s.moved) >= most {
		clear(s.moved)
	}
	if len(gone) == 1 && len(come) == 1 {
		s.moved[gone[0]] = come[0]
	}
}

// pagesOf returns the pages of terms among site paths. A file renamed moves one of them, whatever happens to letters and tags.
func pagesOf(sitePaths []string) []string {
	var pages []string
	for _, sitePath := range sitePaths {
		if strings.HasPrefix(sitePath, "terms/") && path.Ext(sitePath) == ".html" {
			pages = append(pages, sitePath)
		}
	}
	return pages
}

// loadFollowing is load for a file that is not there, while others of the same build follow. A page is no such file: one that is not there
// yet comes into the tab by itself.
func (s *Server) loadFollowing(r *http.Request) (*siteFile, error) {
	for {
		s.state.Lock()
		more, wake := s.more, s.wake
		s.state.Unlock()
		f, err := s.load(r.URL.Path) // behind the look at more: what the last Update brought is there
		if !more || !errors.Is(err, fs.ErrNotExist) || path.Ext(r.URL.Path) == "" || isPage(r.URL.Path) {
			return f, err
		}
		select {
		case <-wake:
		case <-s.closing:
			return f, err
		case <-r.Context().Done():
			return f, err
		}
	}
}

// Close ends the streams of events and gives the folder back.
func (s *Server) Close() error {
	s.closed.Do(func() { close(s.closing) })
	s.publish.Lock()
	defer s.publish.Unlock()
	if s.root == nil {
		return nil
	}
	err := s.root.Close()
	s.root = nil
	if errors.Is(err, fs.ErrClosed) {
		return nil
	}
	return err
}

// patience is how long a request waits for the first build: a page that says "being built" is a better answer than none.
const patience = 100 * time.Millisecond

// waitReady waits for the first build, but not for long.
func (s *Server) waitReady(r *http.Request) bool {
	select {
	case <-s.ready:
		return true
	default:
	}
	limit := time.NewTimer(cmp.Or(s.opts.patience, patience))
	defer limit.Stop()
	select {
	case <-s.ready:
		return true
	case <-limit.C:
	case <-r.Context().Done():
	}
	return false
}
