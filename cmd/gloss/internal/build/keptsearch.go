package build

import (
	"os"
	"sync"

	"gloss/cmd/gloss/internal/kept"
	"gloss/search"
)

// keptSearch is what search leaves to the next process: what it found out about documents, which is written again when too much of it is
// new, and dictionaries, which are small.
type keptSearch struct {
	documents, rest keptFile
}

// keptFile is a file of blocks that is begun when there is a first one.
type keptFile struct {
	name string
	key  kept.Key
	file *kept.Writer
	drop bool // neither write it nor leave the old one
}

func (f *keptFile) add(block []byte) {
	if block == nil {
		f.drop = true
		return
	}
	if f.file == nil {
		w, err := kept.Create(f.name, f.key)
		if err != nil {
			f.drop = true
			return
		}
		f.file = w
	}
	f.file.Add(kept.KindSearch, block)
}

// end puts the file in its place, or gives it up. A folder that cannot be written costs the next build its time, nothing else.
func (f *keptFile) end(done bool) {
	switch {
	case f.file != nil && done:
		_ = f.file.Commit()
	case f.file != nil:
		_ = f.file.Discard()
	case f.drop && done:
		_ = os.Remove(f.name)
	}
}

// keptSearch waits for what remember began to read of search, or reads it.
func (b *Builder) keptSearch() *search.Memory {
	if b.keep.searched == nil {
		b.keep.searched = sync.OnceValue(b.searchMemory)
	}
	return b.keep.searched()
}

// searchMemory is what the last process left of search, as the memory of a build that leaves it to the next.
func (b *Builder) searchMemory() *search.Memory {
	k := &b.keep.search
	k.documents = keptFile{name: b.keptPath(documentsFile), key: b.keep.texts}
	k.rest = keptFile{name: b.keptPath(dictionariesFile), key: b.keep.texts}
	m := &search.Memory{}
	m.Save(search.Sink{Documents: k.documents.add, Rest: k.rest.add})
	for _, name := range []string{k.documents.name, k.rest.name} {
		for _, block := range kept.Read(name, b.keep.texts) {
			if block.Kind != kept.KindSearch || !m.Restore(block.Data) {
				return m // it is empty again
			}
		}
	}
	return m
}
