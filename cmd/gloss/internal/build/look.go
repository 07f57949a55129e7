package build

import (
	"os"
	"path/filepath"

	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/source"
)

// look says how a build looks at the content folder.
type look struct {
	changed []string // what is known to have changed; nil for a whole look
}

// maxNamed is the number of changed paths from which a whole look is as quick, and a watcher may have left some out.
const maxNamed = 500

// loading is a content folder that was read before the build.
type loading struct {
	root  *os.Root
	files []source.File
	diags diag.List
}

// load reads the content folder, unless key has just done so. Without a root the list says why.
func (b *Builder) load(r *Result, how look) (*os.Root, []source.File, diag.List) {
	if l := b.ahead; l != nil {
		b.ahead = nil
		return l.root, l.files, l.diags
	}
	root, diags := source.Open(r.ContentDir, filepath.ToSlash(r.ContentDir))
	if diags.HasErrors() {
		return nil, nil, diags
	}
	if b.readerDir != r.ContentDir {
		b.reader, b.readerDir = source.Reader{}, r.ContentDir
	}
	if names, few := namesIn(r.ContentDir, how.changed); few {
		if files, certain := b.reader.LoadNamed(root.FS(), names); certain {
			return root, files, nil
		}
	}
	files, diags := b.reader.Load(root.FS())
	return root, files, diags
}

// namesIn returns the paths below the content folder, with slashes, and reports false where a look at named files cannot do.
func namesIn(dir string, changed []string) ([]string, bool) {
	if len(changed) == 0 || len(changed) > maxNamed {
		return nil, false
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, false
	}
	var names []string
	for _, name := range changed {
		full, err := filepath.Abs(name)
		if err != nil || holds(full, dir) {
			return nil, false // the content folder itself, or one above it
		}
		if rel, err := filepath.Rel(dir, full); err == nil && filepath.IsLocal(rel) {
			names = append(names, filepath.ToSlash(rel))
		}
	}
	return names, true
}
