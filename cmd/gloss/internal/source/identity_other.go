//go:build !linux

package source

import "io/fs"

// identity returns 1 and no time for a file on disk: its size and time of modification must do. The inode is 0 where there is no disk.
func identity(info fs.FileInfo) (inode uint64, changed int64) {
	if info.Sys() == nil {
		return 0, 0
	}
	return 1, 0
}
