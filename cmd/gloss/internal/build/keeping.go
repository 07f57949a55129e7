package build

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"

	"gloss/cmd/gloss/internal/config"
	"gloss/cmd/gloss/internal/kept"
	"gloss/cmd/gloss/internal/markdown"
	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/source"
	"gloss/cmd/gloss/internal/term"
	"gloss/search"
)

// keeping is what a build has of the last process, and what it leaves to the next.
type keeping struct {
	texts, pages kept.Key
	stored       [][]kept.Stored   // of the last process, by block, in order of paths
	table        names.Fingerprint // of the table with which the last process converted its bodies
	parsed       []parsed          // by the last process, until names are known
	placed       placed
	again        *kept.Writer // the texts of this process, until they are in their place
	search       keptSearch
	searched     func() *search.Memory // what the last process left of search, read in the background
}

// worthKeeping is the part of all texts, one in so many, from which what had to be worked out again is written for the next process: if it
// is less, then working it out again costs the next process less than writing everything costs this one.
const worthKeeping = 64

// recallLooks reads what the last process left of texts, and gives the reader what that saw.
func (b *Builder) recallLooks() {
	blocks := b.texts(b.keep.texts)
	b.texts = nil
	if len(blocks) == 0 || blocks[len(blocks)-1].Kind != kept.KindTable {
		return
	}
	texts := blocks[:len(blocks)-1]
	table, whole := kept.ReadFingerprint(blocks[len(texts)].Data)
	stored, damaged := make([][]kept.Stored, len(texts)), make([]bool, len(texts))
	b.spread(len(texts), func(i int) {
		var whole bool
		stored[i], whole = kept.ReadTexts(texts[i].Data)
		damaged[i] = !whole || texts[i].Kind != kept.KindTexts
	})
	if !whole || slices.Contains(damaged, true) {
		return
	}
	b.keep.table, b.keep.stored = table, stored
	n := 0
	for _, block := range stored {
		n += len(block)
	}
	b.reader.Recall(n, func(yield func(*source.Look) bool) {
		for _, block := range stored {
			for i := range block {
				if !yield(&block[i].Look) {
					return
				}
			}
		}
	})
	if b.opts.Recalled != nil && n > 0 {
		b.opts.Recalled()
	}
}

// remember makes what the last process left the memory of this Builder: the one that it would have if it had built that itself, but that
// the names table is not there (see renamed).
func (b *Builder) remember(r Result) {
	b.memory = memory{settings: settingsHash(r.Config.Hash())}
	k := b.keep
	b.out.ReadAhead(r.OutDir)
	var besides sync.WaitGroup
	if !b.opts.PagesOnly {
		k.searched = sync.OnceValue(b.searchMemory)
		go k.searched() // while texts are recalled and the site is assembled, which takes one core much of the time
	}
	besides.Go(b.recallPages)
	texts := b.recallTexts()
	besides.Wait()
	b.memory.terms, b.memory.bodies, b.memory.assets = texts.terms, texts.bodies, texts.assets
	k.parsed = texts.terms
}

// recallTexts reads the rest of what the last process left of texts, as the memory that it had; nothing if a part cannot be read.
func (b *Builder) recallTexts() (m memory) {
	stored := b.keep.stored
	b.keep.stored = nil
	blocks, first := make([]memory, len(stored)), make([]int, len(stored)+1)
	for i := range stored {
		first[i+1] = first[i] + len(stored[i])
	}
	m.terms, m.bodies = make([]parsed, first[len(stored)]), make([]converted, first[len(stored)])
	readers := sync.Pool{New: func() any { return new(kept.TextReader) }}
	var damaged atomic.Bool
	b.spread(len(stored), func(i int) {
		reader := readers.Get().(*kept.TextReader)
		blocks[i] = memory{terms: m.terms[first[i]:first[i]], bodies: m.bodies[first[i]:first[i]]}
		if !blocks[i].recall(stored[i], reader) {
			damaged.Store(true)
		}
		readers.Put(reader)
	})
	if damaged.Load() {
		return memory{}
	}
	m.terms, m.bodies = m.terms[:0], m.bodies[:0]
	for i := range blocks { // each moves down over what the ones before left empty
		m.terms, m.bodies = append(m.terms, blocks[i].terms...), append(m.bodies, blocks[i].bodies...)
		m.assets = append(m.assets, blocks[i].assets...)
	}
	return m
}

// recall appends what a block holds. It reports false if it cannot be read.
func (m *memory) recall(stored []kept.Stored, reader *kept.TextReader) bool {
	for i := range stored {
		t, whole := reader.Text(&stored[i])
		switch {
		case !whole:
			return false
		case t.Term != nil:
			m.terms = append(m.terms, parsed{path: t.Look.File.Path, hash: t.Look.File.Hash, term: t.Term, words: t.Words, diags: t.Diags})
		case !t.Look.Note:
			m.assets = append(m.assets, t.Look.File.Path)
		}
		if t.Body != nil {
			m.bodies = append(m.bodies, converted{t.Term, t.Body, &stored[i]})
		}
	}
	return true
}

