package kept

import (
	"bytes"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"gloss/cmd/gloss/internal/diag"
	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/source"
)

// fill gives every exported field of a value something random, so that a field that the records forget is found.
func fill(r *rand.Rand, v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(string([]byte{'a' + byte(r.IntN(26)), 'a' + byte(r.IntN(26))}))
	case reflect.Bool:
		v.SetBool(r.IntN(2) == 0)
	case reflect.Int, reflect.Int32, reflect.Int64:
		v.SetInt(int64(r.IntN(1000)) - 500)
	case reflect.Uint8, reflect.Uint16, reflect.Uint32:
		v.SetUint(uint64(r.IntN(200)))
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1+r.IntN(3), 4))
		for i := range v.Len() {
			fill(r, v.Index(i))
		}
	case reflect.Array:
		for i := range v.Len() {
			fill(r, v.Index(i))
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(r, v.Elem())
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(r, v.Field(i))
			}
		}
	}
}

// randomText is a text as a build makes one, but for its contents.
func randomText(r *rand.Rand) Text {
	var t Text
	fill(r, reflect.ValueOf(&t).Elem())
	if r.IntN(8) == 0 {
		t.Term, t.Words, t.Diags, t.Body = nil, nil, nil, nil
		return t
	}
	own := t.Term.File.Data
	t.Term.File = t.Look.File
	if r.IntN(2) == 0 {
		t.Term.File.Data = own
	}
	t.Term.BodyOffset = r.IntN(len(t.Term.File.Data) + 1)
	t.Term.Body = t.Term.File.Data[t.Term.BodyOffset:]
	t.Look.File.Size = r.Int64N(1 << 40)
	t.Term.File.Size = t.Look.File.Size
	if r.IntN(4) == 0 {
		t.Body = nil
	} else {
		t.Body.Missing = nil
		t.Body.Asked = nil
		for range r.IntN(5) {
			t.Body.Asked = append(t.Body.Asked, names.Key(r.Uint32()))
		}
		slices.Sort(t.Body.Asked)
	}
	return t
}

func noLook(int, *source.Look) {}

// complete reads all of a text.
func complete(reader *TextReader, s *Stored) (Text, bool) {
	text, whole := reader.Text(s)
	if whole && text.Body != nil {
		text.Body.Asked, whole = s.Asked(nil)
	}
	return text, whole
}

// What is read is what was written, in every field.
func TestTextsComeBack(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	var reader TextReader
	for range 300 {
		var block []byte
		var want []Text
		var marks []Mark
		for range 1 + r.IntN(4) {
			one := randomText(r)
			var mark Mark
			block, mark = AppendText(block, &one)
			want, marks = append(want, one), append(marks, mark)
		}
		stored, whole := ReadTexts(block, func(i int, l *source.Look) {
			if !reflect.DeepEqual(*l, want[i].Look) {
				t.Errorf("look %+v, want %+v", *l, want[i].Look)
			}
		})
		if !whole || len(stored) != len(want) {
			t.Fatalf("%d of %d texts came back, whole: %v", len(stored), len(want), whole)
		}
		var again []byte
		for i := range stored {
			got, whole := complete(&reader, &stored[i])
			if !whole || !reflect.DeepEqual(got, want[i]) {
				t.Fatalf("got\n%+v\nwant\n%+v (whole: %v)", got, want[i], whole)
			}
			if stored[i].Mark() != marks[i] {
				t.Error("a text that came back has another mark")
			}
			again = AppendAgain(again, &want[i].Look, &stored[i])
		}
		if !bytes.Equal(again, block) {
			t.Fatal("what is written again differs")
		}
	}
}

// A body that asked for files that are not there is converted anew, and its mark still tells it from another.
func TestBodyWithMissingFiles(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	one := randomText(r)
	for one.Body == nil {
		one = randomText(r)
	}
	one.Body.Missing = []string{"p.png"}
	block, mark := AppendText(nil, &one)
	stored, _ := ReadTexts(block, noLook)
	if got, whole := new(TextReader).Text(&stored[0]); !whole || got.Body != nil || got.Term == nil {
		t.Errorf("body %v, term %v, whole %v", got.Body, got.Term, whole)
	}
	one.Body.HTML += "x"
	if _, other := AppendText(nil, &one); other == mark {
		t.Error("two bodies have one mark")
	}
}

