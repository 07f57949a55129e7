package direct

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"testing"
)

func TestWrite(t *testing.T) {
	dir := t.TempDir()
	f, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, data := range [][]byte{[]byte("long before"), nil, []byte("short"), bytes.Repeat([]byte("0123456789"), 300_000)} {
		if err := f.Write("a.txt", data); err != nil {
			t.Fatal(err)
		}
		if disk, err := os.ReadFile(filepath.Join(dir, "a.txt")); err != nil || !bytes.Equal(disk, data) {
			t.Errorf("%d bytes on disk, want %d: %v", len(disk), len(data), err)
		}
	}
	info, err := os.Stat(filepath.Join(dir, "a.txt"))
	if err != nil || runtime.GOOS != "windows" && info.Mode().Perm()&0o600 != 0o600 || info.Mode().Perm()&0o111 != 0 {
		t.Errorf("%v, %v", info, err)
	}
	if err := f.Write("none/a.txt", nil); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a folder that is not there: %v", err)
	}
	if err := os.Mkdir(filepath.Join(dir, "folder"), 0o755); err != nil {
		t.Fatal(err)
	}
	var problem *fs.PathError
	if err := f.Write("folder", nil); !errors.As(err, &problem) || problem.Path != filepath.Join(dir, "folder") {
		t.Errorf("a folder in the way: %v", err)
	}
}

func TestOpenNothing(t *testing.T) {
	f, err := Open(filepath.Join(t.TempDir(), "none"))
	if err == nil {
		err = f.Write("a.txt", nil) // where folders are not held open
	}
	if !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("got %v", err)
	}
}
