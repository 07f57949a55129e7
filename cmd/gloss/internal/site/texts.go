package site

import "strings"

// texts makes short texts side by side in larger pieces, as slab does lists: of 100,000 terms 600 pieces instead of 200,000 texts. The first
// are small, for who makes a few.
type texts struct{ piece strings.Builder }

// copy returns a text of these bytes.
func (t *texts) copy(text []byte) string {
	const most = 16 << 10 // bytes of a piece
	if last := t.piece.Cap(); last-t.piece.Len() < len(text) {
		t.piece = strings.Builder{}
		t.piece.Grow(max(len(text), min(2*last, most)))
	}
	begin := t.piece.Len()
	t.piece.Write(text)
	return t.piece.String()[begin:]
}
