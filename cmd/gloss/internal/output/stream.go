package output

import (
	"bufio"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
)

// PutStream is Put for a long file that is made while it is written, so that it need not be held as a whole. It gives the hash and the
// number of its bytes.
func (w *Writer) PutStream(sitePath string, write func(io.Writer) error) (hash [sha256.Size]byte, size int64, err error) {
	if !ownable(sitePath) {
		return hash, 0, fmt.Errorf("output: %q is no path inside the site", sitePath)
	}
	fresh := w.stagedAt(path.Join(StateDir, sitePath)) // where no file of the site is staged
	if err := os.MkdirAll(filepath.Dir(fresh), 0o755); err != nil {
		return hash, 0, err
	}
	if hash, size, err = writeStream(fresh, write); err != nil {
		return hash, 0, err
	}
	at, present, err := w.add(sitePath, entry{hash: sum(hash), size: size}, func() bool {
		disk, err := os.ReadFile(w.target(sitePath))
		return err == nil && sha256.Sum256(disk) == hash
	})
	if present || err != nil {
		return hash, size, errors.Join(err, os.Remove(fresh))
	}
	if _, err := w.stage(at, sitePath); err != nil {
		return hash, size, err
	}
	return hash, size, os.Rename(fresh, w.stagedAt(sitePath))
}

// writeStream writes a file and hashes it on the way.
func writeStream(name string, write func(io.Writer) error) (hash [sha256.Size]byte, size int64, err error) {
	file, err := os.Create(name)
	if err != nil {
		return hash, 0, err
	}
	h := sha256.New()
	out := bufio.NewWriterSize(io.MultiWriter(file, h), 64<<10)
	err = errors.Join(write(out), out.Flush())
	size, seekErr := file.Seek(0, io.SeekCurrent)
	h.Sum(hash[:0])
	return hash, size, errors.Join(err, seekErr, file.Close())
}
