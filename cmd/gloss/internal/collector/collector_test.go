package collector

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"testing"
	"time"
)

func TestPercentFor(t *testing.T) {
	for _, test := range []struct{ alive, want int }{{0, most}, {1 << 20, most}, {50 << 20, 780}, {200 << 20, 120}, {300 << 20, 58}, {400 << 20, 50}, {1000 << 20, 35}, {4000 << 20, 12}} {
		if got := percentFor(percent, uint64(test.alive)); got != test.want {
			t.Errorf("%d bytes alive: %d, want %d", test.alive, got, test.want)
		}
	}
}

// What is set follows what is alive, and is taken back.
func TestOneBuild(t *testing.T) {
	t.Setenv("GOGC", "")
	before := debug.SetGCPercent(77)
	defer debug.SetGCPercent(before)
	release := OneBuild(nil)
	alive := make([]byte, 300<<20)
	runtime.GC()
	for deadline := time.Now().Add(time.Minute); ; {
		now := gogc()
		if 50 < now && now <= 60 {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("GOGC is still %d with 300 MB alive", now)
		}
		time.Sleep(time.Millisecond)
	}
	runtime.KeepAlive(alive)
	release()
	if gogc() != 77 {
		t.Errorf("GOGC is %d afterwards", gogc())
	}
}

func TestGOGCDecides(t *testing.T) {
	t.Setenv("GOGC", "200")
	before := debug.SetGCPercent(77)
	defer debug.SetGCPercent(before)
	release := OneBuild(nil)
	if gogc() != 77 {
		t.Errorf("GOGC is %d", gogc())
	}
	release()
}

func gogc() uint64 {
	set := []metrics.Sample{{Name: "/gc/gogc:percent"}}
	metrics.Read(set)
	return set[0].Value.Uint64()
}

// A build that turns out to have little to do collects less often.
func TestEase(t *testing.T) {
	t.Setenv("GOGC", "")
	before := debug.SetGCPercent(77)
	defer debug.SetGCPercent(before)
	ease := make(chan struct{}, 1)
	release := OneBuild(ease)
	defer release()
	alive := make([]byte, 300<<20)
	ease <- struct{}{}
	runtime.GC()
	want := uint64(percentFor(eased, 300<<20)) // a little more than 300 MB are alive
	for deadline := time.Now().Add(time.Minute); gogc() <= want-want/10 || gogc() > want; time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("GOGC is still %d with 300 MB alive", gogc())
		}
	}
	runtime.KeepAlive(alive)
}
