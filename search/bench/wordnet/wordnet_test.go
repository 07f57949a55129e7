package wordnet_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"gloss/search/bench/wordnet"
)

// folder holds small files of WordNet's form. Their contents are ours.
func folder(t *testing.T, changed map[string]string) string {
	t.Helper()
	const licence = "  1 This is where a licence stands.  \n"
	contents := map[string]string{
		"data.noun": licence + "00000010 13 n 02 Apple_pie 0 pie 1 001 @ 00000020 n 0000 | pie of apples; \"a slice of apple pie\"; \"she bakes\"  \n" +
			"00000020 13 n 01 pie 0 000 | a dish  \n",
		"index.noun": licence + "apple_pie n 1 1 @ 1 0 00000010  \npie n 2 1 @ 2 1 00000020 00000010  \n",
		"data.verb":  licence, "index.verb": licence,
		"data.adj": "00000030 00 s 01 baked(ip) 0 000 | done  \n", "index.adj": "baked a 1 0 1 0 00000030  \n",
		"data.adv": licence, "index.adv": licence,
	}
	for name, text := range changed {
		contents[name] = text
	}
	dir := t.TempDir()
	for name, text := range contents {
		if text == "" {
			continue
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestOpen(t *testing.T) {
	d, err := wordnet.Open(folder(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	if got, want := d.Lemmas(), []string{"apple pie", "baked", "pie"}; !slices.Equal(got, want) {
		t.Errorf("lemmas %q, want %q", got, want)
	}
	if got := d.Spelled("apple pie"); got != "Apple pie" {
		t.Errorf("spelled %q", got)
	}
	senses := d.Senses("pie")
	if len(d.Synsets) != 3 || len(senses) != 2 || senses[0].Offset != "00000020" {
		t.Fatalf("%d synsets, senses of pie %+v", len(d.Synsets), senses)
	}
	s := senses[1]
	if s.Subject != 13 || s.Part != wordnet.Noun || s.Definition() != "pie of apples" {
		t.Errorf("%+v, definition %q", s, s.Definition())
	}
	if got, want := s.Examples(), []string{"a slice of apple pie", "she bakes"}; !slices.Equal(got, want) {
		t.Errorf("examples %q, want %q", got, want)
	}
	if got := d.Senses("baked")[0].Words; !slices.Equal(got, []string{"baked"}) {
		t.Errorf("the position of an adjective stays: %q", got)
	}
}

func TestOpenTellsWhatIsWrong(t *testing.T) {
	for _, test := range []struct{ file, text, want string }{
		{"data.noun", "00000010 13 n 01 pie 0 000\n", "not a line of data"},
		{"data.noun", "00000010 x n 01 pie 0 000 | a dish\n", "no number of a subject"},
		{"data.noun", "00000010 45 n 01 pie 0 000 | a dish\n", "no number of a subject"},
		{"data.noun", "00000010 13 n zz pie 0 000 | a dish\n", "no number of words"},
		{"data.noun", "00000010 13 n 09 pie 0 000 | a dish\n", "no number of words"},
		{"index.noun", "pie n\n", "not a line of an index"},
		{"index.noun", "pie n 7 0\n", "no number of meanings"},
		{"index.noun", "pie n 1 0 1 0 00000099\n", "no meaning at 00000099"},
		{"data.adv", "", "no such file"},
	} {
		_, err := wordnet.Open(folder(t, map[string]string{test.file: test.text}))
		if err == nil || !strings.Contains(err.Error(), test.want) || !strings.Contains(err.Error(), test.file) {
			t.Errorf("%s with %q: %v, want %q", test.file, test.text, err, test.want)
		}
	}
}
