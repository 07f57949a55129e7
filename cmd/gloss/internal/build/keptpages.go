package build

import (
	"maps"
	"slices"

	"gloss/cmd/gloss/internal/kept"
)

// recallPages reads what the last process left of the site's files.
func (b *Builder) recallPages() {
	b.keep.placed = placed{theme: b.styling.theme}
	for _, block := range kept.Read(b.keptPath(pagesFile), b.keep.pages) {
		var documents settingsHash
		data := block.Data
		if block.Kind == kept.KindSearch {
			data = data[min(copy(documents[:], data), len(data)):]
		}
		files, whole := kept.ReadFiles(data)
		if !whole {
			b.keep.placed.pages, b.memory.pictures, b.index = nil, nil, indexed{}
			return
		}
		b.recallFiles(block.Kind, files, documents)
	}
}

func (b *Builder) recallFiles(kind byte, files []kept.File, documents settingsHash) {
	switch kind {
	case kept.KindPages:
		b.keep.placed.pages = slices.Grow(b.keep.placed.pages, len(files))
		for i := range files {
			one := page{path: files[i].Path, digest: files[i].Version, size: files[i].Size}
			copy(one.hash[:], files[i].Hash[:]) // all that the writer looks at
			b.keep.placed.pages = append(b.keep.placed.pages, one)
		}
	case kept.KindPictures:
		b.memory.pictures = make(map[string]picture, len(files))
		for i := range files {
			one := picture{size: files[i].Size}
			copy(one.hash[:], files[i].Hash[:])
			b.memory.pictures[files[i].Path] = one
		}
	case kept.KindSearch:
		b.index = indexed{documents: documents, files: make([]searchFile, len(files))}
		for i := range files {
			b.index.files[i].path, b.index.files[i].size = files[i].Path, files[i].Size
			copy(b.index.files[i].hash[:], files[i].Hash[:])
		}
	}
}

// pagesBlock is the number of bytes from which pages go into another block, so that they are not all in memory twice.
const pagesBlock = 256 << 10

// writePagesFile writes for the next process which pages, pictures and files of search stand in the site, and what each was made of.
func (b *Builder) writePagesFile() error {
	w, err := kept.Create(b.keptPath(pagesFile), b.keep.pages)
	if err != nil {
		return err
	}
	var data []byte
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