// renamed returns the questions to which the table and that of the last process answer differently. That one is made again only if it was
// another: at 100,000 terms it takes 0.2 s of processor time and 30 MB.
func (b *Builder) renamed(cfg *config.Config, table *names.Table) []names.Key {
	before := b.keep.parsed
	b.keep.parsed = nil
	if len(before) == 0 || table.Fingerprint() == b.keep.table {
		return nil
	}
	terms, census, _ := b.published(cfg, before)
	last, _ := names.New(terms, names.Options{Language: cfg.Language, Census: census, Last: table, Workers: b.opts.Workers})
	return table.Changed(last)
}

// keepTexts returns the marks of the terms, and writes all texts for the next process if it would find too little in what there is. The
// memory is that of the passes up to the bodies. It returns nil where nothing can be kept.
func (b *Builder) keepTexts(ctx context.Context, terms []*term.Term, bodies []*markdown.Body) [][16]byte {
	gathered := b.gather(terms, bodies)
	var fresh []int
	marks := make([][16]byte, len(terms))
	for i := range terms {
		if stored := b.memory.bodies[i].stored; stored != nil {
			marks[i] = stored.Mark
		} else {
			fresh = append(fresh, i)
		}
	}
	if max(len(fresh), b.reader.Opened()) > b.reader.Looks()/worthKeeping {
		return b.writeTexts(gathered, marks)
	}
	places := make([]int, len(terms))
	for i, at := range gathered.body {
		if at >= 0 {
			places[at] = i
		}
	}
	b.each(ctx, "linking", len(fresh), func(i int) {
		one := gathered.text(places[fresh[i]])
		_, marks[fresh[i]] = kept.AppendText(nil, &one)
	})
	return marks
}

// gathered finds what the passes made of each file that the reader saw.
type gathered struct {
	b          *Builder
	bodies     []*markdown.Body
	term, body []int32 // places in memory.terms and bodies, -1 for none
}

func (b *Builder) gather(terms []*term.Term, bodies []*markdown.Body) *gathered {
	g := &gathered{b: b, bodies: bodies, term: make([]int32, b.reader.Looks()), body: make([]int32, b.reader.Looks())}
	all, at := b.memory.terms, 0
	nextBody := 0
	for i := range g.term {
		g.term[i], g.body[i] = -1, -1
		if at == len(all) || all[at].path != b.reader.Look(i).File.Path {
			continue
		}
		g.term[i] = int32(at)
		if nextBody < len(terms) && terms[nextBody] == all[at].term {
			g.body[i] = int32(nextBody)
			nextBody++
		}
		at++
	}
	return g
}

func (g *gathered) text(i int) kept.Text {
	t := kept.Text{Look: g.b.reader.Look(i)}
	if at := g.term[i]; at >= 0 {
		p := &g.b.memory.terms[at]
		t.Term, t.Words, t.Diags = p.term, p.words, p.diags
	}
	if at := g.body[i]; at >= 0 {
		t.Body = g.bodies[at]
	}
	return t
}

// append appends the record of a file. The mark of a term that was converted is put among the marks.
func (g *gathered) append(block []byte, i int, marks [][16]byte) []byte {
	at := g.body[i]
	if at >= 0 {
		if stored := g.b.memory.bodies[at].stored; stored != nil {
			look := g.b.reader.Look(i)
			return kept.AppendAgain(block, &look, stored)
		}
	}
	one := g.text(i)
	block, mark := kept.AppendText(block, &one)
	if at >= 0 {
		marks[at] = mark
	}
	return block
}

// writeTexts writes all texts beside the place of the last process's, and completes the marks of the terms, which it returns. Blocks are
// made on all workers and written by these in turn, so that none waits for a whole round.
func (b *Builder) writeTexts(g *gathered, marks [][16]byte) [][16]byte {
	w, err := kept.Create(b.keptPath(textsFile), b.keep.texts)
	if err != nil {
		return nil
	}
	b.keep.again = w
	const chunk = kept.TextsInBlock
	buffers := sync.Pool{New: func() any { return new([]byte) }}
	written, turn := 0, sync.NewCond(new(sync.Mutex))
	b.spread((len(g.term)+chunk-1)/chunk, func(k int) {
		buffer := buffers.Get().(*[]byte)
		block := (*buffer)[:0]
		for i := k * chunk; i < min((k+1)*chunk, len(g.term)); i++ {
			block = g.append(block, i, marks)
		}
		turn.L.Lock()
		for written != k {
			turn.Wait()
		}
		w.Add(kept.KindTexts, block)
		written++
		turn.Broadcast()
		turn.L.Unlock()
		*buffer = block
		buffers.Put(buffer)
	})
	w.Add(kept.KindTable, kept.AppendFingerprint(nil, b.memory.table.Fingerprint()))
	return marks
}

// leave ends what keepTexts began: after a build that is done, the next process finds what this one knows.
func (b *Builder) leave(done bool) {
	if b.keep == nil {
		return
	}
	if w := b.keep.again; w != nil && done {
		_ = w.Commit()
	} else if w != nil {
		_ = w.Discard() // what stays behind is written over
	}
	if b.keep.searched != nil {
		b.keep.searched() // it may not have ended if the build failed
	}
	b.keep.search.documents.end(done)
	b.keep.search.rest.end(done)
	if done {
		_ = b.writePagesFile() // a folder that cannot be written costs the next build its time, nothing else
	}
	b.keep = nil
}

// spread calls work for 0 to n-1 on all workers, for few and large things.
func (b *Builder) spread(n int, work func(i int)) {
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(b.opts.Workers, n) {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				work(i)
			}
		})
	}
	group.Wait()
}
