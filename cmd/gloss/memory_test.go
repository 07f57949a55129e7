package main

import (
	"bytes"
	"context"
	"fmt"
	"regexp"
	"runtime"
	"sync"
	"testing"

	"gloss/cmd/gloss/internal/build"
	"gloss/cmd/gloss/internal/live"
)

// The memory of a server does not grow with the number of rebuilds, even when each edit brings words that it never saw.
func TestMemoryIsFlat(t *testing.T) {
	g := newGlossary(t, nil)
	for i := range 20 {
		g.write(fmt.Sprintf("content/t%02d.md", i), fmt.Sprintf("---\ntitle: House %d\n---\nA house beside [[House %d]].\n", i, (i+1)%20))
	}
	few, many := 40, 200
	if *long {
		few, many = 1000, 10_000
	}
	out := &firstLine{}
	out.said.Add(1)
	settings := build.Options{Dir: g.dir, Workers: 2}
	opts := liveOptions(build.New(settings), settings, false)
	opts.Out = out
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- live.Run(ctx, opts) }()
	s := &server{t: t, address: out.address()}
	s.quiet()
	var early uint64
	for i := range many {
		if i == few {
			early = heap()
		}
		place := i
		if i%4 == 2 {
			place = i - 1 // what was broken is mended
		}
		name := fmt.Sprintf("content/t%02d.md", place%20)
		switch i % 4 {
		case 0:
			g.write(name, fmt.Sprintf("---\ntitle: House %d of x%dx\naliases: [y%dy]\n---\nA house by z%dz.\n", place%20, i, i, i))
		case 1:
			g.write(name, fmt.Sprintf("---\ntitle: [broken %d\n---\n", i))
		default:
			g.write(name, fmt.Sprintf("---\ntitle: House %d\n---\nA house near w%dw, q%dq and [[House %d]].\n", place%20, i, i, i%7))
		}
		s.quiet()
	}
	late := heap()
	if told, err := s.state("page=/"); err != nil || told.Problems.Errors > 0 || told.Build < many/2 {
		t.Errorf("the rebuilds were for nothing: %+v, %v", told, err)
	}
	t.Logf("%.1f MB in use after %d rebuilds, %.1f MB after %d", float64(early)/1e6, few, float64(late)/1e6, many)
	if late > early+early/10+1<<20 {
		t.Errorf("%d bytes in use after %d rebuilds, %d after %d", early, few, late, many)
	}
	cancel()
	g.check(<-ended)
}

// heap is what is in use, garbage left out.
func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC() // pools are emptied by the second
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// firstLine keeps the line in which the server says where it is.
type firstLine struct {
	said sync.WaitGroup
	once sync.Once
	mu   sync.Mutex
	text bytes.Buffer
}

var servingLine = regexp.MustCompile(`(?m)^serving (http://localhost:\d+/) `)

func (f *firstLine) Write(p []byte) (int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.text.Len() < 1000 {
		f.text.Write(p)
	}
	if servingLine.Match(f.text.Bytes()) {
		f.once.Do(f.said.Done)
	}
	return len(p), nil
}

func (f *firstLine) address() string {
	f.said.Wait()
	f.mu.Lock()
	defer f.mu.Unlock()
	return servingLine.FindStringSubmatch(f.text.String())[1]
}
