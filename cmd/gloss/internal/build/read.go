package build

import (
	"context"
	"errors"
	"path/filepath"

	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/markdown"
	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/term"
)

// Reading is a glossary as a build sees it before it writes: what gloss check and gloss explain look at.
type Reading struct {
	Result
	// Terms and Bodies have the same length and order, drafts left out unless asked for.
	Terms  []*term.Term
	Bodies []*markdown.Body
	Table  *names.Table

	builder *Builder
	explain func(*term.Term) []markdown.Candidate
}

// Read runs the passes from the files to the assembled site and writes nothing. The list holds what a build would tell. After an
// error that leaves nothing to look at (unreadable settings, no content folder) the Reading is nil.
func (b *Builder) Read(ctx context.Context) (*Reading, diag.List, error) {
	r, diags := b.settings()
	if diags.HasErrors() {
		return nil, diags, nil
	}
	plan, found, err := b.read(ctx, &r, look{})
	diags = append(diags, found...)
	diags.Sort()
	if err != nil || plan == nil {
		return nil, diags, err
	}
	return b.reading(r, plan), diags, plan.open.Close()
}

// ReadNames is Read for callers that only ask Explain: terms, table and settings are there and Bodies are not, so that a page is
// converted when it is asked about and no other is.
func (b *Builder) ReadNames(ctx context.Context) (*Reading, diag.List, error) {
	r, diags := b.settings()
	if diags.HasErrors() {
		return nil, diags, nil
	}
	root, files, list := b.load(&r, look{})
	if root == nil {
		return nil, append(diags, list...), nil
	}
	all, assets := b.parse(ctx, r.Config, files)
	if ctx.Err() != nil {
		return nil, nil, errors.Join(ctx.Err(), root.Close())
	}
	terms, census, found := b.published(r.Config, all)
	list = append(list, found...)
	table, _, found := b.name(r.Config, terms, census)
	list = append(list, found...)
	diags = append(diags, list.Below(filepath.ToSlash(r.ContentDir))...)
	diags.Sort()
	return b.reading(r, &plan{terms: terms, table: table, assets: assets}), diags, root.Close()
}

// reading is what is there of a plan.
func (b *Builder) reading(r Result, p *plan) *Reading {
	converter, hasFile := newConverter(r.Config), lookupIn(p.assets)
	explain := func(t *term.Term) []markdown.Candidate { return converter.Explain(t, p.table, hasFile) }
	return &Reading{Result: r, Terms: p.terms, Bodies: p.bodies, Table: p.table, builder: b, explain: explain}
}

// Explain returns every place in a term's text where a name stands, and what was decided about it, in order of the text. It is safe
// for concurrent use.
func (r *Reading) Explain(t *term.Term) []markdown.Candidate { return r.explain(t) }

// ExplainAll calls visit with the answer of Explain for each term, one after the other in order of Terms, working ahead on all workers.
// It stops early when the context ends.
func (r *Reading) ExplainAll(ctx context.Context, visit func(*term.Term, []markdown.Candidate)) {
	const ahead = 4096 // so many answers are in memory at once
	for start := 0; start < len(r.Terms) && ctx.Err() == nil; start += ahead {
		batch := r.Terms[start:min(start+ahead, len(r.Terms))]
		answers := make([][]markdown.Candidate, len(batch))
		r.builder.each(ctx, "linking", len(batch), func(i int) { answers[i] = r.explain(batch[i]) })
		for i, t := range batch {
			visit(t, answers[i])
		}
	}
}
