package linker

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gloss/cmd/gloss/internal/names"
	"gloss/cmd/gloss/internal/source"
	"gloss/cmd/gloss/internal/term"
)

// The dictionaries whose authors set their own links in {braces}, from the Debian packages dict-foldoc and dict-jargon. They are read
// where they are installed; DICTD names another folder.
const dictionaryFolder = "/usr/share/dictd"

// article is one entry of a dictionary.
type article struct {
	term  *term.Term
	text  string   // without braces
	links []string // what the author linked
}

// readDictionary reads NAME.index and NAME.dict.dz in dictd's format (RFC 2229's server): the index gives offset and length of each
// headword's article in a base of 64 digits; articles with several headwords are listed once for each.
func readDictionary(folder, name string) ([]*article, error) {
	index, err := os.ReadFile(filepath.Join(folder, name+".index"))
	if err != nil {
		return nil, err
	}
	packed, err := os.ReadFile(filepath.Join(folder, name+".dict.dz"))
	if err != nil {
		return nil, err
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(unpacked)
	if err != nil {
		return nil, err
	}
	seen := map[int]bool{}
	var articles []*article
	for line := range strings.Lines(string(index)) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if len(fields) < 3 || strings.HasPrefix(fields[0], "00-database") || strings.HasPrefix(fields[0], "00database") {
			continue
		}
		offset, length := dictNumber(fields[1]), dictNumber(fields[2])
		if seen[offset] || offset+length > len(data) {
			continue
		}
		seen[offset] = true
		if a := newArticle(offset, string(data[offset:offset+length])); a != nil {
			articles = append(articles, a)
		}
	}
	slices.SortFunc(articles, func(a, b *article) int { return cmp.Compare(a.term.Slug, b.term.Slug) })
	return articles, nil
}

func dictNumber(digits string) (n int) {
	const base = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
	for _, d := range []byte(digits) {
		n = n*64 + strings.IndexByte(base, d)
	}
	return n
}

var (
	subjects = regexp.MustCompile(`^\s*<([^<>]+)>`)
	braced   = regexp.MustCompile(`\{([^{}]+)\}`)
)

// newArticle cuts an article into headwords, subjects and text.
func newArticle(number int, data string) *article {
	data = strings.ToValidUTF8(data, "?")
	head, body, found := strings.Cut(data, "\n\n")
	if !found {
		return nil
	}
	heads := strings.Split(strings.TrimSpace(head), "\n")
	one := &term.Term{Slug: fmt.Sprintf("%09d", number), Title: strings.TrimSpace(heads[0])}
	one.File = source.File{Path: one.Slug + ".md"}
	for _, alias := range heads[1:] {
		one.Aliases = append(one.Aliases, term.Value{Text: strings.TrimSpace(alias)})
	}
	if m := subjects.FindStringSubmatchIndex(body); m != nil {
		for tag := range strings.SplitSeq(body[m[2]:m[3]], ",") {
			one.Tags = append(one.Tags, term.Value{Text: strings.TrimSpace(tag)})
		}
		body = body[m[1]:]
	}
	a := &article{term: one}
	for _, m := range braced.FindAllStringSubmatch(body, -1) {
		a.links = append(a.links, strings.Join(strings.Fields(m[1]), " "))
	}
	a.text = strings.NewReplacer("{", "", "}", "").Replace(body)
	return a
}

// agreement compares the linker's links with the authors', as pairs of page and target.
type agreement struct {
	right, set, wanted, pages int
	linked                    int
	drawn                     []string // links drawn at random, with their sentence
	random                    *rand.Rand
	byRule                    map[string]int // authors' links refused, by rule
	false                     map[string]int // links authors did not set, by name
	missed                    map[string]int
}

func compareLinks(articles []*article, rules bool) agreement {
	terms := make([]*term.Term, len(articles))
	vocabularies := make([][]uint16, len(articles))
	for i, a := range articles {
		terms[i] = a.term
		vocabularies[i] = names.Vocabulary([]byte(a.text), "en")
	}
	table, _ := names.New(terms, names.Options{Census: names.NewCensus(vocabularies)})
	total := agreement{pages: len(articles), random: rand.New(rand.NewPCG(2026, 11)), byRule: map[string]int{}, false: map[string]int{},
		missed: map[string]int{}}
	for _, a := range articles {
		total.add(table, a, rules)
	}
	return total
}

