package search

import (
	"encoding/binary"
	"runtime"
	"slices"
	"sync"
)

// class says where in a document a stem stands best. The names' classes tell the number of words of the shortest name that holds it.
type class = uint8

const (
	className1 class = iota
	className2
	className3
	className4
	classSummary1 // of a summary that is short among those of the glossary
	classSummary2
	classSummary3
	classBody1 // far more often than in a document of this length
	classBody2
	classBody3
	classBody4
	classes
)

// classFields are the bleve fields of the classes.
var classFields = [classes]string{"name1", "name2", "name3", "name4", "summary1", "summary2", "summary3", "body1", "body2", "body3", "body4"}

// An extract is what one document says, whatever the other documents and the language are.
type extract struct {
	// words are numbers in varints: how many words are spelled otherwise than they are folded, and for each its number and that of the
	// spelling, times two, and one more if it also stands there as folded; how many names, and for each how many words and these; how
	// many words of the summary and these; then each word of the body and how often it stands there.
	words []byte
	// keys are kept for a next build only.
	keys *keys
}

// A cursor reads an extract's words.
type cursor []byte

func (c *cursor) next() uint32 {
	b := *c
	if n := b[0]; n < 0x80 {
		*c = b[1:]
		return uint32(n)
	}
	n, size := binary.Uvarint(b)
	*c = b[size:]
	return uint32(n)
}

// An analyst analyses documents, one after the other. Its lists by word number hold the stamp of the document that wrote last.
type analyst struct {
	*tokenizer
	stamp    uint32
	plain    []uint32 // words that stand in the document as they are folded
	counted  []uint32 // words that stand in its body
	slots    []uint32 // where they are counted
	body     [][2]uint32
	spelled  [][2]uint32
	ids, out []byte
	chunk    []byte // what extracts that are let go together are parts of
}

// extractChunk is the size of such a chunk.
const extractChunk = 16 << 10

// passing gives the extract of a document that is let go soon.
func (a *analyst) passing(d *Document) extract {
	a.analyze(d)
	if cap(a.chunk)-len(a.chunk) < len(a.out) {
		a.chunk = make([]byte, 0, max(extractChunk, len(a.out)))
	}
	from := len(a.chunk)
	a.chunk = append(a.chunk, a.out...)
	return extract{words: a.chunk[from:len(a.chunk):len(a.chunk)]}
}

// analyze leaves the words of a document's extract in out.
func (a *analyst) analyze(d *Document) {
	a.stamp++
	a.body, a.spelled, a.ids = a.body[:0], a.spelled[:0], a.ids[:0]
	names := 0
	for i := range 2 + len(d.Aliases) {
		if a.addName(nameOf(d, i)) {
			names++
		}
	}
	summary := a.take(d.Summary)
	a.ids = binary.AppendUvarint(a.ids, uint64(len(summary)))
	for _, t := range summary {
		a.note(t)
		a.ids = binary.AppendUvarint(a.ids, uint64(t.word))
	}
	for _, t := range a.take(d.Body) {
		a.note(t)
		a.count(t.word)
	}
	a.out = binary.AppendUvarint(a.out[:0], uint64(len(a.spelled)))
	for _, s := range a.spelled {
		also := uint64(0)
		if a.plain[s[0]] == a.stamp {
			also = 1
		}
		a.out = binary.AppendUvarint(binary.AppendUvarint(a.out, uint64(s[0])), uint64(s[1])<<1|also)
	}
	a.out = append(binary.AppendUvarint(a.out, uint64(names)), a.ids...)
	for _, pair := range a.body {
		a.out = binary.AppendUvarint(binary.AppendUvarint(a.out, uint64(pair[0])), uint64(pair[1]))
	}
}

// nameOf gives the names of a document one by one.
func nameOf(d *Document, i int) string {
	switch i {
	case 0:
		return d.Title
	case 1:
		return d.Abbreviation
	}
	return d.Aliases[i-2]
}

