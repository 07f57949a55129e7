package search

import (
	"slices"
	"sort"
	"unicode/utf8"
)

// addNames writes names in four parts behind what the script holds: keys, flags, documents.
func (s *script) addNames(names []nameEntry) {
	keys, flags, docs := stringList{column: s.list.column}, &s.cols[0], &s.cols[1]
	keys.reset()
	last := 0
	for _, n := range names {
		keys.addString(n.key)
		for i, d := range n.docs {
			flag := int(d & 1)
			if i < len(n.docs)-1 {
				flag += 2
			}
			flags.add(flag)
			docs.addSigned(int(d>>1) - last)
			last = int(d >> 1)
		}
	}
	s.list.column = keys.column
	s.columns(keys.column, *flags, *docs)
}

// names writes the files of names, and of the best names of wide prefixes. It gives the strings at which they begin.
func (e *exporter) names() (starts, heads []string) {
	names := e.p.names
	cut := cutter{least: leastNames, most: namesPerFile, divisor: namesDivisor}
	from := 0
	flush := func(to int) {
		file := names[from:to]
		e.add("n"+fileName(starts[len(starts)-1]), func(s *script) { s.addNames(file) }, func(b []byte) []byte { return appendNames(b, file) })
		from = to
	}
	for i, n := range names {
		if i == 0 {
			starts = append(starts, "")
			e.free("n", "")
			cut.full(n.key, 1)
			continue
		}
		if !cut.full(n.key, 1) {
			continue
		}
		if start := separator(names[i-1].key, n.key); e.free("n", start) {
			flush(i)
			starts = append(starts, start)
		}
	}
	if len(names) > 0 {
		flush(len(names))
	}
	return starts, e.heads()
}

// A head is a prefix that too many names have, and the best of these.
type head struct {
	prefix string
	names  []nameEntry
}

// findHeads gives the wide prefixes of sorted names, in order.
func findHeads(names []nameEntry, letters int) []head {
	if len(names) <= wideNames {
		return nil
	}
	var out []head
	for from := 0; from < len(names); {
		prefix, ok := firstLetters(names[from].key, letters)
		if !ok {
			from++
			continue
		}
		to := from + sort.Search(len(names)-from, func(i int) bool {
			p, ok := firstLetters(names[from+i].key, letters)
			return ok && p != prefix
		})
		if to-from > wideNames {
			out = append(out, head{prefix, shortest(names[from:to])})
			out = append(out, findHeads(names[from:to], letters+1)...)
		}
		from = to
	}
	return out
}

// shortest gives the best of many names. Each name is in a range for every prefix that is wide, so they are not sorted.
func shortest(names []nameEntry) []nameEntry {
	best := make([]nameEntry, 0, wideNamesTaken+1)
	for _, n := range names {
		if len(best) == wideNamesTaken && shorterFirst(n.key, best[wideNamesTaken-1].key) > 0 {
			continue
		}
		at, _ := slices.BinarySearchFunc(best, n, func(a, b nameEntry) int { return shorterFirst(a.key, b.key) })
		best = slices.Insert(best, at, n)
		best = best[:min(len(best), wideNamesTaken)]
	}
	return best
}

func firstLetters(s string, n int) (prefix string, ok bool) {
	end := 0
	for range n {
		if end == len(s) {
			return "", false
		}
		_, size := utf8.DecodeRuneInString(s[end:])
		end += size
	}
	return s[:end], true
}

func (e *exporter) heads() (starts []string) {
	const perFile = 16
	list := findHeads(e.p.names, 1)
	for from := 0; from < len(list); {
		start := ""
		if from > 0 {
			start = separator(list[from-1].prefix, list[from].prefix)
		}
		to := min(from+perFile, len(list))
		for to < len(list) && !e.free("h", separator(list[to-1].prefix, list[to].prefix)) {
			to++
		}
		part := list[from:to]
		e.add("h"+fileName(start), func(s *script) {
			var all []nameEntry
			for _, h := range part {
				s.list.addString(h.prefix)
				s.cols[0].add(len(h.names))
				all = append(all, h.names...)
			}
			s.columns(s.list.column, s.cols[0])
			s.cols[0] = s.cols[0][:0]
			s.addNames(all)
		}, func(b []byte) []byte {
			for _, h := range part {
				b = appendNames(appendText(b, h.prefix), h.names)
			}
			return b
		})
		starts = append(starts, start)
		from = to
	}
	return starts
}

