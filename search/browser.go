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

// An ownScript is the engine or the interface: the same in each build.
type ownScript struct {
	name   string
	source func() string
}

var ownScripts = [...]ownScript{{"engine", engineSource}, {"ui", func() string { return uiSource }}}

// minify makes the script as it is written, which takes some milliseconds.
func (o *ownScript) minify() []byte {
	m := minify.New()
	minifier := &js.Minifier{Version: 2022}
	var out bytes.Buffer
	if err := minifier.Minify(m, &out, strings.NewReader(o.source()), nil); err != nil {
		panic(fmt.Errorf("search: %s of the browser: %w", o.name, err)) // it is part of the program
	}
	return out.Bytes()
}

// minified are these scripts, each made when it is first asked for.
var minified = [len(ownScripts)]func() []byte{sync.OnceValue(ownScripts[0].minify), sync.OnceValue(ownScripts[1].minify)}

// scripts adds the engine and the interface.
func (e *exporter) scripts() {
	for i, o := range ownScripts {
		e.files = append(e.files, planned{path: "search/" + o.name + ".js",
			render: func(s *script) []byte { return append(s.text[:0], minified[i]()...) },
			inputs: func(b []byte) []byte { return append(b, o.source()...) }})
	}
}