func (g *agreement) add(table *names.Table, a *article, rules bool) {
	wanted := map[*term.Term]bool{}
	for _, link := range a.links {
		if targets := table.Lookup(link); len(targets) > 0 && targets[0] != a.term {
			wanted[targets[0]] = true
		}
	}
	g.wanted += len(wanted)
	set, refused := map[*term.Term]string{}, map[*term.Term]string{}
	var blocks []Block
	for paragraph := range strings.SplitSeq(a.text, "\n\n") {
		blocks = append(blocks, Block{Text: paragraph})
	}
	decisions, _ := Decide(table.Ask(), Page{Term: a.term, Blocks: blocks}, Options{First: FirstOnPage})
	for _, d := range decisions {
		switch {
		case d.Target == nil || d.Target == a.term:
		case d.Linked, !rules && d.Rule != RuleCase && d.Rule != RuleToken:
			set[d.Target] = d.Found.Name.Text
			g.draw(a, blocks[d.Block].Text, d)
		case refused[d.Target] == "":
			refused[d.Target] = d.Rule
		}
	}
	g.set += len(set)
	for target, name := range set {
		if wanted[target] {
			g.right++
		} else {
			g.false[name]++
		}
	}
	for target := range wanted {
		if set[target] == "" {
			g.byRule[cmp.Or(refused[target], "not found")]++
			g.missed[target.Title+" ("+cmp.Or(refused[target], "not found")+")"]++
		}
	}
}

// drawnLinks is how many links an editor is asked to judge.
const drawnLinks = 60

// draw keeps each link with the same chance (reservoir sampling).
func (g *agreement) draw(a *article, text string, d Decision) {
	g.linked++
	at := g.random.IntN(g.linked)
	if len(g.drawn) < drawnLinks {
		at = len(g.drawn)
		g.drawn = append(g.drawn, "")
	}
	if at < drawnLinks {
		around := text[max(0, d.Start-120):d.Start] + "[[" + text[d.Start:d.End] + "]]" + text[d.End:min(len(text), d.End+120)]
		g.drawn[at] = fmt.Sprintf("%s to %s: %s", a.term.Title, d.Target.Title, strings.Join(strings.Fields(strings.ToValidUTF8(around, "")), " "))
	}
}

// BenchmarkLinkerDictionaries reports how far the linker agrees with the authors of dictionaries that are installed. Authors leave
// many true mentions plain, so the precision is a floor. DICTD_DETAILS lists where they differ; DICTD_DRAW prints links for an editor to
// judge.
func BenchmarkLinkerDictionaries(b *testing.B) {
	folder := cmp.Or(os.Getenv("DICTD"), dictionaryFolder)
	for _, name := range []string{"foldoc", "jargon", "perlglossary"} {
		articles, err := readPodGlossary()
		if name != "perlglossary" {
			articles, err = readDictionary(folder, name)
		}
		if err != nil {
			b.Logf("%s is not installed: %v", name, err)
			continue
		}
		b.Run(name, func(b *testing.B) {
			var g agreement
			for b.Loop() {
				g = compareLinks(articles, true)
			}
			b.ReportMetric(float64(g.right)/float64(g.set), "precision")
			b.ReportMetric(float64(g.right)/float64(g.wanted), "recall")
			b.ReportMetric(float64(g.set)/float64(g.pages), "links/page")
			if os.Getenv("DICTD_DETAILS") != "" {
				b.Logf("refused: %v\nset against the authors: %v\nmissed: %v", top(g.byRule), top(g.false), top(g.missed))
			}
			if os.Getenv("DICTD_DRAW") != "" {
				fmt.Fprintf(os.Stderr, "\n%s\n", strings.Join(g.drawn, "\n")) // b.Log cuts long texts
			}
		})
	}
}

// top lists the largest counts.
func top(counts map[string]int) []string {
	var list []string
	for name := range counts {
		list = append(list, name)
	}
	slices.SortFunc(list, func(a, b string) int { return cmp.Or(counts[b]-counts[a], strings.Compare(a, b)) })
	list = list[:min(len(list), 120)]
	for i, name := range list {
		list[i] = fmt.Sprintf("%s %d", name, counts[name])
	}
	return list
}