// lists writes a sorted list of words in files.
func (e *exporter) lists(kind string, words []string) (starts []string) {
	cut := cutter{least: leastWords, most: wordsPerFile, divisor: wordsDivisor}
	from := 0
	flush := func(to int) {
		file := words[from:to]
		e.addStrings(kind+fileName(starts[len(starts)-1]), file)
	}
	for i, w := range words {
		if i == 0 {
			starts = append(starts, "")
			e.free(kind, "")
			cut.full(w, 1)
			continue
		}
		if !cut.full(w, 1) {
			continue
		}
		if start := separator(words[i-1], w); e.free(kind, start) {
			flush(i)
			starts, from = append(starts, start), i
		}
	}
	if len(words) > 0 {
		flush(len(words))
	}
	return starts
}

// groups writes words and their postings. A group stands in the file of its first word and in the file of each of its words that sorts
// elsewhere, so that any word leads to it at once.
func (e *exporter) groups() (starts []string) {
	cut := cutter{least: leastBytes, most: groupBytes, divisor: groupsDivisor}
	for i := range e.p.groups {
		g := &e.p.groups[i]
		if i == 0 {
			starts = append(starts, "")
			e.free("w", "")
			cut.full(g.words[0], g.size())
			continue
		}
		if !cut.full(g.words[0], g.size()) {
			continue
		}
		// The separator must not be greater than any word that follows.
		if start := separator(e.p.groups[i-1].words[0], g.words[0]); e.free("w", start) {
			starts = append(starts, start)
		}
	}
	files := make([][]int32, len(starts))
	for i := range e.p.groups {
		for _, w := range e.p.groups[i].words {
			at := sort.Search(len(starts), func(j int) bool { return compare16(starts[j], w) > 0 }) - 1
			if f := files[at]; len(f) == 0 || f[len(f)-1] != int32(i) {
				files[at] = append(f, int32(i))
			}
		}
	}
	for at, members := range files {
		e.add("w"+fileName(starts[at]), func(s *script) { e.writeGroups(s, members) }, func(b []byte) []byte {
			for _, i := range members {
				b = e.p.groups[i].appendTo(b)
			}
			return b
		})
	}
	for i := range e.p.groups {
		if g := &e.p.groups[i]; len(g.postings) > bigGroup {
			e.add("b"+fileName(g.words[0]), func(s *script) {
				g.write(&s.cols[0], &s.cols[1])
				s.columns(s.cols[0], s.cols[1])
			}, func(b []byte) []byte { return appendPostings(b, g.postings) })
		}
	}
	return starts
}

// size estimates the bytes of a group.
func (g *group) size() int {
	n := 4 * len(g.words)
	for _, w := range g.words {
		n += len(w) / 2
	}
	if len(g.postings) > bigGroup {
		return n
	}
	return n + 3*len(g.postings)
}

func (g *group) write(gaps, codes *column) {
	last := 0
	for _, p := range g.postings {
		gaps.add(int(p.doc()) - last)
		codes.add(int(p.class()))
		last = int(p.doc())
	}
}

func (e *exporter) writeGroups(s *script, members []int32) {
	sizes, counts, gaps, codes := &s.cols[0], &s.cols[1], &s.cols[2], &s.cols[3]
	for _, i := range members {
		g := &e.p.groups[i]
		for _, w := range g.words {
			s.list.addString(w)
		}
		sizes.add(len(g.words))
		if len(g.postings) > bigGroup {
			counts.add(0)
			continue
		}
		counts.add(len(g.postings))
		g.write(gaps, codes)
	}
	s.columns(s.list.column, *sizes, *counts, *gaps, *codes)
}
