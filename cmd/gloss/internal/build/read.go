package build

import (
	"context"

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
	plan, found, err := b.read(ctx, &r)
	diags = append(diags, found...)
	diags.Sort()
	if err != nil || plan == nil {
		return nil, diags, err
	}
	converter, hasFile := newConverter(r.Config), lookupIn(plan.assets)
	explain := func(t *term.Term) []markdown.Candidate { return converter.Explain(t, plan.table, hasFile) }
	return &Reading{Result: r, Terms: plan.terms, Bodies: plan.bodies, Table: plan.table, builder: b, explain: explain}, diags, plan.open.Close()
}

// Explain returns every place in a term's text where a name stands, and what was decided about it, in order of the text. It is safe
// for concurrent use.
func (r *Reading) Explain(t *term.Term) []markdown.Candidate { return r.explain(t) }

// ExplainAll is Explain for all terms, on all workers; the answer has the order of Terms. After the context ended it is incomplete.
func (r *Reading) ExplainAll(ctx context.Context) [][]markdown.Candidate {
	all := make([][]markdown.Candidate, len(r.Terms))
	r.builder.each(ctx, "linking", len(all), func(i int) { all[i] = r.explain(r.Terms[i]) })
	return all
}
