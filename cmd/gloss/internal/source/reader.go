package source

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"gloss/cmd/gloss/internal/address"
	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/direct"
)

// Reader reads one content folder again and again. It opens only files whose size, time or identity are not those of its last look, as
// a version control system does: a whole look at 100,000 unchanged files takes a tenth of the time of reading them. What it returns is
// what Load would return. The zero Reader has read nothing. It must not be used by two goroutines at once.
type Reader struct {
	// Ahead is added to the clock by tests, in which files of this moment have to count as settled.
	Ahead time.Duration

	looks []look // sorted by path
	files []File // of the last look
	// plain says that the last look found no problem and no symbolic link, so that each file stands under its own name alone. folders
	// are then all folders below the content folder, and that itself, ".".
	plain   bool
	folders map[string]bool
	// odd are the files that another one could clash with though its path differs, by what is compared: "CRM.md" by "crm.md".
	odd map[string]string

	opened int // files that the last Load had to read
}

// look is what is known of one file.
type look struct {
	file File
	stat stat
	note bool // read by people alone, no part of the glossary
}

// stat tells a changed file without reading it. The zero stat is that of no file.
type stat struct {
	size     int64
	modified int64 // in ns
	changed  int64 // the inode's time in ns, 0 where the system has none
	inode    uint64
}

// settled is how old a file must be for its stat to be trusted: one that was written since may be written again with the same stat, by a
// clock that ticks every two seconds (FAT) or every few milliseconds (most others).
const settled = 3 * time.Second

// statOf is the stat of a file that was looked at after now.
func statOf(info fs.FileInfo, now time.Time) stat {
	s := stat{size: info.Size(), modified: info.ModTime().UnixNano()}
	s.inode, s.changed = identity(info)
	return s.settledAt(now)
}

// statIn is the stat of a file that was looked at after now, as calls of our own tell it.
func statIn(info direct.Info, now time.Time) stat {
	return stat{size: info.Size, modified: info.Modified, changed: info.Changed, inode: info.Inode}.settledAt(now)
}

// settledAt returns the stat of a file that was looked at after now, or the zero stat when it says nothing.
func (s stat) settledAt(now time.Time) stat {
	if before := now.Add(-settled).UnixNano(); s.inode == 0 || s.modified > before || s.changed > before {
		return stat{}
	}
	return s
}

// Load is the function Load, which reads only what differs from the last time.
func (r *Reader) Load(root fs.FS) ([]File, diag.List) {
	w := walker{root: root, now: r.now(), folders: map[string]bool{}, first: len(r.looks) == 0}
	w.folder(".", nil)
	sortFound(w.found)
	looks, list := r.readAll(root, w.found, w.now)
	list = append(w.list, list...)
	files := make([]File, 0, len(looks))
	for i := range looks {
		if !looks[i].note {
			files = append(files, looks[i].file)
		}
	}
	var problems diag.List
	r.odd, problems = clashes(files)
	list = append(list, problems...)
	if len(list) == 0 && !slices.ContainsFunc(files, File.IsMarkdown) {
		list = append(list, diag.Diagnostic{Severity: diag.Warning, Rule: "no-terms", Text: "no Markdown file in the content folder",
			Hint: `write one with gloss new "Name of the term"`})
	}
	list.Sort()
	r.looks, r.files, r.folders, r.plain = looks, files, w.folders, len(list) == 0 && !w.linked
	return files, list
}

// sortFound gives files their paths and sorts them by these: the disk's order is its own affair. Each folder is sorted already.
func sortFound(all []found) {
	ascending := true
	for i := range all {
		all[i].path = norm.NFC.String(all[i].name)
		ascending = ascending && (i == 0 || all[i-1].path <= all[i].path)
	}
	if !ascending {
		slices.SortStableFunc(all, func(a, b found) int { return strings.Compare(a.path, b.path) })
	}
}

func (r *Reader) now() time.Time { return time.Now().Add(r.Ahead) }

