package layouts

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/css"
	"github.com/tdewolff/minify/v2/js"
	"github.com/tdewolff/minify/v2/svg"
)

// Asset is a file of the theme. Path is relative to the site's root, with slashes.
type Asset struct {
	Path string
	Data []byte
}

// StyleSheet is the path of the one style sheet: all files of styles/, joined in the order of their names, then the brand.
const StyleSheet = "assets/site.css"

// Assets returns the theme's files for a site, sorted by path: the style sheet, branded, the script, and everything in assets/.
// Styles, scripts and SVG are minified; a file that cannot be is an error of type Problem.
func (t *Theme) Assets(site *Site) ([]Asset, error) {
	m := minify.New()
	m.Add(types[".css"], &css.Minifier{})
	m.Add(types[".js"], &js.Minifier{Version: 2020})
	m.Add(types[".svg"], &svg.Minifier{})
	sheet, err := t.styles(m, site.Brand)
	if err != nil {
		return nil, err
	}
	script, err := t.script(m, site)
	if err != nil {
		return nil, err
	}
	assets := []Asset{{StyleSheet, sheet}, {Script, script}}
	if site.Book != "" && !t.files.user[BookStyle] {
		assets = append(assets, Asset{BookStyle, bookStyle(site)})
	}
	for _, name := range t.files.in("assets") {
		if name == StyleSheet || name == Script {
			continue
		}
		data, err := t.files.read(name)
		if err != nil {
			return nil, Problem{File: name, Text: err.Error()}
		}
		data, err = shrink(m, name, data)
		if err != nil {
			return nil, err
		}
		if name == citeScript {
			about, err := forCiting(site)
			if err != nil {
				return nil, err
			}
			data = append(about, data...)
		}
		assets = append(assets, Asset{name, data})
	}
	slices.SortFunc(assets, func(a, b Asset) int { return strings.Compare(a.Path, b.Path) })
	return assets, nil
}

// styles joins the style sheet. A file assets/site.css of the user's stands for all of styles/.
func (t *Theme) styles(m *minify.M, brand Brand) ([]byte, error) {
	var joined bytes.Buffer
	parts := t.files.in("styles")
	if t.files.user[StyleSheet] {
		parts = []string{StyleSheet}
	}
	for _, name := range parts {
		if path.Ext(name) != ".css" {
			continue
		}
		data, err := t.files.read(name)
		if err != nil {
			return nil, Problem{File: name, Text: err.Error()}
		}
		// Each part is minified alone, so that an error names its own file.
		data, err = shrink(m, name, data)
		if err != nil {
			return nil, err
		}
		joined.Write(data)
	}
	joined.WriteString(brand.css())
	return joined.Bytes(), nil
}

// types are the media types of the files that are minified.
var types = map[string]string{".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}

func shrink(m *minify.M, name string, data []byte) ([]byte, error) {
	kind, known := types[path.Ext(name)]
	if !known {
		return data, nil
	}
	small, err := m.Bytes(kind, data)
	if err != nil {
		return nil, Problem{File: name, Text: fmt.Sprintf("cannot be minified: %v", err)}
	}
	return small, nil
}
