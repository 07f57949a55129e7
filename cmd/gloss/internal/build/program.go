package build

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"io"
	"os"
	"strings"
)

// thisProgram tells this program from others: two builds of Gloss from different sources are different programs, whatever they call their
// version.
func thisProgram() ([]byte, error) {
	name, err := os.Executable()
	if err != nil {
		return nil, err
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return programOf(f)
}

// programOf returns the build ID that the go command gave a program, which holds a hash of its contents, or a hash of all its bytes. Hashing
// 40 MB would be a twentieth of the processor time of an edit among 10,000 terms.
func programOf(f io.ReadSeeker) ([]byte, error) {
	head := make([]byte, 64<<10)
	n, err := io.ReadFull(f, head)
	if err != nil && err != io.ErrUnexpectedEOF && err != io.EOF {
		return nil, err
	}
	if id := buildID(head[:n]); id != "" {
		return []byte(id), nil
	}
	h := sha256.New()
	h.Write(head[:n])
	_, err = io.Copy(h, f)
	return h.Sum(nil), err
}

// Where the linker writes a build ID, near the beginning of a program: into a note of ELF, behind the note's type and the name of Go, or
// elsewhere quoted, before the code.
const (
	elfNote     = "\x04\x00\x00\x00Go\x00\x00"
	quoteBefore = "\xff Go build ID: \""
	quoteAfter  = "\"\n \xff"
)

// buildID returns the build ID in the beginning of a program, empty if there is none that the go command made itself: who builds programs by
// other means may give all of them the same.
func buildID(head []byte) string {
	var id []byte
	if at := bytes.Index(head, []byte(elfNote)); at >= 4 {
		size, rest := binary.LittleEndian.Uint32(head[at-4:]), head[at+len(elfNote):]
		id = rest[:min(uint64(size), uint64(len(rest)))]
	} else if _, rest, quoted := bytes.Cut(head, []byte(quoteBefore)); quoted {
		id, _, _ = bytes.Cut(rest, []byte(quoteAfter))
	}
	// The inputs and outputs of compiling and of linking, each a hash of 15 bytes.
	const parts, length = 4, 20
	hashes := strings.Split(string(id), "/")
	if len(hashes) != parts {
		return ""
	}
	for _, hash := range hashes {
		if len(hash) != length {
			return ""
		}
	}
	return string(id)
}
