package preview

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strconv"
	"time"
)

// attempts is how many ports Listen tries when it may choose.
const attempts = 100

// Listen opens the server's port. An empty host means loopback, on IPv4 and, where the system has it, IPv6, so that "localhost"
// reaches this server whichever the browser tries first. With next, a taken port is passed over for the next free one. Port 0 is
// any free port.
func Listen(host string, port int, next bool) ([]net.Listener, error) {
	for try := port; ; try++ {
		listeners, err := listen(host, try)
		if err == nil {
			return listeners, nil
		}
		if !next || port == 0 || try-port >= attempts || try >= 65535 || !taken(err) {
			return nil, explain(host, port, err)
		}
	}
}

func listen(host string, port int) ([]net.Listener, error) {
	if host != "" {
		l, err := net.Listen("tcp", net.JoinHostPort(host, strconv.Itoa(port)))
		if err != nil {
			return nil, err
		}
		return []net.Listener{l}, nil
	}
	four, err := net.Listen("tcp4", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	if err != nil {
		return nil, err
	}
	six, err := net.Listen("tcp6", net.JoinHostPort("::1", strconv.Itoa(Port(four))))
	switch {
	case err == nil:
		return []net.Listener{four, six}, nil
	case taken(err) && port != 0:
		return nil, errors.Join(err, four.Close())
	}
	return []net.Listener{four}, nil // no IPv6 on this system
}

// Port returns the port that a listener of Listen has.
func Port(l net.Listener) int { return l.Addr().(*net.TCPAddr).Port }

func explain(host string, port int, err error) error {
	if taken(err) {
		return fmt.Errorf("port %d is taken by another program; choose another with --port", port)
	}
	if host == "" {
		return fmt.Errorf("cannot listen on port %d: %w", port, err)
	}
	return fmt.Errorf("cannot listen on %s port %d: %w", host, port, err)
}

// Run answers on the listeners until the context ends, and closes the Server. The error is nil when that was the only reason.
func (s *Server) Run(ctx context.Context, listeners []net.Listener) error {
	server := &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second, IdleTimeout: 2 * time.Minute}
	failures := make(chan error, len(listeners))
	for _, l := range listeners {
		go func() { failures <- server.Serve(l) }()
	}
	var failed error
	select {
	case <-ctx.Done():
	case failed = <-failures:
	}
	err := s.Close() // ends the event streams, for which Shutdown would wait
	limit, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	if server.Shutdown(limit) != nil {
		err = errors.Join(err, server.Close()) // someone downloads slowly; that is no failure
	}
	if errors.Is(failed, http.ErrServerClosed) {
		failed = nil
	}
	return errors.Join(failed, err)
}
