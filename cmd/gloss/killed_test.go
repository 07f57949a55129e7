package main

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// gloss killed in the middle, as a crash of the machine would, hundreds of times: each file of the site is that of the glossary before
// or after the edit, whole; what Gloss did not write stays; and the next build leaves what a clean build makes.

// village is a small glossary in two states, a and b, which differ in about every page, in files beside the terms and in search.
func village() (a, b map[string]string) {
	a, b = map[string]string{}, map[string]string{}
	for i := range 30 {
		name := fmt.Sprintf("content/terms/t%02d.md", i)
		a[name] = fmt.Sprintf("---\ntitle: House %d\ntags: [old]\n---\nA house beside [[House %d]].\n", i, (i+1)%30)
		b[name] = fmt.Sprintf("---\ntitle: Tower %d\ntags: [new]\n---\nA tower far from [[Tower %d]].\n", i, (i+7)%30)
	}
	a["content/only-a.md"], b["content/more/only-b.md"] = "---\ntitle: Gate\n---\nA way in.\n", "---\ntitle: Bridge\n---\nA way over.\n"
	a["content/map.png"], b["content/map.png"] = strings.Repeat("old", 5000), strings.Repeat("new", 6000)
	a["content/plan.md"] = "---\ntitle: Plan\n---\n![map](map.png)\n"
	b["content/plan.md"] = a["content/plan.md"]
	return a, b
}

// foreign are files in public/ that are not Gloss's.
var foreign = map[string]string{"CNAME": "words.example\n", "terms/notes.txt": "mine", ".nojekyll": ""}

type killed struct {
	*glossary
	random *rand.Rand
	states [2]map[string]string // the glossary's files
	sites  [2]map[string]string // and what a clean build makes of them
	now    int                  // the state that the files are in
}

func newKilled(t testing.TB, seed uint64) *killed {
	k := &killed{glossary: newGlossary(t, nil), random: rand.New(rand.NewPCG(seed, 9))}
	k.states[0], k.states[1] = village()
	for i := range k.states {
		k.turn(i)
		k.sites[i], _ = k.cleanBuild(2)
		maps.Copy(k.sites[i], foreign)
	}
	for name, text := range foreign {
		k.write("public/"+name, text)
	}
	k.turn(0)
	k.build()
	return k
}

// turn makes the glossary one of its states, at one moment: a server that looks in between sees no content folder, which is an error, and
// never a mixture.
func (k *killed) turn(state int) {
	k.t.Helper()
	for _, name := range slices.Sorted(maps.Keys(k.states[state])) {
		k.write(strings.Replace(name, "content/", "next/", 1), k.states[state][name])
	}
	k.check(os.RemoveAll(k.path("last")))
	if err := os.Rename(k.path("content"), k.path("last")); err != nil && !os.IsNotExist(err) {
		k.check(err)
	}
	k.check(os.Rename(k.path("next"), k.path("content")))
	k.now = state
}

// whole fails unless each file of the site is one of a clean build, and nothing foreign was touched.
func (k *killed) whole(when string) {
	k.t.Helper()
	site := k.files("public")
	for _, name := range slices.Sorted(maps.Keys(site)) {
		a, inA := k.sites[0][name]
		b, inB := k.sites[1][name]
		switch {
		case !inA && !inB:
			k.t.Fatalf("%s: %s is left behind", when, name)
		case !(inA && site[name] == a || inB && site[name] == b):
			k.t.Fatalf("%s: %s (%d bytes) is neither the old file (%d) nor the new one (%d)", when, name, len(site[name]), len(a), len(b))
		}
	}
	for name := range k.sites[0] {
		if _, there := site[name]; !there && k.sites[1][name] == k.sites[0][name] {
			k.t.Fatalf("%s: %s is gone", when, name)
		}
	}
}

