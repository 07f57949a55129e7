// Package offline makes what a reader's browser needs to keep the site: the service worker sw.js and lists of the site's files.
//
// The lists form a tree of hashes. sw.js names the hash of offline/list.txt, which is the site's version; that file names the
// hashes of the parts offline/0.txt, offline/1.txt and so on; a part names hash, size and path of its files. The worker keeps
// only bytes whose hash the tree holds, so that what it keeps under a version is of that version, whatever a host or a cache
// on the way delivers. A file's part depends on its path alone: a changed page changes one part of about 128 lines.
package offline

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"path"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/js"
)

// Paths of what is written. Worker stands at the site's root, because a worker answers for its own folder and those below.
const (
	Worker = "sw.js"
	Dir    = "offline"
	List   = Dir + "/list.txt"
	// Page says which pages are kept; a reader without a network is led there from a page that is not.
	Page = "offline.html"
)

// partSize is about how many files a part lists. Small parts cost many hashes in the list, large ones many bytes for each page
// that is read: at 100,000 terms the list has 11 kB, a part 5 kB.
const partSize = 128

//go:embed worker.js
var worker string

// retired replaces the worker of a site that no longer offers offline reading: without it, browsers would go on showing what
// they kept, for good. It takes over at once, and when the old worker asks: Chromium now and then forgets the first.
const retired = `for(const e of["install","message"])self.addEventListener(e,()=>self.skipWaiting());self.addEventListener("activate",` +
	`()=>{indexedDB.deleteDatabase("gloss "+registration.scope);registration.unregister()});` + "\n"

// Hash is the beginning of a file's SHA-256 (FIPS 180-4).
type Hash [9]byte

// String writes the hash in base64url (RFC 4648), 12 characters.
func (h Hash) String() string { return base64.RawURLEncoding.EncodeToString(h[:]) }

// HashOf returns the hash of a file's bytes.
func HashOf(data []byte) Hash {
	sum := sha256.Sum256(data)
	return Hash(sum[:len(Hash{})])
}

// File is a file of the site. Path has slashes and is relative to the site's root.
type File struct {
	Path string
	Hash Hash
	Size int64 // bytes
}

// Output is a file to be written.
type Output struct {
	Path string
	Data []byte
}

// settings is what the worker is told about the site.
type settings struct {
	Version string     `json:"version"`
	Parts   int        `json:"parts"`
	Files   int        `json:"files"`
	Bytes   int64      `json:"bytes"`
	Shell   [][]string `json:"shell"` // path and hash
	Words   any        `json:"words"`
}

// Retired returns the worker of a site without offline reading.
func Retired() Output { return Output{Worker, []byte(retired)} }

// Make returns the worker and the lists for the site's files, in any order; files that no reader opens are left out. words are
// the words of the interface, handed to the page by the worker as JSON.
func Make(files []File, words any) ([]Output, error) {
	s := settings{Words: words, Parts: 1, Shell: [][]string{}}
	wanted := make([]int32, 0, len(files))
	for i := range files {
		if f := &files[i]; Wanted(f.Path) {
			wanted = append(wanted, int32(i))
			s.Bytes += f.Size
			if shell(f.Path) {
				s.Shell = append(s.Shell, []string{f.Path, f.Hash.String()})
			}
		}
	}
	slices.SortFunc(s.Shell, func(a, b []string) int { return strings.Compare(a[0], b[0]) }) // the order of writing depends on the workers
	s.Files = len(wanted)
	for s.Parts*partSize < len(wanted) {
		s.Parts *= 2
	}
	out := make([]Output, s.Parts, s.Parts+2)
	hashes := make([]Hash, s.Parts)
	dealt := deal(files, wanted, s.Parts)
	inParallel(s.Parts, func(i int) {
		part := writePart(files, dealt[i])
		out[i], hashes[i] = Output{Dir + "/" + strconv.Itoa(i) + ".txt", part}, HashOf(part)
	})
	var list []byte
	for _, hash := range hashes {
		list = append(append(list, hash.String()...), '\n')
	}
	s.Version = HashOf(list).String()
	script, err := script(s)
	return append(out, Output{List, list}, Output{Worker, script}), err
}

// inParallel calls a function for 0 to n-1 on all processors: nothing else is left to do when the lists are made.
func inParallel(n int, do func(i int)) {
	var next atomic.Int64
	var group sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), n) {
		group.Go(func() {
			for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	group.Wait()
}

// deal divides places of files among the parts that list them.
func deal(files []File, wanted []int32, parts int) [][]int32 {
	part := make([]int32, len(wanted))
	ends := make([]int, parts+1)
	for k, i := range wanted {
		part[k] = int32(partOf(files[i].Path, parts))
		ends[part[k]+1]++
	}
	dealt, all := make([][]int32, parts), make([]int32, len(wanted))
	for p := range dealt {
		ends[p+1] += ends[p]
		dealt[p] = all[ends[p]:ends[p]:ends[p+1]]
	}
	for k, i := range wanted {
		dealt[part[k]] = append(dealt[part[k]], i)
	}
	return dealt
}

// writePart lists files by their places, in order of their paths.
func writePart(files []File, members []int32) []byte {
	slices.SortFunc(members, func(a, b int32) int { return strings.Compare(files[a].Path, files[b].Path) })
	const size = 19 // the digits of the largest; a hash has 12 characters
	n := 0
	for _, i := range members {
		n += 12 + 1 + size + 1 + len(files[i].Path) + 1
	}
	part := make([]byte, 0, n)
	for _, i := range members {
		f := &files[i]
		part = append(base64.RawURLEncoding.AppendEncode(part, f.Hash[:]), ' ')
		part = append(strconv.AppendInt(part, f.Size, 10), ' ')
		part = append(append(part, f.Path...), '\n')
	}
	return part
}

// script is the worker with its settings in front.
func script(s settings) ([]byte, error) {
	data, err := json.Marshal(s)
	if err != nil {
		return nil, err
	}
	m := minify.New()
	m.Add("text/javascript", &js.Minifier{Version: 2020})
	small, err := m.String("text/javascript", worker)
	return fmt.Appendf(nil, "self.glossSite=%s;\n%s\n", data, small), err
}

// partOf returns the number of the part that lists a file: its path's FNV-1a hash, which worker.js computes too. parts is a
// power of two.
func partOf(sitePath string, parts int) int {
	h := uint32(0x811c9dc5)
	for i := range len(sitePath) {
		h = (h ^ uint32(sitePath[i])) * 0x01000193
	}
	return int(h & uint32(parts-1))
}

// Wanted reports whether a reader without a network has a use for a file: not for what only programs read.
func Wanted(sitePath string) bool {
	dir, name := path.Split(sitePath)
	switch {
	case sitePath == Worker || dir == Dir+"/" || strings.HasPrefix(sitePath, "search/bleve/") || strings.HasPrefix(sitePath, "data/"):
		return false
	case dir == "terms/":
		return path.Ext(name) == ".html"
	case dir != "":
		return true
	}
	switch name {
	case "robots.txt", "llms.txt", "atom.xml", "feed.json", "terms.json", "terms.schema.json", "card.png":
		return false
	}
	return !strings.HasPrefix(name, "sitemap")
}

// shell reports whether a file is kept from the first visit on: what each page needs, and the pages that lead to others.
func shell(sitePath string) bool {
	switch sitePath {
	case "index.html", "search.html", "404.html", Page, "manifest.webmanifest", "favicon.ico",
		"search/engine.js", "search/ui.js", "search/manifest.js":
		return true
	}
	return strings.HasPrefix(sitePath, "assets/") || strings.HasPrefix(sitePath, "icons/")
}
