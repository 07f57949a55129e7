package output

import "hash/maphash"

// listing is paths, each of which stands there once, and where to find each. It is few pieces of memory and no map, because a build goes
// through all files half a dozen times: among 100,000 terms, maps of files took a fifth of the processor time of an edit.
type listing struct {
	paths []string
	index index
}

// listingOf makes a listing of paths.
func listingOf(paths []string) listing {
	l := listing{paths: paths}
	l.index.fill(paths)
	return l
}

// add adds a path that is not there yet.
func (l *listing) add(sitePath string) {
	l.paths = append(l.paths, sitePath)
	l.index.add(l.paths)
}

// find returns the place of a path, -1 if it is not there.
func (l *listing) find(sitePath string) int { return l.index.find(l.paths, sitePath) }

// entry is what is known of the bytes of a file.
type entry struct {
	hash sum16
	size int64
}

// known is what is known of the files of a folder: their paths, sorted, and of each its entry.
type known struct {
	listing
	entries []entry
}

// index finds paths of a list by hashes of them. A slot is a half of the hash and, in its lower half, one more than the place; 0 is empty.
// At least half of the slots are.
type index struct {
	slots []uint64
	seed  maphash.Seed
}

// fill makes the index that of a list.
func (x *index) fill(paths []string) {
	size := 16
	for size < 2*len(paths) {
		size *= 2
	}
	x.slots, x.seed = make([]uint64, size), maphash.MakeSeed()
	for i := range paths {
		x.insert(paths[i], i)
	}
}

// add adds the last of the paths.
func (x *index) add(paths []string) {
	if 2*len(paths) > len(x.slots) {
		x.fill(paths)
		return
	}
	x.insert(paths[len(paths)-1], len(paths)-1)
}

func (x *index) insert(path string, place int) {
	hash, mask := maphash.String(x.seed, path), uint64(len(x.slots)-1)
	at := hash & mask
	for x.slots[at] != 0 {
		at = (at + 1) & mask
	}
	x.slots[at] = hash&^(1<<32-1) | uint64(place+1)
}

func (x *index) find(paths []string, path string) int {
	if len(x.slots) == 0 {
		return -1
	}
	hash, mask := maphash.String(x.seed, path), uint64(len(x.slots)-1)
	for at := hash & mask; x.slots[at] != 0; at = (at + 1) & mask {
		if slot := x.slots[at]; slot>>32 == hash>>32 {
			if place := int(uint32(slot)) - 1; paths[place] == path {
				return place
			}
		}
	}
	return -1
}
