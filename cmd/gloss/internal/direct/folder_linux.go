package direct

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"unsafe"

	"golang.org/x/sys/unix"
)

// Folder is an open folder. Files in it have names without slashes. It may be used by several goroutines.
type Folder struct {
	name string
	file *os.File // keeps fd open
	fd   int
}

// Open opens a folder to write into it.
func Open(name string) (*Folder, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	return &Folder{name, file, int(file.Fd())}, nil
}

// In makes a Folder of an open folder, to read files in it. It reports false where this system or file system has no way to that. The
// Folder then owns the file.
func In(folder fs.File) (*Folder, bool) {
	file, ok := folder.(*os.File)
	if !ok {
		return nil, false
	}
	return &Folder{file.Name(), file, int(file.Fd())}, true
}

// Close closes the folder.
func (f *Folder) Close() error { return f.file.Close() }

// ErrOther is returned for what this package leaves to os: what is no regular file, is empty or larger than the limit, or is not told
// apart by the file system.
var ErrOther = errors.New("not a file to be read at once")

// List returns the entries of the folder in order of names, "." and ".." left out, without asking for more than the folder says. Their
// paths are prefix and name; all are parts of one string, because 100,000 of them are kept. A Folder lists once. It fails with ErrOther
// on a file system that does not say what an entry is.
func (f *Folder) List(prefix string) ([]Entry, error) {
	var paths []byte
	var ends []int // of each path
	var types []fs.FileMode
	buffer := make([]byte, 1<<16)
	for {
		n, err := again(func() (int, error) { return unix.ReadDirent(f.fd, buffer) })
		if err != nil {
			return nil, f.problem("readdirent", "", err)
		}
		if n <= 0 {
			break
		}
		for rest := buffer[:n]; len(rest) > direntName; {
			// A linux_dirent64: inode and offset of 8 bytes each, its length of 2, a type of 1, a name that ends with a NUL.
			size, kind := int(binary.NativeEndian.Uint16(rest[16:])), rest[18]
			name, _, _ := bytes.Cut(rest[direntName:size], []byte{0})
			rest = rest[size:]
			if string(name) == "." || string(name) == ".." {
				continue
			}
			mode, known := modes[kind]
			if !known {
				return nil, f.problem("readdirent", string(name), ErrOther)
			}
			paths = append(append(paths, prefix...), name...)
			ends, types = append(ends, len(paths)), append(types, mode)
		}
	}
	entries := make([]Entry, len(ends))
	all, start := string(paths), 0
	for i, end := range ends {
		entries[i] = Entry{Path: all[start:end], Name: all[start+len(prefix) : end], Type: types[i]}
		start = end
	}
	slices.SortFunc(entries, func(a, b Entry) int { return strings.Compare(a.Name, b.Name) })
	return entries, nil
}

// direntName is where the name begins in a linux_dirent64.
const direntName = 19

// modes are the types of entries.
var modes = map[byte]fs.FileMode{
	unix.DT_REG: 0, unix.DT_DIR: fs.ModeDir, unix.DT_LNK: fs.ModeSymlink, unix.DT_FIFO: fs.ModeNamedPipe, unix.DT_SOCK: fs.ModeSocket,
	unix.DT_BLK: fs.ModeDevice, unix.DT_CHR: fs.ModeDevice | fs.ModeCharDevice,
}

// Read returns the bytes of a regular file and what the system said of it before they were read; a file that is being shortened gives
// fewer. It follows no symbolic link and waits for no pipe.
func (f *Folder) Read(name string, limit int64) ([]byte, Info, error) {
	fd, info, err := f.open(name, limit)
	if err != nil {
		return nil, Info{}, err
	}
	data, err := f.readAndClose(fd, name, int(info.Size))
	return data, info, err
}

