package build

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"

	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/output"
	"gloss/layouts"
)

// theme is the loaded theme; an alias keeps the passes' signatures short.
type theme = layouts.Theme

// styling is what the last build made of the theme. A theme is one value for as long as the user's files are the same.
type styling struct {
	dir    string
	files  [sha256.Size]byte
	theme  *theme
	diags  diag.List
	shared *layouts.Site // for which assets were made
	assets []layouts.Asset
}

// loadTheme loads the default theme under the user's files, which are read again each time; parsing the templates takes 10 ms.
func (b *Builder) loadTheme(dir string) (*theme, diag.List) {
	var user fs.FS
	var files [sha256.Size]byte
	if info, err := os.Stat(dir); err == nil && info.IsDir() {
		user = os.DirFS(dir)
		files = hashFolder(user)
	}
	if s := &b.styling; s.theme != nil && s.dir == dir && s.files == files {
		return s.theme, s.diags
	}
	loaded, problems := layouts.Load(user)
	var diags diag.List
	for _, problem := range problems {
		diags = append(diags, themeProblem(dir, problem))
	}
	b.styling = styling{dir: dir, files: files, theme: loaded, diags: diags}
	return loaded, diags
}

// hashFolder hashes the names and bytes of all files, and what cannot be read.
func hashFolder(folder fs.FS) [sha256.Size]byte {
	h := sha256.New()
	err := fs.WalkDir(folder, ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && name != "." && (name[0] == '.' || name == "node_modules") {
			return fs.SkipDir // no part of a theme
		}
		fmt.Fprintf(h, "%q %v\n", name, err)
		if err != nil || d.IsDir() {
			return nil
		}
		data, err := fs.ReadFile(folder, name)
		fmt.Fprintf(h, "%d %v\n", len(data), err)
		h.Write(data)
		return nil
	})
	fmt.Fprintln(h, err)
	return [sha256.Size]byte(h.Sum(nil))
}

// putAssets stages the theme's files. Joining and minifying them takes 10 ms, so they are kept for as long as the theme and what all
// pages share stay the same. The first error is that of a user's file.
func (b *Builder) putAssets(w *output.Writer, p *plan) (problem, err error) {
	s := &b.styling
	if s.shared != p.site.Shared() || s.assets == nil {
		assets, err := p.theme.Assets(p.site.Shared())
		if err != nil {
			return err, nil
		}
		s.shared, s.assets = p.site.Shared(), assets
	}
	for _, asset := range s.assets {
		if err := w.Put(asset.Path, asset.Data); err != nil {
			return nil, err
		}
	}
	return nil, nil
}
