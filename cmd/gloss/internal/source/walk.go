package source

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"time"

	"gloss/cmd/gloss/internal/address"
	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/direct"
)

const (
	// maxDepth is the deepest nesting of folders; it also ends a loop of links on a file system that cannot tell folders apart.
	maxDepth = 64
	// maxLinks is the number of links to folders that are followed in all: links to folders of links would multiply without end.
	maxLinks = 1000
)

// walker collects the names of files below root.
type walker struct {
	root    fs.FS
	now     time.Time
	found   []found
	folders map[string]bool
	list    diag.List
	links   int
	linked  bool // a symbolic link was met
	first   bool // nothing is known, so each file is going to be read
}

// found is a file that was met: its name on disk, and its stat where that is known and can be trusted.
type found struct {
	name, path string // path is the name in NFC
	stat       stat
	unasked    bool // the stat is not known because nobody has asked for it
}

// entries lists a folder. Where the system tells names and types alone, there are no stats: files are asked for the rest by those who read
// them, on all processors, and on a first look not at all.
func (w *walker) entries(folder string) (entries []direct.Entry, stats []stat, err error) {
	prefix := ""
	if folder != "." {
		prefix = folder + "/"
	}
	if opened, err := w.root.Open(folder); err == nil {
		if in, ok := direct.In(opened); ok {
			entries, err := in.List(prefix)
			_ = in.Close() // nothing was written to it
			if err == nil {
				return entries, nil, nil
			}
		} else {
			_ = opened.Close()
		}
	}
	listed, err := fs.ReadDir(w.root, folder)
	entries, stats = make([]direct.Entry, len(listed)), make([]stat, len(listed))
	for i, e := range listed {
		entries[i] = direct.Entry{Path: prefix + e.Name(), Name: e.Name(), Type: e.Type()}
		if e.Type().IsRegular() {
			stats[i] = w.statOf(e)
		}
	}
	return entries, stats, err
}

func (w *walker) report(name, rule, text, hint string) {
	w.list = append(w.list, diag.Diagnostic{File: strings.ToValidUTF8(name, "\ufffd"), Rule: rule, Text: text, Hint: hint})
}

// folder collects the files below the folder called name; above are the folders on the way to it, for the detection of loops.
func (w *walker) folder(name string, above []fs.FileInfo) {
	if len(above) > maxDepth {
		w.report(name, "too-deep", fmt.Sprintf("folders are nested more than %d deep", maxDepth), "a symbolic link may lead back up; remove it")
		return
	}
	entries, stats, err := w.entries(name)
	if err != nil {
		w.list = append(w.list, problem(name, err))
		if name == "." {
			w.list[len(w.list)-1].File = ""
		}
	}
	w.folders[name] = err == nil
	if len(entries) == 0 {
		return
	}
	var self []fs.FileInfo // above and this folder; asked for only where a folder or link stands in it
	w.found = slices.Grow(w.found, len(entries))
	for i := range entries {
		entry := &entries[i]
		full := entry.Path
		if w.pass(full, entry.Name, entry.Type) {
			continue
		}
		switch kind := entry.Type; {
		case kind.IsRegular():
			one := found{name: full, unasked: stats == nil}
			if stats != nil {
				one.stat = stats[i]
			}
			w.found = append(w.found, one)
		case kind.IsDir(), kind&fs.ModeSymlink != 0:
			if self == nil {
				info, err := fs.Stat(w.root, name)
				if err != nil {
					w.list = append(w.list, problem(name, err))
					return
				}
				self = append(above[:len(above):len(above)], info)
			}
			if kind.IsDir() {
				w.folder(full, self)
			} else {
				w.linked = true
				w.link(full, self)
			}
		default:
			w.irregular(full, kind)
		}
	}
}

// statOf returns the stat of an entry; in an os.Root the system has told it already.
func (w *walker) statOf(entry fs.DirEntry) stat {
	if w.first {
		return stat{}
	}
	info, err := entry.Info()
	if err != nil {
		return stat{} // reading it tells what is wrong
	}
	return statOf(info, w.now)
}

// pass reports whether an entry is left out: silently because it is no part of a glossary, or with a message because its name
// cannot be used.
func (w *walker) pass(full, name string, kind fs.FileMode) bool {
	if ignored(name) {
		// A term called .NET would vanish without a word; what macOS (._x) and Emacs (.#x) write beside a file would not be missed.
		if isMarkdown(name) && name[0] == '.' && len(path.Ext(name)) < len(name) && name[1] != '_' && name[1] != '#' && kind.IsRegular() {
			stem := strings.TrimSuffix(name, path.Ext(name))
			w.list = append(w.list, diag.Diagnostic{File: full, Severity: diag.Warning, Rule: "dot-file",
				Text: "files whose name begins with a dot are not read", Hint: "rename it to " + address.FromTitle(stem) + ".md"})
		}
		return true
	}
	if !usable(name) {
		w.report(full, "file-name", fmt.Sprintf("the file name %q cannot be an address on all systems", name), "rename it with letters, digits and hyphens")
		return true
	}
	return false
}

// link follows a symbolic link to a file or folder inside the tree.
func (w *walker) link(full string, above []fs.FileInfo) {
	info, err := fs.Stat(w.root, full)
	switch {
	case err != nil:
		w.brokenLink(full, err)
	case info.IsDir():
		for _, folder := range above {
			if os.SameFile(folder, info) {
				w.report(full, "symlink-loop", "the symbolic link leads back to a folder that it stands in", "remove the link")
				return
			}
		}
		if w.links++; w.links > maxLinks {
			if w.links == maxLinks+1 {
				w.report(full, "symlink-loop", fmt.Sprintf("more than %d symbolic links to folders", maxLinks), "remove links to folders that hold links")
			}
			return
		}
		w.folder(full, above)
	case info.Mode().IsRegular():
		w.found = append(w.found, found{name: full})
	default:
		w.irregular(full, info.Mode().Type())
	}
}

func (w *walker) brokenLink(full string, err error) {
	text := cause(err)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		w.report(full, "dangling-symlink", "the symbolic link leads to nothing", "remove the link or restore its target")
	case errors.Is(err, fs.ErrPermission):
		w.report(full, "unreadable-file", "the target of the symbolic link cannot be read: permission denied", "give yourself the right to read it")
	case strings.Contains(text, "escapes"):
		w.report(full, "symlink-outside", "the symbolic link leads out of the content folder", "copy the file instead; an absolute target counts as outside too")
	case strings.Contains(text, "too many") || strings.Contains(text, "loop"):
		w.report(full, "symlink-loop", "the symbolic link leads to itself", "remove the link")
	default:
		w.report(full, "unreadable-file", "the symbolic link cannot be followed: "+text, "remove the link or repair its target")
	}
}

func (w *walker) irregular(full string, kind fs.FileMode) {
	what := "a device"
	switch {
	case kind&fs.ModeNamedPipe != 0:
		what = "a named pipe"
	case kind&fs.ModeSocket != 0:
		what = "a socket"
	}
	w.report(full, "not-a-file", "this is "+what+", not a file", "remove it from the content folder")
}
