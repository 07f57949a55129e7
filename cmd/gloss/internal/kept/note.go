package kept

import (
	"crypto/sha256"

	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/names"
)

// Note is what a build told, for a next one that finds nothing to do.
type Note struct {
	// Manifest is the hash of the manifest of the site that was written.
	Manifest            [sha256.Size]byte
	Terms, Pages, Links int
	Diags               diag.List
}

// AppendNote appends the record of a note.
func AppendNote(out []byte, n *Note) []byte {
	e := encoder{out: out}
	e.raw(n.Manifest[:])
	for _, number := range []int{n.Terms, n.Pages, n.Links} {
		e.uint(uint64(number))
	}
	e.diags(n.Diags)
	return e.out
}

// ReadNote reads a block that is one note. It reports false if the block holds anything else.
func ReadNote(block []byte) (Note, bool) {
	d := &decoder{in: block}
	var n Note
	copy(n.Manifest[:], d.raw(len(n.Manifest)))
	for _, number := range []*int{&n.Terms, &n.Pages, &n.Links} {
		*number = int(d.uint())
	}
	n.Diags = d.diags()
	return n, !d.bad && len(d.in) == 0
}

// AppendFingerprint appends the record of what tells a names table from others.
func AppendFingerprint(out []byte, a names.Fingerprint) []byte {
	e := encoder{out: out}
	e.uint(a.Hash)
	e.uint(a.Names)
	return e.out
}

// ReadFingerprint reads a block that is one record of AppendFingerprint. It reports false if the block holds anything else.
func ReadFingerprint(block []byte) (names.Fingerprint, bool) {
	d := &decoder{in: block}
	a := names.Fingerprint{Hash: d.uint(), Names: d.uint()}
	return a, !d.bad && len(d.in) == 0
}
