package layouts

import (
	"reflect"
	"strings"
	"testing"
)

// phrases lists every phrase of a Words under its path: "Results.One".
func phrases(words Words) map[string]string {
	all := map[string]string{}
	var visit func(path string, v reflect.Value)
	visit = func(path string, v reflect.Value) {
		switch v.Kind() {
		case reflect.String:
			all[path] = v.String()
		case reflect.Array:
			for i := range v.Len() {
				visit(path+"."+string(rune('a'+i)), v.Index(i))
			}
		case reflect.Struct:
			for i := range v.NumField() {
				if v.Type().Field(i).IsExported() {
					visit(strings.TrimPrefix(path+"."+v.Type().Field(i).Name, "."), v.Field(i))
				}
			}
		}
	}
	visit("", reflect.ValueOf(words))
	return all
}

// bareWords reads one language alone, without the English words under it.
func bareWords(t *testing.T, name string) map[string]string {
	var words Words
	if err := readWords(defaults, name, &words); err != nil {
		t.Fatal(err)
	}
	return phrases(words)
}

// inWords reports whether a phrase is for a number that languages may say without a digit.
func inWords(path string) bool {
	return strings.HasSuffix(path, ".Zero") || strings.HasSuffix(path, ".One") || strings.HasSuffix(path, ".Two")
}

func TestLanguagesAreComplete(t *testing.T) {
	english := bareWords(t, "words/en.yaml")
	for _, name := range []string{"words/en.yaml", "words/de.yaml", "words/ar.yaml"} {
		for path, phrase := range bareWords(t, name) {
			if phrase == "" && english[path] != "" {
				t.Errorf("%s lacks %s", name, path)
			}
			for _, verb := range []string{"%s", "%d", "{day}", "{month}", "{year}"} {
				like := english[path]
				if like == "" && phrase != "" { // a form that English has not
					like = english[path[:strings.LastIndexByte(path, '.')]+".Other"]
				}
				if inWords(path) && !strings.Contains(phrase, verb) {
					continue // none, one and two may be said in words
				}
				if strings.Count(phrase, verb) != strings.Count(like, verb) {
					t.Errorf("%s: %s is %q, English is %q", name, path, phrase, english[path])
				}
			}
		}
	}
	for path, phrase := range english {
		plural := strings.HasSuffix(path, ".Zero") || strings.HasSuffix(path, ".Two") || strings.HasSuffix(path, ".Few") || strings.HasSuffix(path, ".Many")
		if phrase == "" && !plural {
			t.Errorf("English lacks %s", path)
		}
	}
}

func TestWordsFor(t *testing.T) {
	theme := load(t)
	for tag, want := range map[string]string{"en": "Search", "de": "Suchen", "de-CH": "Suchen", "de-Latn-AT": "Suchen", "ar-EG": "بحث", "fr": "Search", "": "Search", "no such tag": "Search"} {
		if got := theme.WordsFor(tag).Search; got != want {
			t.Errorf("WordsFor(%q).Search = %q, want %q", tag, got, want)
		}
	}
}

func TestCount(t *testing.T) {
	theme, problems := Load(files("words/pl.yaml", "results: {one: \"%d wynik\", few: \"%d wyniki\", many: \"%d wyników\", other: \"%d wyniku\"}"))
	if theme == nil {
		t.Fatal(problems)
	}
	tests := []struct {
		tag  string
		n    int
		want string
	}{{"en", 0, "0 results"}, {"en", 1, "1 result"}, {"en", 21, "21 results"}, {"pl", 1, "1 wynik"}, {"pl", 3, "3 wyniki"}, {"pl", 5, "5 wyników"}, {"pl", 22, "22 wyniki"}}
	for _, test := range tests {
		if got := theme.WordsFor(test.tag).Results.Of(test.n); got != test.want {
			t.Errorf("%s: Of(%d) = %q, want %q", test.tag, test.n, got, test.want)
		}
	}
	if got := (Count{Other: "%d"}).Of(3); got != "3" {
		t.Errorf("a Count of no language says %q", got)
	}
}

func TestFormatDate(t *testing.T) {
	theme := load(t)
	for _, test := range []struct{ tag, date, want string }{
		{"en", "2026-11-22", "22 November 2026"}, {"de", "2026-03-01", "1. März 2026"},
		{"en", "", ""}, {"en", "2026", "2026"}, {"en", "2026-13-01", "2026-13-01"}, {"en", "soon", "soon"},
	} {
		words := theme.WordsFor(test.tag)
		if got := words.FormatDate(test.date); got != test.want {
			t.Errorf("%s: FormatDate(%q) = %q, want %q", test.tag, test.date, got, test.want)
		}
	}
}
