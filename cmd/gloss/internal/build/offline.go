package build

import (
	"errors"

	"gloss/cmd/gloss/internal/offline"
	"gloss/cmd/gloss/internal/output"
)

// putOffline stages the service worker and its lists. It comes last, because the lists hold every other file.
func (b *Builder) putOffline(w *output.Writer, wanted bool, words any) error {
	if !wanted {
		retired := offline.Retired()
		return w.Put(retired.Path, retired.Data)
	}
	staged := w.Files()
	files := make([]offline.File, len(staged))
	for i, f := range staged {
		files[i] = offline.File{Path: f.Path, Hash: offline.Hash(f.Hash[:len(offline.Hash{})]), Size: f.Size}
	}
	made, err := offline.Make(files, words)
	if err != nil {
		return err
	}
	failed := make([]error, len(made))
	b.spread(len(made), func(i int) { failed[i] = w.Put(made[i].Path, made[i].Data) })
	return errors.Join(failed...)
}
