package site

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"gloss/cmd/gloss/internal/config"
	"gloss/cmd/gloss/internal/markdown"
	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/source"
	"gloss/cmd/gloss/internal/term"
	"gloss/layouts"
)

// shelf is a glossary that is edited between two calls of Assemble. Terms and bodies of unchanged files stay the same values, as the
// conductor keeps them.
type shelf struct {
	random *rand.Rand
	texts  map[string]string // by path
	terms  map[string]*term.Term
	bodies map[string]*markdown.Body
	asked  map[string]uint64 // what the table answered to a kept body
	table  *names.Table
	number uint64
	serial int
}

func (s *shelf) pick(from ...string) string { return from[s.random.IntN(len(from))] }

func (s *shelf) titles() []string {
	var list []string
	for path := range s.texts {
		list = append(list, strings.TrimSuffix(path, ".md"))
	}
	slices.Sort(list)
	return append(list, "nobody")
}

var rareWords = strings.Fields("ledger invoice quarter whale ocean harbour violet copper marble lantern orchard glacier meadow thunder velvet walnut")

// write writes a file anew, with names, tags, mentions and rare words drawn from few, so that terms have much in common.
func (s *shelf) write(path string) {
	var b strings.Builder
	s.serial++
	title := strings.TrimSuffix(path, ".md")
	switch s.random.IntN(6) {
	case 0:
		title = "Zz " + title
	case 1:
		title = strings.ToUpper(title[:1]) + title[1:]
	}
	fmt.Fprintf(&b, "---\ntitle: %s\n", title)
	option := func(one int, text string) {
		if s.random.IntN(one) == 0 {
			b.WriteString(text)
		}
	}
	option(6, "type: page\n")
	option(3, fmt.Sprintf("summary: Summary %d.\n", s.random.IntN(3)))
	option(2, fmt.Sprintf("tags: [%s, %s]\n", s.pick("one", "two", "Two", "three"), s.pick("four", "five")))
	option(3, fmt.Sprintf("related: [%s, %s]\n", s.pick(s.titles()...), s.pick(s.titles()...)))
	option(8, fmt.Sprintf("see: %s\n", s.pick(s.titles()...)))
	option(5, fmt.Sprintf("abbreviation: %s\ndomain: %s\n", s.pick("CRM", "CI", "SPA"), s.pick("red", "blue")))
	option(5, fmt.Sprintf("redirect_from: [%s]\n", s.pick("old", "older")))
	option(4, fmt.Sprintf("updated: 2026-11-%02d\n", 1+s.random.IntN(20)))
	b.WriteString("---\n")
	for range s.random.IntN(5) {
		fmt.Fprintf(&b, "The %s and the %s of %s, with %s.\n\n", s.pick(s.titles()...), s.pick(rareWords...), s.pick(s.titles()...), s.pick("CRM", "CI", s.pick(rareWords...)))
	}
	s.texts[path] = b.String()
}

