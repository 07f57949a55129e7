package output

import (
	"bufio"
	"bytes"
	"encoding/hex"
	"errors"
	"io/fs"
	"maps"
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

// readState reads the manifest and a journal left by a killed build. Hashes are trusted only when there is no journal and each
// line of the manifest was understood; an unreadable line costs a comparison of bytes, never a file.
func readState(state string) (map[string]file, bool, error) {
	owned := map[string]file{}
	manifest, err := os.ReadFile(filepath.Join(state, "manifest"))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, false, err
	}
	trusted := parseManifest(manifest, owned)
	journal, err := os.ReadFile(filepath.Join(state, "journal"))
	if errors.Is(err, fs.ErrNotExist) {
		return owned, trusted, nil
	} else if err != nil {
		return nil, false, err
	}
	for sitePath := range strings.Lines(string(journal)) {
		sitePath, whole := strings.CutSuffix(sitePath, "\n")
		if whole && ownable(sitePath) {
			if _, listed := owned[sitePath]; !listed {
				owned[sitePath] = file{entry: entry{size: -1}}
			}
		}
	}
	return owned, false, nil
}

func parseManifest(manifest []byte, owned map[string]file) bool {
	if len(manifest) == 0 {
		return true
	}
	lines := bufio.NewScanner(bytes.NewReader(manifest))
	lines.Buffer(nil, 1<<20)
	if !lines.Scan() || lines.Text() != manifestHeader {
		return false
	}
	trusted := bytes.HasSuffix(manifest, []byte("\n"))
	for lines.Scan() {
		hash, rest, _ := strings.Cut(lines.Text(), " ")
		size, sitePath, _ := strings.Cut(rest, " ")
		var e entry
		n, err := hex.Decode(e.hash[:], []byte(hash[:min(len(hash), 2*len(e.hash))]))
		var errSize error
		e.size, errSize = strconv.ParseInt(size, 10, 64)
		if err != nil || errSize != nil || n != len(e.hash) || !ownable(sitePath) {
			trusted = false
			continue
		}
		owned[sitePath] = file{entry: e}
	}
	return trusted && lines.Err() == nil
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
	b := []byte(manifestHeader + "\n")
	for _, sitePath := range slices.Sorted(maps.Keys(w.files)) {
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
