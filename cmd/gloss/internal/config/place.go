package config

import (
	"io/fs"
	"strings"

	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/mapping"
)

// Place returns a diagnostic without a text at the value of a key, "theme.accent", in the settings file called name; at the file's
// beginning when the key is not there. It reads the file again, because only the few settings that are found wrong later need it.
func Place(fsys fs.FS, name, key string) diag.Diagnostic {
	data, err := read(fsys, name)
	if err != nil {
		return diag.Diagnostic{File: name}
	}
	start := 0
	if strings.HasPrefix(string(data), "\ufeff") {
		start = len("\ufeff")
	}
	entries, _ := mapping.YAML(name, data, start, len(data))
	for path := strings.Split(key, "."); ; path = path[1:] {
		var found *mapping.Entry
		for i := range entries {
			if entries[i].Key == path[0] {
				found = &entries[i]
			}
		}
		switch {
		case found == nil:
			return diag.Diagnostic{File: name}
		case len(path) == 1:
			return found.Value.At(name, data)
		}
		entries = found.Value.Fields
	}
}
