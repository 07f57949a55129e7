package main

import (
	"bytes"
	"cmp"
	"embed"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"
)

//go:embed hugo
var hugoTheme embed.FS

// measured is one run of a program.
type measured struct {
	wall, processor time.Duration
	peak            int64 // bytes of memory
	files           int
	bytes           int64
}

// contender is one way to make the site of a corpus in out.
type contender struct {
	name string
	run  func(corpus, out string) (measured, error)
}

// compareCommand runs all programs in turn, several rounds, and prints medians and ratios. Each run writes to a folder of its own, which
// is deleted at the very end: ext4 searches long for a free inode while many were deleted in the last half minute.
func compareCommand(args []string) error {
	flags := flag.NewFlagSet("compare", flag.ExitOnError)
	dir := flags.String("dir", "", "folder of the glossary")
	work := flags.String("work", "", "folder for the sites")
	gloss := flags.String("gloss", "bin/gloss", "the gloss `command`")
	hugo := flags.String("hugo", "", "the hugo `command`; empty leaves it out")
	pagefind := flags.String("pagefind", "", "the pagefind `command`; empty leaves it out")
	rounds := flags.Int("rounds", 3, "runs of each program")
	_ = flags.Parse(args)
	if *hugo != "" {
		if err := writeHugo(*dir); err != nil {
			return err
		}
	}
	for _, command := range []*string{hugo, pagefind, gloss} {
		if *command == "" {
			continue
		}
		path, err := filepath.Abs(*command)
		if err != nil {
			return err
		}
		*command = path
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	all := []contender{
		{"gloss", func(corpus, out string) (measured, error) {
			// A note of an earlier build would leave nothing to do.
			if err := os.RemoveAll(filepath.Join(corpus, ".gloss-cache")); err != nil {
				return measured{}, err
			}
			return execute(out, *gloss, "build", "-C", corpus, "--out", out)
		}},
		{"gloss again", func(corpus, out string) (measured, error) {
			return execute(strings.TrimSuffix(out, "-again"), *gloss, "build", "-C", corpus, "--out", strings.TrimSuffix(out, "-again"))
		}},
		{"gloss edit", afterEdit(*gloss, "-edit", func(text string) string { return text + "\nOne sentence more.\n" })},
		{"gloss title", afterEdit(*gloss, "-title", func(text string) string { return strings.Replace(text, "title: \"", "title: \"Another ", 1) })},
		{"gloss pages", func(corpus, out string) (measured, error) {
			return execute(out, self, "build", "-pages", "-dir", corpus, "-out", out)
		}},
		{"floor pages", func(_, out string) (measured, error) {
			return execute(out, self, "floor", "-site", strings.TrimSuffix(out, "floor-pages")+"gloss-pages", "-out", out)
		}},
	}
	if *hugo != "" {
		all = append(all, contender{"hugo", func(corpus, out string) (measured, error) {
			return execute(out, *hugo, "--quiet", "-s", filepath.Join(corpus, "hugo"), "-d", out)
		}})
	}
	if *hugo != "" && *pagefind != "" {
		all = append(all, contender{"pagefind", func(_, out string) (measured, error) {
			return execute(out, *pagefind, "--silent", "--site", strings.TrimSuffix(out, "pagefind")+"hugo", "--output-path", out)
		}})
	}
	results, err := inTurn(all, *dir, *work, *rounds)
	if err != nil {
		return err
	}
	report(*dir, results)
	return os.RemoveAll(*work)
}

// afterEdit is a build in a process of its own after one term of the corpus was edited. The term is as it was when that has ended.
func afterEdit(gloss, suffix string, edit func(text string) string) func(corpus, out string) (measured, error) {
	return func(corpus, out string) (m measured, err error) {
		out = strings.TrimSuffix(out, suffix)
		terms, err := filepath.Glob(filepath.Join(corpus, "content", "terms", "*.md"))
		if err != nil || len(terms) == 0 {
			return m, errors.Join(err, errors.New("there is no term to edit"))
		}
		name := terms[len(terms)/2]
		text, err := os.ReadFile(name)
		if err != nil {
			return m, err
		}
		edited := edit(string(text))
		if edited == string(text) {
			return m, fmt.Errorf("%s: nothing to edit", name)
		}
		if err := os.WriteFile(name, []byte(edited), 0o644); err != nil {
			return m, err
		}
		defer func() { err = errors.Join(err, os.WriteFile(name, text, 0o644)) }()
		return execute(out, gloss, "build", "-C", corpus, "--out", out)
	}
}

// inTurn runs the contenders in turn, round after round, and returns the runs of each by name.
func inTurn(all []contender, corpus, work string, rounds int) (map[string][]measured, error) {
	corpus, err := filepath.Abs(corpus)
	if err != nil {
		return nil, err
	}
	work, err = filepath.Abs(work)
	if err != nil {
		return nil, err
	}
	results := map[string][]measured{}
	for round := range rounds {
		for _, c := range all {
			out := filepath.Join(work, fmt.Sprintf("%d-%s", round, strings.ReplaceAll(c.name, " ", "-")))
			m, err := c.run(corpus, out)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", c.name, err)
			}
			fmt.Fprintf(os.Stderr, "%s %d: %.2f s\n", c.name, round+1, m.wall.Seconds())
			results[c.name] = append(results[c.name], m)
		}
	}
	return results, nil
}

