package build

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"

	"gloss/cmd/gloss/internal/config"
	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/kept"
	"gloss/cmd/gloss/internal/linker"
	"gloss/cmd/gloss/internal/markdown"
	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/source"
	"gloss/cmd/gloss/internal/term"
	"gloss/search"
)

// memory holds results of passes from the last build. Each value was computed from exactly the inputs that stand beside it, and holds
// its own diagnostics, so a hit is the same as computing again. What a build does not ask for is dropped with it. Lists are in order of
// paths, as those of a build are, so the old is found beside the new: at 100,000 terms a map of hashes cost 60 ms a build, this 2.
type memory struct {
	settings settingsHash
	terms    []parsed
	table    *names.Table // with which the bodies are converted
	bodies   []converted
	assets   []string           // the files beside the terms that the bodies were converted with
	pictures map[string]picture // by machine.File.Key
}

type settingsHash [sha256.Size]byte

type parsed struct {
	path  string
	hash  source.Hash
	term  *term.Term
	words []uint16 // of the body, for the census
	diags diag.List
}

type converted struct {
	term *term.Term // equal pointers mean equal bytes: parsed terms are kept by hash
	body *markdown.Body
	// stored is what an earlier process left of both, if that converted the body. What the body asked is known to it alone.
	stored *kept.Stored
}

// touched reports whether the body asked one of these questions. Working memory is handed on.
func (c *converted) touched(changed, room []names.Key) (bool, []names.Key) {
	if len(changed) == 0 {
		return false, room
	}
	if c.stored == nil {
		return names.Touched(c.body.Asked, changed), room
	}
	asked, whole := c.stored.Asked(room[:0])
	return !whole || names.Touched(asked, changed), asked
}

// hashOf hashes a value by its JSON form, in which struct fields and map keys have a fixed order.
func hashOf(value any) settingsHash {
	h := sha256.New()
	if err := json.NewEncoder(h).Encode(value); err != nil {
		panic(err) // only for types that JSON cannot hold, which is a mistake of ours
	}
	return settingsHash(h.Sum(nil))
}

// hashOfSearch hashes what search is made of: each text with its length, each list with its number.
func hashOfSearch(documents []search.Document, opts search.Options) settingsHash {
	h := sha256.New()
	var buffer []byte
	texts := func(all ...string) {
		buffer = binary.AppendUvarint(buffer, uint64(len(all)))
		for _, text := range all {
			buffer = append(binary.AppendUvarint(buffer, uint64(len(text))), text...)
		}
	}
	texts(opts.Language, strconv.FormatBool(opts.NoBleve), strconv.FormatBool(opts.NoPassages))
	for i := range documents {
		d := &documents[i]
		texts(d.ID, d.URL, d.Title, d.Abbreviation, d.Summary, d.Body)
		texts(d.Aliases...)
		texts(d.Tags...)
		h.Write(buffer)
		buffer = buffer[:0]
	}
	h.Write(buffer) // the options alone, when there are no documents
	return settingsHash(h.Sum(nil))
}

// parse runs PARSE on the Markdown files and sets the others aside.
func (b *Builder) parse(ctx context.Context, cfg *config.Config, files []source.File) ([]parsed, []source.File) {
	if h := settingsHash(cfg.Hash()); h != b.memory.settings {
		b.memory = memory{settings: h}
		b.tables++
	}
	go names.Vocabulary(nil, cfg.Language) // makes the table of words, which takes 5 ms, while files are looked at
	results := make([]parsed, 0, len(files))
	var assets []source.File
	old := b.memory.terms
	room := 0
	if len(old) == 0 {
		room = len(files)
	}
	fresh, from := make([]int32, 0, room), make([]int32, 0, room) // places of files to parse, among the results and among the files
	for i := range files {
		f := &files[i]
		if !f.IsMarkdown() {
			assets = append(assets, *f)
			continue
		}
		for len(old) > 0 && old[0].path < f.Path {
			old = old[1:]
		}
		if len(old) > 0 && old[0].path == f.Path && old[0].hash == f.Hash {
			results = append(results, old[0])
			continue
		}
		fresh, from = append(fresh, int32(len(results))), append(from, int32(i))
		results = append(results, parsed{path: f.Path, hash: f.Hash})
	}
	parsers := sync.Pool{New: func() any { return term.NewParser(term.Options{UnknownKeys: cfg.UnknownKeys}) }}
	b.each(ctx, "reading", len(fresh), func(i int) {
		p, parser := &results[fresh[i]], parsers.Get().(*term.Parser)
		p.term, p.diags = parser.Parse(files[from[i]])
		parsers.Put(parser)
		p.words = names.Vocabulary(p.term.Body, cfg.Language)
	})
	if ctx.Err() == nil {
		b.memory.terms = results
	}
	return results, assets
}

