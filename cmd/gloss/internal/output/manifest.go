package output

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unsafe"
)

// The manifest is a text file: a first line with the format's version, then "hash size path" a line, sorted by path. The hash is
// the first 16 bytes of SHA-256 in hex. It holds no time and no absolute path, so that two clean builds write the same one.
//
// Format history: 1, the first.
const manifestHeader = "gloss manifest 1"

type sum16 [16]byte

func sum(h [32]byte) sum16 { return sum16(h[:16]) }

// state is what the manifest and a journal say of a folder: the files that Gloss wrote.
type state struct {
	known
	// trusted says that the hashes are those of the files: there is no journal and each line of the manifest was understood.
	trusted bool
	// manifest is the bytes of the manifest, of which the paths are parts.
	manifest []byte
}

// readState reads the manifest and a journal left by a killed build. An unreadable line costs a comparison of bytes, never a file.
func readState(dir string) (s state, err error) {
	manifest, err := os.ReadFile(filepath.Join(dir, "manifest"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return s, err
	}
	s = parseManifest(manifest)
	journal, err := os.ReadFile(filepath.Join(dir, "journal"))
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	} else if err != nil {
		return s, err
	}
	s.trusted = false
	paths, entries := s.paths, s.entries
	for sitePath := range strings.Lines(string(journal)) {
		sitePath, whole := strings.CutSuffix(sitePath, "\n")
		if whole && ownable(sitePath) && s.find(sitePath) < 0 {
			paths, entries = append(paths, sitePath), append(entries, entry{size: -1})
		}
	}
	if len(paths) > len(s.paths) {
		s.known = sortedOnce(paths, entries)
	}
	return s, nil
}

// parseManifest reads a manifest, which nobody may change afterwards.
func parseManifest(manifest []byte) state {
	lines := bytes.Count(manifest, []byte("\n"))
	paths, entries := make([]string, 0, lines), make([]entry, 0, lines)
	s := state{trusted: true, manifest: manifest}
	if len(manifest) == 0 {
		return s
	}
	header, text, _ := strings.Cut(unsafe.String(unsafe.SliceData(manifest), len(manifest)), "\n")
	if strings.TrimSuffix(header, "\r") != manifestHeader {
		s.trusted = false
		return s
	}
	ascending := true
	for line := range strings.Lines(text) {
		line, whole := strings.CutSuffix(line, "\n")
		hash, rest, _ := strings.Cut(strings.TrimSuffix(line, "\r"), " ") // version control may have changed line ends
		size, sitePath, _ := strings.Cut(rest, " ")
		e, understood := parseEntry(hash, size)
		if !understood || !ownable(sitePath) {
			s.trusted = false
			continue
		}
		s.trusted = s.trusted && whole
		ascending = ascending && (len(paths) == 0 || paths[len(paths)-1] < sitePath)
		paths, entries = append(paths, sitePath), append(entries, e)
	}
	if ascending {
		s.known = known{listingOf(paths), entries}
	} else { // somebody edited it
		s.known = sortedOnce(paths, entries)
	}
	return s
}

// sortedOnce sorts paths with their entries; of those that stand there more than once, the last counts.
func sortedOnce(paths []string, entries []entry) known {
	order := make([]int, len(paths))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return strings.Compare(paths[a], paths[b]) })
	var k known
	for _, i := range order {
		if n := len(k.paths); n > 0 && k.paths[n-1] == paths[i] {
			k.entries[n-1] = entries[i]
			continue
		}
		k.paths, k.entries = append(k.paths, paths[i]), append(k.entries, entries[i])
	}
	k.index.fill(k.paths)
	return k
}

func parseEntry(hash, size string) (e entry, understood bool) {
	if len(hash) != 2*len(e.hash) {
		return e, false
	}
	var digits [2 * len(e.hash)]byte
	copy(digits[:], hash)
	_, err := hex.Decode(e.hash[:], digits[:])
	if err != nil {
		return e, false
	}
	e.size, err = strconv.ParseInt(size, 10, 64)
	return e, err == nil
}

// ownable guards against a damaged or forged manifest: nothing outside of the site is ever deleted.
func ownable(sitePath string) bool {
	return sitePath != "" && filepath.IsLocal(filepath.FromSlash(sitePath)) && !strings.HasPrefix(sitePath, StateDir+"/")
}

func (w *Writer) writeJournal(added []string) error {
	text := strings.Join(added, "\n")
	if text != "" {
		text += "\n"
	}
	// A journal of an earlier kill stays in force until a commit ends.
	f, err := os.OpenFile(w.state("journal"), os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return err
	}
	_, err = f.WriteString("\n" + text)
	return errors.Join(err, f.Sync(), f.Close())
}

// stageManifest begins to write the manifest of a whole site beside its place, while files move into theirs: among 100,000 terms that takes
// 50 ms. The function that it returns waits for the end and gives the manifest's hash.
func (w *Writer) stageManifest() func() ([sha256.Size]byte, error) {
	if w.part {
		return func() (none [sha256.Size]byte, err error) { return none, nil }
	}
	w.freshOrder() // which is working memory
	staged := sync.OnceValues(func() ([sha256.Size]byte, error) {
		hash, _, err := writeStream(w.state("manifest.new"), w.listFiles)
		return hash, err
	})
	go staged()
	return staged
}

// listFiles writes the lines of a manifest.
func (w *Writer) listFiles(out io.Writer) error {
	line := append(make([]byte, 0, 512), manifestHeader+"\n"...)
	_, err := out.Write(line)
	w.each(func(sitePath string, f *file) {
		if err != nil {
			return
		}
		line = hex.AppendEncode(line[:0], f.hash[:])
		line = strconv.AppendInt(append(line, ' '), f.size, 10)
		_, err = out.Write(append(append(append(line, ' '), sitePath...), '\n'))
	})
	return err
}

// placeManifest moves the manifest into its place, and ends the journal.
func (w *Writer) placeManifest(staged func() ([sha256.Size]byte, error)) error {
	hash, err := staged()
	if err != nil {
		return err
	}
	if err := os.Rename(w.state("manifest.new"), w.state("manifest")); err != nil {
		return err
	}
	w.manifest = func() [sha256.Size]byte { return hash }
	err = os.Remove(w.state("journal"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
