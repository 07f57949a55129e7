package build

import (
	"runtime"
	"testing"
)

// Go has a processor more than workers while pages are written, and as many as before afterwards.
func TestIdleProcessor(t *testing.T) {
	before := runtime.GOMAXPROCS(0)
	for _, workers := range []int{1, before, before + 2} {
		restore := New(Options{Workers: workers}).idleProcessor()
		if n := runtime.GOMAXPROCS(0); n <= workers || n < before {
			t.Errorf("%d workers have %d processors of at first %d", workers, n, before)
		}
		restore()
		if n := runtime.GOMAXPROCS(0); n != before {
			t.Fatalf("%d processors are left of %d", n, before)
		}
	}
}
