package site

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"reflect"
	"runtime"
	"sync"

	"gloss/layouts"
)

// Digest is what Version is to one Memory for all processes: two pages of one path and one Digest show the same, if theme and program are
// the same. It is a hash of what stands on the page, each other term by what others show of it. The zero Digest says that nothing is
// known.
type Digest [16]byte

// digester works out the digests of pages. Those of 100,000 terms take a twentieth of the time of making their views.
type digester struct {
	*Site
	frames map[string]Digest
	// own is what a term's file says and became, shown what others show of it, both by id. shown of an entry that no file stands for is zero.
	own, shown []Digest
}

// digestPages gives the pages their digests, if the caller has marked the terms.
func (s *Site) digestPages() {
	if len(s.in.Marks) != len(s.in.Terms) {
		return
	}
	d := &digester{Site: s, frames: map[string]Digest{}, own: make([]Digest, len(s.all)), shown: make([]Digest, len(s.all))}
	for _, kind := range []string{"map", "search", "notfound", "page", "letter", "tag", "term", "senses", "redirect"} {
		frame, err := d.frameDigest(kind)
		if err != nil {
			return // a field that cannot be hashed: then nothing is known
		}
		d.frames[kind] = frame
	}
	inParallel(len(s.terms), func() func(i int) {
		var sum summer
		return func(i int) {
			e := s.terms[i].entry
			d.own[e.id], d.shown[e.id] = sum.own(e, s.in.Marks[i]), sum.shown(e)
		}
	})
	inParallel(len(s.pages), func() func(i int) {
		var sum summer
		return func(i int) { s.pages[i].Digest = d.page(&sum, &s.pages[i]) }
	})
}

// inParallel calls a function for 0 to n-1 on all processors; each goroutine has one of its own.
func inParallel(n int, worker func() func(i int)) {
	workers := runtime.GOMAXPROCS(0)
	var group sync.WaitGroup
	for w := range workers {
		group.Go(func() {
			do := worker()
			for i := w * n / workers; i < (w+1)*n/workers; i++ {
				do(i)
			}
		})
	}
	group.Wait()
}

// frameDigest is a hash of what all pages of a kind share.
func (d *digester) frameDigest(kind string) (Digest, error) {
	var sum summer
	config := d.in.Config.Hash()
	sum.bytes(config[:])
	sum.text(kind)
	sum.bytes(d.in.Logo)
	sum.bool(d.dated > 0)
	shared := reflect.ValueOf(d.shared).Elem()
	counts := d.in.Counts == nil || d.in.Counts(kind)
	for i := range shared.NumField() {
		field := shared.Type().Field(i)
		if !field.IsExported() || counted(field.Name) && !counts {
			continue
		}
		value, err := json.Marshal(shared.Field(i).Interface())
		if err != nil {
			return Digest{}, err
		}
		sum.text(field.Name)
		sum.bytes(value)
	}
	return sum.take(), nil
}

// page is the digest of one page, zero for those that are made anew each time: the home page and the book are one page each and show
// nearly everything.
func (d *digester) page(sum *summer, p *Page) Digest {
	switch p.Version.kind {
	case termPage:
		d.term(sum, d.all[p.index])
	case letterPage:
		d.letter(sum, int(p.index), int(p.part))
	case tagPage:
		g := d.tags[p.index]
		sum.digest(d.frames["tag"])
		sum.text(g.label)
		d.entries(sum, g.entries)
	case plainPage:
		sum.digest(d.frames["page"])
		sum.digest(d.own[p.index])
	case sensesPage:
		h := &d.senses[p.index]
		sum.digest(d.frames["senses"])
		sum.text(h.name)
		d.entries(sum, h.entries)
	case redirectPage:
		sum.digest(d.frames["redirect"])
		sum.digest(d.shown[d.redirected[p.index].to.id])
	case searchPage:
		sum.digest(d.frames["search"])
	case notFoundPage:
		sum.digest(d.frames["notfound"])
	case offlinePage:
		sum.digest(d.frames["page"])
	case mapPage:
		d.terrain(sum)
	default:
		return Digest{}
	}
	sum.text(p.Path)
	sum.number(int(p.Version.kind))
	return sum.take()
}

