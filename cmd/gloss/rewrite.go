package main

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"gloss/cmd/gloss/internal/source"
	"gloss/cmd/gloss/internal/term"
)

// openTerm reads a term's file as it is on disk and returns its bytes and the path to replace. A file that changed since the term was
// read is refused: someone is writing it.
func openTerm(contentDir string, t *term.Term) (data []byte, path string, err error) {
	path = filepath.Join(contentDir, filepath.FromSlash(t.File.Path))
	if path, err = filepath.EvalSymlinks(path); err != nil {
		return nil, "", failure{err: err, hint: "the name on disk may be spelled in another Unicode form; change the file by hand"}
	}
	if data, err = os.ReadFile(path); err != nil {
		return nil, "", err
	}
	if source.Hash(sha256.Sum256(data)) != t.File.Hash {
		return nil, "", failure{err: fmt.Errorf("%s changed while it was looked at", path), hint: "run the command again"}
	}
	return data, path, nil
}

// replaceFile replaces a file as a whole, so that nobody reads half of it and nothing is lost if the machine stops. The file keeps its
// permissions.
func replaceFile(path string, data []byte) (err error) {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	// The dot keeps a watching gloss serve from taking the copy for a term.
	temporary, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+"-*.tmp")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(temporary.Name()))
		}
	}()
	if _, err = temporary.Write(data); err == nil {
		err = errors.Join(temporary.Chmod(info.Mode().Perm()), temporary.Sync())
	}
	if err = errors.Join(err, temporary.Close()); err != nil {
		return err
	}
	return os.Rename(temporary.Name(), path)
}
