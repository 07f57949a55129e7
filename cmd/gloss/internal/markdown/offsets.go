package markdown

import "sort"

// visibleOffset maps an offset in Block.Text to one in shown.
func (b *block) visibleOffset(i int) int {
	before := sort.Search(len(b.barriers), func(at int) bool { return b.barriers[at].at >= i })
	shift := -b.trimmed
	if before > 0 {
		shift += b.barriers[before-1].shift
	}
	return min(max(0, i+shift), len(b.shown))
}

// sourceOffset maps an offset in Block.Text to one in the source.
func (b *block) sourceOffset(i int) int { return b.sourceEnd(i, i+1) }

// sourceEnd maps the end of a range of Block.Text to the source by the last piece that begins before limit: markers behind the range
// are no part of it when limit is its end.
func (b *block) sourceEnd(i, limit int) int {
	before := sort.Search(len(b.pieces), func(at int) bool { return b.pieces[at].start >= limit })
	if before == 0 {
		return 0
	}
	last := b.pieces[before-1]
	return last.source + min(i, last.end) - last.start
}