// term adds all that termView looks at.
func (d *digester) term(sum *summer, e *entry) {
	sum.digest(d.frames["term"])
	sum.digest(d.own[e.id])
	previous, next := beside(d.Site.entries, int(e.position))
	for _, one := range [...]*entry{e.see, previous, next} {
		sum.bool(one != nil)
		if one != nil {
			sum.digest(d.shown[one.id])
		}
	}
	d.entries(sum, e.related)
	d.entries(sum, d.sharing(e))
	sum.number(len(e.suggested))
	for i := range e.suggested {
		one := &e.suggested[i]
		sum.digest(d.shown[one.id])
		sum.number(int(one.reason.kind))
		switch one.reason.kind {
		case reasonVia, reasonTo:
			sum.digest(d.shown[one.reason.about])
		case reasonTag:
			sum.text(d.numbered[one.reason.about].label)
		}
	}
	sum.number(len(e.mentions))
	for i := range e.mentions {
		sum.digest(d.shown[e.mentions[i].to])
	}
	sum.number(len(e.mentioned))
	for i := range e.mentioned {
		from := e.mentioned[i].from
		sum.digest(d.own[from]) // its sentence
		sum.digest(d.shown[from])
	}
}

func (d *digester) entries(sum *summer, list []*entry) {
	sum.number(len(list))
	for _, e := range list {
		sum.digest(d.shown[e.id])
	}
}

// letter adds all that letterView looks at.
func (d *digester) letter(sum *summer, i, part int) {
	sum.digest(d.frames["letter"])
	sum.number(i)
	sum.number(part)
	d.alphabet(sum)
	g := &d.letters[i]
	d.entries(sum, g.part(part))
	for other := range g.parts {
		list := g.part(other)
		sum.digest(d.shown[list[0].id])
		sum.digest(d.shown[list[len(list)-1].id])
	}
}

// alphabet adds the letters and how many pages each takes.
func (d *digester) alphabet(sum *summer) {
	sum.number(len(d.letters))
	for i := range d.letters {
		sum.text(d.letters[i].label)
		sum.text(d.letters[i].name)
		sum.number(len(d.letters[i].parts))
	}
}

// terrain adds all that mapView looks at.
func (d *digester) terrain(sum *summer) {
	sum.digest(d.frames["map"])
	d.alphabet(sum)
	drawn := d.mostLinked(d.in.Config.Pages.Map)
	sum.number(len(d.Site.entries))
	d.entries(sum, drawn)
	for _, e := range drawn {
		sum.number(layouts.SizeOf(len(e.mentioned)))
	}
	for _, edge := range d.edges(drawn) {
		sum.number(int(edge.A))
		sum.number(int(edge.B))
	}
}

// summer gathers what one digest is the hash of. Texts and lists stand with their length, so that no two pages gather the same bytes.
type summer struct{ bytesSoFar []byte }

func (s *summer) take() Digest {
	sum := sha256.Sum256(s.bytesSoFar)
	s.bytesSoFar = s.bytesSoFar[:0]
	return Digest(sum[:])
}

func (s *summer) digest(d Digest) { s.bytesSoFar = append(s.bytesSoFar, d[:]...) }
func (s *summer) number(n int)    { s.bytesSoFar = binary.AppendVarint(s.bytesSoFar, int64(n)) }

func (s *summer) text(text string) {
	s.number(len(text))
	s.bytesSoFar = append(s.bytesSoFar, text...)
}

func (s *summer) bytes(b []byte) {
	s.number(len(b))
	s.bytesSoFar = append(s.bytesSoFar, b...)
}

func (s *summer) bool(b bool) {
	n := 0
	if b {
		n = 1
	}
	s.number(n)
}

// own is what a term's own page shows of its file. The mark says it all but for the day of the file's last change.
func (s *summer) own(e *entry, mark [16]byte) Digest {
	s.digest(mark)
	s.text(e.updated)
	return s.take()
}

// shown is what others show of a term: link, listEntry and bare.
func (s *summer) shown(e *entry) Digest {
	s.number(int(e.kind))
	for _, text := range [...]string{e.title, e.URL(), e.summary, e.more.abbreviation, e.more.domain} {
		s.text(text)
	}
	if e.see != nil {
		s.text(e.see.title)
		s.text(e.see.summary)
	}
	return s.take()
}
