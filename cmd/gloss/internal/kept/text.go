package kept

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"math"

	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/markdown"
	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/source"
	"gloss/cmd/gloss/internal/term"
)

// Text is a file below the content folder and what the passes made of it.
type Text struct {
	Look source.Look
	// Term is nil for what is no Markdown. Its File is that of Look, but for Data where parsing changed it.
	Term *term.Term
	// Words is names.Vocabulary of the term's body, Diags what term.Parse told.
	Words []uint16
	Diags diag.List
	// Body is nil where the term was not converted. One that asked for files that are not there is never read again: what it knows of
	// them is the converter's own. Of one that was read, what it asked of the names table is known to Stored.Asked alone.
	Body *markdown.Body
}

// AppendText appends the record of a text and returns its mark.
func AppendText(out []byte, t *Text) ([]byte, Mark) {
	e := encoder{out: out}
	e.look(&t.Look)
	head := len(e.out)
	e.raw(make([]byte, madeHeader))
	e.made(t)
	made := e.out[head+madeHeader:]
	one := mark(&t.Look.File, made)
	binary.LittleEndian.PutUint32(e.out[head:], uint32(len(made)))
	copy(e.out[head+4:], one[:])
	return e.out, one
}

// AppendAgain appends the record of a text of which nothing but the look may be another since it was read.
func AppendAgain(out []byte, look *source.Look, s *Stored) []byte {
	e := encoder{out: out}
	e.look(look)
	e.raw(s.record[s.head:])
	return e.out
}

func (e *encoder) look(l *source.Look) {
	e.text(l.File.Path)
	e.text(l.Name)
	e.raw(l.File.Hash[:])
	e.uint(uint64(l.File.Size))
	for _, n := range l.Stat {
		e.int(n)
	}
	e.bool(l.Note)
	e.bool(l.File.Data != nil)
	e.bytes(l.File.Data)
}

// madeHeader is the number of bytes before what the passes made of a file: its length and the mark.
const madeHeader = 4 + len(Mark{})

// made appends what the passes made of a file.
func (e *encoder) made(t *Text) {
	e.bool(t.Term != nil)
	if t.Term == nil {
		return
	}
	same := bytes.Equal(t.Term.File.Data, t.Look.File.Data)
	e.bool(same)
	if !same {
		e.bytes(t.Term.File.Data)
	}
	e.term(t.Term)
	encodeList(e, t.Words, func(w *uint16) { e.uint(uint64(*w)) })
	e.diags(t.Diags)
	e.bool(t.Body != nil)
	if t.Body != nil {
		e.body(t.Body) // also one that is not read again: the mark is of it too
	}
}

// Stored is a Text as it stands in a file, of which nothing is kept but where its parts begin: 100,000 looks would be 15 MB.
type Stored struct {
	record []byte
	head   uint32 // behind the look: the length of what was made and the mark
	asked  uint32 // behind all else, found when the rest is read
}

// Mark returns the mark of the text.
func (s *Stored) Mark() Mark { return Mark(s.record[s.head+4:]) }

// TextsInBlock is how many texts a writer puts into a block, but for the last one: as many as take a processor about a millisecond.
const TextsInBlock = 256

// ReadTexts reads the looks of a block and calls add for each, with one Look that changes. It reports false if the block holds anything
// else, or more than TextsInBlock texts.
func ReadTexts(block []byte, add func(i int, l *source.Look)) ([]Stored, bool) {
	d := &decoder{in: block}
	all := make([]Stored, 0, TextsInBlock)
	var l source.Look
	for len(d.in) > 0 && len(all) < TextsInBlock {
		before := d.in
		d.look(&l)
		head := len(before) - len(d.in)
		if header := d.raw(madeHeader); header != nil {
			d.raw(int(binary.LittleEndian.Uint32(header)))
		}
		if d.bad || uint64(len(before)) > math.MaxUint32 {
			return nil, false
		}
		size := len(before) - len(d.in)
		add(len(all), &l)
		all = append(all, Stored{record: before[:size:size], head: uint32(head)})
	}
	return all, !d.bad && len(d.in) == 0
}

func (d *decoder) look(l *source.Look) {
	*l = source.Look{}
	l.File.Path, l.Name = d.text(), d.text()
	copy(l.File.Hash[:], d.raw(len(l.File.Hash)))
	l.File.Size = int64(d.uint())
	for i := range l.Stat {
		l.Stat[i] = d.int()
	}
	l.Note = d.bool()
	if there, data := d.bool(), d.bytes(); there {
		l.File.Data = data
	}
}

