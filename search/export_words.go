package search

import (
	"slices"
	"sort"
	"unicode/utf8"
)

// A names column set is the content of a file of names.
type nameColumns struct {
	keys        stringList
	flags, docs column
	last        int
}

func (n *nameColumns) add(k string, docs []int) {
	n.keys.add(k)
	for i, d := range docs {
		flag := d & 1
		if i < len(docs)-1 {
			flag += 2
		}
		n.flags.add(flag)
		n.docs.addSigned(d>>1 - n.last)
		n.last = d >> 1
	}
}

func (n *nameColumns) parts() []string {
	return literals(n.keys.String(), n.flags.String(), n.docs.String())
}

// names writes the files of names, and of the best names of wide prefixes. It gives the strings at which they begin.
func (e *exporter) names() (starts, heads []string) {
	cut := cutter{least: leastNames, most: namesPerFile, divisor: namesDivisor}
	var file nameColumns
	for i, n := range e.p.names {
		if i == 0 {
			starts = append(starts, "")
		}
		if start := ""; i > 0 && cut.full(n.key, 1) {
			start = separator(e.p.names[i-1].key, n.key)
			if e.free("n", start) {
				e.add("n"+fileName(starts[len(starts)-1]), file.parts()...)
				file = nameColumns{}
				starts = append(starts, start)
			}
		} else if i == 0 {
			e.free("n", "")
			cut.full(n.key, 1)
		}
		file.add(n.key, n.docs)
	}
	if len(e.p.names) > 0 {
		e.add("n"+fileName(starts[len(starts)-1]), file.parts()...)
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
			best := slices.Clone(names[from:to])
			slices.SortFunc(best, func(a, b nameEntry) int { return shorterFirst(a.key, b.key) })
			out = append(out, head{prefix, best[:wideNamesTaken]})
			out = append(out, findHeads(names[from:to], letters+1)...)
		}
		from = to
	}
	return out
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
		var prefixes stringList
		var sizes column
		var names nameColumns
		for _, h := range list[from:to] {
			prefixes.add(h.prefix)
			sizes.add(len(h.names))
			for _, n := range h.names {
				names.add(n.key, n.docs)
			}
		}
		parts := append(literals(prefixes.String(), sizes.String()), names.parts()...)
		e.add("h"+fileName(start), parts...)
		starts = append(starts, start)
		from = to
	}
	return starts
}

// lists writes a sorted list of words in files.
func (e *exporter) lists(kind string, words []string) (starts []string) {
	cut := cutter{least: leastWords, most: wordsPerFile, divisor: wordsDivisor}
	from := 0
	flush := func(to int) { e.add(kind+fileName(starts[len(starts)-1]), literal(listOf(words[from:to]))) }
	for i, w := range words {
		if i == 0 {
			starts = append(starts, "")
			e.free(kind, "")
			cut.full(w, 1)
			continue
		}
		if start := separator(words[i-1], w); cut.full(w, 1) && e.free(kind, start) {
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
		// The separator must not be greater than any word that follows.
		if start := separator(e.p.groups[i-1].words[0], g.words[0]); cut.full(g.words[0], g.size()) && e.free("w", start) {
			starts = append(starts, start)
		}
	}
	files := make([][]int, len(starts))
	for i := range e.p.groups {
		for _, w := range e.p.groups[i].words {
			at := sort.Search(len(starts), func(j int) bool { return compare16(starts[j], w) > 0 }) - 1
			if f := files[at]; len(f) == 0 || f[len(f)-1] != i {
				files[at] = append(f, i)
			}
		}
	}
	for at, members := range files {
		e.add("w"+fileName(starts[at]), e.groupParts(members)...)
	}
	for i := range e.p.groups {
		if g := &e.p.groups[i]; len(g.docs) > bigGroup {
			var gaps, codes column
			g.write(&gaps, &codes)
			e.add("b"+fileName(g.words[0]), literals(gaps.String(), codes.String())...)
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
	if len(g.docs) > bigGroup {
		return n
	}
	return n + 3*len(g.docs)
}

func (g *group) write(gaps, codes *column) {
	last := 0
	for i, d := range g.docs {
		gaps.add(int(d) - last)
		codes.add(int(g.classes[i]))
		last = int(d)
	}
}

func (e *exporter) groupParts(members []int) []string {
	var words stringList
	var sizes, counts, gaps, codes column
	for _, i := range members {
		g := &e.p.groups[i]
		for _, w := range g.words {
			words.add(w)
		}
		sizes.add(len(g.words))
		if len(g.docs) > bigGroup {
			counts.add(0)
			continue
		}
		counts.add(len(g.docs))
		g.write(&gaps, &codes)
	}
	return literals(words.String(), sizes.String(), counts.String(), gaps.String(), codes.String())
}
