package output

import (
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// exchange gives two files each other's names, at one moment (renameat2(2)).
func exchange(a, b string) error {
	return unix.Renameat2(unix.AT_FDCWD, a, unix.AT_FDCWD, b, unix.RENAME_EXCHANGE)
}

// openSpare opens a regular file without another name to be written over, or returns nil.
func openSpare(name string) *os.File {
	file, err := os.OpenFile(name, os.O_WRONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil
	}
	info, err := file.Stat()
	if err == nil && info.Mode().IsRegular() {
		if stat, ok := info.Sys().(*syscall.Stat_t); ok && stat.Nlink == 1 {
			return file
		}
	}
	_ = file.Close() // nothing was written
	return nil
}