// edit changes some files.
func (s *shelf) edit() {
	paths := make([]string, 0, len(s.texts))
	for path := range s.texts {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	path := paths[s.random.IntN(len(paths))]
	switch s.random.IntN(8) {
	case 0:
		if len(paths) > 8 {
			delete(s.texts, path)
		}
	case 1:
		s.serial++
		s.write(fmt.Sprintf("%s%c%c.md", s.pick("betatron", "cetacea", "deltoid"), 'a'+s.serial%26, 'a'+s.serial/26%26))
	case 2:
		if other := "moved/" + path; s.texts[other] == "" && !strings.Contains(path, "/") {
			s.texts[other] = s.texts[path]
			delete(s.texts, path)
		}
	case 3:
		s.write("index.md")
		s.texts["index.md"] = strings.Replace(s.texts["index.md"], "---\n", "---\ntype: page\n", 1)
		s.texts["index.md"] = strings.Replace(s.texts["index.md"], "\ntype: page\n", "\n", strings.Count(s.texts["index.md"], "type: page")-1)
	case 4, 5:
		s.texts[path] += "\nMore on the " + s.pick(s.titles()...) + " and " + s.pick(rareWords...) + ".\n"
	default:
		s.write(path)
	}
}

// input runs the passes before Assemble, keeping what did not change.
func (s *shelf) input(cfg *config.Config, words layouts.Words) Input {
	paths := make([]string, 0, len(s.texts))
	for path := range s.texts {
		paths = append(paths, path)
	}
	slices.Sort(paths)
	in := Input{Config: cfg, Words: words}
	for _, path := range paths {
		one := s.terms[path]
		if one == nil || string(one.File.Data) != s.texts[path] {
			one, _ = term.Parse(source.File{Path: path, Data: []byte(s.texts[path])}, term.Options{})
			s.terms[path] = one
		}
		in.Terms = append(in.Terms, one)
	}
	in.Table, _ = names.New(in.Terms, names.Options{Language: "en"})
	if s.table != nil {
		in.Changed = in.Table.Changed(s.table)
	}
	if s.table == nil || len(in.Changed) > 0 {
		s.number++
	}
	if s.random.IntN(8) == 0 {
		s.number++ // a table that Assemble did not see lay between
	}
	s.table, in.Names = in.Table, s.number
	converter := markdown.New(markdown.Options{Language: "en"})
	for i, path := range paths {
		body := s.bodies[path]
		if body == nil || s.asked[path] != in.Table.Answers(body.Asked) || !slices.ContainsFunc(in.Terms[i:i+1], func(t *term.Term) bool { return s.bodies[path+"\x00"+string(t.File.Data)] != nil }) {
			delete(s.bodies, path)
			body = converter.Convert(in.Terms[i], in.Table, func(string) bool { return false })
			s.bodies[path], s.asked[path] = body, in.Table.Answers(body.Asked)
			s.bodies[path+"\x00"+string(in.Terms[i].File.Data)] = body
		}
		in.Bodies = append(in.Bodies, body)
	}
	return in
}

// A site assembled with what the last calls left is the site assembled from nothing: the same pages with the same views, documents and
// diagnostics. And a page whose version stayed shows what it showed. Views made in memory of other views equal those made in their own.
func TestMemoryEqualsNone(t *testing.T) {
	theme, problems := layouts.Load(nil)
	if problems.Failed() {
		t.Fatal(problems)
	}
	words := theme.WordsFor("en")
	for seed := range uint64(6) {
		s := &shelf{random: rand.New(rand.NewPCG(seed, 5)), texts: map[string]string{}, terms: map[string]*term.Term{}, bodies: map[string]*markdown.Body{}, asked: map[string]uint64{}}
		for i := range 14 {
			s.write(fmt.Sprintf("%s%c.md", s.pick("alphaville", "betatron", "cetacea"), 'a'+i))
		}
		memory := &Memory{}
		last := map[string]shownPage{}
		kept, all := 0, 0
		for step := range 60 {
			cfg := smallConfig()
			if step%17 == 16 {
				cfg.Title = "Another title"
			}
			in := s.input(cfg, words)
			clean, wantDiags := Assemble(in)
			in.Memory = memory
			warm, diags := Assemble(in)
			if !reflect.DeepEqual(diags, wantDiags) {
				t.Fatalf("seed %d step %d: diagnostics\n%v\nwant\n%v", seed, step, diags, wantDiags)
			}
			last = comparePages(t, fmt.Sprintf("seed %d step %d", seed, step), warm, clean, last, &kept, &all)
			if !reflect.DeepEqual(warm.Documents(), clean.Documents()) {
				t.Fatalf("seed %d step %d: the documents differ", seed, step)
			}
			if warm.Links() != clean.Links() || warm.Terms() != clean.Terms() {
				t.Fatalf("seed %d step %d: %d links of %d terms, want %d of %d", seed, step, warm.Links(), warm.Terms(), clean.Links(), clean.Terms())
			}
			for _, one := range in.Terms {
				if e := warm.bySlug[one.Slug]; e.URL() != one.URL() || e.slug() != one.Slug {
					t.Errorf("seed %d step %d: %s has the address %s and the slug %s", seed, step, one.URL(), e.URL(), e.slug())
				}
			}
			if memory.gone < 0 || t.Failed() {
				t.FailNow()
			}
			for range s.random.IntN(3) {
				s.edit()
			}
		}
		if kept*4 < all {
			t.Errorf("seed %d: of %d pages only %d kept their version", seed, all, kept)
		}
	}
}

type shownPage struct {
	version Version
	view    string
}

func comparePages(t *testing.T, when string, warm, clean *Site, last map[string]shownPage, kept, all *int) map[string]shownPage {
	t.Helper()
	if len(warm.Pages()) != len(clean.Pages()) {
		t.Fatalf("%s: %d pages, want %d", when, len(warm.Pages()), len(clean.Pages()))
	}
	now := map[string]shownPage{}
	var viewer Viewer
	for i, p := range warm.Pages() {
		q := clean.Pages()[i]
		if p.Path != q.Path {
			t.Fatalf("%s: page %s, want %s", when, p.Path, q.Path)
		}
		got, want := fmt.Sprintf("%+v", withoutSite(viewer.View(&p))), fmt.Sprintf("%+v", withoutSite(q.View()))
		if got != want {
			t.Fatalf("%s: %s\n%s", when, p.Path, differenceOf(got, want))
		}
		*all++
		if before, there := last[p.Path]; there && before.version == p.Version {
			*kept++
			if before.view != got {
				t.Fatalf("%s: %s has the version that it had\n%s", when, p.Path, differenceOf(got, before.view))
			}
		}
		now[p.Path] = shownPage{p.Version, got}
	}
	return now
}

// differenceOf shows where two texts begin to differ.
func differenceOf(got, want string) string {
	at := 0
	for at < min(len(got), len(want)) && got[at] == want[at] {
		at++
	}
	part := func(text string) string { return text[max(0, at-80):min(len(text), at+120)] }
	return "got  " + part(got) + "\nwant " + part(want)
}

// withoutSite returns a view's values without pointers: what all pages share is replaced by its exported fields.
func withoutSite(view layouts.View) any {
	return flatten(reflect.ValueOf(view))
}

func flatten(v reflect.Value) any {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return nil
		}
		return flatten(v.Elem())
	case reflect.Struct:
		var fields []any
		for i := range v.NumField() {
			if name := v.Type().Field(i).Name; v.Type().Field(i).IsExported() && name != "Words" {
				fields = append(fields, v.Type().Field(i).Name, flatten(v.Field(i)))
			}
		}
		return fields
	case reflect.Slice:
		var list []any
		for i := range v.Len() {
			list = append(list, flatten(v.Index(i)))
		}
		return list
	}
	if !v.CanInterface() {
		return nil
	}
	return v.Interface()
}

// A process that assembles once keeps no term, nor anything else that only passes need, until its site is written.
func TestAssembledOnceKeepsNoTerms(t *testing.T) {
	s, _ := assemble(t, smallConfig(), small)
	for _, e := range s.all {
		if e.working != nil {
			t.Errorf("%s keeps what the passes worked with", e.URL())
		}
	}
	if s.terms != nil || s.in.Terms != nil || s.in.Bodies != nil || s.in.Table != nil {
		t.Error("the site keeps what it was made of")
	}
}
