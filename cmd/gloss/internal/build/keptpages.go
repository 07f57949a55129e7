package build

import (
	"crypto/sha256"
	"maps"
	"slices"

	"gloss/cmd/gloss/internal/kept"
)

// recallPages reads what the last process left of the site's files.
func (b *Builder) recallPages() {
	placed := placed{theme: b.styling.theme}
	pictures, index := map[string]picture{}, indexed{}
	blocks := kept.Read(b.keptPath(pagesFile), b.keep.pages)
	n := 0
	for _, block := range blocks {
		if block.Kind == kept.KindPages {
			n += kept.FilesIn(block.Data)
		}
	}
	placed.pages = make([]page, 0, n)
	whole := true
	for _, block := range blocks {
		data, add := block.Data, func(*kept.File) {}
		switch block.Kind {
		case kept.KindPages:
			add = func(f *kept.File) {
				placed.pages = append(placed.pages, page{path: f.Path, digest: f.Version, hash: hashFrom(f), size: f.Size})
			}
		case kept.KindPictures:
			add = func(f *kept.File) { pictures[f.Path] = picture{hashFrom(f), f.Size} }
		case kept.KindSearch:
			data = data[min(copy(index.documents[:], data), len(data)):]
			index.files = make([]searchFile, 0, kept.FilesIn(data))
			add = func(f *kept.File) { index.files = append(index.files, searchFile{f.Path, hashFrom(f), f.Size}) }
		}
		whole = whole && kept.ReadFiles(data, add)
	}
	if whole {
		b.keep.placed, b.memory.pictures, b.index = placed, pictures, index
	} else {
		b.keep.placed.theme = placed.theme
	}
}

// hashFrom is a kept hash, of which the writer looks at the beginning alone.
func hashFrom(f *kept.File) (hash [sha256.Size]byte) {
	copy(hash[:], f.Hash[:])
	return hash
}

// pagesBlock is the number of bytes from which pages go into another block, so that they are not all in memory twice.
const pagesBlock = 256 << 10

// writePagesFile writes for the next process which pages, pictures and files of search stand in the site, and what each was made of.
func (b *Builder) writePagesFile() error {
	w, err := kept.Create(b.keptPath(pagesFile), b.keep.pages)
	if err != nil {
		return err
	}
	data := make([]byte, 0, pagesBlock+pagesBlock/4)
	flush := func(kind byte) {
		if len(data) > 0 {
			w.Add(kind, data)
		}
		data = data[:0]
	}
	add := func(path string, version [16]byte, hash []byte, size int64) {
		data = kept.AppendFile(data, &kept.File{Path: path, Version: version, Hash: [16]byte(hash), Size: size})
	}
	for i := range b.put.pages {
		p := &b.put.pages[i]
		if add(p.path, p.digest, p.hash[:16], p.size); len(data) > pagesBlock {
			flush(kept.KindPages)
		}
	}
	flush(kept.KindPages)
	for _, key := range slices.Sorted(maps.Keys(b.memory.pictures)) {
		one := b.memory.pictures[key]
		add(key, [16]byte{}, one.hash[:16], one.size)
	}
	flush(kept.KindPictures)
	if b.index.files != nil {
		data = append(data, b.index.documents[:]...)
		for i := range b.index.files {
			f := &b.index.files[i]
			add(f.path, [16]byte{}, f.hash[:16], f.size)
		}
	}
	flush(kept.KindSearch)
	return w.Commit()
}
