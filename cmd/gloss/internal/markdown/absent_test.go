package markdown

import (
	"slices"
	"testing"
)

func TestNearestFile(t *testing.T) {
	files := []string{"a/funnel.png", "a/rates-2026.csv", "b/funnel.svg", "b/sub/logo.png", "cover.jpeg", "pics/Größe.png"}
	for wanted, want := range map[string]string{
		"a/funel.png":        `did you mean "a/funnel.png"?`,
		"a/funnel.jpg":       `did you mean "a/funnel.png"?`,
		"a/Funnel.PNG":       `did you mean "a/funnel.png"?`,
		"b/funnel.png":       `did you mean "b/funnel.svg"?`,
		"a/rates-2025.csv":   `did you mean "a/rates-2026.csv"?`,
		"c/logo.png":         `did you mean "b/sub/logo.png"?`,
		"cover.jpg":          `did you mean "cover.jpeg"?`,
		"pics/größe.png":     `did you mean "pics/Größe.png"?`,
		"a/nothing-like.pdf": "",
		"z":                  "",
	} {
		if got := nearestFile(wanted, files); got != want {
			t.Errorf("%s: %q, want %q", wanted, got, want)
		}
	}
}

// TestDiagnostics holds that hints come and go with the files while the body stays the same.
func TestDiagnostics(t *testing.T) {
	table, _ := glossary()
	body := New(Options{Language: "en"}).Convert(subject("![x](../pics/funel.png) and [[CRN]]\n\n![y](../other/z.png)"), table, files)
	before := slices.Clone(body.Diags)
	hints := func(files []string) (list []string) {
		for _, d := range body.Diagnostics(files) {
			list = append(list, d.Rule+" "+d.Hint)
		}
		return list
	}
	got := hints([]string{"data/rates.csv", "pics/funnel.png"})
	want := []string{`missing-file did you mean "pics/funnel.png"?`, `dead-link did you mean "CRM"?`, "missing-file "}
	if !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
	if got := hints(nil); got[0] != "missing-file " {
		t.Errorf("without files: %q", got)
	}
	if !slices.Equal(body.Diags, before) {
		t.Error("the body changed")
	}
}
