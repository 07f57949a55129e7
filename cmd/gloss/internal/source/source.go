// Package source is the one reader of the glossary's files.
package source

import "crypto/sha256"

// Hash identifies a file's bytes.
type Hash [sha256.Size]byte

// File is one file below the content folder.
type File struct {
	// Path is relative to the content folder, with slashes, in Unicode normal form NFC.
	Path string
	// Data is the whole file for Markdown files. For any other file it is nil until Open; see Assets.
	Data []byte
	// Hash is the hash of the file's bytes.
	Hash Hash
}
