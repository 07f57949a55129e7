package markdown

import (
	"path"
	"slices"
	"strings"

	"gloss/cmd/gloss/internal/diag"
)

// absentFile is a file that a body refers to and that is not there.
type absentFile struct {
	path       string
	diagnostic diag.Diagnostic
}

// Diagnostics returns Diags, with the nearest of files as the hint where a file is missing: one of the same folder, else one of the
// same name elsewhere. files are the content paths of all files that are not Markdown, sorted. The hint is no part of the body, as it
// depends on files that the body did not ask for.
func (b *Body) Diagnostics(files []string) diag.List {
	if len(b.absent) == 0 {
		return b.Diags
	}
	wanted := make(map[diag.Diagnostic]string, len(b.absent))
	for _, a := range b.absent {
		wanted[a.diagnostic] = a.path
	}
	list := slices.Clone(b.Diags)
	for i, d := range list {
		if path, ok := wanted[d]; ok {
			list[i].Hint = nearestFile(path, files)
		}
	}
	return list
}

// nearestFile is the hint for a path that no file has.
func nearestFile(wanted string, files []string) string {
	folder, name := path.Split(wanted)
	first, _ := slices.BinarySearch(files, folder)
	var beside []string
	for _, file := range files[first:] {
		rest, inside := strings.CutPrefix(file, folder)
		if !inside {
			break
		}
		if !strings.Contains(rest, "/") {
			beside = append(beside, rest)
		}
	}
	stem := func(name string) string { return strings.TrimSuffix(name, path.Ext(name)) }
	for _, other := range beside {
		// Another ending of the same name is a larger edit than a wrong letter, and a likelier slip.
		if strings.EqualFold(stem(other), stem(name)) {
			return diag.DidYouMean(folder+other, []string{folder + other})
		}
	}
	if near := diag.Nearest(name, beside); near != "" {
		return diag.DidYouMean(folder+near, []string{folder + near})
	}
	for _, file := range files {
		if strings.EqualFold(path.Base(file), name) {
			return diag.DidYouMean(file, []string{file})
		}
	}
	return ""
}
