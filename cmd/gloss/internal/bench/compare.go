package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"gloss/cmd/gloss/internal/build"
)

// programs are the names of all contenders, in the order in which they run.
var programs = []string{"gloss", "gloss again", "gloss edited", "gloss pages", "floor pages", "hugo", "pagefind"}

// contender is one way to make the site of a corpus.
type contender struct {
	name string
	// run writes to site(name); others are where the contenders before it wrote to.
	run func(corpus string, site func(name string) string) (measured, error)
}

// commands are the paths of the programs, empty for those that are left out.
type commands struct{ self, gloss, hugo, pagefind string }

// compareCommand runs all programs in turn, several rounds, and prints medians and ratios. Each run writes to a folder of its own, and none
// is deleted: ext4 searches long for a free inode while many were deleted in the last half minute.
func compareCommand(args []string) error {
	flags := flag.NewFlagSet("compare", flag.ExitOnError)
	dir := flags.String("dir", "", "folder of the glossary")
	work := flags.String("work", "", "folder for the sites; it must not exist, and whoever needs the room deletes it after all measuring")
	var c commands
	flags.StringVar(&c.gloss, "gloss", "bin/gloss", "the gloss `command`")
	flags.StringVar(&c.hugo, "hugo", "", "the hugo `command`; empty leaves it out")
	flags.StringVar(&c.pagefind, "pagefind", "", "the pagefind `command`; empty leaves it out")
	rounds := flags.Int("rounds", 3, "runs of each program")
	_ = flags.Parse(args)
	var err error
	if c.self, err = os.Executable(); err != nil {
		return err
	}
	for _, path := range []*string{&c.gloss, &c.hugo, &c.pagefind, dir, work} {
		if *path == "" {
			continue
		}
		if *path, err = filepath.Abs(*path); err != nil {
			return err
		}
	}
	if c.hugo != "" {
		if err := writeHugo(*dir); err != nil {
			return err
		}
	}
	if err := os.MkdirAll(filepath.Dir(*work), 0o755); err != nil {
		return err
	}
	if err := os.Mkdir(*work, 0o755); err != nil {
		return err
	}
	results, err := inTurn(c.contenders(), *dir, *work, *rounds)
	if err != nil {
		return err
	}
	report(*dir, results)
	return nil
}

func (c commands) contenders() []contender {
	gloss := func(corpus, out string) (measured, error) {
		return execute(out, c.gloss, "build", "-C", corpus, "--out", out)
	}
	all := []contender{
		{"gloss", func(corpus string, site func(string) string) (measured, error) {
			// What an earlier build left would leave nothing to do.
			if err := os.RemoveAll(filepath.Join(corpus, build.KeptDir)); err != nil {
				return measured{}, err
			}
			return gloss(corpus, site("gloss"))
		}},
		{"gloss again", func(corpus string, site func(string) string) (measured, error) { return gloss(corpus, site("gloss")) }},
		{"gloss edited", func(corpus string, site func(string) string) (m measured, err error) {
			restore, err := editOne(corpus)
			if err != nil {
				return measured{}, err
			}
			defer func() { err = errors.Join(err, restore()) }()
			return gloss(corpus, site("gloss"))
		}},
		{"gloss pages", func(corpus string, site func(string) string) (measured, error) {
			return execute(site("gloss pages"), c.self, "build", "-pages", "-dir", corpus, "-out", site("gloss pages"))
		}},
		{"floor pages", func(_ string, site func(string) string) (measured, error) {
			return execute(site("floor pages"), c.self, "floor", "-site", site("gloss pages"), "-out", site("floor pages"))
		}},
	}
	if c.hugo != "" {
		all = append(all, contender{"hugo", func(corpus string, site func(string) string) (measured, error) {
			return execute(site("hugo"), c.hugo, "--quiet", "-s", filepath.Join(corpus, "hugo"), "-d", site("hugo"))
		}})
	}
	if c.hugo != "" && c.pagefind != "" {
		all = append(all, contender{"pagefind", func(_ string, site func(string) string) (measured, error) {
			return execute(site("pagefind"), c.pagefind, "--silent", "--site", site("hugo"), "--output-path", site("pagefind"))
		}})
	}
	return all
}

// editOne adds a sentence to one term of a corpus. restore takes it back.
func editOne(corpus string) (restore func() error, err error) {
	folder := filepath.Join(corpus, "content", "terms")
	files, err := os.ReadDir(folder)
	if err != nil || len(files) == 0 {
		return nil, errors.Join(err, errors.New("no terms in "+folder))
	}
	name := filepath.Join(folder, files[len(files)/2].Name())
	before, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	restore = func() error { return os.WriteFile(name, before, 0o644) }
	return restore, os.WriteFile(name, append(before[:len(before):len(before)], "\nA sentence was added here.\n"...), 0o644)
}

// inTurn runs the contenders in turn, round after round, and returns the runs of each by name.
func inTurn(all []contender, corpus, work string, rounds int) (map[string][]measured, error) {
	results := map[string][]measured{}
	for round := range rounds {
		site := func(name string) string {
			return filepath.Join(work, fmt.Sprintf("%d-%s", round, strings.ReplaceAll(name, " ", "-")))
		}
		for _, c := range all {
			m, err := c.run(corpus, site)
			if err != nil {
				return nil, fmt.Errorf("%s: %w", c.name, err)
			}
			fmt.Fprintf(os.Stderr, "%s %d: %.2f s\n", c.name, round+1, m.wall.Seconds())
			results[c.name] = append(results[c.name], m)
		}
	}
	return results, nil
}
