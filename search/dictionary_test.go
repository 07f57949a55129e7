package search

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/blevesearch/vellum"
)

// vellumDictionary is what vellum's builder makes of terms.
func vellumDictionary(t testing.TB, terms [][]byte, values []uint64) []byte {
	t.Helper()
	var out bytes.Buffer
	b, err := vellum.New(&out, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, term := range terms {
		if err := b.Insert(term, values[i]); err != nil {
			t.Fatal(err)
		}
	}
	if err := b.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// randomTerms makes at most n terms of an alphabet, sorted, each once.
func randomTerms(r *rand.Rand, n, alphabet, longest int) [][]byte {
	terms := make([][]byte, n)
	for i := range terms {
		terms[i] = make([]byte, r.IntN(longest+1))
		for j := range terms[i] {
			terms[i][j] = byte(r.IntN(alphabet))
			if alphabet < 100 {
				terms[i][j] += 'a'
			}
		}
	}
	slices.SortFunc(terms, bytes.Compare)
	return slices.CompactFunc(terms, bytes.Equal)
}

// TestDictionaryIsVellum holds that dictionaries are, byte for byte, those of vellum. One writer makes them all, so none may leave a trace
// in the next.
func TestDictionaryIsVellum(t *testing.T) {
	kinds := map[string]func(r *rand.Rand, i int) uint64{
		"numbers of documents": func(r *rand.Rand, _ int) uint64 { return oneHit(r.Uint32N(100_000)) },
		"any":                  func(r *rand.Rand, _ int) uint64 { return r.Uint64() >> r.IntN(64) },
		"ascending":            func(_ *rand.Rand, i int) uint64 { return uint64(100 * i) },
		"none":                 func(*rand.Rand, int) uint64 { return 0 },
	}
	w := newDictionaryWriter()
	for kind, value := range kinds {
		for _, c := range []struct{ n, alphabet, longest int }{
			{0, 2, 1}, {1, 2, 0}, {1, 26, 9}, {2, 26, 3}, {300, 2, 9}, {300, 256, 1}, {700, 256, 2}, {5000, 26, 7}, {40_000, 20, 12},
		} {
			t.Run(fmt.Sprintf("%s/%+v", kind, c), func(t *testing.T) {
				r := rand.New(rand.NewPCG(uint64(c.n), uint64(c.longest)))
				terms := randomTerms(r, c.n, c.alphabet, c.longest)
				values := make([]uint64, len(terms))
				for i, term := range terms {
					values[i] = value(r, i)
					w.insert(term, values[i])
				}
				got, err := w.finish()
				if err != nil {
					t.Fatal(err)
				}
				if want := vellumDictionary(t, terms, values); !bytes.Equal(got, want) {
					t.Errorf("%d terms: %d bytes instead of %d, first different at %d", len(terms), len(got), len(want), firstDifference(got, want))
				}
			})
		}
	}
}

// TestDictionaryOrder holds that terms out of order are an error, and that the next dictionary is good.
func TestDictionaryOrder(t *testing.T) {
	w := newDictionaryWriter()
	for _, second := range []string{"b", "a", ""} {
		w.insert([]byte("b"), 1)
		w.insert([]byte(second), 2)
		if _, err := w.finish(); err == nil {
			t.Errorf("%q was taken behind b", second)
		}
	}
	if data, err := w.finish(); err != nil || !bytes.Equal(data, vellumDictionary(t, nil, nil)) {
		t.Errorf("%x, %v", data, err)
	}
}

// FuzzDictionary compares dictionaries with vellum's. Each term of the input is a length and so many bytes; its number is a hash of it.
func FuzzDictionary(f *testing.F) {
	f.Add([]byte("\x03cat\x04cats\x03dog\x00\x04dogs"))
	f.Add([]byte("\x01a\x02aa\x03aaa\x01b\x02ba"))
	f.Fuzz(func(t *testing.T, in []byte) {
		var terms [][]byte
		for len(in) > 0 {
			n := min(int(in[0]), len(in)-1)
			terms, in = append(terms, in[1:1+n]), in[1+n:]
		}
		slices.SortFunc(terms, bytes.Compare)
		terms = slices.CompactFunc(terms, bytes.Equal)
		w, values := newDictionaryWriter(), make([]uint64, len(terms))
		for i, term := range terms {
			padded := append(slices.Clone(term), make([]byte, 8)...)
			values[i] = binary.LittleEndian.Uint64(padded) >> (uint(len(term)) * 11 % 64)
			w.insert(term, values[i])
		}
		got, err := w.finish()
		if err != nil {
			t.Fatal(err)
		}
		if want := vellumDictionary(t, terms, values); !bytes.Equal(got, want) {
			t.Errorf("%q: %x instead of %x", terms, got, want)
		}
	})
}

// BenchmarkDictionary compares our writer with the library's.
func BenchmarkDictionary(b *testing.B) {
	r := rand.New(rand.NewPCG(3, 3))
	terms := randomTerms(r, 50_000, 26, 12)
	values := make([]uint64, len(terms))
	for i := range values {
		values[i] = oneHit(r.Uint32N(50_000))
	}
	b.Run("ours", func(b *testing.B) {
		b.ReportAllocs()
		w := newDictionaryWriter()
		for b.Loop() {
			for i, term := range terms {
				w.insert(term, values[i])
			}
			if _, err := w.finish(); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("library", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			vellumDictionary(b, terms, values)
		}
	})
}
