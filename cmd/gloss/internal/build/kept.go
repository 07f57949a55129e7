package build

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"gloss/cmd/gloss/internal/config"
	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/kept"
	"gloss/cmd/gloss/internal/source"
)

// KeptDir is the folder beside gloss.yaml in which BuildKept leaves what the next process need not work out again. It may be deleted at any
// time.
const KeptDir = ".gloss-cache"

// Files of that folder. Each build writes the small ones; texts and documents are large and written again only when the next build would
// find too little in them (see worthKeeping).
const (
	noteFile         = "build"
	textsFile        = "texts"
	pagesFile        = "pages"
	documentsFile    = "documents"
	dictionariesFile = "dictionaries"
)

// BuildKept is Build for a process that builds once, as in CI. What the last process left in KeptDir becomes the Builder's memory, as if
// this had built before; the passes then find there what did not change. If nothing changed at all, neither a file of the glossary nor a
// setting nor the site, then it only compares.
func (b *Builder) BuildKept(ctx context.Context) (Result, diag.List, error) {
	b.once = true // 100,000 terms then take 80 MB less
	b.texts = kept.ReadAhead(b.keptPath(textsFile))
	r, diags := b.settings()
	if diags.HasErrors() {
		diags.Sort()
		return r, diags, nil
	}
	key, known := b.recall(ctx, r)
	if last, ok := readNote(b.keptPath(noteFile), key); ok && known {
		changes, manifest, intact, err := b.out.Intact(r.OutDir)
		if err == nil && intact && manifest == last.Manifest {
			err = b.ahead.root.Close()
			b.ahead, b.keep = nil, nil
			r.Terms, r.Pages, r.Links, r.Changes = last.Terms, last.Pages, last.Links, changes
			return r, last.Diags, err
		}
	}
	if b.keep != nil {
		b.remember(r)
	}
	before := r.Config.Hash()
	r, diags, err := b.Build(ctx)
	// Settings and theme are read again by the build. If somebody saved one of them meanwhile then what it made has another key.
	done := err == nil && !diags.HasErrors() && known && r.Config.Hash() == before && b.put.theme == b.keep.placed.theme
	b.leave(done)
	if !done {
		return r, diags, err
	}
	if manifest, known := b.out.Manifest(); known {
		// A folder that cannot be written costs the next build its time, nothing else.
		_ = writeNote(b.keptPath(noteFile), key, kept.Note{Manifest: manifest, Terms: r.Terms, Pages: r.Pages, Links: r.Links, Diags: diags})
	}
	return r, diags, nil
}

func (b *Builder) keptPath(name string) string { return filepath.Join(b.opts.Dir, KeptDir, name) }

// recall loads the content folder, with what the last process knew of it, and leaves the files to the build. It returns the key of the
// whole build, or false when something cannot be read; the build then tells what.
func (b *Builder) recall(ctx context.Context, r Result) (key kept.Key, known bool) {
	settings, err := os.ReadFile(filepath.Join(b.opts.Dir, config.FileName)) // the note holds places in it
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return key, false
	}
	program, err := thisProgram()
	if err != nil {
		return key, false
	}
	root, diags := source.Open(r.ContentDir, filepath.ToSlash(r.ContentDir))
	if diags.HasErrors() {
		return key, false
	}
	b.out.ReadAhead(r.OutDir)
	// The theme is loaded on one core while the content folder is looked at: that are 15 of the 270 ms of an edit among 10,000 terms.
	themed := make(chan diag.List, 1)
	go func() {
		_, problems := b.loadTheme(r.LayoutsDir)
		themed <- problems
	}()
	// Texts depend on no more than these and what stands beside them. Pages depend on the theme too.
	texts := hashOfParts(program, hashParts(r.Config.Hash(), r.ContentDir, b.opts.Drafts))
	b.keep = &keeping{texts: kept.Key(texts)}
	b.recallLooks()
	files, diags := b.reader.Load(root.FS())
	b.readerDir = r.ContentDir
	b.ahead = &loading{root: root, files: files, diags: diags}
	problems := <-themed
	if b.styling.theme == nil {
		b.keep = nil
		return key, false
	}
	pages := hashOfParts(texts[:], hashParts(r.OutDir, b.styling.theme.Hash(), b.opts.PagesOnly))
	b.keep.pages = kept.Key(pages)
	h := sha256.New()
	h.Write(pages[:])
	h.Write(hashParts(settings, r.LayoutsDir, b.opts.Strict, problems, diags, historyState(ctx, r)))
	var one []byte
	for i := range files {
		f := &files[i]
		one = append(binary.AppendUvarint(one[:0], uint64(len(f.Path))), f.Path...)
		one = binary.AppendUvarint(one, uint64(f.Size))
		h.Write(append(one, f.Hash[:]...))
	}
	return kept.Key(h.Sum(nil)), true
}

// hashOfParts hashes parts, each with its length.
func hashOfParts(parts ...[]byte) [sha256.Size]byte {
	h := sha256.New()
	for _, part := range parts {
		fmt.Fprintf(h, "%d\n", len(part))
		h.Write(part)
	}
	return [sha256.Size]byte(h.Sum(nil))
}

// hashParts hashes values by their JSON form.
func hashParts(values ...any) []byte {
	sum := hashOf(values)
	return sum[:]
}

// readNote returns what a build of this key told.
func readNote(name string, key kept.Key) (kept.Note, bool) {
	blocks := kept.Read(name, key)
	if len(blocks) != 1 || blocks[0].Kind != kept.KindNote {
		return kept.Note{}, false
	}
	return kept.ReadNote(blocks[0].Data)
}

func writeNote(name string, key kept.Key, n kept.Note) error {
	w, err := kept.Create(name, key)
	if err != nil {
		return err
	}
	w.Add(kept.KindNote, kept.AppendNote(nil, &n))
	return w.Commit()
}
