package direct

import (
	"os"

	"golang.org/x/sys/unix"
)

// localSystems are the file systems on which a mapped file stays as it is while nobody writes to it: those of this machine. A server may
// take a file away that another machine replaced, and who reads on in the mapping is then killed.
var localSystems = map[int64]bool{
	unix.EXT4_SUPER_MAGIC: true, unix.XFS_SUPER_MAGIC: true, unix.BTRFS_SUPER_MAGIC: true, unix.F2FS_SUPER_MAGIC: true,
	unix.TMPFS_MAGIC: true, unix.OVERLAYFS_SUPER_MAGIC: true,
}

// Map returns the bytes of a regular file without a copy of them, for as long as the process lives; nobody may write to them or to the file,
// which may be deleted and replaced. It reports false where that cannot be had; the file can then be read.
func Map(file *os.File, size int64) ([]byte, bool) {
	if size <= 0 || int64(int(size)) != size {
		return nil, false
	}
	fd := int(file.Fd())
	var system unix.Statfs_t
	if _, err := again(func() (int, error) { return 0, unix.Fstatfs(fd, &system) }); err != nil || !localSystems[int64(system.Type)] {
		return nil, false
	}
	data, err := unix.Mmap(fd, 0, int(size), unix.PROT_READ, unix.MAP_PRIVATE)
	if err != nil {
		return nil, false
	}
	_ = unix.Madvise(data, unix.MADV_WILLNEED) // with a cold cache the disk is asked for all at once; who reads waits otherwise
	return data, true
}
