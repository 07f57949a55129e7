package main

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/metrics"
	"runtime/pprof"
	"runtime/trace"
	"sync"
	"syscall"
	"time"

	"gloss/cmd/gloss/internal/build"
	"gloss/cmd/gloss/internal/collector"
)

// buildCommand builds in this process as gloss build does, so that a profile shows all of it.
func buildCommand(args []string) (err error) {
	flags := flag.NewFlagSet("build", flag.ExitOnError)
	dir := flags.String("dir", "", "folder of the glossary")
	out := flags.String("out", "", "folder of the site")
	pages := flags.Bool("pages", false, "leave search out")
	var p profiles
	flags.StringVar(&p.cpu, "cpu", "", "write a processor profile to this `file`")
	flags.StringVar(&p.trace, "trace", "", "write a trace of the scheduler to this `file`")
	flags.StringVar(&p.memory, "memory", "", "write a profile of all allocations to this `file`")
	flags.StringVar(&p.heap, "heap", "", "write a profile of what is alive when that is most to this `file`")
	again := flags.Int("again", 0, "build so many times more with the same memory, as a server does")
	keep := flags.Bool("keep", false, "begin with what the last build left, as a build after an edit does")
	_ = flags.Parse(args)
	stop, err := p.start()
	if err != nil {
		return err
	}
	clock := stopwatch{last: time.Now()}
	ease := make(chan struct{}, 1)
	b := build.New(build.Options{Dir: *dir, Out: *out, PagesOnly: *pages, Progress: clock.stage, Recalled: func() { ease <- struct{}{} }})
	run := b.Build
	if *again == 0 {
		defer collector.OneBuild(ease)()
		run = b.BuildKept
		if !*keep {
			if err := os.RemoveAll(filepath.Join(*dir, build.KeptDir)); err != nil {
				return err
			}
		}
	}
	for range *again + 1 {
		_, diags, err := run(context.Background())
		if err != nil {
			return err
		}
		nErrors, warnings := diags.Count()
		clock.stage(build.Progress{Stage: "end"})
		fmt.Printf("%d errors, %d warnings\n", nErrors, warnings)
		if nErrors > 0 {
			fmt.Println(diags[0])
		}
	}
	printUsage()
	return stop()
}

// printUsage prints what the system has counted of this process.
func printUsage() {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return
	}
	seconds := func(t syscall.Timeval) float64 { return time.Duration(t.Nano()).Seconds() }
	fmt.Printf("processor %.2f s for the program, %.2f s for the system, peak %d MB, %d k page faults\n",
		seconds(usage.Utime), seconds(usage.Stime), usage.Maxrss>>10, usage.Minflt/1000)
}

// profiles are the files that profiles go to, empty for none.
type profiles struct{ cpu, trace, memory, heap string }

// start begins to measure; stop writes the files.
func (p *profiles) start() (stop func() error, err error) {
	if p.cpu != "" {
		f, err := os.Create(p.cpu)
		if err != nil {
			return nil, err
		}
		if err := pprof.StartCPUProfile(f); err != nil {
			return nil, err
		}
	}
	if p.trace != "" {
		f, err := os.Create(p.trace)
		if err != nil {
			return nil, err
		}
		if err := trace.Start(f); err != nil {
			return nil, err
		}
	}
	watched := func() []byte { return nil }
	if p.heap != "" {
		watched = watchHeap()
	}
	return func() error {
		pprof.StopCPUProfile()
		trace.Stop()
		if peak := watched(); peak != nil {
			if err := os.WriteFile(p.heap, peak, 0o644); err != nil {
				return err
			}
		}
		if p.memory == "" {
			return nil
		}
		f, err := os.Create(p.memory)
		if err != nil {
			return err
		}
		defer f.Close()
		runtime.GC()
		return pprof.Lookup("allocs").WriteTo(f, 0)
	}, nil
}

// watchHeap looks after each collection whether more is alive than ever before, and takes a profile if so. The function that it
// returns ends that and returns the last profile. A profile shows what the last collection left, so it is none the worse for being late.
func watchHeap() (stop func() []byte) {
	ended := make(chan struct{})
	var peak bytes.Buffer
	var group sync.WaitGroup
	group.Go(func() {
		alive := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
		most := uint64(0)
		for tick := time.NewTicker(20 * time.Millisecond); ; {
			select {
			case <-ended:
				tick.Stop()
				return
			case <-tick.C:
			}
			if metrics.Read(alive); alive[0].Value.Uint64() > most+most/50 {
				most = alive[0].Value.Uint64()
				peak.Reset()
				if err := pprof.Lookup("heap").WriteTo(&peak, 0); err != nil {
					fail(err)
				}
			}
		}
	})
	return func() []byte {
		close(ended)
		group.Wait()
		return peak.Bytes()
	}
}

// stopwatch prints how long each stage took and how much memory the process holds at its end.
type stopwatch struct {
	name string
	last time.Time
}

func (s *stopwatch) stage(p build.Progress) {
	if p.Stage == s.name {
		return
	}
	now := time.Now()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	fmt.Printf("%-10s %6.2f s   heap %5d MB, of the system %5d MB, allocated %6d MB in %d k, %d collections\n", s.name, now.Sub(s.last).Seconds(), m.HeapAlloc>>20, m.Sys>>20, m.TotalAlloc>>20, m.Mallocs/1000, m.NumGC)
	s.name, s.last = p.Stage, time.Now()
}