// TextReader reads the rest of texts. It is for one goroutine at a time.
type TextReader struct{ room room }

// Text reads a text, but for what its body asked. It reports false if there is anything else.
func (r *TextReader) Text(s *Stored) (Text, bool) {
	d := &decoder{in: s.record, room: &r.room}
	var t Text
	d.look(&t.Look)
	d.raw(madeHeader)
	file := t.Look.File
	if !d.bool() {
		return t, !d.bad && len(d.in) == 0
	}
	if !d.bool() {
		file.Data = d.bytes()
	}
	t.Term = d.term(file)
	t.Words = decodeList(d, &r.room.words, func(w *uint16) { *w = uint16(d.uint()) })
	t.Diags = d.diags()
	if !d.bool() {
		return t, !d.bad && len(d.in) == 0
	}
	if t.Body = d.body(); len(t.Body.Missing) > 0 {
		t.Body = nil
	}
	s.asked = uint32(len(s.record) - len(d.in))
	return t, !d.bad
}

// Asked appends what the body asked of the names table, as markdown.Body.Asked has it. It is there when the Text was read, and false if it
// cannot be read itself.
func (s *Stored) Asked(keys []names.Key) ([]names.Key, bool) {
	d := &decoder{in: s.record[s.asked:]}
	keys = d.keys(keys)
	return keys, !d.bad && len(d.in) == 0
}

// Mark is a hash of all that a term's own file says and became, for the versions of pages.
type Mark [16]byte

func mark(f *source.File, made []byte) Mark {
	var room [256]byte // most paths fit, and nothing is allocated
	sum := sha256.Sum256(made)
	all := append(append(room[:0], sum[:]...), f.Hash[:]...)
	sum = sha256.Sum256(append(all, f.Path...))
	return Mark(sum[:])
}

func (e *encoder) pos(p term.Pos) {
	e.int(int64(p.Line))
	e.int(int64(p.Col))
}

func (d *decoder) pos() term.Pos { return term.Pos{Line: int32(d.int()), Col: int32(d.int())} }

func (e *encoder) value(v *term.Value) {
	e.text(v.Text)
	e.pos(v.Pos)
}

func (d *decoder) value(v *term.Value) { v.Text, v.Pos = d.text(), d.pos() }

func (e *encoder) term(t *term.Term) {
	e.uint(uint64(t.Kind))
	for _, s := range []string{t.Slug, t.Title, t.Abbreviation, t.Summary, t.Domain, t.Updated} {
		e.text(s)
	}
	for _, p := range []term.Pos{t.TitlePos, t.AbbreviationPos, t.SummaryPos, t.DomainPos} {
		e.pos(p)
	}
	for _, list := range [][]term.Value{t.Aliases, t.Inflections, t.Tags, t.Related, t.RedirectFrom} {
		encodeList(e, list, e.value)
	}
	e.value(&t.See)
	e.bool(t.Draft)
	e.uint(uint64(t.Autolink))
	e.uint(uint64(t.BodyOffset))
}

func (d *decoder) term(file source.File) *term.Term {
	t := d.room.terms.New()
	t.File, t.Kind = file, term.Kind(d.uint())
	for _, s := range []*string{&t.Slug, &t.Title, &t.Abbreviation, &t.Summary, &t.Domain, &t.Updated} {
		*s = d.text()
	}
	for _, p := range []*term.Pos{&t.TitlePos, &t.AbbreviationPos, &t.SummaryPos, &t.DomainPos} {
		*p = d.pos()
	}
	for _, list := range []*[]term.Value{&t.Aliases, &t.Inflections, &t.Tags, &t.Related, &t.RedirectFrom} {
		*list = decodeList(d, &d.room.values, d.value)
	}
	d.value(&t.See)
	t.Draft = d.bool()
	t.Autolink = term.Autolink(d.uint())
	if offset := d.uint(); offset <= uint64(len(file.Data)) {
		t.BodyOffset = int(offset)
	} else {
		d.fail()
	}
	t.Body = file.Data[t.BodyOffset:]
	return t
}

func (e *encoder) keys(list []names.Key) {
	e.uint(uint64(len(list)))
	last := names.Key(0) // they ascend, and differences are short
	for _, key := range list {
		e.out = binary.AppendUvarint(e.out, uint64(key-last))
		last = key
	}
}

func (d *decoder) keys(list []names.Key) []names.Key {
	last := names.Key(0)
	for range d.length() {
		last += names.Key(d.uint())
		list = append(list, last)
	}
	return list
}
