// Package source is the one reader of the glossary's files.
//
// Load walks a folder given as an fs.FS and returns its files in order of path: Markdown with its bytes, all others by their hash
// alone. What is no part of a glossary (dot-files, an editor's leftovers, node_modules) is passed over. What looks like a part and
// cannot be read is an error. Nothing outside of the fs.FS is ever opened; one from os.Root, as Open returns it, also refuses
// symbolic links that lead out of the folder.
package source

import (
	"crypto/sha256"
	"io/fs"
	"path"
	"strings"
)

// MaxMarkdown is the largest Markdown file that is read, in bytes: 16 MiB.
const MaxMarkdown = 16 << 20

// Hash identifies a file's bytes.
type Hash [sha256.Size]byte

// File is one file below the content folder.
type File struct {
	// Path is relative to the content folder, with slashes, in Unicode normal form NFC.
	Path string
	// Data is the whole file for Markdown files, not nil even if empty, and must not be changed. It is nil for any other file,
	// which Open reads.
	Data []byte
	// Hash is the hash of the file's bytes.
	Hash Hash
	// Size is the number of bytes.
	Size int64

	// name is the path as the disk spells it, where that differs from Path.
	name string
}

// IsMarkdown reports whether the file is a Markdown file by its extension: .md or .markdown, in any case.
func (f File) IsMarkdown() bool { return isMarkdown(f.Path) }

func isMarkdown(name string) bool {
	ext := path.Ext(name)
	return strings.EqualFold(ext, ".md") || strings.EqualFold(ext, ".markdown")
}

// Open opens the file in the tree it was loaded from, to copy it.
func (f File) Open(root fs.FS) (fs.File, error) {
	if f.name != "" {
		return root.Open(f.name)
	}
	return root.Open(f.Path)
}

// ignored reports whether an entry of a folder is no part of the glossary: dot-files, what editors leave behind (backups ending in ~
// or .bak, swap files, #autosaves#, vim's probe 4913, Office's ~$ locks), and installed packages.
func ignored(name string) bool {
	switch {
	case name[0] == '.', strings.HasSuffix(name, "~"), strings.HasPrefix(name, "~$"),
		len(name) > 1 && name[0] == '#' && name[len(name)-1] == '#':
		return true
	case name == "4913", name == "node_modules", name == "Thumbs.db", name == "desktop.ini":
		return true
	}
	switch strings.ToLower(path.Ext(name)) {
	case ".swp", ".swo", ".swx", ".bak", ".tmp":
		return true
	}
	return false
}

// Ignored reports whether the path, relative to the content folder and with slashes, is passed over by Load because of its name
// or a folder's on the way. A watcher need not look at such a path.
func Ignored(name string) bool {
	if name == "." || name == "" {
		return false
	}
	for part := range strings.SplitSeq(name, "/") {
		if part != "" && ignored(part) {
			return true
		}
	}
	return false
}

// isNote reports whether a Markdown file is a note to those who read the folder on a repository's host, not an entry: a README
// without front matter.
func isNote(name string, data []byte) bool {
	base := path.Base(name)
	if !strings.EqualFold(strings.TrimSuffix(base, path.Ext(base)), "readme") {
		return false
	}
	text := strings.TrimPrefix(string(data[:min(len(data), 8)]), "\ufeff")
	return !strings.HasPrefix(text, "---") && !strings.HasPrefix(text, "+++")
}
