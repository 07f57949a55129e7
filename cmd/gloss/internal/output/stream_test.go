package output

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"os"
	"strings"
	"testing"
)

// TestPutStream holds that a streamed file is one like others: new, changed, kept, and repaired after a killed build.
func TestPutStream(t *testing.T) {
	dir := t.TempDir()
	long := strings.Repeat("a long text\n", 20_000)
	put := func(text string) Changes {
		t.Helper()
		w, err := Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		hash, size, err := w.PutStream("deep/er/file", func(out io.Writer) error {
			_, err := io.Copy(out, strings.NewReader(text))
			return err
		})
		if err != nil || hash != sha256.Sum256([]byte(text)) || size != int64(len(text)) {
			t.Errorf("%x, %d bytes, %v", hash, size, err)
		}
		changes, err := w.Commit()
		if err != nil {
			t.Fatal(err)
		}
		if got := contents(t, dir)["deep/er/file"]; got != text {
			t.Errorf("%d bytes in place instead of %d", len(got), len(text))
		}
		return changes
	}
	if c := put(long); len(c.Added) != 1 || c.Bytes != int64(len(long)) {
		t.Errorf("new: %+v", c)
	}
	if c := put(long); c.Kept != 1 || !c.Empty() {
		t.Errorf("the same: %+v", c)
	}
	if c := put("short"); len(c.Changed) != 1 {
		t.Errorf("changed: %+v", c)
	}
	if err := os.Remove(dir + "/" + StateDir + "/manifest"); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(dir+"/"+StateDir+"/journal", []byte("deep/er/file\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if c := put("short"); c.Kept != 1 {
		t.Errorf("after a killed build: %+v", c)
	}
}

// TestPutStreamFails holds that an error of the caller and a path outside the site come back and leave the site as it was.
func TestPutStreamFails(t *testing.T) {
	dir := t.TempDir()
	commit(t, dir, map[string]string{"file": "old"})
	w, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	full := errors.New("disk full")
	if _, _, err := w.PutStream("file", func(io.Writer) error { return full }); !errors.Is(err, full) {
		t.Errorf("the error is %v", err)
	}
	for _, bad := range []string{"../file", "../../../file", StateDir + "/manifest", "a/../b"} {
		write := func(out io.Writer) error { _, err := bytes.NewReader([]byte("x")).WriteTo(out); return err }
		if _, _, err := w.PutStream(bad, write); err == nil {
			t.Errorf("%s was written", bad)
		}
	}
	if err := w.Abort(); err != nil {
		t.Fatal(err)
	}
	if got := contents(t, dir); len(got) != 1 || got["file"] != "old" {
		t.Errorf("the site is %v", got)
	}
}
