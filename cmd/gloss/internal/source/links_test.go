//go:build unix

package source

import (
	"net"
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// A real folder with everything that a glob would trip over: links of each kind, a pipe that would hang a reader, a socket.
func TestLinksAndPipes(t *testing.T) {
	outside := t.TempDir()
	dir := t.TempDir()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(os.WriteFile(filepath.Join(outside, "secret.md"), []byte("x"), 0o644))
	must(os.MkdirAll(filepath.Join(dir, "data", "deep"), 0o755))
	must(os.MkdirAll(filepath.Join(dir, ".shared"), 0o755))
	must(os.WriteFile(filepath.Join(dir, "data", "crm.md"), []byte("x"), 0o644))
	must(os.WriteFile(filepath.Join(dir, ".shared", "erp.md"), []byte("x"), 0o644))
	must(syscall.Mkfifo(filepath.Join(dir, "pipe.md"), 0o644))
	for link, target := range map[string]string{
		"file.md":       "data/crm.md",
		"folder":        ".shared",
		"dangling.md":   "nowhere.md",
		"self.md":       "self.md",
		"data/deep/up":  "../..",
		"out.md":        filepath.Join("..", filepath.Base(outside), "secret.md"),
		"absolute":      outside,
		"pipe-link.md":  "pipe.md",
		"data/twice.md": "../file.md",
	} {
		must(os.Symlink(target, filepath.Join(dir, link)))
	}
	// A socket's path is limited to about a hundred bytes, so it is made from inside the folder.
	t.Chdir(dir)
	listener, err := net.Listen("unix", "socket.md")
	must(err)
	defer listener.Close()

	root, list := Open(dir, "content")
	if list != nil {
		t.Fatal(list)
	}
	defer root.Close()
	want := `data/crm.md
data/twice.md
file.md
folder/erp.md
absolute: error: symlink-outside: the symbolic link leads out of the content folder
dangling.md: error: dangling-symlink: the symbolic link leads to nothing
data/deep/up: error: symlink-loop: the symbolic link leads back to a folder that it stands in
out.md: error: symlink-outside: the symbolic link leads out of the content folder
pipe-link.md: error: not-a-file: this is a named pipe, not a file
pipe.md: error: not-a-file: this is a named pipe, not a file
self.md: error: symlink-loop: the symbolic link leads to itself
socket.md: error: not-a-file: this is a socket, not a file`
	if got := show(Load(root.FS())); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
