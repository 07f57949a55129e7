package kept

import (
	"strings"

	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/markdown"
)

func (e *encoder) diagnostic(one *diag.Diagnostic) {
	for _, s := range []string{one.File, one.Rule, one.Text, one.Hint, one.Source} {
		e.text(s)
	}
	for _, n := range []int{one.Line, one.Col, one.Width} {
		e.int(int64(n))
	}
	e.uint(uint64(one.Severity))
}

func (d *decoder) diagnostic(one *diag.Diagnostic) {
	for _, s := range []*string{&one.File, &one.Rule, &one.Text, &one.Hint, &one.Source} {
		*s = d.text()
	}
	for _, n := range []*int{&one.Line, &one.Col, &one.Width} {
		*n = int(d.int())
	}
	one.Severity = diag.Severity(d.uint())
}

func (e *encoder) diags(list diag.List) { encodeList(e, list, e.diagnostic) }
func (d *decoder) diags() diag.List     { return decodeList(d, nil, d.diagnostic) }

func (e *encoder) body(b *markdown.Body) {
	text := func(s *string) { e.text(*s) }
	e.text(b.HTML)
	e.text(b.Text)
	e.text(b.Summary)
	encodeList(e, b.Headings, func(h *markdown.Heading) {
		e.int(int64(h.Level))
		e.text(h.ID)
		e.text(h.Text)
	})
	encodeList(e, b.FAQ, func(q *markdown.Question) {
		e.text(q.ID)
		e.text(q.Question)
		e.text(q.Answer)
	})
	encodeList(e, b.Mentions, func(m *markdown.Mention) { e.mention(m, b.Text) })
	encodeList(e, b.Assets, text)
	encodeList(e, b.Missing, text)
	encodeList(e, b.Anchors, text)
	encodeList(e, b.Fragments, func(f *markdown.Fragment) {
		e.text(f.Target)
		e.text(f.ID)
		e.diagnostic(&f.Diagnostic)
	})
	encodeList(e, b.Pages, func(p *markdown.PageLink) {
		e.text(p.Path)
		e.diagnostic(&p.Diagnostic)
	})
	e.diags(b.Diags)
	e.keys(b.Asked) // the last, so that who does not ask can leave it
}

// body reads a body but for what it asked of the names table.
func (d *decoder) body() *markdown.Body {
	text := func(s *string) { *s = d.text() }
	b := d.room.bodies.New()
	b.HTML, b.Text, b.Summary = d.text(), d.text(), d.text()
	b.Headings = decodeList(d, &d.room.headings, func(h *markdown.Heading) { h.Level, h.ID, h.Text = int(d.int()), d.text(), d.text() })
	var rare markdown.Rare
	rare.FAQ = decodeList(d, nil, func(q *markdown.Question) { q.ID, q.Question, q.Answer = d.text(), d.text(), d.text() })
	b.Mentions = decodeList(d, &d.room.mentions, func(m *markdown.Mention) { d.mention(m, b.Text) })
	rare.Assets = decodeList(d, nil, text)
	rare.Missing = decodeList(d, nil, text)
	b.Anchors = decodeList(d, nil, text)
	rare.Fragments = decodeList(d, nil, func(f *markdown.Fragment) {
		f.Target, f.ID = d.text(), d.text()
		d.diagnostic(&f.Diagnostic)
	})
	rare.Pages = decodeList(d, nil, func(p *markdown.PageLink) {
		p.Path = d.text()
		d.diagnostic(&p.Diagnostic)
	})
	rare.Diags = d.diags()
	b.SetRare(rare)
	return b
}

// Traits of a mention, one bit each.
const (
	mentionLinked = 1 << iota
	mentionByHand
	mentionLead
	mentionCutBefore
	mentionCutAfter
)

// mention appends a mention. Its sentence is nearly always a part of the body's text and stands as its place there, one more than that,
// and its length: a quarter of all bytes would be sentences else.
func (e *encoder) mention(m *markdown.Mention, text string) {
	e.text(m.Target)
	if at := strings.Index(text, m.Sentence); at >= 0 {
		e.uint(uint64(at + 1))
		e.uint(uint64(len(m.Sentence)))
	} else {
		e.uint(0)
		e.text(m.Sentence)
	}
	e.int(int64(m.Start))
	e.int(int64(m.End))
	traits := uint64(0)
	if m.Linked {
		traits |= mentionLinked
	}
	if m.ByHand {
		traits |= mentionByHand
	}
	if m.Lead {
		traits |= mentionLead
	}
	if m.CutBefore {
		traits |= mentionCutBefore
	}
	if m.CutAfter {
		traits |= mentionCutAfter
	}
	e.uint(traits)
}

func (d *decoder) mention(m *markdown.Mention, text string) {
	m.Target = d.text()
	if at := d.uint(); at == 0 {
		m.Sentence = d.text()
	} else if length := d.uint(); at-1 <= uint64(len(text)) && length <= uint64(len(text))-(at-1) {
		m.Sentence = text[at-1:][:length]
	} else {
		d.fail()
	}
	m.Start, m.End = int32(d.int()), int32(d.int())
	traits := d.uint()
	m.Linked, m.ByHand, m.Lead = traits&mentionLinked != 0, traits&mentionByHand != 0, traits&mentionLead != 0
	m.CutBefore, m.CutAfter = traits&mentionCutBefore != 0, traits&mentionCutAfter != 0
}
