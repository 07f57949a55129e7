package main

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// floorCommand writes the files of a site again, from memory and on all cores, and prints the seconds that took: the least that any
// generator which writes these files can take on this disk.
func floorCommand(args []string) error {
	flags := flag.NewFlagSet("floor", flag.ExitOnError)
	site := flags.String("site", "", "folder whose files are written")
	out := flags.String("out", "", "folder to write them to; it must not exist")
	_ = flags.Parse(args)
	took, err := floor(*site, *out)
	if err == nil {
		fmt.Printf("%.2f\n", took.Seconds())
	}
	return err
}

func floor(site, out string) (time.Duration, error) {
	type file struct {
		name string
		data []byte
	}
	var files []file
	var folders []string
	err := filepath.WalkDir(site, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, err := filepath.Rel(site, name)
		if err != nil {
			return err
		}
		target := filepath.Join(out, rel)
		if d.IsDir() {
			folders = append(folders, target)
			return nil
		}
		data, err := os.ReadFile(name)
		files = append(files, file{target, data})
		return err
	})
	if err != nil {
		return 0, err
	}
	start := time.Now()
	for _, folder := range folders {
		if err := os.Mkdir(folder, 0o755); err != nil {
			return 0, err
		}
	}
	var next atomic.Int64
	var workers sync.WaitGroup
	failed := make([]error, runtime.GOMAXPROCS(0))
	for w := range failed {
		workers.Go(func() {
			for i := next.Add(1); i <= int64(len(files)) && failed[w] == nil; i = next.Add(1) {
				failed[w] = os.WriteFile(files[i-1].name, files[i-1].data, 0o644)
			}
		})
	}
	workers.Wait()
	took := time.Since(start)
	for _, err := range failed {
		if err != nil {
			return 0, err
		}
	}
	return took, nil
}
