package direct

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"syscall"
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

// ErrOther is returned by Read for what is no regular file with bytes in it and no larger than the limit.
var ErrOther = errors.New("not a file to be read at once")

// Read returns the bytes of a regular file and what the system said of it before they were read; a file that is being shortened gives
// fewer. It follows no symbolic link and waits for no pipe.
func (f *Folder) Read(name string, limit int64) ([]byte, Info, error) {
	fd, err := again(func() (int, error) {
		return syscall.Openat(f.fd, name, syscall.O_RDONLY|syscall.O_CLOEXEC|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0)
	})
	if err != nil {
		return nil, Info{}, f.problem("open", name, err)
	}
	defer syscall.Close(fd)
	var stat syscall.Stat_t
	if _, err := again(func() (int, error) { return 0, syscall.Fstat(fd, &stat) }); err != nil {
		return nil, Info{}, f.problem("stat", name, err)
	}
	if stat.Mode&syscall.S_IFMT != syscall.S_IFREG || stat.Size == 0 || stat.Size > limit {
		return nil, Info{}, f.problem("read", name, ErrOther)
	}
	info := Info{Size: stat.Size, Modified: stat.Mtim.Nano(), Changed: stat.Ctim.Nano(), Inode: stat.Ino}
	data := make([]byte, stat.Size)
	for read := 0; read < len(data); {
		n, err := again(func() (int, error) { return syscall.Read(fd, data[read:]) })
		if err != nil {
			return nil, Info{}, f.problem("read", name, err)
		}
		if n == 0 {
			return data[:read], info, nil
		}
		read += n
	}
	return data, info, nil
}

// Write makes a file of these bytes, or makes these the bytes of the file that is there.
func (f *Folder) Write(name string, data []byte) error {
	fd, err := again(func() (int, error) {
		return syscall.Openat(f.fd, name, syscall.O_WRONLY|syscall.O_CREAT|syscall.O_TRUNC|syscall.O_CLOEXEC, 0o644)
	})
	if err != nil {
		return f.problem("open", name, err)
	}
	for len(data) > 0 && err == nil {
		var n int
		if n, err = again(func() (int, error) { return syscall.Write(fd, data) }); n == 0 && err == nil {
			err = io.ErrUnexpectedEOF
		}
		data = data[max(n, 0):]
	}
	// Where a disk is full or a server gone, some file systems say so only here.
	if closed := syscall.Close(fd); err == nil && closed != syscall.EINTR {
		err = closed
	}
	if err != nil {
		return f.problem("write", name, err)
	}
	return nil
}

// again repeats a call that a signal interrupted.
func again(call func() (int, error)) (int, error) {
	for {
		n, err := call()
		if err != syscall.EINTR {
			return n, err
		}
	}
}
