package build

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
)

func TestBrandIsChecked(t *testing.T) {
	dir := t.TempDir()
	put(t, filepath.Join(dir, "content/a.md"), "---\ntitle: A\n---\nText.\n")
	put(t, filepath.Join(dir, "content/img/logo.svg"), `<svg xmlns="http://www.w3.org/2000/svg"/>`)
	put(t, filepath.Join(dir, "gloss.yaml"), "theme:\n  accent: \"#ffcc00\"\n  logo: img/logo.svg\n  favicon: img/icon.svg\n  radius: 1km\n")
	_, diags, err := New(Options{Dir: dir}).Build(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, d := range diags {
		got = append(got, fmt.Sprintf("%s:%d:%d %s %s: %s", d.File, d.Line, d.Col, d.Severity, d.Rule, d.Text))
	}
	want := []string{
		`gloss.yaml:2:12 warning brand: theme.accent: links in this colour have a contrast of 1.5 to the page, and WCAG AA asks for 4.5`,
		`gloss.yaml:4:12 error missing-file: theme.favicon: there is no file img/icon.svg in the content folder`,
		`gloss.yaml:5:11 warning brand: theme.radius: "1km" is not a length`,
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	put(t, filepath.Join(dir, "gloss.yaml"), "theme:\n  accent: \"#0b5a73\"\n  logo: img/logo.svg\n")
	if _, diags, err = New(Options{Dir: dir}).Build(context.Background()); err != nil || len(diags) > 0 {
		t.Fatalf("a good brand: %v %v", diags, err)
	}
	page := tree(t, filepath.Join(dir, "public"))["terms/a.html"]
	if !strings.Contains(page, `<img src="../files/img/logo.svg"`) {
		t.Error("the page does not show the logo where it is published")
	}
}
