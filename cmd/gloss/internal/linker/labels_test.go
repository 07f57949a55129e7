package linker

import (
	"bufio"
	"fmt"
	"os"
	"strings"
	"testing"

	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/source"
	"gloss/cmd/gloss/internal/term"
)

// labelled is one page of testdata/labels.txt; the file's head explains it.
type labelled struct {
	page Page
	// want holds the mentions of each block: the slug meant, or "-".
	want []map[[2]int]string
}

// readLabels reads the labelled set.
func readLabels(t testing.TB) ([]*term.Term, []*labelled) {
	t.Helper()
	file, err := os.Open("testdata/labels.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var terms []*term.Term
	bySlug := map[string]*term.Term{}
	var pages []*labelled
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		line := lines.Text()
		kind, rest, _ := strings.Cut(line, " ")
		switch kind {
		case "#", "":
		case "@":
			one := labelledTerm(strings.Split(rest, "|"))
			terms = append(terms, one)
			bySlug[one.Slug] = one
		case "=":
			pages = append(pages, &labelled{page: Page{Term: bySlug[rest]}})
		case "+":
			last := pages[len(pages)-1]
			last.page.Explicit = append(last.page.Explicit, rest)
		default:
			last := pages[len(pages)-1]
			text, want := unmark(line)
			last.page.Blocks = append(last.page.Blocks, Block{Text: text})
			last.want = append(last.want, want)
		}
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return terms, pages
}

func labelledTerm(fields []string) *term.Term {
	for i := range fields {
		fields[i] = strings.TrimSpace(fields[i])
	}
	values := func(list string) (values []term.Value) {
		for text := range strings.SplitSeq(list, ", ") {
			if text != "" {
				values = append(values, term.Value{Text: text})
			}
		}
		return values
	}
	return &term.Term{Slug: fields[0], Title: fields[1], Abbreviation: fields[2], Domain: fields[3], Tags: values(fields[4]),
		Aliases: values(fields[5]), Related: values(fields[6]), File: source.File{Path: fields[0] + ".md"}}
}

// unmark takes the labels out of a line.
func unmark(line string) (text string, want map[[2]int]string) {
	want = map[[2]int]string{}
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(line, "{")
		b.WriteString(before)
		if !found {
			return b.String(), want
		}
		label, after, _ := strings.Cut(rest, "}")
		slug, words, _ := strings.Cut(label, "|")
		start := b.Len()
		b.WriteString(words)
		want[[2]int{start, b.Len()}] = slug
		line = after
	}
}

// score counts the linker's mentions against the labels, and lists the differences.
type score struct {
	right, wrong, missed int
	plain                int // places labelled as no mention
	differences          []string
}

func (s score) precision() float64 { return float64(s.right) / float64(s.right+s.wrong) }
func (s score) recall() float64    { return float64(s.right) / float64(s.right+s.missed) }

func (s *score) add(p *labelled, decisions []Decision) {
	met := map[[3]int]bool{}
	for _, d := range decisions {
		text := p.page.Blocks[d.Block].Text
		want := p.want[d.Block][[2]int{d.Start, d.End}]
		met[[3]int{d.Block, d.Start, d.End}] = d.Mention
		switch {
		case !d.Mention:
			if want != "" && want != "-" {
				s.differ(p, "missed by "+d.Rule, text, d.Start, d.End)
			}
		case want == d.Target.Slug:
			s.right++
		default:
			s.wrong++
			s.differ(p, "wrong, to "+d.Target.Slug, text, d.Start, d.End)
		}
	}
	for b, marks := range p.want {
		for at, slug := range marks {
			if slug == "-" {
				s.plain++
			}
			if slug == "-" || met[[3]int{b, at[0], at[1]}] {
				continue
			}
			s.missed++
			if _, candidate := met[[3]int{b, at[0], at[1]}]; !candidate {
				s.differ(p, "not found", p.page.Blocks[b].Text, at[0], at[1])
			}
		}
	}
}

func (s *score) differ(p *labelled, how, text string, start, end int) {
	s.differences = append(s.differences, fmt.Sprintf("%s: %s: ...%s[%s]%s...", p.page.Term.Slug, how,
		text[max(0, start-40):start], text[start:end], text[end:min(len(text), end+30)]))
}

func measure(t testing.TB) score {
	terms, pages := readLabels(t)
	table, _ := names.New(terms, names.Options{})
	var s score
	for _, p := range pages {
		decisions, _ := Decide(table.Ask(), p.page, Options{First: All})
		s.add(p, decisions)
	}
	return s
}

// TestLabels holds the linker to the precision and recall that the project promises.
func TestLabels(t *testing.T) {
	s := measure(t)
	for _, d := range s.differences {
		t.Log(d)
	}
	t.Logf("precision %.3f, recall %.3f of %d mentions, %d places to leave plain", s.precision(), s.recall(), s.right+s.missed, s.plain)
	if s.right+s.missed < 400 || s.plain < 90 || s.precision() < 0.98 || s.recall() < 0.97 {
		t.Errorf("precision %.3f (at least 0.98), recall %.3f (at least 0.97) of %d mentions (at least 400)",
			s.precision(), s.recall(), s.right+s.missed)
	}
}

// BenchmarkLinkerLabels reports precision and recall on the labelled set.
func BenchmarkLinkerLabels(b *testing.B) {
	var s score
	for b.Loop() {
		s = measure(b)
	}
	b.ReportMetric(s.precision(), "precision")
	b.ReportMetric(s.recall(), "recall")
	b.ReportMetric(float64(s.right+s.missed), "mentions")
	b.ReportMetric(float64(s.plain), "plain")
}