// execute runs a command and measures it and what then stands in out. The floor prints its own time, which leaves reading out.
func execute(out, name string, args ...string) (measured, error) {
	if err := os.MkdirAll(filepath.Dir(out), 0o755); err != nil {
		return measured{}, err
	}
	command := exec.Command(name, args...)
	var printed, problems bytes.Buffer
	command.Stdout, command.Stderr = &printed, &problems
	start := time.Now()
	if err := command.Run(); err != nil {
		return measured{}, fmt.Errorf("%w: %s", err, problems.String())
	}
	m := measured{wall: time.Since(start), processor: command.ProcessState.UserTime() + command.ProcessState.SystemTime()}
	if usage, ok := command.ProcessState.SysUsage().(*syscall.Rusage); ok {
		m.peak = int64(usage.Maxrss) << 10
	}
	if args[0] == "floor" {
		var seconds float64
		if _, err := fmt.Sscan(printed.String(), &seconds); err != nil {
			return m, err
		}
		m.wall = time.Duration(seconds * float64(time.Second))
	}
	err := filepath.WalkDir(out, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			m.files, m.bytes = m.files+1, m.bytes+info.Size()
		}
		return err
	})
	return m, err
}

// report prints a table in Markdown and the ratios that matter.
func report(dir string, results map[string][]measured) {
	fmt.Printf("%s, %s, %d processors, %s\n\n", filepath.Base(dir), time.Now().Format(time.DateOnly), runtime.NumCPU(), runtime.Version())
	fmt.Println("| program | time (s) | processor (s) | peak (MB) | files | bytes (MB) |\n|---|--:|--:|--:|--:|--:|")
	for _, name := range []string{"gloss", "gloss again", "gloss edit", "gloss title", "gloss pages", "floor pages", "hugo", "pagefind"} {
		runs := results[name]
		if len(runs) == 0 {
			continue
		}
		fmt.Printf("| %s | %.2f | %.2f | %d | %d | %.0f |\n", name, middle(runs, wallOf), middle(runs, processorOf), int(middle(runs, peakOf)/1e6),
			runs[0].files, float64(runs[0].bytes)/1e6)
	}
	fmt.Println()
	for _, r := range []struct {
		text       string
		over, base []string
		of         func(measured) float64
	}{
		{"Hugo and Pagefind take %.2f times the time of Gloss", []string{"hugo", "pagefind"}, []string{"gloss"}, wallOf},
		{"Hugo and Pagefind take %.2f times the processor time of Gloss", []string{"hugo", "pagefind"}, []string{"gloss"}, processorOf},
		{"Hugo takes %.2f times the time of Gloss's pages alone", []string{"hugo"}, []string{"gloss pages"}, wallOf},
		{"Gloss's pages alone take %.2f times the floor", []string{"gloss pages"}, []string{"floor pages"}, wallOf},
		{"Gloss's peak is %.2f of Hugo's", []string{"gloss"}, []string{"hugo"}, peakOf},
		{"a second build of what did not change takes %.3f of a clean one", []string{"gloss again"}, []string{"gloss"}, wallOf},
		{"a build after one edited text takes %.3f of a clean one", []string{"gloss edit"}, []string{"gloss"}, wallOf},
		{"a build after one edited text takes %.3f of a clean one's processor time", []string{"gloss edit"}, []string{"gloss"}, processorOf},
		{"a build after one edited title takes %.3f of a clean one", []string{"gloss title"}, []string{"gloss"}, wallOf},
	} {
		over, ok := total(results, r.over, r.of)
		base, ok2 := total(results, r.base, r.of)
		if ok && ok2 {
			fmt.Printf("- "+r.text+"\n", over/base)
		}
	}
}

func wallOf(m measured) float64      { return m.wall.Seconds() }
func processorOf(m measured) float64 { return m.processor.Seconds() }
func peakOf(m measured) float64      { return float64(m.peak) }

func total(results map[string][]measured, names []string, of func(measured) float64) (sum float64, ok bool) {
	for _, name := range names {
		if len(results[name]) == 0 {
			return 0, false
		}
		sum += middle(results[name], of)
	}
	return sum, true
}

// middle is the median.
func middle(runs []measured, of func(measured) float64) float64 {
	sorted := slices.Clone(runs)
	slices.SortFunc(sorted, func(a, b measured) int { return cmp.Compare(of(a), of(b)) })
	return of(sorted[len(sorted)/2])
}

// writeHugo writes the same terms as a Hugo site into dir/hugo, each with its letter, since Hugo makes no A-Z of its own.
func writeHugo(dir string) error {
	site := filepath.Join(dir, "hugo")
	if _, err := os.Stat(filepath.Join(site, "content")); err == nil {
		return nil
	}
	theme, err := fs.Sub(hugoTheme, "hugo")
	if err != nil {
		return err
	}
	if err := os.CopyFS(site, theme); err != nil {
		return err
	}
	terms := filepath.Join(dir, "content", "terms")
	files, err := os.ReadDir(terms)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(site, "content", "terms"), 0o755); err != nil {
		return err
	}
	for _, f := range files {
		data, err := os.ReadFile(filepath.Join(terms, f.Name()))
		if err != nil {
			return err
		}
		letter := fmt.Sprintf("---\nletters: [%q]\n", f.Name()[:1])
		data = append([]byte(letter), bytes.TrimPrefix(data, []byte("---\n"))...)
		if err := os.WriteFile(filepath.Join(site, "content", "terms", f.Name()), data, 0o644); err != nil {
			return err
		}
	}
	return nil
}
