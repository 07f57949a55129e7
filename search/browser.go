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

// scripts adds the engine and the interface, minified.
func (e *exporter) scripts() error {
	m := minify.New()
	minifier := &js.Minifier{Version: 2022}
	for _, source := range []struct{ name, text string }{{"engine", engineSource()}, {"ui", uiSource}} {
		var out bytes.Buffer
		if err := minifier.Minify(m, &out, strings.NewReader(source.text), nil); err != nil {
			return fmt.Errorf("search: %s of the browser: %w", source.name, err)
		}
		e.files = append(e.files, planned{"search/" + source.name + ".js", func(*script) []byte { return out.Bytes() }})
	}
	return nil
}
