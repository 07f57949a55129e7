package direct

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"golang.org/x/sys/unix"
)

// A Reader says of each file what Folder.Read says, whether the system has a ring, has none, or takes it away.
func TestReader(t *testing.T) {
	dir := t.TempDir()
	full := func(name string) string { return filepath.Join(dir, name) }
	var names []string
	for i := range 300 {
		name := fmt.Sprintf("%d.md", i)
		text := strings.Repeat(name, 1+i*i%97)
		switch {
		case i%50 == 7:
			text = ""
		case i%100 == 11:
			text = strings.Repeat(name, ringSpace/4/len(name)+i) // so that a few fill the space
		case i == 200:
			text = strings.Repeat(name, 1+ringSpace/len(name)) // more than the space holds
		}
		if err := os.WriteFile(full(name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		names = append(names, name)
	}
	if err := errors.Join(os.Symlink("1.md", full("link.md")), os.Mkdir(full("folder"), 0o755), syscall.Mkfifo(full("pipe.md"), 0o644)); err != nil {
		t.Fatal(err)
	}
	names = append(names, "link.md", "folder", "pipe.md", "none.md", "a\x00.md", strings.Repeat("x", 300))
	f, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	const limit = ringSpace + 1000
	without := Reader{asked: true}
	beside := Reader{Readers: openFiles() / 4 / 9} // nine files at once
	broken := Reader{asked: true, most: ringReads, ring: newRing()}
	if broken.ring != nil {
		_ = unix.Close(broken.ring.fd)
		broken.ring.fd = -1
	}
	for name, reader := range map[string]*Reader{"with a ring": {}, "without": &without, "beside many others": &beside, "with a broken one": &broken} {
		results := make([]Result, len(names))
		for range 3 { // the queues go round
			reader.Read(f, names, limit, results)
		}
		for i, got := range results {
			data, info, err := f.Read(names[i], limit)
			if string(got.Data) != string(data) || got.Err == nil != (err == nil) || err != nil && got.Err.Error() != err.Error() || err == nil && got.Info != info {
				t.Errorf("%s: %s: got %d bytes, %+v, %v, want %d, %+v, %v", name, names[i], len(got.Data), got.Info, got.Err, len(data), info, err)
			}
		}
		reader.Close()
	}
}

// A file that shrinks after its size was asked gives what it has.
func TestReaderShrinking(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "a.md"), []byte("hello"), 0o644); err != nil {
		t.Fatal(err)
	}
	f, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	fd, _, err := f.open("a.md", 100)
	if err != nil {
		t.Fatal(err)
	}
	if data, err := f.readAndClose(fd, "a.md", 9); string(data) != "hello" || err != nil {
		t.Errorf("got %q, %v", data, err)
	}
	r := newRing()
	if r == nil {
		t.Log("this system gives no ring")
		return
	}
	defer r.close()
	if fd, _, err = f.open("a.md", 100); err != nil {
		t.Fatal(err)
	}
	defer unix.Close(fd)
	r.prepare(fd, 10, 9)
	if err := r.run(); err != nil || r.results[0] != 5 || string(r.space[10:15]) != "hello" {
		t.Errorf("got %d, %q, %v", r.results[0], r.space[10:19], err)
	}
}
