package build

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"gloss/cmd/gloss/internal/diag"
)

// keptGlossary is a small glossary with a warning, built once.
func keptGlossary(t *testing.T) string {
	dir := t.TempDir()
	put(t, filepath.Join(dir, "content", "crm.md"), "---\ntitle: CRM\n---\n\nA system. See [[nowhere]].\n")
	put(t, filepath.Join(dir, "content", "erp.md"), "---\ntitle: ERP\n---\n\nNot a CRM.\n")
	put(t, filepath.Join(dir, "gloss.yaml"), "title: Words\n")
	buildKept(t, dir)
	return dir
}

func buildKept(t *testing.T, dir string) (Result, diag.List, bool) {
	t.Helper()
	built := false
	b := New(Options{Dir: dir, Workers: 1, Progress: func(p Progress) { built = built || p.Stage == "writing" }})
	r, diags, err := b.BuildKept(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return r, diags, built
}

func TestBuildKeptOnlyCompares(t *testing.T) {
	dir := keptGlossary(t)
	want, wantDiags, err := New(Options{Dir: dir}).Build(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	got, diags, built := buildKept(t, dir)
	if built {
		t.Error("an unchanged glossary was built again")
	}
	if len(wantDiags) == 0 || !slices.Equal(diags, wantDiags) {
		t.Errorf("diagnostics\n%v\nwant\n%v", diags, wantDiags)
	}
	if got.Terms != want.Terms || got.Pages != want.Pages || got.Links != want.Links || got.Changes.Bytes != want.Changes.Bytes ||
		got.Changes.Kept != want.Changes.Kept || !got.Changes.Empty() {
		t.Errorf("result %+v, want %+v", got, want)
	}
}

// Whatever changes, the site is that of a clean build.
func TestBuildKeptNoticesChanges(t *testing.T) {
	for name, change := range map[string]func(dir string) error{
		"a term": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "content", "crm.md"), []byte("# Other\n\nX.\n"), 0o644)
		},
		"a term with its old size": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "content", "erp.md"), []byte("---\ntitle: ERP\n---\n\nNot a CMS.\n"), 0o644)
		},
		"a new term": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "content", "x.md"), []byte("# X\n\nX.\n"), 0o644)
		},
		"a removed term": func(dir string) error { return os.Remove(filepath.Join(dir, "content", "erp.md")) },
		"the settings": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "gloss.yaml"), []byte("title: Wards\n"), 0o644)
		},
		"a file beside": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "content", "p.png"), []byte("p"), 0o644)
		},
		"a layout":        func(dir string) error { return putLayout(dir) },
		"a page lost":     func(dir string) error { return os.Remove(filepath.Join(dir, "public", "terms", "crm.html")) },
		"a page cut":      func(dir string) error { return os.Truncate(filepath.Join(dir, "public", "terms", "crm.html"), 5) },
		"the site":        func(dir string) error { return os.RemoveAll(filepath.Join(dir, "public")) },
		"the note lost":   func(dir string) error { return os.RemoveAll(filepath.Join(dir, KeptDir)) },
		"the note broken": breakNote,
	} {
		t.Run(name, func(t *testing.T) {
			dir := keptGlossary(t)
			if err := change(dir); err != nil {
				t.Fatal(err)
			}
			if _, _, built := buildKept(t, dir); !built {
				t.Error("nothing was built")
			}
			got := tree(t, filepath.Join(dir, "public"))
			if err := os.RemoveAll(filepath.Join(dir, "public")); err != nil {
				t.Fatal(err)
			}
			if _, _, err := New(Options{Dir: dir}).Build(context.Background()); err != nil {
				t.Fatal(err)
			}
			compareTrees(t, name, got, tree(t, filepath.Join(dir, "public")))
		})
	}
}

func putLayout(dir string) error {
	if err := os.MkdirAll(filepath.Join(dir, "layouts", "templates"), 0o755); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, "layouts", "templates", "letters.html"), []byte("<p>letters</p>"), 0o644)
}

// breakNote turns one byte of a path's text, so that the note can still be read and says something wrong.
func breakNote(dir string) error {
	name := filepath.Join(dir, KeptDir, "build")
	data, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	return os.WriteFile(name, bytes.Replace(data, []byte("nowhere"), []byte("somehow"), 1), 0o644)
}

// A folder for notes that cannot be made costs nothing but time.
func TestBuildKeptWithoutANote(t *testing.T) {
	dir := keptGlossary(t)
	if err := os.RemoveAll(filepath.Join(dir, KeptDir)); err != nil {
		t.Fatal(err)
	}
	put(t, filepath.Join(dir, KeptDir), "in the way")
	for range 2 {
		if _, diags, built := buildKept(t, dir); !built || diags.HasErrors() {
			t.Errorf("built: %v, %v", built, diags)
		}
	}
}

// A layout that is saved while a build runs is that of the next build at the latest, and what is kept of both is not mixed.
func TestLayoutSavedDuringABuild(t *testing.T) {
	dir := keptGlossary(t)
	put(t, filepath.Join(dir, "content", "crm.md"), "# CRM\n\nA system.\n")
	layout := filepath.Join(dir, "layouts", "templates", "letters.html")
	saved := false
	b := New(Options{Dir: dir, Progress: func(p Progress) {
		if p.Stage == "reading" && !saved {
			saved = true
			put(t, layout, "<p>letters</p>")
		}
	}})
	if _, diags, err := b.BuildKept(context.Background()); err != nil || diags.HasErrors() || !saved {
		t.Fatal(diags, err, saved)
	}
	if err := os.Remove(layout); err != nil {
		t.Fatal(err)
	}
	buildKept(t, dir)
	got := tree(t, filepath.Join(dir, "public"))
	if err := os.RemoveAll(filepath.Join(dir, "public")); err != nil {
		t.Fatal(err)
	}
	if _, _, err := New(Options{Dir: dir}).Build(context.Background()); err != nil {
		t.Fatal(err)
	}
	compareTrees(t, "after the layout went", got, tree(t, filepath.Join(dir, "public")))
}

// After one edit a new process converts one term and writes the pages that show it.
func TestBuildKeptDoesWhatChanged(t *testing.T) {
	dir := manyTerms(t, 300)
	build := func() (linked, rendered int) {
		b := New(Options{Dir: dir, Workers: 2, Progress: func(p Progress) {
			if p.Stage == "linking" {
				linked = max(linked, p.Total)
			}
		}})
		b.reader.Ahead = time.Hour
		r, diags, err := b.BuildKept(context.Background())
		if err != nil || diags.HasErrors() {
			t.Fatal(diags, err)
		}
		for _, name := range slices.Concat(r.Changes.Added, r.Changes.Changed) {
			if filepath.Ext(name) == ".html" {
				rendered++
			}
		}
		return linked, rendered
	}
	if linked, rendered := build(); linked != 300 || rendered < 300 {
		t.Fatalf("a clean build converts %d terms and writes %d pages", linked, rendered)
	}
	name := filepath.Join(dir, "content", "pump-number-7.md")
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	put(t, name, string(text)+"\nOne sentence more.\n")
	if linked, rendered := build(); linked != 1 || rendered != 2 {
		t.Errorf("after one edit %d terms are converted and %d pages written, want 1 and 2: the term's and the one to print", linked, rendered)
	}
}
