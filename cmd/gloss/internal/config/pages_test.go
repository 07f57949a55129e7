package config

import (
	"testing"
	"testing/fstest"
)

func TestPages(t *testing.T) {
	for _, test := range []struct{ in, want string }{
		{"pages: {map: 0, print: 20000}\n", ""},
		{"pages: {map: 5001}\n", `1:14 error wrong-value: pages.map must be a whole number from 0 to 5000, not "5001"`},
		{"pages: {map: -1}\n", `1:14 error wrong-value: pages.map must be a whole number from 0 to 5000, not "-1"`},
		{"pages: {print: all}\n", `1:16 error wrong-value: pages.print must be a whole number from 0 to 20000, not "all"`},
	} {
		if _, list := load(test.in); show(list) != test.want {
			t.Errorf("%q:\n got %s\nwant %s", test.in, show(list), test.want)
		}
	}
}

func TestPlace(t *testing.T) {
	files := fstest.MapFS{FileName: {Data: []byte("\ufefftitle: A\ntheme:\n  accent: \"#ff0\"\n")}}
	for key, want := range map[string][2]int{"title": {1, 8}, "theme.accent": {3, 12}, "theme.logo": {0, 0}, "title.accent": {0, 0}, "x": {0, 0}} {
		if d := Place(files, FileName, key); d.File != FileName || d.Line != want[0] || d.Col != want[1] {
			t.Errorf("%s: found at %d:%d, want %v", key, d.Line, d.Col, want)
		}
	}
	if d := Place(fstest.MapFS{}, FileName, "title"); d.File != FileName || d.Line != 0 {
		t.Errorf("without a file: %+v", d)
	}
}