// repaired builds and compares with a clean build.
func (k *killed) repaired(when string) {
	k.t.Helper()
	k.build()
	if wrong := differences(k.files("public"), k.sites[k.now]); wrong != nil {
		k.t.Fatalf("%s: the next build leaves %s", when, strings.Join(wrong, ", "))
	}
	state, err := os.ReadDir(k.path("public/.gloss"))
	k.check(err)
	for _, entry := range state {
		if entry.Name() == "journal" || entry.IsDir() {
			k.t.Fatalf("%s: the next build leaves %s", when, entry.Name())
		}
	}
}

// moment waits for the moment of the kill: any time within a build, or, each second time, when the commit has begun or nearly so.
func (k *killed) moment(longest time.Duration, ended func() bool) {
	if k.random.IntN(2) == 0 {
		time.Sleep(time.Duration(k.random.Int64N(int64(longest))))
		return
	}
	for !ended() {
		if _, err := os.Stat(k.path("public/.gloss/journal")); err == nil {
			break
		}
	}
	time.Sleep(time.Microsecond << k.random.IntN(11)) // a commit may take a millisecond or a hundred
}

func TestBuildKilled(t *testing.T) {
	t.Parallel()
	killBuilds(t, 1, 120)
}

func FuzzBuildKilled(f *testing.F) {
	f.Add(uint64(2))
	f.Fuzz(func(t *testing.T, seed uint64) { killBuilds(t, seed, 5) })
}

func killBuilds(t *testing.T, seed uint64, times int) {
	k := newKilled(t, seed)
	start := time.Now()
	k.repaired("before")
	longest := time.Since(start)
	died, within := 0, 0
	// Where few of so many die in time, as on a machine that is busy elsewhere, more are tried.
	for i := 0; i < times || times >= 100 && i < 4*times && (died < times/4 || within == 0); i++ {
		k.turn(1 - k.now)
		build := k.command("build")
		k.check(build.Start())
		ended := make(chan error, 1)
		go func() { ended <- build.Wait() }()
		var err error
		over := func() bool {
			select {
			case err = <-ended:
				ended <- err
				return true
			default:
				return false
			}
		}
		k.moment(longest, over)
		_ = build.Process.Kill() // it may have ended
		if err = <-ended; err != nil {
			died++
		}
		if _, err := os.Stat(k.path("public/.gloss/journal")); err == nil {
			within++
		}
		when := fmt.Sprintf("kill %d", i)
		k.whole(when)
		if i%5 == 4 {
			k.repaired(when)
		}
	}
	if times >= 100 && (died < times/4 || within == 0) {
		t.Errorf("%d of %d builds died, %d of them while files were moved into place: the moments are chosen badly", died, times, within)
	}
	t.Logf("%d of %d builds died, %d of them while files were moved into place", died, times, within)
}

func TestServerKilled(t *testing.T) {
	t.Parallel()
	killServers(t, 3, 30)
}

func FuzzServerKilled(f *testing.F) {
	f.Add(uint64(4))
	f.Fuzz(func(t *testing.T, seed uint64) { killServers(t, seed, 4) })
}

func killServers(t *testing.T, seed uint64, times int) {
	k := newKilled(t, seed)
	for i := range times {
		s := k.serve()
		if i%2 == 0 { // else it is killed in its first build
			s.quiet()
			if wrong := differences(k.files("public"), k.sites[k.now]); wrong != nil {
				t.Fatalf("before kill %d the server shows another site: %s", i, strings.Join(wrong, ", "))
			}
		}
		k.turn(1 - k.now)
		limit := time.Now().Add(time.Second)
		k.moment(150*time.Millisecond, func() bool { return time.Now().After(limit) })
		s.kill()
		k.whole(fmt.Sprintf("kill %d", i))
		if i%5 == 4 {
			k.repaired(fmt.Sprintf("kill %d", i))
		}
	}
	k.repaired("the last kill")
	if names, err := filepath.Glob(k.path("public/.gloss/new/*")); err != nil || len(names) > 0 {
		t.Errorf("staged files stay: %v, %v", names, err)
	}
}