func filesOf(block []byte) (files []File, whole bool) {
	whole = ReadFiles(block, func(f *File) { files = append(files, *f) })
	return files, whole
}

func TestFilesComeBack(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	var want []File
	var block []byte
	for range 50 {
		var one File
		fill(r, reflect.ValueOf(&one).Elem())
		one.Size = r.Int64N(1 << 40)
		want, block = append(want, one), AppendFile(block, &one)
	}
	if got, whole := filesOf(block); !whole || !reflect.DeepEqual(got, want) || FilesIn(block) != len(want) {
		t.Errorf("got %v, want %v (whole: %v)", got, want, whole)
	}
}

// written is a file with some blocks.
func written(t testing.TB, key Key) (name string, blocks []Block) {
	name = filepath.Join(t.TempDir(), "folder", "file")
	blocks = []Block{{KindTexts, []byte("one")}, {KindPages, []byte{}}, {KindTexts, bytes.Repeat([]byte("three"), 1000)}}
	w, err := Create(name, key)
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range blocks {
		w.Add(one.Kind, one.Data)
	}
	if err := w.Commit(); err != nil {
		t.Fatal(err)
	}
	return name, blocks
}

func TestFileComesBack(t *testing.T) {
	key := Key{1, 2, 3}
	name, want := written(t, key)
	if got := Read(name, key); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if Read(name, Key{1, 2, 4}) != nil {
		t.Error("a file of another key was read")
	}
	if Read(name+"x", key) != nil {
		t.Error("a file that is not there was read")
	}
}

// A file that is large enough to be mapped is what it was when it was read, whatever becomes of its name.
func TestLargeFileComesBack(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	name, key := filepath.Join(t.TempDir(), "file"), Key{4}
	write := func(blocks []Block) {
		w, err := Create(name, key)
		if err != nil {
			t.Fatal(err)
		}
		for _, one := range blocks {
			w.Add(one.Kind, one.Data)
		}
		if err := w.Commit(); err != nil {
			t.Fatal(err)
		}
	}
	var want []Block
	for size := 0; size < 2*mapped; {
		one := Block{KindTexts, make([]byte, r.IntN(300_000))}
		for i := range one.Data {
			one.Data[i] = byte(r.Uint32())
		}
		size += len(one.Data)
		want = append(want, one)
	}
	write(want)
	got, ahead := Read(name, key), ReadAhead(name)(key)
	file, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		t.Fatal(err)
	}
	_, read := parse(readWhole(file, info.Size()))
	write(want[:1])
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, want) || !reflect.DeepEqual(ahead, want) || !reflect.DeepEqual(read, want) {
		t.Error("what was read is not what was written")
	}
}

// Two processes that write one file do not write into each other's, and what one has read stays.
func TestTwoWriters(t *testing.T) {
	name := filepath.Join(t.TempDir(), "file")
	blocks := func(fill byte) Block { return Block{KindTexts, bytes.Repeat([]byte{fill}, mapped)} }
	first, err := Create(name, Key{})
	if err != nil {
		t.Fatal(err)
	}
	first.Add(KindTexts, blocks('a').Data)
	second, err := Create(name, Key{})
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Commit(); err != nil { // of what the second has written so far
		t.Fatal(err)
	}
	if got := Read(name, Key{}); got != nil {
		t.Errorf("half a file of %d blocks was taken for a whole one", len(got))
	}
	second.Add(KindTexts, blocks('b').Data)
	if err := second.Commit(); err == nil {
		t.Error("a file that another process took away was put in its place")
	}
	if got := Read(name, Key{}); !reflect.DeepEqual(got, []Block{blocks('b')}) {
		t.Errorf("%d blocks came back", len(got))
	}
}

// Every file that differs in one bit, that ends early or goes on is as good as none.
func TestDamageIsNoticed(t *testing.T) {
	key := Key{1, 2, 3}
	name, _ := written(t, key)
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for bit := range 8 * len(data) {
		damaged := bytes.Clone(data)
		damaged[bit/8] ^= 1 << (bit % 8)
		if found, blocks := parse(damaged); blocks != nil && found == key {
			t.Fatalf("bit %d is not noticed", bit)
		}
	}
	for end := range data {
		if _, blocks := parse(data[:end]); blocks != nil {
			t.Fatalf("%d bytes of %d are taken for the whole", end, len(data))
		}
	}
	if _, blocks := parse(append(bytes.Clone(data), 0)); blocks != nil {
		t.Error("one byte more is not noticed")
	}
}

