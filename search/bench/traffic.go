package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/andybalholm/brotli"
	"modernc.org/quickjs"

	"gloss/search"
)

const harness = `
	let fetched = [];
	let made, pausing = true;
	function begin() {
		made = gloss.engine((path, done) => { fetched.push(path); (0, eval)(readFile(path)); done(false); }, (f) => pausing && f());
		gloss.load = made.load;
	}
	function ask(words, limit, pause) {
		fetched = [];
		pausing = pause;
		const stop = made.search(words, limit, (a) => a.done && a.quote && a.quote(a.named ? 1 : 3, () => {})); // as ui.js asks
		stop();
		return JSON.stringify(fetched);
	}`

// shown is the number of answers in the box of a page.
const shown = 8

// traffic prints what a first query, a second one and a query typed letter by letter fetch, brotli at quality 11.
func traffic(files []search.File, sets []querySet, own *engineResult) error {
	vm, err := quickjs.NewVM()
	if err != nil {
		return err
	}
	defer func() { _ = vm.Close() }()
	m := &meter{vm: vm, data: map[string][]byte{}, size: map[string]int{}}
	for _, f := range files {
		m.data[f.Path] = f.Data
	}
	if err := vm.RegisterFunc("readFile", func(path string) string { return string(m.data[path]) }, false); err != nil {
		return err
	}
	for _, source := range []string{string(m.data["search/engine.js"]), harness} {
		if _, err := vm.Eval(source, quickjs.EvalGlobal); err != nil {
			return err
		}
	}
	fixed := m.bytes("search/engine.js") + m.bytes("search/ui.js")
	fmt.Printf("engine %d, interface %d, manifest %d bytes\n", m.bytes("search/engine.js"), m.bytes("search/ui.js"), m.bytes("search/manifest.js"))
	var first, next, typed []int
	for _, set := range sets {
		var own []int
		for i, q := range set.Queries {
			if i >= 40 {
				break
			}
			one, err := m.cold(q.Text)
			if err != nil {
				return err
			}
			own = append(own, fixed+one)
			other := set.Queries[(i+7)%len(set.Queries)].Text
			two, err := m.ask(other, true)
			if err != nil {
				return err
			}
			next = append(next, two)
			if i < 10 {
				all, err := m.letters(q.Text)
				if err != nil {
					return err
				}
				typed = append(typed, fixed+all)
			}
		}
		fmt.Printf("  %-14s first query %s\n", set.Kind, spread(own))
		first = append(first, own...)
	}
	own.First, own.Next = spreadOf(first), spreadOf(next)
	fmt.Printf("first query    %s\nfurther query  %s\ntyped          %s\n", spread(first), spread(next), spread(typed))
	return nil
}

// A meter runs the engine and counts.
type meter struct {
	vm   *quickjs.VM
	data map[string][]byte
	size map[string]int
}

// bytes is the size of a file after brotli at quality 11.
func (m *meter) bytes(path string) int {
	if n, ok := m.size[path]; ok {
		return n
	}
	var b strings.Builder
	w := brotli.NewWriterLevel(&b, brotli.BestCompression)
	_, _ = w.Write(m.data[path])
	_ = w.Close()
	m.size[path] = b.Len()
	return b.Len()
}

// cold asks with nothing fetched before.
func (m *meter) cold(text string) (int, error) {
	if _, err := m.vm.Eval("begin()", quickjs.EvalGlobal); err != nil {
		return 0, err
	}
	return m.ask(text, true)
}

// ask asks as a reader does who then pauses, or types on.
func (m *meter) ask(text string, pause bool) (int, error) {
	quoted, _ := json.Marshal(text)
	v, err := m.vm.Eval(fmt.Sprintf("ask(%s, %d, %t)", quoted, shown, pause), quickjs.EvalGlobal)
	if err != nil {
		return 0, err
	}
	var fetched []string
	if err := json.Unmarshal([]byte(v.(string)), &fetched); err != nil {
		return 0, err
	}
	sum := 0
	for _, path := range fetched {
		sum += m.bytes(path)
	}
	return sum, nil
}

// letters types a query: the engine is asked after each letter and finds a pause after the last.
func (m *meter) letters(text string) (int, error) {
	if _, err := m.vm.Eval("begin()", quickjs.EvalGlobal); err != nil {
		return 0, err
	}
	letters, sum := []rune(text), 0
	for i := range letters {
		n, err := m.ask(string(letters[:i+1]), i == len(letters)-1)
		if err != nil {
			return 0, err
		}
		sum += n
	}
	return sum, nil
}

// spreadOf gives the median, the 95th percentile and the most.
func spreadOf(list []int) spreadResult {
	if len(list) == 0 {
		return spreadResult{}
	}
	sorted := slices.Clone(list)
	slices.Sort(sorted)
	return spreadResult{float64(sorted[len(sorted)/2]), float64(sorted[len(sorted)*95/100]), float64(sorted[len(sorted)-1])}
}

func spread(list []int) string {
	s := spreadOf(list)
	return fmt.Sprintf("median %.1f kB, 95th percentile %.1f kB", s.Median/1000, s.High/1000)
}
