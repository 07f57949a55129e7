package build

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"slices"
	"sync"
	"sync/atomic"

	"gloss/cmd/gloss/internal/config"
	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/linker"
	"gloss/cmd/gloss/internal/markdown"
	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/source"
	"gloss/cmd/gloss/internal/term"
	"gloss/search"
)

// memory holds results of passes from the last build. Each value was computed from exactly the inputs that its key names, and
// holds its own diagnostics, so a hit is the same as computing again. What a build does not ask for is dropped with it.
type memory struct {
	settings settingsHash
	terms    map[termKey]parsed
	bodies   map[string]converted // by content path
	index    indexed
	pictures map[string]picture // by machine.File.Key
}

type settingsHash [sha256.Size]byte

type termKey struct {
	path string
	hash source.Hash
}

type parsed struct {
	term  *term.Term
	words []uint16 // of the body, for the census
	diags diag.List
}

type converted struct {
	term    *term.Term // equal pointers mean equal bytes: parsed terms are kept by hash
	answers uint64     // of the names table to body.Asked
	body    *markdown.Body
}

type indexed struct {
	documents settingsHash
	files     []search.File
}

// hashOf hashes a value by its JSON form, in which struct fields and map keys have a fixed order.
func hashOf(value any) settingsHash {
	h := sha256.New()
	if err := json.NewEncoder(h).Encode(value); err != nil {
		panic(err) // only for types that JSON cannot hold, which is a mistake of ours
	}
	return settingsHash(h.Sum(nil))
}

// hashOfDocuments hashes what search is made of: each text with its length, each list with its number.
func hashOfDocuments(documents []search.Document, language string) settingsHash {
	h := sha256.New()
	var buffer []byte
	texts := func(all ...string) {
		buffer = binary.AppendUvarint(buffer, uint64(len(all)))
		for _, text := range all {
			buffer = append(binary.AppendUvarint(buffer, uint64(len(text))), text...)
		}
	}
	texts(language)
	for i := range documents {
		d := &documents[i]
		texts(d.ID, d.URL, d.Title, d.Abbreviation, d.Summary, d.Body)
		texts(d.Aliases...)
		texts(d.Tags...)
		h.Write(buffer)
		buffer = buffer[:0]
	}
	h.Write(buffer) // the language alone, when there are no documents
	return settingsHash(h.Sum(nil))
}

// parse runs PARSE on the Markdown files and sets the others aside.
func (b *Builder) parse(ctx context.Context, cfg *config.Config, files []source.File) ([]*term.Term, *names.Census, []source.File, diag.List) {
	if h := settingsHash(cfg.Hash()); h != b.memory.settings {
		b.memory = memory{settings: h, index: b.memory.index}
	}
	var markdownFiles, assets []source.File
	for _, f := range files {
		if f.IsMarkdown() {
			markdownFiles = append(markdownFiles, f)
		} else {
			assets = append(assets, f)
		}
	}
	opts := term.Options{UnknownKeys: cfg.UnknownKeys}
	results := make([]parsed, len(markdownFiles))
	b.each(ctx, "reading", len(markdownFiles), func(i int) {
		f := markdownFiles[i]
		known, hit := b.memory.terms[termKey{f.Path, f.Hash}]
		if !hit {
			known.term, known.diags = term.Parse(f, opts)
			known.words = names.Vocabulary(known.term.Body, cfg.Language)
		}
		results[i] = known
	})
	fresh := make(map[termKey]parsed, len(results))
	var terms []*term.Term
	var vocabularies [][]uint16
	var diags diag.List
	for i, p := range results {
		if p.term == nil {
			continue // cancelled; the caller looks at the context
		}
		fresh[termKey{markdownFiles[i].Path, markdownFiles[i].Hash}] = p
		diags = append(diags, p.diags...)
		terms = append(terms, p.term)
		vocabularies = append(vocabularies, p.words)
	}
	b.memory.terms = fresh
	return terms, names.NewCensus(vocabularies), assets, diags
}

// frequencies are the values of autolink.first.
var frequencies = map[string]linker.Frequency{
	"section": linker.FirstInSection, "page": linker.FirstOnPage, "paragraph": linker.FirstInParagraph, "all": linker.All,
}

// newConverter returns the converter that the settings ask for.
func newConverter(cfg *config.Config) *markdown.Converter {
	return markdown.New(markdown.Options{
		Language:  cfg.Language,
		TrustHTML: cfg.TrustHTML,
		Linker:    linker.Options{First: frequencies[cfg.Autolink.First], Off: !cfg.Autolink.Enabled},
	})
}

// lookupIn tells whether a file that is not Markdown lies below the content folder.
func lookupIn(assets []source.File) func(path string) bool {
	there := make(map[string]bool, len(assets))
	for _, f := range assets {
		there[f.Path] = true
	}
	return func(path string) bool { return there[path] }
}

// convert runs CONVERT on all terms. A body is kept while its file, the settings, the files beside it and what the names table
// answers to its questions stay the same.
func (b *Builder) convert(ctx context.Context, cfg *config.Config, terms []*term.Term, table *names.Table, assets []source.File) ([]*markdown.Body, diag.List) {
	converter, hasFile := newConverter(cfg), lookupIn(assets)
	bodies := make([]*markdown.Body, len(terms))
	kept := make([]converted, len(terms))
	b.each(ctx, "linking", len(terms), func(i int) {
		t := terms[i]
		known, hit := b.memory.bodies[t.File.Path]
		if !hit || known.term != t || known.answers != table.Answers(known.body.Asked) || !sameFiles(known.body, hasFile) {
			body := converter.Convert(t, table, hasFile)
			known = converted{term: t, body: body, answers: table.Answers(body.Asked)}
		}
		bodies[i], kept[i] = known.body, known
	})
	fresh := make(map[string]converted, len(terms))
	assetPaths := make([]string, len(assets))
	for i, f := range assets {
		assetPaths[i] = f.Path
	}
	var diags diag.List
	for i, t := range terms {
		if kept[i].body == nil {
			return nil, nil // cancelled; the caller looks at the context
		}
		fresh[t.File.Path] = kept[i]
		diags = append(diags, bodies[i].Diagnostics(assetPaths)...)
	}
	b.memory.bodies = fresh
	return bodies, diags
}

// sameFiles reports whether the files beside the term that a body asked for are still there, and the missing ones still missing.
func sameFiles(body *markdown.Body, hasFile func(string) bool) bool {
	return !slices.ContainsFunc(body.Assets, func(path string) bool { return !hasFile(path) }) && !slices.ContainsFunc(body.Missing, hasFile)
}

// each calls work for 0 to n-1 on all workers and reports progress. It stops early when the context ends.
func (b *Builder) each(ctx context.Context, stage string, n int, work func(i int)) {
	const chunk = 64 // enough work at a time that the counter is not contended
	var next, done atomic.Int64
	var group sync.WaitGroup
	for range min(b.opts.Workers, (n+chunk-1)/chunk) {
		group.Go(func() {
			for ctx.Err() == nil {
				start := int(next.Add(chunk)) - chunk
				if start >= n {
					return
				}
				end := min(start+chunk, n)
				for i := start; i < end; i++ {
					work(i)
				}
				total := int(done.Add(int64(end - start)))
				b.progress(Progress{Stage: stage, Done: total, Total: n})
			}
		})
	}
	group.Wait()
}
