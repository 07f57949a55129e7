package search

import (
	"bytes"
	"embed"
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"github.com/tdewolff/minify/v2"
	"github.com/tdewolff/minify/v2/js"
)

//go:embed browser/engine/*.js
var engineParts embed.FS

// engineSource is the engine: its parts in order of their names, within one function, so that pages get no names from it but "gloss".
var engineSource = sync.OnceValue(func() string {
	names, _ := fs.Glob(engineParts, "browser/engine/*.js")
	var b strings.Builder
	b.WriteString("(function (global) {\n\"use strict\";\n")
	for _, name := range names {
		part, err := engineParts.ReadFile(name)
		if err != nil {
			panic(err) // it is part of the program
		}
		b.Write(part)
	}
	b.WriteString("})(globalThis);\n")
	return b.String()
})

//go:embed browser/ui.js
var uiSource string

// minified are the engine and the interface as they are written, the same in each build.
var minified = sync.OnceValues(func() (files [2]File, err error) {
	m := minify.New()
	minifier := &js.Minifier{Version: 2022}
	for i, source := range []struct{ name, text string }{{"engine", engineSource()}, {"ui", uiSource}} {
		var out bytes.Buffer
		if err := minifier.Minify(m, &out, strings.NewReader(source.text), nil); err != nil {
			return files, fmt.Errorf("search: %s of the browser: %w", source.name, err)
		}
		files[i] = File{Path: "search/" + source.name + ".js", Data: out.Bytes()}
	}
	return files, nil
})

// scripts adds the engine and the interface.
func (e *exporter) scripts() error {
	files, err := minified()
	for _, f := range files {
		e.files = append(e.files, planned{path: f.Path, render: func(s *script) []byte { return append(s.text[:0], f.Data...) }})
	}
	return err
}