// LoadNamed is Load for a caller who knows what may have changed: it looks at the files of these names alone, relative to the content
// folder and with slashes. It reports false, and leaves everything to Load, when it cannot be certain to return what Load would if
// no other file changed. The list is then empty. Folders, links and files whose names need thought are for Load.
func (r *Reader) LoadNamed(root fs.FS, names []string) ([]File, bool) {
	if !r.plain {
		return nil, false
	}
	names = slices.Clone(names)
	slices.Sort(names)
	var seen []seen
	for _, name := range slices.Compact(names) {
		one, certain := r.see(root, name)
		if !certain {
			return nil, false
		}
		if one.is != passedOver {
			seen = append(seen, one)
		}
	}
	if len(seen) == 0 {
		return r.files, true
	}
	r.merge(seen)
	files := r.withSeen(seen)
	if !slices.ContainsFunc(files, File.IsMarkdown) {
		r.plain = false
		return nil, false
	}
	r.files = files
	return files, true
}

// seen is what LoadNamed found at one path.
type seen struct {
	path string
	is   presence
	look look
}

type presence uint8

const (
	passedOver presence = iota
	gone
	there
)

// see looks at one file. It reports false where only a look at the whole folder could tell.
func (r *Reader) see(root fs.FS, name string) (seen, bool) {
	base := path.Base(name)
	switch {
	case Ignored(path.Dir(name)):
		return seen{}, true
	case ignored(base):
		return seen{}, !isMarkdown(base)
	case !usable(base) || norm.NFC.String(name) != name || !fs.ValidPath(name) || !r.folders[path.Dir(name)] || r.folders[name]:
		return seen{}, false
	}
	one := seen{path: name, is: gone}
	_, known := r.at(name)
	now := r.now()
	info, err := fs.Lstat(root, name)
	switch {
	case errors.Is(err, fs.ErrNotExist) && known:
		return one, true
	case errors.Is(err, fs.ErrNotExist):
		return seen{}, true
	case err != nil || !info.Mode().IsRegular() || !known && r.clashing(name):
		return seen{}, false
	}
	one.is = there
	if one.look, err = read(root, name, now); err != nil {
		return seen{}, false
	}
	return one, true
}

// usable reports whether a name can be an address on all systems; the walker says why not.
func usable(name string) bool {
	return utf8.ValidString(name) && !strings.ContainsFunc(name, func(r rune) bool { return r < 0x20 || r == 0x7f || r == '\\' })
}

// at returns the place of a path among the looks, and whether it is there.
func (r *Reader) at(path string) (int, bool) {
	return slices.BinarySearchFunc(r.looks, path, func(l look, path string) int { return strings.Compare(l.file.Path, path) })
}

// clashing reports whether a new file might be one file with another on some system.
func (r *Reader) clashing(path string) bool {
	key := address.Clash(path)
	if key == path {
		return r.odd[key] != ""
	}
	_, taken := r.at(key)
	return taken || r.odd[key] != ""
}

// merge brings the looks up to date.
func (r *Reader) merge(all []seen) {
	for _, s := range all {
		i, known := r.at(s.path)
		switch {
		case s.is == gone:
			r.looks = slices.Delete(r.looks, i, i+1)
			if key := address.Clash(s.path); key != s.path {
				delete(r.odd, key)
			}
		case known:
			r.looks[i] = s.look
		default:
			r.looks = slices.Insert(r.looks, i, s.look)
			if key := address.Clash(s.path); key != s.path {
				r.odd[key] = s.path
			}
		}
	}
}

// withSeen returns the last files with what was seen, which is sorted too.
func (r *Reader) withSeen(all []seen) []File {
	files := make([]File, 0, len(r.files)+len(all))
	old := r.files
	for _, s := range all {
		i, known := slices.BinarySearchFunc(old, s.path, func(f File, path string) int { return strings.Compare(f.Path, path) })
		files = append(files, old[:i]...)
		if known {
			i++
		}
		old = old[i:]
		if s.is == there && !s.look.note {
			files = append(files, s.look.file)
		}
	}
	return append(files, old...)
}
