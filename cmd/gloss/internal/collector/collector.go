// Package collector sets Go's garbage collector for a process that builds one site and ends.
package collector

import (
	"os"
	"runtime"
	"runtime/debug"
)

const (
	// percent is how much may be allocated between two collections, in hundredths of what was alive after the first and the ballast.
	percent = 25
	// ballast is memory that is counted and never touched, so that it costs no page of the machine's.
	ballast = 400 << 20
)

// OneBuild lets small sites be built with hardly a collection and large ones in little more memory than what is alive: between two
// collections a quarter of (400 MB + what is alive) may be allocated. release ends that. Whoever sets GOGC knows better, and nothing is done.
func OneBuild() (release func()) {
	if os.Getenv("GOGC") != "" {
		return func() {}
	}
	before := debug.SetGCPercent(percent)
	weight := make([]byte, ballast)
	return func() {
		runtime.KeepAlive(weight)
		debug.SetGCPercent(before)
	}
}
