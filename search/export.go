package search

import (
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"slices"
	"strings"
	"sync"
)

// Sizes of the browser's files. A file ends after a string whose hash is divisible, so that an edit in one place does not move the
// ends of all the files behind it.
const (
	namesPerFile  = wideNames // never more, so that a wide prefix always takes two files
	leastNames    = 128
	namesDivisor  = 64
	wordsPerFile  = 250 // in lists for spelling
	leastWords    = 120
	wordsDivisor  = 64
	groupBytes    = 2000 // of postings and words, before compression
	leastBytes    = 700
	groupsDivisor = 6
	manyStarts    = 128 // the beginnings of more files of a kind stand in files of their own, instead of the manifest
	leastStarts   = 64
	startsDivisor = 32
	bigGroup      = 600 // documents; a group of more has a file of its own
)

// An exporter plans the files; they are rendered one by one.
type exporter struct {
	p     *projection
	lang  *language
	set   settings
	stamp string
	files []planned
	taken map[string]string // file name -> the string it begins with
	tall  string            // the kinds whose beginnings stand in files of their own
}

// A planned file is one whose place and content are decided.
type planned struct {
	path   string
	render func(s *script) []byte
	stamp  string
	inputs func(b []byte) []byte // appends all that the content depends on beside path and stamp, or nil
}

// plan decides on the files, sorted by path.
func plan(p *projection, lang *language, set settings) []planned {
	e := &exporter{p: p, lang: lang, set: set, stamp: stampOf(p.ids), taken: map[string]string{}}
	e.cards()
	bodies := e.bodies()
	names, heads := e.names()
	names = e.starts("n", names)
	groups := e.starts("w", e.groups())
	words := e.starts("f", e.lists("f", p.words))
	reverse := e.starts("r", e.lists("r", p.reverse))
	back := e.starts("k", e.lists("k", p.back))
	e.manifest(bodies, names, groups, words, reverse, heads, back)
	e.scripts()
	slices.SortFunc(e.files, func(a, b planned) int { return strings.Compare(a.path, b.path) })
	return e.files
}

// render makes the files and yields them in their order. While one goroutine yields, others render.
func render(files []planned, m *Memory, workers int, yield func(File) error) error {
	const run = 16
	var turn turnstile
	r := newRenderer(files, m)
	parallel(len(files), run, workers, func() func(from, to int) {
		s := &script{}
		var buffers [run][]byte
		var made [run]File
		return func(from, to int) {
			for ; from < to; from += run {
				some := made[:min(run, to-from)]
				for i := range some {
					if some[i] = r.file(from+i, s, buffers[i]); some[i].Data != nil {
						buffers[i] = some[i].Data
					}
				}
				turn.pass(from, from+len(some), func() (err error) {
					for i := 0; i < len(some) && err == nil; i++ {
						err = yield(some[i])
					}
					return err
				})
			}
		}
	})
	if turn.err == nil {
		m.saveFiles(r.made)
	}
	return turn.err
}

// A turnstile lets runs pass one by one, in their order, until one fails.
type turnstile struct {
	mu   sync.Mutex
	free sync.Cond
	next int
	err  error
}

// pass waits until all before a run have passed.
func (t *turnstile) pass(from, to int, do func() error) {
	t.mu.Lock()
	t.free.L = &t.mu
	for t.next != from {
		t.free.Wait()
	}
	defer func() {
		t.next = to
		t.free.Broadcast()
		t.mu.Unlock()
	}()
	if t.err == nil {
		t.err = do()
	}
}

func (o *opened) export() (files []File, err error) {
	p, err := o.readProjection()
	if err != nil {
		return nil, fmt.Errorf("search: %s: %w", o.dir, err)
	}
	err = render(plan(p, o.lang, o.settings), nil, 0, func(f File) error {
		data, err := f.Bytes()
		files = append(files, File{Path: f.Path, Data: data, Hash: f.Hash, Size: f.Size})
		return err
	})
	return files, err
}

// stampOf names a numbering of documents. Files of equal stamps may be of different builds and still fit: what is found may be older,
// but never another term.
func stampOf(ids []string) string {
	sum := sha256.Sum256([]byte(fmt.Sprintf("%d\n", formatVersion) + strings.Join(ids, "\n")))
	return base64.RawURLEncoding.EncodeToString(sum[:6])
}

// free reports whether a file of a kind may begin at a string: two strings of one hash may not.
func (e *exporter) free(kind, start string) bool {
	name := kind + fileName(start)
	if old, ok := e.taken[name]; ok && old != start {
		return false
	}
	e.taken[name] = start
	return true
}

// separator is the shortest string greater than a and not greater than b, for a < b, in JavaScript's order.
func separator(a, b string) string {
	for i, r := range b {
		if s := b[:i+len(string(r))]; compare16(s, a) > 0 {
			return s
		}
	}
	return b
}

// divides reports whether a string is one after which a file may end.
func divides(s string, by uint32) bool {
	h := uint32(2166136261)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * 16777619
	}
	h ^= h >> 15
	return h%by == 0
}

// A cutter decides where files end.
type cutter struct {
	least, most int
	divisor     uint32
	size        int
}

// full counts a string of a size and reports whether the file ends before it.
func (c *cutter) full(s string, size int) bool {
	if c.size > 0 && (c.size+size > c.most || c.size >= c.least && divides(s, c.divisor)) {
		c.size = size
		return true
	}
	c.size += size
	return false
}

// starts gives what the manifest says of the files of a kind: at which strings they begin, or, where these are many, at which strings
// the files begin that tell it.
func (e *exporter) starts(kind string, all []string) []string {
	if len(all) <= manyStarts {
		return all
	}
	e.tall += kind
	id := "i" + kind
	cut := cutter{least: leastStarts, most: manyStarts, divisor: startsDivisor}
	tops, from := []string{""}, 0
	e.free(id, "")
	flush := func(to int) {
		part := all[from:to]
		e.addStrings(id+fileName(tops[len(tops)-1]), part)
		from = to
	}
	for i, start := range all {
		if cut.full(start, 1) && e.free(id, start) {
			flush(i)
			tops = append(tops, start)
		}
	}
	flush(len(all))
	return tops
}

// manifest writes the file that is read first.
func (e *exporter) manifest(bodies int, lists ...[]string) {
	e.add("manifest", func(s *script) {
		s.part(fmt.Sprint(formatVersion))
		s.part(fmt.Sprint(len(e.p.ids)))
		for _, list := range lists {
			s.strings(list)
		}
		for _, set := range []map[string]bool{e.lang.stops, e.lang.ask, e.lang.joins, e.lang.articles} {
			s.literal(sortedWords(set))
		}
		s.literal(strings.Join(e.set.Endings, " "))
		s.part(fmt.Sprint(cardsPerFile(len(e.p.ids))))
		s.literal(e.counted())
		s.part(fmt.Sprint(bodies))
		s.literal(e.tall)
	}, nil)
}

// counted marks those of the stop words, in their order, that are matched.
func (e *exporter) counted() string {
	var b strings.Builder
	for _, w := range strings.Fields(sortedWords(e.lang.stops)) {
		if e.lang.counted[w] {
			b.WriteByte('1')
		} else {
			b.WriteByte('0')
		}
	}
	return strings.TrimRight(b.String(), "0")
}

func sortedWords(set map[string]bool) string {
	list := make([]string, 0, len(set))
	for w := range set {
		list = append(list, w)
	}
	slices.Sort(list)
	return strings.Join(list, " ")
}
