package output

import (
	"bytes"
	"encoding/hex"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// The manifest is a text file: a first line with the format's version, then "hash size path" a line, sorted by path. The hash is
// the first 16 bytes of SHA-256 in hex. It holds no time and no absolute path, so that two clean builds write the same one.
//
// Format history: 1, the first.
const manifestHeader = "gloss manifest 1"

type sum16 [16]byte

func sum(h [32]byte) sum16 { return sum16(h[:16]) }

type entry struct {
	hash sum16
	size int64
}

// state is what the manifest and a journal say of a folder.
type state struct {
	files map[string]file // that Gloss wrote
	paths []string        // those of the manifest, sorted
	// trusted says that the hashes are those of the files: there is no journal and each line of the manifest was understood.
	trusted bool
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
	for sitePath := range strings.Lines(string(journal)) {
		sitePath, whole := strings.CutSuffix(sitePath, "\n")
		if whole && ownable(sitePath) {
			if _, listed := s.files[sitePath]; !listed {
				s.files[sitePath] = file{entry: entry{size: -1}}
			}
		}
	}
	s.trusted = false
	return s, nil
}

// parseManifest reads a manifest. Paths are parts of one string, because 100,000 of them are kept.
func parseManifest(manifest []byte) state {
	lines := bytes.Count(manifest, []byte("\n"))
	s := state{files: make(map[string]file, lines), paths: make([]string, 0, lines), trusted: true}
	if len(manifest) == 0 {
		return s
	}
	header, text, _ := strings.Cut(string(manifest), "\n")
	if strings.TrimSuffix(header, "\r") != manifestHeader {
		s.trusted = false
		return s
	}
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
		s.paths = append(s.paths, sitePath)
		s.files[sitePath] = file{entry: e, listed: true}
	}
	if !slices.IsSorted(s.paths) || len(s.paths) != len(s.files) { // somebody edited it
		slices.Sort(s.paths)
		s.paths = slices.Compact(s.paths)
	}
	return s
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

func (w *Writer) writeManifest() error {
	paths := w.paths()
	room := len(manifestHeader) + 1
	for _, sitePath := range paths {
		room += 2*len(sum16{}) + len(" 1000000 \n") + len(sitePath)
	}
	b := append(make([]byte, 0, room), manifestHeader+"\n"...)
	for _, sitePath := range paths {
		f := w.files[sitePath]
		b = hex.AppendEncode(b, f.hash[:])
		b = strconv.AppendInt(append(b, ' '), f.size, 10)
		b = append(append(append(b, ' '), sitePath...), '\n')
	}
	staged := w.state("manifest.new")
	if err := os.WriteFile(staged, b, 0o644); err != nil {
		return err
	}
	if err := os.Rename(staged, w.state("manifest")); err != nil {
		return err
	}
	err := os.Remove(w.state("journal"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
