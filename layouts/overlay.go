package layouts

import (
	"io/fs"
	"path"
	"sort"
	"strings"
)

// overlay is the user's files over the default theme's.
type overlay struct {
	layers []fs.FS // the default first, the user's last
	paths  []string
	user   map[string]bool
}

// The folders of a theme. Everything else in the user's folder is not the theme's.
var folders = []string{"templates", "styles", "scripts", "assets", "words"}

func newOverlay(user fs.FS) (*overlay, Problems) {
	o := &overlay{layers: []fs.FS{defaults}, user: map[string]bool{}}
	known := map[string]bool{}
	list(defaults, func(name string) { known[name] = true })
	if user == nil {
		o.paths = sorted(known)
		return o, nil
	}
	o.layers = append(o.layers, user)
	problems := list(user, func(name string) {
		o.user[name] = true
		known[name] = true
	})
	o.paths = sorted(known)
	return o, append(problems, o.strangers()...)
}

// list calls add with each file of the theme's folders. Hidden files and editors' copies are left out.
func list(files fs.FS, add func(name string)) Problems {
	var problems Problems
	for _, folder := range folders {
		err := fs.WalkDir(files, folder, func(name string, entry fs.DirEntry, err error) error {
			if err != nil && name == folder {
				return fs.SkipDir // a theme need not have each folder
			}
			if err != nil {
				problems = append(problems, Problem{File: name, Text: err.Error()})
				return nil
			}
			base := path.Base(name)
			hidden := strings.HasPrefix(base, ".") || strings.HasSuffix(base, "~") || strings.HasPrefix(base, "#")
			switch {
			case hidden && entry.IsDir():
				return fs.SkipDir
			case !hidden && !entry.IsDir():
				add(name)
			}
			return nil
		})
		if err != nil {
			problems = append(problems, Problem{File: folder, Text: err.Error()})
		}
	}
	return problems
}

// strangers warns of templates that no page uses under their name: a misspelled override would otherwise do nothing in silence.
func (o *overlay) strangers() Problems {
	var problems Problems
	var known []string
	list(defaults, func(name string) {
		if strings.HasPrefix(name, "templates/") {
			known = append(known, name)
		}
	})
	for _, name := range o.in("templates") {
		if !o.user[name] || contains(known, name) {
			continue
		}
		p := Problem{File: name, Warning: true, Text: "no page uses a template of this name"}
		if near := nearest(name, known); near != "" {
			p.Hint = "did you mean " + near + "?"
		}
		problems = append(problems, p)
	}
	return problems
}

// in returns the paths in a folder, sorted: their order decides the order of styles and of problems.
func (o *overlay) in(folder string) []string {
	var names []string
	for _, name := range o.paths {
		if strings.HasPrefix(name, folder+"/") {
			names = append(names, name)
		}
	}
	return names
}

// read returns the user's file of this name, else the default one.
func (o *overlay) read(name string) ([]byte, error) {
	layers := o.layersOf(name)
	return fs.ReadFile(layers[len(layers)-1], name)
}

// layersOf returns the layers that have a file of this name, the default first. There is one at least for each of paths.
func (o *overlay) layersOf(name string) []fs.FS {
	if !o.user[name] {
		return o.layers[:1]
	}
	if _, err := fs.Stat(defaults, name); err != nil {
		return o.layers[1:]
	}
	return o.layers
}

func sorted(set map[string]bool) []string {
	names := make([]string, 0, len(set))
	for name := range set {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}

func contains(list []string, s string) bool {
	for _, x := range list {
		if x == s {
			return true
		}
	}
	return false
}

// nearest returns the name that is fewest edits away, or "" when none is near enough to be meant.
func nearest(name string, known []string) string {
	best, limit := "", 4
	for _, k := range known {
		if d := distance(name, k); d < limit {
			best, limit = k, d
		}
	}
	return best
}

// distance is the number of bytes to insert, delete or replace (Levenshtein).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
