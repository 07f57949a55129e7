package direct

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// Both ways to ask for a file tell what reading it tells, and the shorter allocates nothing.
func TestStatsAgree(t *testing.T) {
	dir := t.TempDir()
	if err := errors.Join(os.WriteFile(filepath.Join(dir, "a.md"), []byte("hello"), 0o644), os.Mkdir(filepath.Join(dir, "folder"), 0o755),
		os.Symlink("a.md", filepath.Join(dir, "link.md"))); err != nil {
		t.Fatal(err)
	}
	f, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	_, want, err := f.Read("a.md", 100)
	if err != nil {
		t.Fatal(err)
	}
	for _, stat := range []func(string) (Info, error){f.Stat, f.oldStat} {
		if info, err := stat("a.md"); err != nil || info != want {
			t.Errorf("got %+v, want %+v (%v)", info, want, err)
		}
		for name, want := range map[string]error{"folder": ErrOther, "link.md": ErrOther, "none.md": fs.ErrNotExist,
			strings.Repeat("x", 300): syscall.ENAMETOOLONG, "a\x00b": syscall.EINVAL} {
			if _, err := stat(name); !errors.Is(err, want) {
				t.Errorf("%q: %v, want %v", name, err, want)
			}
		}
	}
	if n := testing.AllocsPerRun(100, func() { _, _ = f.Stat("a.md") }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

func BenchmarkStat(b *testing.B) {
	dir := b.TempDir()
	const n = 100
	for i := range n {
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("term-number-%d.md", i)), []byte("hello"), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	f, err := Open(dir)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	names := make([]string, n)
	for i := range names {
		names[i] = fmt.Sprintf("term-number-%d.md", i)
	}
	for name, stat := range map[string]func(string) (Info, error){"statx": f.Stat, "stat": f.oldStat} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if _, err := stat(names[i%n]); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