// Stat is what the system says of an entry of the folder; it follows no symbolic link.
func (f *Folder) Stat(name string) (Info, error) {
	var stat unix.Statx_t
	switch err := f.statAt(name, &stat); {
	case err == unix.ENOSYS || err == unix.EPERM: // a system before 4.11, or one in a container that does not know the call
		return f.oldStat(name)
	case err != nil:
		return Info{}, f.problem("stat", name, err)
	case stat.Mode&unix.S_IFMT != unix.S_IFREG || stat.Mask&statWanted != statWanted:
		return Info{}, f.problem("stat", name, ErrOther)
	}
	nanoseconds := func(t unix.StatxTimestamp) int64 { return t.Sec*1e9 + int64(t.Nsec) }
	return Info{Size: int64(stat.Size), Modified: nanoseconds(stat.Mtime), Changed: nanoseconds(stat.Ctime), Inode: stat.Ino}, nil
}

const statWanted = unix.STATX_TYPE | unix.STATX_SIZE | unix.STATX_MTIME | unix.STATX_CTIME | unix.STATX_INO

// statAt is unix.Statx without its copy of the name on the heap: an edit among 100,000 terms asks 225,000 times.
func (f *Folder) statAt(name string, stat *unix.Statx_t) error {
	path, err := entryPath(name)
	if err != nil {
		return err
	}
	for {
		_, _, errno := unix.Syscall6(unix.SYS_STATX, uintptr(f.fd), uintptr(unsafe.Pointer(&path)), unix.AT_SYMLINK_NOFOLLOW, statWanted,
			uintptr(unsafe.Pointer(stat)), 0)
		switch errno {
		case 0:
			return nil
		case unix.EINTR:
		default:
			return errno
		}
	}
}

func (f *Folder) oldStat(name string) (Info, error) {
	var stat unix.Stat_t
	if _, err := again(func() (int, error) { return 0, unix.Fstatat(f.fd, name, &stat, unix.AT_SYMLINK_NOFOLLOW) }); err != nil {
		return Info{}, f.problem("stat", name, err)
	}
	if stat.Mode&unix.S_IFMT != unix.S_IFREG {
		return Info{}, f.problem("stat", name, ErrOther)
	}
	return infoOf(&stat), nil
}

func infoOf(stat *unix.Stat_t) Info {
	return Info{Size: stat.Size, Modified: stat.Mtim.Nano(), Changed: stat.Ctim.Nano(), Inode: stat.Ino}
}

// Write makes a file of these bytes, or makes these the bytes of the file that is there.
func (f *Folder) Write(name string, data []byte) error {
	fd, err := f.openAt(name, unix.O_WRONLY|unix.O_CREAT|unix.O_TRUNC|unix.O_CLOEXEC)
	if err != nil {
		return f.problem("open", name, err)
	}
	for len(data) > 0 && err == nil {
		var n int
		if n, err = again(func() (int, error) { return unix.Write(fd, data) }); n == 0 && err == nil {
			err = io.ErrUnexpectedEOF
		}
		data = data[max(n, 0):]
	}
	// Where a disk is full or a server gone, some file systems say so only here.
	if closed := unix.Close(fd); err == nil && closed != unix.EINTR {
		err = closed
	}
	if err != nil {
		return f.problem("write", name, err)
	}
	return nil
}

// openAt opens a file of the folder, made with the usual rights if the flags allow that. unix.Openat would copy the name to the heap.
func (f *Folder) openAt(name string, flags int) (int, error) {
	path, err := entryPath(name)
	if err != nil {
		return 0, err
	}
	for {
		fd, _, errno := unix.Syscall6(unix.SYS_OPENAT, uintptr(f.fd), uintptr(unsafe.Pointer(&path)), uintptr(flags|unix.O_LARGEFILE), 0o644, 0, 0)
		switch errno {
		case 0:
			return int(fd), nil
		case unix.EINTR:
		default:
			return 0, errno
		}
	}
}

// entryPath is a name as the system takes it.
func entryPath(name string) (path [256]byte, err error) { // NAME_MAX and a NUL
	if len(name) >= len(path) {
		return path, unix.ENAMETOOLONG
	}
	if strings.IndexByte(name, 0) >= 0 {
		return path, unix.EINVAL
	}
	copy(path[:], name)
	return path, nil
}

// again repeats a call that a signal interrupted.
func again(call func() (int, error)) (int, error) {
	for {
		n, err := call()
		if err != unix.EINTR {
			return n, err
		}
	}
}
