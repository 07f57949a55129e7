package preview

import (
	"context"
	"fmt"
	"net/http"
)

// serveQuiet answers "build N" once everything that was saved before the request is on the site, or told as an error. A program that
// edits files and then looks at the site (a test, a script that takes screenshots) asks here instead of sleeping.
func (s *Server) serveQuiet(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithCancel(r.Context())
	defer cancel()
	ended := make(chan error, 1)
	go func() { ended <- s.opts.Quiet(ctx) }()
	select {
	case err := <-ended:
		if err != nil {
			http.Error(w, "gloss: "+err.Error(), http.StatusServiceUnavailable)
			return
		}
	case <-s.closing:
		http.Error(w, "gloss: the server stops", http.StatusServiceUnavailable)
		return
	}
	s.state.Lock()
	build := s.build
	s.state.Unlock()
	w.Header().Set("Content-Type", contentType(".txt"))
	fmt.Fprintf(w, "build %d\n", build)
}
