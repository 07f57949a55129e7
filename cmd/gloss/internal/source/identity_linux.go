package source

import (
	"io/fs"
	"syscall"
)

// identity returns a file's inode and the time of its last change, which no program can set back. The inode is 0 where it is unknown.
func identity(info fs.FileInfo) (inode uint64, changed int64) {
	s, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, 0
	}
	return s.Ino, s.Ctim.Nano()
}
