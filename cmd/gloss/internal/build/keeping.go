package build

import (
	"context"
	"crypto/sha256"
	"sync"
	"sync/atomic"

	"gloss/cmd/gloss/internal/kept"
	"gloss/cmd/gloss/internal/markdown"
	"gloss/cmd/gloss/internal/names"
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
	marked       settingsHash // of the marks of all terms, zero where there are none: all that search is made of but for the settings
	again        *kept.Writer // the texts of this process, until they are in their place
	search       keptSearch
	searched     func() *search.Memory // what the last process left of search, read in the background
}

// worthKeeping is the part of all texts, one in so many, from which what had to be worked out again is written for the next process: if it
// is less, then working it out again costs the next process less than writing everything costs this one.
const worthKeeping = 64

// keepTexts returns the marks of the terms, and notes a hash of all.
func (b *Builder) keepTexts(ctx context.Context, terms []*term.Term, bodies []*markdown.Body) [][16]byte {
	marks := b.markTexts(ctx, terms, bodies)
	if marks == nil || ctx.Err() != nil {
		return nil
	}
	h := sha256.New()
	for i := range marks {
		h.Write(marks[i][:])
	}
	b.keep.marked = settingsHash(h.Sum(nil))
	return marks
}

// markTexts returns the marks of the terms, and writes all texts for the next process if it would find too little in what there is. The
// memory is that of the passes up to the bodies. It returns nil where nothing can be kept.
func (b *Builder) markTexts(ctx context.Context, terms []*term.Term, bodies []*markdown.Body) [][16]byte {
	gathered := b.gather(terms, bodies)
	var fresh []int
	marks := make([][16]byte, len(terms))
	for i := range terms {
		if stored := b.memory.bodies[i].stored; stored != nil {
			marks[i] = stored.Mark()
		} else {
			fresh = append(fresh, i)
		}
	}
	if max(len(fresh), b.reader.Opened()) > b.reader.Looked()/worthKeeping {
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
	g := &gathered{b: b, bodies: bodies, term: make([]int32, b.reader.Looked()), body: make([]int32, b.reader.Looked())}
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
