package direct

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
)

// What is mapped stays as it is when the file is replaced or deleted.
func TestMap(t *testing.T) {
	name := filepath.Join(t.TempDir(), "file")
	want := bytes.Repeat([]byte("0123456789abcde"), 1000)
	if err := os.WriteFile(name, want, 0o644); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	data, ok := Map(file, int64(len(want)))
	if !ok {
		t.Skip("the folder for temporary files lies on a file system that is not mapped")
	}
	if err := os.WriteFile(name+".new", []byte("other"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Rename(name+".new", name); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(data, want) {
		t.Error("what is mapped changed")
	}
}

func TestMapRefuses(t *testing.T) {
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer read.Close()
	defer write.Close()
	if _, ok := Map(read, 10); ok {
		t.Error("a pipe was mapped")
	}
	empty, err := os.Create(filepath.Join(t.TempDir(), "empty"))
	if err != nil {
		t.Fatal(err)
	}
	defer empty.Close()
	if _, ok := Map(empty, 0); ok {
		t.Error("a file of no bytes was mapped")
	}
}
