package build

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"io/fs"
	"os"

	"gloss/cmd/gloss/internal/machine"
	"gloss/cmd/gloss/internal/output"
)

// picture is what is known of a drawn file without drawing it again.
type picture struct {
	hash [sha256.Size]byte
	size int64
}

// putMachine stages the files for programs. Pictures take milliseconds each, so one whose inputs are those of the last build is
// drawn again only if it is not in its place.
func (b *Builder) putMachine(ctx context.Context, w *output.Writer, p *plan) error {
	files := p.site.Files()
	drawn := make([]picture, len(files))
	failures := make([]error, len(files))
	b.each(ctx, "writing", len(files), func(i int) {
		i = len(files) - 1 - i // large icons first: they take longest, and would keep one core busy at the end
		drawn[i], failures[i] = b.putFile(w, files[i])
	})
	if ctx.Err() != nil {
		return ctx.Err() // what was passed over is not known
	}
	fresh := map[string]picture{}
	for i, f := range files {
		if f.Key != "" {
			fresh[f.Key] = drawn[i]
		}
	}
	b.memory.pictures = fresh
	return errors.Join(failures...)
}

func (b *Builder) putFile(w *output.Writer, f machine.File) (picture, error) {
	if known, hit := b.memory.pictures[f.Key]; hit && f.Key != "" {
		return known, w.Copy(f.Path, known.hash, known.size, func() (io.ReadCloser, error) {
			data, err := f.Make()
			return io.NopCloser(bytes.NewReader(data)), err
		})
	}
	data, err := f.Make()
	if err != nil {
		return picture{}, err
	}
	return picture{hash: sha256.Sum256(data), size: int64(len(data))}, w.Put(f.Path, data)
}

// readLogo returns the bytes of the logo, nil when there is none or it cannot be read.
func readLogo(root *os.Root, name string) []byte {
	if name == "" {
		return nil
	}
	data, err := fs.ReadFile(root.FS(), name)
	if err != nil {
		return nil
	}
	return data
}