// addName adds the words of a name and, behind them, these without their symbols.
func (a *analyst) addName(name string) bool {
	tokens := a.take(name)
	if len(tokens) == 0 {
		return false
	}
	n := len(tokens)
	for _, t := range tokens {
		if t.bare != t.word {
			n++
		}
	}
	a.ids = binary.AppendUvarint(a.ids, uint64(n))
	for _, t := range tokens {
		a.note(t)
		a.ids = binary.AppendUvarint(a.ids, uint64(t.word))
	}
	for _, t := range tokens {
		if t.bare != t.word {
			a.note(token{t.bare, t.bare, t.bare})
			a.ids = binary.AppendUvarint(a.ids, uint64(t.bare))
		}
	}
	return true
}

// note remembers how a word is spelled.
func (a *analyst) note(t token) {
	if t.spelling != t.word {
		if pair := [2]uint32{t.word, t.spelling}; !slices.Contains(a.spelled, pair) {
			a.spelled = append(a.spelled, pair)
		}
	}
	a.grow(t.word)
	if t.spelling == t.word {
		a.plain[t.word] = a.stamp
	}
}

// count counts a word of the body.
func (a *analyst) count(word uint32) {
	if a.counted[word] != a.stamp {
		a.counted[word] = a.stamp
		a.slots[word] = uint32(len(a.body))
		a.body = append(a.body, [2]uint32{word, 0})
	}
	a.body[a.slots[word]][1]++
}

// grow makes room for a word's number.
func (a *analyst) grow(word uint32) {
	if int(word) < len(a.plain) {
		return
	}
	size := max(1024, 2*int(word))
	grown := func(list []uint32) []uint32 { return append(list, make([]uint32, size-len(list))...) }
	a.plain, a.counted, a.slots = grown(a.plain), grown(a.counted), grown(a.slots)
}

// analyzeAll analyses documents on a number of goroutines, or takes what the memory has of them. It fills in what hashes are zero; the
// list is nil if the memory has nothing to do with them.
func analyzeAll(docs []Document, hashes []documentHash, m *Memory, workers int) []extract {
	out := make([]extract, len(docs))
	parallel(len(docs), 256, workers, func() func(from, to int) {
		a := &analyst{tokenizer: newTokenizer(m.words)}
		keyer, hasher := &keyer{}, newHasher()
		return func(from, to int) {
			for i := from; i < to; i++ {
				if hashes == nil {
					out[i] = a.passing(&docs[i])
					continue
				}
				if hashes[i] == (documentHash{}) {
					hashes[i] = hasher.sum(&docs[i])
				}
				known, ok := m.extract(i, &hashes[i])
				switch {
				case ok:
				case m.keeps():
					a.analyze(&docs[i])
					known = extract{slices.Clone(a.out), keyer.keysOf(&docs[i]).clone()}
				default:
					known = a.passing(&docs[i])
				}
				out[i] = known
			}
		}
	})
	m.keep(hashes, out)
	return out
}

// workersOf bounds a number of goroutines: 0 means one for each processor, never more than mostWorkers, each of which holds some
// megabytes.
func workersOf(n int) int {
	if n <= 0 {
		n = runtime.GOMAXPROCS(0)
	}
	return min(n, mostWorkers)
}

const mostWorkers = 8

// parallel cuts n things into runs and gives them to goroutines, each with a function of its own. What is done for a thing must not
// depend on which goroutine does it.
func parallel(n, run, workers int, worker func() func(from, to int)) {
	workers = min(workersOf(workers), (n+run-1)/run)
	if workers <= 1 {
		worker()(0, n)
		return
	}
	next := make(chan int)
	var wait sync.WaitGroup
	for range workers {
		wait.Go(func() {
			do := worker()
			for from := range next {
				do(from, min(from+run, n))
			}
		})
	}
	for from := 0; from < n; from += run {
		next <- from
	}
	close(next)
	wait.Wait()
}
