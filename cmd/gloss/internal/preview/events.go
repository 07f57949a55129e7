package preview

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

const (
	// heartbeat is shorter than the time after which proxies close a silent connection (commonly 60 s), and lets a page notice a
	// connection that died while the machine slept.
	heartbeat = 15 * time.Second
	// writeLimit ends a stream whose reader has gone away without saying so.
	writeLimit = 10 * time.Second
	// maxStreams leaves a browser two of the six connections that it opens to one server, for pages and files.
	maxStreams = 4
)

// viewer is what an open page tells about itself: its address, the build it shows, and the files that it uses.
type viewer struct {
	session string
	build   int
	page    string // path of its URL
	uses    []string
}

// message is what an open page is told; see client/live.js.
type message struct {
	Session string `json:"session"`
	Build   int    `json:"build"`
	// Page is "same", "changed" or "gone".
	Page string `json:"page"`
	// Moved is where a page that is gone probably went, or "".
	Moved string `json:"moved,omitempty"`
	// Files are those of the viewer's files that changed, as it named them.
	Files []string `json:"files"`
	// Restarted says that another Server served the page: nothing is known about what changed since.
	Restarted bool `json:"restarted"`
	// HTML is the new page, so that the tab need not ask for it: 10 ms instead of 22 from the end of a build to the changed document
	// (BenchmarkOnScreen, 100 elements, on a busy machine). It is empty unless the page changed, and for a page too large to be sent unasked.
	HTML string `json:"html,omitempty"`
	// Problems are left out where they are those of the last message of the stream.
	Problems *problems `json:"problems,omitempty"`
}

// maxSent is the size in bytes up to which a changed page is part of a message.
const maxSent = 128 << 10

func parseViewer(q url.Values) viewer {
	build, err := strconv.Atoi(q.Get("build"))
	if err != nil {
		build = -1
	}
	return viewer{session: q.Get("session"), build: build, page: q.Get("page"), uses: q["use"]}
}

// serveEvents is a stream of server-sent events (HTML Standard, 9.2): "state" with a message when the page connects and after each
// build, "beat" in between, "crowded" at the end when the same browser has opened too many. With once=1 it ends after a message.
func (s *Server) serveEvents(w http.ResponseWriter, r *http.Request) {
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-cache, no-transform")
	h.Set("X-Accel-Buffering", "no") // nginx and its kin pass events on at once
	query := r.URL.Query()
	v := parseViewer(query)
	var crowded chan struct{}
	if query.Get("once") == "" {
		var leave func()
		crowded, leave = s.join(r)
		defer leave()
	}
	beat := time.NewTicker(cmp.Or(s.opts.heartbeat, heartbeat))
	defer beat.Stop()
	var told *problems
	for {
		m, wake := s.message(v)
		if m.Problems == told {
			m.Problems = nil
		} else {
			told = m.Problems
		}
		if err := send(w, "state", m); err != nil {
			return
		}
		if crowded == nil {
			return
		}
		v.session, v.build = m.Session, m.Build
		for again := false; !again; {
			select {
			case <-r.Context().Done():
				return
			case <-s.closing:
				return
			case <-crowded:
				_ = send(w, "crowded", m.Build) // it ends either way
				return
			case <-wake:
				again = true
			case <-beat.C:
				if err := send(w, "beat", m.Build); err != nil {
					return
				}
			}
		}
	}
}

// join counts a stream and sends the oldest of the same browser away when there are too many. The channel is closed when it is this
// one's turn.
func (s *Server) join(r *http.Request) (crowded chan struct{}, leave func()) {
	address, _, _ := net.SplitHostPort(r.RemoteAddr) // without a port the address stays empty, which is a key too
	browser := address + " " + r.UserAgent()
	crowded = make(chan struct{})
	s.state.Lock()
	defer s.state.Unlock()
	if open := s.streams[browser]; len(open) >= maxStreams {
		close(open[0])
		s.streams[browser] = slices.Clone(open[1:])
	}
	s.streams[browser] = append(s.streams[browser], crowded)
	return crowded, func() {
		s.state.Lock()
		defer s.state.Unlock()
		s.streams[browser] = slices.DeleteFunc(s.streams[browser], func(c chan struct{}) bool { return c == crowded })
		if len(s.streams[browser]) == 0 {
			delete(s.streams, browser)
		}
	}
}

func send(w http.ResponseWriter, event string, value any) error {
	var data bytes.Buffer
	encoder := json.NewEncoder(&data) // in one line, as the format wants
	encoder.SetEscapeHTML(false)      // no parser of HTML reads it, and a page would be half as long again
	if err := encoder.Encode(value); err != nil {
		return err
	}
	control := http.NewResponseController(w)
	if err := control.SetWriteDeadline(time.Now().Add(writeLimit)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	if _, err := fmt.Fprintf(w, "event: %s\ndata: %s\n", event, data.Bytes()); err != nil {
		return err
	}
	return control.Flush()
}

// message says what changed for a viewer since the build it shows, and returns the channel that is closed at the next Update.
func (s *Server) message(v viewer) (message, chan struct{}) {
	s.publish.RLock()
	defer s.publish.RUnlock()
	page, exists := s.exists(v.page)
	m, wake := s.news(v, page, exists)
	if m.Page == "changed" && exists && !m.Restarted && v.build >= 0 {
		m.HTML = s.sent(page)
	}
	return m, wake
}

// sent returns the file of a page if it is to be part of a message. publish is held.
func (s *Server) sent(page string) string {
	file, err := s.root.Open(filepath.FromSlash(page))
	if err != nil {
		return ""
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, maxSent+1))
	if err != nil || len(data) > maxSent || !utf8.Valid(data) {
		return "" // the tab asks for it, and gets it or the reason
	}
	return string(data)
}

// news is message for a page of which it is known whether it is there.
func (s *Server) news(v viewer, page string, exists bool) (message, chan struct{}) {
	s.state.Lock()
	defer s.state.Unlock()
	m := message{Session: s.session, Build: s.build, Page: "same", Files: []string{}, Problems: s.problems}
	m.Restarted = v.session != s.session
	since := v.build
	stale := func(name string) bool { return since < s.all || s.changed[name] > since }
	switch {
	case m.Restarted:
		m.Page = "changed"
	case !exists && s.build > 0:
		m.Page = "gone"
		if to, ok := s.moved[page]; ok {
			m.Moved = "/" + escapePath(to)
		}
	case exists && (stale(page) || since < 0):
		m.Page = "changed"
	}
	for _, use := range v.uses {
		if name, ok := sitePath(use); ok && stale(name) && !slices.Contains(m.Files, use) {
			m.Files = append(m.Files, use)
		}
	}
	return m, s.wake
}

func escapePath(sitePath string) string { return (&url.URL{Path: sitePath}).EscapedPath() }

// exists returns the site path of the page at a URL's path, and whether it is there. publish is held.
func (s *Server) exists(urlPath string) (string, bool) {
	name, ok := sitePath(urlPath)
	if !ok {
		return "", false
	}
	if strings.HasSuffix(urlPath, "/") || urlPath == "" {
		name = path.Join(name, "index.html")
	}
	if s.root == nil {
		return name, false
	}
	info, err := s.root.Stat(name)
	return name, err == nil && !info.IsDir()
}
