package search

import (
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

// A posting is a stem in one document.
type posting struct {
	stem  string
	class class
}

// An analyzed document is what goes into the index, beside what is stored.
type analyzed struct {
	title    string   // key
	aliases  []string // keys, sorted, none equal to the title's
	tags     []string // keys
	postings []posting
}

// A vocabulary holds every word of the glossary.
type vocabulary struct {
	stems map[string]string // word -> stem; stop words are not in it
	names map[string]bool   // words that stand in names
	first map[string]int    // word -> first document that has it
	// counted are the stop words that are matched, sorted; see language.counted.
	counted []string
}

// counts are the words of one document's parts.
type counts struct {
	spelled map[string]string // folded -> least spelling in lower case
	names   [][]string
	summary []string
	body    map[string]int
	length  int
}

// parallel runs f for each i below n on a number of goroutines.
func parallel(n, workers int, f func(i int)) {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	const run = 64
	next := make(chan int)
	var wait sync.WaitGroup
	for range workers {
		wait.Go(func() {
			for from := range next {
				for i := from; i < min(from+run, n); i++ {
					f(i)
				}
			}
		})
	}
	for i := 0; i < n; i += run {
		next <- i
	}
	close(next)
	wait.Wait()
}

// analyze turns documents into what the index holds of them.
func analyze(docs []Document, lang *language, workers int) ([]analyzed, *vocabulary) {
	parts := make([]counts, len(docs))
	parallel(len(docs), workers, func(i int) { parts[i] = count(&docs[i]) })
	dropped, counted := splitStops(parts, lang)
	parallel(len(docs), workers, func(i int) { parts[i].drop(dropped) })

	spelled := map[string]string{}
	voc := &vocabulary{stems: map[string]string{}, names: map[string]bool{}, first: map[string]int{}, counted: counted}
	total, totalSummary := 0, 0
	for i := range parts {
		for w, s := range parts[i].spelled {
			if old, ok := spelled[w]; !ok {
				spelled[w], voc.first[w] = s, i
			} else if s < old {
				spelled[w] = s
			}
		}
		for _, name := range parts[i].names {
			for _, w := range name {
				voc.names[w] = true
			}
		}
		total += parts[i].length
		totalSummary += len(parts[i].summary)
	}
	all := make([]string, 0, len(spelled))
	for w := range spelled {
		all = append(all, w)
	}
	stems := make([]string, len(all))
	parallel(len(all), workers, func(i int) { stems[i] = lang.stem(spelled[all[i]], all[i]) })
	for i, w := range all {
		voc.stems[w] = stems[i]
	}
	mean, meanSummary := max(1, total/max(1, len(docs))), totalSummary/max(1, len(docs))
	out := make([]analyzed, len(docs))
	parallel(len(docs), workers, func(i int) {
		out[i] = classify(&docs[i], &parts[i], voc, mean, meanSummary)
		parts[i] = counts{} // the words of all documents at once are the most that is held
	})
	return out, voc
}

// count splits a document's parts into words.
func count(d *Document) counts {
	c := counts{spelled: map[string]string{}, body: map[string]int{}}
	for _, name := range append([]string{d.Title, d.Abbreviation}, d.Aliases...) {
		ws := c.take(name)
		for _, w := range ws {
			if b := bare(w); b != w && b != "" {
				c.spell(b, b)
				ws = append(ws, b)
			}
		}
		if len(ws) > 0 {
			c.names = append(c.names, ws)
		}
	}
	c.summary = c.take(d.Summary)
	for _, w := range c.take(d.Body) {
		c.body[w]++
		c.length++
	}
	return c
}

// splitStops divides the stop words that the documents use: those of at least one document in sixteen are dropped, as of little
// meaning there; rarer ones are counted like other words. The latter are sorted.
func splitStops(parts []counts, lang *language) (dropped map[string]bool, counted []string) {
	used := map[string]int{}
	for i := range parts {
		for w := range parts[i].spelled {
			if lang.stops[w] {
				used[w]++
			}
		}
	}
	dropped = map[string]bool{}
	for w, n := range used {
		if 16*n >= len(parts) {
			dropped[w] = true
		} else {
			counted = append(counted, w)
		}
	}
	slices.Sort(counted)
	return dropped, counted
}

// drop forgets words.
func (c *counts) drop(dropped map[string]bool) {
	without := func(ws []string) []string { return slices.DeleteFunc(ws, func(w string) bool { return dropped[w] }) }
	names := c.names[:0]
	for _, name := range c.names {
		if name = without(name); len(name) > 0 {
			names = append(names, name)
		}
	}
	c.names, c.summary = names, without(c.summary)
	for w := range dropped {
		c.length -= c.body[w]
		delete(c.body, w)
		delete(c.spelled, w)
	}
}

// take gives the words of a text and notes their spellings.
func (c *counts) take(text string) []string {
	var out []string
	for w, s := range spelledWords(text) {
		c.spell(w, s)
		out = append(out, w)
	}
	return out
}

func (c *counts) spell(folded, spelled string) {
	if old, ok := c.spelled[folded]; !ok || spelled < old {
		c.spelled[folded] = spelled
	}
}

// classify gives each stem of a document the class of its best place.
func classify(d *Document, c *counts, voc *vocabulary, mean, meanSummary int) analyzed {
	best := map[string]class{}
	better := func(w string, to class) {
		stem := voc.stems[w]
		if old, ok := best[stem]; !ok || to < old {
			best[stem] = to
		}
	}
	for _, name := range c.names {
		for _, w := range name {
			better(w, className1+class(min(len(name), 4))-1)
		}
	}
	for _, w := range c.summary {
		better(w, summaryClass(len(c.summary), meanSummary))
	}
	byStem := map[string]int{}
	for w, n := range c.body {
		byStem[voc.stems[w]] += n
	}
	for stem, n := range byStem {
		to := bodyClass(n, c.length, mean)
		if old, ok := best[stem]; !ok || to < old {
			best[stem] = to
		}
	}
	a := analyzed{title: key(d.Title)}
	for stem, to := range best {
		a.postings = append(a.postings, posting{stem, to})
	}
	slices.SortFunc(a.postings, func(a, b posting) int { return compare16(a.stem, b.stem) }) // maps have no order
	for _, name := range append([]string{d.Abbreviation, d.ID}, d.Aliases...) {
		if k := key(name); k != "" && k != a.title && !slices.Contains(a.aliases, k) {
			a.aliases = append(a.aliases, k)
		}
	}
	slices.Sort(a.aliases)
	for _, tag := range d.Tags {
		if k := key(tag); k != "" && !slices.Contains(a.tags, k) {
			a.tags = append(a.tags, k)
		}
	}
	slices.Sort(a.tags)
	return a
}

// summaryClass weighs a word of a summary of length words where mean is usual: in a short one each word says more.
func summaryClass(length, mean int) class {
	switch {
	case 3*length <= 2*mean:
		return classSummary1
	case 3*length <= 4*mean:
		return classSummary2
	}
	return classSummary3
}

// bodyClass weighs n occurrences in a body of length words where mean is usual.
func bodyClass(n, length, mean int) class {
	switch dense := n * mean / max(length, mean/4, 1); {
	case dense >= 6:
		return classBody1
	case dense >= 3:
		return classBody2
	case dense >= 1:
		return classBody3
	}
	return classBody4
}
