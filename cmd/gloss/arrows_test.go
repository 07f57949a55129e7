package main

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// floors lists the packages from the ground up. A package may import packages of lower floors only, so that data passes through
// the house one way.
var floors = [][]string{
	{"gloss/cmd/gloss/internal/diag", "gloss/cmd/gloss/internal/graph", "gloss/cmd/gloss/internal/address", "gloss/cmd/gloss/internal/collector", "gloss/cmd/gloss/internal/direct", "gloss/cmd/gloss/internal/names/everyday", "gloss/cmd/gloss/internal/history", "gloss/cmd/gloss/internal/machine", "gloss/cmd/gloss/internal/offline", "gloss/cmd/gloss/internal/slab", "gloss/layouts"},
	{"gloss/cmd/gloss/internal/mapping", "gloss/cmd/gloss/internal/rule", "gloss/cmd/gloss/internal/source", "gloss/cmd/gloss/internal/output", "gloss/search"},
	{"gloss/cmd/gloss/internal/config", "gloss/cmd/gloss/internal/term", "gloss/cmd/gloss/internal/watch"},
	{"gloss/cmd/gloss/internal/names"},
	{"gloss/cmd/gloss/internal/linker"},
	{"gloss/cmd/gloss/internal/markdown"},
	{"gloss/cmd/gloss/internal/site", "gloss/cmd/gloss/internal/check", "gloss/cmd/gloss/internal/kept"},
	{"gloss/cmd/gloss/internal/build", "gloss/cmd/gloss/internal/preview"},
	{"gloss/cmd/gloss/internal/live"},
	{"gloss/cmd/gloss"},
}

// homes are libraries that one package alone may know.
var homes = map[string]string{
	"github.com/yuin/goldmark":      "gloss/cmd/gloss/internal/markdown",
	"github.com/blevesearch/bleve/": "gloss/search",
	"github.com/fsnotify/fsnotify":  "gloss/cmd/gloss/internal/watch",
	"github.com/spf13/cobra":        "gloss/cmd/gloss",
}

type listedPackage struct {
	ImportPath string
	Imports    []string
}

func listPackages(t *testing.T) []listedPackage {
	t.Helper()
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "gloss/...").Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []listedPackage
	for decoder := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p listedPackage
		if err := decoder.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

func floorOf(path string) int {
	return slices.IndexFunc(floors, func(floor []string) bool { return slices.Contains(floor, path) })
}

// tool reports whether a package is a program of the workshop (it derives a word list, it measures) and no part of gloss.
func tool(path string) bool { return slices.Contains(tools, path) }

var tools = []string{"gloss/cmd/gloss/internal/names/everyday/derive", "gloss/cmd/gloss/internal/bench", "gloss/search/bench", "gloss/search/bench/wordnet"}

func TestArrowsRunDown(t *testing.T) {
	packages := listPackages(t)
	for _, listed := range append(slices.Concat(floors...), tools...) {
		if !slices.ContainsFunc(packages, func(p listedPackage) bool { return p.ImportPath == listed }) {
			t.Errorf("%s is listed, and there is no such package", listed)
		}
	}
	for _, p := range packages {
		floor := floorOf(p.ImportPath)
		if floor < 0 && !tool(p.ImportPath) {
			t.Errorf("%s has no floor: add it to floors, as low as its imports allow", p.ImportPath)
		}
		for _, imported := range p.Imports {
			if strings.HasPrefix(imported, "gloss/") && !tool(p.ImportPath) && floorOf(imported) >= floor {
				t.Errorf("%s imports %s, which does not lie below it", p.ImportPath, imported)
			}
			for library, home := range homes {
				if strings.HasPrefix(imported, library) && p.ImportPath != home && !strings.HasPrefix(p.ImportPath, home+"/") {
					t.Errorf("%s imports %s; only %s may know it", p.ImportPath, imported, home)
				}
			}
		}
	}
}
