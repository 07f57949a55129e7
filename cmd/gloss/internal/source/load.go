package source

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"gloss/cmd/gloss/internal/address"
	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/direct"
)

// Open opens the content folder dir for Load; folder is what diagnostics call it. Close the Root when the files are no longer
// needed. When the list holds an error, the Root is nil.
func Open(dir, folder string) (*os.Root, diag.List) {
	root, err := os.OpenRoot(dir)
	if err == nil {
		return root, nil
	}
	d := diag.Diagnostic{File: folder, Rule: "no-content", Text: "the content folder cannot be read: " + cause(err)}
	switch info, statErr := os.Stat(dir); {
	case errors.Is(err, fs.ErrNotExist):
		d.Text, d.Hint = "there is no content folder", "make it and put Markdown files into it, or run gloss init"
	case statErr == nil && !info.IsDir():
		d.Text, d.Hint = "the content folder is a file", "name a folder as content in gloss.yaml"
	}
	return nil, diag.List{d}
}

// Load reads all files of root that belong to the glossary, sorted by Path. Paths in the list are relative to root. The result does not
// depend on the number of workers, which is that of the processors.
func Load(root fs.FS) ([]File, diag.List) { return new(Reader).Load(root) }

// clashes reports paths that are one file on systems that fold case or normalise names. files are sorted. It returns the paths that such
// a system changes, by what it makes of them.
func clashes(files []File) (map[string]string, diag.List) {
	odd, clash := map[string]string{}, false
	for i, f := range files {
		clash = clash || i > 0 && files[i-1].Path == f.Path
		key := address.Clash(f.Path)
		if key == f.Path {
			continue
		}
		_, taken := slices.BinarySearchFunc(files, key, func(f File, key string) int { return strings.Compare(f.Path, key) })
		clash = clash || taken || odd[key] != ""
		odd[key] = f.Path
	}
	if !clash {
		return odd, nil // nearly always, and nearly all paths are their own keys
	}
	return odd, tellClashes(files)
}

func tellClashes(files []File) diag.List {
	var list diag.List
	first := make(map[string]string, len(files))
	for _, f := range files {
		key := address.Clash(f.Path)
		other, taken := first[key]
		if !taken {
			first[key] = f.Path
			continue
		}
		d := diag.Diagnostic{File: f.Path, Rule: "path-clash", Hint: "rename one of them"}
		d.Text = fmt.Sprintf("%q and %q are one file on systems that fold case", other, f.Path)
		if other == f.Path {
			d.Text = fmt.Sprintf("two files are called %q, spelled with different Unicode characters that look alike", f.Path)
		}
		list = append(list, d)
	}
	return list
}

// readAll reads and hashes the files that differ from the last look, in parallel; the results stand in the order of all, which is that of
// their paths. Files that cannot be read are left out.
func (r *Reader) readAll(root fs.FS, all []found, now time.Time) ([]look, diag.List) {
	// Nearly always no file came or went. Then each look takes the place of the last one, which at 100,000 files saves 14 MB.
	looks, same := r.looks, r.sameFiles(all)
	if !same {
		looks = make([]look, len(all))
	}
	errs := make([]error, len(all))
	var next, opened atomic.Int64
	var workers sync.WaitGroup
	const batch = 64
	// While the disk is waited for, others of the readers have a processor. Each has files open, of which a process may have few.
	const most = 16
	readers := min(2*runtime.GOMAXPROCS(0), 1+len(all)/batch, most)
	for range readers {
		workers.Go(func() {
			in := opener{root: root, now: now, reader: direct.Reader{Readers: readers}}
			defer in.close()
			var unknown []int // places of files to read
			for {
				end := int(next.Add(batch))
				if end-batch >= len(all) {
					return
				}
				unknown = unknown[:0]
				for i := end - batch; i < min(end, len(all)); i++ {
					if all[i].unasked && len(r.looks) > 0 {
						all[i].stat = in.stat(all[i].name)
					}
					at := i
					if !same {
						at, _ = r.at(all[i].path)
					}
					if !r.known(at, &all[i]) {
						unknown = append(unknown, i)
					} else if !same {
						looks[i] = r.looks[at]
					}
				}
				in.readAll(all, unknown, looks, errs)
				opened.Add(int64(len(unknown)))
			}
		})
	}
	workers.Wait()
	var list diag.List
	kept := looks[:0]
	r.opened = int(opened.Load())
	for i := range looks {
		if errs[i] != nil {
			list = append(list, problem(all[i].name, errs[i]))
			continue
		}
		kept = append(kept, looks[i])
	}
	return kept, list
}

