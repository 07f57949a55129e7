package markdown

import (
	"sync"

	"github.com/yuin/goldmark/ast"

	"gloss/cmd/gloss/internal/linker"
	"gloss/cmd/gloss/internal/slab"
)

// scratch is the working memory of one conversion, used again by the next: pages are many and small, and most of their cost beyond
// goldmark's was the garbage collector's.
type scratch struct {
	page         page
	context      *context
	ids          ids
	headings     []*ast.Heading    // of the page, in order of the text
	usual        map[string]naming // headings that other pages have too, by their text
	text, search []byte            // the blocks' texts one after the other; Body.Text
	blocks       []block
	texts        []linker.Block
	starts       []start
	pieces       []piece
	barriers     []barrier
	explicit     []explicit
	emphasized   [][2]int
	ends         []int
	order        []int
	places       []place
	decider      linker.Decider

	// Bodies stay; see slab.
	bodies    slab.Slab[Body]
	sections  slab.Slab[Heading]
	anchors   slab.Slab[string]
	mentioned slab.Slab[Mention]

	out output
}

// start tells where a block's parts begin in the lists of scratch; those of the next block end them. Body.Text has more than blocks,
// so shown is the length of the block's line there.
type start struct{ text, search, shown, pieces, barriers, explicit, emphasized int }

func newScratches() *sync.Pool {
	return &sync.Pool{New: func() any { return &scratch{context: newContext(), ids: ids{}, usual: map[string]naming{}} }}
}

// reset empties s and forgets the tree and the texts, which else would live as long as the pool.
func (s *scratch) reset() {
	clear(s.blocks)
	clear(s.texts)
	clear(s.pieces)
	clear(s.barriers)
	clear(s.explicit)
	s.text, s.search, s.blocks, s.texts, s.starts = s.text[:0], s.search[:0], s.blocks[:0], s.texts[:0], s.starts[:0]
	s.pieces, s.barriers, s.explicit, s.emphasized = s.pieces[:0], s.barriers[:0], s.explicit[:0], s.emphasized[:0]
	s.out.reset()
}

// maxScratch is the number of bytes of a page whose working memory is kept; a rare long page must not hold its size forever.
const maxScratch = 256 << 10

// release gives the working memory back. The body keeps nothing of it.
func (p *page) release() {
	s := p.scratch
	p.asker.Release()
	if len(p.source) > maxScratch {
		return
	}
	scratches := p.converter.scratches
	s.reset()
	s.context.reset()
	clear(s.ids)
	clear(s.headings)
	s.page, s.headings = page{}, s.headings[:0]
	scratches.Put(s)
}