// Until Commit the file in place is the old one, and after Discard too.
func TestDiscard(t *testing.T) {
	name, want := written(t, Key{})
	w, err := Create(name, Key{})
	if err != nil {
		t.Fatal(err)
	}
	w.Add(KindTexts, []byte("other"))
	if err := w.Discard(); err != nil {
		t.Fatal(err)
	}
	if got := Read(name, Key{}); !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if left, _ := filepath.Glob(name + "*"); len(left) != 1 {
		t.Errorf("%v are left", left)
	}
}

// What no checksum would let through must not harm either.
func FuzzRecords(f *testing.F) {
	r := rand.New(rand.NewPCG(7, 8))
	for range 4 {
		one := randomText(r)
		block, _ := AppendText(nil, &one)
		f.Add(block)
	}
	f.Add(AppendFile(nil, &File{Path: "a.html", Size: 3}))
	f.Add(AppendFingerprint(nil, names.Fingerprint{Hash: 1 << 63, Names: 300}))
	f.Add(AppendNote(nil, &Note{Manifest: [32]byte{1, 2}, Terms: 3, Pages: 4, Links: 500, Diags: diag.List{{File: "a.md", Line: 5, Text: "a link leads nowhere"}}}))
	f.Fuzz(func(t *testing.T, block []byte) {
		before := bytes.Clone(block)
		if stored, whole := ReadTexts(block, noLook); whole {
			var reader TextReader
			for i := range stored {
				text, whole := complete(&reader, &stored[i])
				if !whole || text.Body == nil && text.Term != nil {
					continue
				}
				again, mark := AppendText(nil, &text)
				back, wholeAgain := ReadTexts(again, noLook)
				if !wholeAgain || len(back) != 1 || back[0].Mark() != mark {
					t.Fatal("a text that was read cannot be written and read again")
				}
				if other, _ := complete(&reader, &back[0]); !reflect.DeepEqual(other, text) {
					t.Fatalf("%+v became %+v", text, other)
				}
			}
		}
		if files, whole := filesOf(block); whole {
			var again []byte
			for i := range files {
				again = AppendFile(again, &files[i])
			}
			if back, _ := filesOf(again); !reflect.DeepEqual(back, files) {
				t.Fatalf("%v became %v", files, back)
			}
		}
		if note, whole := ReadNote(block); whole {
			if back, _ := ReadNote(AppendNote(nil, &note)); !reflect.DeepEqual(back, note) {
				t.Fatalf("%v became %v", note, back)
			}
		}
		if answers, whole := ReadFingerprint(block); whole {
			if back, _ := ReadFingerprint(AppendFingerprint(nil, answers)); back != answers {
				t.Fatalf("%v became %v", answers, back)
			}
		}
		if !bytes.Equal(before, block) {
			t.Fatal("what was read was changed")
		}
	})
}

func FuzzFile(f *testing.F) {
	name, _ := written(f, Key{})
	data, err := os.ReadFile(name)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		_, blocks := parse(data)
		for _, one := range blocks {
			if one.Kind == kindEnd {
				t.Error("the end is no block")
			}
		}
	})
}

func BenchmarkTexts(b *testing.B) {
	r := rand.New(rand.NewPCG(9, 10))
	var texts []Text
	for range TextsInBlock {
		one := randomText(r)
		one.Look = source.Look{File: one.Look.File}
		texts = append(texts, one)
	}
	var block []byte
	for i := range texts {
		block, _ = AppendText(block, &texts[i])
	}
	b.Run("write", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			block = block[:0]
			for i := range texts {
				block, _ = AppendText(block, &texts[i])
			}
		}
	})
	b.Run("read", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			stored, whole := ReadTexts(block, noLook)
			var reader TextReader
			for i := range stored {
				_, one := reader.Text(&stored[i])
				whole = whole && one
			}
			if !whole {
				b.Fatal("a text cannot be read")
			}
		}
	})
}
