package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"time"
)

// running is a started development server.
type running struct {
	cmd     *exec.Cmd
	started time.Time
	address string // with a slash at the end
}

var glossSays = regexp.MustCompile(`^serving (http://localhost:\d+/) `)

// startGloss starts gloss serve and returns when it has said where.
func startGloss(command, dir string) (*running, error) {
	r := &running{cmd: exec.Command(command, "serve", "-C", dir), started: time.Now()}
	pipe, err := r.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	r.cmd.Stderr = r.cmd.Stdout
	if err := r.cmd.Start(); err != nil {
		return nil, err
	}
	lines := bufio.NewScanner(pipe)
	for lines.Scan() {
		if found := glossSays.FindStringSubmatch(lines.Text()); found != nil {
			r.address = found[1]
			go func() { _, _ = io.Copy(io.Discard, pipe) }() // its lines are not needed
			return r, nil
		}
	}
	return nil, errors.Join(errors.New("gloss serve did not start"), r.cmd.Wait())
}

// startHugo starts hugo server and returns when it answers.
func startHugo(command, dir string) (*running, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	port := listener.Addr().(*net.TCPAddr).Port
	if err := listener.Close(); err != nil {
		return nil, err
	}
	r := &running{cmd: exec.Command(command, "server", "--source", dir, "--port", strconv.Itoa(port), "--bind", "127.0.0.1"), started: time.Now(),
		address: fmt.Sprintf("http://localhost:%d/", port)}
	if err := r.cmd.Start(); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Minute) // 100,000 pages on a busy machine
	defer cancel()
	if _, whole, err := firstAnswers(ctx, r); err != nil {
		return nil, errors.Join(err, r.stop())
	} else {
		fmt.Printf("hugo server: the home page after %s\n", milliseconds(whole))
	}
	return r, nil
}

// firstAnswers returns the times from the start of the process to the first answer of any kind and to the home page.
func firstAnswers(ctx context.Context, r *running) (answer, whole time.Duration, err error) {
	for {
		request, err := http.NewRequestWithContext(ctx, "GET", r.address, nil)
		if err != nil {
			return 0, 0, err
		}
		response, err := http.DefaultClient.Do(request)
		switch {
		case ctx.Err() != nil:
			return 0, 0, ctx.Err()
		case err == nil:
			if answer == 0 {
				answer = time.Since(r.started)
			}
			_, err = io.Copy(io.Discard, response.Body)
			if err = errors.Join(err, response.Body.Close()); err != nil {
				return 0, 0, err
			}
			if response.StatusCode == http.StatusOK {
				return answer, time.Since(r.started), nil
			}
		}
		time.Sleep(time.Millisecond)
	}
}

// stop presses Ctrl-C.
func (r *running) stop() error {
	if err := r.cmd.Process.Signal(os.Interrupt); err != nil {
		return err
	}
	err := r.cmd.Wait()
	var ended *exec.ExitError
	if errors.As(err, &ended) {
		return nil // a server that was told to stop may say so with its status
	}
	return err
}
