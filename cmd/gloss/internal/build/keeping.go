package build

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"

	"gloss/cmd/gloss/internal/kept"
	"gloss/cmd/gloss/internal/markdown"
	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/source"
	"gloss/cmd/gloss/internal/term"
)

// keeping is what a build has of the last process, and what it leaves to the next.
type keeping struct {
	texts, pages kept.Key
	stored       [][]kept.Stored // of the last process, by block, in order of paths
	placed       placed
	again        *kept.Writer // the texts of this process, until they are in their place
	search       keptSearch
}

// worthKeeping is the part of all texts, one in so many, from which what had to be worked out again is written for the next process: if it
// is less, then working it out again costs the next process less than writing everything costs this one.
const worthKeeping = 64

// read reads what the last process left of texts, and gives the reader what that saw.
func (k *keeping) read(name string, reader *source.Reader) {
	for _, block := range kept.Read(name, k.texts) {
		stored, whole := kept.ReadTexts(block.Data)
		if block.Kind != kept.KindTexts || !whole {
			k.stored = nil
			return
		}
		k.stored = append(k.stored, stored)
	}
	reader.Recall(len(k.stored)*kept.TextsInBlock, func(yield func(*source.Look) bool) {
		for _, stored := range k.stored {
			for i := range stored {
				if !yield(&stored[i].Look) {
					return
				}
			}
		}
	})
}

// remember makes what the last process left the memory of this Builder: the one that it would have if it had built that itself.
func (b *Builder) remember(r Result) {
	b.memory = memory{settings: settingsHash(r.Config.Hash())}
	b.recallPages()
	texts := b.recallTexts()
	n := len(texts) * kept.TextsInBlock
	b.memory.terms, b.memory.bodies = make([]parsed, 0, n), make([]converted, 0, n)
	for _, one := range texts {
		b.memory.terms, b.memory.bodies = append(b.memory.terms, one.terms...), append(b.memory.bodies, one.bodies...)
		b.memory.assets = append(b.memory.assets, one.assets...)
	}
	if len(texts) > 0 {
		if b.opts.Recalled != nil {
			b.opts.Recalled()
		}
		terms, census, _ := b.published(r.Config, b.memory.terms)
		b.memory.table, _ = names.New(terms, names.Options{Language: r.Config.Language, Census: census, Workers: b.opts.Workers})
	}
}

// recallTexts reads the rest of what the last process left of texts, as the memory that a block makes; nothing if a part cannot be read.
func (b *Builder) recallTexts() []memory {
	stored := b.keep.stored
	b.keep.stored = nil
	recalled, damaged := make([]memory, len(stored)), make([]bool, len(stored))
	b.spread(len(stored), func(i int) { recalled[i], damaged[i] = recallBlock(stored[i]) })
	if slices.Contains(damaged, true) {
		return nil
	}
	return recalled
}

func recallBlock(stored []kept.Stored) (m memory, damaged bool) {
	m.terms, m.bodies = make([]parsed, 0, len(stored)), make([]converted, 0, len(stored))
	for i := range stored {
		t, whole := stored[i].Text()
		switch {
		case !whole:
			return memory{}, true
		case t.Term != nil:
			m.terms = append(m.terms, parsed{path: t.Look.File.Path, hash: t.Look.File.Hash, term: t.Term, words: t.Words, diags: t.Diags})
		case !t.Look.Note:
			m.assets = append(m.assets, t.Look.File.Path)
		}
		if t.Body != nil {
			m.bodies = append(m.bodies, converted{t.Term, t.Body, stored[i].Mark})
		}
	}
	return m, false
}

// keepTexts returns the marks of the terms, and writes all texts for the next process if it would find too little in what there is. The
// memory is that of the passes up to the bodies. It returns nil where nothing can be kept.
func (b *Builder) keepTexts(ctx context.Context, terms []*term.Term, bodies []*markdown.Body) [][16]byte {
	gathered := b.gather(terms, bodies)
	var fresh []int
	marks := make([][16]byte, len(terms))
	for i := range terms {
		if marks[i] = b.memory.bodies[i].mark; marks[i] == (kept.Mark{}) {
			fresh = append(fresh, i)
		}
	}
	if max(len(fresh), b.reader.Opened()) > b.reader.Looks()/worthKeeping {
		return b.writeTexts(gathered, len(terms))
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

// writeTexts writes all texts beside the place of the last process's, and returns the marks of the terms.
func (b *Builder) writeTexts(g *gathered, terms int) [][16]byte {
	w, err := kept.Create(b.keptPath(textsFile), b.keep.texts)
	if err != nil {
		return nil
	}
	b.keep.again = w
	marks := make([][16]byte, terms)
	const chunk = kept.TextsInBlock
	blocks := make([][]byte, 2*b.opts.Workers) // as many are in memory at once
	for first := 0; first < len(g.term); first += chunk * len(blocks) {
		b.spread(len(blocks), func(k int) {
			blocks[k] = blocks[k][:0]
			from := first + k*chunk
			for i := from; i < min(from+chunk, len(g.term)); i++ {
				one := g.text(i)
				var mark kept.Mark
				if blocks[k], mark = kept.AppendText(blocks[k], &one); g.body[i] >= 0 {
					marks[g.body[i]] = mark
				}
			}
		})
		for k := range blocks {
			if len(blocks[k]) > 0 {
				w.Add(kept.KindTexts, blocks[k])
			}
		}
	}
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
