package offline

import (
	"archive/zip"
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"modernc.org/quickjs"
)

func sampleFiles(n int) []File {
	files := []File{{"index.html", HashOf([]byte("home")), 4}, {"assets/site.css", HashOf([]byte("style")), 5},
		{"search/bleve/store/root.bolt", Hash{}, 9}, {"sitemap-1.xml", Hash{}, 9}, {"terms/a.md", Hash{}, 9}, {"terms.json", Hash{}, 9}}
	for i := range n {
		name := fmt.Sprintf("terms/naïve term-%d.html", i)
		files = append(files, File{name, HashOf([]byte(name)), int64(i)})
	}
	return files
}

func made(t *testing.T, files []File) map[string]string {
	t.Helper()
	out, err := Make(files, map[string]string{"save": "Save"})
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range out {
		all[f.Path] = string(f.Data)
	}
	return all
}

// The lists hold each wanted file once, under hashes that lead from the worker to the file, and do not depend on the order.
func TestListsLeadFromTheWorkerToEachFile(t *testing.T) {
	files := sampleFiles(500)
	got := made(t, files)
	rand.New(rand.NewPCG(1, 2)).Shuffle(len(files), func(i, j int) { files[i], files[j] = files[j], files[i] })
	again := made(t, files)
	if len(got) != len(again) {
		t.Fatalf("%d files, then %d", len(got), len(again))
	}
	for name := range got {
		if got[name] != again[name] {
			t.Errorf("%s depends on the order of the files", name)
		}
	}
	if version := HashOf([]byte(got[List])).String(); !strings.Contains(got[Worker], `"version":"`+version+`"`) {
		t.Error("the worker does not name the hash of the list")
	}
	listed := map[string]int{}
	for i, hash := range strings.Fields(got[List]) {
		part := got[fmt.Sprintf("offline/%d.txt", i)]
		if HashOf([]byte(part)).String() != hash {
			t.Errorf("part %d is not the one that the list names", i)
		}
		for line := range strings.Lines(part) {
			fields := strings.SplitN(strings.TrimSuffix(line, "\n"), " ", 3)
			listed[fields[2]]++
			if partOf(fields[2], 4) != i && len(strings.Fields(got[List])) == 4 {
				t.Errorf("%s stands in part %d", fields[2], i)
			}
		}
	}
	for _, f := range files {
		if want := map[bool]int{true: 1}[Wanted(f.Path)]; listed[f.Path] != want {
			t.Errorf("%s is listed %d times, want %d", f.Path, listed[f.Path], want)
		}
	}
}

// A page that changes changes its part, the list and the worker, and nothing else.
func TestOneChangedPageChangesOnePart(t *testing.T) {
	files := sampleFiles(2000)
	before := made(t, files)
	files[len(files)-1].Hash[0]++
	var changed []string
	for name, data := range made(t, files) {
		if before[name] != data {
			changed = append(changed, name)
		}
	}
	if len(changed) != 3 || !slices.Contains(changed, List) || !slices.Contains(changed, Worker) {
		t.Errorf("changed: %v", changed)
	}
}

// The worker finds a file's part by the same sum.
func TestWorkerFindsTheSameParts(t *testing.T) {
	_, rest, found := strings.Cut(worker, "  function partOf(path) {")
	body, _, closed := strings.Cut(rest, "\n  }\n")
	if !found || !closed {
		t.Fatal("worker.js has no function partOf")
	}
	// The engine has no TextEncoder; UTF-8 by way of percent-encoding is the same bytes.
	script := `class TextEncoder { encode(s) { return unescape(encodeURIComponent(s)).split("").map(c => c.charCodeAt(0)) } }
		const site = { parts: 64 }; function partOf(path) {` + body + `}; partOf(%q)`
	for _, f := range sampleFiles(40) {
		vm, err := quickjs.NewVM()
		if err != nil {
			t.Fatal(err)
		}
		got, err := vm.Eval(fmt.Sprintf(script, f.Path), quickjs.EvalGlobal)
		if err := vm.Close(); err != nil {
			t.Fatal(err)
		}
		if want := partOf(f.Path, 64); err != nil || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%s: part %v in the worker, %d here (%v)", f.Path, got, want, err)
		}
	}
}

func TestZipIsTheSameEachTime(t *testing.T) {
	site := fstest.MapFS{"index.html": {Data: []byte("home")}, "terms/ä.html": {Data: []byte("term")}, "sw.js": {Data: []byte("worker")},
		"offline.html": {Data: []byte("page")}, "offline/0.txt": {}, "search/bleve/a": {}, "search/engine.js": {Data: []byte("engine")}, "icons/a.png": {Data: []byte("png")}}
	pack := func(paths []string) []byte {
		var out bytes.Buffer
		if err := Zip(&out, site, Archive{Folder: "words", Title: `Words & "more"`, Language: "en", Paths: paths}); err != nil {
			t.Fatal(err)
		}
		return out.Bytes()
	}
	var paths []string
	for name := range site {
		paths = append(paths, name)
	}
	slices.Sort(paths)
	one := pack(paths)
	slices.Reverse(paths)
	if !bytes.Equal(one, pack(paths)) {
		t.Error("the archive depends on the order of the paths")
	}
	archive, err := zip.NewReader(bytes.NewReader(one), int64(len(one)))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range archive.File {
		names = append(names, f.Name)
	}
	want := []string{"words/START-HERE.html", "words/site/icons/a.png", "words/site/index.html", "words/site/search/engine.js", "words/site/terms/ä.html"}
	if !slices.Equal(names, want) {
		t.Errorf("the archive holds %q, want %q", names, want)
	}
	if err := Zip(&bytes.Buffer{}, site, Archive{Folder: "words", Paths: []string{"gone.html"}}); err == nil {
		t.Error("a missing file is not told")
	}
}

func BenchmarkMake(b *testing.B) {
	files := sampleFiles(110_000)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Make(files, nil); err != nil {
			b.Fatal(err)
		}
	}
}
