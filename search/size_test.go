package search

import (
	"bytes"
	"testing"

	"github.com/andybalholm/brotli"
)

// TestScriptsAreSmall holds that engine and interface, minified and compressed, take at most 9 kB together.
func TestScriptsAreSmall(t *testing.T) {
	const most = 9000
	total := 0
	for _, f := range exportOf(t, buildSample(t, sample, "en")) {
		if f.Path != "search/engine.js" && f.Path != "search/ui.js" {
			continue
		}
		var b bytes.Buffer
		w := brotli.NewWriterLevel(&b, brotli.BestCompression)
		if _, err := w.Write(f.Data); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		t.Logf("%s: %d bytes", f.Path, b.Len())
		total += b.Len()
	}
	if total > most || total == 0 {
		t.Errorf("engine and interface take %d bytes, at most %d are wanted", total, most)
	}
}
