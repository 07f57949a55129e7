package search

import (
	"slices"
)

// BleveFolder is where a site has its bleve index.
const BleveFolder = "search/bleve/"

// files makes all files of search.
func files(docs []Document, opts Options, yield func(File) error) error {
	x, err := prepare(docs, opts)
	if err != nil {
		return err
	}
	ahead := x.planAhead()
	if !opts.NoBleve {
		if err := x.bleveFiles(BleveFolder, yield); err != nil {
			if ahead != nil {
				<-ahead
			}
			return err
		}
	}
	memory := x.memory
	if ahead != nil {
		return render(<-ahead, memory, opts.Workers, yield)
	}
	lang, set := x.lang, x.settings
	p := x.project(true)
	x = nil // all that p does not hold can go: at 100,000 terms 12 MB
	return render(plan(p, lang, set), memory, opts.Workers, yield)
}

// planAhead begins to plan the browser's files while the index is written, after an edit that leaves a processor idle: pages are in their
// place long before. It takes a fifth off the time of search. Else it returns nil: with both at once in memory a clean build would take more.
func (x *made) planAhead() chan []planned {
	if !x.sameNames || x.opts.NoBleve || workersOf(x.opts.Workers) == 1 {
		return nil
	}
	ahead := make(chan []planned, 1)
	go func() { ahead <- plan(x.project(false), x.lang, x.settings) }()
	return ahead
}

// project gives the projection of the index in memory, which is that of the segment written from it. If the index is not needed any more
// then listings go as they are projected.
func (x *made) project(last bool) *projection {
	texts := storedTexts{x.docs, x.opts.NoPassages}
	p := &projection{ids: make([]string, len(x.docs)), hashes: x.hashes, card: texts.card, passages: texts.passages}
	for i := range x.docs {
		p.ids[i] = x.docs[i].ID
	}
	p.names = x.names()
	if last {
		x.title, x.alias = nil, nil
	}
	p.groups = x.groups()
	for _, list := range []struct {
		from *listing
		to   *[]string
	}{{&x.word, &p.words}, {&x.reverse, &p.reverse}, {&x.back, &p.back}} {
		*list.to = list.from.terms()
		if last {
			*list.from = nil
		}
	}
	return p
}

// storedTexts are what is stored of documents.
type storedTexts struct {
	docs       []Document
	noPassages bool
}

func (t *storedTexts) card(doc int) card {
	d := &t.docs[doc]
	return card{title: d.Title, abbr: d.Abbreviation, url: d.URL, summary: d.Summary, aliases: d.Aliases, tags: d.Tags}
}

// passages appends what is stored of a document's body.
func (t *storedTexts) passages(b []byte, doc int) []byte {
	if t.noPassages {
		return b
	}
	return appendPassages(b, &t.docs[doc])
}

// names joins titles and other names, both sorted.
func (x *made) names() []nameEntry {
	all := make([]uint32, 0, len(x.title)+len(x.alias))
	out := make([]nameEntry, 0, cap(all))
	titles, aliases := x.title, x.alias
	for len(titles)+len(aliases) > 0 {
		k := leastTerm(titles, aliases)
		from := len(all)
		for ; len(titles) > 0 && titles[0].term == k; titles = titles[1:] {
			all = append(all, titles[0].doc*2+1)
		}
		for ; len(aliases) > 0 && aliases[0].term == k; aliases = aliases[1:] {
			all = append(all, aliases[0].doc*2)
		}
		docs := all[from:len(all):len(all)]
		slices.Sort(docs)
		out = append(out, nameEntry{k, docs})
	}
	slices.SortFunc(out, func(a, b nameEntry) int { return compare16(a.key, b.key) })
	return out
}

func leastTerm(a, b listing) string {
	if len(a) == 0 || len(b) > 0 && b[0].term < a[0].term {
		return b[0].term
	}
	return a[0].term
}

// groups gives stems and tags with their documents.
func (x *made) groups() []group {
	out := make([]group, 0, len(x.stems))
	texts := make([]string, 0, len(x.vocabulary)) // of all stems, one after the other
	for s, members := range x.inversion.words {
		from := len(texts)
		for _, w := range members {
			texts = append(texts, x.texts[w])
		}
		words := texts[from:len(texts):len(texts)]
		slices.SortFunc(words, compare16)
		out = append(out, group{words, x.postings[s]})
	}
	x.tag.each(func(k string, docs []uint32) {
		g := group{words: []string{tagGroup(k)}}
		for _, d := range docs {
			g.postings = append(g.postings, newPosting(int(d), className1))
		}
		out = append(out, g)
	})
	sortGroups(out)
	return out
}