// sameFiles reports whether the last look saw files of these paths and of no others.
func (r *Reader) sameFiles(all []found) bool {
	return len(all) > 0 && slices.EqualFunc(r.looks, all, func(l look, f found) bool { return l.file.Path == f.path })
}

// known reports whether what the last look saw in the file of a place is what stands there, because the stat is the same.
func (r *Reader) known(at int, f *found) bool {
	if f.stat == (stat{}) || at == len(r.looks) {
		return false
	}
	l := &r.looks[at]
	return l.file.Path == f.path && l.stat == f.stat && (f.name == f.path && l.file.name == "" || f.name == l.file.name)
}

// fileOf is a file by its name on disk.
func fileOf(name string) File {
	f := File{Path: norm.NFC.String(name)}
	if f.Path != name {
		f.name = name
	}
	return f
}

var errTooLarge = fmt.Errorf("the file is larger than %d MiB", MaxMarkdown>>20)

// read reads or only hashes one file, by its name on disk, at a time after now.
func read(root fs.FS, name string, now time.Time) (look, error) {
	f := fileOf(name)
	file, err := root.Open(name)
	if err != nil {
		return look{}, err
	}
	defer file.Close()
	info, err := file.Stat() // before it is read: what is written meanwhile makes another stat
	if err != nil {
		return look{}, err
	}
	if !isMarkdown(name) {
		hash := sha256.New()
		f.Size, err = io.Copy(hash, file)
		hash.Sum(f.Hash[:0])
		return look{file: f, stat: statOf(info, now)}, err
	}
	if info.Size() > MaxMarkdown {
		return look{}, errTooLarge
	}
	if f.Data, err = readWhole(file, int(info.Size())); err != nil {
		return look{}, err
	}
	if len(f.Data) > MaxMarkdown {
		return look{}, errTooLarge
	}
	f.Size = int64(len(f.Data))
	f.Hash = sha256.Sum256(f.Data)
	return look{file: f, stat: statOf(info, now), note: isNote(f.Path, f.Data)}, nil
}

// readWhole reads size bytes, the length that the file was said to have; a file that shrank gives fewer. One that is being written
// to at this moment is read again by the next build. A size of 0, which some file systems give for what they make up on the fly,
// reads to the end, or to one byte above the limit.
func readWhole(file io.Reader, size int) ([]byte, error) {
	if size == 0 {
		return io.ReadAll(io.LimitReader(file, MaxMarkdown+1))
	}
	data := make([]byte, size)
	n, err := io.ReadFull(file, data)
	if err == io.EOF || err == io.ErrUnexpectedEOF {
		err = nil
	}
	return data[:n], err
}

// problem says what kept a file or folder from being read.
func problem(name string, err error) diag.Diagnostic {
	d := diag.Diagnostic{File: norm.NFC.String(name), Rule: "unreadable-file", Text: "cannot be read: " + cause(err)}
	switch {
	case errors.Is(err, errTooLarge):
		d.Rule, d.Text, d.Hint = "too-large", err.Error(), "split it: an entry is a page of text"
	case errors.Is(err, fs.ErrPermission):
		d.Text, d.Hint = "cannot be read: permission denied", "give yourself the right to read it"
	case errors.Is(err, fs.ErrNotExist):
		d.Text, d.Hint = "disappeared while it was being read", "build again"
	}
	if !utf8.ValidString(name) {
		d.File = strings.ToValidUTF8(name, "\ufffd")
	}
	return d
}

// cause returns an error's innermost text, without operation and path, which a diagnostic names itself.
func cause(err error) string {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		err = pathError.Err
	}
	return err.Error()
}
