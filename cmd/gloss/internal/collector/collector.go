// Package collector sets Go's garbage collector for a process that builds one site and ends.
package collector

import (
	"os"
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"time"
)

const (
	// percent is how much may be allocated between two collections, in hundredths of base and what is alive.
	percent = 25
	base    = 400 << 20
	// eased is percent for a build that finds most of its work done: much is alive and little else to do. At 100,000 terms it leaves one
	// collection of three, each a thirtieth of the processor time, and takes 80 MB more.
	eased = 60
	// first is how many bytes a heap has before it is collected at all, and most the percentage that Go understands so while hardly
	// anything is alive: it collects at 4 MB where GOGC is 100. What is alive then is small, so each collection would gain little; at
	// 10,000 terms there is none, which saves a twentieth of the processor time, and at 100,000 half of them.
	first = 440 << 20
	most  = 100 * (first / (4 << 20))
	// widest is how much may be allocated between two collections at most: at 1,000,000 terms, with 4 GB alive, a quarter would be another
	// gigabyte, and all collections of such a build took a twenty-fifth of its processor time.
	widest = 512 << 20
	// pause is how long after a collection its result may be noticed; in that time little is allocated.
	pause = 10 * time.Millisecond
)

// OneBuild lets a small site be built without a collection, and a large one in little more memory than what is alive: nothing is collected
// below 440 MB, and between two collections a quarter of 400 MB and what is alive may be allocated. At 10,000 terms that saves a fifth of
// the processor time that GOGC=50 takes, and at 100,000 a tenth of the memory. release ends it. Whoever sets GOGC knows better, and nothing
// is done. A value from ease, which may be nil, says that most of the work turned out to be done.
func OneBuild(ease <-chan struct{}) (release func()) {
	if os.Getenv("GOGC") != "" {
		return func() {}
	}
	before := debug.SetGCPercent(most)
	ended := make(chan struct{})
	var group sync.WaitGroup
	group.Go(func() { follow(ended, ease) })
	return func() {
		close(ended)
		group.Wait()
		debug.SetGCPercent(before)
	}
}

// follow sets the percentage anew after each collection. A finalizer would be told of a collection only when its own object is swept, which
// may be late, and a ballast in the heap is sometimes cleared by the runtime, so that it takes the memory that it should save.
func follow(ended, ease <-chan struct{}) {
	alive := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	last, share := uint64(0), uint64(percent)
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for {
		select {
		case <-ended:
			return
		case <-ease:
			share, ease, last = eased, nil, 0
		case <-tick.C:
		}
		if metrics.Read(alive); alive[0].Value.Uint64() != last {
			last = alive[0].Value.Uint64()
			debug.SetGCPercent(percentFor(share, last))
		}
	}
}

// percentFor returns the value of GOGC for so many living bytes, if so many hundredths of base and these may be allocated, and more as long
// as the heap stays below first.
func percentFor(share, alive uint64) int {
	room := min(share*(base+alive), 100*widest)
	if alive < first {
		room = max(room, 100*(first-alive))
	}
	return int(min(most, room/max(alive, 1)))
}