// published returns the terms that are no drafts, the dictionary words of all files and their diagnostics.
func (b *Builder) published(cfg *config.Config, all []parsed) ([]*term.Term, *names.Census, diag.List) {
	terms := make([]*term.Term, 0, len(all))
	vocabularies := make([][]uint16, len(all))
	var diags diag.List
	for i := range all {
		p := &all[i]
		diags = append(diags, p.diags...)
		vocabularies[i] = p.words
		if !p.term.Draft || b.opts.Drafts || cfg.Drafts {
			terms = append(terms, p.term)
		}
	}
	return terms, names.NewCensus(vocabularies), diags
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

// name runs NAMES. The table takes over what the last one knew, and counts as another only if it answers some question otherwise; changed
// are these questions.
func (b *Builder) name(cfg *config.Config, terms []*term.Term, census *names.Census) (table *names.Table, changed []names.Key, diags diag.List) {
	last := b.memory.table
	table, diags = names.New(terms, names.Options{Language: cfg.Language, Census: census, Last: last, Workers: b.opts.Workers})
	if last != nil {
		changed = table.Changed(last)
	} else if b.keep != nil {
		changed = b.renamed(cfg, table)
	}
	if last == nil || len(changed) > 0 {
		b.tables++
	}
	return table, changed, diags
}

// convert runs CONVERT on all terms. A body is kept while its file, the settings, the files beside it and what the names table
// answers to its questions stay the same.
func (b *Builder) convert(ctx context.Context, cfg *config.Config, terms []*term.Term, table *names.Table, changed []names.Key, assets []source.File) ([]*markdown.Body, diag.List) {
	assetPaths := make([]string, len(assets))
	for i, f := range assets {
		assetPaths[i] = f.Path
	}
	hasFile, sameAssets := lookupIn(assets), slices.Equal(assetPaths, b.memory.assets)
	bodies := make([]*markdown.Body, len(terms))
	kept := make([]converted, len(terms))
	var fresh []int
	var room []names.Key
	old := b.memory.bodies
	for i, t := range terms {
		for len(old) > 0 && old[0].term != t && old[0].term.File.Path < t.File.Path {
			old = old[1:]
		}
		if len(old) > 0 && old[0].term == t {
			var touched bool
			touched, room = old[0].touched(changed, room)
			if body := old[0].body; !touched && (sameAssets || sameFiles(body, hasFile)) {
				bodies[i], kept[i] = body, old[0]
				continue
			}
		}
		fresh = append(fresh, i)
	}
	converter := newConverter(cfg)
	b.each(ctx, "linking", len(fresh), func(at int) {
		i := fresh[at]
		bodies[i] = converter.Convert(terms[i], table, hasFile)
		kept[i] = converted{term: terms[i], body: bodies[i]}
	})
	if ctx.Err() != nil {
		return nil, nil // the caller looks at the context
	}
	b.memory.bodies, b.memory.table, b.memory.assets = kept, table, assetPaths
	var diags diag.List
	for _, body := range bodies {
		diags = append(diags, body.Diagnostics(assetPaths)...)
	}
	return bodies, diags
}

// sameFiles reports whether the files beside the term that a body asked for are still there, and the missing ones still missing.
func sameFiles(body *markdown.Body, hasFile func(string) bool) bool {
	return !slices.ContainsFunc(body.Assets, func(path string) bool { return !hasFile(path) }) && !slices.ContainsFunc(body.Missing, hasFile)
}

// each calls work for 0 to n-1 on all workers and reports progress. It stops early when the context ends.
func (b *Builder) each(ctx context.Context, stage string, n int, work func(i int)) {
	chunk := min(64, max(1, n/(8*b.opts.Workers))) // enough work at a time that the counter is not contended, and some for all where there is little
	var next, done atomic.Int64
	var group sync.WaitGroup
	for range min(b.opts.Workers, (n+chunk-1)/chunk) {
		group.Go(func() {
			for ctx.Err() == nil {
				start := int(next.Add(int64(chunk))) - chunk
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
