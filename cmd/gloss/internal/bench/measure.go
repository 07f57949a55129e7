package main

import (
	"bytes"
	"cmp"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"time"
)

// measured is one run of a program.
type measured struct {
	wall, processor time.Duration
	peak            int64 // bytes of memory
	files           int
	bytes           int64
}

func wallOf(m measured) float64      { return m.wall.Seconds() }
func processorOf(m measured) float64 { return m.processor.Seconds() }
func peakOf(m measured) float64      { return float64(m.peak) }

// execute runs a command and measures it and what then stands in out. What the run before left for the disk is on the disk first. The floor
// prints its own time, which leaves reading out.
func execute(out, name string, args ...string) (measured, error) {
	if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil {
		return measured{}, err
	}
	command := exec.Command(name, args...)
	var printed, problems bytes.Buffer
	command.Stdout, command.Stderr = &printed, &problems
	syscall.Sync()
	start := time.Now()
	if err := command.Run(); err != nil {
		return measured{}, fmt.Errorf("%w: %s", err, problems.String())
	}
	m := measured{wall: time.Since(start), processor: command.ProcessState.UserTime() + command.ProcessState.SystemTime()}
	if usage, ok := command.ProcessState.SysUsage().(*syscall.Rusage); ok {
		m.peak = int64(usage.Maxrss) << 10
	}
	if args[0] == "floor" {
		var seconds float64
		if _, err := fmt.Sscan(printed.String(), &seconds); err != nil {
			return m, err
		}
		m.wall = time.Duration(seconds * float64(time.Second))
	}
	err := filepath.WalkDir(out, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			m.files, m.bytes = m.files+1, m.bytes+info.Size()
		}
		return err
	})
	return m, err
}

// total adds the medians of programs that do one job together. It reports false if one of them did not run.
func total(results map[string][]measured, names []string, of func(measured) float64) (sum float64, ok bool) {
	for _, name := range names {
		if len(results[name]) == 0 {
			return 0, false
		}
		sum += middle(results[name], of)
	}
	return sum, true
}

// middle is the median.
func middle(runs []measured, of func(measured) float64) float64 {
	sorted := slices.Clone(runs)
	slices.SortFunc(sorted, func(a, b measured) int { return cmp.Compare(of(a), of(b)) })
	return of(sorted[len(sorted)/2])
}
