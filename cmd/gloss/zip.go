package main

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"gloss/cmd/gloss/internal/address"
	"gloss/cmd/gloss/internal/build"
	"gloss/cmd/gloss/internal/offline"
	"gloss/cmd/gloss/internal/output"
)

// zipByTitle is the value of --zip without a name.
const zipByTitle = "<title>.zip"

// writeZip packs the site that was just built and says where. The archive appears whole, or not at all.
func (t terminal) writeZip(r build.Result, name string) (err error) {
	folder := address.FromTitle(r.Config.Title)
	if folder == "" {
		folder = "glossary"
	}
	if name == zipByTitle {
		name = folder + ".zip"
	}
	paths, err := output.Paths(r.OutDir)
	if err != nil {
		return err
	}
	site, err := os.OpenRoot(r.OutDir)
	if err != nil {
		return err
	}
	defer site.Close()
	file, err := os.CreateTemp(filepath.Dir(name), ".gloss-*.zip")
	if err != nil {
		// The name of the file that was tried means nothing to anybody.
		return fmt.Errorf("%s cannot be written: %w", name, errors.Unwrap(err))
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("%s cannot be written: %w", name, errors.Join(err, os.Remove(file.Name())))
		}
	}()
	buffered := bufio.NewWriterSize(file, 1<<20)
	archive := offline.Archive{Folder: folder, Title: r.Config.Title, Language: r.Config.Language, Paths: paths}
	err = errors.Join(offline.Zip(buffered, site.FS(), archive), buffered.Flush(), file.Chmod(0o644))
	var size int64
	if info, infoErr := file.Stat(); infoErr == nil {
		size = info.Size()
	}
	if err = errors.Join(err, file.Close()); err != nil {
		return err
	}
	if err = os.Rename(file.Name(), name); err != nil {
		return err
	}
	fmt.Fprintf(t.out, "%s: %s; to read it, unpack it and open %s/%s\n", name, byteSize(size), folder, offline.Start)
	return nil
}
